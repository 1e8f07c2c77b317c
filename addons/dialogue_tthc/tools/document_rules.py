"""The rules under the texts of an official document, made as long as they should be.

Nghị định 30/2020/NĐ-CP wants the rule under "Độc lập - Tự do - Hạnh phúc" as long as
that text, and the rules under the issuing body and under the abstract 1/3 to 1/2 as
long as theirs. A rule is the border of an empty paragraph between two indents; what
stands above it is known only when the document has its words.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.text.paragraph import Paragraph
from reportlab.pdfbase.pdfmetrics import stringWidth

# the style of a rule -> how much of the text above it is as long
SHARES = {"Đường kẻ dài": 1.0, "Đường kẻ ngắn": 0.42}
# letters that Unicode does not take apart into a base and a mark
_WHOLE = str.maketrans({"đ": "d", "Đ": "D", "“": '"', "”": '"', "–": "-"})


def fit_rules(document: Any) -> None:
    """Make the rules of ``document`` as long as the texts above them ask for.

    A template without such rules stays as it is.

    :param document: a ``docx.Document`` that has its words
    """
    for element in document.element.body.iter(qn("w:p")):
        rule = Paragraph(element, document._body)
        share = SHARES.get(rule.style.name)
        if not share:
            continue
        room = _room(element, document)
        widths = [text_width(above) for above in _texts_above(rule, document)]
        if not widths:
            continue
        margin = Emu(int((room - min(max(widths), room) * share) / 2))
        rule.paragraph_format.left_indent = margin
        rule.paragraph_format.right_indent = margin


def text_width(paragraph: Paragraph) -> int:
    """Return how wide the text of ``paragraph`` would be on one line, in EMU.

    All serif types that documents are set in have the measures of Times.
    """
    font = paragraph.style.font
    size = font.size.pt if font.size else 14
    name = "Times-Bold" if font.bold else "Times-Roman"
    return Pt(stringWidth(plain(paragraph.text), name, size))


def plain(text: str) -> str:
    """Return ``text`` without diacritics: these do not make a letter wider."""
    apart = unicodedata.normalize("NFD", text.translate(_WHOLE))
    return "".join(
        letter
        for letter in apart.replace("\N{NO-BREAK SPACE}", " ")
        if not unicodedata.combining(letter)
    )


def _texts_above(rule: Paragraph, document: Any) -> Iterator[Paragraph]:
    """Yield the paragraphs right above a rule that are of one style."""
    style = None
    for element in rule._p.itersiblings(tag=qn("w:p"), preceding=True):
        paragraph = Paragraph(element, document._body)
        if not paragraph.text.strip() or style not in (None, paragraph.style.name):
            return
        style = paragraph.style.name
        yield paragraph


def _room(element: Any, document: Any) -> int:
    """Return between which edges a rule stands in the middle, as a width in EMU."""
    cell = next(element.iterancestors(qn("w:tc")), None)
    width = cell is not None and cell.width
    if width:
        return width
    section = document.sections[0]
    return section.page_width - section.left_margin - section.right_margin
