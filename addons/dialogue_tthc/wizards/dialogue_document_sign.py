import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.pdf_file import PdfError, check_pdf

MAX_SIZE = 25 * 1024 * 1024  # bytes


class DialogueDocumentSign(models.TransientModel):
    """Attach the signed copy (a PDF) to an issued document."""

    _name = "dialogue.document.sign"
    _description = "Attach the Signed Copy"

    document_id = fields.Many2one(
        comodel_name="dialogue.document",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    name = fields.Char(related="document_id.display_name", string="Issued document")
    file = fields.Binary(string="Signed PDF", required=True, attachment=False)
    filename = fields.Char()

    def action_attach(self):
        """Keep the file as the signed copy; an earlier one stays in the history.

        :raise UserError: not issued yet, not a PDF, or too large
        """
        self.ensure_one()
        document = self.document_id
        document.check_access("write")
        content = base64.b64decode(self.file or b"")
        if document.state != "issued":
            raise UserError(
                self.env._(
                    "“%s” is not issued yet. Issue it first, then attach the copy "
                    "that bears its number and signature.",
                    document.name,
                )
            )
        if len(content) > MAX_SIZE:
            raise UserError(
                self.env._(
                    "The file is larger than %(limit)s MB. Save it as a smaller PDF.",
                    limit=MAX_SIZE // 1024 // 1024,
                )
            )
        try:
            check_pdf(content)
        except PdfError as error:
            raise UserError(self._pdf_sentence(error)) from error
        copy = self.env["ir.attachment"].create(
            {
                "name": self.filename or f"{document.reference}.pdf".replace("/", "-"),
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": document._name,
                "res_id": document.id,
            }
        )
        # sudo: the field is closed to forms; the right to write the document, its
        # state and the file were checked above
        sha256 = hashlib.sha256(content).hexdigest()
        document.sudo().write({"signed_file_id": copy.id, "signed_sha256": sha256})
        document.message_post(
            body=self.env._(
                "Signed copy attached: %(name)s (SHA-256 %(sha256)s)",
                name=copy.name,
                sha256=sha256,
            ),
            attachment_ids=copy.ids,
            subtype_xmlid="mail.mt_note",
        )
        return {"type": "ir.actions.act_window_close"}

    def _pdf_sentence(self, error):
        """Return why a file cannot be the signed copy."""
        sentences = {
            "empty": self.env._("The file is empty. Choose another one."),
            "not_pdf": self.env._(
                "The signed copy has to be a PDF, and this file is none, whatever its "
                "name says. Scan or save it as PDF and choose that."
            ),
            "active": self.env._(
                "This PDF runs something when it is opened, or hides another file. "
                "Print it into a new PDF, or scan the paper, and choose that."
            ),
            "password": self.env._(
                "This PDF opens with a password only. Save it without and choose that."
            ),
            "broken": self.env._(
                "This PDF is damaged and shows no page. Scan or save it again."
            ),
        }
        return sentences[error.reason]
