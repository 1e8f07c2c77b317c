from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.dialogue_answer import VERDICTS


class DialogueFeedbackAnswer(models.TransientModel):
    """An answer given on the spot, to one case or to several that ask the same."""

    _name = "dialogue.feedback.answer"
    _description = "Answer on the Spot"

    feedback_ids = fields.Many2many(
        comodel_name="dialogue.feedback",
        relation="dialogue_feedback_answer_wizard_rel",
        string="Cases",
    )
    case_count = fields.Integer(compute="_compute_case")
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback", string="Case", compute="_compute_case"
    )
    question = fields.Text(compute="_compute_case")
    verdict = fields.Selection(selection=VERDICTS, string="Result", required=True)
    body = fields.Html(string="Answer", required=True)
    legal_basis = fields.Text()
    promised_action = fields.Text(string="What will be done")
    promised_on = fields.Date(string="To be done by")

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        if (
            "feedback_ids" in fields
            and self.env.context.get("active_model") == "dialogue.feedback"
        ):
            feedbacks = (
                self.env["dialogue.feedback"]
                .browse(self.env.context.get("active_ids") or [])
                .exists()
            )
            feedbacks.check_access("read")
            defaults["feedback_ids"] = [Command.set(feedbacks.ids)]
        return defaults

    @api.depends("feedback_ids")
    def _compute_case(self):
        for wizard in self:
            wizard.case_count = len(wizard.feedback_ids)
            single = wizard.feedback_ids if wizard.case_count == 1 else False
            wizard.feedback_id = single
            wizard.question = single and single.question

    def action_apply(self):
        """Answer the cases on the spot.

        :return: an action that closes the wizard
        """
        self.ensure_one()
        if not self.feedback_ids:
            raise UserError(self.env._("Select the cases to answer first."))
        is_promise = self.verdict == "will_do"
        self.feedback_ids.action_answer_on_spot(
            self.verdict,
            self.body,
            legal_basis=self.legal_basis,
            promised_action=self.promised_action if is_promise else None,
            promised_on=self.promised_on if is_promise else None,
        )
        return {"type": "ir.actions.act_window_close"}
