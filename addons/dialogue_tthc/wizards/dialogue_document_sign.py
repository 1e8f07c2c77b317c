import base64

from odoo import fields, models
from odoo.exceptions import UserError

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
        if not content.startswith(b"%PDF-"):
            raise UserError(
                self.env._("The signed copy has to be a PDF. Choose another file.")
            )
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
        document.sudo().signed_file_id = copy
        document.message_post(
            body=self.env._("Signed copy attached: %s", copy.name),
            attachment_ids=copy.ids,
            subtype_xmlid="mail.mt_note",
        )
        return {"type": "ir.actions.act_window_close"}
