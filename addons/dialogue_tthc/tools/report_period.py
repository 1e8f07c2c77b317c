"""Periods of reports. Standard library only.

A period of a report runs from the 15th to the 14th: a month from the 15th of the
month before, a quarter from the 15th of the month before its first month to the 14th
of its last one, and half-years and years alike. Calendar periods run from the first
day to the last instead.
"""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

#: How many months a period of each kind has.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LETTERS = {"month": "M", "quarter": "Q", "half": "H", "year": "Y"}
_MONTHS_A_YEAR = 12
_CUT = 14
# so long after its end a period is the one that is reported on
_DUE_DAYS = 15
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


class PeriodError(ValueError):
    """There is no such period."""


class Period(NamedTuple):
    """One period of reports.

    :param kind: key of :data:`MONTHS`
    :param year: the year that it belongs to; its first day may lie in the one before
    :param number: its place in the year, from 1
    :param is_calendar: whether it runs from the first day of a month to the last
    :param first: its first day
    :param last: its last day
    """

    kind: str
    year: int
    number: int
    is_calendar: bool
    first: date
    last: date

    @property
    def key(self) -> str:
        """Return it as a word for an address, such as ``2026Q3`` or ``2026M5C``."""
        mark = "C" if self.is_calendar else ""
        return f"{self.year}{_LETTERS[self.kind]}{self.number}{mark}"


def count_in_year(kind: str) -> int:
    """Return how many periods of a kind a year has.

    :raise PeriodError: there is no such kind
    """
    if kind not in MONTHS:
        raise PeriodError(kind)
    return _MONTHS_A_YEAR // MONTHS[kind]


def period(kind: str, year: int, number: int, *, is_calendar: bool = False) -> Period:
    """Return one period.

    >>> period("quarter", 2026, 1).first
    datetime.date(2025, 12, 15)

    :raise PeriodError: there is no such kind, year or number
    """
    if not 1 <= number <= count_in_year(kind):
        raise PeriodError(number)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise PeriodError(year)
    months = MONTHS[kind]
    last_month = number * months
    first_month = last_month - months + 1
    if is_calendar:
        first = date(year, first_month, 1)
        last = date(year, last_month, monthrange(year, last_month)[1])
    else:
        before = first_month - 1
        first = (
            date(year, before, _CUT + 1)
            if before
            else date(year - 1, _MONTHS_A_YEAR, _CUT + 1)
        )
        last = date(year, last_month, _CUT)
    return Period(kind, year, number, is_calendar, first, last)


def period_of(day: date, kind: str, *, is_calendar: bool = False) -> Period:
    """Return the period of a kind in which a day lies.

    :raise PeriodError: there is no such kind, or the year is out of reach
    """
    year, month = day.year, day.month
    if not is_calendar and day.day > _CUT:
        year, month = (year + 1, 1) if month == _MONTHS_A_YEAR else (year, month + 1)
    number = (month - 1) // MONTHS.get(kind, 1) + 1
    return period(kind, year, number, is_calendar=is_calendar)


def period_before(current: Period) -> Period:
    """Return the period that comes just before."""
    kind, year, number = current.kind, current.year, current.number - 1
    if not number:
        year, number = year - 1, count_in_year(kind)
    return period(kind, year, number, is_calendar=current.is_calendar)


def period_due(day: date, kind: str, *, is_calendar: bool = False) -> Period:
    """Return the period that a report is made of on a day.

    That is the one that ended last while its report is due, then the one that runs.

    :raise PeriodError: there is no such kind, or the year is out of reach
    """
    current = period_of(day, kind, is_calendar=is_calendar)
    is_due = (day - current.first).days < _DUE_DAYS
    return period_before(current) if is_due else current


def period_after(current: Period) -> Period:
    """Return the period that comes just after."""
    kind, year, number = current.kind, current.year, current.number + 1
    if number > count_in_year(kind):
        year, number = year + 1, 1
    return period(kind, year, number, is_calendar=current.is_calendar)
