"""The legal clock: when a term ends, and day by day why.

Standard library alone, no Odoo, and it can be loaded by its path, with the folder
``legal_clock_parts`` beside it::

    calendar = WorkCalendar({date(2026, 1, 1): "Tết Dương lịch"}, {})
    due = due_day(date(2025, 12, 22), 15, calendar)
    due.day        # datetime.date(2026, 1, 13), the 15th working day
    due.ledger     # one line for each day from the receipt to the due day

The rule counts so: the day of receipt is not counted; the n-th working day after it
is the due day; a term that would end on a day off ends on the next working day. The
department confirms where this rule comes from in the legal basis of each term: it is
not stated here as law.

A term is in working days (:func:`due_day`), in calendar days
(:func:`due_calendar_day`) or in minutes of office hours (:func:`due_moment`). Dates
are local dates and moments local datetimes without a time zone. Whatever cannot be
computed raises :class:`ClockError`. After the first call for some years each answer
takes the same short time however long the term is.
"""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

__all__ = [
    "ClockError",
    "DayKind",
    "Due",
    "DueMoment",
    "LedgerDay",
    "Pause",
    "Standing",
    "WorkCalendar",
    "WorkHours",
    "calendar_days_used",
    "days_used",
    "due_calendar_day",
    "due_day",
    "due_moment",
    "latest_notice",
    "minutes_used",
    "receipt_day",
    "shift_working_days",
    "standing",
    "working_days_between",
]


def _load_parts() -> ModuleType:
    """Import the package of the parts, also when this file came by its path."""
    if __package__:
        return importlib.import_module(".legal_clock_parts", __package__)
    name = "dialogue_tthc_legal_clock_parts"
    if name not in sys.modules:
        folder = Path(__file__).with_name("legal_clock_parts")
        start = folder / "__init__.py"
        spec = importlib.util.spec_from_file_location(
            name, start, submodule_search_locations=[str(folder)]
        )
        if spec is None or spec.loader is None or not start.is_file():
            raise ImportError(f"no legal_clock_parts beside {__file__}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
    return sys.modules[name]


if TYPE_CHECKING:
    from .legal_clock_parts import (
        ClockError,
        DayKind,
        Due,
        DueMoment,
        LedgerDay,
        Pause,
        Standing,
        WorkCalendar,
        WorkHours,
        calendar_days_used,
        days_used,
        due_calendar_day,
        due_day,
        due_moment,
        latest_notice,
        minutes_used,
        receipt_day,
        shift_working_days,
        standing,
        working_days_between,
    )
else:
    _parts = _load_parts()
    ClockError = _parts.ClockError
    DayKind = _parts.DayKind
    Due = _parts.Due
    DueMoment = _parts.DueMoment
    LedgerDay = _parts.LedgerDay
    Pause = _parts.Pause
    Standing = _parts.Standing
    WorkCalendar = _parts.WorkCalendar
    WorkHours = _parts.WorkHours
    calendar_days_used = _parts.calendar_days_used
    days_used = _parts.days_used
    due_calendar_day = _parts.due_calendar_day
    due_day = _parts.due_day
    due_moment = _parts.due_moment
    latest_notice = _parts.latest_notice
    minutes_used = _parts.minutes_used
    receipt_day = _parts.receipt_day
    shift_working_days = _parts.shift_working_days
    standing = _parts.standing
    working_days_between = _parts.working_days_between
