"""Spreadsheets to hand on: written row by row, with little memory (xlsxwriter).

What people typed stays text, whatever it begins with: no cell of a row becomes a
formula or a link, and a program that the file is copied into is told so, too.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from .day_text import day_text

TEXT, DATE, NUMBER, SHARE = "text", "date", "number", "share"
FONT = "Times New Roman"
_A4 = 9
_PORTRAIT_MARGINS = {"left": 0.8, "right": 0.5, "top": 0.7, "bottom": 0.7}
_LANDSCAPE_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.6}
# what a spreadsheet would take for the beginning of a formula
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
# day 0 of spreadsheets; days before 1 March 1900 are counted wrongly in them
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)
_BAD_IN_NAMES = str.maketrans("[]:*?/\\'", "        ")
_NAME_LENGTH = 31
_LINK_COLOR = "#1F4E9E"
_TELL_EVERY = 2_000
# what a cell can hold, less some room for the mark; xlsxwriter drops what is longer
_CELL_LENGTH = 32_000


class SheetColumn(NamedTuple):
    """One column.

    :param title: its heading
    :param width: in characters
    :param kind: TEXT, DATE, NUMBER or SHARE (from 0 to 1, shown in per cent)
    :param total: what stands below it: "sum", "count" or "average" of what is shown
        when rows are filtered, or None
    :param ratio: instead of a total, the places of the two columns whose totals are
        divided, the first by the second
    """

    title: str
    width: int
    kind: str = TEXT
    total: str | None = None
    ratio: tuple[int, int] | None = None


class Head(NamedTuple):
    """What stands above a table.

    :param superior: name of the superior body, or ""
    :param issuer: name of the department
    :param title: what the table is
    :param notes: lines below the title: period, choice, who made it and when
    """

    superior: str
    issuer: str
    title: str
    notes: tuple[str, ...] = ()


class SheetWriter:
    """One spreadsheet file, written from top to bottom.

    A context manager: the file is complete when it is left without an error.

    :param target: path or binary file to write to
    :param cut_mark: what a text ends with of which a cell holds a part alone
    """

    def __init__(self, target, cut_mark="…"):
        self.cut_mark = cut_mark
        self.book = xlsxwriter.Workbook(
            target,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": FONT, "font_size": 11},
            },
        )
        self._formats: dict[tuple, Any] = {}

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        # an unfinished file is thrown away by whoever gave the target; closing it
        # also removes what was put aside on the disk
        self.book.close()

    def format(self, **properties):
        """Return the cell format of these properties; each is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(
                {"font_name": FONT, "font_size": 11, **properties}
            )
        return self._formats[key]

    def table(self, name: str, head: Head, columns: Sequence[SheetColumn]) -> "Table":
        """Begin a sheet with a title block and one table, whose rows come next."""
        sheet_name = name.translate(_BAD_IN_NAMES).strip()[:_NAME_LENGTH] or "1"
        return Table(self, self.book.add_worksheet(sheet_name), head, columns)


