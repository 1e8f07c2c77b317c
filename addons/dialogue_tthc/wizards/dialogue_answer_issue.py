from odoo import fields, models
from odoo.exceptions import UserError


class DialogueAnswerIssue(models.TransientModel):
    """Number and day of the letters by which answers are issued."""

    _name = "dialogue.answer.issue"
    _description = "Issue Answers"
    _inherit = ["dialogue.selection.mixin"]

    number = fields.Integer(
        help="The number that the clerical office gave. "
        "Leave it empty and the next free one is taken."
    )
    date = fields.Date(
        string="Date of the letter",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )

    def action_apply(self):
        """Issue the answers waiting on the cases.

        :return: an action that closes the wizard
        """
        self.ensure_one()
        if not self.feedback_ids:
            raise UserError(self.env._("Select the answers to issue first."))
        number = self.number if self.case_count == 1 else None
        referred = self.feedback_ids.filtered(
            lambda feedback: feedback.state == "referred"
        )
        own = self.feedback_ids - referred
        if own:
            own.action_issue(number=number or None, date=self.date)
        if referred:
            referred.action_issue_reply(number=number or None, date=self.date)
        return {"type": "ir.actions.act_window_close"}
