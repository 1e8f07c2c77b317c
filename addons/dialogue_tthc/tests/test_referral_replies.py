from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_referral import ReferralCommon


@tagged("post_install", "-at_install")
class TestReferralReplies(ReferralCommon):
    """What the other body is reminded of, and what comes of its replies."""

    # ------------------------------------------------------------------
    # Remind
    # ------------------------------------------------------------------

    def test_remind_counts_and_dates(self):
        referral = self._sent()
        referral.action_remind("Gọi điện cho Văn phòng UBND")
        referral.action_remind()
        self.assertEqual(referral.reminder_count, 2)
        self.assertEqual(referral.reminded_on, self.company._dialogue_today())
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
            self.division.id, self.specialist.id, self.company._dialogue_today()
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
