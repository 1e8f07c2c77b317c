import hashlib
import json
import textwrap

from odoo import models
from odoo.exceptions import UserError

from ..tools.sheet_cells import kept, shown
from ..tools.sheet_columns import (
    find_header,
    heading_key,
    is_numbering,
    recognise,
)
from ..tools.sheet_file import SheetError
from ..tools.sheet_reader import HEAD_ROWS, column_letters

SAMPLE_LENGTH = 60
# sheets that are looked at for the one with our table
MAX_LOOKS = 20
# how the last line of a table begins
TOTAL_WORDS = ("tong cong", "tong so", "tong", "cong")


class DialogueSheetImport(models.Model):
    """How a workbook becomes rows: which sheet, which headings, which columns."""

    _inherit = "dialogue.sheet.import"

    def _propose_page(self, book):
        """List the sheets, and choose the one that looks most like a table of ours.

        A sheet that was chosen stays; a hidden one is never chosen for people.
        """
        names = self.page_ids.mapped("name")
        if names != list(book.sheets):
            self.page_ids.unlink()
            self.env["dialogue.sheet.page"].create(
                [
                    {"import_id": self.id, "name": name, "is_hidden": is_hidden}
                    for name, is_hidden in book.sheets.items()
                ]
            )
        if self.page_id:
            return
        best, most = self.page_ids[:1], -1
        for page in self.page_ids.filtered(lambda page: not page.is_hidden)[:MAX_LOOKS]:
            rows = self._head_texts(book, page.name)
            place = find_header(rows, self.target)
            count = (
                0
                if place is None
                else sum(key is not None for key in recognise(rows[place], self.target))
            )
            if count > most:
                best, most = page, count
        self.page_id = best

    def _head_texts(self, book, name):
        return [[shown(cell) for cell in row] for row in book.head(name)]

    def _propose_columns(self, book):
        """Find the headings of the chosen sheet and say what its columns mean."""
        rows = self._head_texts(book, self.page_id.name)
        if not any(any(row) for row in rows):
            raise UserError(
                self.env._(
                    "The sheet “%s” is empty. Choose another sheet.", self.page_id.name
                )
            )
        if not 0 <= self.header_row <= HEAD_ROWS:
            raise UserError(
                self.env._(
                    "The headings stand in one of the first %s rows. Check the number "
                    "of the row.",
                    HEAD_ROWS,
                )
            )
        if not self.header_row:
            place = find_header(rows, self.target)
            if place is None:
                # nothing is known: the first full row is as good a guess as any
                place = max(range(len(rows)), key=lambda n: sum(map(bool, rows[n])))
            self.header_row = place + 1
        headings = rows[self.header_row - 1] if self.header_row <= len(rows) else []
        width = max((len(row) for row in rows), default=0)
        headings = headings + [""] * (width - len(headings))
        keys, is_remembered = self._keys_of(headings)
        self.write(
            {
                "is_remembered": is_remembered,
                "read_page_id": self.page_id.id,
                "read_row": self.header_row,
            }
        )
        self.column_ids.unlink()
        self.env["dialogue.sheet.column"].create(
            [
                {
                    "import_id": self.id,
                    "place": place,
                    "letters": column_letters(place + 1),
                    "heading": " ".join(headings[place].split()),
                    "sample": self._sample(rows, place),
                    f"{self.target}_key": keys[place],
                }
                for place in range(width)
                if headings[place] or self._sample(rows, place)
            ]
        )

    def _sample(self, rows, place):
        """Return what stands first in a column below the headings."""
        for row in rows[self.header_row :]:
            if is_numbering(row):
                continue
            if place < len(row) and row[place]:
                return textwrap.shorten(row[place], SAMPLE_LENGTH, placeholder="…")
        return False

    # ------------------------------------------------------------------
    # What is remembered
    # ------------------------------------------------------------------

    def _keys_of(self, headings):
        """Return what each column means, and whether that was remembered."""
        named = _numbered(headings)
        known = self.env["dialogue.sheet.mapping"]._recall(
            self.company_id, self.target, _fingerprint(named)
        )
        if not known:
            return recognise(headings, self.target), False
        ours = self._columns()
        found = [known.get(name) for name in named]
        return [key if key in ours else None for key in found], True

    def _remember_keys(self):
        """Keep for the next sheet with these headings what its columns mean."""
        width = max(self.column_ids.mapped("place"), default=-1) + 1
        headings, keys = [""] * width, [None] * width
        for column in self.column_ids:
            headings[column.place] = column.heading or ""
            keys[column.place] = column._key() or None
        named = _numbered(headings)
        self.env["dialogue.sheet.mapping"]._remember(
            self.company_id,
            self.target,
            _fingerprint(named),
            {name: key for name, key in zip(named, keys, strict=True) if key},
        )

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def _make_rows(self):
        """Read all rows of the chosen sheet, and keep them to be looked at.

        :raise UserError: the file cannot be read
        """
        taken = self.row_ids.filtered(lambda row: row.verdict == "taken")
        (self.row_ids - taken).unlink()
        done = set(taken.mapped("number"))
        mapped = {column.place for column in self.column_ids if column._key()}
        vals_list = []
        with self._book() as book:
            try:
                for number, cells in book.rows(
                    self.page_id.name, first=self.header_row + 1
                ):
                    if number in done:
                        continue
                    texts = [shown(cell) for cell in cells]
                    if not vals_list and is_numbering(texts):
                        continue
                    vals_list.append(
                        {
                            "import_id": self.id,
                            "number": number,
                            "cells": [kept(cell) for cell in cells],
                            "verdict": "title"
                            if self._is_title(texts, mapped)
                            else "pending",
                        }
                    )
            except SheetError as error:
                raise UserError(self._file_sentence(error.reason)) from error
            except KeyError as error:
                raise UserError(self.env._("Choose one of the sheets.")) from error
        if not vals_list and not taken:
            raise UserError(
                self.env._(
                    "There is no row below the headings in row %s. Check the number of "
                    "the row, or choose another sheet.",
                    self.header_row,
                )
            )
        self.env["dialogue.sheet.row"].create(vals_list)

    def _is_title(self, texts, mapped):
        """Say whether a row is a line over the table, or its total, and no data.

        A row with one text alone, in a column that brings in nothing, is a line such
        as the name of a sector: nobody's question is in it.

        :param set mapped: places of the columns that bring in something
        """
        filled = [place for place, text in enumerate(texts) if text]
        if filled and heading_key(texts[filled[0]]) in TOTAL_WORDS:
            return True
        return len(filled) == 1 and filled[0] not in mapped

    def _check_columns(self):
        """Refuse columns of another sheet, twice the same, or too few for a row."""
        if self.is_moved:
            raise UserError(
                self.env._(
                    "Another sheet, or another row of the headings, was chosen. Read "
                    "it again first, and look at its columns."
                )
            )
        keys = [key for key in self.column_ids.mapped(_key) if key]
        columns = self._columns()
        for key in keys:
            if keys.count(key) > 1:
                raise UserError(
                    self.env._(
                        "Two columns are matched with “%s”. Leave one of them.",
                        columns[key].title,
                    )
                )
        missing = [
            column.title
            for column in columns.values()
            if column.is_required and column.key not in keys
        ]
        if missing:
            raise UserError(
                self.env._(
                    "No column is matched with: %s. Choose which column of your sheet "
                    "it is. If none is there, check in which row the headings stand.",
                    ", ".join(missing),
                )
            )


def _key(column):
    return column._key()


def _numbered(headings):
    """Return folded headings, with a number where one comes again."""
    seen, named = {}, []
    for heading in headings:
        key = heading_key(heading)
        seen[key] = seen.get(key, 0) + 1
        named.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return named


def _fingerprint(named):
    """Return what makes two sets of headings the same, in whatever order."""
    text = json.dumps(sorted(name for name in named if name.strip("#1234567890")))
    return hashlib.sha256(text.encode()).hexdigest()
