"""Words of official documents in Vietnamese: days, hours, ends of sentences, lines.

Documents are in Vietnamese whatever language their author reads the screens in. Needs
the standard library and reportlab's measures of type.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth

from .document_rules import plain

NBSP = "\N{NO-BREAK SPACE}"
WEEKDAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
SUNDAY = "Chủ nhật"
ROMAN = ("I", "II", "III", "IV", "V")
# what a line or an item may begin and end with, in texts typed by people
_DASHES = " -–—•+*\t"
_END_MARKS = " .;,:/"
_TITLE_SIZE = 14
# words before which a line of a title may end, and the cost of ending it elsewhere:
# as much as a line that is so many points too long or too short
_JOINING = frozenset(
    "của về và tại với theo trong cho đến để do từ thuộc đối giữa trên năm".split()
)
_BAD_BREAK, _NO_BREAK = 110, 10_000
# a blank after the first group, or before the last one, does not break
_NUMBER_AFTER = re.compile(
    r"\b(điều|khoản|điểm|mục|chương|phần|số|ngày|tháng|năm|quý|kỳ|lần|phụ lục)"
    r" (?=(?:\d|[IVX]+\b|[a-zđ]\)))",
    re.IGNORECASE,
)
# a whole date may break between its parts: glued together it tears its line apart
_UNIT_AFTER = re.compile(
    r"(?<=\d) (?=(?:giờ|phút|người|đồng|lần|giấy|hồ sơ"
    rf"|(?:ngày|tháng|năm)(?![ {NBSP}]\d))\b)"
)
_TITLE_BEFORE = re.compile(r"\b([Ôô]ng|[Bb]à|[Đđ]ồng chí|UBND|[Tt]ỉnh|[Xx]ã) (?=\w)")
_PHONE = re.compile(r"(?<=\d) (?=\d{3})")


def keep_together(text: str) -> str:
    """Return ``text`` with blanks that do not break where a line must not end.

    >>> keep_together("theo Điều 5").split(" ")
    ['theo', 'Điều\\xa05']

    Composed letters, too: a mark of its own may fall out of a type.
    """
    text = unicodedata.normalize("NFC", text)
    text = _NUMBER_AFTER.sub(rf"\1{NBSP}", text)
    text = _UNIT_AFTER.sub(NBSP, text)
    text = _TITLE_BEFORE.sub(rf"\1{NBSP}", text)
    return _PHONE.sub(NBSP, text)


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Return ``value`` (str, list, dict or what they hold) with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [each_text(one, change) for one in value]
    if isinstance(value, dict):
        return {name: each_text(one, change) for name, one in value.items()}
    return value


def whole_name(name: str) -> str:
    """Return a person's name so that no line ends inside of it."""
    return NBSP.join(name.split())


def lines_of(text: str | None) -> list[str]:
    """Return the lines of a text that somebody typed, without marks of a list."""
    lines = (line.strip().lstrip(_DASHES).strip() for line in (text or "").splitlines())
    return [line for line in lines if line]


def ended(text: str, mark: str) -> str:
    """Return ``text`` ending with ``mark``, whatever it ended with before."""
    return text.rstrip(_END_MARKS) + mark


def ended_list(texts: list[str]) -> list[str]:
    """Return ``texts`` each with ; at its end, the last one with a full stop."""
    return [
        ended(text, "." if at == len(texts) else ";")
        for at, text in enumerate(texts, start=1)
    ]


def lower_first(text: str) -> str:
    """Return ``text`` as it goes on inside of a sentence; abbreviations stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def in_sentence(capitals: str, *spellings: str) -> str:
    """Return a name in capitals as it stands in a sentence.

    >>> in_sentence("SỞ NỘI VỤ", "Sở Nội vụ tỉnh Mẫu")
    'Sở Nội vụ'

    :param spellings: longer or other spellings, one of which may begin with it
    """
    if not capitals.isupper():
        return capitals
    for spelling in spellings:
        start = spelling[: len(capitals)]
        if start.casefold() == capitals.casefold() and not start.isupper():
            return start
    # which words of it are names cannot be told
    return capitals


def day_words(day: date | None) -> str:
    """Return a day as it stands after "ngày".

    >>> day_words(date(2026, 3, 5))
    '05 tháng 03 năm 2026'
    """
    return f"{day:%d} tháng {day:%m} năm {day.year}" if day else ""


def hour_words(moment: datetime) -> str:
    """Return the time of day, such as "08 giờ 30 phút"; full hours have no minutes."""
    minutes = f" {moment:%M} phút" if moment.minute else ""
    return f"{moment:%H} giờ{minutes}"


def weekday_words(day: date) -> str:
    """Return the day of the week: "thứ Hai" to "Chủ nhật"."""
    weekday = day.weekday()
    return f"thứ {WEEKDAYS[weekday]}" if weekday < len(WEEKDAYS) else SUNDAY


def balanced(text: str, width: float) -> list[str]:
    """Return ``text`` as a title: as few lines as it needs, of nearly one length.

    A line rather ends before a word that joins, or after a comma, than inside of what
    belongs together: Vietnamese writes words of two syllables apart.

    :param width: in points, of a line in bold type of 14 points
    """
    count = int(_title_width(text) // width) + 1
    words = text.split(" ")
    lines = []
    while count > 1 and len(words) > 1:
        aim = _title_width(" ".join(words)) / count
        at = min(
            range(1, len(words)),
            key=lambda at: _break_cost(words, at, aim, width),
        )
        lines.append(" ".join(words[:at]))
        words = words[at:]
        count -= 1
    return [*lines, " ".join(words)]


def _break_cost(words: list[str], at: int, aim: float, width: float) -> float:
    """Return how bad it is to end a line before the word ``at``."""
    line = _title_width(" ".join(words[:at]))
    is_good = words[at].lower() in _JOINING or words[at - 1].endswith((",", ";", ":"))
    cost = abs(line - aim) + (0 if is_good else _BAD_BREAK)
    return cost + (_NO_BREAK if line > width else 0)


def _title_width(text: str) -> float:
    return float(stringWidth(plain(text), "Times-Bold", _TITLE_SIZE))
