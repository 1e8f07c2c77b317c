import hashlib
import json

from odoo import fields, models
from odoo.exceptions import UserError


class DialogueDocument(models.Model):
    """What a leader approved is what is issued.

    The fields of an approved document are closed. But a notice or minutes also say what
    their session says, and that may change between the approval and the issue. Plans,
    answers and referrals close their own text.
    """

    _inherit = "dialogue.document"

    approved_sha256 = fields.Char(readonly=True, copy=False, size=64)

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.name == "approve":
            for document in self.filtered("session_id"):
                document.approved_sha256 = document._said_sha256()
        elif move.name == "issue":
            self._check_says_what_was_approved()
        return result

    def _check_says_what_was_approved(self):
        for document in self.filtered("approved_sha256"):
            if document.approved_sha256 != document._said_sha256():
                raise UserError(
                    self.env._(
                        "“%s” says something else now than when it was approved: its "
                        "session or guests changed. Return it for changes and have it "
                        "approved again.",
                        document.name,
                    )
                )

    def _said_sha256(self):
        """Return a fingerprint of what the owner of this document (in sudo) says now.

        In sudo it is the same whoever asks, and nothing of it is shown.
        """
        document = self._in_vietnamese()
        values = document._document_owner()._document_values(document.template_key)
        said = json.dumps(values, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()
