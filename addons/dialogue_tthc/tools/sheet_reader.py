"""Read an Excel workbook (.xlsx) that a person hands in, as rows of plain cells.

Nothing in it is ever run: of a formula there is the value that Excel kept, or none.
What the file is, and whether it can be borne, is looked at in ``sheet_file.py`` first.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from .sheet_cells import NO_VALUE, clean
from .sheet_file import SheetError, check_file, has_any

MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_SHEETS = 100
# a sheet of Excel has no more; a file that says otherwise would be read for ever
LAST_ROW = 1_048_576
# rows from the top among which the headings are looked for
HEAD_ROWS = 60

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass
class _Extras:
    """What openpyxl does not tell of a sheet that is read row by row.

    :param merges: first row -> list of (first column, last row, last column), from 1
    :param unknown: row -> columns of formulas without a value, from 1
    """

    merges: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    unknown: dict[int, list[int]] = field(default_factory=dict)


class Book:
    """One workbook that is open for reading; use it in ``with``.

    :ivar sheets: dict of the name of each sheet -> whether it is hidden
    """

    def __init__(self, content: bytes) -> None:
        """Open a workbook.

        :param content: the whole file
        :raise SheetError: with the reason, for every file that cannot be read
        """
        check_file(content)
        from openpyxl import load_workbook  # only those who read a sheet need it

        try:
            self._book = load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            self.sheets = {
                sheet.title: sheet.sheet_state != "visible"
                for sheet in self._book.worksheets
            }
        except Exception as error:
            # a damaged file makes the library fail in ways of its own, without a
            # common class; whoever handed it in can only be told one thing
            raise SheetError("broken") from error
        if not self.sheets:
            raise SheetError("empty")
        if len(self.sheets) > MAX_SHEETS:
            raise SheetError("too_large")
        paths = [sheet._worksheet_path for sheet in self._book.worksheets]
        if len(set(paths)) < len(paths):
            # no program writes one table under two names
            raise SheetError("broken")
        self._extras: dict[str, _Extras] = {}

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_error: object) -> None:
        self._book.close()

    def head(self, name: str) -> list[list]:
        """The first rows of a sheet, with merged cells filled to the right and down.

        :param name: of one of ``sheets``
        :return: up to ``HEAD_ROWS`` rows of cells, see :meth:`rows`
        """
        merges = self._extra(name).merges
        rows: list[list] = []
        for number, cells in self.rows(name, last=HEAD_ROWS):
            for first_column, _last_row, last_column in merges.get(number, ()):
                if first_column > len(cells):
                    continue
                last_column = min(last_column, MAX_COLUMNS)
                cells += [None] * (last_column - len(cells))
                for column in range(first_column, last_column):
                    cells[column] = cells[first_column - 1]
            rows += [[] for _empty in range(number - len(rows) - 1)]
            rows.append(cells)
        return rows

    def rows(
        self, name: str, first: int = 1, last: int | None = None
    ) -> Iterator[tuple[int, list]]:
        """The rows of a sheet that have something in them, merged cells filled down.

        :param name: of one of ``sheets``
        :param first: number of the first row, from 1
        :param last: number of the last row; to the end if not given
        :return: the number of each row and its cells: None, str, int, float, bool,
            date, datetime, time or ``NO_VALUE``; lists of one length in one sheet
            or shorter
        :raise SheetError: too many rows or columns, or damaged in the middle
        """
        extra = self._extra(name)
        held: dict[int, tuple[object, int]] = {}
        count = 0
        for number, raw in self._raw_rows(name, last):
            cells = [value if value is None else clean(value) for value in raw]
            if len(cells) > MAX_COLUMNS and cells[MAX_COLUMNS] is not None:
                raise SheetError("too_wide")
            while cells and cells[-1] is None:
                cells.pop()
            self._fill(number, cells, extra, held)
            if number < first or not any(cell is not None for cell in cells):
                continue
            count += 1
            if count > MAX_ROWS:
                raise SheetError("too_long")
            yield number, cells

    @staticmethod
    def _fill(number: int, cells: list, extra: _Extras, held: dict) -> None:
        """Mark formulas without a value, and let merged cells hold further down."""

        def put(column: int, value: object) -> None:
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value

        for column in extra.unknown.get(number, ()):
            put(column - 1, NO_VALUE)
        for column, (value, until) in list(held.items()):
            if number > until:
                del held[column]
            elif column >= len(cells) or cells[column] is None:
                put(column, value)
        for first_column, last_row, _last_column in extra.merges.get(number, ()):
            if first_column <= len(cells) and last_row > number:
                held[first_column - 1] = (cells[first_column - 1], last_row)

    def _raw_rows(self, name: str, last: int | None) -> Iterator[tuple[int, tuple]]:
        sheet = self._book[name]
        # what a file says of its size is often wrong
        sheet.reset_dimensions()
        try:
            for number, row in enumerate(
                sheet.iter_rows(
                    max_row=last, max_col=MAX_COLUMNS + 1, values_only=True
                ),
                start=1,
            ):
                if number > LAST_ROW:
                    break
                yield number, row
        except Exception as error:
            # as when it is opened
            raise SheetError("broken") from error

    def _extra(self, name: str) -> _Extras:
        if name not in self._extras:
            self._extras[name] = self._read_extra(name)
        return self._extras[name]

    def _read_extra(self, name: str) -> _Extras:
        """Look through a sheet for merged cells and formulas without a value."""
        from lxml import etree

        extra = _Extras()
        sheet = self._book[name]
        try:
            with sheet._get_source() as source:
                # most sheets have neither, and are not taken apart twice
                if not has_any(source, (b"<f>", b"<f ", b"<f/", b"mergeCell")):
                    return extra
            with sheet._get_source() as source:
                for _event, node in etree.iterparse(
                    source,
                    tag=(f"{_NS}c", f"{_NS}mergeCell", f"{_NS}row"),
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                ):
                    if node.tag == f"{_NS}row":
                        node.clear()
                        while node.getprevious() is not None:
                            del node.getparent()[0]
                    elif node.tag == f"{_NS}c":
                        _note_formula(node, extra)
                    else:
                        _note_merge(node, extra)
        except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile) as error:
            raise SheetError("broken") from error
        return extra


def _note_formula(cell, extra: _Extras) -> None:
    if cell.find(f"{_NS}f") is None:
        return
    value = cell.find(f"{_NS}v")
    if (value is None or not value.text) and cell.get("t") != "str":
        place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r") or "")
        if place:
            column = column_number(place[1])
            if column <= MAX_COLUMNS:
                extra.unknown.setdefault(int(place[2]), []).append(column)


def _note_merge(node, extra: _Extras) -> None:
    found = _RANGE.fullmatch(node.get("ref") or "")
    if not found:
        return
    first_column, last_column = column_number(found[1]), column_number(found[3])
    if first_column <= MAX_COLUMNS:
        extra.merges.setdefault(int(found[2]), []).append(
            (first_column, int(found[4]), last_column)
        )


def column_number(letters: str) -> int:
    """The number of a column, from 1.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters that Excel shows above a column.

    >>> column_letters(28)
    'AB'

    :param number: from 1
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
