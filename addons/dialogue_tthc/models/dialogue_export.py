from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .asker import as_asker

STATES = [
    ("on_demand", "Made when it is opened"),
    ("waiting", "Waiting"),
    ("running", "Being made"),
    ("done", "Ready"),
    ("failed", "Failed"),
]
KINDS = [
    ("table", "Table of petitions"),
    ("period", "Report of a period"),
    ("session", "Figures of a session"),
]
# rows that are written while the browser waits: two seconds of work
DIRECT_ROWS = 3_000
# a worker has a minute of computing for each job, if not told otherwise
MOST_ROWS = 150_000
# files asked for and not ready yet, of one person
MOST_WAITING = 5
KEPT_DAYS = 7
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DialogueExport(models.Model):
    """A spreadsheet that somebody asked for.

    Small ones are made when they are opened and kept nowhere. Large ones are made in
    the background (``dialogue_export_job.py``) with the rights of whoever asked, who
    alone gets them, and are deleted after a week.
    """

    _name = "dialogue.export"
    _description = "Spreadsheet"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked for by",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    # What it is of, and how it was asked for
    params = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    lang = fields.Char(readonly=True)
    allowed_company_ids = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    # Progress
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    row_count = fields.Integer(string="Rows", readonly=True, aggregator=None)
    done_count = fields.Integer(string="Rows written", readonly=True, copy=False)
    progress = fields.Float(string="Progress (%)", compute="_compute_progress")
    attempts = fields.Integer(readonly=True, copy=False, aggregator=None)
    failure = fields.Text(string="What went wrong", readonly=True, copy=False)
    prepared_on = fields.Datetime(string="Ready since", readonly=True, copy=False)
    delete_on = fields.Date(
        string="Kept until", compute="_compute_delete_on", compute_sudo=True
    )
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="File",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    file_size = fields.Integer(string="Size", related="attachment_id.file_size")

    @api.depends("state", "row_count", "done_count")
    def _compute_progress(self):
        for export in self:
            if export.state in ("done", "on_demand"):
                export.progress = 100
            else:
                export.progress = 100 * export.done_count / (export.row_count or 1)

    @api.depends("create_date")
    def _compute_delete_on(self):
        for export in self:
            asked = export.create_date or fields.Datetime.now()
            day = export.company_id._dialogue_local(asked).date()
            export.delete_on = day + timedelta(days=KEPT_DAYS)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _request(self, kind, name, params, row_count):
        """Ask for a spreadsheet with the rights of the current user.

        :param str kind: key of ``KINDS``
        :param str name: its title, which its file is called after
        :param dict params: what it is of, for ``_write_<kind>``
        :param int row_count: how many rows it will have
        :return: an action: the download of a small one, the progress of a large one
        :raise UserError: too large, or too many are waiting
        """
        if row_count > MOST_ROWS:
            raise UserError(
                self.env._(
                    "%(count)s cases are too many for one spreadsheet, which has room "
                    "for %(most)s. Choose a shorter period or a narrower filter.",
                    count=row_count,
                    most=MOST_ROWS,
                )
            )
        is_direct = row_count <= DIRECT_ROWS
        # sudo: nobody creates these but here; it is made with the rights of the user
        # who asks, which the file itself is written with
        requests = self.sudo()
        if not is_direct:
            requests._check_few_waiting()
        export = requests.create(
            {
                "kind": kind,
                "name": name,
                "params": params,
                "row_count": row_count,
                "company_id": self.env.company.id,
                "user_id": self.env.uid,
                "lang": self.env.lang,
                "allowed_company_ids": self.env.companies.ids,
                "state": "on_demand" if is_direct else "waiting",
            }
        ).sudo(False)
        if is_direct:
            return export.action_download()
        export._wake()
        return export._open()

    def _check_few_waiting(self):
        waiting = self.search_count(
            [("user_id", "=", self.env.uid), ("state", "in", ("waiting", "running"))]
        )
        if waiting >= MOST_WAITING:
            raise UserError(
                self.env._(
                    "%s of your spreadsheets are still being made. Wait until they are "
                    "ready, or delete those that you do not need.",
                    waiting,
                )
            )

    def _wake(self):
        # sudo: whoever asks may not read scheduled actions
        self.env.ref("dialogue_tthc.ir_cron_export").sudo()._trigger()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Spreadsheet"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # ------------------------------------------------------------------
    # Steps of whoever asked
    # ------------------------------------------------------------------

    def action_download(self):
        """Download the file.

        :raise UserError: it is not ready
        """
        self.ensure_one()
        self.check_access("read")
        if self.state not in ("done", "on_demand"):
            raise UserError(self.env._("This spreadsheet is not ready yet."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/dialogue/export/{self.id}",
            "target": "download",
        }

    def action_retry(self):
        """Make failed spreadsheets once more."""
        self.check_access("read")
        failed = self.filtered(lambda export: export.state == "failed")
        # sudo: closed fields; they are the user's own, as the rule just said
        failed.sudo().write(
            {"state": "waiting", "attempts": 0, "done_count": 0, "failure": False}
        )
        if failed:
            failed._wake()

    @api.autovacuum
    def _gc_exports(self):
        """Delete what was asked for a week ago; Odoo deletes the file with it."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search(Domain("create_date", "<", old)).unlink()

    # ------------------------------------------------------------------
    # Making
    # ------------------------------------------------------------------

    def _as_asker(self):
        """Return this request with the rights and the language of whoever asked.

        :raise UserError: who asked is gone or belongs to the department no more
        """
        # sudo: who asked, and in which departments
        request = self.sudo()
        return as_asker(
            request, request.user_id, request.company_id, request.allowed_company_ids
        ).with_context(lang=request.lang)

    def _write_file(self, target, told=None):
        """Write the spreadsheet with the rights of the current user.

        :param target: binary file to write to
        :param told: called with the number of rows written so far, now and then
        """
        self.ensure_one()
        # sudo: what it is of; whether this user may see it is checked row by row
        params = self.sudo().params
        getattr(self, f"_write_{self.kind}")(target, params, told)

    def _file_name(self):
        return f"{self.name.replace('/', '-')}.xlsx"