class Table:
    """A table on a sheet of its own: title block, heading, rows, totals.

    Rows first, then :meth:`finish`.
    """

    def __init__(self, writer, sheet, head, columns):
        self._writer = writer
        self.sheet = sheet
        self.columns = columns
        self._last_column = len(columns) - 1
        self._heading_row = self._write_head(head)
        self.row = self._heading_row + 1
        self._first_row = self.row
        self._figures = [_Figure() if column.total else None for column in columns]

    # ------------------------------------------------------------------
    # Above the rows
    # ------------------------------------------------------------------

    def _write_head(self, head):
        sheet, style = self.sheet, self._writer.format
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, column.width)
        row = 0
        for text, properties in ((head.superior, {}), (head.issuer, {"bold": True})):
            if text:
                sheet.write_string(row, 0, text, style(**properties))
                row += 1
        row = self._across(row, head.title.upper(), bold=True, font_size=14)
        for note in head.notes:
            row = self._across(row, note, italic=True)
        heading = style(
            bold=True,
            border=1,
            align="center",
            valign="vcenter",
            text_wrap=True,
            bg_color="#E7EDF5",
        )
        for index, column in enumerate(self.columns):
            sheet.write_string(row, index, column.title, heading)
        return row

    def _across(self, row, text, **properties):
        """Write a line in the middle of the table's width; return the next row."""
        # centred over the columns, not merged: merged cells break sorting
        style = self._writer.format(align="center_across", **properties)
        self.sheet.write_string(row, 0, text, style)
        for index in range(1, self._last_column + 1):
            self.sheet.write_blank(row, index, None, style)
        return row + 1

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def write_rows(
        self,
        rows: Iterable[Sequence[Any]],
        told: Callable[[int], None] | None = None,
    ) -> int:
        """Write rows of values: str, ``date``, number or None, one for each column.

        :param told: called with the number of rows written so far, now and then
        :return: how many were written
        """
        writers = [self._cell_writer(column) for column in self.columns]
        places = tuple(enumerate(writers))
        figures = [
            (index, figure) for index, figure in enumerate(self._figures) if figure
        ]
        first = self.row
        for values in rows:
            for index, write in places:
                write(self.row, index, values[index])
            for index, figure in figures:
                figure.add(values[index])
            self.row += 1
            if told and not (self.row - first) % _TELL_EVERY:
                told(self.row - first)
        return self.row - first

    def _cell_writer(self, column):
        """Return a function that writes a value of this column: row, place, value."""
        sheet, style = self.sheet, self._writer.format
        common = {"border": 1, "valign": "top"}
        text = style(text_wrap=True, **common)
        quoted = style(text_wrap=True, quote_prefix=True, **common)
        write_string, write_blank = sheet.write_string, sheet.write_blank
        cut_mark = self._writer.cut_mark

        def write_text(row, index, value):
            if not value:
                write_blank(row, index, None, text)
                return
            if "\r" in value or len(value) > _CELL_LENGTH:
                value = _cell_text(value, cut_mark)
            if value.startswith(_RISKY):
                write_string(row, index, value, quoted)
            else:
                write_string(row, index, value, text)

        if column.kind == TEXT:
            return write_text
        write_number = sheet.write_number
        if column.kind == DATE:
            day = style(num_format="dd/mm/yyyy", align="center", **common)

            def write_date(row, index, value):
                if value is None or value is False:
                    write_blank(row, index, None, day)
                elif value < _FIRST_DAY:
                    write_string(row, index, day_text(value), text)
                else:
                    write_number(row, index, value.toordinal() - _EPOCH, day)

            return write_date
        number = style(num_format=_number_format(column.kind), **common)

        def write_figure(row, index, value):
            if value is None or value is False:
                write_blank(row, index, None, number)
            else:
                write_number(row, index, value, number)

        return write_figure

    def link(self, row: int, index: int, address: str, value: float) -> None:
        """Write a number that opens an address of ours; never one that was typed."""
        style = self._writer.format(
            num_format=_number_format(self.columns[index].kind),
            border=1,
            valign="top",
            font_color=_LINK_COLOR,
        )
        self.sheet.write_url(row, index, address, style, string=" ")
        self.sheet.write_number(row, index, value, style)

    def write_title(self, text: str) -> None:
        """Write a heading over the whole width between two rows."""
        style = self._writer.format(bold=True, border=1, bg_color="#F3F3F3")
        self.sheet.write_string(self.row, 0, text, style)
        for index in range(1, self._last_column + 1):
            self.sheet.write_blank(self.row, index, None, style)
        self.row += 1

    def write_figure(self, rank: int, label: str, value, unit: str) -> None:
        """Write a row of three: rank, what it is, and its value in a unit.

        :param unit: "%" for a share between 0 and 1; "days" for a number of days
        """
        places = {"%": "0.0%", "days": "0.0"}
        number = "0.0" if isinstance(value, float) else "#,##0"
        style = self._writer.format(
            num_format=places.get(unit, number), border=1, valign="top"
        )
        self.write_rows([(rank, label, None)])
        if value is not None:
            self.sheet.write_number(self.row - 1, self._last_column, value, style)

    # ------------------------------------------------------------------
    # Below the rows
    # ------------------------------------------------------------------

    def finish(
        self,
        label: str | None,
        *,
        is_landscape: bool = True,
        links: Mapping[int, str] | None = None,
    ) -> None:
        """Write the totals as formulas, and set up screen and paper.

        :param label: what stands before the totals; None for a table without
        :param links: the addresses that totals open, by the place of their column
        """
        last_row = max(self.row - 1, self._first_row)
        if label is not None:
            self._write_totals(label, last_row, links or {})
        sheet = self.sheet
        sheet.freeze_panes(self._first_row, min(2, self._last_column))
        sheet.autofilter(self._heading_row, 0, last_row, self._last_column)
        sheet.set_paper(_A4)
        if is_landscape:
            sheet.set_landscape()
        sheet.set_margins(**(_LANDSCAPE_MARGINS if is_landscape else _PORTRAIT_MARGINS))
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(self._heading_row)
        end = last_row if label is None else self.row
        sheet.print_area(0, 0, end, self._last_column)
        sheet.center_horizontally()
        sheet.set_footer("&C&P/&N")
        sheet.hide_gridlines(2)

    def _write_totals(self, label, last_row, links):
        style = self._writer.format
        properties = {"bold": True, "border": 1, "bg_color": "#F3F3F3"}
        row = self.row
        if row == self._first_row:
            row = self.row = last_row + 1
        self.sheet.write_string(row, 0, label, style(**properties))
        for index, (column, figure) in enumerate(
            zip(self.columns, self._figures, strict=True)
        ):
            if figure:
                kind = NUMBER if column.total == "count" else column.kind
                if column.total == "average" and kind == NUMBER:
                    number_format = "0.0"
                else:
                    number_format = _number_format(kind)
                column_name = xl_col_to_name(index)
                cells = (
                    f"{column_name}{self._first_row + 1}:{column_name}{last_row + 1}"
                )
                own = {**properties, "num_format": number_format}
                if index in links:
                    own["font_color"] = _LINK_COLOR
                    self.sheet.write_url(row, index, links[index], style(**own), " ")
                self.sheet.write_formula(
                    row,
                    index,
                    figure.formula(column.total, cells),
                    style(**own),
                    figure.value(column.total),
                )
            elif column.ratio:
                upper, lower = (self._figures[place].sum for place in column.ratio)
                cells = [f"{xl_col_to_name(place)}{row + 1}" for place in column.ratio]
                self.sheet.write_formula(
                    row,
                    index,
                    f'=IF({cells[1]}=0,"",{cells[0]}/{cells[1]})',
                    style(num_format=_number_format(column.kind), **properties),
                    upper / lower if lower else "",
                )
            elif index:
                self.sheet.write_blank(row, index, None, style(**properties))


