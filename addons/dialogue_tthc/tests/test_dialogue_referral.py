from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_journey import DialogueJourneyCommon


class ReferralCommon(DialogueJourneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Referral = cls.env["dialogue.referral"]
        cls.ministry = cls.env["res.partner"].create({"name": "Bộ KH&CN"})

    def _plan(self, feedbacks, **arguments):
        """Put cases on the draft referral, as the desk."""
        return feedbacks.with_user(self.desk).action_plan_referral(**arguments)

    def _accepted(self, count=1, **vals):
        feedbacks = self.env["dialogue.feedback"]
        for _index in range(count):
            feedbacks |= self._bring_to("accepted", **vals)
        return feedbacks

    def _sent(self, count=2):
        """Return a referral that was sent with ``count`` cases, as the desk."""
        referral = self._plan(self._accepted(count))
        referral.action_submit()
        referral.with_user(self.leader).action_send()
        return referral

    def _reply(self, line, **vals):
        line.write({"reply": "<p>Tỉnh đồng ý.</p>", "verdict": "resolved", **vals})


@tagged("post_install", "-at_install")
class TestDialogueReferral(ReferralCommon):
    # ------------------------------------------------------------------
    # Bundling
    # ------------------------------------------------------------------

    def test_cases_to_one_body_are_bundled(self):
        first, second = self._accepted(2)
        referral = self._plan(first, proposal="Đề nghị tỉnh hỗ trợ.")
        self.assertEqual(self._plan(second), referral)
        self.assertEqual(referral.partner_id, self.superior)
        self.assertEqual(referral.line_ids.feedback_id, first | second)
        self.assertEqual(referral.line_ids[0].proposal, "Đề nghị tỉnh hỗ trợ.")
        self.assertIn(self.superior.name, referral.name)
        self.assertEqual(set((first | second).mapped("outcome")), {"superior"})
        self.assertEqual(set((first | second).mapped("state")), {"accepted"})

    def test_another_body_kind_or_session_makes_another_referral(self):
        session = self.env["dialogue.session"].create({"name": "Buổi 1"})
        cases = self._accepted(4)
        cases[3].session_id = session
        referrals = (
            self._plan(cases[0])
            | self._plan(cases[1], partner_id=self.ministry.id)
            | self._plan(cases[2], kind="other_body", partner_id=self.superior.id)
            | self._plan(cases[3])
        )
        self.assertEqual(len(referrals), 4)
        self.assertEqual(cases[2].outcome, "other_body")
        self.assertEqual(referrals[3].session_id, session)

    def test_the_usual_abstract_follows_and_typed_words_stay(self):
        referral = self.Referral.create({"partner_id": self.superior.id})
        first = referral.name
        referral.write({"kind": "other_body", "partner_id": self.ministry.id})
        self.assertNotEqual(referral.name, first)
        self.assertIn(self.ministry.name, referral.name)
        referral.name = "Kiến nghị về nhãn hiệu"
        referral.partner_id = self.superior
        self.assertEqual(referral.name, "Kiến nghị về nhãn hiệu")

    def test_cases_of_two_sessions_go_together_outside_any(self):
        sessions = self.env["dialogue.session"].create(
            [{"name": "Buổi 1"}, {"name": "Buổi 2"}]
        )
        cases = self._accepted(2)
        cases[0].session_id, cases[1].session_id = sessions
        self.assertFalse(self._plan(cases).session_id)

    def test_a_case_is_on_one_unfinished_referral_at_a_time(self):
        case = self._accepted()
        referral = self._plan(case)
        self.assertEqual(self._plan(case, proposal="Mới"), referral)
        self.assertEqual(referral.line_ids.proposal, "Mới")
        with self.assertRaises(UserError):
            self._plan(case, partner_id=self.ministry.id)
        other = self.Referral.create({"partner_id": self.ministry.id})
        with self.assertRaises(UserError):
            self.env["dialogue.referral.line"].create(
                {"referral_id": other.id, "feedback_id": case.id}
            )
        # and the database itself refuses a second live line
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env.cr.execute(
                "INSERT INTO dialogue_referral_line "
                "(referral_id, feedback_id, progress) VALUES (%s, %s, 'planned')",
                (other.id, case.id),
            )

    def test_no_body_known(self):
        self.company.dialogue_superior_id = False
        with self.assertRaises(UserError):
            self._plan(self._accepted())
        with self.assertRaises(UserError):
            self._plan(self._accepted(), kind="other_body")

    def test_only_cases_that_may_be_referred(self):
        for state in ("draft", "received", "review", "answered", "refused"):
            with self.subTest(state=state), self.assertRaises(UserError):
                self._plan(self._bring_to(state))
        draft = self.Referral.create({"partner_id": self.ministry.id})
        with self.assertRaises(UserError):
            self.env["dialogue.referral.line"].with_user(self.desk).create(
                {"referral_id": draft.id, "feedback_id": self._bring_to("received").id}
            )

    def test_never_to_ourselves(self):
        with self.assertRaises(ValidationError):
            self.Referral.create({"partner_id": self.company.partner_id.id})

    def test_taking_a_case_off_a_draft_undoes_the_plan(self):
        cases = self._accepted(2)
        referral = self._plan(cases)
        referral.line_ids[0].unlink()
        self.assertEqual(cases[0].outcome, "undecided")
        self.assertEqual(cases[1].outcome, "superior")
        referral.unlink()
        self.assertEqual(cases[1].outcome, "undecided")
        self.assertEqual(set(cases.mapped("state")), {"accepted"})

    def test_changing_the_kind_of_a_draft_changes_the_plan(self):
        case = self._accepted()
        referral = self._plan(case)
        referral.write({"kind": "other_body", "partner_id": self.ministry.id})
        self.assertEqual(case.outcome, "other_body")

    # ------------------------------------------------------------------
    # Submit, return, cancel
    # ------------------------------------------------------------------

    def test_submit_needs_a_case(self):
        referral = self.Referral.with_user(self.desk).create(
            {"partner_id": self.ministry.id}
        )
        with self.assertRaises(UserError):
            referral.action_submit()

    def test_submitted_is_fixed_for_the_desk(self):
        referral = self._plan(self._accepted(2))
        referral.action_submit()
        with self.assertRaises(UserError):
            referral.partner_id = self.ministry
        with self.assertRaises(UserError):
            referral.line_ids[0].proposal = "Khác"
        with self.assertRaises(UserError):
            referral.line_ids[0].unlink()
        with self.assertRaises(UserError):
            referral.unlink()
        as_leader = referral.with_user(self.leader)
        as_leader.line_ids[0].proposal = "Lãnh đạo sửa"
        self.assertEqual(referral.line_ids[0].proposal, "Lãnh đạo sửa")

    def test_return_needs_leader_and_reason(self):
        referral = self._plan(self._accepted())
        referral.action_submit()
        with self.assertRaises(AccessError):
            referral.action_return("Thiếu")
        for reason in ("", "  ", None, False):
            with self.assertRaises(UserError):
                referral.with_user(self.leader).action_return(reason)
        referral.with_user(self.leader).action_return("Thiếu đề xuất")
        self.assertEqual(referral.state, "draft")
        self.assertEqual(referral.return_reason, "Thiếu đề xuất")
        referral.action_submit()
        self.assertFalse(referral.return_reason)

    def test_cancel_frees_the_cases(self):
        case = self._bring_to("assigned")
        referral = self._plan(case)
        referral.action_submit()
        referral.action_cancel()
        self.assertEqual(referral.state, "cancelled")
        self.assertEqual((case.state, case.outcome), ("assigned", "undecided"))
        self.assertNotEqual(self._plan(case), referral)
        with self.assertRaises(UserError):
            referral.action_submit()

    def test_approver_is_asked_and_officer_follows_up(self):
        self.company.dialogue_approver_id = self.leader
        referral = self._plan(self._accepted())
        referral.reply_expected_on = fields.Date.today() + timedelta(days=15)
        referral.action_submit()
        self.assertEqual(referral.activity_ids.user_id, self.leader)
        referral.with_user(self.leader).action_send()
        self.assertEqual(referral.activity_ids.user_id, self.desk)
        self.assertEqual(
            referral.activity_ids.date_deadline, referral.reply_expected_on
        )

    # ------------------------------------------------------------------
    # Send
    # ------------------------------------------------------------------

    def test_send_refers_every_case_with_one_document(self):
        referral = self._sent(3)
        self.assertEqual(referral.state, "sent")
        cases = referral.line_ids.feedback_id
        self.assertEqual(set(cases.mapped("state")), {"referred"})
        self.assertEqual(set(referral.line_ids.mapped("progress")), {"waiting"})
        document = referral.document_id
        self.assertEqual((document.kind, document.state), ("BC", "issued"))
        self.assertTrue(document.number)
        self.assertEqual(referral.sent_on, document.date)
        self.assertEqual(document.signer_name, self.leader.name)
        for case in cases:
            self.assertIn(document.reference, str(case._petitioner_messages()[-1].body))

    def test_send_forwarding_slip_with_typed_number_and_signer(self):
        referral = self._plan(
            self._accepted(), kind="other_body", partner_id=self.ministry.id
        )
        referral.action_submit()
        day = fields.Date.today() - timedelta(days=1)
        referral.with_user(self.leader).action_send(
            41,
            day,
            {"signer_name": "Trần Văn A", "signer_title": "PHÓ GIÁM ĐỐC", "state": "x"},
        )
        document = referral.document_id
        self.assertEqual((document.kind, document.number), ("PC", 41))
        self.assertEqual((document.date, referral.sent_on), (day, day))
        self.assertEqual(document.signer_title, "PHÓ GIÁM ĐỐC")
        self.assertEqual(referral.line_ids.feedback_id.outcome, "other_body")

    def test_send_refusals(self):
        referral = self._plan(self._accepted())
        with self.assertRaises(UserError):
            referral.with_user(self.leader).action_send()  # not handed in
        referral.action_submit()
        with self.assertRaises(AccessError):
            referral.action_send()
        with self.assertRaises(UserError):
            referral.with_user(self.leader).action_send(-5)
        taken = self._sent(1).document_id
        with self.assertRaises(UserError), self.env.cr.savepoint():
            referral.with_user(self.leader).action_send(taken.number)
        two = referral | self._plan(self._accepted())
        with self.assertRaises(UserError):
            two.with_user(self.leader).action_send(7)

    def test_send_names_cases_that_stand_elsewhere(self):
        cases = self._accepted(2)
        referral = self._plan(cases)
        referral.action_submit()
        cases[1].with_user(self.desk).action_ask_info("Gửi thêm hồ sơ.")
        with self.assertRaisesRegex(UserError, cases[1].code):
            referral.with_user(self.leader).action_send()
        cases[1].with_user(self.desk).action_info_given("Đã gửi.")
        referral.with_user(self.leader).action_send()
        self.assertEqual(set(cases.mapped("state")), {"referred"})

    def test_withdrawn_and_merged_cases_do_not_block(self):
        cases = self._accepted(3)
        referral = self._plan(cases)
        referral.action_submit()
        cases[0].with_user(self.desk).action_withdraw("Đã tự giải quyết.")
        cases[1].with_user(self.desk).action_merge(cases[2].id)
        self.assertEqual(cases[0].outcome, "undecided")
        referral.with_user(self.leader).action_send()
        self.assertEqual(
            referral.line_ids.mapped("progress"), ["dropped", "dropped", "waiting"]
        )
        self.assertEqual(referral.line_count, 1)
        self.assertEqual(cases[0].state, "withdrawn")

    def test_all_cases_gone_cannot_be_sent(self):
        case = self._accepted()
        referral = self._plan(case)
        referral.action_submit()
        case.with_user(self.desk).action_withdraw("Đã tự giải quyết.")
        with self.assertRaises(UserError):
            referral.with_user(self.leader).action_send()

    def test_a_case_answered_otherwise_leaves_the_draft(self):
        case = self._bring_to("drafting")
        referral = self._plan(case)
        self._write_answer(case)
        case.with_user(self.specialist).action_submit()
        self.assertEqual(referral.line_ids.progress, "dropped")
        case.with_user(self.leader).action_issue()
        self.assertEqual(case.outcome, "written")

    def test_a_case_that_left_the_draft_can_come_back(self):
        case = self._bring_to("drafting")
        referral = self._plan(case)
        self._write_answer(case)
        case.with_user(self.specialist).action_submit()
        case.with_user(self.leader).action_return_draft("Vượt thẩm quyền.")
        self.assertEqual(self._plan(case), referral)
        self.assertEqual(referral.line_ids.progress, "planned")
        self.assertEqual(case.outcome, "superior")

    def test_what_was_sent_stays(self):
        referral = self._sent()
        as_leader = referral.with_user(self.leader)
        for vals in ({"name": "x"}, {"partner_id": self.ministry.id}):
            with self.assertRaises(UserError):
                as_leader.write(vals)
        with self.assertRaises(UserError):
            as_leader.line_ids[0].proposal = "Khác"
        with self.assertRaises(UserError):
            as_leader.line_ids[0].unlink()
        with self.assertRaises(UserError):
            referral.line_ids.sudo()[0].unlink()
        with self.assertRaises(UserError):
            as_leader.unlink()
        with self.assertRaises(UserError):
            self.env["dialogue.referral.line"].with_user(self.leader).create(
                {"referral_id": referral.id, "feedback_id": self._accepted().id}
            )
        with self.assertRaises(UserError):
            referral.action_cancel()

    # ------------------------------------------------------------------
    # Remind
    # ------------------------------------------------------------------

    def test_remind_counts_and_dates(self):
        referral = self._sent()
        referral.action_remind("Gọi điện cho Văn phòng UBND")
        referral.action_remind()
        self.assertEqual(referral.reminder_count, 2)
        self.assertEqual(referral.reminded_on, fields.Date.context_today(referral))
        bodies = " ".join(map(str, referral.message_ids.mapped("body")))
        self.assertIn("Gọi điện cho Văn phòng UBND", bodies)

    def test_remind_only_while_waiting(self):
        referral = self._plan(self._accepted(), partner_id=self.ministry.id)
        with self.assertRaises(UserError):
            referral.action_remind()
        referral = self._sent(1)
        self._reply(referral.line_ids)
        referral.action_record_reply()
        with self.assertRaises(UserError):
            referral.action_remind()
        with self.assertRaises(AccessError):
            referral.with_user(self.auditor).action_remind()

    def test_overdue_is_what_search_finds(self):
        today = fields.Date.context_today(self.Referral)
        late, due_today, answered = (self._sent(1) for _index in range(3))
        late.reply_expected_on = today - timedelta(days=1)
        due_today.reply_expected_on = today
        answered.reply_expected_on = today - timedelta(days=1)
        self._reply(answered.line_ids)
        answered.action_record_reply()
        all_three = late | due_today | answered
        found = self.Referral.search(
            [("is_overdue", "=", True), ("id", "in", all_three.ids)]
        )
        self.assertEqual(found, late)
        self.assertEqual(all_three.filtered("is_overdue"), late)
        rest = self.Referral.search(
            [("is_overdue", "=", False), ("id", "in", all_three.ids)]
        )
        self.assertEqual(rest, due_today | answered)

    # ------------------------------------------------------------------
    # Replies
    # ------------------------------------------------------------------

    def test_reply_is_brought_back_to_each_petitioner_and_issued(self):
        referral = self._sent(2)
        cases = referral.line_ids.feedback_id
        referral.write(
            {"reply_reference": "1234/UBND-KGVX", "reply_date": fields.Date.today()}
        )
        for line in referral.line_ids:
            self._reply(line, reply=f"<p>Trả lời {line.code}</p>")
        referral.action_record_reply()
        self.assertEqual(referral.state, "replied")
        self.assertEqual(set(cases.mapped("state")), {"referred"})
        answers = cases.answer_ids
        self.assertEqual(set(answers.mapped("state")), {"review"})
        self.assertEqual(set(answers.mapped("mode")), {"superior"})
        self.assertIn("1234/UBND-KGVX", answers[0].legal_basis)
        with self.assertRaises(UserError):
            referral.action_finish()
        cases.with_user(self.leader).action_issue_reply()
        self.assertEqual(set(cases.mapped("state")), {"answered"})
        self.assertEqual(set(cases.mapped("outcome")), {"superior"})
        for case in cases:
            self.assertIn(case.code, str(case.answer_id.body))
        self.assertEqual(set(referral.line_ids.mapped("progress")), {"answered"})
        self.assertEqual(referral.answered_count, 2)
        referral.action_finish()
        self.assertEqual(referral.state, "done")

    def test_partial_replies(self):
        referral = self._sent(3)
        first, second, third = referral.line_ids
        referral.write({"reply_reference": "1/UBND", "reply_date": fields.Date.today()})
        self._reply(first)
        referral.action_record_reply()
        self.assertEqual(
            referral.line_ids.mapped("progress"), ["replied", "waiting", "waiting"]
        )
        first.feedback_id.with_user(self.leader).action_issue_reply()
        referral.reply_reference = "2/UBND"
        self._reply(second)
        referral.action_record_reply()
        self.assertEqual(
            referral.line_ids.mapped("reply_reference"), ["1/UBND", "2/UBND", False]
        )
        third.feedback_id.with_user(self.desk).action_take_back("Đã đủ căn cứ.")
        second.feedback_id.with_user(self.leader).action_issue_reply()
        self.assertEqual(third.progress, "dropped")
        self.assertEqual(third.feedback_id.outcome, "undecided")
        referral.action_finish()
        self.assertEqual(referral.state, "done")

    def test_record_reply_refusals(self):
        referral = self._plan(self._accepted(), partner_id=self.ministry.id)
        with self.assertRaises(UserError):
            self._reply(referral.line_ids)  # not sent yet
        with self.assertRaises(UserError):
            referral.action_record_reply()
        referral = self._sent(1)
        line = referral.line_ids
        with self.assertRaises(UserError):
            referral.action_record_reply()  # nothing entered
        line.reply = "<p><br></p>"
        with self.assertRaises(UserError):
            referral.action_record_reply()  # nothing but a line break
        line.reply = "<p>Đồng ý</p>"
        with self.assertRaises(UserError):
            referral.action_record_reply()  # no verdict
        line.verdict = "will_do"
        with self.assertRaises(UserError):
            referral.action_record_reply()  # a promise without day
        line.write(
            {
                "promised_action": "Bố trí kinh phí",
                "promised_on": fields.Date.today() + timedelta(days=30),
            }
        )
        referral.action_record_reply()
        case = line.feedback_id
        case.with_user(self.leader).action_issue_reply()
        self.assertEqual(case.commitment_ids.name, "Bố trí kinh phí")

    def test_reply_is_fixed_once_brought_back(self):
        referral = self._sent(1)
        self._reply(referral.line_ids)
        referral.action_record_reply()
        with self.assertRaises(UserError):
            referral.line_ids.reply = "<p>Khác</p>"
        with self.assertRaises(UserError):
            referral.action_record_reply()

    def test_leader_returns_a_reply_and_gets_it_corrected(self):
        referral = self._sent(1)
        line = referral.line_ids
        self._reply(line)
        with self.assertRaises(UserError):
            line.with_user(self.leader).action_return_reply("Sớm quá")
        referral.action_record_reply()
        with self.assertRaises(AccessError):
            line.action_return_reply("Không được")
        with self.assertRaises(UserError):
            line.with_user(self.leader).action_return_reply(" ")
        line.with_user(self.leader).action_return_reply("Viết rõ hơn")
        self.assertEqual(line.progress, "waiting")
        self.assertEqual(line.answer_id.state, "returned")
        self._reply(line, reply="<p>Rõ hơn</p>")
        referral.action_record_reply()
        self.assertEqual(len(line.feedback_id.answer_ids), 1)
        line.feedback_id.with_user(self.leader).action_issue_reply()
        self.assertIn("Rõ hơn", line.feedback_id.answer_id.body)

    def test_taking_back_a_case_with_a_reply_leaves_its_text_as_draft(self):
        referral = self._sent(1)
        case = referral.line_ids.feedback_id
        self._reply(referral.line_ids)
        referral.action_record_reply()
        case.with_user(self.desk).action_take_back("Tự trả lời.")
        self.assertEqual(referral.line_ids.progress, "dropped")
        self.assertEqual(case.answer_ids.state, "returned")
        case.with_user(self.desk).action_assign(
            self.division.id, self.specialist.id, fields.Date.today()
        )
        case.with_user(self.specialist).action_start_draft()
        case.with_user(self.specialist).action_submit()
        case.with_user(self.leader).action_issue()
        self.assertEqual(case.state, "answered")
        referral.action_finish()

    def test_a_case_taken_back_can_go_up_again(self):
        first = self._sent(1)
        case = first.line_ids.feedback_id
        case.with_user(self.desk).action_take_back("Sai cơ quan.")
        second = self._plan(case, kind="other_body", partner_id=self.ministry.id)
        self.assertNotEqual(first, second)
        second.action_submit()
        second.with_user(self.leader).action_send()
        self.assertEqual(case.state, "referred")
        self.assertEqual(case.with_user(self.desk).referral_count, 2)

    def test_reply_date_must_make_sense(self):
        referral = self._sent(1)
        with self.assertRaises(ValidationError):
            referral.reply_date = fields.Date.today() + timedelta(days=2)
        with self.assertRaises(ValidationError):
            referral.reply_date = referral.sent_on - timedelta(days=1)


@tagged("post_install", "-at_install")
class TestDialogueReferralAccess(ReferralCommon):
    def test_closed_fields_are_closed_by_hand(self):
        referral = self._sent(1)
        as_leader = referral.with_user(self.leader)
        for vals in (
            {"state": "done"},
            {"sent_on": "2020-01-01"},
            {"document_id": False},
            {"reminder_count": 9},
            {"reminded_on": "2020-01-01"},
            {"return_reason": "x"},
            {"company_id": self.company.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                as_leader.write(vals)
        for vals in (
            {"progress": "answered"},
            {"answer_id": False},
            {"reply_reference": "x"},
            {"reply_date": "2020-01-01"},
            {"feedback_id": self._accepted().id},
            {"referral_id": referral.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                as_leader.line_ids.write(vals)

    def test_nothing_starts_further_on(self):
        Referral = self.Referral.with_user(self.leader)
        base = {"partner_id": self.ministry.id}
        for vals in (
            {"state": "sent"},
            {"sent_on": "2020-01-01"},
            {"reminder_count": 1},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                Referral.create({**base, **vals})
            context = {f"default_{key}": value for key, value in vals.items()}
            with self.subTest(context=context), self.assertRaises(UserError):
                Referral.with_context(**context).create(base)
        draft = Referral.create(base)
        for vals in (
            {"progress": "dropped"},
            {"reply": "<p>x</p>"},
            {"verdict": "resolved"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.env["dialogue.referral.line"].with_user(self.leader).create(
                    {
                        "referral_id": draft.id,
                        "feedback_id": self._accepted().id,
                        **vals,
                    }
                )

    def test_who_may_do_what(self):
        referral = self._sent(1)
        line = referral.line_ids
        for user in (self.specialist, self.administrator, self.employee_only):
            for record in (referral, line):
                with self.subTest(user=user.login, model=record._name):
                    for operation in ("read", "write", "create", "unlink"):
                        self.assertFalse(record.with_user(user).has_access(operation))
        for record in (referral, line):
            self.assertTrue(record.with_user(self.auditor).has_access("read"))
            for operation in ("write", "create", "unlink"):
                self.assertFalse(record.with_user(self.auditor).has_access(operation))

    def test_moves_are_refused_to_those_without_access(self):
        sent = self._sent(1)
        draft = self._plan(self._accepted())
        handed_in = self._plan(self._accepted(), partner_id=self.ministry.id)
        handed_in.action_submit()
        self._reply(sent.line_ids)
        calls = (
            (draft, "action_submit", ()),
            (draft, "action_cancel", ()),
            (handed_in, "action_return", ("x",)),
            (handed_in, "action_send", ()),
            (sent, "action_remind", ()),
            (sent, "action_record_reply", ()),
            (sent, "action_finish", ()),
            (sent.line_ids, "action_return_reply", ("x",)),
        )
        for user in (self.specialist, self.auditor, self.administrator):
            for record, method, arguments in calls:
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(UserError),
                ):
                    getattr(record.with_user(user), method)(*arguments)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(handed_in.state, "submitted")
        self.assertEqual((sent.state, sent.reminder_count), ("sent", 0))

    def test_the_case_shows_its_referral_to_the_desk_only(self):
        referral = self._sent(1)
        case = referral.line_ids.feedback_id
        case.user_id = self.specialist
        action = case.with_user(self.desk).action_view_referrals()
        self.assertEqual(action["res_id"], referral.id)
        as_specialist = case.with_user(self.specialist)
        with self.assertRaises(AccessError):
            as_specialist.read(["referral_count"])
        with self.assertRaises(AccessError):
            as_specialist.action_view_referrals()

    def test_companies_are_separate(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = self._create_user("leader", login="stranger")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        referral = self._sent(1)
        self.assertFalse(
            self.Referral.with_user(stranger).search([("id", "=", referral.id)])
        )
        for record in (referral, referral.line_ids):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["company_id"])
        with self.assertRaises(AccessError):
            self.env["dialogue.feedback"].with_user(stranger).browse(
                self._accepted().id
            ).action_plan_referral(partner_id=self.ministry.id)

    def test_a_sealed_case_goes_alone_and_is_hidden_with_its_referral(self):
        reader = self._create_user("desk", login="reader")
        reader.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        plain, sealed = self._accepted(2)
        sealed.write({"reader_ids": [(6, 0, reader.ids)], "is_sealed": True})
        with self.assertRaises(UserError):
            (plain | sealed).with_user(reader).action_plan_referral()
        open_draft = self._plan(plain)
        hidden = sealed.with_user(reader).action_plan_referral()
        self.assertNotEqual(hidden, open_draft)
        self.assertEqual(sealed.with_user(reader).action_plan_referral(), hidden)
        # neither joins the other's draft
        another = self._accepted()
        self.assertEqual(another.with_user(reader).action_plan_referral(), open_draft)
        visible = self.Referral.with_user(self.desk).search([])
        self.assertIn(open_draft, visible)
        self.assertNotIn(hidden, visible)
        with self.assertRaises(AccessError):
            hidden.with_user(self.leader).read(["name"])
        with self.assertRaises(AccessError):
            hidden.with_user(self.auditor).read(["name"])
        self.assertEqual(hidden.with_user(reader).line_ids.feedback_id, sealed)

    def test_history_names_no_petitioner(self):
        cases = self._accepted(2, is_name_hidden=True)
        referral = self._plan(cases)
        referral.action_submit()
        referral.with_user(self.leader).action_send()
        for line in referral.line_ids:
            self._reply(line)
        referral.action_remind("nhắc")
        referral.action_record_reply()
        cases.with_user(self.leader).action_issue_reply()
        referral.action_finish()
        messages = referral.message_ids | cases.message_ids
        text = " ".join(map(str, messages.mapped("body")))
        self.assertNotIn(self.enterprise.name, text)
        self.assertNotIn(self.enterprise, messages.author_id | messages.partner_ids)
        self.assertNotIn(self.enterprise, referral.message_partner_ids)
        self.assertNotIn(self.enterprise.name, referral.document_id.name)


@tagged("post_install", "-at_install")
class TestDialogueReferralWizards(ReferralCommon):
    def _wizard(self, feedbacks, **vals):
        return (
            self.env["dialogue.feedback.refer"]
            .with_user(self.desk)
            .with_context(active_model="dialogue.feedback", active_ids=feedbacks.ids)
            .create(vals)
        )

    def test_refer_proposes_the_superior_and_shows_the_draft_joined(self):
        first, second = self._accepted(2)
        wizard = self._wizard(first, proposal="Đề nghị")
        self.assertEqual(wizard.partner_id, self.superior)
        self.assertFalse(wizard.referral_id)
        action = wizard.action_apply()
        wizard = self._wizard(second)
        self.assertEqual(wizard.referral_id.id, action["res_id"])
        self.assertEqual(wizard.referral_line_count, 1)
        wizard.kind = "other_body"
        self.assertFalse(wizard.partner_id)
        wizard.partner_id = self.ministry
        self.assertFalse(wizard.referral_id)
        wizard.action_apply()
        self.assertEqual(second.outcome, "other_body")

    def test_refer_without_cases_or_right(self):
        wizard = self._wizard(
            self.env["dialogue.feedback"], partner_id=self.ministry.id
        )
        with self.assertRaises(UserError):
            wizard.action_apply()
        with self.assertRaises(AccessError):
            self.env["dialogue.feedback.refer"].with_user(self.specialist).create({})

    def test_add_cases_opens_with_the_body_of_the_draft(self):
        referral = self._plan(self._accepted(), partner_id=self.ministry.id)
        # an older draft to the same body does not get in the way
        twin = self.Referral.create({"partner_id": self.ministry.id})
        case = self._accepted()
        wizard = (
            self.env["dialogue.feedback.refer"]
            .with_user(self.desk)
            .with_context(**twin.action_add_cases()["context"])
            .create({"feedback_ids": [(6, 0, case.ids)]})
        )
        self.assertEqual(wizard.partner_id, self.ministry)
        self.assertEqual(wizard.referral_id, twin)
        wizard.action_apply()
        self.assertEqual(twin.line_ids.feedback_id, case)
        self.assertEqual(len(referral.line_ids), 1)

    def test_leader_issues_all_replies_at_once(self):
        referral = self._sent(2)
        for line in referral.line_ids:
            self._reply(line)
        referral.action_record_reply()
        action = referral.with_user(self.leader).action_issue_replies()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.leader)
            .with_context(**action["context"])
            .create({})
        )
        wizard.action_apply()
        self.assertEqual(referral.answered_count, 2)

    def _step(self, user, referral, step, **vals):
        return (
            self.env["dialogue.referral.move"]
            .with_user(user)
            .create({"referral_id": referral.id, "step": step, **vals})
        )

    def test_steps_that_ask(self):
        referral = self._plan(self._accepted())
        referral.action_submit()
        self._step(self.leader, referral, "return", text="Bổ sung").action_apply()
        self.assertEqual(referral.return_reason, "Bổ sung")
        referral.action_submit()
        send = self._step(self.leader, referral, "send", number=12)
        self.assertEqual(send.signer_name, self.leader.name)
        expected = fields.Date.today() + timedelta(days=10)
        send.reply_expected_on = expected
        send.action_apply()
        self.assertEqual(referral.document_id.number, 12)
        self.assertEqual(referral.reply_expected_on, expected)
        self._step(self.desk, referral, "remind", text="Gọi điện").action_apply()
        self.assertEqual(referral.reminder_count, 1)
        self._reply(referral.line_ids)
        referral.action_record_reply()
        self._step(
            self.leader,
            referral,
            "return_reply",
            line_id=referral.line_ids.id,
            text="Sửa",
        ).action_apply()
        self.assertEqual(referral.line_ids.progress, "waiting")

    def test_the_steps_decide_nothing_themselves(self):
        referral = self._plan(self._accepted())
        referral.action_submit()
        with self.assertRaises(AccessError):
            self._step(self.desk, referral, "send").action_apply()
        with self.assertRaises(UserError):
            self._step(self.leader, referral, "return", text=" ").action_apply()
        with self.assertRaises(UserError):
            self._step(self.leader, referral, "return_reply", text="x").action_apply()
        self.assertEqual(referral.state, "submitted")
