from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_journey import DialogueJourneyCommon

# a Monday; ten working days later is Monday the 16th
ANSWERED_AT = datetime(2026, 11, 2, 3, 0)


@tagged("post_install", "-at_install")
class TestPetitionerSteps(DialogueJourneyCommon):
    def _answered(self, **vals):
        feedback = self._bring_to("answered", **vals)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE dialogue_feedback SET answered_on = %s WHERE id = %s",
            [ANSWERED_AT, feedback.id],
        )
        self.env.invalidate_all()
        return feedback

    def _notes(self, feedback):
        return "\n".join(feedback.message_ids.mapped(lambda m: str(m.body)))

    # Withdraw

    def test_an_open_case_is_withdrawn_and_nobody_is_named(self):
        feedback = self._bring_to("assigned", is_name_hidden=True)
        feedback.with_user(self.employee_only)._petitioner_withdraw("Đã tự giải quyết.")
        self.assertEqual(feedback.state, "withdrawn")
        self.assertEqual(feedback.withdrawal_reason, "Đã tự giải quyết.")
        self.assertIn("petitioner withdrew", self._notes(feedback))
        self.assertIn("Đã tự giải quyết.", self._notes(feedback))
        self.assertTrue(feedback.write_uid._is_superuser())
        own = self.env.ref("dialogue_tthc.partner_petitioner")
        self.assertEqual(feedback._petitioner_messages()[-1].author_id, own)
        self.assertNotIn(self.enterprise.name, self._notes(feedback))

    def test_each_step_wants_a_reason(self):
        feedback = self._bring_to("received")
        for reason in ("", "  ", None):
            with self.assertRaises(UserError):
                feedback._petitioner_withdraw(reason)
        self.assertEqual(feedback.state, "received")

    def test_what_has_ended_is_not_withdrawn(self):
        for state in ("answered", "closed", "refused", "merged"):
            feedback = self._bring_to(state)
            with self.subTest(state), self.assertRaises(UserError):
                feedback._petitioner_withdraw("Thôi.")
            self.assertEqual(feedback.state, state)

    def test_a_step_sent_twice_is_one_step(self):
        feedback = self._bring_to("received")
        feedback._petitioner_withdraw("Thôi.")
        messages = len(feedback.message_ids)
        feedback._petitioner_withdraw("Thôi.")
        self.assertEqual(len(feedback.message_ids), messages)
        refused = self._bring_to("refused")
        refused._petitioner_appeal("Chưa đúng.")
        refused._petitioner_appeal("Chưa đúng.")
        self.assertEqual(refused.appeal_count, 1)

    # Reopen

    def test_an_answer_is_looked_at_again_once_within_the_term(self):
        feedback = self._answered()
        with freeze_time("2026-11-16 10:00:00"):
            self.assertEqual(feedback._reopen_until(), date(2026, 11, 16))
            feedback._petitioner_reopen("Chưa nói phải nộp ở đâu.")
            feedback._petitioner_reopen("Chưa nói phải nộp ở đâu.")
        self.assertEqual(feedback.state, "reopened")
        self.assertEqual(feedback.reopen_count, 1)
        self.assertTrue(feedback.petitioner_reopened_on)
        self.assertTrue(feedback.answer_id)
        feedback.with_user(self.desk).action_assign(
            self.division.id, self.specialist.id
        )
        feedback.with_user(self.specialist).action_start_draft()
        self._write_answer(feedback)
        feedback.with_user(self.specialist).action_submit()
        feedback.with_user(self.leader).action_issue()
        self.assertFalse(feedback._reopen_until())
        with self.assertRaisesRegex(UserError, "once"):
            feedback._petitioner_reopen("Vẫn chưa rõ.")
        # the desk's own way stays
        feedback.with_user(self.desk).action_reopen("Vẫn chưa rõ.")
        self.assertEqual(feedback.state, "reopened")

    def test_the_term_is_working_days_where_the_department_is(self):
        feedback = self._answered()
        with freeze_time("2026-11-16 16:59:00"):  # 23:59 of that day in Vietnam
            self.assertTrue(feedback._reopen_until())
        with freeze_time("2026-11-16 17:01:00"):
            self.assertFalse(feedback._reopen_until())
            with self.assertRaisesRegex(UserError, feedback.code):
                feedback._petitioner_reopen("Chưa rõ.")
        self.company.dialogue_reopen_days = 12
        with freeze_time("2026-11-18 10:00:00"):
            feedback._petitioner_reopen("Chưa rõ.")
        self.assertEqual(feedback.state, "reopened")

    def test_a_department_may_not_allow_it(self):
        self.company.dialogue_reopen_days = 0
        feedback = self._bring_to("answered")
        self.assertFalse(feedback._reopen_until())
        with self.assertRaises(UserError):
            feedback._petitioner_reopen("Chưa rõ.")

    def test_only_what_was_answered_is_reopened(self):
        for state in ("received", "refused", "withdrawn", "merged"):
            feedback = self._bring_to(state)
            with self.subTest(state), self.assertRaises(UserError):
                feedback._petitioner_reopen("Chưa rõ.")

    def test_what_was_merged_is_looked_at_by_itself(self):
        main = self._bring_to("review")
        feedback = self._bring_to("received")
        feedback.with_user(self.desk).action_merge(main.id)
        self.assertFalse(feedback._reopen_until())
        with self.assertRaises(UserError):
            feedback._petitioner_reopen("Trường hợp của tôi khác.")
        main.with_user(self.leader).action_issue()
        self.assertEqual(feedback.state, "merged")
        self.assertEqual(feedback._reopen_until(), main._reopen_until())
        self.assertTrue(feedback._reopen_until())
        feedback._petitioner_reopen("Trường hợp của tôi khác.")
        self.assertEqual(feedback.state, "received")
        self.assertFalse(feedback.merged_into_id)
        self.assertEqual(feedback.reopen_count, 1)
        self.assertEqual(feedback.reopen_reason, "Trường hợp của tôi khác.")
        self.assertTrue(
            feedback.clock_ids.filtered(lambda clock: clock.step == "accept")
        )
        self.assertIn("look at the answer again", self._notes(feedback))
        # the others keep their answer
        self.assertEqual(main.state, "answered")
        # once, and sent twice is once
        feedback._petitioner_reopen("Trường hợp của tôi khác.")
        self.assertEqual(feedback.reopen_count, 1)

    # Appeal

    def test_a_refusal_is_appealed_once(self):
        feedback = self._bring_to("refused")
        feedback._petitioner_appeal("Đây không phải đơn tố cáo.")
        self.assertEqual(feedback.state, "received")
        self.assertEqual(feedback.appeal_reason, "Đây không phải đơn tố cáo.")
        self.assertIn("does not agree", self._notes(feedback))
        feedback.with_user(self.desk).action_refuse(
            feedback.refusal_reason_id.id, "Xin gửi Thanh tra."
        )
        with self.assertRaisesRegex(UserError, "once"):
            feedback._petitioner_appeal("Vẫn không đồng ý.")
        self.assertEqual(feedback.state, "refused")

    # Settings

    def test_terms_are_days_of_a_year(self):
        for name in (
            "dialogue_reopen_days",
            "dialogue_rating_days",
            "dialogue_solved_days",
        ):
            for days in (-1, 366):
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    self.company[name] = days
