"""The days that are worked, and the arrays that make counting them quick."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime
from enum import Enum
from typing import NamedTuple

_LAST = date.max.toordinal()


class ClockError(ValueError):
    """A term, a calendar or a pause with which no day can be computed."""


class DayKind(str, Enum):
    """What a day is to a clock; RECEIVED and PAUSED come from the clock alone."""

    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SWAPPED_OFF = "swapped_off"
    MAKE_UP = "make_up"
    PAUSED = "paused"
    RECEIVED = "received"


def ordinal_of(day: date) -> int:
    """Return the number of a plain date; a datetime is a mistake of the caller."""
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ClockError(f"a date is needed, not {day!r}")
    return day.toordinal()


def length_of(number: int, least: int = 1) -> int:
    """Return ``number`` if it can be the length of a term."""
    if not isinstance(number, int) or isinstance(number, bool) or number < least:
        raise ClockError(f"a whole number from {least} on is needed, not {number!r}")
    return number


def on_day(ordinal: int) -> date:
    """Return the date of a number, if there is one."""
    if not 1 <= ordinal <= _LAST:
        raise ClockError("the term ends beyond the years that can be counted")
    return date.fromordinal(ordinal)


class _Years(NamedTuple):
    """Some whole years, worked out: the arrays that make a call take one look."""

    first: int  # their first day, an ordinal
    last: int  # their last day
    working: Sequence[int]  # the ordinals of the working days, in order
    until: Sequence[int]  # for each day: how many working days up to and including it


class WorkCalendar:
    """Which days are worked: Monday to Friday but for the days that are given.

    It does not change after it is made, whatever happens to the mappings, and
    threads may share it; two calendars are equal only if they are the same object.

    :param days_off: holidays by date, with their names
    :param make_up: days of a weekend that are worked, with their names
    :param swapped_off: days off for which a make-up day is worked, with their names;
        a date among the holidays as well is a holiday
    :param known_years: the years for which the days above are complete; a due day
        that needs another year is provisional. None: every year
    :raise ClockError: a date is both off and a make-up day
    """

    __slots__ = ("_kinds", "_known", "_names", "_off", "_worked", "_years")

    def __init__(
        self,
        days_off: Mapping[date, str],
        make_up: Mapping[date, str],
        *,
        swapped_off: Mapping[date, str] | None = None,
        known_years: Collection[int] | None = None,
    ) -> None:
        swapped_off = swapped_off or {}
        for day in make_up:
            if day in days_off or day in swapped_off:
                raise ClockError(f"{day} is both a day off and a make-up day")
        self._kinds: dict[int, DayKind] = {}
        self._names: dict[int, str] = {}
        for kind, days in (
            (DayKind.SWAPPED_OFF, swapped_off),
            (DayKind.HOLIDAY, days_off),
            (DayKind.MAKE_UP, make_up),
        ):
            self._kinds |= {ordinal_of(day): kind for day in days}
            self._names |= {ordinal_of(day): name for day, name in days.items()}
        self._worked = frozenset(map(ordinal_of, make_up))
        self._off = frozenset(self._kinds) - self._worked
        self._known = None if known_years is None else frozenset(known_years)
        self._years: _Years | None = None

    def is_working(self, day: date) -> bool:
        """Tell whether ``day`` is worked, a make-up day included."""
        return self.works(ordinal_of(day))

    def kind(self, day: date) -> DayKind:
        """Return what ``day`` is; COUNTED is an ordinary working day."""
        return self.kind_of(ordinal_of(day))

    def name(self, day: date) -> str:
        """Return the name under which ``day`` was given, or ''."""
        return self.name_of(ordinal_of(day))

    def is_known(self, day: date) -> bool:
        """Tell whether the days off of the year of ``day`` are known."""
        return self.knows(ordinal_of(day), day.toordinal())

    # What the terms are computed with: the same by the number of a day, its ordinal

    def works(self, ordinal: int) -> bool:
        """Tell whether the day of this ordinal is worked."""
        # day 1 was a Monday
        if ordinal % 7 in (6, 0):
            return ordinal in self._worked
        return ordinal not in self._off

    def kind_of(self, ordinal: int) -> DayKind:
        """Return what the day of this ordinal is."""
        plain = DayKind.WEEKEND if ordinal % 7 in (6, 0) else DayKind.COUNTED
        return self._kinds.get(ordinal, plain)

    def name_of(self, ordinal: int) -> str:
        """Return the name under which the day of this ordinal was given, or ''."""
        return self._names.get(ordinal, "")

    def knows(self, first: int, last: int) -> bool:
        """Tell whether the days off of all years from one day to another are known."""
        if self._known is None:
            return True
        years = range(on_day(first).year, on_day(last).year + 1)
        return all(year in self._known for year in years)

    def _reach(self, first: int, last: int) -> _Years:
        """Return years that hold the days ``first`` to ``last``, more when asked.

        What was worked out is replaced as a whole, never changed: a thread that
        works with the old one is not disturbed.
        """
        years = self._years
        if years and years.first <= first and last <= years.last:
            return years
        low, high = on_day(first).year, on_day(last).year
        if years:
            low = min(low, on_day(years.first).year)
            high = max(high, on_day(years.last).year)
        begin = date(max(low - 1, MINYEAR), 1, 1).toordinal()
        end = date(min(high + 1, MAXYEAR), 12, 31).toordinal()
        working, until = array("i"), array("i")
        for ordinal in range(begin, end + 1):
            if self.works(ordinal):
                working.append(ordinal)
            until.append(len(working))
        self._years = years = _Years(begin, end, working, until)
        return years

    def count(self, first: int, last: int) -> int:
        """Return how many working days come after ``first`` up to ``last``."""
        years = self._reach(first, last)
        return years.until[last - years.first] - years.until[first - years.first]

    def after(self, ordinal: int, number: int) -> int:
        """Return the ``number``-th working day after ``ordinal``."""
        years = self._years
        if not years or not years.first <= ordinal <= years.last:
            years = self._reach(ordinal, ordinal)
        index = years.until[ordinal - years.first] + number - 1
        while index >= len(years.working):
            missing = index - len(years.working) + 1
            if years.last + missing > _LAST:
                raise ClockError("the term ends beyond the years that can be counted")
            years = self._reach(ordinal, years.last + missing)
            index = years.until[ordinal - years.first] + number - 1
        return years.working[index]

    def before(self, ordinal: int, number: int) -> int:
        """Return the ``number``-th working day before ``ordinal``."""
        years = self._reach(ordinal, ordinal)
        while True:
            offset = ordinal - years.first
            index = (years.until[offset - 1] if offset else 0) - number
            if index >= 0:
                return years.working[index]
            if years.first + index < 1:
                raise ClockError("no such day: counting starts with the year 1")
            years = self._reach(years.first + index, ordinal)
