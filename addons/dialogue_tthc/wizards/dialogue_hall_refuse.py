from odoo import fields, models


class DialogueHallRefuse(models.TransientModel):
    """Ask why questions from the hall are not taken; whoever asked reads it."""

    _name = "dialogue.hall.refuse"
    _description = "Questions from the Hall Not Taken"

    question_ids = fields.Many2many(
        comodel_name="dialogue.hall.question",
        string="Questions",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Turn the questions down, with the reason."""
        self.ensure_one()
        self.question_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
