import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.sheet_cells import restored
from ..tools.sheet_columns import columns_of
from ..tools.sheet_file import SheetError
from ..tools.sheet_forms import bad_rows_file, template_file
from ..tools.sheet_reader import Book
from .dialogue_session import ENDED_STATES

FILE_TEMPLATES = {
    "feedback": "mau-phan-anh-kien-nghi.xlsx",
    "procedure": "mau-thu-tuc-hanh-chinh.xlsx",
    "attendance": "mau-khach-moi.xlsx",
}


class DialogueSheetImport(models.Model):
    """The files of an import: the one that is read, and those that are handed out."""

    _inherit = "dialogue.sheet.import"

    template = fields.Binary(string="File to fill in", compute="_compute_template")
    bad_file = fields.Binary(
        string="Rows that were not taken in", compute="_compute_bad_file"
    )

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
                "This sheet has more than 20,000 rows. Split it into several files."
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

    def _bad_rows_file(self):
        """Return a workbook of the rows with errors: their cells and a reason each.

        It can be corrected and taken in again as it is.

        :return: bytes
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: cells are closed; whoever may read the import has the file itself
        imported_sudo = self.sudo()
        rows = imported_sudo.row_ids.filtered(lambda row: row.verdict == "bad")
        columns = imported_sudo.column_ids
        return bad_rows_file(
            {column.place: column.heading or "" for column in columns},
            [
                (row.number, [restored(cell) for cell in row.cells or []], row.message)
                for row in rows
            ],
        )
