from odoo import fields, models

from .feedback_states import DESK, LEADER
from .moves_mixin import Move


class DialogueReferral(models.Model):
    """Cases sent together to one body: reported upward, or forwarded sideways.

    The cases stay ours until each petitioner has an answer: the reply of the body is
    written on each line and brought back as an answer of ours.
    """

    _name = "dialogue.referral"
    _description = "Referral"
    _inherit = ["dialogue.moves.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "sent_on desc, id desc"
    _check_company_auto = True

    _moves = (
        Move("submit", ("draft",), "submitted", DESK, ("lines",)),
        Move("return", ("submitted",), "draft", LEADER),
        Move("send", ("submitted",), "sent", LEADER, ("lines", "document")),
        Move("record_reply", ("sent", "replied"), "replied", DESK, ("replies",)),
        Move("finish", ("replied",), "done", DESK, ("all_answered",)),
        Move("cancel", ("draft", "submitted"), "cancelled", DESK),
    )

    name = fields.Char(string="Abstract", required=True, tracking=True)
    kind = fields.Selection(
        selection=[
            ("superior", "Report to the superior"),
            ("other_body", "Forward to the competent body"),
        ],
        default="superior",
        required=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Addressed to",
        required=True,
        index=True,
        tracking=True,
    )
    session_id = fields.Many2one(
        comodel_name="dialogue.session", index="btree_not_null", check_company=True
    )
    line_ids = fields.One2many(
        comodel_name="dialogue.referral.line",
        inverse_name="referral_id",
        string="Cases",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Waiting for approval"),
            ("sent", "Sent"),
            ("replied", "Replied"),
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
    document_id = fields.Many2one(
        comodel_name="dialogue.document",
        string="Official document",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    sent_on = fields.Date(readonly=True, copy=False)
    reply_expected_on = fields.Date(string="Reply expected by", tracking=True)
    reminder_count = fields.Integer(
        string="Reminders sent", readonly=True, copy=False
    )
    reminded_on = fields.Date(string="Last reminder", readonly=True, copy=False)
    reply_reference = fields.Char(string="Number of the reply", copy=False)
    reply_date = fields.Date(string="Date of the reply", copy=False)

