from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class DialogueAnswerIssue(models.TransientModel):
    """Number and day of the letters by which answers are issued."""

    _name = "dialogue.answer.issue"
    _description = "Issue Answers"

    feedback_ids = fields.Many2many(
        comodel_name="dialogue.feedback",
        relation="dialogue_answer_issue_rel",
        string="Cases",
    )
    case_count = fields.Integer(compute="_compute_case")
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback", string="Case", compute="_compute_case"
    )
    number = fields.Integer(
        help="The number that the clerical office gave. "
        "Leave it empty and the next free one is taken."
    )
    date = fields.Date(
        string="Date of the letter",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        model = self.env.context.get("active_model")
        if "feedback_ids" in fields and model in (
            "dialogue.feedback",
            "dialogue.answer",
        ):
            records = (
                self.env[model]
                .browse(self.env.context.get("active_ids") or [])
                .exists()
            )
            feedbacks = records.feedback_id if model == "dialogue.answer" else records
            feedbacks.check_access("read")
            defaults["feedback_ids"] = [Command.set(feedbacks.ids)]
        return defaults

    @api.depends("feedback_ids")
    def _compute_case(self):
        for wizard in self:
            wizard.case_count = len(wizard.feedback_ids)
            wizard.feedback_id = (
                wizard.feedback_ids if wizard.case_count == 1 else False
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
