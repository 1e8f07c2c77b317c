from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_open

from ..models.document_templates import TEMPLATES
from ..tools.document_text import balanced, day_words, ended, keep_together, lower_first
from ..tools.docx_template import check_template
from .document_rendering import opened, paragraphs_of
from .document_samples import SAMPLES
from .session_common import SessionCommon

NBSP = "\N{NO-BREAK SPACE}"
SECRET = "Hộ kinh doanh Bí Mật"


@tagged("post_install", "-at_install")
class TestDocumentValues(SessionCommon):
    """What the documents of each kind of record say, and to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].create(
            {
                "name": cls.leader.name,
                "user_id": cls.leader.id,
                "job_title": "Phó Giám đốc",
            }
        )
        cls.company.phone = "0219 000 0000"

    def _texts(self, document):
        """Return the paragraphs of the text of a document, as the desk reads it."""
        return paragraphs_of(opened(document.with_user(self.desk)._render()))

    def _session_document(self, key, session=None):
        session = (session or self.session).with_user(self.desk)
        action = session.with_context(document_key=key).action_make_document()
        return self.env["dialogue.document"].browse(action["res_id"])

    # ------------------------------------------------------------------
    # Templates and values know each other
    # ------------------------------------------------------------------

    def test_shipped_templates_name_nothing_unknown(self):
        for key in TEMPLATES:
            names = self.env["dialogue.document"]._placeholders(key)
            with file_open(f"dialogue_tthc/static/documents/{key}.docx", "rb") as file:
                content = file.read()
            self.assertEqual(check_template(content, names, [SAMPLES[key]]), [], key)

    def test_shipped_templates_could_be_uploaded(self):
        for template in self.env["dialogue.document.template"].search(
            [("company_id", "=", self.company.id)]
        ):
            template._check_content(template._shipped(template.key))

    def test_samples_name_what_the_models_offer(self):
        for key in TEMPLATES:
            names = self.env["dialogue.document"]._placeholders(key)
            plain = {name for name in names if "." not in name}
            self.assertEqual(set(SAMPLES[key]) - plain, set(), key)

    def test_values_are_explained(self):
        self._hold()
        self._ask()
        for key in ("minutes", "notice", "session_report", "summary"):
            document = self._session_document(key)
            values = document._document_owner()._document_values(key)
            explained = document._placeholders(key)
            self.assertEqual(set(values) - set(explained), set(), key)

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def test_blanks_do_not_break_where_a_line_must_not_end(self):
        for text, kept in (
            ("theo Điều 5, khoản 2", ["Điều 5", "khoản 2"]),
            ("ngày 05 tháng 03 năm 2026", ["ngày 05", "tháng 03", "năm 2026"]),
            ("lúc 08 giờ 30 phút", ["08 giờ", "30 phút"]),
            ("ông An và bà Bình", ["ông An", "bà Bình"]),
            ("điện thoại 0219 000 0000", ["0219 000 0000"]),
        ):
            together = keep_together(text)
            for part in kept:
                self.assertIn(part.replace(" ", NBSP), together)
            self.assertEqual(together.replace(NBSP, " "), text)

    def test_titles_have_lines_of_nearly_one_length(self):
        lines = balanced("Tổ chức tiếp xúc, đối thoại trực tiếp năm 2026 " * 2, 430)
        self.assertGreater(len(lines), 1)
        lengths = [len(line) for line in lines]
        self.assertLess(max(lengths) - min(lengths), 25)
        self.assertEqual(balanced("Ngắn", 430), ["Ngắn"])

    def test_sentences_end_once(self):
        self.assertEqual(ended("Trên đây là Kế hoạch năm 2023./.", "./."),
                         "Trên đây là Kế hoạch năm 2023./.")  # fmt: skip
        self.assertEqual(ended("Lưu: VT;", "."), "Lưu: VT.")
        self.assertEqual(lower_first("UBND tỉnh"), "UBND tỉnh")
        self.assertEqual(day_words(date(2026, 3, 5)), "05 tháng 03 năm 2026")

    # ------------------------------------------------------------------
    # Plan
    # ------------------------------------------------------------------

    def test_a_plan_without_sections_has_no_gaps_in_its_numbers(self):
        plan = (
            self.env["dialogue.plan"]
            .with_user(self.desk)
            .create(
                {
                    "name": "Đối thoại năm 2026",
                    "year": 2026,
                    "contents": "Lắng nghe",
                    "time_frame": "Quý I\nQuý III",
                    "assignment_ids": [
                        Command.create(
                            {
                                "unit": "Văn phòng",
                                "name": "chuẩn bị hội trường",
                                "date_deadline": date(2026, 5, 4),
                            }
                        )
                    ],
                }
            )
        )
        texts = self._texts(plan.document_id)
        self.assertNotIn("I. Mục đích, yêu cầu", texts)
        self.assertIn("I. Nội dung cụ thể", texts)
        self.assertIn("1. Nội dung đối thoại", texts)
        self.assertIn("2. Thời gian thực hiện", texts)
        self.assertIn("- Quý III", texts)
        self.assertIn("II. Tổ chức thực hiện", texts)
        self.assertIn(
            "- Giao Văn phòng chuẩn bị hội trường, hoàn thành chậm nhất ngày 04 tháng "
            "05 năm 2026.",
            texts,
        )
        self.assertIn(
            "Trên đây là Kế hoạch đối thoại năm 2026 của Sở Khoa học và Công nghệ./.",
            texts,
        )

    def test_the_sentences_of_a_plan_are_frozen_and_copied_with_it(self):
        plan = (
            self.env["dialogue.plan"]
            .with_user(self.desk)
            .create(
                {
                    "name": "Đối thoại",
                    "year": 2025,
                    "purposes": "Lắng nghe",
                    "contents": "Giải đáp",
                    "closing": "Kế hoạch năm 2025./.",
                }
            )
        )
        self.assertEqual(plan._copy_to_year(2026).closing, "Kế hoạch năm 2026./.")
        plan.action_submit()
        with self.assertRaises(UserError):
            plan.closing = "Khác"

    # ------------------------------------------------------------------
    # Session
    # ------------------------------------------------------------------

    def test_one_button_makes_a_document_once(self):
        first = self._session_document("minutes")
        self.assertEqual(first, self._session_document("minutes"))
        self.assertEqual((first.kind, first.template_key), ("BB", "minutes"))
        self.assertEqual(first.signing_capacity, "KT.")
        self.assertEqual(first.signer_title, "Phó Giám đốc")

    def test_a_session_has_no_documents_of_others(self):
        for key in ("plan", "nonsense", None):
            with self.assertRaises(UserError):
                self._session_document(key)

    def test_those_who_make_no_documents_are_refused(self):
        for user in (self.specialist, self.auditor):
            with self.assertRaises(AccessError):
                self.session.with_user(user).with_context(
                    document_key="minutes"
                ).action_make_document()

    def test_minutes_tell_what_was_raised_and_answered(self):
        self._hold()
        self._ask(question="Nhãn hiệu mất bao lâu?")
        self._ask(question="Gửi trước buổi họp", origin="before")
        texts = self._texts(self._session_document("minutes"))
        self.assertIn("Ý kiến: Nhãn hiệu mất bao lâu?", texts)
        self.assertNotIn("Ý kiến: Gửi trước buổi họp", texts)
        self.assertIn(
            "Thời gian bắt đầu: 08 giờ 30 phút, ngày 20 tháng 11 năm 2026.", texts
        )

    def test_no_document_of_a_session_tells_a_sealed_case(self):
        self._hold()
        case = self._ask(question="Chuyện niêm phong", subject="Việc niêm phong")
        reader = self._create_user("confidential")
        case.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        self.env["dialogue.commitment"].sudo().create(
            {
                "name": "Việc niêm phong phải làm",
                "session_id": self.session.id,
                "feedback_id": case.id,
                "date_deadline": date(2026, 12, 1),
            }
        )
        for key in ("minutes", "notice", "session_report", "summary"):
            document = self._session_document(key)
            content = document.sudo()._render()
            for text in paragraphs_of(opened(content)):
                self.assertNotIn("niêm phong", text, key)

    def test_names_withheld_stay_out_of_tables(self):
        self._hold()
        case = self._ask()
        case.petitioner_id.sudo().name = SECRET
        case.is_name_hidden = True
        for key in ("minutes", "summary"):
            for text in self._texts(self._session_document(key)):
                self.assertNotIn(SECRET, text, key)

    def test_the_report_prints_the_figures_of_the_session(self):
        self._hold()
        self._ask()
        document = self._session_document("session_report")
        values = document._document_owner()._document_values("session_report")
        figures = self.session.with_user(self.desk)._report_figures()
        self.assertEqual(
            [len(group["rows"]) for group in values["groups"]],
            [len(group["rows"]) for group in figures],
        )
        total = next(
            row for group in figures for row in group["rows"] if row["key"] == "total"
        )
        printed = [row["value"] for group in values["groups"] for row in group["rows"]]
        self.assertIn(str(total["value"]), printed)

    def test_the_table_goes_with_the_report(self):
        self._hold()
        report = self._session_document("session_report")
        self.assertIn("/BC-SKHCN", self._session_document("summary")._goes_with())
        self.assertTrue(report)

    def test_tasks_stand_in_the_notice(self):
        self._hold()
        self.env["dialogue.commitment"].with_user(self.desk).create(
            {
                "name": "Gửi bản mẫu",
                "session_id": self.session.id,
                "department_id": self.division.id,
                "date_deadline": date(2026, 12, 1),
            }
        )
        self.session.conclusion = "<p>Các phòng trả lời đúng hạn.</p>"
        texts = self._texts(self._session_document("notice"))
        self.assertIn("Các phòng trả lời đúng hạn.", texts)
        self.assertIn("Gửi bản mẫu", texts)
        self.assertIn("01/12/2026", texts)

    # ------------------------------------------------------------------
    # Invitations
    # ------------------------------------------------------------------

    def _invite(self, *names):
        return (
            self.env["dialogue.attendance"]
            .with_user(self.desk)
            .create([{"session_id": self.session.id, "name": name} for name in names])
        )

    def test_an_invitation_says_who_when_and_where(self):
        guest = self._invite("Hợp tác xã Mẫu")
        guest.write({"delegate_name": "Lê Văn Mẫu", "delegate_function": "Giám đốc"})
        action = guest.action_make_document()
        texts = self._texts(self.env["dialogue.document"].browse(action["res_id"]))
        self.assertIn(
            "Sở Khoa học và Công nghệ trân trọng kính mời: Lê Văn Mẫu, Giám đốc, Hợp "
            "tác xã Mẫu",
            texts,
        )
        self.assertIn("Địa điểm: Hội trường Sở", texts)
        self.assertIn(
            "Thời gian: từ 08 giờ 30 phút đến 11 giờ 30 phút, thứ Sáu, ngày 20 tháng "
            "11 năm 2026",
            texts,
        )

    def test_many_invitations_go_to_the_background(self):
        action = self._invite("Một", "Hai").action_make_document()
        action = self.env[action["res_model"]].browse(action["res_id"]).action_start()
        self.assertEqual(action["res_model"], "dialogue.document.batch")

    def test_nobody_to_invite_is_told(self):
        with self.assertRaises(UserError):
            self.session.with_user(self.desk).action_make_invitations()

    # ------------------------------------------------------------------
    # Referral
    # ------------------------------------------------------------------

    def _referral(self, kind="superior", body=None):
        self._hold()
        case = self._ask()
        case.action_accept()
        return (
            self.env["dialogue.referral"]
            .with_user(self.desk)
            ._collect(case, kind, body or self.superior, "Đề nghị sửa quy định")
        )

    def test_the_report_to_the_superior_has_its_annex(self):
        referral = self._referral()
        action = referral.action_make_document()
        document = self.env["dialogue.document"].browse(action["res_id"])
        self.assertEqual(document.template_key, "escalation")
        texts = self._texts(document)
        self.assertIn("Kính gửi: UBND tỉnh Hà Giang", texts)
        self.assertIn("Đề nghị sửa quy định", texts)
        self.assertIn("PHỤ LỤC", texts)
        self.assertEqual(referral.action_make_document()["res_id"], document.id)

    def test_what_was_drafted_is_what_is_sent(self):
        referral = self._referral()
        drafted = referral.action_make_document()["res_id"]
        referral.action_submit()
        referral.with_user(self.leader).action_send()
        self.assertEqual(referral.document_id.id, drafted)
        self.assertEqual(referral.document_id.state, "issued")

    def test_a_referral_given_up_gives_its_draft_up(self):
        referral = self._referral()
        referral.action_make_document()
        document = referral.document_id
        referral.action_cancel()
        self.assertEqual(document.state, "cancelled")

    def test_a_slip_goes_to_another_body(self):
        body = self.env["res.partner"].create({"name": "Sở Tài chính"})
        referral = self._referral("other_body", body)
        document = self.env["dialogue.document"].browse(
            referral.action_make_document()["res_id"]
        )
        self.assertEqual((document.kind, document.template_key), ("PC", "forwarding"))
        self.assertIn("Kính gửi: Sở Tài chính", self._texts(document))

    # ------------------------------------------------------------------
    # Answer
    # ------------------------------------------------------------------

    def _answer(self, **vals):
        case = self._ask()
        case.petitioner_id.sudo().name = SECRET
        case.action_accept()
        case.sudo().write(vals)
        return self.env["dialogue.answer"].create(
            {
                "feedback_id": case.id,
                "body": "<p>Theo Điều 119, thời hạn là 12 tháng.</p><p>Mời xem.</p>",
                "verdict": "guided",
                "legal_basis": "Luật Sở hữu trí tuệ",
            }
        )

    def test_a_letter_answers_point_by_point(self):
        self._hold()
        answer = self._answer().with_user(self.desk)
        document = self.env["dialogue.document"].browse(
            answer.action_make_document()["res_id"]
        )
        self.assertEqual((document.kind, document.state), ("CV", "draft"))
        texts = self._texts(document)
        self.assertIn(f"Kính gửi: {SECRET}", texts)
        self.assertIn("Theo Điều 119, thời hạn là 12 tháng.", texts)
        self.assertIn("- Luật Sở hữu trí tuệ", texts)
        self.assertEqual(answer.action_make_document()["res_id"], document.id)

    def test_a_letter_names_a_withheld_name_to_those_alone_who_may_know(self):
        self._hold()
        answer = self._answer(
            is_name_hidden=True,
            department_id=self.division.id,
            user_id=self.specialist.id,
        )
        told = answer.with_user(self.desk)._document_values("answer")
        self.assertEqual(told["addressee"], SECRET)
        told = answer.with_user(self.specialist)._document_values("answer")
        self.assertIn(answer.feedback_id.code, told["addressee"])
        self.assertNotIn(SECRET, str(told))
        document = answer.sudo()._draft_document().with_user(self.specialist)
        with self.assertRaises(AccessError):
            document._render()
