from datetime import date, timedelta

from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .common import DialogueCommon

TEMPLATE = "dialogue_tthc/static/xls/dialogue_procedure.xlsx"
FIELDS = ["national_code", "name", "sector_id", "online_level", "time_limit_days"]


@tagged("post_install", "-at_install")
class TestDialogueProcedure(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Procedure = cls.env["dialogue.procedure"]
        cls.sector.name = "Lĩnh vực thử nghiệm"

    def _create_procedure(self, **vals):
        return self.Procedure.create(
            {"name": "Công bố dấu định lượng", "sector_id": self.sector.id, **vals}
        )

    # Codes

    def test_code_of_the_usual_form_gives_no_warning(self):
        for code in (
            "2.992131",
            "2.992131.000.00.00.H58",
            "2.990815.000.00.00.H55.02",
            " 2.992132 ",
        ):
            procedure = self._create_procedure(national_code=code)
            self.assertFalse(procedure.code_warning, code)
            self.assertEqual(len(procedure.national_key), 8)
            procedure.unlink()

    def test_odd_code_warns_and_is_kept(self):
        for code in ("BKHVCN-TGG-282407", "2.00213", "2002131", "2.002131.000", "x"):
            procedure = self._create_procedure(national_code=code)
            self.assertIn(code.upper(), procedure.code_warning)
            self.assertEqual(procedure.national_code, code)

    def test_no_code_is_no_warning_and_no_clash(self):
        first = self._create_procedure()
        second = self._create_procedure(national_code="  ")
        self.assertFalse(first.code_warning or second.code_warning)
        self.assertFalse(second.national_key)

    def test_display_name_carries_the_code(self):
        procedure = self._create_procedure(national_code="2.002131", name="Khai báo")
        self.assertEqual(procedure.display_name, "[2.002131] Khai báo")
        procedure.national_code = False
        self.assertEqual(procedure.display_name, "Khai báo")

    def test_found_by_the_code_of_another_province(self):
        procedure = self._create_procedure(national_code="2.992131.000.00.00.H58")
        for text in ("2.992131", "2.992131.000.00.00.H22", "2.992131.000.00.00.h58"):
            found = self.Procedure.name_search(text)
            self.assertEqual([row[0] for row in found], procedure.ids, text)

    @mute_logger("odoo.sql_db")
    def test_one_version_of_a_code_a_day_and_company(self):
        self._create_procedure(national_code="2.992131")
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_procedure(national_code="2.992131.000.00.00.H58")
        # another day or another company is another version
        self._create_procedure(national_code="2.992131", valid_from="2026-01-01")
        self._create_procedure(national_code="2.992131", company_id=self.company.id)

    @mute_logger("odoo.sql_db")
    def test_negative_time_limit_is_refused(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_procedure(time_limit_days=-1)

    # Validity

    @mute_logger("odoo.sql_db")
    def test_validity_cannot_end_before_it_begins(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_procedure(valid_from="2026-02-01", valid_to="2026-01-31")
        one_day = self._create_procedure(valid_from="2026-02-01", valid_to="2026-02-01")
        self.assertFalse(one_day.is_in_force)

    def test_in_force_search_agrees_with_the_field(self):
        today = date.today()
        day = timedelta(days=1)
        for valid_from, valid_to in (
            (False, False),
            (today, today),
            (today - day, False),
            (False, today - day),
            (today + day, False),
            (today - 9 * day, today - day),
            (False, today + day),
        ):
            self._create_procedure(valid_from=valid_from, valid_to=valid_to)
        every = self.Procedure.search([])
        held = every.filtered("is_in_force")
        self.assertEqual(self.Procedure.search([("is_in_force", "=", True)]), held)
        self.assertEqual(
            self.Procedure.search([("is_in_force", "=", False)]), every - held
        )

    # Import

    def test_import_brings_in_good_rows(self):
        result = self.Procedure.with_user(self.desk).load(
            FIELDS,
            [
                ["2.992131", "Khai báo thiết bị", self.sector.name, "full", "5"],
                ["", "Thủ tục không có mã", self.sector.name, "Partly online", ""],
                ["LẠ-01", "Mã khác thường", self.sector.name, "", "10"],
            ],
        )
        self.assertFalse(result["messages"])
        first, second, odd = self.Procedure.browse(result["ids"])
        self.assertEqual(first.online_level, "full")
        self.assertEqual(first.time_limit_days, 5)
        self.assertEqual(second.online_level, "partial")
        self.assertTrue(odd.code_warning)

    @mute_logger("odoo.sql_db")
    def test_import_names_each_bad_row_and_brings_in_nothing(self):
        before = self.Procedure.search_count([])
        result = self.Procedure.with_user(self.desk).load(
            FIELDS,
            [
                ["2.992131", "Dòng đúng", self.sector.name, "full", "5"],
                ["2.992132", "Lĩnh vực lạ", "Không có lĩnh vực này", "full", "5"],
                ["2.992133", "Mức lạ", self.sector.name, "mức 4", "5"],
                ["2.992134", "Số ngày lạ", self.sector.name, "full", "năm ngày"],
                ["2.992135", "Số ngày âm", self.sector.name, "full", "-3"],
                ["2.992131", "Trùng mã", self.sector.name, "full", "5"],
                ["2.992136", "", self.sector.name, "full", "5"],
            ],
        )
        self.assertFalse(result["ids"])
        self.assertEqual(self.Procedure.search_count([]), before)
        rows = {message["record"] for message in result["messages"]}
        self.assertTrue({1, 2, 3} <= rows, result["messages"])
        self.assertNotIn(0, rows)
        self.assertTrue(all(message["message"] for message in result["messages"]))

    @mute_logger("odoo.sql_db")
    def test_import_says_which_rule_a_row_breaks(self):
        for row, part in (
            (["2.992135", "Số ngày âm", self.sector.name, "full", "-3"], "negative"),
            (["2.992136", "", self.sector.name, "full", "5"], "Name"),
        ):
            result = self.Procedure.with_user(self.desk).load(FIELDS, [row])
            self.assertFalse(result["ids"])
            self.assertIn(part, result["messages"][0]["message"])

    def test_specialist_imports_nothing(self):
        before = self.Procedure.search_count([])
        result = self.Procedure.with_user(self.specialist).load(
            FIELDS, [["2.992131", "Dòng", self.sector.name, "full", "5"]]
        )
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        self.assertEqual(self.Procedure.search_count([]), before)

    def test_model_file_has_the_labels_officials_see(self):
        (offer,) = self.Procedure.get_import_templates()
        self.assertEqual(offer["template"], f"/{TEMPLATE}")
        with file_open(TEMPLATE, "rb") as stream:
            rows = list(load_workbook(stream).worksheets[0].values)
        labels = {
            info["string"]
            for info in self.Procedure.with_context(lang="vi_VN").fields_get().values()
        }
        for heading in rows[0]:
            self.assertIn(heading, labels)
        self.assertGreater(len(rows), 1, "an example shows how to fill it in")

    def test_model_file_goes_through_the_import(self):
        if "base_import.import" not in self.env:
            self.skipTest("base_import is not installed")
        self.desk.lang = "vi_VN"
        with file_open(TEMPLATE, "rb") as stream:
            content = stream.read()
        run = (
            self.env["base_import.import"]
            .with_user(self.desk)
            .create(
                {
                    "res_model": "dialogue.procedure",
                    "file": content,
                    "file_name": "dialogue_procedure.xlsx",
                    "file_type": "application/vnd.openxmlformats-officedocument"
                    ".spreadsheetml.sheet",
                }
            )
        )
        options = {"has_headers": True, "quoting": '"', "separator": ","}
        preview = run.with_context(lang="vi_VN").parse_preview(dict(options), count=10)
        self.assertNotIn("error", preview, preview.get("error"))
        matched = preview["matches"]
        self.assertEqual(len(matched), len(preview["headers"]), matched)
        names = [matched[index][0] for index in range(len(matched))]
        result = run.with_context(lang="vi_VN").execute_import(
            names, preview["headers"], preview["options"]
        )
        self.assertFalse(result["messages"])
        procedure = self.Procedure.browse(result["ids"])
        self.assertEqual(procedure.level, "province")
        self.assertEqual(procedure.online_level, "full")
        self.assertEqual(procedure.valid_from, date(2026, 1, 1))
        self.assertEqual(procedure.sector_id.code, "TĐC")

    # Rights

    def test_specialists_and_auditors_read_only(self):
        procedure = self._create_procedure()
        for user in (self.specialist, self.auditor):
            own = procedure.with_user(user)
            self.assertTrue(own.name)
            with self.assertRaises(AccessError):
                own.write({"name": "khác"})
            with self.assertRaises(AccessError):
                own.unlink()

    def test_administrator_keeps_the_catalogue_without_reading_cases(self):
        own = self.Procedure.with_user(self.administrator)
        procedure = own.create({"name": "Thủ tục mới", "sector_id": self.sector.id})
        procedure.sector_id.with_user(self.administrator).read(
            ["name", "procedure_count"]
        )
        readable = [
            name
            for name in procedure.fields_get()
            if name not in ("display_name", "id")
        ]
        self.assertNotIn("feedback_count", readable)
        procedure.read(readable)
        with self.assertRaises(AccessError):
            self.env["dialogue.feedback"].with_user(self.administrator).search([])
        procedure.unlink()

    def test_employees_without_a_role_see_nothing(self):
        with self.assertRaises(AccessError):
            self.Procedure.with_user(self.employee_only).search([])

    def test_counts_follow_what_the_reader_may_see(self):
        procedure = self._create_procedure()
        case = self._create_feedback(procedure_id=procedure.id)
        case.department_id = self.division
        self.assertEqual(procedure.with_user(self.desk).feedback_count, 1)
        self.assertEqual(procedure.with_user(self.specialist).feedback_count, 1)
        self.assertEqual(procedure.with_user(self.colleague).feedback_count, 0)
        self.assertEqual(self.sector.with_user(self.desk).open_feedback_count, 1)
        self.assertEqual(self.sector.with_user(self.colleague).feedback_count, 0)
        action = procedure.with_user(self.desk).action_open_feedback()
        found = (
            self.env["dialogue.feedback"].with_user(self.desk).search(action["domain"])
        )
        self.assertEqual(found, case)


@tagged("post_install", "-at_install")
class TestCatalogueData(DialogueCommon):
    """What the addon ships: enough, consistent and nothing invented."""

    def test_procedures_and_sectors_are_shipped(self):
        sectors = self._shipped("dialogue.sector")
        procedures = self._shipped("dialogue.procedure")
        self.assertIn(len(sectors), range(4, 7))
        self.assertGreaterEqual(len(procedures), 25)
        self.assertEqual(len(set(procedures.mapped("name"))), len(procedures))
        self.assertTrue(all(p.sector_id in sectors for p in procedures))

    def test_codes_only_where_known(self):
        coded = self._shipped("dialogue.procedure").filtered("national_code")
        self.assertEqual(coded.mapped("national_code"), ["2.002131"])
        limited = self._shipped("dialogue.procedure").filtered("time_limit_days")
        self.assertTrue(all(limited.mapped("time_limit_note")))

    def test_every_refusal_shows_a_way_out(self):
        reasons = self._shipped("dialogue.refusal.reason")
        self.assertGreaterEqual(len(reasons), 8)
        for reason in reasons:
            self.assertIn("vui lòng", reason.guidance, reason.name)

    def test_superseded_law_is_flagged(self):
        laws = self._shipped("dialogue.legal.document")
        flagged = set(laws.filtered("is_superseded").mapped("number"))
        self.assertLessEqual(
            {"31/2021/QĐ-TTg", "61/2018/NĐ-CP", "13/2023/NĐ-CP"}, flagged
        )
        self.assertFalse(
            {"20/2008/NĐ-CP", "118/2025/NĐ-CP", "29/2026/QĐ-TTg"} & flagged
        )

    def _shipped(self, model):
        data = self.env["ir.model.data"].search(
            [("module", "=", "dialogue_tthc"), ("model", "=", model)]
        )
        return (
            self.env[model]
            .browse(data.mapped("res_id"))
            .filtered(
                lambda record: (
                    not data.filtered(
                        lambda line: line.res_id == record.id
                    ).name.endswith("_demo")
                )
            )
        )
