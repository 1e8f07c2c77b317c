from odoo import fields, models


class DialoguePlan(models.Model):
    """A year's plan of dialogue, with the sections of the real ones."""

    _name = "dialogue.plan"
    _description = "Dialogue Plan"
    _inherit = ["dialogue.moves.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "year desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Title", required=True, tracking=True)
    year = fields.Integer(required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("issued", "Issued"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    session_ids = fields.One2many(
        comodel_name="dialogue.session", inverse_name="plan_id"
    )