class _Figure:
    """What a total is now, for programs that show a file without counting."""

    __slots__ = ("count", "sum")

    def __init__(self):
        self.count = 0
        self.sum = 0

    def add(self, value):
        if value is None or value is False or value == "":
            return
        self.count += 1
        if not isinstance(value, (str, date, datetime)):
            self.sum += value

    def formula(self, total, cells):
        # those that leave out rows that a filter hides
        if total == "average":
            return f'=IFERROR(SUBTOTAL(101,{cells}),"")'
        return f"=SUBTOTAL({109 if total == 'sum' else 103},{cells})"

    def value(self, total):
        if total == "average":
            return self.sum / self.count if self.count else ""
        return self.sum if total == "sum" else self.count


def _cell_text(value, cut_mark):
    """Return a text as a cell takes it, with a mark where it is cut."""
    if len(value) > _CELL_LENGTH:
        value = f"{value[:_CELL_LENGTH]}{cut_mark}"
    # a file would spell it out, and some programs show it so
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _number_format(kind):
    return "0.0%" if kind == SHARE else "#,##0"


def batches(fetch: Callable[[], Sequence[Any]]) -> Iterable[Any]:
    """Return what ``fetch`` returns call by call, one item after the other."""
    return itertools.chain.from_iterable(iter(fetch, []))
