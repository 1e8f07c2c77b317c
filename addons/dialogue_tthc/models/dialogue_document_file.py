import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.docx_template import TemplateFaults, render_docx
from ..tools.office_pdf import OfficeError, to_pdf
from .document_templates import TEMPLATES

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
# documents are in Vietnamese whatever the language of their author
LANGUAGE = "vi_VN"
NAME_LENGTH = 80


class DialogueDocument(models.Model):
    """The text of a document: made from its template, kept when it is issued.

    A draft is made anew each time it is opened. What is issued is kept as it is, as a
    Word file with its SHA-256; nobody changes or deletes it afterwards, and whoever
    opens it gets these same bytes. Once the signed copy is there, that is the document.
    """

    _inherit = "dialogue.document"

    docx_file_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="Text as issued",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    docx_sha256 = fields.Char(
        string="SHA-256 of the text", readonly=True, copy=False, size=64
    )
    pdf_file_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="Text as issued, as PDF",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    pdf_sha256 = fields.Char(
        string="SHA-256 of the PDF", readonly=True, copy=False, size=64
    )
    signed_sha256 = fields.Char(
        string="SHA-256 of the signed copy", readonly=True, copy=False, size=64
    )
    has_text = fields.Boolean(
        string="Has a text",
        compute="_compute_has_text",
        compute_sudo=True,
        help="Whether its text can be made from a template, or was kept.",
    )

    @api.depends(
        "state",
        "template_key",
        "session_id",
        "attendance_id",
        "docx_file_id",
        "leading_id.docx_file_id",
    )
    def _compute_has_text(self):
        for document in self:
            document.has_text = bool(
                document.docx_file_id
                or (
                    (document.state != "issued" or document._waits_for_text())
                    and document.template_key
                    and document._document_owner()
                )
            )

    def _kept_fields(self):
        return super()._kept_fields() | {
            "docx_file_id",
            "docx_sha256",
            "pdf_file_id",
            "pdf_sha256",
            "signed_sha256",
        }

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        if move.name == "issue":
            self._freeze_issued()
        return result

    # ------------------------------------------------------------------
    # Making the text
    # ------------------------------------------------------------------

    def _render(self):
        """Return this document as a Word file.

        :return: bytes of the .docx: the kept ones once it is issued
        :raise UserError: it stands alone, or its template cannot be filled in
        """
        self.ensure_one()
        if self._waits_for_text():
            self._freeze_text()
        if self.docx_file_id:
            return self._kept_content(self.docx_file_id, self.docx_sha256)
        if self.state == "issued":
            raise UserError(
                self.env._(
                    "The text of “%s” was not kept here when it was issued. Attach "
                    "its signed copy.",
                    self.name,
                )
            )
        return self._make_text()

    def _make_text(self):
        """Fill in the template of this document with what its owner says today."""
        document = self._in_vietnamese()
        owner = document._document_owner()
        key = document.template_key
        if not owner or not key:
            raise UserError(
                self.env._(
                    "“%s” belongs to no plan, session, answer or referral that its "
                    "text could be made of. Write it in Word and attach the signed "
                    "copy when it is issued.",
                    self.name,
                )
            )
        owner.check_access("read")
        Template = self.env["dialogue.document.template"]
        content = self._template_content()
        if not content:
            raise UserError(
                self.env._(
                    "There is no template for “%s” yet. Ask your administrator to "
                    "upload one.",
                    Template._key_label(key),
                )
            )
        values = {**document._head_values(), **document._owner_values()}
        try:
            return render_docx(content, values)
        except TemplateFaults as error:
            raise UserError(
                self.env._(
                    "“%(document)s” cannot be made from the template of your "
                    "department:\n%(faults)s\nAn administrator can correct the "
                    "template or go back to the shipped one.",
                    document=self.name,
                    faults=Template._fault_text(error.faults),
                )
            ) from error

    def _in_vietnamese(self):
        """Return ``self`` in the language that documents are written in."""
        is_there = self.env["res.lang"]._get_data(code=LANGUAGE)
        return self.with_context(lang=LANGUAGE) if is_there else self

    def _render_pdf(self):
        """Return this document as PDF, made of the very Word file of :meth:`_render`.

        :raise UserError: LibreOffice is missing or fails
        """
        self.ensure_one()
        if self.pdf_sha256:
            return self._kept_content(self.pdf_file_id, self.pdf_sha256)
        try:
            content = to_pdf(self._render())
        except OfficeError as error:
            raise UserError(self._office_sentence(error)) from error
        if self.docx_file_id:
            # sudo: a closed field, filled with what follows from the kept text
            document_sudo = self.sudo()
            document_sudo.write(
                {
                    "pdf_file_id": document_sudo._keep(content, "pdf", PDF).id,
                    "pdf_sha256": hashlib.sha256(content).hexdigest(),
                }
            )
        return content

    def _office_sentence(self, error):
        """Return what people are told when there is no PDF."""
        if error.reason == "missing":
            return self.env._(
                "LibreOffice is not installed on the server, so there is no PDF. "
                "Take the Word file instead, or ask your administrator to install it."
            )
        if error.reason == "timeout":
            return self.env._(
                "Making the PDF takes too long right now. Try again in a moment, or "
                "take the Word file."
            )
        return self.env._(
            "The PDF could not be made. Take the Word file and save it as PDF there."
        )

    # ------------------------------------------------------------------
    # Keeping it
    # ------------------------------------------------------------------

    def _freeze_text(self):
        """Keep the text of documents that are issued now, as it is now.

        A document that stands alone, or has no template, has no text to keep.

        :raise UserError: the text cannot be made; then it is not issued either
        """
        for document in self:
            if (
                document.docx_file_id
                or document.state != "issued"
                or not document.template_key
                or not document._document_owner()
                or not document._template_content()
            ):
                continue
            # as the one who issues it: what they may not read does not stand in it
            content = document.sudo(False)._make_text()
            # sudo: closed fields of a document whose issue was checked
            document_sudo = document.sudo()
            document_sudo.write(
                {
                    "docx_file_id": document_sudo._keep(content, "docx", DOCX).id,
                    "docx_sha256": hashlib.sha256(content).hexdigest(),
                }
            )

    def _keep(self, content, extension, mimetype):
        """Return an attachment of this document with ``content``; call it in sudo."""
        return self.env["ir.attachment"].create(
            {
                "name": self._file_name(extension),
                "raw": content,
                "mimetype": mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _kept_content(self, attachment, sha256):
        """Return the content of a kept file, as far as it is still the same.

        :raise UserError: the file in the store is not what was kept
        """
        # sudo: whoever reads the document reads its text
        content = attachment.sudo().raw or b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise UserError(
                self.env._(
                    "The file of “%s” in the store is not the one that was issued. "
                    "Tell your administrator; the right one is in the backup.",
                    self.display_name,
                )
            )
        return content

    def _file_name(self, extension):
        """Return a name for a file of this document that no file system minds."""
        self.ensure_one()
        parts = [self.reference if self.number else "DU THAO", self.name]
        if self.attendance_id:
            # sudo: whoever reads an invitation reads to whom it is written
            parts.append(self.attendance_id.sudo().name)
        name = " ".join(part for part in parts if part)
        kept = "".join(
            char if char.isalnum() or char in " .,()-" else "-" for char in name
        )
        return f"{' '.join(kept.split())[:NAME_LENGTH].strip(' .')}.{extension}"

    # ------------------------------------------------------------------
    # Opening it
    # ------------------------------------------------------------------

    def action_open_docx(self):
        """Download the Word file.

        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["dialogue.document.download"]._offer(
            self._render(), self._file_name("docx"), DOCX
        )

    def action_open_pdf(self):
        """Open the document as PDF: the signed copy, where there is one.

        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: whoever reads an invitation reads the signed one that it is a copy of
        signed_sudo = self.sudo()._signed_one()
        if signed_sudo.signed_file_id:
            content = signed_sudo._kept_content(
                signed_sudo.signed_file_id, signed_sudo.signed_sha256
            )
            name = signed_sudo.signed_file_id.name
        else:
            content, name = self._render_pdf(), self._file_name("pdf")
        return self.env["dialogue.document.download"]._offer(content, name, PDF)

    def action_make_in_bulk(self):
        """Print many documents of one key into one file, in the background.

        :return: an action that opens the progress
        """
        keys = set(self.mapped("template_key"))
        if len(keys) != 1 or keys == {False}:
            raise UserError(
                self.env._(
                    "Choose documents of one kind that have a text of their own."
                )
            )
        (key,) = keys
        Owner = self.env[TEMPLATES[key].owner]
        link = Owner._document_link
        owners = self[link] if link else self._find_owners(Owner)
        return self.env["dialogue.document.batch.ask"]._ask(key, owners)
