from odoo import fields, models


class DialogueAnswer(models.Model):
    """What the screens of an answer show of its case, and buttons that call it."""

    _inherit = "dialogue.answer"

    subject = fields.Char(related="feedback_id.subject")
    question = fields.Text(related="feedback_id.question")
    petitioner_label = fields.Char(related="feedback_id.petitioner_label")
    department_id = fields.Many2one(related="feedback_id.department_id")
    date_deadline = fields.Date(related="feedback_id.date_deadline")
    due_note = fields.Char(related="feedback_id.due_note")
    is_overdue = fields.Boolean(related="feedback_id.is_overdue")
    feedback_state = fields.Selection(
        related="feedback_id.state", string="Status of the case"
    )
    feedback_attachment_ids = fields.Many2many(
        related="feedback_id.attachment_ids",
        related_sudo=False,
        string="Files of the petitioner",
    )

    def action_submit(self):
        """Hand the answers in for approval."""
        self.feedback_id.action_submit()

    def action_open_feedback(self):
        """Open the case of the answer.

        :return: an action
        """
        self.ensure_one()
        return self.feedback_id._get_records_action()
