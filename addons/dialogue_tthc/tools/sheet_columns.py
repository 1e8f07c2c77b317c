"""Find the headings of a sheet, and say what each of its columns brings in.

Headings are known with and without diacritics, by our own words and by those that
departments use; see ``sheet_tables``. Standard library only.
"""

import re

from .folded_text import fold, folded_words
from .sheet_column import Column
from .sheet_tables import TARGETS

# columns that we add ourselves, or that say nothing: never part of a row's content
IGNORED = frozenset(
    {"stt", "so thu tu", "tt", "ly do", "ly do khong nhap duoc", "dong"}
)
# a row under the headings that numbers the columns: (1) (2) (3), A B C
_NUMBERING = re.compile(r"\(?\s*(\d{1,2}|[a-zA-Z])\s*\)?")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# how names of organisations begin, folded; the first kind that fits is taken
_STARTS = {
    "cooperative": "htx, hop tac xa, lien hiep htx, to hop tac",
    "household": "ho kinh doanh, hkd, ho kd, co so, cua hang, nha thuoc",
    "association": "hiep hoi, hoi, lien hiep hoi, chi hoi",
    # before the agencies: a clinic is called as a division of an office is
    "enterprise": "phong kham, cong ty, cty, doanh nghiep, dntn, tap doan, "
    "tong cong ty, ngan hang, chi nhanh, nha may, xi nghiep",
    "agency": "so, ubnd, uy ban, phong, chi cuc, cuc, ban quan ly, trung tam, "
    "benh vien, truong, vien",
}
_COMPANY_WORDS = frozenset({"tnhh", "cp", "jsc", "ltd"})


def columns_of(target: str) -> dict[str, Column]:
    """The columns of a target, by key.

    :param target: key of ``TARGETS``
    """
    return {column.key: column for column in TARGETS[target]}


def heading_key(heading: str | None) -> str:
    """A heading as it is compared: folded, without brackets and marks.

    >>> heading_key("Ngày gửi (*)\\n(dd/mm/yyyy)")
    'ngay gui'
    """
    whole = fold(heading)
    return " ".join(folded_words(_BRACKETS.sub(" ", whole)) or folded_words(whole))


def _fit(heading: str, column: Column) -> int:
    """How well a heading fits a column; 0 for not at all."""
    names = (heading_key(column.title), *column.names)
    if heading in names:
        return 1000
    best = 0
    for name in names:
        # one short word alone inside a long heading says too little
        if len(name) < 8 or " " not in name:
            continue
        if f" {heading} ".startswith(f" {name} "):
            best = max(best, 500 + len(name))
        elif f" {name} " in f" {heading} ":
            best = max(best, len(name))
    return best


def recognise(headings: list[str], target: str) -> list[str | None]:
    """Say what each column of a sheet brings in.

    Each key is given once, to the heading that fits it best.

    :param headings: the headings from left to right
    :param target: key of ``TARGETS``
    :return: for each heading the key of a column, or None
    """
    keys = [heading_key(heading) for heading in headings]
    pairs = sorted(
        (
            (-_fit(key, column), place, order, column.key)
            for place, key in enumerate(keys)
            if key and key not in IGNORED
            for order, column in enumerate(TARGETS[target])
            if _fit(key, column)
        ),
    )
    found: list[str | None] = [None] * len(headings)
    given: set[str] = set()
    for _fitness, place, _order, name in pairs:
        if found[place] is None and name not in given:
            found[place] = name
            given.add(name)
    return found


def find_header(rows: list[list[str]], target: str) -> int | None:
    """Find the row of the headings, below titles and above the data.

    Of headings in two lines the lower one is taken; merged cells have been filled.

    :param rows: texts of the first rows of a sheet
    :return: place of the row in ``rows``, or None if nothing looks like headings
    """
    best, best_count = None, 1
    for place, row in enumerate(rows):
        count = sum(key is not None for key in recognise(row, target))
        is_lower_line = best is not None and count == best_count and place == best + 1
        if count > best_count or (is_lower_line and _share(rows[best], row)):
            best, best_count = place, count
    return best


def _share(upper: list[str], lower: list[str]) -> bool:
    """Say whether two rows are two lines of headings, merged where they agree."""
    return any(
        text and text == below for text, below in zip(upper, lower, strict=False)
    )


def is_numbering(row: list[str]) -> bool:
    """Say whether a row only numbers the columns: (1) (2) (3)."""
    texts = [text for text in row if text]
    return len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts)


def guess_petitioner_kind(name: str) -> str:
    """Say what somebody is by the name; a person where nothing else is known.

    >>> guess_petitioner_kind("HTX Chè Shan tuyết")
    'cooperative'
    """
    found = folded_words(name)
    text = f"{' '.join(found)} "
    for kind, starts in _STARTS.items():
        if any(text.startswith(f"{start} ") for start in starts.split(", ")):
            return kind
    return "citizen" if _COMPANY_WORDS.isdisjoint(found) else "enterprise"
