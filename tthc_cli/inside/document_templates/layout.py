"""Page and type of official documents as Nghị định 30/2020/NĐ-CP, Phụ lục I, has them.

Every measure of it stands here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
#: A4, in millimetres
SHORT_EDGE, LONG_EDGE = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
#: from the upper edge to the page number, which stands in the middle of the margin
PAGE_NUMBER_AT = 9
#: what is between the margins
WIDTH = SHORT_EDGE - LEFT - RIGHT
FIRST_LINE = 10
#: superior and issuing body on the left, national title on the right
HEAD_COLUMNS = (70, WIDTH - 70)
#: recipients on the left, signature on the right
END_COLUMNS = (75, WIDTH - 75)
#: between position and name of the signer, for seal and signature
SEAL_ROOM = 32
#: width of "Độc lập - Tự do - Hạnh phúc" in bold type of 13 points
MOTTO_WIDTH = 56
#: between the lines of a table and its texts
CELL_PADDING = 1.2
#: styles of what carries a rule: as long as the text above, or 1/3 to 1/2 of it. The
#: addon fits the length to the text (``tools/document_rules.py``)
LONG_RULE, SHORT_RULE = "Đường kẻ dài", "Đường kẻ ngắn"
#: how long a short rule is before that
USUAL_ISSUER_RULE, USUAL_TITLE_RULE = 26, 40
#: thickness of rules, in eighths of a point
RULE = 4


@dataclass(frozen=True)
class Type:
    """How a part of a document is set.

    :param size: in points
    :param indent: of the first line, in millimetres
    :param after: gap below, in points
    :param exactly: height of a line in points, where it is not that of the type
    """

    size: float
    align: Any = ALIGN.CENTER
    bold: bool = False
    italic: bool = False
    indent: float = 0
    before: float = 0
    after: float = 0
    spacing: float = 1
    exactly: float = 0
    with_next: bool = False


#: name of a style in Word -> its type. Sizes: domain of Phụ lục I, Mục V.
STYLES = {
    "Quốc hiệu": Type(12, bold=True),
    "Tiêu ngữ": Type(13, bold=True),
    "Cơ quan chủ quản": Type(12),
    "Cơ quan ban hành": Type(12, bold=True),
    "Số ký hiệu": Type(13, before=6),
    "Địa danh ngày tháng": Type(13, italic=True, before=6),
    "Dự thảo": Type(13, bold=True, before=3),
    "Tên loại": Type(14, bold=True, before=14, with_next=True),
    "Trích yếu": Type(14, bold=True, with_next=True),
    "Trích yếu công văn": Type(12, before=2),
    "Kính gửi": Type(14, before=12, after=12),
    "Căn cứ": Type(14, ALIGN.JUSTIFY, italic=True, indent=FIRST_LINE, after=6),
    "Nội dung": Type(14, ALIGN.JUSTIFY, indent=FIRST_LINE, after=6, spacing=1.1),
    "Mục": Type(
        14, ALIGN.JUSTIFY, True, indent=FIRST_LINE, before=3, after=6, with_next=True
    ),
    "Kết thúc": Type(
        14, ALIGN.JUSTIFY, indent=FIRST_LINE, after=6, spacing=1.1, with_next=True
    ),
    "Chức vụ người ký": Type(14, bold=True, with_next=True),
    "Họ tên người ký": Type(14, bold=True),
    "Nơi nhận": Type(12, ALIGN.LEFT, True, True, with_next=True),
    "Nơi nhận danh sách": Type(11, ALIGN.LEFT, with_next=True),
    "Phụ lục": Type(14, bold=True, with_next=True),
    "Tên phụ lục": Type(14, bold=True, with_next=True),
    "Kèm theo": Type(14, italic=True, after=10),
    "Bảng tiêu đề": Type(12, bold=True, before=2, after=2),
    "Bảng": Type(12, ALIGN.LEFT, before=2, after=2),
    "Bảng giữa": Type(12, before=2, after=2),
    "Bảng mục": Type(12, ALIGN.LEFT, True, before=2, after=2, with_next=True),
    "Số trang": Type(14),
    # dots run to the right edge, for somebody to write on
    "Phiếu": Type(14, ALIGN.LEFT, after=6),
    # what carries a rule, or ends a table, and says nothing
    LONG_RULE: Type(1, before=2, exactly=3, with_next=True),
    SHORT_RULE: Type(1, before=3, exactly=3, with_next=True),
    "Khoảng trống": Type(1, exactly=1, with_next=True),
}


def new_document() -> Any:
    """Return an empty document with our page, our styles and no others in use."""
    document = Document()
    normal = document.styles["Normal"]
    _set_font(normal, 14)
    normal.paragraph_format.space_after = Pt(0)
    for number, (name, type_) in enumerate(STYLES.items(), start=1):
        _add_style(document, f"VanBan{number:02d}", name, type_)
    document.styles["Phiếu"].paragraph_format.tab_stops.add_tab_stop(
        Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    set_page(document.sections[0])
    return document


def set_page(section: Any, *, landscape: bool = False, restart: bool = False) -> None:
    """Give ``section`` our page, with its number in the top margin from page 2 on.

    :param restart: count the pages of this section from 1, as those of an appendix
    """
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width = Mm(LONG_EDGE if landscape else SHORT_EDGE)
    section.page_height = Mm(SHORT_EDGE if landscape else LONG_EDGE)
    section.top_margin = Mm(TOP)
    section.bottom_margin = Mm(BOTTOM)
    section.left_margin = Mm(LEFT)
    section.right_margin = Mm(RIGHT)
    section.header_distance = Mm(PAGE_NUMBER_AT)
    section.footer_distance = Mm(PAGE_NUMBER_AT)
    section.different_first_page_header_footer = True
    if restart:
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:start"), "1")
        section._sectPr.append(numbers)
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.style = "Số trang"
    if not paragraph.runs:
        _add_field(paragraph, "PAGE")


def _add_style(document: Any, style_id: str, name: str, type_: Type) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), style_id)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _set_font(style, type_.size)
    style.font.bold = type_.bold
    style.font.italic = type_.italic
    layout = style.paragraph_format
    layout.alignment = type_.align
    layout.first_line_indent = Mm(type_.indent)
    layout.space_before = Pt(type_.before)
    layout.space_after = Pt(type_.after)
    layout.keep_with_next = type_.with_next
    layout.widow_control = True
    if type_.exactly:
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(type_.exactly)
    else:
        layout.line_spacing = type_.spacing


def _set_font(style: Any, size: float) -> None:
    """Set the one font of documents for all scripts, so that no other mixes in."""
    style.font.name = FONT
    style.font.size = Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for script in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{script}"), "vi-VN")


def _add_field(paragraph: Any, code: str) -> None:
    """Add a field such as the page number to ``paragraph``."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = code
        run._r.append(mark)


def add_rule(paragraph: Any, style: str, room: float, length: float) -> None:
    """Draw a rule of ``length`` in the middle of ``room``, both in millimetres.

    It is the upper border of an empty paragraph between two indents, which Word and
    LibreOffice draw alike.
    """
    paragraph.style = style
    margin = Mm((room - length) / 2)
    paragraph.paragraph_format.left_indent = margin
    paragraph.paragraph_format.right_indent = margin
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", RULE), ("space", 0)):
        top.set(qn(f"w:{name}"), str(value))
    top.set(qn("w:color"), "000000")
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
