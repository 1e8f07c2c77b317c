from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.sheet_columns import columns_of
from ..tools.sheet_file import MAX_FILE
from .feedback_states import DESK
from .moves_mixin import Move

SHEET_TARGETS = [
    ("feedback", "Petitions"),
    ("procedure", "Administrative procedures"),
    ("attendance", "Contacts to invite"),
]
# what an answer in an old register came to, where the sheet does not say
VERDICTS = [
    ("guided", "Guidance given"),
    ("resolved", "Resolved"),
    ("beyond", "Beyond authority"),
    ("not_accepted", "Not accepted"),
]
WORKING = ("checking", "running")
# what decides how a file is read, and is settled once rows are looked at
SETTLED = frozenset({"target", "session_id", "file", "file_name", "company_id"})
# what decides where the rows are, and is settled once they have verdicts
PLACE = frozenset({"page_id", "header_row"})


class DialogueSheetImport(models.Model):
    """One spreadsheet that is taken in: read, checked row by row, then taken in.

    Nothing is made before every row has its verdict and somebody of the desk has seen
    it. Each row is taken in at most once, whatever is sent, clicked or ended twice:
    what it says is kept as a mark in the transaction that makes its record.
    """

    _name = "dialogue.sheet.import"
    _description = "Import from a Spreadsheet"
    _inherit = ["dialogue.moves.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _closes_readonly = True

    _moves = (
        Move("read", ("draft", "columns"), "columns", DESK),
        Move("back", ("columns", "checked"), "draft", DESK),
        Move("check", ("columns", "checked"), "checking", DESK),
        Move("checked", ("checking",), "checked", DESK),
        Move("stop_check", ("checking",), "columns", DESK),
        Move("start", ("checked",), "running", DESK, ("good_rows",)),
        Move("stop", ("running",), "checked", DESK),
        Move("finish", ("running",), "done", DESK),
    )

    # What
    target = fields.Selection(
        selection=SHEET_TARGETS, string="What it brings", required=True
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        index="btree_not_null",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="The session that the questions were gathered for, or that the contacts "
        "are invited to.",
    )
    file = fields.Binary(string="Excel file (.xlsx)", attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    # How it is read
    page_ids = fields.One2many(
        comodel_name="dialogue.sheet.page",
        inverse_name="import_id",
        string="Sheets",
        readonly=True,
    )
    page_id = fields.Many2one(
        comodel_name="dialogue.sheet.page",
        string="Sheet",
        index="btree_not_null",
        domain="[('import_id', '=', id)]",
        ondelete="set null",
        copy=False,
    )
    header_row = fields.Integer(
        string="Row of the headings",
        aggregator=None,
        copy=False,
        help="The row whose cells name the columns; of two lines the lower one.",
    )
    read_page_id = fields.Many2one(
        comodel_name="dialogue.sheet.page",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        help="The sheet that the columns below were read from.",
    )
    read_row = fields.Integer(
        readonly=True,
        aggregator=None,
        copy=False,
        help="The row that the columns below were read from.",
    )
    is_unread = fields.Boolean(
        readonly=True,
        copy=False,
        help="The rows are still to be read from the file, by the job.",
    )
    is_moved = fields.Boolean(
        compute="_compute_is_moved",
        help="Another sheet or row was chosen since the columns were read.",
    )
    column_ids = fields.One2many(
        comodel_name="dialogue.sheet.column",
        inverse_name="import_id",
        string="Columns",
    )
    is_remembered = fields.Boolean(
        string="As last time",
        readonly=True,
        copy=False,
        help="The columns are matched as they were for the last sheet with these "
        "headings.",
    )
    default_verdict = fields.Selection(
        selection=VERDICTS,
        string="Result of old answers",
        default="guided",
        required=True,
        help="For answers of which the sheet does not say what they came to.",
    )
    is_told = fields.Boolean(
        string="Mail the receipts",
        help="Petitioners of open cases who have a mail address get the receipt with "
        "their code. Nobody is ever written to about old cases that were answered.",
    )
    # Progress
    state = fields.Selection(
        selection=[
            ("draft", "File"),
            ("columns", "Columns"),
            ("checking", "Being checked"),
            ("checked", "Checked"),
            ("running", "Being taken in"),
            ("done", "Taken in"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
        index=True,
    )
    problem = fields.Text(
        readonly=True, copy=False, help="Why the work stopped, and what to do."
    )
    is_forgotten = fields.Boolean(
        string="File deleted",
        readonly=True,
        copy=False,
        help="A month after the last step the file and its rows are deleted, because "
        "people are named in them; of rows that were not taken in somebody is "
        "reminded before.",
    )
    done_on = fields.Datetime(string="Taken in on", readonly=True, copy=False)
    row_ids = fields.One2many(
        comodel_name="dialogue.sheet.row", inverse_name="import_id", readonly=True
    )
    row_count = fields.Integer(string="Rows", compute="_compute_counts")
    good_count = fields.Integer(string="Good", compute="_compute_counts")
    warned_count = fields.Integer(
        string="Good, with a remark", compute="_compute_counts"
    )
    bad_count = fields.Integer(string="With errors", compute="_compute_counts")
    there_count = fields.Integer(string="Already there", compute="_compute_counts")
    news_count = fields.Integer(
        string="Already there, but says more", compute="_compute_counts"
    )
    title_count = fields.Integer(
        string="Titles and totals, left out", compute="_compute_counts"
    )
    taken_count = fields.Integer(string="Taken in", compute="_compute_counts")
    to_take_count = fields.Integer(string="To be taken in", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")

    _working_idx = models.Index("(id) WHERE state IN ('checking', 'running')")

    @api.depends("target", "file_name")
    def _compute_display_name(self):
        targets = dict(self._fields["target"]._description_selection(self.env))
        for imported in self:
            imported.display_name = (
                imported.file_name or targets.get(imported.target) or ""
            )

    @api.depends("row_ids.verdict", "state", "is_unread")
    def _compute_counts(self):
        counts = {}
        for imported, verdict, count in self.env["dialogue.sheet.row"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "verdict"], ["__count"]
        ):
            counts.setdefault(imported.id, {})[verdict] = count
        for imported in self:
            own = counts.get(imported._origin.id, {})
            for verdict in ("good", "warned", "bad", "there", "news", "title", "taken"):
                imported[f"{verdict}_count"] = own.get(verdict, 0)
            total = imported.row_count = sum(own.values())
            to_take = own.get("good", 0) + own.get("warned", 0)
            imported.to_take_count = to_take
            if imported.is_unread and imported.state == "checking":
                imported.progress = 0
            elif imported.state == "running":
                taken = own.get("taken", 0)
                imported.progress = 100 * taken / max(taken + to_take, 1)
            else:
                looked_at = total - own.get("pending", 0)
                imported.progress = 100 * looked_at / max(total, 1)

    @api.depends("page_id", "header_row", "read_page_id", "read_row")
    def _compute_is_moved(self):
        for imported in self:
            imported.is_moved = (
                imported.page_id != imported.read_page_id
                or imported.header_row != imported.read_row
            )

    @api.onchange("page_id")
    def _onchange_page_id(self):
        """Let the headings be looked for in the other sheet."""
        self.header_row = 0

    def _keeps_files(self):
        return self.state != "draft"

    # ------------------------------------------------------------------
    # What people may change, and when
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_upload(vals.get("file"))
        return super().create(vals_list)

    def write(self, vals):
        self._check_upload(vals.get("file"))
        if not self.env.su:
            self._check_settled(vals)
        return super().write(vals)

    def _check_settled(self, vals):
        if not SETTLED.isdisjoint(vals) and any(one.state != "draft" for one in self):
            raise UserError(
                self.env._(
                    "This file has been read already. Go back to the file, or begin "
                    "a new import, to change what is read."
                )
            )
        if any(one.state not in ("draft", "columns", "checked") for one in self):
            raise UserError(
                self.env._("This import is under way or done, and does not change.")
            )
        if not PLACE.isdisjoint(vals) and any(
            one.state == "checked" or one.taken_count for one in self
        ):
            raise UserError(
                self.env._(
                    "The rows of this sheet have been looked at already. Go back to "
                    "the file, or begin a new import, to read another sheet."
                )
            )
        page = self.env["dialogue.sheet.page"].browse(vals.get("page_id") or [])
        if page and any(page.import_id != imported for imported in self):
            raise UserError(self.env._("Choose one of the sheets of this file."))

    @api.model
    def _check_upload(self, data):
        """Refuse an upload that is too large before it is decoded or kept.

        :param data: base64 as bytes or str, or nothing
        """
        if data and len(data) > MAX_FILE * 4 // 3 + 4:
            raise UserError(self._file_sentence("too_large"))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(one.state in (*WORKING, "done") or one.taken_count for one in self):
            raise UserError(
                self.env._(
                    "Rows of this file have been taken in: the import stays, so that "
                    "one can see where they came from."
                )
            )

    # ------------------------------------------------------------------
    # Screens
    # ------------------------------------------------------------------

    def action_open_rows(self):
        """Open the rows with their verdicts; the context may name a filter."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_sheet_row_action"
        )
        verdict = self.env.context.get("dialogue_verdict")
        action["domain"] = [("import_id", "=", self.id)]
        action["context"] = {f"search_default_{verdict}": 1} if verdict else {}
        return action

    def action_open_taken(self):
        """Open what was made of the rows of this file."""
        self.ensure_one()
        self.check_access("read")
        # sudo: only ids; what they are of is read with the right of the user
        rows = self.sudo().row_ids.filtered(lambda row: row.verdict == "taken")
        room = self.env[f"dialogue.sheet.{self.target}"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Taken in from “%s”", self.display_name),
            "res_model": room._record_model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", rows.mapped("res_id"))],
        }

    def _columns(self):
        """Return the columns of ours that this file can bring in, by key."""
        return columns_of(self.target)
