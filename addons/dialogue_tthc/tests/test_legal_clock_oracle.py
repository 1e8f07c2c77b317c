from datetime import date, timedelta

import holidays

from odoo.tests import BaseCase, tagged

from ..tools.legal_clock import (
    WorkCalendar,
    due_day,
    shift_working_days,
    working_days_between,
)

FIRST, LAST = date(2015, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)]


def library():
    """The library's Vietnam, with a year more at both ends of what is compared."""
    return holidays.VN(years=range(FIRST.year - 1, LAST.year + 2), language="vi")


@tagged("post_install", "-at_install")
class TestLegalClockOracle(BaseCase):
    """PyPI's ``holidays`` counts the same days in its own, independent way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oracle = library()
        worked = cls.oracle.weekend_workdays
        cls.calendar = WorkCalendar(
            {day: name for day, name in cls.oracle.items() if day not in worked},
            dict.fromkeys(worked, "Làm bù"),
        )

    def test_the_same_days_are_worked(self):
        for day in DAYS:
            self.assertEqual(
                self.calendar.is_working(day), self.oracle.is_working_day(day), day
            )

    def test_every_due_day_is_the_same(self):
        for number in (1, 5, 15):
            for day in DAYS:
                due = self.oracle.get_nth_working_day(day, number)
                self.assertEqual(
                    due_day(day, number, self.calendar).day, due, (day, number)
                )

    def test_shifting_back_is_the_same(self):
        for number in (-7, -1, 0):
            for day in DAYS:
                self.assertEqual(
                    shift_working_days(day, number, self.calendar),
                    self.oracle.get_nth_working_day(day, number),
                    (day, number),
                )

    def test_days_between_are_the_same(self):
        for start in DAYS[::11]:
            end = start + timedelta(days=start.toordinal() % 60 + 1)
            # the library counts both ends
            counted = self.oracle.get_working_days_count(start + timedelta(1), end)
            self.assertEqual(
                working_days_between(start, end, self.calendar), counted, (start, end)
            )
