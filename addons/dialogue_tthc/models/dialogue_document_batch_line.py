import base64

from odoo import fields, models
from odoo.exceptions import UserError

from .document_templates import TEMPLATES


class DialogueDocumentBatchLine(models.Model):
    """One document of many made in one go, and the file it became."""

    _name = "dialogue.document.batch.line"
    _description = "One of Many Documents"
    _order = "sequence, id"

    batch_id = fields.Many2one(
        comodel_name="dialogue.document.batch",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(readonly=True)
    res_id = fields.Integer(string="Record", required=True, readonly=True)
    # kept, so that it can be told of one that is gone too
    name = fields.Char(string="For", readonly=True)
    document_id = fields.Many2one(
        comodel_name="dialogue.document",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    state = fields.Selection(
        selection=[("todo", "Waiting"), ("done", "Done"), ("failed", "Not possible")],
        string="Status",
        default="todo",
        required=True,
        readonly=True,
    )
    attempts = fields.Integer(
        readonly=True, help="How often it was begun and came to no end."
    )
    error = fields.Char(string="Reason", readonly=True)
    # until the result is put together
    file = fields.Binary(attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)

    # the same record twice in one go would be the same letter twice
    _record_uniq = models.UniqueIndex(
        "(batch_id, res_id)", "A record stands in one go once."
    )
    _todo_idx = models.Index("(batch_id) WHERE state = 'todo'")

    def _take_file(self):
        """Return the content of the file, alone: Odoo reads those of all at once."""
        self.ensure_one()
        line = self.with_prefetch()
        content = base64.b64decode(line.file)
        line.invalidate_recordset(["file"])
        return content

    def _file_bytes(self):
        """Return how large the files of these lines are together, in bytes."""
        # sudo: files of a field have no rights of their own
        [(size,)] = (
            self.env["ir.attachment"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "file"),
                    ("res_id", "in", self.ids),
                ],
                aggregates=["file_size:sum"],
            )
        )
        return size or 0

    def action_open_record(self):
        """Open the record that the document is made of, where it is still there.

        :return: an action
        """
        self.ensure_one()
        owner = self.env[TEMPLATES[self.batch_id.key].owner].browse(self.res_id)
        if not owner.exists():
            raise UserError(self.env._("“%s” was deleted in the meantime.", self.name))
        return owner._get_records_action()
