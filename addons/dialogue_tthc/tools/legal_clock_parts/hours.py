"""Terms in minutes of office hours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial

from .calendar import ClockError, DayKind, WorkCalendar, length_of, on_day
from .days import LedgerDay
from .pauses import merged_pauses, pass_pauses, used_between

_MINUTE = 60_000_000  # in microseconds, in which office hours are counted


def _local(moment: datetime) -> datetime:
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        raise ClockError(f"a local datetime without time zone is needed: {moment!r}")
    return moment


@dataclass(frozen=True)
class DueMoment:
    """The last moment of a term of office hours; see :class:`Due`."""

    moment: datetime
    is_provisional: bool
    _explain: Callable[[], tuple[LedgerDay, ...]] = field(repr=False, compare=False)

    @cached_property
    def ledger(self) -> tuple[LedgerDay, ...]:
        """The day of receipt, then each calendar day, with the minutes that ran."""
        return self._explain()


@dataclass(frozen=True)
class WorkHours:
    """The office hours of a working day, in blocks of whole minutes.

    :raise ClockError: there is no block, or they are not one after the other
    """

    blocks: tuple[tuple[time, time], ...] = (
        (time(7, 30), time(11, 30)),
        (time(13, 30), time(17, 30)),
    )

    def __post_init__(self) -> None:
        if not self.blocks:
            raise ClockError("office hours need at least one block")
        edges = [edge for block in self.blocks for edge in block]
        if any(edge.second or edge.microsecond or edge.tzinfo for edge in edges):
            raise ClockError("office hours are local times in whole minutes")
        if any(start >= end for start, end in self.blocks) or edges != sorted(edges):
            raise ClockError("the blocks of the office hours are not in order")

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        """The blocks in microseconds since midnight."""
        return tuple((_since_midnight(a), _since_midnight(b)) for a, b in self.blocks)

    @cached_property
    def minutes(self) -> int:
        """Minutes of office hours in a day."""
        return sum(end - start for start, end in self._spans) // _MINUTE

    @property
    def closes(self) -> time:
        """When the office closes for the day."""
        return self.blocks[-1][1]

    def _left(self, moment: datetime) -> int:
        """Return the microseconds of office hours still to come that day."""
        now = _since_midnight(moment.time())
        return sum(end - max(start, now) for start, end in self._spans if end > now)

    def _at(self, ordinal: int, worked: int) -> datetime:
        """Return when that day so many microseconds, more than none, are worked."""
        for start, end in self._spans:
            if worked <= end - start:
                midnight = datetime.combine(on_day(ordinal), time())
                return midnight + timedelta(microseconds=start + worked)
            worked -= end - start
        raise ClockError("a day has no more office hours")


def _since_midnight(moment: time) -> int:
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


def _ran(
    calendar: WorkCalendar, hours: WorkHours, first: datetime, last: datetime
) -> int:
    """Return the microseconds of office hours between two moments."""
    day, until = first.toordinal(), last.toordinal()
    ran = calendar.count(day, until) * hours.minutes * _MINUTE
    if calendar.works(day):
        ran += hours._left(first)
    if calendar.works(until):
        ran -= hours._left(last)
    return ran


def _moments(
    pauses: Sequence[tuple[datetime, datetime | None]],
) -> list[tuple[datetime, datetime | None]]:
    """Return the pauses after a look at what they hold."""
    for start, end in pauses:
        if end is not None and _local(end) < _local(start):
            raise ClockError(f"a pause from {start} cannot end at {end}")
    return [(_local(start), end) for start, end in pauses]


def _ledger_of_hours(
    received: datetime,
    due: datetime,
    merged: list[tuple[datetime, datetime | None]],
    calendar: WorkCalendar,
    hours: WorkHours,
) -> tuple[LedgerDay, ...]:
    count = partial(_ran, calendar, hours)
    lines: list[LedgerDay] = []
    before = 0
    for ordinal in range(received.toordinal(), due.toordinal() + 1):
        day = on_day(ordinal)
        first, last = datetime.combine(day, time.min), datetime.combine(day, time.max)
        ran = used_between(received, min(last, due), merged, count) // _MINUTE
        kind = calendar.kind_of(ordinal)
        if not lines:
            kind = DayKind.RECEIVED
        elif any(a <= first and (b is None or b > last) for a, b in merged) or (
            calendar.works(ordinal) and ran == before
        ):
            kind = DayKind.PAUSED
        name = calendar.name_of(ordinal)
        lines.append(LedgerDay(day, kind, name, minutes=ran - before))
        before = ran
    return tuple(lines)


def due_moment(
    received: datetime,
    minutes: int,
    calendar: WorkCalendar,
    hours: WorkHours,
    *,
    pauses: Sequence[tuple[datetime, datetime | None]] = (),
) -> DueMoment:
    """Return the last moment of a term of office hours.

    Counting starts at the moment of receipt, or when the office next opens. The term
    ends within a block or with it, never at an opening.

    :param minutes: length of the term in minutes of office hours, from 1
    :param pauses: from when until when the clock stands still
    :raise ClockError: as :func:`due_day`
    """
    count = partial(_ran, calendar, hours)
    merged = merged_pauses(_moments(pauses), _local(received))
    need = length_of(minutes) * _MINUTE
    at, need = pass_pauses(received, need, merged, count)
    day, whole = at.toordinal(), hours.minutes * _MINUTE
    left = hours._left(at) if calendar.works(day) else 0
    if need <= left:
        worked = whole - left + need
    else:
        full, worked = divmod(need - left - 1, whole)
        day, worked = calendar.after(day, full + 1), worked + 1
    due = hours._at(day, worked)
    return DueMoment(
        due,
        not calendar.knows(received.toordinal(), day),
        partial(_ledger_of_hours, received, due, merged, calendar, hours),
    )


def receipt_day(
    moment: datetime, calendar: WorkCalendar, hours: WorkHours, *, shift: bool
) -> date:
    """Return the day of receipt of what came at ``moment``.

    :param shift: what comes after the office has closed or on a day off counts as
        received on the next working day; otherwise the day is that of ``moment``
    """
    day = _local(moment).date()
    if shift and (not calendar.is_working(day) or moment.time() > hours.closes):
        return on_day(calendar.after(day.toordinal(), 1))
    return day


def minutes_used(
    received: datetime,
    until: datetime,
    calendar: WorkCalendar,
    hours: WorkHours,
    pauses: Sequence[tuple[datetime, datetime | None]] = (),
) -> int:
    """Return the whole minutes of office hours of a term that ran up to ``until``."""
    merged = merged_pauses(_moments(pauses), _local(received))
    count = partial(_ran, calendar, hours)
    return used_between(received, _local(until), merged, count) // _MINUTE
