from odoo import api, fields, models

from ..models.dialogue_document_batch import FORMATS
from ..models.document_templates import SELECTION, TEMPLATES
from ..tools.office_pdf import find_office


class DialogueDocumentBatchAsk(models.TransientModel):
    """Ask in which form many documents are made: one PDF, or a file for each.

    Word files need no LibreOffice, so they are proposed where it is missing.
    """

    _name = "dialogue.document.batch.ask"
    _description = "Make Many Documents"

    key = fields.Selection(
        selection=SELECTION, string="Documents", required=True, readonly=True
    )
    record_ids = fields.Json(readonly=True)
    record_count = fields.Integer(string="How many", compute="_compute_record_count")
    form = fields.Selection(
        selection=FORMATS,
        string="Result",
        default=lambda _self: "pdf" if find_office() else "docx_zip",
        required=True,
    )
    has_office = fields.Boolean(compute="_compute_has_office")

    @api.depends("record_ids")
    def _compute_record_count(self):
        for wizard in self:
            wizard.record_count = len(wizard.record_ids or [])

    def _compute_has_office(self):
        self.has_office = bool(find_office())

    @api.model
    def _ask(self, key, owners):
        """Ask how the document ``key`` of each of many records is made.

        :param str key: key of ``TEMPLATES``
        :param owners: records of the owner's model of this key
        :return: an action that opens the question
        :raise UserError: the records cannot be made in one go
        """
        self.env["dialogue.document.batch"]._check_owners(key, owners)
        wizard = self.create({"key": key, "record_ids": owners.ids})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make many documents"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_start(self):
        """Have the documents made.

        :return: an action that opens the progress
        """
        self.ensure_one()
        # those that were deleted meanwhile are left out; the rights are checked there
        owners = self.env[TEMPLATES[self.key].owner].browse(self.record_ids).exists()
        return self.env["dialogue.document.batch"]._start(self.key, owners, self.form)
