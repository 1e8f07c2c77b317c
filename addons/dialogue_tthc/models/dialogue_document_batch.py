from odoo import api, fields, models
from odoo.exceptions import UserError

from .document_templates import SELECTION, TEMPLATES

FORMATS = [
    ("pdf", "One PDF to print"),
    ("pdf_zip", "One PDF each, in a ZIP file"),
    ("docx_zip", "One Word file each, in a ZIP file"),
]
MOST = 2000
JOB = "dialogue_tthc.ir_cron_document_batch"


class DialogueDocumentBatch(models.Model):
    """Many documents made in one go, in the background, for the one who asked.

    Each line is done once, whatever happens to the job in between: what is done is
    committed with the files it made, and the job goes on with the rest.
    """

    _name = "dialogue.document.batch"
    _description = "Documents Made in One Go"
    _order = "id desc"

    key = fields.Selection(
        selection=SELECTION, string="Documents", required=True, readonly=True
    )
    form = fields.Selection(
        selection=FORMATS, string="Result", default="pdf", required=True, readonly=True
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=[("waiting", "Under way"), ("done", "Done"), ("failed", "Failed")],
        string="Status",
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    attempts = fields.Integer(
        readonly=True, help="How often its result was begun and came to no end."
    )
    line_ids = fields.One2many(
        comodel_name="dialogue.document.batch.line",
        inverse_name="batch_id",
        readonly=True,
    )
    line_count = fields.Integer(
        string="Asked for", compute="_compute_progress", compute_sudo=True
    )
    done_count = fields.Integer(
        string="Finished", compute="_compute_progress", compute_sudo=True
    )
    failed_count = fields.Integer(
        string="Not possible", compute="_compute_progress", compute_sudo=True
    )
    progress = fields.Float(compute="_compute_progress", compute_sudo=True)
    is_to_sign = fields.Boolean(
        string="Not issued yet",
        compute="_compute_is_to_sign",
        compute_sudo=True,
        help="Its invitations bear no number yet.",
    )
    failed_line_ids = fields.One2many(
        comodel_name="dialogue.document.batch.line",
        inverse_name="batch_id",
        string="Documents that were not possible",
        domain=[("state", "=", "failed")],
        readonly=True,
    )
    error = fields.Text(string="What went wrong", readonly=True)
    result_file = fields.Binary(string="Result file", attachment=True, readonly=True)
    result_name = fields.Char(readonly=True)

    @api.depends("line_ids.state")
    def _compute_progress(self):
        rows = self.env["dialogue.document.batch.line"]._read_group(
            [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"]
        )
        counts = {(batch.id, state): count for batch, state, count in rows}
        for batch in self:
            done = counts.get((batch.id, "done"), 0)
            failed = counts.get((batch.id, "failed"), 0)
            total = done + failed + counts.get((batch.id, "todo"), 0)
            batch.done_count = done
            batch.failed_count = failed
            batch.line_count = total
            batch.progress = 100 * (done + failed) / total if total else 0

    @api.depends("key", "line_ids.document_id.state")
    def _compute_is_to_sign(self):
        for batch in self:
            batch.is_to_sign = batch.key == "invitation" and bool(
                batch._leading_documents()
            )

    @api.depends("key", "line_count")
    def _compute_display_name(self):
        labels = dict(self._fields["key"]._description_selection(self.env))
        for batch in self:
            batch.display_name = f"{labels.get(batch.key, '')} ({batch.line_count})"

    @api.model
    def _start(self, key, owners, form="pdf"):
        """Make the document ``key`` of each of many records, in the background.

        Those that have none yet get one as a draft; those that have are printed as
        they stand.

        :param str key: key of ``TEMPLATES``
        :param owners: records of the owner's model of this key, that the user may read
        :param str form: key of ``FORMATS``: the file that comes out
        :return: an action that opens the progress
        :raise UserError: none or too many records, or of several departments
        """
        self._check_owners(key, owners)
        # sudo: nobody writes these rows but the program; the rights on the records
        # and on documents were checked above, and the job acts as the user
        batch_sudo = self.sudo().create(
            {
                "key": key,
                "form": form,
                "company_id": owners.company_id.id,
                "line_ids": [
                    fields.Command.create(
                        {"sequence": at, "res_id": owner.id, "name": owner.display_name}
                    )
                    for at, owner in enumerate(owners)
                ],
            }
        )
        self._trigger()
        return batch_sudo.sudo(False)._get_records_action()

    @api.model
    def _check_owners(self, key, owners):
        """Refuse what cannot be made in one go; see :meth:`_start`."""
        if owners._name != TEMPLATES[key].owner:
            raise ValueError(f"{key} is not made of {owners._name}")
        owners.check_access("read")
        self.env["dialogue.document"].check_access("create")
        if not owners:
            raise UserError(self.env._("Choose at least one record first."))
        if len(owners) > MOST:
            raise UserError(
                self.env._(
                    "At most %s documents are made in one go. Choose fewer.", MOST
                )
            )
        if len(owners.company_id) > 1:
            raise UserError(
                self.env._("Choose records of one department only, then try again.")
            )

    def _leading_documents(self):
        """Return the documents of this batch that the others follow, not issued yet."""
        documents = self.line_ids.document_id
        leading = documents.leading_id | documents.filtered(
            lambda document: not document.leading_id
        )
        return leading.filtered(
            lambda document: document.state in ("draft", "submitted", "approved")
        )

    def action_open_leading(self):
        """Open the invitation to be signed: the others bear its number.

        :return: an action
        """
        self.ensure_one()
        return self._leading_documents()._get_records_action(
            name=self.env._("Official documents")
        )

    @api.model
    def _trigger(self):
        """Let the job run as soon as this transaction is over."""
        # sudo: whoever may make documents may have them made; the job acts as them
        self.env.ref(JOB).sudo()._trigger()
