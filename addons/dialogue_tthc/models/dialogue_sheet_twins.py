import hashlib
import json

from odoo import api, models


class DialogueSheetTarget(models.AbstractModel):
    """How rows are taken in, and how a row is known that was taken in before."""

    _inherit = "dialogue.sheet.target"

    # ------------------------------------------------------------------
    # What was taken in before
    # ------------------------------------------------------------------

    @api.model
    def _key_of(self, imported, values):
        """Return the fingerprint of a row: what it is of, and the target.

        Capitals and the number of blanks do not make another row.
        """
        identity = self._identity(imported, values)
        told = [" ".join(str(one).casefold().split()) for one in identity]
        text = json.dumps([imported.target, *told])
        return hashlib.sha256(text.encode()).hexdigest()

    @api.model
    def _look_for_twins(self, imported, drafts):
        """Find the rows that were taken in before, or stand above in the same file."""
        good = [draft for draft in drafts if not draft.problems and not draft.there]
        for draft in good:
            draft.key = self._key_of(imported, draft.values)
        keys = [draft.key for draft in good]
        marked = {mark.key: mark.res_id for mark in self._marks(imported, keys)}
        first_rows = {}
        above = drafts[0].row.search(
            [("import_id", "=", imported.id), ("key", "in", keys)], order="number desc"
        )
        for row in above - drafts[0].row.browse(draft.row.id for draft in drafts):
            first_rows[row.key] = row.number
        for draft in good:
            if draft.key in marked:
                draft.found(
                    marked[draft.key],
                    self.env._(
                        "Row %s: it is already there, taken in from a spreadsheet "
                        "before.",
                        draft.row.number,
                    ),
                )
            elif draft.key in first_rows:
                draft.found(
                    False,
                    self.env._(
                        "Row %(row)s: it is already there: row %(first)s of this file "
                        "says the same.",
                        row=draft.row.number,
                        first=first_rows[draft.key],
                    ),
                )
            else:
                first_rows[draft.key] = draft.row.number

    @api.model
    def _marks(self, imported, keys):
        """Return (in sudo) the marks with these keys whose records still exist."""
        # sudo: a mark says nothing but that something is there
        marks_sudo = (
            self.env["dialogue.sheet.mark"]
            .sudo()
            .search(
                [
                    ("company_id", "=", imported.company_id.id),
                    ("target", "=", imported.target),
                    ("key", "in", keys),
                ]
            )
        )
        records = (
            self.env[self._record_model].sudo().browse(marks_sudo.mapped("res_id"))
        )
        existing = set(records.exists().ids)
        gone = marks_sudo.filtered(lambda mark: mark.res_id not in existing)
        gone.unlink()
        return marks_sudo - gone

    # ------------------------------------------------------------------
    # Taking in
    # ------------------------------------------------------------------

    @api.model
    def _take(self, imported, rows):
        """Make the records of good rows, with their marks; all of them or none.

        :param imported: one ``dialogue.sheet.import``, as the person who asked
        :param rows: ``dialogue.sheet.row`` in sudo
        """
        marked = {
            mark.key: mark.res_id for mark in self._marks(imported, rows.mapped("key"))
        }
        there = rows.filtered(lambda row: row.key in marked)
        for row in there:
            row.write(
                {
                    "verdict": "there",
                    "res_id": marked[row.key],
                    "message": self.env._(
                        "Row %s: it is already there, taken in from a spreadsheet "
                        "before.",
                        row.number,
                    ),
                }
            )
        new = rows - there
        if not new:
            return
        records = self._make(imported, new)
        # sudo: marks are closed to everybody; they are made with what they mark
        self.env["dialogue.sheet.mark"].sudo().create(
            [
                {
                    "company_id": imported.company_id.id,
                    "target": imported.target,
                    "key": row.key,
                    "res_id": record.id,
                }
                for row, record in zip(new, records, strict=True)
            ]
        )
        for row, record in zip(new, records, strict=True):
            row.res_id = record.id
        new.write(
            {
                "verdict": "taken",
                "cells": None,
                "values": None,
                "name": False,
                "summary": False,
                "message": False,
            }
        )
