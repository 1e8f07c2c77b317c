from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.sheet_columns import columns_of
from ..tools.sheet_tables import TARGETS

VERDICTS = [
    ("pending", "Not looked at yet"),
    ("good", "Good"),
    ("warned", "Good, with a remark"),
    ("bad", "With errors"),
    ("there", "Already there"),
    ("news", "Already there, but says more"),
    ("title", "Title or total, left out"),
    ("taken", "Taken in"),
]

# what people choose of a column
CHOSEN = frozenset({"feedback_key", "procedure_key", "attendance_key"})


def _titles(target):
    """Return the columns that our own file has, as they stand in it."""
    return [(column.key, column.title) for column in TARGETS[target]]


class DialogueSheetPage(models.Model):
    """One sheet of a workbook, also a hidden one."""

    _name = "dialogue.sheet.page"
    _description = "Sheet of a Workbook"
    _order = "id"

    import_id = fields.Many2one(
        comodel_name="dialogue.sheet.import",
        required=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(required=True)
    is_hidden = fields.Boolean()

    @api.depends("name", "is_hidden")
    def _compute_display_name(self):
        for page in self:
            page.display_name = (
                self.env._("%s (hidden)", page.name) if page.is_hidden else page.name
            )


class DialogueSheetColumn(models.Model):
    """One column of a sheet, and what it brings in."""

    _name = "dialogue.sheet.column"
    _description = "Column of a Sheet"
    _order = "place, id"

    import_id = fields.Many2one(
        comodel_name="dialogue.sheet.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    target = fields.Selection(related="import_id.target")
    place = fields.Integer(
        readonly=True, aggregator=None, help="From the left, from 0 on."
    )
    letters = fields.Char(string="Column", readonly=True)
    heading = fields.Char(string="Heading in the file", readonly=True)
    sample = fields.Char(string="For example", readonly=True)
    # one for each target: a choice that stands in the file of another one is none
    feedback_key = fields.Selection(
        selection=lambda self: _titles("feedback"), string="Is our column"
    )
    procedure_key = fields.Selection(
        selection=lambda self: _titles("procedure"), string="Is our column"
    )
    attendance_key = fields.Selection(
        selection=lambda self: _titles("attendance"), string="Is our column"
    )

    _place_bounded = models.Constraint(
        "CHECK (place BETWEEN 0 AND 1000)", "A sheet has no column of this number."
    )

    def write(self, vals):
        if not self.env.su:
            self.import_id._check_settled({})
            if not set(vals) <= CHOSEN:
                # the file says the rest; a column never moves to another import
                raise AccessError(
                    self.env._("Only what a column brings in can be chosen.")
                )
        return super().write(vals)

    def _key(self):
        """Return the key of our column that this one brings in, or False."""
        self.ensure_one()
        return self[f"{self.target}_key"]

    def _title(self):
        """Return what the column is called towards people: as in their file."""
        self.ensure_one()
        column = columns_of(self.target).get(self._key())
        return self.heading or (column and column.title) or self.letters


class DialogueSheetRow(models.Model):
    """One row of a sheet with its verdict.

    Once taken in, nothing of what it said stays here: that is in the record, where
    the rules of the record hold.
    """

    _name = "dialogue.sheet.row"
    _description = "Row of a Sheet"
    _order = "number, id"

    import_id = fields.Many2one(
        comodel_name="dialogue.sheet.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    number = fields.Integer(string="Row", readonly=True, aggregator=None)
    name = fields.Char(string="Who or what", readonly=True)
    summary = fields.Char(string="Content", readonly=True)
    cells = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    values = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    key = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    kin = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    is_apart = fields.Boolean(
        string="Another one",
        readonly=True,
        help="Somebody of the desk has decided that it is not what is there already.",
    )
    verdict = fields.Selection(
        selection=VERDICTS, default="pending", required=True, readonly=True
    )
    message = fields.Text(string="What was found", readonly=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", string="Record", readonly=True
    )
    res_model = fields.Char(compute="_compute_res_model")

    _verdict_idx = models.Index("(import_id, verdict, number)")
    _kin_idx = models.Index("(import_id, kin) WHERE kin IS NOT NULL")

    @api.depends("import_id.target")
    def _compute_res_model(self):
        for row in self:
            room = self.env[f"dialogue.sheet.{row.import_id.target}"]
            row.res_model = room._record_model

    @api.depends("number")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Row %s", row.number)

    def action_take_apart(self):
        """Let rows come in that look like what is there, but are of somebody else."""
        for imported, rows in self.grouped("import_id").items():
            imported._check_movable_by_desk()
            # sudo: rows are closed to everybody; the desk was asked for just now
            imported.sudo()._lock_alone()
            if imported.target != "feedback" or imported.state != "checked":
                raise UserError(
                    self.env._("Rows can be chosen while their file is at “Checked”.")
                )
            for row_sudo in rows.sudo():
                if row_sudo.verdict not in ("there", "news") or not row_sudo.kin:
                    raise UserError(
                        self.env._("Choose rows that are already there only.")
                    )
                row_sudo.write(
                    {
                        "verdict": "warned",
                        "is_apart": True,
                        "key": f"{row_sudo.kin}/{imported.id}/{row_sudo.number}",
                        "res_id": False,
                        "message": self.env._(
                            "Row %(row)s: it looks like another one, but is taken in "
                            "as the question of another petitioner, as %(user)s has "
                            "decided.",
                            row=row_sudo.number,
                            user=self.env.user.name,
                        ),
                    }
                )

    def action_open_record(self):
        """Open what the row became, or what was there already."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        record.check_access("read")
        return record.get_formview_action()


class DialogueSheetMark(models.Model):
    """What a row that was taken in says, as a fingerprint: it comes in once.

    It outlives the rows and the file, and says nothing of what they said.
    """

    _name = "dialogue.sheet.mark"
    _description = "Row That Was Taken In"
    _rec_name = "key"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    target = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    kin = fields.Char(
        readonly=True,
        help="What the row is of, without what tells petitioners of one name apart.",
    )
    details = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    res_id = fields.Integer(required=True, readonly=True, aggregator=None)

    _kin_idx = models.Index("(company_id, target, kin)")
    _key_uniq = models.UniqueIndex(
        "(company_id, target, key)", "This row has been taken in already."
    )


class DialogueSheetMapping(models.Model):
    """What the columns of sheets with certain headings mean in one department."""

    _name = "dialogue.sheet.mapping"
    _description = "Remembered Columns"
    _rec_name = "headings"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    target = fields.Char(required=True, readonly=True)
    headings = fields.Char(required=True, readonly=True)
    keys = fields.Json(readonly=True)

    _headings_uniq = models.UniqueIndex("(company_id, target, headings)")

    @api.model
    def _recall(self, company, target, headings):
        """Return the keys remembered for these headings, or None.

        :param str headings: fingerprint of the headings
        :return: dict of a heading (and its place among equal ones) -> key
        """
        return self._of(company, target, headings).keys

    @api.model
    def _remember(self, company, target, headings, keys):
        """Keep what columns mean, instead of what was kept before."""
        known = self._of(company, target, headings)
        if known:
            known.keys = keys
        else:
            self.create(
                {
                    "company_id": company.id,
                    "target": target,
                    "headings": headings,
                    "keys": keys,
                }
            )

    @api.model
    def _of(self, company, target, headings):
        return self.search(
            [
                ("company_id", "=", company.id),
                ("target", "=", target),
                ("headings", "=", headings),
            ],
            limit=1,
        )
