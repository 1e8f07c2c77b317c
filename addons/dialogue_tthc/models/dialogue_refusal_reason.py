from odoo import api, fields, models


class DialogueRefusalReason(models.Model):
    """A coded reason not to accept a case, with words of guidance."""

    _name = "dialogue.refusal.reason"
    _description = "Refusal Reason"
    _inherit = ["dialogue.validity.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Short and unique, for the statistics.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every department of this database uses it.",
    )
    guidance = fields.Text(help="Proposed to the desk; tells where to turn to.")
    legal_basis = fields.Char()
    feedback_count = fields.Integer(
        string="Cases",
        compute="_compute_feedback_count",
        groups="dialogue_tthc.dialogue_tthc_group_specialist,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )

    _code_uniq = models.UniqueIndex(
        "(lower(code), COALESCE(company_id, 0))",
        "Another refusal reason has this code already.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_feedback_count(self):
        counts = dict(
            self.env["dialogue.feedback"]._read_group(
                [("refusal_reason_id", "in", self.ids)],
                ["refusal_reason_id"],
                ["__count"],
            )
        )
        for reason in self:
            reason.feedback_count = counts.get(reason._origin, 0)
