from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.dialogue_referral import KINDS


class DialogueFeedbackRefer(models.TransientModel):
    """Put one case or many on the open draft referral to a body.

    The rules are those of ``dialogue.feedback.action_plan_referral``.
    """

    _name = "dialogue.feedback.refer"
    _description = "Refer Cases"

    feedback_ids = fields.Many2many(
        comodel_name="dialogue.feedback", string="Cases", required=True
    )
    draft_id = fields.Many2one(
        comodel_name="dialogue.referral",
        string="Draft to add to",
        readonly=True,
        ondelete="cascade",
        help="Set when cases are added to a draft that is open already.",
    )
    session_id = fields.Many2one(related="draft_id.session_id")
    company_id = fields.Many2one(
        comodel_name="res.company", compute="_compute_company_id"
    )
    kind = fields.Selection(selection=KINDS, default="superior", required=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Addressed to",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
    )
    proposal = fields.Text(
        string="Our proposal",
        help="What the department proposes to the other body, for all these cases. "
        "It can be changed case by case on the referral.",
    )
    referral_id = fields.Many2one(
        comodel_name="dialogue.referral",
        string="Joins the draft",
        compute="_compute_referral_id",
    )
    referral_line_count = fields.Integer(related="referral_id.line_count")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if (
            "feedback_ids" in fields
            and not values.get("feedback_ids")
            and context.get("active_model") == "dialogue.feedback"
        ):
            ids = context.get("active_ids") or [context.get("active_id")]
            values["feedback_ids"] = [Command.set([id_ for id_ in ids if id_])]
        return values

    @api.depends("feedback_ids", "draft_id")
    def _compute_company_id(self):
        for wizard in self:
            companies = wizard.draft_id.company_id | wizard.feedback_ids.company_id
            wizard.company_id = companies[:1] or self.env.company

    @api.depends("kind", "company_id")
    def _compute_partner_id(self):
        for wizard in self:
            superior = wizard.company_id.dialogue_superior_id
            if wizard.kind == "superior":
                wizard.partner_id = wizard.partner_id or superior
            elif wizard.partner_id == superior:
                wizard.partner_id = False

    @api.depends("feedback_ids", "kind", "partner_id", "draft_id")
    def _compute_referral_id(self):
        for wizard in self:
            feedbacks = wizard.feedback_ids._origin
            if not feedbacks:
                wizard.referral_id = wizard.draft_id
            elif len(feedbacks.company_id) == 1 and wizard.partner_id:
                wizard.referral_id = wizard._referrals()._find_draft(
                    feedbacks, wizard.kind, wizard.partner_id._origin
                )
            else:
                wizard.referral_id = False

    def _referrals(self):
        return self.env["dialogue.referral"].with_context(
            dialogue_draft_id=self.draft_id._origin.id
        )

    def action_apply(self):
        """Put the cases on the referral and open it."""
        self.ensure_one()
        if not self.feedback_ids:
            raise UserError(self.env._("Choose the cases to refer."))
        feedbacks = self.feedback_ids.with_context(dialogue_draft_id=self.draft_id.id)
        referral = feedbacks.action_plan_referral(
            self.kind, self.partner_id.id, self.proposal
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.referral",
            "res_id": referral.id,
            "views": [(False, "form")],
            "target": "current",
        }
