from datetime import date, timedelta
from pathlib import Path

import holidays
from lxml import etree

from odoo.tests import BaseCase, tagged

from ..tools.legal_clock import (
    WorkCalendar,
    due_day,
    shift_working_days,
    working_days_between,
)
from . import test_legal_clock as by_hand

FIRST, LAST = date(2015, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)]
DATA = Path(__file__).parents[1] / "data" / "dialogue_day_data.xml"
#: The years whose official days are written down by hand.
OFFICIAL = range(2023, 2027)
#: Where the official days differ from the library's: whether the day is worked by
#: ours, and why ours is right. A line that a newer library has made needless fails.
KNOWN_DIFFERENCES = {
    date(2025, 4, 26): (
        True,
        "made up for 2/5/2025; this library ends its swaps in 2024",
    ),
    date(2025, 5, 2): (False, "swapped with Saturday 26/4/2025"),
    date(2026, 1, 2): (False, "swapped, 12729/VPCP-KGVX of 25/12/2025; in no library"),
    date(2026, 1, 10): (True, "made up for 2/1/2026 by the same document"),
    date(2026, 8, 22): (True, "made up for 31/8/2026; newer libraries have it"),
    date(2026, 8, 31): (False, "swapped with Saturday 22/8/2026"),
    date(2026, 11, 24): (
        False,
        "Vietnam's Culture Day by 80-NQ/TW; newer libraries have it, its enactment has"
        " not been seen: proposed, for the department to confirm",
    ),
}


def library():
    """The library's Vietnam, with a year more at both ends of what is compared."""
    return holidays.VN(years=range(FIRST.year - 1, LAST.year + 2), language="vi")


def shipped():
    """The calendar of all the days that the addon brings, confirmed or not."""
    found = {"holiday": {}, "swapped_off": {}, "make_up": {}}
    for record in etree.parse(DATA).iterfind(".//record[@model='dialogue.day']"):
        values = {field.get("name"): field.text for field in record.iterfind("field")}
        day = date.fromisoformat(values["date"])
        if any(day in days for days in found.values()) or not values["source"]:
            raise AssertionError(f"{day} is there twice, or nobody says where from")
        found[values["kind"]][day] = values["name"]
    return WorkCalendar(
        found["holiday"], found["make_up"], swapped_off=found["swapped_off"]
    )


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

    def _differences(self, calendar):
        """Where ``calendar`` and the library differ in the years that are written."""
        return {
            day: calendar.is_working(day)
            for day in DAYS
            if day.year in OFFICIAL
            and calendar.is_working(day) != self.oracle.is_working_day(day)
        }

    def test_the_official_days_differ_as_known(self):
        known = {day: works for day, (works, _why) in KNOWN_DIFFERENCES.items()}
        self.assertEqual(self._differences(by_hand.VIETNAM), known)
        self.assertEqual(self._differences(shipped()), known)

    def test_the_shipped_days_are_those_written_by_hand(self):
        ours, calendar = by_hand.VIETNAM, shipped()
        for day in DAYS:
            # a holiday on a weekend is not written down by hand
            if day.year in OFFICIAL and (day.weekday() < 5 or ours.is_working(day)):
                self.assertEqual(calendar.kind(day), ours.kind(day), day)
