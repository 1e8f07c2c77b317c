from odoo import fields, models


class DialogueFilingDiscard(models.TransientModel):
    """Ask why a form that waits for confirmation is no question to answer."""

    _name = "dialogue.filing.discard"
    _description = "Form Not Taken In"

    filing_id = fields.Many2one(
        comodel_name="dialogue.filing", string="Form", required=True, readonly=True
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Drop the form, with the reason."""
        self.ensure_one()
        self.filing_id.action_discard(self.reason)
        return {"type": "ir.actions.act_window_close"}
