from odoo import fields, models


class DialogueExtensionDecide(models.TransientModel):
    """Why a leader does not approve an extension."""

    _name = "dialogue.extension.decide"
    _description = "Do Not Approve an Extension"

    extension_id = fields.Many2one(
        comodel_name="dialogue.extension",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    reject_reason = fields.Text(string="Why not", required=True)

    def action_apply(self):
        """Do not approve the extension.

        :return: an action that closes the window
        """
        self.ensure_one()
        self.extension_id.action_reject(self.reject_reason)
        return {"type": "ir.actions.act_window_close"}
