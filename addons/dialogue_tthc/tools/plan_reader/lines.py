"""From the raw text to clean lines, and the comparison of words."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_BREAK = re.compile(r"\r\n|\n|\r")
_SOFT_BREAK = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")  # same line number
_INVISIBLE = "\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe"
_STRIP = re.compile(f"[{_INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"\S{1,400}")
_ITALIC = re.compile(r"\*(?=[^\s*])(.*\S)\*|_(?=[^\s_])(.*[^\s_])_")
GAP = re.compile(r"\s{3,}")


class _FoldTable(dict[int, str]):
    """For ``str.translate``: each letter to its small letter without accents.

    One character gives one character, so offsets stay valid.
    """

    def __missing__(self, code: int) -> str:
        char = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = small = "d" if char in "đĐðÐ" else char.lower()[0]
        return small


_FOLD = _FoldTable()


class Line(NamedTuple):
    number: int
    raw: str  # with its tabs and runs of spaces, for columns
    text: str
    folded: str
    after_blank: bool


def fold(text: str) -> str:
    return text.translate(_FOLD)


def words_of(text: str) -> str:
    """The folded words of a text, one space between them."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def squeeze(text: str) -> str:
    return " ".join(text.split())


def _normalize(text: str) -> str:
    """NFC, word by word where a line is long.

    Reordering accents costs the square of their run's length: an endless run
    is cut, so that hostile input stays cheap.
    """
    if text.isascii():
        return text
    if len(text) <= 400:
        return unicodedata.normalize("NFC", text)
    return _WORD.sub(lambda word: unicodedata.normalize("NFC", word[0]), text)


def clean_lines(text: str) -> Iterator[Line]:
    """The lines that hold anything, cleaned, with their numbers."""
    text = _CONTROL.sub(" ", _STRIP.sub("", text))
    text = _SURROGATE.sub("\ufffd", text).replace("**", "")
    is_soft = bool(_SOFT_BREAK.search(text))
    after_blank = True
    for number, physical in enumerate(_BREAK.split(text), start=1):
        for part in _SOFT_BREAK.split(physical) if is_soft else (physical,):
            raw = _normalize(part.strip()).lstrip("#").lstrip()
            if raw[:1] in ("*", "_") and (italic := _ITALIC.fullmatch(raw)):
                raw = italic[1] or italic[2]
            clean = squeeze(raw)
            if clean:
                yield Line(number, raw, clean, fold(clean), after_blank)
            after_blank = not clean
