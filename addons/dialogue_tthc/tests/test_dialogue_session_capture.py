from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestSessionCapture(SessionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold()
        cls.reason = cls.env["dialogue.refusal.reason"].create(
            {"name": "Khiếu nại, tố cáo", "code": "KNTC", "guidance": "Gửi Thanh tra."}
        )
        cls.body = cls.env["res.partner"].create({"name": "Cục Sở hữu trí tuệ"})

    def _capture(self, **vals):
        return (
            self.env["dialogue.session.capture"]
            .with_user(self.desk)
            .create(
                {
                    "session_id": self.session.id,
                    "speaker_name": "Ông An",
                    "speaker_kind": "citizen",
                    "question": "Nhãn hiệu bao giờ có?\nNộp từ tháng 2.",
                    "sector_id": self.sector.id,
                    "outcome": "undecided",
                    **vals,
                }
            )
        )

    def _record(self, **vals):
        before = self.session.feedback_ids
        self._capture(**vals).action_record()
        case = self.session.feedback_ids - before
        self.assertEqual(len(case), 1)
        return case

    def test_question_is_filed(self):
        case = self._record()
        self.assertEqual(case.state, "received")
        self.assertTrue(case.code)
        self.assertEqual(case.subject, "Nhãn hiệu bao giờ có?")
        self.assertEqual((case.origin, case.channel), ("at_session", "meeting"))
        self.assertEqual(case.sector_id, self.sector)
        self.assertEqual(case.petitioner_id.name, "Ông An")
        self.assertEqual(case.petitioner_id.kind, "citizen")
        self.assertFalse(case.partner_id)

    def test_subject_is_short(self):
        subject_of = self.env["dialogue.attendance"]._subject_of
        self.assertEqual(subject_of("\n Một câu. \nHai câu."), "Một câu.")
        self.assertEqual(len(subject_of("x" * 500)), 100)
        self.assertLessEqual(len(subject_of("chữ " * 500)), 100)

    def test_answered_now(self):
        case = self._record(
            outcome="answered", verdict="guided", answer="Ba tháng.\nXem <Điều 119>."
        )
        self.assertEqual((case.state, case.outcome), ("answered", "on_spot"))
        self.assertIn("&lt;Điều 119&gt;", case.answer_id.body)
        self.assertEqual(case.answer_id.mode, "on_spot")

    def test_answered_with_a_promise(self):
        case = self._record(
            outcome="answered",
            verdict="will_do",
            answer="Sẽ tập huấn.",
            promised_action="Tập huấn",
            promised_on="2099-01-15",
        )
        self.assertEqual(case.commitment_ids.name, "Tập huấn")
        self.assertEqual(self.session.commitment_count, 1)

    def test_owed_in_writing(self):
        case = self._record(
            outcome="written",
            department_id=self.division.id,
            user_id=self.specialist.id,
            date_deadline="2099-01-15",
        )
        self.assertEqual((case.state, case.outcome), ("assigned", "written"))
        self.assertEqual(case.department_id, self.division)
        self.assertEqual(case.user_id, self.specialist)

    def test_beyond_authority_goes_on_one_referral(self):
        first = self._record(outcome="superior", proposal="Sửa nghị định")
        second = self._record(outcome="superior")
        self.assertEqual(first.outcome, "superior")
        lines = (first | second).referral_line_ids
        self.assertEqual(len(lines.referral_id), 1)
        self.assertEqual(lines.referral_id.partner_id, self.superior)
        self.assertEqual(first.referral_line_ids.proposal, "Sửa nghị định")

    def test_for_another_body(self):
        case = self._record(outcome="other_body", body_id=self.body.id)
        self.assertEqual(case.outcome, "other_body")
        self.assertEqual(case.referral_line_ids.referral_id.partner_id, self.body)

    def test_refused(self):
        case = self._record(
            outcome="refused",
            refusal_reason_id=self.reason.id,
            guidance="Gửi Thanh tra.",
        )
        self.assertEqual((case.state, case.outcome), ("refused", "refused"))

    def test_guidance_of_the_reason_is_proposed(self):
        form = Form(
            self.env["dialogue.session.capture"]
            .with_user(self.desk)
            .with_context(default_session_id=self.session.id)
        )
        form.outcome = "refused"
        form.refusal_reason_id = self.reason
        self.assertEqual(form.guidance, "Gửi Thanh tra.")

    def test_division_of_the_sector_is_proposed(self):
        self.sector.department_id = self.division
        form = Form(
            self.env["dialogue.session.capture"]
            .with_user(self.desk)
            .with_context(default_session_id=self.session.id)
        )
        form.outcome = "written"
        form.sector_id = self.sector
        self.assertEqual(form.department_id, self.division)

    def test_due_day_is_proposed_and_left_out_it_is_the_terms(self):
        capture = self._capture(outcome="written", department_id=self.division.id)
        proposed = capture.date_deadline
        self.assertTrue(proposed)
        capture.date_deadline = False
        capture.action_record()
        self.assertEqual(self.session.feedback_ids.date_deadline, proposed)

    def test_what_is_missing_is_named_and_nothing_recorded(self):
        cases = (
            ({"speaker_name": False}, "Who asks"),
            ({"question": "  "}, "What was asked"),
            ({"outcome": "answered", "verdict": False}, "result"),
            ({"outcome": "answered", "answer": " "}, "answer that was given"),
            (
                {"outcome": "answered", "answer": "Sẽ làm", "verdict": "will_do"},
                "by which day",
            ),
            ({"outcome": "written"}, "division"),
            ({"outcome": "other_body"}, "body"),
            ({"outcome": "refused"}, "reason"),
            (
                {"outcome": "refused", "refusal_reason_id": self.reason.id},
                "turn to",
            ),
        )
        for vals, word in cases:
            if "guidance" not in vals:
                vals = {**vals, "guidance": False}
            capture = self._capture(**vals)
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, word):
                capture.action_record()
            # what was typed is still there
            self.assertEqual(capture.sector_id, self.sector)
        self.assertFalse(self.session.feedback_ids)

    def test_several_things_missing_are_told_at_once(self):
        capture = self._capture(speaker_name=False, question=False, outcome="written")
        with self.assertRaises(UserError) as refusal:
            capture.action_record()
        self.assertEqual(str(refusal.exception).count("\n- "), 3)

    def test_no_superior_known(self):
        self.company.dialogue_superior_id = False
        with self.assertRaisesRegex(UserError, "superior"):
            self._capture(outcome="superior").action_record()

    def test_late_refusal_leaves_nothing(self):
        """A due day before the question: the case's own rule refuses, all is undone."""
        capture = self._capture(
            outcome="written",
            department_id=self.division.id,
            date_deadline="2000-01-01",
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            capture.action_record()
        self.assertFalse(self.session.feedback_ids)

    def test_save_and_next(self):
        action = self._capture().action_record_next()
        self.assertEqual(action["res_model"], "dialogue.session.capture")
        context = action["context"]
        self.assertIn(self.session.feedback_ids.code, context["default_last_note"])
        form = Form(
            self.env[action["res_model"]].with_user(self.desk).with_context(**context)
        )
        self.assertEqual(form.sector_id, self.sector)
        self.assertFalse(form.question)

    def test_from_the_list(self):
        guest = (
            self.env["dialogue.attendance"]
            .with_user(self.desk)
            .create({"session_id": self.session.id, "partner_id": self.enterprise.id})
        )
        case = self._record(speaker_name=False, attendance_id=guest.id)
        self.assertEqual(case.partner_id, self.enterprise)
        self.assertEqual(case.petitioner_id.name, self.enterprise.name)

    def test_whoever_asks_is_on_the_list(self):
        self._record(speaker_name=False, partner_id=self.enterprise.id)
        self._record()
        self._record()
        guests = self.session.attendance_ids
        self.assertEqual(
            sorted(guests.mapped("name")), sorted([self.enterprise.name, "Ông An"])
        )
        self.assertEqual(set(guests.mapped("state")), {"attended"})

    def test_invited_who_asks_is_checked_in(self):
        session = self._create_session()
        guest = (
            self.env["dialogue.attendance"]
            .with_user(self.desk)
            .create({"session_id": session.id, "partner_id": self.enterprise.id})
        )
        self._hold(session)
        self._capture(
            session_id=session.id, speaker_name=False, attendance_id=guest.id
        ).action_record()
        self.assertEqual(guest.state, "attended")

    def test_guest_of_another_session_is_refused(self):
        other = self._create_session()
        guest = (
            self.env["dialogue.attendance"]
            .with_user(self.desk)
            .create({"session_id": other.id, "partner_id": self.enterprise.id})
        )
        with self.assertRaisesRegex(UserError, "this session"):
            self._capture(attendance_id=guest.id).action_record()

    def test_name_withheld(self):
        case = self._record(is_name_hidden=True)
        self.assertTrue(case.is_name_hidden)
        self.assertNotIn("Ông An", case.petitioner_label)

    def test_session_not_running(self):
        session = self._create_session()
        with self.assertRaisesRegex(UserError, "in progress"):
            self._capture(session_id=session.id).action_record()

    def test_capture_is_for_the_desk(self):
        capture = self._capture()
        for user in (self.specialist, self.auditor, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                capture.with_user(user).action_record()
