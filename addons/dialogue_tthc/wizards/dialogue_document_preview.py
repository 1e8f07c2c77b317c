from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.document_templates import TEMPLATES
from ..tools.docx_template import TemplateFaults, render_docx
from ..tools.office_pdf import OfficeError, to_pdf

RECORDS = {
    "dialogue.plan": "plan_id",
    "dialogue.answer": "answer_id",
    "dialogue.referral": "referral_id",
    "dialogue.session": "session_id",
    "dialogue.attendance": "attendance_id",
}


class DialogueDocumentPreview(models.TransientModel):
    """Show what a template makes of one record; nothing is kept."""

    _name = "dialogue.document.preview"
    _description = "Preview of a Template"

    template_id = fields.Many2one(
        comodel_name="dialogue.document.template",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="template_id.company_id")
    owner_model = fields.Char(compute="_compute_owner_model")
    plan_id = fields.Many2one(comodel_name="dialogue.plan")
    answer_id = fields.Many2one(comodel_name="dialogue.answer")
    referral_id = fields.Many2one(comodel_name="dialogue.referral")
    session_id = fields.Many2one(comodel_name="dialogue.session")
    attendance_id = fields.Many2one(comodel_name="dialogue.attendance", string="Guest")

    @api.depends("template_id")
    def _compute_owner_model(self):
        for preview in self:
            preview.owner_model = TEMPLATES[preview.template_id.key].owner

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        template = self.env["dialogue.document.template"].browse(
            values.get("template_id")
        )
        if template:
            model = TEMPLATES[template.key].owner
            newest = self.env[model].search(
                [("company_id", "=", template.company_id.id)],
                order="id desc",
                limit=1,
            )
            values[RECORDS[model]] = newest.id
        return values

    def action_show_pdf(self):
        """Open the preview as PDF.

        :return: an action
        """
        Document = self.env["dialogue.document"]
        try:
            content = to_pdf(self._render())
        except OfficeError as error:
            raise UserError(Document._office_sentence(error)) from error
        return self._offer(content, "pdf", "application/pdf")

    def action_show_docx(self):
        """Download the preview as a Word file.

        :return: an action
        """
        return self._offer(self._render(), "docx", "application/octet-stream")

    def _offer(self, content, extension, mimetype):
        name = f"{self.template_id.display_name}.{extension}"
        return self.env["dialogue.document.download"]._offer(content, name, mimetype)

    def _render(self):
        """Return the Word file of the chosen record, as the template makes it now.

        :raise UserError: no record is chosen, or the template cannot be filled in
        """
        self.ensure_one()
        template = self.template_id
        template.check_access("read")
        owner = self[RECORDS[self.owner_model]]
        if not owner:
            raise UserError(self.env._("Choose the record to show the document of."))
        owner.check_access("read")
        content = template._content_of(template.company_id, template.key)
        if not content:
            raise UserError(self.env._("No template is shipped for this document."))
        document = self._document_of(owner)._in_vietnamese()
        owner = owner.with_env(document.env)
        values = {**document._head_values(), **owner._document_values(template.key)}
        try:
            return render_docx(content, values)
        except TemplateFaults as error:
            raise UserError(template._fault_text(error.faults)) from error

    def _document_of(self, owner):
        """Return the document of ``owner``, or one that is not saved."""
        Document = self.env["dialogue.document"]
        key = self.template_id.key
        if owner._document_link:
            document = owner._find_documents(key)[:1]
        else:
            document = owner.document_id
        if document:
            return document
        values = Document._prepare_document_values(
            owner.company_id, TEMPLATES[key].kind, owner._document_name(key)
        )
        return Document.new({**values, "template_key": key, "state": "draft"})
