from odoo import fields, models


class DialoguePublicationWithdraw(models.TransientModel):
    """Why public answers are taken back."""

    _name = "dialogue.publication.withdraw"
    _description = "Take Public Answers Back"

    publication_ids = fields.Many2many(
        comodel_name="dialogue.publication",
        string="Public answers",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Text(string="Why", required=True)

    def action_apply(self):
        """Take them back.

        :return: an action that closes the window
        """
        self.ensure_one()
        self.publication_ids.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
