import re

from odoo import api, fields, models
from odoo.fields import Domain

# one digit, six digits; then, in the code of a province, its suffix
CODE_PATTERN = re.compile(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}(\.\d{2,3})?)?")
NATIONAL_PART = len("2.002131")


class DialogueProcedure(models.Model):
    """An administrative procedure (thủ tục hành chính) of the catalogue.

    The same procedure has another time limit in another province and another
    version, so a version is one record, with the days between which it holds.
    """

    _name = "dialogue.procedure"
    _description = "Administrative Procedure"
    _inherit = ["dialogue.validity.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "national_code", "local_code"]
    _check_company_auto = True

    # Identity
    name = fields.Char(string="Name of the procedure", required=True, index="trigram")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every department of this database uses it.",
    )
    sector_id = fields.Many2one(
        comodel_name="dialogue.sector",
        required=True,
        index=True,
        check_company=True,
    )
    national_code = fields.Char(
        index="btree_not_null",
        help="As published, for example 2.002131. Leave empty when not known.",
    )
    national_key = fields.Char(
        string="National part of the code",
        compute="_compute_national_key",
        store=True,
        index="btree_not_null",
        help="What stays of the code when the suffix of the province is cut off.",
    )
    local_code = fields.Char(help="The code that the province uses, if another.")
    code_warning = fields.Char(compute="_compute_code_warning")
    # Who
    level = fields.Selection(
        selection=[
            ("ministry", "Ministry"),
            ("province", "Province"),
            ("commune", "Commune"),
        ],
        default="province",
    )
    deciding_body = fields.Char(help="Who has the authority to decide.")
    doing_unit = fields.Char(help="Who handles the file.")
    receiving_place = fields.Char(help="Where the file is handed in.")
    # How
    online_level = fields.Selection(
        selection=[
            ("full", "Wholly online"),
            ("partial", "Partly online"),
            ("none", "Not online"),
        ],
    )
    time_limit_days = fields.Integer(
        string="Time limit (working days)", help="0: not known or not fixed."
    )
    time_limit_note = fields.Char()
    fee_note = fields.Char(string="Fee")
    # On what ground
    legal_basis = fields.Text()
    decision = fields.Char(
        string="Decision of publication",
        help="Number and date of the decision that published this version.",
    )
    feedback_count = fields.Integer(
        string="Cases",
        compute="_compute_feedback_count",
        groups="dialogue_tthc.dialogue_tthc_group_specialist,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )

    _code_uniq = models.UniqueIndex(
        "(national_key, COALESCE(valid_from, '-infinity'::date), "
        "COALESCE(company_id, 0)) WHERE national_key IS NOT NULL",
        "A procedure with this national code and the same first day in force is in "
        "the catalogue already.",
    )
    _time_limit_not_negative = models.Constraint(
        "CHECK (time_limit_days IS NULL OR time_limit_days >= 0)",
        "The time limit of a procedure cannot be negative.",
    )

    @api.depends("national_code")
    def _compute_national_key(self):
        for procedure in self:
            code = (procedure.national_code or "").strip().upper()
            if CODE_PATTERN.fullmatch(code):
                code = code[:NATIONAL_PART]
            procedure.national_key = code or False

    @api.depends("national_code")
    def _compute_code_warning(self):
        for procedure in self:
            code = (procedure.national_code or "").strip().upper()
            procedure.code_warning = (
                self.env._(
                    "The code “%s” does not look like a national procedure code, "
                    "which reads for example 2.002131 or 2.002131.000.00.00.H58. "
                    "It is kept; please compare it with the published decision.",
                    code,
                )
                if code and not CODE_PATTERN.fullmatch(code)
                else False
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_feedback_count(self):
        counts = dict(
            self.env["dialogue.feedback"]._read_group(
                [("procedure_id", "in", self.ids)], ["procedure_id"], ["__count"]
            )
        )
        for procedure in self:
            procedure.feedback_count = counts.get(procedure._origin, 0)

    @api.depends("name", "national_code")
    def _compute_display_name(self):
        for procedure in self:
            procedure.display_name = (
                f"[{procedure.national_code}] {procedure.name}"
                if procedure.national_code
                else procedure.name
            )

    @api.model
    def _search_display_name(self, operator, value):
        # the code of another province still finds the procedure
        if operator in ("ilike", "=") and isinstance(value, str):
            code = value.strip().upper()
            if CODE_PATTERN.fullmatch(code):
                return Domain("national_key", "=", code[:NATIONAL_PART])
        return super()._search_display_name(operator, value)

    @api.model
    def get_import_templates(self):
        """Return the file that the import offers as a model to fill in."""
        return [
            {
                "label": self.env._("Model file for procedures"),
                "template": "/dialogue_tthc/static/xls/dialogue_procedure.xlsx",
            }
        ]

    def action_open_feedback(self):
        """Open the cases about this procedure that the user may read."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_action"
        )
        action.update(
            domain=[("procedure_id", "=", self.id)],
            context={
                "default_procedure_id": self.id,
                "default_sector_id": self.sector_id.id,
            },
        )
        return action
