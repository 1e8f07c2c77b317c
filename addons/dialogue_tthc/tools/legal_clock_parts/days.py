"""Terms in working days and in calendar days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from .calendar import ClockError, DayKind, WorkCalendar, length_of, on_day, ordinal_of
from .pauses import merged_pauses, pass_pauses, used_between


@dataclass(frozen=True)
class Pause:
    """The clock stands still on the days after ``start`` up to and with ``end``.

    The day on which it is paused still counts; the day on which it goes on does
    not, as a day of receipt does not. No ``end``: it still stands.
    """

    start: date
    end: date | None

    def __post_init__(self) -> None:
        start = ordinal_of(self.start)
        if self.end is not None and ordinal_of(self.end) < start:
            raise ClockError(f"a pause from {self.start} cannot end on {self.end}")


@dataclass(frozen=True)
class LedgerDay:
    """One day of the explanation.

    :param name: of a holiday, a swapped or a make-up day
    :param number: the running number of a day that was counted, from 1
    :param minutes: of office hours that ran on it; only in a term of minutes
    """

    day: date
    kind: DayKind
    name: str = ""
    number: int | None = None
    minutes: int = 0


@dataclass(frozen=True)
class Due:
    """The last day of a term.

    :param is_provisional: some day from the receipt to it lies in a year whose days
        off are not known
    """

    day: date
    is_provisional: bool
    _explain: Callable[[], tuple[LedgerDay, ...]] = field(repr=False, compare=False)

    @cached_property
    def ledger(self) -> tuple[LedgerDay, ...]:
        """The day of receipt, then each calendar day up to and with the due day."""
        return self._explain()


@dataclass(frozen=True)
class Standing:
    """How far a due day is: working days left, or over when ``is_overdue``."""

    days: int
    is_overdue: bool


def _stands(ordinal: int, merged: list[tuple[int, int | None]]) -> bool:
    return any(a < ordinal and (b is None or ordinal <= b) for a, b in merged)


def _days(pauses: Sequence[Pause]) -> list[tuple[int, int | None]]:
    """Return the pauses as numbers of days."""
    return [
        (pause.start.toordinal(), pause.end.toordinal() if pause.end else None)
        for pause in pauses
    ]


def _calendar_days(first: int, last: int) -> int:
    return last - first


def _ledger(
    start: int,
    last: int,
    merged: list[tuple[int, int | None]],
    calendar: WorkCalendar,
    counted_until: int | None,
) -> tuple[LedgerDay, ...]:
    """Explain a term of days.

    :param counted_until: of a term in calendar days: its last counted day
    """
    received = LedgerDay(on_day(start), DayKind.RECEIVED, calendar.name_of(start))
    lines, number = [received], 0
    for ordinal in range(start + 1, last + 1):
        kind = calendar.kind_of(ordinal)
        if _stands(ordinal, merged):
            kind, counts = DayKind.PAUSED, False
        elif counted_until is None:
            counts = calendar.works(ordinal)
        elif counts := ordinal <= counted_until:
            kind = DayKind.COUNTED
        number += counts
        lines.append(
            LedgerDay(
                on_day(ordinal),
                kind,
                calendar.name_of(ordinal),
                number if counts else None,
            )
        )
    return tuple(lines)


def due_day(
    received: date, days: int, calendar: WorkCalendar, *, pauses: Sequence[Pause] = ()
) -> Due:
    """Return the last day of a term in working days.

    The day of receipt is not counted; the ``days``-th working day after it on which
    the clock runs is the due day.

    :param days: length of the term in working days, from 1
    :param pauses: in any order; they may overlap and begin before the receipt
    :raise ClockError: the term is no whole number from 1, a date is none, or an open
        pause is reached before the term ends
    """
    start, need = ordinal_of(received), length_of(days)
    at, merged = start, merged_pauses(_days(pauses), start) if pauses else []
    if merged:
        at, need = pass_pauses(start, need, merged, calendar.count)
    last = calendar.after(at, need)
    return Due(
        date.fromordinal(last),
        not calendar.knows(start, last),
        partial(_ledger, start, last, merged, calendar, None),
    )


def due_calendar_day(
    received: date, days: int, calendar: WorkCalendar, *, pauses: Sequence[Pause] = ()
) -> Due:
    """Return the last day of a term in calendar days.

    Every day after the receipt counts on which the clock runs. If the last is a day
    off, the term ends on the next working day that is not paused; in the ledger the
    days from there on have no number.

    :param days: length of the term in calendar days, from 1
    :raise ClockError: as :func:`due_day`
    """
    start = ordinal_of(received)
    merged = merged_pauses(_days(pauses), start)
    at, need = pass_pauses(start, length_of(days), merged, _calendar_days)
    counted = last = at + need
    on_day(last)
    if not calendar.works(last):
        last = calendar.after(last, 1)
        for begin, end in merged:
            if begin < last and end is None:
                raise ClockError("the clock stands still: there is no due day")
            if end is not None and begin < last <= end:
                last = calendar.after(end, 1)
    return Due(
        date.fromordinal(last),
        not calendar.knows(start, last),
        partial(_ledger, start, last, merged, calendar, counted),
    )


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Return the number of working days after ``start`` up to and with ``end``.

    If ``end`` is before ``start``: what it is the other way round, negative.
    """
    first, last = ordinal_of(start), ordinal_of(end)
    if last < first:
        return -calendar.count(last, first)
    return calendar.count(first, last)


def shift_working_days(day: date, n: int, calendar: WorkCalendar) -> date:
    """Return the ``n``-th working day after ``day``, before it if ``n`` is negative.

    With 0: ``day`` itself, or the next working day if it is a day off.
    """
    ordinal = ordinal_of(day)
    length_of(abs(n), 0)
    if n < 0:
        return on_day(calendar.before(ordinal, -n))
    if n == 0 and calendar.works(ordinal):
        return day
    return on_day(calendar.after(ordinal, n or 1))


def days_used(
    received: date, until: date, calendar: WorkCalendar, *, pauses: Sequence[Pause] = ()
) -> int:
    """Return the working days of a term that ran after ``received`` up to ``until``.

    0 if ``until`` is not after ``received``. A pause may be open.
    """
    start = ordinal_of(received)
    merged = merged_pauses(_days(pauses), start)
    return used_between(start, ordinal_of(until), merged, calendar.count)


def calendar_days_used(
    received: date, until: date, calendar: WorkCalendar, *, pauses: Sequence[Pause] = ()
) -> int:
    """Return the calendar days of a term that ran; see :func:`days_used`."""
    start = ordinal_of(received)
    merged = merged_pauses(_days(pauses), start)
    return used_between(start, ordinal_of(until), merged, _calendar_days)


def latest_notice(event: date, days: int, calendar: WorkCalendar) -> date:
    """Return the last working day on which notice can be given of an event.

    :param days: how many calendar days before the event at the latest, from 0
    """
    last = ordinal_of(event) - length_of(days, 0)
    if last < 1:
        raise ClockError("no such day: counting starts with the year 1")
    if calendar.works(last):
        return on_day(last)
    return on_day(calendar.before(last, 1))


def standing(due: date, today: date, calendar: WorkCalendar) -> Standing:
    """Return how many working days are left to ``due``, or over it.

    0 and not overdue on the due day; 0 and overdue on the days off that follow it.
    """
    days = working_days_between(today, due, calendar)
    return Standing(abs(days), is_overdue=today > due)
