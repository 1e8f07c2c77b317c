from odoo import api, fields, models
from odoo.exceptions import UserError


class DialogueFeedbackSplit(models.TransientModel):
    """Further questions of one letter, which become cases of their own."""

    _name = "dialogue.feedback.split"
    _description = "Split a Case"

    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback", string="Case", required=True
    )
    question = fields.Text(related="feedback_id.question", related_sudo=False)
    line_ids = fields.One2many(
        comodel_name="dialogue.feedback.split.line",
        inverse_name="split_id",
        string="Further questions",
    )

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        if (
            "feedback_id" in fields
            and self.env.context.get("active_model") == "dialogue.feedback"
        ):
            feedback = (
                self.env["dialogue.feedback"]
                .browse(self.env.context.get("active_id") or [])
                .exists()
            )
            feedback.check_access("read")
            defaults["feedback_id"] = feedback.id
        return defaults

    def action_apply(self):
        """Make a case of each line and show the new cases.

        :return: an action that lists them
        :raise UserError: no line, or the case refuses
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Write at least one further question."))
        children = self.feedback_id.action_split(
            [
                {
                    "subject": line.subject,
                    "question": line.question,
                    "sector_id": line.sector_id.id,
                }
                for line in self.line_ids
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_action"
        )
        return {
            **action,
            "name": self.env._("Split from %s", self.feedback_id.display_name),
            "domain": [("id", "in", children.ids)],
            "context": {},
        }


class DialogueFeedbackSplitLine(models.TransientModel):
    """One further question."""

    _name = "dialogue.feedback.split.line"
    _description = "Question Split from a Case"
    _order = "id"

    split_id = fields.Many2one(
        comodel_name="dialogue.feedback.split",
        required=True,
        index=True,
        ondelete="cascade",
    )
    subject = fields.Char(required=True)
    question = fields.Text(required=True)
    sector_id = fields.Many2one(comodel_name="dialogue.sector")
