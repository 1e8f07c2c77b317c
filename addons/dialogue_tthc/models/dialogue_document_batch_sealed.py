from odoo import models
from odoo.fields import Domain


class DialogueFeedback(models.Model):
    """What is sealed afterwards is not read in documents that were made in one go."""

    _inherit = "dialogue.feedback"

    def _shut_out(self):
        res = super()._shut_out()
        # sudo: results of others, whoever sealed the case; those who may read it still
        # have them made anew
        sealed_sudo = self.sudo().filtered("is_sealed")
        sealed_sudo._batches_that_tell()._forget_result()
        return res

    def _batches_that_tell(self):
        """Return the batches (in sudo) whose files tell of one of these cases."""
        lines = self.env["dialogue.referral.line"].search(
            [("feedback_id", "in", self.ids)]
        )
        owners = {
            ("answer",): self.with_context(active_test=False).answer_ids,
            ("forwarding", "escalation"): lines.referral_id,
            ("minutes", "notice", "session_report", "summary"): self.session_id,
        }
        telling = Domain.OR(
            Domain("batch_id.key", "in", keys) & Domain("res_id", "in", records.ids)
            for keys, records in owners.items()
        )
        return (
            self.env["dialogue.document.batch.line"]
            .search(telling & Domain("state", "=", "done"))
            .batch_id
        )


class DialogueDocumentBatch(models.Model):
    _inherit = "dialogue.document.batch"

    def _forget_result(self):
        """Delete what was made; whoever asked can have it made with today's rights."""
        self.line_ids.write({"file": False})
        for batch in self.filtered(lambda batch: batch.state != "waiting"):
            batch.write(
                {
                    "state": "failed",
                    "result_file": False,
                    "error": batch._in_its_language().env._(
                        "A case in it was sealed in the meantime, so the file is gone. "
                        "Try again: it is made anew without what you may not read."
                    ),
                }
            )
