from odoo import models


class DialogueAnswer(models.Model):
    """What a petitioner gets of an issued answer. Portal users read no answer."""

    _inherit = "dialogue.answer"

    def _portal_letters(self):
        """Return the issued letters of these answers; call it in sudo."""
        return self.document_id.filtered(lambda letter: letter.state == "issued")

    def _portal_attachments(self):
        """Return the files handed out with issued answers; call it in sudo."""
        return self.attachment_ids | self._portal_letters().signed_file_id

    def _portal_values(self, feedback, is_valid):
        """Return one issued answer as plain values; call it in sudo.

        :param feedback: the case on whose page it is shown
        :param bool is_valid: whether it is the answer that holds
        :return: see ``dialogue.feedback._portal_answers``
        """
        self.ensure_one()
        letter = self._portal_letters()
        verdicts = dict(self._fields["verdict"]._description_selection(self.env))
        return {
            "is_valid": is_valid,
            "verdict": verdicts[self.verdict],
            "body": self.body,
            "legal_basis": self.legal_basis,
            "legal_documents": self.legal_document_ids.mapped("display_name"),
            "promised_action": self.promised_action,
            "promised_on": self.promised_on,
            "promised_by": self.promised_department_id.name,
            "issued_on": self.issued_on,
            "reference": letter.reference,
            "date": letter.date,
            "files": feedback._portal_files(self._portal_attachments()),
        }
