from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.report_period import (
    MONTHS,
    PeriodError,
    count_in_year,
    period,
    period_before,
    period_of,
)


def _days(*arguments, **options):
    found = period(*arguments, **options)
    return found.first, found.last


@tagged("post_install", "-at_install")
class TestReportPeriod(BaseCase):
    def test_quarters_run_from_the_15th_to_the_14th(self):
        for number, first, last in (
            (1, date(2025, 12, 15), date(2026, 3, 14)),
            (2, date(2026, 3, 15), date(2026, 6, 14)),
            (3, date(2026, 6, 15), date(2026, 9, 14)),
            (4, date(2026, 9, 15), date(2026, 12, 14)),
        ):
            with self.subTest(quarter=number):
                self.assertEqual(_days("quarter", 2026, number), (first, last))

    def test_months_half_years_and_years(self):
        self.assertEqual(
            _days("month", 2026, 1), (date(2025, 12, 15), date(2026, 1, 14))
        )
        self.assertEqual(
            _days("half", 2026, 1), (date(2025, 12, 15), date(2026, 6, 14))
        )
        self.assertEqual(
            _days("half", 2026, 2), (date(2026, 6, 15), date(2026, 12, 14))
        )
        self.assertEqual(
            _days("year", 2026, 1), (date(2025, 12, 15), date(2026, 12, 14))
        )

    def test_calendar_periods_are_an_option(self):
        self.assertEqual(
            _days("month", 2028, 2, is_calendar=True),
            (date(2028, 2, 1), date(2028, 2, 29)),
        )
        self.assertEqual(
            _days("quarter", 2026, 4, is_calendar=True),
            (date(2026, 10, 1), date(2026, 12, 31)),
        )

    def test_every_day_lies_in_one_period_and_they_follow_without_a_gap(self):
        for kind in MONTHS:
            for is_calendar in (False, True):
                with self.subTest(kind=kind, is_calendar=is_calendar):
                    day = date(2024, 1, 1)
                    while day < date(2027, 2, 1):
                        found = period_of(day, kind, is_calendar=is_calendar)
                        self.assertLessEqual(found.first, day)
                        self.assertLessEqual(day, found.last)
                        before = period_before(found)
                        self.assertEqual(before.last + timedelta(days=1), found.first)
                        day += timedelta(days=1)

    def test_what_does_not_exist_is_refused(self):
        for arguments in (
            ("week", 2026, 1),
            ("quarter", 2026, 5),
            ("quarter", 2026, 0),
            ("month", 26, 1),
            ("year", 9999, 1),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(PeriodError):
                period(*arguments)
        self.assertEqual(count_in_year("half"), 2)

    def test_the_word_for_an_address(self):
        self.assertEqual(period("quarter", 2026, 3).key, "2026Q3")
        self.assertEqual(period("month", 2026, 5, is_calendar=True).key, "2026M5C")
