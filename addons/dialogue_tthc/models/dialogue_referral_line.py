from odoo import fields, models

from .dialogue_answer import VERDICTS


class DialogueReferralLine(models.Model):
    """One case in a referral: what we propose, and what came back."""

    _name = "dialogue.referral.line"
    _description = "Case in a Referral"
    _order = "referral_id, id"
    _check_company_auto = True

    referral_id = fields.Many2one(
        comodel_name="dialogue.referral",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="referral_id.company_id", store=True, index=True
    )
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        required=True,
        index=True,
        check_company=True,
    )
    proposal = fields.Text(string="Our proposal")
    reply = fields.Html(copy=False)
    verdict = fields.Selection(
        selection=VERDICTS, copy=False, help="What the reply means for the petitioner."
    )
    state = fields.Selection(related="referral_id.state", string="Referral status")

    _case_uniq = models.UniqueIndex(
        "(referral_id, feedback_id)", "The case is already on this referral."
    )
