from odoo import api, models

from ..tools.folded_text import fold
from ..tools.sheet_cells import (
    CellError,
    day_of,
    digits_of,
    number_of,
    restored,
    shown,
    text_of,
)
from ..tools.sheet_columns import IGNORED, heading_key

PHONE_LENGTH = 10
TAX_CODE_LENGTH = 10
LONGEST = {"text": 1000, "long": 40_000}
# texts that are told: as much of a cell as a person needs to find it again
TOLD_LENGTH = 60


class DialogueSheetTarget(models.AbstractModel):
    """What one kind of spreadsheet brings in: how its rows are judged and taken in.

    A model that inherits this says in ``_record_model`` what becomes of a row, in
    :meth:`_complete` what rows mean to the database, in :meth:`_identity` what makes
    two rows the same, and in :meth:`_make` how records are made, a batch at a time.
    """

    _name = "dialogue.sheet.target"
    _description = "Target of a Spreadsheet"

    _record_model = None
    # keys of columns with long texts; the others are one line
    _long = ()
    # keys that tell two rows of one identity apart, where both have them
    _apart = ()
    # keys of which it is told when what is there already has nothing in them
    _news = ()

    # ------------------------------------------------------------------
    # Judging
    # ------------------------------------------------------------------

    @api.model
    def _judge(self, imported, rows):
        """Give every row its verdict. Nothing is made.

        :param imported: one ``dialogue.sheet.import``, as the person who asked
        :param rows: ``dialogue.sheet.row`` in sudo, in the order of the sheet
        """
        drafts = [_Draft(row) for row in rows]
        columns = self._mapped(imported)
        for draft in drafts:
            self._read_cells(draft, columns)
        self._complete(imported, [draft for draft in drafts if not draft.problems])
        self._look_for_twins(imported, drafts)
        for draft in drafts:
            draft.row.write(self._prepare_row_values(draft))

    @api.model
    def _mapped(self, imported):
        """Return the columns that bring in something, and those that do not.

        :return: list of (place, title in the file, column of ours or None)
        """
        ours = imported._columns()
        return [
            (column.place, column._title(), ours.get(column._key()))
            for column in imported.sudo().column_ids
        ]

    @api.model
    def _read_cells(self, draft, columns):
        """Understand the cells of one row; note what cannot be understood."""
        cells = draft.row.cells or []
        for place, title, column in columns:
            cell = restored(cells[place]) if place < len(cells) else None
            if column is None:
                text = shown(cell)
                if text and heading_key(title) not in IGNORED:
                    draft.left_over.append((title, text))
                continue
            draft.titles[column.key] = title
            draft.texts[column.key] = shown(cell)
            try:
                value = self._read_cell(draft, column, cell)
            except CellError as error:
                draft.problems.append(self._cell_sentence(draft, title, column, error))
                continue
            if value not in (None, ""):
                draft.values[column.key] = value
            elif column.is_required:
                draft.problems.append(
                    self.env._(
                        "Row %(row)s, column %(column)s: it is empty, and every row "
                        "needs it.",
                        row=draft.row.number,
                        column=title,
                    )
                )

    @api.model
    def _read_cell(self, draft, column, cell):
        """Return what one cell says, as JSON keeps it; None for nothing.

        :raise CellError: it cannot be understood
        """
        if column.kind == "day":
            day = day_of(cell)
            return day and day.isoformat()
        if column.kind == "number":
            return number_of(cell)
        if column.kind in ("tax_code", "phone"):
            length = PHONE_LENGTH if column.kind == "phone" else TAX_CODE_LENGTH
            text, is_mended = digits_of(cell, length)
            if is_mended:
                draft.remark(
                    column.key,
                    self.env._(
                        "“%(value)s” has lost its leading zero in the spreadsheet and "
                        "is taken in as “%(mended)s”.",
                        value=shown(cell),
                        mended=text,
                    ),
                )
            return text
        text = text_of(cell)
        if column.kind in ("choice", "flag") and text:
            return self._read_choice(draft, column, text)
        longest = LONGEST["long" if column.key in self._long else "text"]
        if len(text) > longest:
            raise CellError("too_long", str(longest))
        return text if column.key in self._long else " ".join(text.split())

    @api.model
    def _read_choice(self, draft, column, text):
        key = column.choice_of(text)
        if key is None and column.kind == "flag":
            if not text.strip("-–—. "):
                return None
            # who asks in other words that the name be hidden is not named for that
            draft.remark(
                column.key,
                self.env._(
                    "“%s” is none of our words, so it is taken as “Yes”. Change the "
                    "case if that is wrong.",
                    text[:TOLD_LENGTH],
                ),
            )
            draft.left_over.append((draft.titles[column.key], text))
            return True
        if key is None:
            offered = ", ".join(words[0] for _key, words in column.choices)
            draft.remark(
                column.key,
                self.env._(
                    "“%(value)s” is none of our words and is left out. We know: "
                    "%(offered)s.",
                    value=text[:TOLD_LENGTH],
                    offered=offered,
                ),
            )
            draft.left_over.append((draft.titles[column.key], text))
        if column.kind == "flag":
            return key == "yes" or None
        return key

    @api.model
    def _cell_sentence(self, draft, title, column, error):
        """Return what to tell of a cell that cannot be understood, with its place."""
        place = {"row": draft.row.number, "column": title}
        value = error.shown[:TOLD_LENGTH]
        if error.reason == "day":
            return self.env._(
                "Row %(row)s, column %(column)s: “%(value)s” is not a day. Write it as "
                "day/month/year, for example 05/03/2023.",
                value=value,
                **place,
            )
        if error.reason == "number":
            return self.env._(
                "Row %(row)s, column %(column)s: “%(value)s” is not a number.",
                value=value,
                **place,
            )
        if error.reason == "no_value":
            return self.env._(
                "Row %(row)s, column %(column)s: the formula has no value. Open the "
                "file in Excel, save it and choose it again.",
                **place,
            )
        if error.reason == "too_long":
            return self.env._(
                "Row %(row)s, column %(column)s: the text is longer than %(longest)s "
                "characters. Shorten it.",
                longest=error.shown,
                **place,
            )
        return self.env._(
            "Row %(row)s, column %(column)s: the formula failed and shows %(value)s. "
            "Correct it.",
            value=value,
            **place,
        )

    @api.model
    def _prepare_row_values(self, draft):
        name, summary = self._shown_of(draft.values)
        if draft.problems:
            verdict = "bad"
        elif draft.there:
            verdict = "news" if draft.is_news else "there"
        else:
            verdict = "warned" if draft.remarks else "good"
        lines = draft.problems or [draft.there] if draft.there else draft.problems
        remarks = [
            self.env._(
                "Row %(row)s, column %(column)s: %(remark)s",
                row=draft.row.number,
                column=draft.titles.get(key, ""),
                remark=remark,
            )
            for key, remark in draft.remarks
        ]
        return {
            "name": (name or "")[:200] or False,
            "summary": " ".join((summary or "").split())[:200] or False,
            "values": {**draft.values, "left_over": draft.left_over},
            "key": draft.key if verdict in ("good", "warned") else False,
            "kin": draft.kin,
            "verdict": verdict,
            "message": "\n".join([*lines, *remarks]) or False,
            "res_id": draft.res_id,
        }

    # ------------------------------------------------------------------
    # What each target says
    # ------------------------------------------------------------------

    @api.model
    def _complete(self, imported, drafts):
        """Find what rows name in the database, and note what is missing.

        :param drafts: list of :class:`_Draft` without problems so far
        """

    @api.model
    def _identity(self, imported, values):
        """Return the values that make two rows the same, as a list."""
        raise NotImplementedError

    @api.model
    def _shown_of(self, values):
        """Return who or what a row is about, and what it says."""
        return values.get("name"), None

    @api.model
    def _make(self, imported, rows):
        """Make one record of each row, in their order.

        :return: records of ``_record_model``
        """
        raise NotImplementedError

    @api.model
    def _find_named(self, drafts, key, found, sentence, is_needed=False):
        """Put ids in place of names that rows give.

        :param str key: of the column
        :param found: function of a folded text: an id, or None
        :param sentence: function of the text that is not known: what to tell
        :param bool is_needed: whether a row without it cannot be taken in
        """
        for draft in drafts:
            text = draft.values.get(key)
            if not text:
                continue
            res_id = found(fold(text))
            if res_id:
                draft.values[key] = res_id
                continue
            del draft.values[key]
            told = sentence(text[:TOLD_LENGTH])
            if is_needed:
                draft.problem(self.env, key, told)
            else:
                draft.remark(key, told)
                draft.left_over.append((draft.titles[key], text))


class _Draft:
    """What was found out about one row so far."""

    def __init__(self, row):
        self.row = row
        self.values = {}
        self.titles = {}
        self.texts = {}
        self.problems = []
        self.remarks = []
        self.left_over = []
        self.there = None
        self.is_news = False
        self.res_id = False
        self.key = False
        self.kin = False
        self.details = {}

    def remark(self, key, sentence):
        self.remarks.append((key, sentence))

    def problem(self, env, key, sentence):
        self.problems.append(
            env._(
                "Row %(row)s, column %(column)s: %(problem)s",
                row=self.row.number,
                column=self.titles.get(key, ""),
                problem=sentence,
            )
        )

    def found(self, res_id, sentence):
        self.res_id = res_id
        self.there = sentence
