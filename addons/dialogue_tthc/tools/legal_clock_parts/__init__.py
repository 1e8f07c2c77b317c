"""The parts of the legal clock; others go through ``legal_clock``."""

from .calendar import ClockError, DayKind, WorkCalendar
from .days import (
    Due,
    LedgerDay,
    Pause,
    Standing,
    calendar_days_used,
    days_used,
    due_calendar_day,
    due_day,
    latest_notice,
    shift_working_days,
    standing,
    working_days_between,
)
from .hours import DueMoment, WorkHours, due_moment, minutes_used, receipt_day

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
