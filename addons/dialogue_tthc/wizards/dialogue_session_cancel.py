from odoo import fields, models


class DialogueSessionCancel(models.TransientModel):
    """Ask why a session is cancelled, and what takes its place."""

    _name = "dialogue.session.cancel"
    _description = "Cancel a Session"

    session_id = fields.Many2one(
        comodel_name="dialogue.session", required=True, readonly=True
    )
    company_id = fields.Many2one(related="session_id.company_id")
    reason = fields.Text(required=True)
    replaced_by_id = fields.Many2one(
        comodel_name="dialogue.session",
        domain="[('id', '!=', session_id), ('company_id', '=', company_id), "
        "('state', 'not in', ('closed', 'cancelled'))]",
        help="For example a round in writing instead of a meeting.",
    )

    def action_cancel(self):
        """Cancel the session."""
        self.ensure_one()
        self.session_id.action_cancel(self.reason, self.replaced_by_id.id)
        return {"type": "ir.actions.act_window_close"}
