"""The parts that official documents share, with the placeholders that fill them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import layout

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
#: who asked, and the code of the case under it
WHO = "{{ row.petitioner }}\n{{ row.code }}"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


class Column(NamedTuple):
    """A column of a table.

    :param width: in millimetres
    :param cell: what stands in each row
    :param style: a style of ``layout.STYLES``
    """

    title: str
    width: float
    cell: str
    style: str = "Bảng"


class Paper:
    """A document that is being written from top to bottom."""

    def __init__(self) -> None:
        self.document = layout.new_document()

    def add(self, style: str, *texts: str) -> None:
        """Add a paragraph for each of ``texts``."""
        for text in texts:
            self.document.add_paragraph(text, style=style)

    def body(self, *texts: str) -> None:
        """Add paragraphs of the text itself; a line of control stands alone."""
        self.add("Nội dung", *texts)

    def each(self, names: str, text: str, style: str = "Nội dung") -> None:
        """Add a paragraph for each item of the list ``names``, called ``item``."""
        self.add(style, f"{{%p for item in {names} %}}", text, "{%p endfor %}")

    def when(self, condition: str, style: str, *texts: str) -> None:
        """Add paragraphs that are there only when ``condition`` holds."""
        self.add(style, f"{{%p if {condition} %}}", *texts, "{%p endif %}")

    # ------------------------------------------------------------------
    # The head
    # ------------------------------------------------------------------

    def head(self, *, is_letter: bool = False, has_date: bool = True) -> None:
        """Add who issues, the national title, number and day.

        :param is_letter: the abstract stands under the number
        :param has_date: minutes bear none: they say when they were begun and ended
        """
        table = self._plain_table(2, layout.HEAD_COLUMNS)
        left, right = table.rows[0].cells
        _fill(left, "Cơ quan chủ quản", "{%p if superior %}", "{{ superior }}")
        _fill(left, "Cơ quan chủ quản", "{%p endif %}")
        _fill(left, "Cơ quan ban hành", "{{ issuer }}")
        layout.add_rule(
            left.add_paragraph(),
            layout.SHORT_RULE,
            layout.HEAD_COLUMNS[0],
            layout.USUAL_ISSUER_RULE,
        )
        _fill(right, "Quốc hiệu", COUNTRY)
        _fill(right, "Tiêu ngữ", MOTTO)
        layout.add_rule(
            right.add_paragraph(),
            layout.LONG_RULE,
            layout.HEAD_COLUMNS[1],
            layout.MOTTO_WIDTH,
        )
        left, right = table.rows[1].cells
        _fill(left, "Số ký hiệu", "{{ number_line }}")
        if is_letter:
            _fill(left, "Trích yếu công văn", "{{ about }}")
        _fill(left, "Dự thảo", "{%p if is_draft %}", "DỰ THẢO", "{%p endif %}")
        _fill(right, "Địa danh ngày tháng", "{{ place_date }}" if has_date else "")

    def title(self) -> None:
        """Add the kind of document and what it is about, with the rule below."""
        self.add("Tên loại", "{{ kind_title }}")
        self.each("title_lines", "{{ item }}", "Trích yếu")
        layout.add_rule(
            self.document.add_paragraph(),
            layout.SHORT_RULE,
            layout.WIDTH,
            layout.USUAL_TITLE_RULE,
        )
        # below the tails of the letters
        self.document.paragraphs[-1].paragraph_format.space_before = Pt(5)
        self.add("Khoảng trống", "")
        self.document.paragraphs[-1].paragraph_format.space_after = Pt(10)

    def address(self, text: str = "Kính gửi: {{ addressee }}") -> None:
        """Add to whom the document goes."""
        self.add("Kính gửi", text)

    # ------------------------------------------------------------------
    # The end
    # ------------------------------------------------------------------

    def close(self, text: str) -> None:
        """Add the last sentence, which ends with ./. and stays with the signature."""
        self.add("Kết thúc", text)

    def signature(self) -> None:
        """Add the recipients and, on their right, the signature."""
        self.add("Khoảng trống", "")
        table = self._plain_table(1, layout.END_COLUMNS)
        left, right = table.rows[0].cells
        _recipients(left)
        _fill(right, "Chức vụ người ký", "{%p for line in signing_lines %}")
        _fill(right, "Chức vụ người ký", "{{ line }}", "{%p endfor %}")
        _signer(right, "{{ signer_name }}")
        # Word has a paragraph after a table, and gives it the size of the text
        self.add("Khoảng trống", "")

    def two_signatures(self) -> None:
        """Add the two signatures of minutes, then the recipients."""
        self.add("Khoảng trống", "")
        half = layout.WIDTH / 2
        table = self._plain_table(1, (half, half))
        for cell, title, name in zip(
            table.rows[0].cells,
            ("THƯ KÝ", "CHỦ TỌA"),
            ("{{ secretary_name }}", "{{ chair_name }}"),
            strict=True,
        ):
            _fill(cell, "Chức vụ người ký", title)
            _signer(cell, name)
        self.add("Khoảng trống", "")
        self.document.paragraphs[-1].paragraph_format.space_after = Pt(10)
        self.add("Nơi nhận", "Nơi nhận:")
        self.each("recipients", "- {{ item }}", "Nơi nhận danh sách")

    # ------------------------------------------------------------------
    # Tables and appendices
    # ------------------------------------------------------------------

    def annex(self, title: str, note: str, *, landscape: bool = True) -> None:
        """Begin an appendix on a page of its own, with page numbers of its own."""
        layout.set_page(self._new_section(), landscape=landscape, restart=True)
        self.annex_title(title, note)

    def _new_section(self) -> Any:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        # what ends the section takes no room, or a full page would be followed by an
        # empty one
        self.document.paragraphs[-1].style = "Khoảng trống"
        return section

    def form(self, title: str, note: str) -> None:
        """Begin a form to fill in, on a page of its own."""
        layout.set_page(self._new_section(), restart=True)
        self.add("Tên phụ lục", title)
        self.add("Kèm theo", note)

    def blank(self, text: str, *, is_full: bool = False) -> None:
        """Add a line of a form: ``text``, then dots to write on unless it is full."""
        self.document.add_paragraph(
            text if is_full else f"{text} \t".lstrip(" "), style="Phiếu"
        )

    def sender(self) -> None:
        """Add, at the end of a form, where its sender signs."""
        self.add("Khoảng trống", "")
        table = self._plain_table(1, layout.END_COLUMNS)
        right = table.rows[0].cells[1]
        _fill(right, "Địa danh ngày tháng", "………, ngày …… tháng …… năm ………")
        _fill(right, "Chức vụ người ký", "NGƯỜI GỬI")
        _fill(right, "Địa danh ngày tháng", "(Ký, ghi rõ họ tên)")

    def annex_title(self, title: str, note: str) -> None:
        """Add the title of an appendix and what it goes with."""
        self.add("Phụ lục", "PHỤ LỤC")
        self.add("Tên phụ lục", title)
        self.add("Kèm theo", note)

    def table(self, rows: str, columns: Sequence[Column]) -> None:
        """Add a table with one line for each item of ``rows``, called ``row``.

        Its head is repeated on every page.
        """
        self._table(columns, [f"{{%tr for row in {rows} %}}", None, "{%tr endfor %}"])

    def grouped_table(self, columns: Sequence[Column]) -> None:
        """Add a table of groups: a line with the title, then the rows of each."""
        self._table(
            columns,
            [
                "{%tr for group in groups %}",
                "{{ group.number }}. {{ group.title }}",
                "{%tr for row in group.rows %}",
                None,
                "{%tr endfor %}",
                "{%tr endfor %}",
            ],
        )

    def _table(self, columns: Sequence[Column], lines: Sequence[str | None]) -> None:
        """Add a table; None among ``lines`` is the line of cells."""
        table = self.document.add_table(rows=1, cols=len(columns))
        table.style = "Table Grid"
        _fix(table, [column.width for column in columns], layout.CELL_PADDING)
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            _fill(cell, "Bảng tiêu đề", column.title)
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)
        for line in lines:
            row = table.add_row()
            _keep_whole(row)
            cells = row.cells
            if line is None:
                for cell, column in zip(cells, columns, strict=True):
                    _fill(cell, column.style, column.cell)
            else:
                # merged, so that a line of control is one and nothing stands beside it
                _fill(cells[0].merge(cells[-1]), "Bảng mục", line)
        self.add("Khoảng trống", "")
        self.document.paragraphs[-1].paragraph_format.space_after = Pt(6)

    def _plain_table(self, rows: int, widths: Sequence[float]) -> Any:
        """Return a table without lines that holds texts beside each other."""
        table = self.document.add_table(rows=rows, cols=len(widths))
        _fix(table, widths, 0)
        for row in table.rows:
            _keep_whole(row)
        return table


def _fill(cell: Any, style: str, *texts: str) -> None:
    """Add a paragraph for each of ``texts``; the first takes the empty one's place."""
    for text in texts:
        first = cell.paragraphs[0]
        is_fresh = len(cell.paragraphs) == 1 and not first.runs
        paragraph = first if is_fresh else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)


def _keep_whole(row: Any) -> None:
    """Keep a line of a table on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _recipients(cell: Any) -> None:
    _fill(cell, "Nơi nhận", "Nơi nhận:")
    _fill(cell, "Nơi nhận danh sách", "{%p for item in recipients %}")
    _fill(cell, "Nơi nhận danh sách", "- {{ item }}", "{%p endfor %}")


def _signer(cell: Any, name: str) -> None:
    _fill(cell, "Họ tên người ký", name)
    cell.paragraphs[-1].paragraph_format.space_before = Mm(layout.SEAL_ROOM)


def _fix(table: Any, widths: Sequence[float], padding: float) -> None:
    """Give a table columns of fixed ``widths`` and a padding, in millimetres."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(padding).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
