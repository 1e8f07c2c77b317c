import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.sheet_columns import columns_of
from ..tools.sheet_forms import template_file
from ..tools.sheet_reader import MAX_FILE, Book, SheetError
from .dialogue_session import ENDED_STATES
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
FILE_TEMPLATES = {
    "feedback": "mau-phan-anh-kien-nghi.xlsx",
    "procedure": "mau-thu-tuc-hanh-chinh.xlsx",
    "attendance": "mau-khach-moi.xlsx",
}


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
        "people are named in them.",
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
    title_count = fields.Integer(
        string="Titles and totals, left out", compute="_compute_counts"
    )
    taken_count = fields.Integer(string="Taken in", compute="_compute_counts")
    to_take_count = fields.Integer(string="To be taken in", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    template = fields.Binary(string="File to fill in", compute="_compute_template")
    bad_file = fields.Binary(
        string="Rows that were not taken in", compute="_compute_bad_file"
    )

    _working_idx = models.Index("(id) WHERE state IN ('checking', 'running')")

    @api.depends("target", "file_name")
    def _compute_display_name(self):
        targets = dict(self._fields["target"]._description_selection(self.env))
        for imported in self:
            imported.display_name = (
                imported.file_name or targets.get(imported.target) or ""
            )

    @api.depends("row_ids.verdict", "state")
    def _compute_counts(self):
        counts = {}
        for imported, verdict, count in self.env["dialogue.sheet.row"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "verdict"], ["__count"]
        ):
            counts.setdefault(imported.id, {})[verdict] = count
        for imported in self:
            own = counts.get(imported._origin.id, {})
            for verdict in ("good", "warned", "bad", "there", "title", "taken"):
                imported[f"{verdict}_count"] = own.get(verdict, 0)
            total = imported.row_count = sum(own.values())
            to_take = own.get("good", 0) + own.get("warned", 0)
            imported.to_take_count = to_take
            if imported.state == "running":
                taken = own.get("taken", 0)
                imported.progress = 100 * taken / max(taken + to_take, 1)
            else:
                looked_at = total - own.get("pending", 0)
                imported.progress = 100 * looked_at / max(total, 1)

    @api.depends("target")
    def _compute_template(self):
        for imported in self:
            choices = {
                name: values[:200] for name, values in imported._known_names().items()
            }
            imported.template = base64.b64encode(
                template_file(imported.target, choices)
            )

    def _known_names(self):
        """Return the names that lists of our own file offer, by key of the column."""
        ours = Domain("company_id", "in", [self.company_id.id, False])
        names = {
            "sector": self.env["dialogue.sector"].search(ours).mapped("name"),
            "department": self.env["hr.department"].search(ours).mapped("name"),
        }
        return {
            key: found for key, found in names.items() if key in columns_of(self.target)
        }

    @api.depends("row_ids.verdict")
    def _compute_bad_file(self):
        for imported in self:
            imported.bad_file = base64.b64encode(imported._bad_rows_file())

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
    # Reading the file
    # ------------------------------------------------------------------

    def action_read(self):
        """Read the file and propose what its columns mean.

        :raise UserError: it cannot be read; says why and what to do
        """
        self.ensure_one()
        self._check_movable_by_desk()
        if self.target == "attendance" and not self.session_id:
            raise UserError(self.env._("Choose the session they are invited to."))
        if self.target == "attendance" and self.session_id.state in ENDED_STATES:
            raise UserError(
                self.env._(
                    "“%s” has ended; nobody can be invited to it any more.",
                    self.session_id.name,
                )
            )
        # sudo: pages and columns are made by this step alone, which is the desk's
        imported_sudo = self.sudo()
        with self._book() as book:
            try:
                imported_sudo._propose_page(book)
                imported_sudo._propose_columns(book)
            except SheetError as error:
                raise UserError(self._file_sentence(error.reason)) from error
        self._move("read", {"problem": False})

    def _check_movable_by_desk(self):
        """Refuse everybody but the desk, before a file is unpacked for them."""
        self.check_access("write")
        if not self._may_move(self._find_move("read")):
            raise UserError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )

    def _book(self):
        """Return the workbook, open for reading.

        :raise UserError: there is none, or it cannot be read
        """
        if not self.file:
            raise UserError(self.env._("Choose the Excel file first."))
        self._check_upload(self.file)
        try:
            return Book(base64.b64decode(self.file, validate=True))
        except (binascii.Error, ValueError) as error:
            reason = error.reason if isinstance(error, SheetError) else "broken"
            raise UserError(self._file_sentence(reason)) from error

    def action_back(self):
        """Go back to the file; what was looked at so far is given up."""
        self.ensure_one()
        if self.taken_count:
            raise UserError(
                self.env._(
                    "Rows of this file have been taken in already. Begin a new import "
                    "for another file."
                )
            )
        self._move("back", {"header_row": 0, "page_id": False, "problem": False})
        # sudo: rows, columns and pages follow the steps of the import
        imported_sudo = self.sudo()
        imported_sudo.row_ids.unlink()
        imported_sudo.column_ids.unlink()
        imported_sudo.page_ids.unlink()

    @api.model
    def _file_sentence(self, reason):
        """Return what to tell a person whose file cannot be read, and what to do.

        :param str reason: of a ``SheetError``
        """
        return {
            "empty": self.env._("This file is empty. Choose another file."),
            "too_large": self.env._(
                "This file is too large: at most 10 MB, and 100 MB when unpacked. "
                "Delete pictures and sheets that are not needed, or split the file."
            ),
            "too_long": self.env._(
                "This sheet has more than 50,000 rows. Split it into several files."
            ),
            "too_wide": self.env._(
                "This sheet has more than 100 columns. Delete those that are not "
                "needed and save it again."
            ),
            "wrong_type": self.env._(
                "This file is no Excel workbook. Open it in Excel, save it as “Excel "
                "Workbook (.xlsx)” and choose it again."
            ),
            "old_excel": self.env._(
                "This is an old Excel file (.xls). Open it in Excel, choose “Save as”, "
                "then “Excel Workbook (.xlsx)”, and choose the new file."
            ),
            "open_document": self.env._(
                "This is an OpenDocument sheet (.ods). Open it in LibreOffice or "
                "Excel, save it as “Excel Workbook (.xlsx)” and choose the new file."
            ),
            "text": self.env._(
                "This is a text file (such as .csv), in which letters, days and codes "
                "easily get lost. Open it in Excel, look at it, save it as “Excel "
                "Workbook (.xlsx)” and choose the new file."
            ),
            "binary_excel": self.env._(
                "This is a binary Excel file (.xlsb). Save it as “Excel Workbook "
                "(.xlsx)” and choose the new file."
            ),
            "macros": self.env._(
                "This file has macros, which are never opened here. Save it as “Excel "
                "Workbook (.xlsx)”, without macros, and choose the new file."
            ),
            "password": self.env._(
                "This file is protected by a password. Remove the password in Excel, "
                "save it as “Excel Workbook (.xlsx)” and choose it again."
            ),
            "broken": self.env._(
                "This file is damaged and cannot be read. Open it in Excel, save it "
                "as a new “Excel Workbook (.xlsx)” and choose that one."
            ),
        }[reason]

    # ------------------------------------------------------------------
    # Files to take away
    # ------------------------------------------------------------------

    def action_download_template(self):
        """Hand out the file to fill in."""
        self.ensure_one()
        return self._download("template", FILE_TEMPLATES[self.target])

    def action_download_bad(self):
        """Hand out the rows that were not taken in, each with its reason."""
        self.ensure_one()
        name = (self.file_name or "").removesuffix(".xlsx") or "import"
        safe = "".join(
            letter if letter.isalnum() or letter in "-_ " else "-" for letter in name
        )
        return self._download("bad_file", f"{safe[:80]}-dong-loi.xlsx")

    def _download(self, name, file_name):
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{name}/{file_name}"
            "?download=true",
            "target": "download",
        }

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
