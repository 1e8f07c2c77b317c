import base64
import functools

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import file_open

from .document_templates import SELECTION, TEMPLATES

SHIPPED = "dialogue_tthc/static/documents/{key}.docx"


class DialogueDocumentTemplate(models.Model):
    """The template of one official document in one department.

    Without a file of its own a department uses the shipped one. A file of its own is
    checked when it is uploaded: what it names and there is not, what it may not do and
    what is no plain Word file is refused, so every template kept here can be filled in.
    """

    _name = "dialogue.document.template"
    _description = "Document Template"
    _inherit = ["mail.thread"]
    _order = "company_id, sequence, id"
    _check_company_auto = True

    key = fields.Selection(
        selection=SELECTION, string="Document", required=True, readonly=True
    )
    sequence = fields.Integer(readonly=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    file = fields.Binary(
        string="Own template",
        attachment=True,
        copy=False,
        help="A Word file (.docx) with placeholders. Empty: the shipped one is used.",
    )
    filename = fields.Char(copy=False)
    is_own = fields.Boolean(
        string="Own template in use", compute="_compute_is_own", store=True
    )
    is_shipped = fields.Boolean(
        string="A shipped one is there", compute="_compute_is_shipped"
    )
    placeholders = fields.Json(compute="_compute_placeholders")
    placeholder_table = fields.Html(
        compute="_compute_placeholder_table", sanitize=False, string="Placeholders"
    )

    _key_uniq = models.UniqueIndex(
        "(company_id, key)", "A department has one template of each kind."
    )

    @api.depends("file")
    def _compute_is_own(self):
        for template in self:
            template.is_own = bool(template.file)

    @api.depends("key")
    def _compute_is_shipped(self):
        for template in self:
            template.is_shipped = bool(template._shipped(template.key))

    @api.depends("key", "company_id")
    def _compute_display_name(self):
        for template in self:
            template.display_name = self._key_label(template.key)

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_placeholders(self):
        Document = self.env["dialogue.document"]
        for template in self:
            listed = Document._placeholders(template.key)
            # explanations begin with what a name is, in the language of the sources
            source = Document.with_context(lang="en_US")._placeholders(template.key)
            template.placeholders = [
                {
                    "name": name,
                    "written": _written(name, source[name], list(listed)),
                    "meaning": meaning,
                }
                for name, meaning in listed.items()
            ]

    @api.depends("placeholders")
    @api.depends_context("lang")
    def _compute_placeholder_table(self):
        for template in self:
            template.placeholder_table = self.env["ir.qweb"]._render(
                "dialogue_tthc.dialogue_document_placeholders",
                {"placeholders": template.placeholders},
            )

    def write(self, vals):
        if "file" in vals:
            self._keep_former()
        return super().write(vals)

    def _keep_former(self):
        """Leave the template that is replaced in the history."""
        for template in self.filtered("file"):
            template.message_post(
                body=self.env._("The former template of the department."),
                attachments=[
                    (
                        template.filename or f"{template.key}.docx",
                        base64.b64decode(template.with_context(bin_size=False).file),
                    )
                ],
                subtype_xmlid="mail.mt_note",
            )

    # ------------------------------------------------------------------
    # Content
    # ------------------------------------------------------------------

    @api.model
    def _content_of(self, company, key):
        """Return the template that a department uses for ``key``.

        :param res.company company: the department
        :param str key: key of ``TEMPLATES``
        :return: bytes of the .docx, or None when there is none at all
        """
        # sudo: whoever may write a document uses the template of its department
        own_sudo = self.sudo().search(
            [("company_id", "=", company.id), ("key", "=", key), ("is_own", "=", True)],
            limit=1,
        )
        if own_sudo:
            return base64.b64decode(own_sudo.with_context(bin_size=False).file)
        return self._shipped(key)

    @api.model
    def _shipped(self, key):
        """Return the template that ships with the addon, or None."""
        return _read_shipped(key)

    @api.model
    def _key_label(self, key):
        """Return what documents of ``key`` are called."""
        return dict(self._fields["key"]._description_selection(self.env)).get(key, "")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    @api.model
    def _ensure_templates(self, companies=None):
        """Let departments have a line for each document.

        :param res.company companies: the departments; all, if not given
        """
        if companies is None:
            companies = self.env["res.company"].sudo().search([("id", "!=", False)])
        # sudo: empty lines, which say no more than the table of templates
        templates_sudo = self.sudo()
        found = templates_sudo.search([("company_id", "in", companies.ids)])
        have = {(one.company_id, one.key) for one in found}
        templates_sudo.create(
            [
                {"company_id": company.id, "key": key, "sequence": at}
                for company in companies
                for at, key in enumerate(TEMPLATES)
                if (company, key) not in have
            ]
        )

    def action_download(self):
        """Download the template in use.

        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        if not self.file:
            return self.action_download_shipped()
        return self._offer(self._content_of(self.company_id, self.key), self.filename)

    def action_download_shipped(self):
        """Download the shipped template, as a start for an own one.

        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        content = self._shipped(self.key)
        if not content:
            raise UserError(self.env._("No template is shipped for this document."))
        return self._offer(content, f"{self.key}.docx")

    def _offer(self, content, name):
        return self.env["dialogue.document.download"]._offer(
            content, name or f"{self.key}.docx", "application/octet-stream"
        )

    def action_use_shipped(self):
        """Go back to the shipped template; the own one stays in the history."""
        self.check_access("write")
        if any(not template.is_shipped for template in self):
            raise UserError(self.env._("No template is shipped for this document."))
        self.write({"file": False, "filename": False})

    def action_preview(self):
        """Ask for a record to show the document of.

        :return: an action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": "dialogue.document.preview",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_template_id": self.id},
        }


def _written(name, explanation, names):
    """Return how a placeholder is written in Word.

    :param str explanation: begins with "List:" or "True" for what is no text
    :param list names: all names, some of which may be inside this one
    """
    inside, dot, last = name.rpartition(".")
    if dot:
        return f"{{{{ x.{last} }}}} ({{% for x in {inside} %}})"
    if any(other.startswith(f"{name}.") for other in names):
        return f"{{%tr for x in {name} %}} … {{%tr endfor %}}"
    if explanation.startswith("List"):
        return f"{{% for x in {name} %}} {{{{ x }}}} {{% endfor %}}"
    if explanation.startswith("True"):
        return f"{{% if {name} %}} … {{% endif %}}"
    return f"{{{{ {name} }}}}"


@functools.cache
def _read_shipped(key):
    try:
        with file_open(SHIPPED.format(key=key), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
