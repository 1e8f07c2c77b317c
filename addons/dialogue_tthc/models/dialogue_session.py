from odoo import fields, models


class DialogueSession(models.Model):
    """One dialogue session: announced, held, concluded, and what it still owes."""

    _name = "dialogue.session"
    _description = "Dialogue Session"
    _inherit = ["dialogue.moves.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Topic", required=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    plan_id = fields.Many2one(
        comodel_name="dialogue.plan", index="btree_not_null", check_company=True
    )
    date_start = fields.Datetime(string="Begins at")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("announced", "Announced"),
            ("in_progress", "In progress"),
            ("concluding", "Being concluded"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    attendance_ids = fields.One2many(
        comodel_name="dialogue.attendance", inverse_name="session_id"
    )
    agenda_item_ids = fields.One2many(
        comodel_name="dialogue.agenda.item", inverse_name="session_id"
    )
    feedback_ids = fields.One2many(
        comodel_name="dialogue.feedback", inverse_name="session_id"
    )
