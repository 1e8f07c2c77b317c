import hashlib
import json
from collections import namedtuple

from odoo import api, models

# a row with what tells it from others of its fingerprint
_Above = namedtuple("_Above", ("number", "details", "values"))


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
        return _fingerprint(imported.target, *map(_folded, identity))

    @api.model
    def _details_of(self, key, values):
        """Return what tells rows with this fingerprint apart, as fingerprints too.

        :return: dict of a key of ``_apart`` -> fingerprint, of those that are given
        """
        return {
            name: _fingerprint(key, name, _folded(values[name]))
            for name in self._apart
            if values.get(name)
        }

    @api.model
    def _look_for_twins(self, imported, drafts):
        """Find the rows that were taken in before, or stand above in the same file."""
        good = [draft for draft in drafts if not draft.problems and not draft.there]
        for draft in good:
            draft.kin = self._key_of(imported, draft.values)
            draft.details = self._details_of(draft.kin, draft.values)
            draft.key = _fingerprint(draft.kin, *sorted(draft.details.values()))
        kins = [draft.kin for draft in good]
        marks = self._marks(imported, kins).grouped("kin")
        # a case that the person may not see is there, and nothing is told of it
        seen = self.env[self._record_model].search(
            [("id", "in", [mark.res_id for own in marks.values() for mark in own])]
        )
        above = self._rows_above(imported, drafts, kins)
        for draft in good:
            mark = _first_same(marks.get(draft.kin, ()), draft.details)
            row = _first_same(above.get(draft.kin, ()), draft.details)
            if mark:
                record = seen.filtered(lambda one, mark=mark: one.id == mark.res_id)
                draft.found(mark.res_id, self._there_sentence(draft.row))
                self._tell_news(draft, record and self._lacks(record))
            elif row:
                draft.found(
                    False,
                    self.env._(
                        "Row %(row)s: it is already there: row %(first)s of this file "
                        "says the same.",
                        row=draft.row.number,
                        first=row.number,
                    ),
                )
                self._tell_news(
                    draft, {name for name in self._news if not row.values.get(name)}
                )
            else:
                if draft.kin in marks or draft.kin in above:
                    draft.remark(
                        "name",
                        self.env._(
                            "somebody of this name has asked the same on this day, "
                            "with another tax code, phone or address. It is taken in "
                            "as the question of another petitioner."
                        ),
                    )
                above.setdefault(draft.kin, []).append(
                    _Above(draft.row.number, draft.details, draft.values)
                )

    @api.model
    def _rows_above(self, imported, drafts, kins):
        """Return what was found good in the rows above, by fingerprint.

        :return: dict of a fingerprint -> list of :class:`_Above`
        """
        rooms = drafts[0].row.browse(draft.row.id for draft in drafts)
        found = {}
        for row in rooms.search(
            [
                ("import_id", "=", imported.id),
                ("kin", "in", kins),
                ("verdict", "in", ("good", "warned")),
                ("id", "not in", rooms.ids),
            ],
            order="number",
        ):
            found.setdefault(row.kin, []).append(
                _Above(row.number, self._details_of(row.kin, row.values), row.values)
            )
        return found

    @api.model
    def _tell_news(self, draft, lacking):
        """Note what a row says that is not there yet; nothing of it is taken in."""
        names = [
            draft.titles[name]
            for name in self._news
            if name in (lacking or ())
            and draft.values.get(name)
            and draft.titles.get(name)
        ]
        if names:
            draft.is_news = True
            draft.there += " " + self.env._(
                "But this row says more, which is not taken in: %s. Add it by hand.",
                ", ".join(names),
            )

    @api.model
    def _lacks(self, record):
        """Return the keys of columns that a record has nothing in."""
        return set()

    @api.model
    def _there_sentence(self, row):
        return self.env._(
            "Row %s: it is already there, taken in from a spreadsheet before.",
            row.number,
        )

    @api.model
    def _marks(self, imported, kins):
        """Return (in sudo) the marks of these rows whose records still exist.

        :param kins: fingerprints, see :meth:`_key_of`
        """
        # sudo: a mark says nothing but that something is there
        marks_sudo = (
            self.env["dialogue.sheet.mark"]
            .sudo()
            .search(
                [
                    ("company_id", "=", imported.company_id.id),
                    ("target", "=", imported.target),
                    ("kin", "in", kins),
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
        marks = self._marks(imported, rows.mapped("kin")).grouped("kin")
        details = {row: self._details_of(row.kin, row.values) for row in rows}
        there = rows.browse()
        for row in rows.filtered(lambda row: not row.is_apart):
            if mark := _first_same(marks.get(row.kin, ()), details[row]):
                there += row
                row.write(
                    {
                        "verdict": "there",
                        "res_id": mark.res_id,
                        "message": self._there_sentence(row),
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
                    "kin": row.kin,
                    "details": details[row],
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


def _folded(value):
    return " ".join(str(value).casefold().split())


def _fingerprint(*texts):
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def _first_same(known, details):
    """Return the first of ``known`` that differs in nothing that both say, or None.

    :param known: things with ``details``
    """
    for one in known:
        both = details.keys() & (one.details or {}).keys()
        if all(one.details[name] == details[name] for name in both):
            return one
    return None
