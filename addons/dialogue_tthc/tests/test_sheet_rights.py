import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MODULE
from .sheet_common import HEADINGS, SheetCommon, workbook

MODELS = ("import", "page", "column", "row", "mark", "mapping")


@tagged("post_install", "-at_install")
class TestSheetRights(SheetCommon):
    """Only the desk imports, in its own company, and nobody around the steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.content = workbook(HEADINGS, cls._case_row())
        cls.imported = cls._checked(cls.content)
        cls.portal = new_test_user(cls.env, login="dlg-p", groups="base.group_portal")
        cls.public = cls.env.ref("base.public_user")

    def _records_of(self):
        self.env["dialogue.sheet.mark"].create(
            {"company_id": self.company.id, "target": "x", "key": "y", "res_id": 1}
        )
        return [
            self.env[f"dialogue.sheet.{name}"].search([], limit=1) for name in MODELS
        ]

    def test_others_can_do_nothing(self):
        for record in self._records_of():
            self.assertTrue(record, record._name)
            for user in (
                self.specialist,
                self.administrator,
                self.employee_only,
                self.portal,
                self.public,
            ):
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(record=record, user=user.login, op=operation):
                        self.assertFalse(record.with_user(user).has_access(operation))

    def test_auditor_reads_and_changes_nothing(self):
        for record in self._records_of():
            for operation in ("write", "create", "unlink"):
                self.assertFalse(
                    record.with_user(self.auditor).has_access(operation), record
                )
        for step in ("action_read", "action_check", "action_take_in", "action_back"):
            with self.assertRaises(UserError), self.cr.savepoint():
                getattr(self.imported.with_user(self.auditor), step)()

    def test_other_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="dlg-stranger",
            groups=f"{MODULE}desk",
            company_id=other.id,
            company_ids=[other.id],
        )
        for record in self._records_of():
            with self.subTest(record=record):
                room = self.env[record._name].with_user(stranger)
                self.assertFalse(room.search([]))
                with self.assertRaises(AccessError):
                    record.with_user(stranger).check_access("read")

    def test_desk_changes_nothing_around_the_steps(self):
        imported = self.imported
        for vals in ({"state": "running"}, {"user_id": self.leader.id}):
            with self.assertRaises(UserError), self.cr.savepoint():
                imported.write(vals)
        with self.assertRaises(UserError), self.cr.savepoint():
            imported.file = base64.b64encode(workbook(["a"]))
        row = imported.row_ids.with_user(self.desk)
        for record in (row, imported.page_ids[:1]):
            with self.assertRaises(AccessError), self.cr.savepoint():
                record.with_user(self.desk).write({"name": "x"})
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["dialogue.sheet.mark"].with_user(self.desk).create(
                {"company_id": self.company.id, "target": "a", "key": "b", "res_id": 1}
            )

    def test_cells_are_closed(self):
        with self.assertRaises(AccessError):
            self.imported.row_ids.with_user(self.desk).read(["cells"])

    def test_page_of_another_file_is_refused(self):
        other = self._upload(self.content)
        other.action_read()
        with self.assertRaises(UserError):
            other.page_id = self.imported.page_ids

    def test_columns_stay_as_the_file_says(self):
        other = self._upload(self.content)
        other.action_read()
        column = other.column_ids[0].with_user(self.desk)
        for vals in ({"place": 2**31 - 1}, {"import_id": self.imported.id}):
            with self.assertRaises(AccessError), self.cr.savepoint():
                column.write(vals)
        column.feedback_key = False

    def test_file_that_was_read_is_not_replaced(self):
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.imported._name),
                ("res_field", "=", "file"),
                ("res_id", "=", self.imported.id),
            ]
        )
        self.assertTrue(file)
        with self.assertRaises(AccessError):
            file.with_user(self.desk).write({"raw": workbook(["a"])})

    def test_case_that_is_sealed_is_not_read_in_its_spreadsheet(self):
        imported = self._taken(self.content)
        again = self._checked(self.content)
        self.assertTrue(again.row_ids.name)
        self._seal(self._records(imported))
        row = again.sudo().row_ids
        self.assertFalse(row.name or row.summary or row.message or row.cells)
        self.assertFalse(imported.file)

    def test_session_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        session = self.env["dialogue.session"].create(
            {
                "name": "Buổi khác",
                "company_id": other.id,
                "date_start": "2030-01-05 01:00:00",
                "date_end": "2030-01-05 04:00:00",
                "location": "Hội trường",
                "chair_id": self.env.uid,
            }
        )
        with self.assertRaises(UserError):
            self._upload(self.content, session_id=session.id)

    def test_large_upload_is_refused_before_it_is_kept(self):
        with self.assertRaises(UserError):
            self._upload(b"PK" + b"0" * (50 * 1024 * 1024))

    def test_who_lost_the_right_imports_no_more(self):
        self.imported.sudo()._move("start")
        self.desk.group_ids -= self.env.ref(f"{MODULE}desk")
        with self.assertRaises(AccessError):
            self.imported.sudo()._as_person()

    def test_taken_in_rows_keep_nothing_of_what_they_said(self):
        imported = self._taken(self.content)
        row = imported.sudo().row_ids
        self.assertEqual(row.verdict, "taken")
        self.assertFalse(row.cells or row["values"] or row.name or row.summary)

    def test_import_that_took_something_in_stays(self):
        imported = self._taken(self.content)
        with self.assertRaises(UserError):
            imported.unlink()

    def test_closed_fields_of_cases_are_not_written_by_hand(self):
        for name in ("former_code", "is_taken_over", "sheet_note"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.env["dialogue.feedback"].with_user(self.desk).create(
                    {"subject": "a", "question": "b", name: "x"}
                )

    def test_note_is_for_the_desk_alone(self):
        case = self._create_feedback()
        case.sudo().write({"sheet_note": "x", "department_id": self.division.id})
        with self.assertRaises(AccessError):
            case.with_user(self.specialist).read(["sheet_note"])
