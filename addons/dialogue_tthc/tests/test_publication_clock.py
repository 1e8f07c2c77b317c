from odoo.tests import tagged

from .common_publication import PublicationCommon


@tagged("post_install", "-at_install")
class TestPublicationClock(PublicationCommon):
    def test_the_term_starts_with_the_answer_and_ends_when_it_is_public(self):
        feedback = self._create_answered()
        clock = self._clock(feedback)
        self.assertEqual(clock.state, "running")
        self.assertTrue(clock.due_on)
        self.assertTrue(feedback.is_publication_owed)
        self._publish(feedback)
        self.assertEqual(clock.state, "stopped")
        self.assertFalse(self._clock(feedback))
        self.assertFalse(feedback.is_publication_owed)

    def test_it_starts_with_an_answer_in_writing_too(self):
        feedback = self._create_feedback()
        feedback.action_receive()
        feedback.with_user(self.desk).action_accept()
        feedback.with_user(self.desk).action_assign(
            self.division.id, self.specialist.id
        )
        feedback.with_user(self.specialist).action_start_draft()
        feedback.answer_ids.with_user(self.specialist).write(
            {"body": "<p>Có</p>", "verdict": "guided"}
        )
        feedback.with_user(self.specialist).action_submit()
        self.assertFalse(self._clock(feedback))
        feedback.with_user(self.leader).action_issue()
        self.assertTrue(self._clock(feedback))

    def test_there_is_none_where_nothing_is_to_be_public(self):
        self.assertFalse(self._clock(self._create_answered(publish_choice="nothing")))
        feedback = self._create_answered()
        feedback.publish_choice = "nothing"
        self.assertFalse(self._clock(feedback))
        feedback.publish_choice = "anonymous"
        self.assertTrue(self._clock(feedback))

    def test_it_ends_with_a_seal_and_when_the_case_is_opened_again(self):
        sealed = self._create_answered()
        self.leader.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        sealed.write({"is_sealed": True, "reader_ids": self.leader.ids})
        self.assertFalse(self._clock(sealed))
        again = self._create_answered()
        again.with_user(self.desk).action_reopen("Chưa rõ")
        self.assertFalse(self._clock(again))
        self._answer_on_spot(again)
        self.assertTrue(self._clock(again))

    def test_a_new_answer_is_to_be_made_public_anew(self):
        feedback = self._create_answered()
        self._publish(feedback)
        feedback.with_user(self.desk).action_reopen("Chưa rõ")
        self._answer_on_spot(feedback, "<p>Trong 9 tháng.</p>")
        self.assertTrue(self._clock(feedback))

    def test_an_answered_case_is_never_late_for_it(self):
        feedback = self._create_answered()
        clock = self._clock(feedback)
        self.env.cr.execute(
            "UPDATE dialogue_clock SET due_on = '2020-01-06' WHERE id = %s",
            (clock.id,),
        )
        self.env.invalidate_all()
        self.assertEqual(feedback.due_state, "answered_on_time")
        self.assertFalse(feedback.is_overdue)
        self.assertFalse(feedback.due_note)
        overdue = self.env["dialogue.feedback"].search([("is_overdue", "=", True)])
        self.assertNotIn(feedback, overdue)
        report = self.env["dialogue.feedback.report"].browse(feedback.id)
        self.assertEqual(report.is_overdue, 0)
        self.assertEqual(report.is_late, 0)
        self.assertEqual(report.on_time_share, 1)

    def test_closing_neither_starts_nor_ends_it(self):
        feedback = self._create_answered()
        feedback.with_user(self.desk).action_close()
        self.assertTrue(self._clock(feedback))
        old = self._create_answered()
        self.env["dialogue.clock"]._stop(old, ["publish"])
        old.with_user(self.desk).action_close()
        self.assertFalse(self._clock(old))

    def test_what_was_answered_before_there_were_terms_gets_none(self):
        old = self._create_answered()
        ids = tuple(old.clock_ids.ids)
        self.env.cr.execute(
            "DELETE FROM dialogue_clock_event WHERE clock_id IN %s", (ids,)
        )
        self.env.cr.execute("DELETE FROM dialogue_clock WHERE id IN %s", (ids,))
        self.env.invalidate_all()
        self.env["dialogue.clock"]._adopt_all()
        self.assertFalse(old.clock_ids)
        self.env["dialogue.clock"]._adopt(old, with_ended=True)
        self.assertFalse(self._clock(old))

    def test_the_desk_finds_what_is_to_be_made_public(self):
        waiting, public = self._create_answered(), self._create_answered()
        self._publish(public)
        found = (
            self.env["dialogue.feedback"]
            .with_user(self.desk)
            .search([("is_publication_owed", "=", True)])
        )
        self.assertIn(waiting, found)
        self.assertNotIn(public, found)
