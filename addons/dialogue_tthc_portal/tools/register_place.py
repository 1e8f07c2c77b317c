"""Where somebody is in the register of public answers, as it stands in an address.

The place is told by what a copy keeps: the moment at which it became public and its
number. So it holds whatever becomes public, or is taken back, in the meantime.
"""

from __future__ import annotations

import re
from datetime import datetime

_MOMENT = "%Y%m%d%H%M%S%f"
_PATTERN = re.compile(r"([0-9]{20})-([1-9][0-9]{0,9})")
_NUMBER_MAX = 2**31 - 1


def place_text(place: tuple[datetime, int]) -> str:
    """Return a place as it stands in an address.

    :param place: (moment, number)
    """
    moment, number = place
    # strftime leaves out the zeros before an early year
    return f"{moment.year:04}{moment.strftime(_MOMENT[2:])}-{number}"


def parse_place(text: str) -> tuple[datetime, int] | None:
    """Return the place that ``text`` says, or None if it is not exactly one."""
    found = _PATTERN.fullmatch(text) if isinstance(text, str) else None
    if not found or int(found[2]) > _NUMBER_MAX:
        return None
    try:
        return datetime.strptime(found[1], _MOMENT), int(found[2])
    except ValueError:
        return None
