from odoo import fields, models


class DialogueHallRefuse(models.TransientModel):
    """Ask why a question from the hall is not taken; whoever asked reads it."""

    _name = "dialogue.hall.refuse"
    _description = "Question from the Hall Not Taken"

    question_id = fields.Many2one(
        comodel_name="dialogue.hall.question", required=True, readonly=True
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Turn the question down, with the reason."""
        self.ensure_one()
        self.question_id.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
