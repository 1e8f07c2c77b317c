from odoo import models


class DialogueDocument(models.Model):
    _inherit = "dialogue.document"

    # two who click at once make one
    _session_key_uniq = models.UniqueIndex(
        "(session_id, template_key) "
        "WHERE session_id IS NOT NULL AND attendance_id IS NULL "
        "AND template_key IN ('minutes', 'notice', 'session_report', 'summary') "
        "AND state <> 'cancelled'",
        "The session has this document already. Load the page again.",
    )


class DialogueSession(models.Model):
    _inherit = "dialogue.session"

    _document_link = "session_id"

    def _find_documents(self, key):
        # those of its guests carry its name too
        documents = super()._find_documents(key)
        return documents.filtered(lambda document: not document.attendance_id)


class DialogueAttendance(models.Model):
    _inherit = "dialogue.attendance"

    _document_link = "attendance_id"

    def _prepare_owned_document(self, key):
        values = super()._prepare_owned_document(key)
        return {**values, "session_id": self.session_id.id}

    def _make_documents(self, key):
        """Let all invitations to one session carry one number.

        The clerical office numbers an invitation once, however many get it.
        """
        documents = super()._make_documents(key)
        for letters in documents.grouped("session_id").values():
            letters._number_together()
        return documents
