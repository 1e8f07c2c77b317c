"""Personal data in a text that is to be made public: where people are to look twice.

Finds mail addresses, phone numbers, identity numbers of 9 or 12 digits and tax codes,
also where they are written with blanks, dots and dashes, in full-width digits, or with
letters in between that nobody sees. Dates, amounts of money, and the numbers of
documents, procedures and cases are not taken for one. Standard library only.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MAIL, PHONE, IDENTITY, TAX_CODE = "mail", "phone", "identity", "tax_code"

_MAIL = re.compile(
    r"[\w.%+-]{1,64}\s?(?:@|\(at\)|\[at\]|\(a\)|\[a\])\s?"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[a-z]{2,24}"
)
# one number, or several beside each other: groups of digits with little in between
_RUN = re.compile(r"\(?\+?\d+(?:(?:[ ]?[-.()][ ]?[()]?|[ ]{1,3})\d+)*")
_GROUP = re.compile(r"\d+")
# a blank after a dot ends a sentence and no number goes on
_SENTENCE_END = re.compile(r"(?<=\.) ")

# What has many digits and names nobody. Letters are folded: "đ" is "d" here.
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_CURRENCY = (
    r"(?:dong|vnd|usd|eur|nghin|ngan|trieu|ti|ty|ha|m2|m3|km|kg|tan|%|d(?=$|[^\w/]))"
)
_HARMLESS = re.compile(
    "|".join(
        (
            # a case: PAKN.2026.000123-7
            r"\b[a-z]{2,8}\.\d{4}\.\d{6}-\d\b",
            # a procedure: 2.002131.000.00.00.H58
            r"(?<![\d.])\d\.\d{6}(?:\.\d{2,3}){0,3}(?:\.h\d\d)?\b(?![.]\d)",
            # a file at the one-stop shop: 000.00.19.H30-230614-0012
            r"(?:\b\d{3}\.\d\d\.\d\d\.)?\bh\d\d(?:\.\d+)*-\d{6}-\d{4,6}\b",
            # a document: 30/2020/NĐ-CP, 574/QĐ-TTg
            r"(?<!\d)\d{1,6}(?:/\d{4})?/[a-z][\w-]*",
            # a day: 05/01/2026, 5-1-2026, 2026-01-05
            rf"(?<![\d.-]){_DAY}(?P<mark> ?[/.-] ?){_MONTH}(?P=mark){_YEAR}"
            r"(?!\d|[.-]\d{3})",
            rf"(?<![\d.-]){_YEAR}-{_MONTH}-{_DAY}(?!\d|[.-]\d)",
            # years one after the other: 2021-2025
            rf"(?<![\d.-]){_YEAR}(?:(?: ?- ?| ){_YEAR})+(?!\d|[.-]\d)",
            # an amount: 1.500.000.000 đồng, 150000000 VNĐ
            rf"(?<![\d+.])[1-9]\d*(?:[. ]\d{{3}})*(?:,\d+)? ?{_CURRENCY}(?![a-z])",
            # grouped by thousands, and too long or too round for a number of a person
            r"(?<![\d+.])[1-9]\d{0,2}(?:(?:\.\d{3}){3,}|(?:\.\d{3})+\.000)(?![.]?\d)",
        )
    )
)


@dataclass(frozen=True)
class Finding:
    """A place in a text.

    :param kind: ``mail``, ``phone``, ``identity`` or ``tax_code``
    :param text: what stands there, as it was written
    :param start: position of its first character
    :param end: position after its last character
    """

    kind: str
    text: str
    start: int
    end: int


def find_personal_data(text: str | None) -> list[Finding]:
    """Return what looks like personal data in ``text``, in its order.

    >>> [(each.kind, each.text) for each in find_personal_data("gọi 0912 345 678")]
    [('phone', '0912 345 678')]

    :param text: plain text; None counts as empty
    """
    plain, places = _plain(text or "")
    spans = []
    for match in _MAIL.finditer(plain):
        spans.append((MAIL, match.start(), match.end()))
    for _kind, start, end in spans:
        plain = _blot(plain, start, end)
    for match in _HARMLESS.finditer(plain):
        plain = _blot(plain, match.start(), match.end())
    plain = _SENTENCE_END.sub("\n", plain)
    for run in _RUN.finditer(plain):
        spans += _numbers(run.group(), run.start())
    return [
        Finding(kind, text[first:last], first, last)
        for kind, start, end in sorted(spans, key=lambda span: span[1])
        for first, last in [(places[start], places[end - 1] + 1)]
    ]


def _plain(text: str) -> tuple[str, list[int]]:
    """Return ``text`` in small ASCII where that is possible, and where it came from.

    Digits of any script, blanks and dashes of any kind become plain ones; marks and
    what nobody sees go.

    :return: the plain text, and for each of its characters a position in ``text``
    """
    letters, places = [], []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter):
            plain = _plain_letter(part)
            if plain:
                letters.append(plain)
                places.append(place)
    return "".join(letters), places


def _plain_letter(letter: str) -> str:
    """Return what one character without marks counts as; may be nothing."""
    if letter.isascii():
        return "\n" if letter in "\n\r\t" else letter.lower()
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if category == "Pd" or letter == "\N{MINUS SIGN}":
        return "-"
    if category == "Zs":
        return " "
    if letter in "đĐ":
        return "d"
    if letter in "\N{MIDDLE DOT}\N{BULLET}\N{ONE DOT LEADER}":
        return "."
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def _blot(plain: str, start: int, end: int) -> str:
    """Return ``plain`` with a stretch in which nothing is found any more."""
    return plain[:start] + "\0" * (end - start) + plain[end:]


def _numbers(run: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """Yield what is found in a run of groups of digits, from left to right.

    Of what begins at a group, the longest counts.
    """
    groups = list(_GROUP.finditer(run))
    first = 0
    while first < len(groups):
        for last in range(min(len(groups), first + 14) - 1, first - 1, -1):
            kind = _kind(run, groups[first : last + 1])
            if kind:
                start = groups[first].start()
                if run[:start].endswith("+"):
                    start -= 1
                yield kind, offset + start, offset + groups[last].end()
                first = last
                break
        first += 1


def _kind(run: str, groups: list[re.Match]) -> str | None:
    """Return what these groups of digits are together, or None."""
    digits = "".join(group.group() for group in groups)
    if not 9 <= len(digits) <= 14:
        return None
    has_plus = run[: groups[0].start()].endswith("+")
    if _is_phone(digits, has_plus):
        return PHONE
    sizes = [len(group.group()) for group in groups]
    # written in ones, or in groups that are not accidental
    if min(sizes) < 3 and max(sizes) > 1:
        return None
    if len(digits) == 13:
        return TAX_CODE if sizes in ([13], [10, 3]) else None
    return {9: IDENTITY, 10: TAX_CODE, 12: IDENTITY}.get(len(digits))


def _is_phone(digits: str, has_plus: bool) -> bool:
    for prefix in ("0084", "84"):
        if digits.startswith(prefix) and (has_plus or prefix != "84"):
            rest = digits.removeprefix(prefix).removeprefix("0")
            return 9 <= len(rest) <= 10
    if len(digits) == 11 and re.match(r"84[35789]", digits):
        return True
    # mobile: 10 digits; landline: 11, of old 10; never those that begin a tax code
    return bool(re.fullmatch(r"0[35789]\d{8}|02\d{8,9}|01[2689]\d{8}", digits))
