"""Days as words for people. Standard library only."""

from datetime import date


def day_text(day: date) -> str:
    """Return a day as people here write it.

    >>> day_text(date(2026, 3, 5))
    '05/03/2026'
    """
    return f"{day:%d/%m/%Y}"
