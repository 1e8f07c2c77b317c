import logging

from odoo import models

_logger = logging.getLogger(__name__)

# texts kept between two commits; so many are kept within the click that issues them
CHUNK = 10


class DialogueDocument(models.Model):
    """The texts of many invitations are kept in the background, after their issue.

    Number, day, what was approved and the template stand by then, so what is kept a
    minute later is what would have been kept in the click. Whoever opens one earlier
    has it kept at that moment.
    """

    _inherit = "dialogue.document"

    _text_missing_idx = models.Index(
        "(id) WHERE state = 'issued' AND leading_id IS NOT NULL "
        "AND docx_file_id IS NULL"
    )

    def _is_copy(self):
        """Say whether this is the same letter as its leading document, to another."""
        self.ensure_one()
        leading = self.leading_id
        return bool(leading) and leading.template_key == self.template_key

    def _waits_for_text(self):
        """Say whether the text of this issued copy is still to be kept."""
        self.ensure_one()
        return bool(
            self.state == "issued"
            and not self.docx_file_id
            and self._is_copy()
            and self.leading_id.docx_file_id
        )

    def _freeze_issued(self):
        """Keep the texts of documents that are issued now, those of many later.

        :raise UserError: the text of one cannot be made; then none is issued
        """
        copies = self.filtered(lambda document: document._is_copy())
        if len(copies) <= CHUNK:
            self._freeze_text()
            return
        (self - copies)._freeze_text()
        self.env["dialogue.document.batch"]._trigger()

    def _freeze_waiting(self):
        """Keep the texts that are still to be kept, some at a time (for the job).

        :return: False when the time of the job is over
        """
        last = 0
        while documents := self.search(
            [
                ("id", ">", last),
                ("state", "=", "issued"),
                ("docx_file_id", "=", False),
                ("leading_id.docx_file_id", "!=", False),
                ("attendance_id", "!=", False),
            ],
            order="id",
            limit=CHUNK,
        ):
            last = documents[-1].id
            for document in documents.try_lock_for_update():
                try:
                    with self.env.cr.savepoint():
                        document._freeze_text()
                # one that cannot be made keeps no other waiting; whoever opens it is
                # told why
                except Exception:
                    _logger.exception("the text of %s cannot be kept", document)
            if not self.env["ir.cron"]._commit_progress(len(documents)):
                return False
        return True
