from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# where the files of the record are linked
FILE_FIELDS = {
    "dialogue.answer": ("attachment_ids",),
    "dialogue.commitment": ("attachment_ids",),
    "dialogue.document": ("signed_file_id", "docx_file_id", "pdf_file_id"),
    "dialogue.feedback": ("attachment_ids",),
}


class IrAttachment(models.Model):
    """Files of issued letters, of answers, of tasks done and of petitioners stay.

    Odoo lets everybody who may write a record replace and delete its files, whatever
    the state of that record.
    """

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation not in ("write", "unlink") or self.env.su:
            return result
        forbidden = result[0] if result else self.browse()
        kept = (self - forbidden)._kept_as_evidence()
        if not kept:
            return result
        forbidden |= kept
        return forbidden, lambda: AccessError(
            self.env._(
                "This file is part of the record and stays as it is. Add another one."
            )
        )

    def _kept_as_evidence(self):
        """Return the files of ``self`` that belong to what was sent, issued or done."""
        kept_ids = set()
        for model, names in FILE_FIELDS.items():
            # sudo: a file is kept also from those who may not read the record
            records_sudo = self.env[model].sudo().with_context(active_test=False)
            holds_file = Domain.OR([(name, "in", self.ids)] for name in names)
            for record in records_sudo.search(holds_file):
                if not record._keeps_files():
                    continue
                for name in names:
                    kept_ids.update(record[name]._without_open_uploads(record).ids)
        kept_ids.update(self._read_sheets().ids)
        return self.filtered(lambda file: file.id in kept_ids)

    def _read_sheets(self):
        """Return the spreadsheets of ``self`` whose rows were looked at."""
        # sudo: asked while access is being checked; nothing of them is told
        files_sudo = self.sudo().filtered(
            lambda file: (
                (file.res_model, file.res_field) == ("dialogue.sheet.import", "file")
            )
        )
        imports_sudo = self.env["dialogue.sheet.import"].sudo()
        kept = imports_sudo.browse(files_sudo.mapped("res_id")).exists()
        kept = kept.filtered(lambda imported: imported._keeps_files())
        return self & files_sudo.filtered(lambda file: file.res_id in kept.ids)

    def _without_open_uploads(self, record):
        """Leave out what the user themselves put on an open case, wrongly perhaps."""
        if record._name != "dialogue.feedback" or not record.is_open:
            return self
        return self.filtered(lambda file: file.create_uid != self.env.user)
