from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.dialogue_document import CAPACITIES


class DialogueReferralMove(models.TransientModel):
    """Ask for what a step of one referral needs, and take the step.

    Nothing is decided here: each step is an ``action_*`` of the referral.
    """

    _name = "dialogue.referral.move"
    _description = "Step of a Referral"

    referral_id = fields.Many2one(
        comodel_name="dialogue.referral", required=True, ondelete="cascade"
    )
    step = fields.Selection(
        selection=[
            ("send", "Approve and send"),
            ("return", "Return"),
            ("remind", "Remind"),
            ("return_reply", "Return the reply"),
        ],
        required=True,
    )
    line_id = fields.Many2one(comodel_name="dialogue.referral.line")
    text = fields.Text(string="Reason")
    # Sending
    partner_id = fields.Many2one(related="referral_id.partner_id")
    line_count = fields.Integer(related="referral_id.line_count")
    number = fields.Integer(
        help="The number that the clerical office gave. "
        "Leave it empty and the next free one is taken."
    )
    date = fields.Date(string="Date of the document", default=fields.Date.context_today)
    signing_capacity = fields.Selection(
        selection=CAPACITIES, compute="_compute_signer", store=True, readonly=False
    )
    signer_title = fields.Char(
        string="Position of the signer",
        compute="_compute_signer",
        store=True,
        readonly=False,
    )
    signer_name = fields.Char(
        string="Signer", compute="_compute_signer", store=True, readonly=False
    )
    reply_expected_on = fields.Date(
        string="Reply expected by",
        compute="_compute_reply_expected_on",
        store=True,
        readonly=False,
    )

    @api.depends("referral_id")
    def _compute_signer(self):
        for wizard in self:
            wizard.update(
                self.env["dialogue.document"]._prepare_signer_values(
                    wizard.referral_id.company_id
                )
            )

    @api.depends("referral_id")
    def _compute_reply_expected_on(self):
        for wizard in self:
            wizard.reply_expected_on = wizard.referral_id.reply_expected_on

    def action_apply(self):
        """Take the step."""
        self.ensure_one()
        referral = self.referral_id
        if self.step == "send":
            if self.reply_expected_on != referral.reply_expected_on:
                referral.reply_expected_on = self.reply_expected_on
            referral.action_send(
                self.number or None,
                self.date,
                {
                    "signer_name": self.signer_name,
                    "signer_title": self.signer_title,
                    "signing_capacity": self.signing_capacity,
                },
            )
        elif self.step == "return":
            referral.action_return(self.text)
        elif self.step == "remind":
            referral.action_remind(self.text)
        elif self.step == "return_reply":
            if self.line_id not in referral.line_ids:
                raise UserError(self.env._("Choose the case whose reply goes back."))
            self.line_id.action_return_reply(self.text)
        return {"type": "ir.actions.act_window_close"}
