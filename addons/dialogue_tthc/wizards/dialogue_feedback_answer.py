from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..models.dialogue_answer import VERDICTS


class DialogueFeedbackAnswer(models.TransientModel):
    """An answer given on the spot, to one case or to several that ask the same."""

    _name = "dialogue.feedback.answer"
    _description = "Answer on the Spot"
    _inherit = ["dialogue.selection.mixin"]

    question = fields.Text(compute="_compute_question")
    verdict = fields.Selection(selection=VERDICTS, string="Result", required=True)
    body = fields.Html(string="Answer", required=True)
    legal_basis = fields.Text()
    promised_action = fields.Text(string="What will be done")
    promised_on = fields.Date(string="To be done by")

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        prepared = self._selected_feedbacks()._prepared_answer()
        if prepared and "body" in fields and not defaults.get("body"):
            defaults["body"] = plaintext2html(prepared[0])
        return defaults

    @api.depends("feedback_ids")
    def _compute_question(self):
        for wizard in self:
            wizard.question = wizard.feedback_id.question

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
