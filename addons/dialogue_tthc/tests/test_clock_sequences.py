from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common_journey import DialogueJourneyCommon

NOON = " 05:00:00"  # in UTC, noon in Vietnam


@tagged("post_install", "-at_install")
class TestClockSequences(DialogueJourneyCommon):
    """Steps in an order that nobody plans, and what is left of the terms after it."""

    def _accepted(self, day, **vals):
        with freeze_time(f"{day}{NOON}"):
            return self._bring_to("accepted", **vals)

    def _clock(self, feedback, step="answer"):
        clocks = feedback.clock_ids.filtered(lambda clock: clock.step == step)
        return clocks.sorted("id")[-1:]

    # Days that are over

    def test_late_case_is_assigned_by_the_window_as_it_opens(self):
        feedback = self._accepted("2026-03-02")  # due on 23/03
        with freeze_time(f"2026-03-30{NOON}"):
            form = Form(
                self.env["dialogue.feedback.move"]
                .with_user(self.desk)
                .with_context(
                    default_step="assign",
                    active_model=feedback._name,
                    active_ids=feedback.ids,
                )
            )
            form.department_id = self.division
            form.save().action_apply()
            self.assertEqual(feedback.state, "assigned")
            # to another one, as it opens again
            feedback.with_user(self.desk).action_assign(
                self.other_division.id, date_deadline=feedback.date_deadline
            )
        self.assertEqual(feedback.department_id, self.other_division)
        self.assertEqual(feedback.date_deadline, date(2026, 3, 23))
        self.assertFalse(self._clock(feedback).is_fixed)

    def test_case_taken_apart_keeps_no_due_day_of_a_term_that_ended(self):
        target = self._bring_to("accepted")
        feedback = self._accepted("2026-03-02")
        feedback.with_user(self.desk).action_merge(target.id)
        feedback.with_user(self.desk).action_unmerge("Hỏi việc khác.")
        self.assertFalse(feedback.date_deadline)
        self.assertEqual(feedback.due_state, "none")
        feedback.with_user(self.desk).action_accept()
        self.assertEqual(feedback.date_deadline, self._clock(feedback).due_on)

    # Classes

    def test_class_that_makes_it_later_is_a_leaders_while_it_stands_still(self):
        self.env["dialogue.term"].create(
            {"step": "answer", "term_class": "urgent", "length": 5}
        )
        feedback = self._accepted("2026-11-02", priority="1")
        with freeze_time(f"2026-11-04{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.with_user(self.desk).priority = "0"
            feedback.invalidate_recordset()
            feedback.with_user(self.leader).priority = "0"
        with freeze_time(f"2026-11-06{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
        # two of fifteen days were used
        self.assertEqual(feedback.date_deadline, date(2026, 11, 25))

    def test_class_that_makes_it_earlier_is_the_desks_while_it_stands_still(self):
        self.env["dialogue.term"].create(
            {"step": "answer", "term_class": "urgent", "length": 5}
        )
        feedback = self._accepted("2026-11-02")
        with freeze_time(f"2026-11-04{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
            feedback.with_user(self.desk).priority = "1"
        with freeze_time(f"2026-11-06{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
        self.assertEqual(feedback.date_deadline, date(2026, 11, 11))

    def test_hour_of_a_class_goes_with_the_class(self):
        with freeze_time(f"2026-11-02{NOON}"):
            feedback = self._bring_to("received", priority="1")
            clock = self._clock(feedback, "accept")
            self.assertTrue(clock.due_at)
            feedback.with_user(self.desk).priority = "0"
        self.assertEqual(clock.due_on, date(2026, 11, 3))
        self.assertFalse(clock.due_at)

    def test_complex_class_keeps_its_day_and_stands_still_with_it(self):
        feedback = self._accepted("2026-03-02")
        with freeze_time(f"2026-03-03{NOON}"):
            feedback.with_user(self.leader).term_class = "complex"
        self.assertEqual(feedback.date_deadline, date(2026, 3, 23))
        with freeze_time(f"2026-03-10{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        with freeze_time(f"2026-03-12{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
        self.assertEqual(feedback.date_deadline, date(2026, 3, 25))

    def test_session_that_was_called_off_is_counted_from_by_nothing(self):
        session = self.env["dialogue.session"].create(
            {"name": "Đối thoại", "date_start": "2026-10-28 01:00:00"}
        )
        session.action_cancel("Bão số 12.")
        feedback = self._accepted(
            "2026-11-02", origin="at_session", session_id=session.id
        )
        self.assertEqual(self._clock(feedback).term_class, "session")
        self.assertEqual(self._clock(feedback).started_on, date(2026, 11, 2))

    # Standing still more than once

    def test_two_pauses_and_an_extension_between(self):
        feedback = self._accepted("2026-03-02")
        with freeze_time(f"2026-03-10{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        with freeze_time(f"2026-03-12{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
            self.assertEqual(feedback.date_deadline, date(2026, 3, 25))
            extension = feedback.with_user(self.desk).action_request_extension(
                "2026-04-01", "Cần hỏi thêm.", "Mong ông bà thông cảm."
            )
            extension.with_user(self.leader).action_approve()
        with freeze_time(f"2026-03-16{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi thêm.")
            supplements = feedback.clock_ids.filtered(
                lambda clock: clock.step == "supplement"
            )
            self.assertEqual(
                sorted(supplements.mapped("state")), ["running", "stopped"]
            )
        with freeze_time(f"2026-03-18{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
        self.assertEqual(feedback.date_deadline, date(2026, 4, 3))

    def test_word_to_the_petitioner_while_the_term_of_it_stands_still(self):
        feedback = self._accepted("2026-03-02")
        with freeze_time(f"2026-03-10{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        with freeze_time(f"2026-03-11{NOON}"):
            feedback._write_to_petitioner("Xin gửi sớm.")
        with freeze_time(f"2026-03-12{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
        # seven working days after the day on which it goes on
        self.assertEqual(self._clock(feedback, "update").due_on, date(2026, 3, 23))

    def test_what_the_job_wrote_is_kept_in_the_language_of_the_department(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.company.partner_id.lang = "vi_VN"
        feedback = self._bring_to("referred")
        case = feedback.sudo().with_context(lang=None)
        case._write_to_petitioner(case._progress_words())
        event = self._clock(feedback, "update").event_ids.sorted("id")[-1]
        self.assertEqual(event.kind, "recalculated")
        self.assertEqual(event.reason, "Đơn vị đã viết cho người gửi")

    # What is planned for the officials

    def _planned(self, record, xmlid):
        kind = self.env.ref(f"dialogue_tthc.mail_activity_{xmlid}")
        return record.activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def test_desk_plans_by_the_term_of_its_own_step(self):
        self.company.dialogue_desk_user_id = self.desk
        with freeze_time(f"2026-11-02{NOON}"):
            feedback = self._bring_to("received")
        planned = self._planned(feedback, "feedback_classify")
        self.assertEqual(planned.date_deadline, date(2026, 11, 3))
        with freeze_time(f"2026-11-04{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        planned = self._planned(feedback, "feedback_info")
        supplement = self._clock(feedback, "supplement")
        self.assertEqual(planned.date_deadline, supplement.due_on)
        self.assertEqual(planned.date_deadline, date(2026, 11, 11))

    def test_review_moves_with_the_due_day(self):
        self.company.dialogue_approver_id = self.leader
        feedback = self._bring_to("review")
        before = feedback.date_deadline
        planned = self._planned(feedback, "feedback_review")
        self.assertEqual(planned.date_deadline, before)
        extension = feedback.with_user(self.specialist).action_request_extension(
            before + timedelta(days=14), "Cần hỏi thêm.", "Mong ông bà thông cảm."
        )
        extension.with_user(self.leader).action_approve()
        self.assertGreater(feedback.date_deadline, before)
        planned = self._planned(feedback, "feedback_review")
        self.assertEqual(planned.date_deadline, feedback.date_deadline)
        self.assertEqual(planned.user_id, self.leader)

    def test_reply_is_asked_for_when_the_body_is_to_be_reminded(self):
        with freeze_time(f"2026-11-02{NOON}"):
            referral = self._bring_to("referred").referral_line_ids.referral_id
        self.assertTrue(referral.clock_ids.due_on)
        self.assertEqual(
            self._planned(referral, "referral_follow_up").date_deadline,
            referral.clock_ids.due_on,
        )

    # Many at once

    def test_many_start_with_the_queries_of_a_few(self):
        def queries(count):
            feedbacks = self.env["dialogue.feedback"].browse()
            for _index in range(count):
                feedbacks |= self._bring_to("received")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            clocks = self.env["dialogue.clock"]._start(feedbacks, ["answer"])
            self.env.flush_all()
            self.assertEqual(len(clocks), count)
            return self.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(2), queries(8))
