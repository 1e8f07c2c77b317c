"""The marks that headings and list entries begin with."""

import re
from functools import lru_cache

from .headings import heading_name

# The capital letters, for character classes: the block's even half is capital.
CAPITALS = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐÐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
_BULLETS = {
    "-": "-–—−‐‑‒―",
    "+": "+",
    "*": "*",
    "•": "•●▪■□◦○◆◇♦·∙✓✔❖➢➤►▶→⇒‣⁃»›~§Øü①-⑳❶-❿\uf000-\uf0ff",
}
_MARKS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("roman", rf"[IVX]{{1,6}} ?[.)/:–—-]+(?= |$|[{CAPITALS}])"),
        ("roman.n", r"(?:[IVX]{1,4}|[A-H])(?:\.[1-9]\d?){1,3}[.)]?(?= |$)"),
        ("upper", r"[A-HĐK][./](?= |$)"),
        ("upper)", r"[A-HĐK]\)(?= |$)"),
        ("multi", r"[1-9]\d?(?:\.[1-9]\d?){1,3}[.):]?(?= |$|[^\W\d])"),
        ("arabic", r"0?[1-9]\d? ?(?:[.):]|/(?= |[^\W\d])|[-–—](?= ))(?!\d)"),
        ("(arabic)", r"\([1-9]\d?\)(?!\w)"),
        ("lower roman", r"\(?(?:i{2,3}|iv|vi{1,3}|ix)\)"),
        ("lower", r"\([a-zđ]\)|[a-zđ](?:\)|[./](?= |$))"),
        ("-", rf"[{_BULLETS['-']}]+"),
        ("+", r"\++"),
        ("*", r"\*+"),
        ("•", rf"(?:[{_BULLETS['•']}](?= |$)|[•●▪■□◦○◆◇✓✔❖➢➤►▶①-⑳❶-❿\uf000-\uf0ff])+"),
        ("•", rf"o(?= [{CAPITALS}])"),
    )
)
_PART = re.compile(
    r"(?:phan|chuong|muc) (?:thu )?(?:[ivx]+|\d{1,2}|[a-h]|nhat|hai|ba|tu|nam)"
    r"(?: ?[.:)/–—-]+| ?$|(?= [a-z]))"
)
_ARTICLE = re.compile(r"dieu \d{1,3} ?[.:)]")
_BARE_MARK = re.compile(rf"([IVX]{{1,4}}|[1-9]\d?)(?= [{CAPITALS}])")
TOP_KINDS = ("part", "roman", "upper", "article")
WORD_KINDS = ("part", "article")  # a mark of words stays with an entry
SENTENCE_ENDS = tuple(".;:!?…")


@lru_cache(maxsize=64)  # a line is asked for its mark by several readers
def split_mark(text: str, folded: str) -> tuple[str | None, str]:
    """The kind of the mark a line begins with, and the line without it."""
    if text[0].isalnum() and text[:12].isalnum():
        return None, text
    if text[0].isupper():
        for kind, pattern in (("part", _PART), ("article", _ARTICLE)):
            if found := pattern.match(folded):
                return kind, text[found.end() :].lstrip(" .:–—-")
    for kind, pattern in _MARKS:
        if found := pattern.match(text):
            if kind == "multi":
                kind += str(found[0].count(".", 0, -1))
            elif kind == "•":
                kind += found[0][0]
            return kind, text[found.end() :].lstrip()
    if (found := _BARE_MARK.match(text)) and heading_name(text[found.end() :]):
        kind = "arabic" if found[1].isdecimal() else "roman"
        return kind, text[found.end() :].lstrip()
    return None, text


def is_bullet(kind: str | None) -> bool:
    return kind is not None and kind[0] in _BULLETS


def is_mark_only(text: str) -> bool:
    """Whether a line is a bullet whose text stands on the next line."""
    return len(text) == 1 and any(text in marks for marks in _BULLETS.values())
