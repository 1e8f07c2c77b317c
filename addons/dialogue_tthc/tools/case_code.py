"""The code of a case: ``PAKN.2026.000123-7``.

Year and running number are followed by a check digit (ISO 7064 MOD 11,10 over the
ten digits), so that a code misheard on the phone is found wrong instead of opening
somebody else's case. Standard library only.
"""

import re

PREFIX = "PAKN"
_CODE = re.compile(
    r"^PAKN[.\s]*(\d{4})[.\s]*(\d{6,9})[-\s]*(\d)$", re.IGNORECASE | re.ASCII
)


def check_digit(digits: str) -> str:
    """Return the ISO 7064 MOD 11,10 check digit of a text of digits.

    :raise ValueError: ``digits`` is empty or holds anything but ASCII digits
    """
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"digits expected, got {digits!r}")
    check = 5
    for digit in digits:
        check = (((check or 10) * 2) % 11 + int(digit)) % 10
    return str((1 - ((check or 10) * 2) % 11) % 10)


def format_code(year: int, number: int) -> str:
    """Return the code of case ``number`` (from 1) of ``year``."""
    running = f"{number:06d}"
    return f"{PREFIX}.{year:04d}.{running}-{check_digit(f'{year:04d}{running}')}"


def parse_code(text: str) -> tuple[int, int] | None:
    """Read a code as a person types it: any case, dots and dashes optional.

    :return: year and number, or None when the text is no code or its check digit
        does not fit
    """
    match = _CODE.match(text.strip())
    if not match:
        return None
    year, running, check = match.groups()
    if check_digit(year + running) != check:
        return None
    return int(year), int(running)
