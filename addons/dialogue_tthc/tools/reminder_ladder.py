"""When which rung of a reminder ladder is reached, before, on and after a due day.

Standard library and the legal clock alone, no Odoo. Days are local dates; distances
and repeats are in working days of the calendar given::

    rungs = [Rung(-3, "officer"), Rung(1, "head"), Rung(8, "leader", repeat=5)]
    next_day(rungs, due, after=started, calendar=calendar)
    reached(rungs, due, since=looked_at, today=today, calendar=calendar)

Whoever was not reminded for some days, because the job stood still, hears the
furthest rung alone and not every one that was missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .legal_clock import (
    ClockError,
    WorkCalendar,
    shift_working_days,
    working_days_between,
)

__all__ = ["Reached", "Rung", "next_day", "reached"]


@dataclass(frozen=True)
class Rung:
    """One reminder of a ladder.

    :param distance: working days from the due day; negative before it
    :param audience: who is reminded
    :param repeat: again every so many working days, without end; 0 for once
    """

    distance: int
    audience: str
    repeat: int = 0

    def __post_init__(self) -> None:
        if self.repeat < 0:
            raise ClockError("a reminder is repeated every so many days, from 1")


@dataclass(frozen=True)
class Reached:
    """A rung that counts today.

    :param day: the day of the rung, today or before
    :param distance: working days from the due day to ``day``
    """

    day: date
    distance: int
    audience: str


def _first_after(
    rung: Rung, due: date, after: date, calendar: WorkCalendar
) -> date | None:
    first = shift_working_days(due, rung.distance, calendar)
    if first > after:
        return first
    if not rung.repeat:
        return None
    passed = working_days_between(first, after, calendar)
    times = passed // rung.repeat + 1
    return shift_working_days(first, times * rung.repeat, calendar)


def _last_until(
    rung: Rung, due: date, today: date, calendar: WorkCalendar
) -> Reached | None:
    day = shift_working_days(due, rung.distance, calendar)
    if day > today:
        return None
    more = 0
    if rung.repeat:
        passed = working_days_between(day, today, calendar)
        more = passed // rung.repeat * rung.repeat
        day = shift_working_days(day, more, calendar)
    return Reached(day, rung.distance + more, rung.audience)


def next_day(
    rungs: Iterable[Rung], due: date, *, after: date, calendar: WorkCalendar
) -> date | None:
    """Return the first day later than ``after`` on which a rung lies, or None.

    :param due: the due day
    :param after: the day on which the term began: what lies before it is of no use;
        or the day on which the ladder was looked at last
    """
    days = [_first_after(rung, due, after, calendar) for rung in rungs]
    return min((day for day in days if day), default=None)


def reached(
    rungs: Iterable[Rung],
    due: date,
    *,
    since: date,
    today: date,
    calendar: WorkCalendar,
) -> list[Reached]:
    """Return the rungs that speak today: for each audience the furthest one.

    :param since: the first day that has not been looked at; rungs before it are over
    :return: at most one rung for each audience, the nearest to the due day first
    """
    furthest: dict[str, Reached] = {}
    for rung in rungs:
        found = _last_until(rung, due, today, calendar)
        if not found or found.day < since:
            continue
        best = furthest.get(found.audience)
        if not best or best.distance < found.distance:
            furthest[found.audience] = found
    return sorted(furthest.values(), key=lambda one: (one.distance, one.audience))
