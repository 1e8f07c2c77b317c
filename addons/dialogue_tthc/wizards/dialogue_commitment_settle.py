from odoo import fields, models


class DialogueCommitmentSettle(models.TransientModel):
    """Ask for the evidence of a task done, or for the reason to give it up."""

    _name = "dialogue.commitment.settle"
    _description = "Settle a Commitment"

    commitment_id = fields.Many2one(
        comodel_name="dialogue.commitment", required=True, readonly=True
    )
    step = fields.Selection(
        selection=[("done", "Report done"), ("cancel", "Give the task up")],
        default="done",
        required=True,
        readonly=True,
    )
    evidence = fields.Text(
        string="What was done", help="And where it can be seen: document, link, place."
    )
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment", string="Evidence files"
    )
    reason = fields.Text(string="Reason to give it up")

    def action_apply(self):
        """Make the step on the task."""
        self.ensure_one()
        if self.step == "done":
            self.commitment_id.action_report_done(
                self.evidence, self.attachment_ids.ids
            )
        else:
            self.commitment_id.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
