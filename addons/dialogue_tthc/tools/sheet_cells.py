"""Cells of a spreadsheet: how they are cleaned, kept, shown and understood.

Standard library only. People write days, numbers and codes in many ways; what cannot
be understood is an error with a reason, never a guess.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from .day_text import day_text
from .folded_text import fold

# Excel counts days from here (a year too late by its own mistake with 1900)
_EPOCH = date(1899, 12, 30)
# serials that may be days of our time: 1 Jan 1950 to 31 Dec 2099
_SERIALS = range(18264, 73051)
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_DAY_IN_WORDS = re.compile(
    r"(?:ngay )?(\d{1,2}) (?:thang )(\d{1,2}) (?:nam )(\d{4}|\d{2})"
)
_TIME = re.compile(r"[ ,T]+\d{1,2}\s*[:h]\s*\d{0,2}(?::\d{2}(?:\.\d+)?)?$")
ERRORS = frozenset(
    {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"}
)


class _NoValue:
    """A formula of which Excel has kept no value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NO_VALUE"


NO_VALUE = _NoValue()


class CellError(ValueError):
    """Why a cell cannot be understood.

    ``reason`` is one of "no_value", "error", "day", "number", "too_long".
    """

    def __init__(self, reason: str, shown: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.shown = shown


def clean(value: object) -> object:
    """Return a cell without what nobody sees; an empty one is None.

    Texts lose invisible signs and outer blanks, and are composed (NFC).
    """
    if isinstance(value, str):
        value = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        value = unicodedata.normalize("NFC", _INVISIBLE.sub("", value))
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
        value = _CONTROL.sub("", value)
        # half of a pair cannot be stored
        value = value.encode("utf-8", "ignore").decode("utf-8").strip()
        return value or None
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float) and value != value:  # not a number
        return None
    return value


def kept(value: object) -> object:
    """Return a cell as JSON keeps it; :func:`restored` gives it back."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat()
    if value is NO_VALUE:
        return {"formula": True}
    return value


def restored(value: object) -> object:
    """Return the cell that :func:`kept` has put into JSON."""
    if isinstance(value, dict):
        if "moment" in value:
            return datetime.fromisoformat(value["moment"])
        if "day" in value:
            return date.fromisoformat(value["day"])
        return NO_VALUE
    return value


def shown(value: object) -> str:
    """Return a cell as a person reads it.

    >>> shown(100233488.0)
    '100233488'
    """
    if value is None or value is NO_VALUE:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime) and value.time() != time():
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def text_of(value: object) -> str:
    """Return the text of a cell.

    :raise CellError: a formula without a value, or one that failed
    """
    if value is NO_VALUE:
        raise CellError("no_value")
    text = shown(value)
    if text in ERRORS:
        raise CellError("error", text)
    return text


def day_of(value: object) -> date | None:
    """Return the day that a cell names, however it is written.

    >>> day_of("5.3.23")
    datetime.date(2023, 3, 5)
    >>> day_of(44990)
    datetime.date(2023, 3, 5)

    :raise CellError: it names none
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value)
    if not text:
        return None
    if not isinstance(value, bool) and re.fullmatch(r"\d{5}(\.\d+)?", text):
        serial = int(float(text))
        if serial in _SERIALS:
            return _EPOCH + timedelta(days=serial)
    plain = _TIME.sub("", fold(text).rstrip(".;,"))
    if found := _ISO_DAY.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _DAY.fullmatch(plain) or _DAY_IN_WORDS.fullmatch(plain):
        day, month, year = found.groups()
    else:
        raise CellError("day", text)
    try:
        return date(_whole_year(year), int(month), int(day))
    except ValueError as error:
        raise CellError("day", text) from error


def _whole_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    # registers are of the past: a year far ahead is one of the last century
    whole = 2000 + int(year)
    return whole if whole <= date.today().year + 5 else whole - 100


def digits_of(value: object, length: int) -> tuple[str, bool]:
    """Return a number that begins with 0, such as a phone number or a tax code.

    Excel takes a leading zero away from what it thinks is a number.

    :param length: digits that it has with its zero
    :return: the text, and whether a zero was put back
    """
    text = text_of(value)
    digits = re.sub(r"[\s.\-]", "", text)
    if digits.isdecimal() and len(digits) == length - 1:
        return f"0{digits}", True
    return text, False


def number_of(value: object) -> int | None:
    """Return the whole number in a cell, such as 15 of "15 ngày".

    :raise CellError: there is none
    """
    text = text_of(value)
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,4})(\s*\D.*)?", text)
    if not found:
        raise CellError("number", text)
    return int(found[1])
