"""Workbooks that we hand out: one to fill in, and the rows that could not be taken.

They are Vietnamese whoever asks for them, as the headings are. Every text is written
as text, whatever it begins with: nothing in them is ever a formula.
"""

import io
from datetime import date, datetime, time

from .sheet_cells import NO_VALUE, shown
from .sheet_column import Column
from .sheet_tables import TARGETS

REASON = "Lý do không nhập được"
ROW = "Dòng"
# rows of the form that have lists and checks
FORM_ROWS = 2000
_MANY = 250  # a list written into the cell itself has at most 255 characters
_TITLES = {
    "feedback": "Phản ánh, kiến nghị",
    "procedure": "Thủ tục hành chính",
    "attendance": "Khách mời",
}
_GUIDE = (
    "Mỗi dòng là một bản ghi. Cột có dấu (*) là bắt buộc.",
    "Ngày ghi theo ngày/tháng/năm, ví dụ 05/03/2023.",
    "Mã số thuế và số điện thoại đã định dạng là văn bản để không mất số 0 ở đầu.",
    "Không cần xóa cột không dùng. Có thể thêm cột khác; nội dung của cột thêm được "
    "giữ lại ở ghi chú.",
    "Dòng ví dụ ở trang này không được nhập. Điền vào trang “Nhập liệu”.",
)


def template_file(target: str, lists: dict[str, list[str]]) -> bytes:
    """Return the workbook to fill in, with headings, hints and lists to choose from.

    :param target: key of ``TARGETS``
    :param lists: key of a column -> names that its list offers
    """
    from xlsxwriter import Workbook

    output = io.BytesIO()
    book = _book(Workbook, output)
    sheet = book.add_worksheet("Nhập liệu")
    guide = book.add_worksheet("Hướng dẫn")
    names = book.add_worksheet("Danh mục")
    names.hide()
    styles = _Styles(book)
    for place, column in enumerate(TARGETS[target]):
        sheet.write_string(
            0,
            place,
            _heading(column),
            styles.needed if column.is_required else styles.head,
        )
        sheet.set_column(place, place, column.width, styles.of(column))
        _add_list(sheet, names, place, column, lists.get(column.key))
        _add_hint(sheet, place, column)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    guide.set_column(0, 0, 34)
    guide.set_column(1, 2, 60, styles.wrapped)
    guide.write_string(0, 0, f"Mẫu nhập: {_TITLES[target]}", styles.title)
    for place, line in enumerate(_GUIDE, start=1):
        guide.write_string(place, 0, line)
    first = len(_GUIDE) + 2
    for place, heading in enumerate(("Cột", "Cách ghi", "Ví dụ")):
        guide.write_string(first, place, heading, styles.head)
    for place, column in enumerate(TARGETS[target], start=first + 1):
        hint = column.hint
        if column.choices:
            offered = "; ".join(words[0] for _key, words in column.choices)
            hint = f"{hint} Chọn một trong: {offered}.".strip()
        guide.write_string(place, 0, _heading(column))
        guide.write_string(place, 1, hint, styles.wrapped)
        guide.write_string(place, 2, column.example, styles.wrapped)
    sheet.activate()
    book.close()
    return output.getvalue()


def bad_rows_file(headings: dict[int, str], rows: list[tuple[int, list, str]]) -> bytes:
    """Return a workbook of rows that could not be taken in.

    :param headings: place of a column -> its heading in the file
    :param rows: number in the file, cells and reason of each
    """
    from xlsxwriter import Workbook

    output = io.BytesIO()
    book = _book(Workbook, output)
    sheet = book.add_worksheet("Dòng lỗi")
    styles = _Styles(book)
    width = 1 + max(
        [*headings, *(len(cells) - 1 for _row, cells, _reason in rows)], default=-1
    )
    sheet.set_column(0, 0, 60, styles.wrapped)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2 + max(width, 1), 22)
    sheet.write_string(0, 0, REASON, styles.needed)
    sheet.write_string(0, 1, ROW, styles.head)
    for place in range(width):
        sheet.write_string(0, place + 2, headings.get(place, ""), styles.head)
    for line, (number, cells, reason) in enumerate(rows, start=1):
        sheet.write_string(line, 0, reason or "", styles.wrapped)
        sheet.write_number(line, 1, number)
        for place, cell in enumerate(cells, start=2):
            _write(sheet, line, place, cell, styles)
    sheet.freeze_panes(1, 2)
    book.close()
    return output.getvalue()


def _book(workbook, output):
    return workbook(
        output,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )


class _Styles:
    """The few looks of cells in our workbooks."""

    def __init__(self, book) -> None:
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        self.head = book.add_format({**head, "bg_color": "#DDE7F0"})
        self.needed = book.add_format({**head, "bg_color": "#F7D9A8"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        self.moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})

    def of(self, column: Column):
        """The look of the cells in a column."""
        if column.kind == "day":
            return self.day
        if column.kind in ("tax_code", "phone"):
            return self.text
        return self.wrapped


def _heading(column: Column) -> str:
    return f"{column.title} (*)" if column.is_required else column.title


def _add_list(sheet, names, place: int, column: Column, known) -> None:
    """Offer a list to choose from; other words are allowed where names are free."""
    offered = [words[0] for _key, words in column.choices] or known or []
    if not offered:
        return
    rule: dict = {"validate": "list", "ignore_blank": True}
    if len(",".join(offered)) <= _MANY and not any("," in one for one in offered):
        rule["source"] = offered
    else:
        for line, one in enumerate(offered):
            names.write_string(line, place, one)
        from xlsxwriter.utility import xl_rowcol_to_cell

        first = xl_rowcol_to_cell(0, place, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(len(offered) - 1, place, row_abs=True, col_abs=True)
        rule["source"] = f"='Danh mục'!{first}:{last}"
    if not column.choices:
        rule["error_type"] = "warning"
    rule["input_title"] = column.title[:32]
    rule["input_message"] = (column.hint or "Chọn trong danh sách.")[:255]
    rule["error_title"] = "Chọn trong danh sách"
    rule["error_message"] = "Chọn một giá trị trong danh sách."
    sheet.data_validation(1, place, FORM_ROWS, place, rule)


def _add_hint(sheet, place: int, column: Column) -> None:
    if not column.hint or column.choices:
        return
    rule: dict = {
        "validate": "any",
        "input_title": column.title[:32],
        "input_message": column.hint[:255],
    }
    if column.kind == "day":
        rule |= {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1990, 1, 1),
            "maximum": date(2099, 12, 31),
            "error_type": "warning",
            "error_title": "Ngày chưa đúng",
            "error_message": "Ghi theo ngày/tháng/năm, ví dụ 05/03/2023.",
        }
    sheet.data_validation(1, place, FORM_ROWS, place, rule)


def _write(sheet, line: int, place: int, cell: object, styles: _Styles) -> None:
    """Write a cell as it was; a text is a text, whatever it begins with."""
    if cell is None or cell is NO_VALUE:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell)
    elif isinstance(cell, datetime) and cell.time() != time():
        sheet.write_datetime(line, place, cell, styles.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell, styles.day)
    else:
        sheet.write_string(line, place, shown(cell)[:32_767])
