import base64
from datetime import date
from pathlib import Path

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import DialogueCommon

PLANS = Path(__file__).with_name("plans")
SEED = "ke-hoach-skhcn-ha-giang-2023"
ARTICLE = "ke-hoach-skhcn-tien-giang-2019"


@tagged("post_install", "-at_install")
class TestDialoguePlanImport(DialogueCommon):
    @classmethod
    def _read(cls, name=None, **vals):
        """Return a wizard of the desk after its text was read."""
        if name:
            vals["text"] = (PLANS / f"{name}.txt").read_text(encoding="utf-8")
        wizard = cls.env["dialogue.plan.import"].with_user(cls.desk).create(vals)
        wizard.action_read()
        return wizard

    def _create_plan(self, wizard):
        action = wizard.action_create_plan()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_official_form_becomes_a_plan(self):
        plan = self._create_plan(self._read(SEED))
        self.assertEqual(plan.state, "draft")
        self.assertEqual(
            plan.name,
            "Tổ chức tiếp xúc, đối thoại trực tiếp của Sở Khoa học và Công nghệ "
            "năm 2023",
        )
        self.assertEqual((plan.year, plan.kind), (2023, "contact_dialogue"))
        self.assertEqual(
            plan.basis_ids.mapped(lambda one: (one.number, one.date, one.issuer)),
            [("90/KH-UBND", date(2017, 3, 30), "UBND tỉnh")],
        )
        sizes = {
            name: len(plan._items(name))
            for name in (
                "purposes",
                "requirements",
                "participants",
                "forms",
                "contents",
            )
        }
        self.assertEqual(
            sizes,
            {
                "purposes": 3,
                "requirements": 2,
                "participants": 3,
                "forms": 3,
                "contents": 2,
            },
        )
        self.assertEqual(plan.time_frame, "Thực hiện trong năm 2023")
        self.assertEqual(plan.budget, "Bố trí kinh phí thực hiện theo quy định.")
        self.assertEqual(plan.assignment_ids.mapped("unit"), ["Văn phòng Sở", False])
        self.assertEqual(len(plan.recipients.splitlines()), 4)
        self.assertEqual(
            (plan.symbol, plan.place, plan.signing_capacity, plan.signer_title),
            ("KH-SKHCN", "Hà Giang", "KT.", "PHÓ GIÁM ĐỐC"),
        )
        self.assertEqual(plan.signer_name, "Vũ Văn Vương")
        self.assertEqual(plan.superior, "UBND tỉnh Hà Giang", "from the company")
        self.assertFalse(plan.number)
        self.assertFalse(plan.date)

    def test_text_itself_stays_with_the_plan(self):
        wizard = self._read(SEED)
        plan = self._create_plan(wizard)
        kept = plan.message_ids.attachment_ids
        self.assertEqual(kept.raw.decode(), wizard.text)

    def test_text_beside_a_file_is_not_passed_over(self):
        with self.assertRaises(UserError):
            self._read(
                text="Nội dung dán vào",
                file=base64.b64encode(b"KE HOACH"),
                file_name="ke-hoach.txt",
            )

    def test_lines_without_place_become_the_note(self):
        wizard = self._read(ARTICLE)
        self.assertEqual(wizard.leftover_count, 22)
        self.assertTrue(wizard.name.startswith("Tổ chức tiếp xúc, đối thoại với"))
        plan = self._create_plan(wizard)
        self.assertIn("Line 35: Tải Kế hoạch về tại đây", plan.note)
        self.assertIn("Tin liên quan", plan.note)
        self.assertIn("01/07/2019", plan.note)
        self.assertNotIn("Tin liên quan", plan.contents)

    def test_basis_later_than_the_text_is_pointed_out(self):
        wizard = self._read(ARTICLE)
        self.assertEqual(wizard.found_date, date(2019, 7, 1))
        self.assertIn("2191/QĐ-UBND", wizard.warning)

    def test_basis_after_the_year_is_refused_by_name(self):
        text = (PLANS / f"{SEED}.txt").read_text(encoding="utf-8")
        wizard = self._read(text=text.replace("30/3/2017", "30/3/2024"))
        with self.assertRaisesRegex(ValidationError, "90/KH-UBND"):
            wizard.action_create_plan()

    def test_checked_values_win(self):
        wizard = self._read(SEED)
        with Form(wizard) as form:
            form.name = "Đối thoại lần hai"
            form.year = 2024
            form.purposes = "Một\nHai"
            with form.assignment_ids.edit(0) as line:
                line.department_id = self.division
        plan = self._create_plan(wizard)
        self.assertEqual((plan.name, plan.year), ("Đối thoại lần hai", 2024))
        self.assertEqual(plan._items("purposes"), ["Một", "Hai"])
        self.assertEqual(plan.assignment_ids[0].department_id, self.division)

    def test_units_find_their_divisions(self):
        wizard = self._read(
            text="III. Tổ chức thực hiện\n- Phòng quản lý công nghệ: trả lời.\n"
            "- Phòng %: mời đại biểu."
        )
        self.assertEqual(wizard.assignment_ids.mapped("department_id"), self.division)

    def test_second_reading_replaces_the_first(self):
        wizard = self._read(SEED)
        wizard.action_back()
        self.assertEqual(wizard.step, "input")
        wizard.text = (PLANS / "so-tu-phap-2024.txt").read_text(encoding="utf-8")
        wizard.action_read()
        self.assertEqual(len(wizard.basis_ids), 3)
        plan = self._create_plan(wizard)
        self.assertIn("45/KH-STP, 05/03/2024", plan.note)

    def test_twin_is_pointed_out(self):
        self._create_plan(self._read(SEED))
        self.assertIn("already a plan of 2023", self._read(SEED).warning)

    def test_every_kind_of_plan_can_be_created(self):
        for path in sorted(PLANS.glob("*.txt")):
            with self.subTest(path.stem):
                plan = self._create_plan(self._read(path.stem))
                self.assertTrue(plan.name)

    def test_nothing_to_read(self):
        for text in (False, "", "  \n\t"):
            with self.assertRaisesRegex(UserError, "Paste the text"):
                self._read(text=text)

    def test_files_that_cannot_be_read(self):
        for content, sentence in (
            (b"\x89PNG\0\0", "no Word file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
            (b"%PDF-1.4 nonsense", "damaged"),
            (b"a" * (6 * 1024 * 1024), "larger than 5 MB"),
            (b"a " * 600_000, "too long"),
        ):
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self._read(file=base64.b64encode(content))
        with self.assertRaisesRegex(UserError, "damaged"):
            self._read(file=b"*not base64*")

    def test_pasted_text_is_bounded(self):
        with self.assertRaisesRegex(UserError, "too long"):
            self._read(text="a" * 1_000_001)

    def test_untitled_text_needs_a_title(self):
        wizard = self._read(text="Xin chào")
        self.assertIn("No title", wizard.warning)
        with self.assertRaisesRegex(UserError, "no title"):
            wizard.action_create_plan()
        wizard.name = "Đối thoại"
        self.assertEqual(self._create_plan(wizard).note, "Line 1: Xin chào")

    def test_plan_is_not_created_before_the_check(self):
        wizard = (
            self.env["dialogue.plan.import"]
            .with_user(self.desk)
            .create({"text": "Xin chào", "name": "Không đọc"})
        )
        with self.assertRaisesRegex(UserError, "Read the text first"):
            wizard.action_create_plan()

    def test_only_the_desk_takes_over_plans(self):
        for user in (self.specialist, self.auditor, self.employee_only):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["dialogue.plan.import"].with_user(user).create({"text": "x"})

    def test_wizard_of_another_is_closed(self):
        wizard = self._read(SEED)
        with self.assertRaises(AccessError):
            wizard.with_user(self.leader).action_create_plan()
