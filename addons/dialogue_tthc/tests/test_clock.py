from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_journey import DialogueJourneyCommon

NOON = " 05:00:00"  # in UTC, noon in Vietnam


@tagged("post_install", "-at_install")
class TestClock(DialogueJourneyCommon):
    """What the moves of a case do to its terms, and what is kept of it."""

    def _received(self, day, **vals):
        with freeze_time(f"{day}{NOON}"):
            return self._bring_to("received", **vals)

    def _accepted(self, day, **vals):
        with freeze_time(f"{day}{NOON}"):
            return self._bring_to("accepted", **vals)

    def _clock(self, feedback, step="answer"):
        clocks = feedback.clock_ids.filtered(lambda clock: clock.step == step)
        return clocks.sorted("id")[-1:]

    def _events(self, clock):
        return clock.event_ids.sorted("id").mapped("kind")

    # The days of the issue, on the days off that the addon ships

    def test_days_of_the_shipped_calendar(self):
        for received, days, due in (
            ("2025-12-22", 15, date(2026, 1, 13)),
            ("2026-02-10", 15, date(2026, 3, 10)),
            ("2026-04-20", 15, date(2026, 5, 14)),
            ("2026-08-17", 15, date(2026, 9, 9)),
            ("2026-08-17", 5, date(2026, 8, 22)),
            ("2025-04-24", 5, date(2025, 5, 5)),
            ("2026-08-20", 10, date(2026, 9, 7)),
            ("2026-11-02", 5, date(2026, 11, 9)),
        ):
            step = {15: "answer", 5: "classify"}.get(days)
            with self.subTest(received=received, days=days):
                if not step:
                    term = self.env.ref("dialogue_tthc.dialogue_term_refer")
                    term.length, step = days, "refer"
                moment = datetime.fromisoformat(received + NOON)
                self.assertEqual(
                    self.env["dialogue.clock"]._propose(
                        self.company, step, "normal", moment
                    ),
                    due,
                )

    # Moves

    def test_receipt_starts_acceptance_and_classification(self):
        feedback = self._received("2026-11-02")
        clocks = {clock.step: clock for clock in feedback.clock_ids}
        self.assertEqual(set(clocks), {"accept", "classify"})
        self.assertEqual(clocks["accept"].due_on, date(2026, 11, 3))
        self.assertEqual(clocks["classify"].due_on, date(2026, 11, 9))
        self.assertFalse(feedback.date_deadline)
        self.assertEqual(self._events(clocks["accept"]), ["started"])

    def test_acceptance_starts_the_answer(self):
        feedback = self._accepted("2026-02-10")
        self.assertEqual(feedback.date_deadline, date(2026, 3, 10))
        self.assertEqual(self._clock(feedback, "accept").state, "stopped")
        self.assertEqual(self._clock(feedback, "classify").state, "running")
        self.assertEqual(self._clock(feedback).length, 15)
        self.assertTrue(self._clock(feedback).legal_basis)

    def test_assignment_ends_classification_and_the_answer_ends_all(self):
        feedback = self._bring_to("assigned")
        self.assertEqual(self._clock(feedback, "classify").state, "stopped")
        answered = self._bring_to("answered")
        self.assertEqual(self._states_of_terms(answered), {"stopped"})
        self.assertTrue(answered.date_deadline)

    def test_every_end_stops_every_term(self):
        for state in ("refused", "withdrawn", "merged", "answered", "closed"):
            feedback = self._bring_to(state)
            with self.subTest(state=state):
                self.assertEqual(self._states_of_terms(feedback), {"stopped"})

    def _states_of_terms(self, feedback):
        # making the answer public comes after the answer
        clocks = feedback.clock_ids.filtered(lambda clock: clock.step != "publish")
        return set(clocks.mapped("state"))

    def test_no_open_case_is_without_a_running_term(self):
        """Whatever the state, somebody is to do something by some day."""
        for state in (
            "received",
            "need_info",
            "accepted",
            "assigned",
            "drafting",
            "review",
            "referred",
            "reopened",
        ):
            feedback = self._bring_to(state)
            running = feedback.clock_ids.filtered(lambda c: c.state == "running")
            with self.subTest(state=state):
                self.assertTrue(running.filtered("due_on"))

    def test_reopening_starts_a_new_term(self):
        feedback = self._accepted("2026-02-10")
        with freeze_time(f"2026-02-11{NOON}"):
            feedback.with_user(self.desk).action_assign(
                self.division.id, self.specialist.id
            )
            feedback.with_user(self.specialist).action_start_draft()
            self._write_answer(feedback)
            feedback.with_user(self.specialist).action_submit()
            feedback.with_user(self.leader).action_issue()
        with freeze_time(f"2026-04-20{NOON}"):
            feedback.with_user(self.desk).action_reopen("Chưa trả lời hết.")
        self.assertEqual(feedback.date_deadline, date(2026, 5, 14))
        answers = feedback.clock_ids.filtered(lambda c: c.step == "answer")
        self.assertEqual(sorted(answers.mapped("state")), ["running", "stopped"])

    def test_case_taken_apart_owes_no_answer_until_it_is_accepted(self):
        feedback = self._accepted("2026-02-10")
        with freeze_time(f"2026-02-11{NOON}"):
            target = self._bring_to("received")
            feedback.with_user(self.desk).action_merge(target.id)
        with freeze_time(f"2026-06-01{NOON}"):
            feedback.with_user(self.desk).action_unmerge("Khác nhau.")
            self.assertFalse(feedback.date_deadline)
            self.assertFalse(feedback.is_overdue)
            feedback.with_user(self.desk).action_accept()
        self.assertEqual(feedback.date_deadline, date(2026, 6, 22))

    # Standing still

    def test_asking_stands_still_and_goes_on_with_what_is_left(self):
        feedback = self._accepted("2026-03-02")  # due on 23/03
        self.assertEqual(feedback.date_deadline, date(2026, 3, 23))
        with freeze_time(f"2026-03-10{NOON}"):  # six days used
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        self.assertEqual(feedback.paused_on, date(2026, 3, 10))
        self.assertEqual(self._clock(feedback).state, "paused")
        with freeze_time(f"2026-03-18{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
        # nine working days from 18/03, itself not counted
        self.assertEqual(feedback.date_deadline, date(2026, 3, 31))
        self.assertFalse(feedback.paused_on)
        self.assertEqual(
            self._events(self._clock(feedback)), ["started", "paused", "resumed"]
        )
        event = self._clock(feedback).event_ids.sorted("id")[-1]
        self.assertEqual(event.old_due_on, date(2026, 3, 23))
        self.assertEqual(event.new_due_on, date(2026, 3, 31))
        self.assertEqual(event.user_id, self.desk)

    def test_late_before_it_stood_still_stays_late(self):
        feedback = self._accepted("2026-03-02")
        with freeze_time(f"2026-03-25{NOON}"):
            self.assertTrue(feedback.is_overdue)
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        with freeze_time(f"2026-04-06{NOON}"):
            feedback.invalidate_recordset(["is_overdue"])
            self.assertTrue(feedback.is_overdue)
            found = self.env["dialogue.feedback"].search([("is_overdue", "=", True)])
            self.assertIn(feedback, found)
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
        self.assertEqual(feedback.date_deadline, date(2026, 3, 23))

    def test_standing_still_in_time_is_not_late(self):
        feedback = self._accepted("2026-03-02")
        with freeze_time(f"2026-03-10{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        with freeze_time(f"2026-05-04{NOON}"):
            feedback.invalidate_recordset(["is_overdue"])
            self.assertFalse(feedback.is_overdue)
            found = self.env["dialogue.feedback"].search([("is_overdue", "=", True)])
            self.assertNotIn(feedback, found)

    def test_referral_stands_still_unless_the_department_says_otherwise(self):
        self.assertEqual(self._clock(self._bring_to("referred")).state, "paused")
        self.company.dialogue_is_referral_paused = False
        self.assertEqual(self._clock(self._bring_to("referred")).state, "running")

    def test_sending_it_on_has_a_term_of_its_own(self):
        with freeze_time(f"2026-11-02{NOON}"):
            feedback = self._bring_to("accepted")
            referral = feedback.with_user(self.desk).action_plan_referral()
            clock = self._clock(feedback, "refer")
            self.assertEqual(clock.due_on, date(2026, 11, 9))
            referral.action_cancel()
            self.assertEqual(clock.state, "stopped")
            again = feedback.with_user(self.desk).action_plan_referral()
            again.action_submit()
            again.with_user(self.leader).action_send()
        self.assertEqual(feedback.state, "referred")
        self.assertEqual(self._clock(feedback, "refer").state, "stopped")

    def test_taking_back_goes_on(self):
        feedback = self._bring_to("referred")
        feedback.with_user(self.desk).action_take_back("Sở trả lời được.")
        self.assertEqual(self._clock(feedback).state, "running")
        self.assertEqual(self._clock(feedback, "classify").state, "running")

    # Classes

    def test_urgent_case_is_accepted_within_hours(self):
        feedback = self._received("2026-11-02", priority="1")
        clock = self._clock(feedback, "accept")
        self.assertEqual(clock.unit, "working_hour")
        # received at noon, outside the two blocks: from 13:30 to 17:30
        self.assertEqual(clock.due_at, datetime(2026, 11, 2, 10, 30))
        self.assertEqual(clock.due_on, date(2026, 11, 2))

    def test_office_hours_that_change_move_what_is_counted_in_them(self):
        feedback = self._received("2026-11-02", priority="1")
        clock, other = (self._clock(feedback, step) for step in ("accept", "classify"))
        with freeze_time(f"2026-11-02{NOON}"):
            self.company.dialogue_afternoon_to = 16.5
        self.assertEqual(clock.due_at, datetime(2026, 11, 3, 1, 30))
        self.assertEqual(self._events(clock), ["started", "recalculated"])
        self.assertEqual(clock.event_ids.sorted("id")[-1].old_due_on, date(2026, 11, 2))
        self.assertEqual(self._events(other), ["started"])

    def test_term_in_days_has_no_hour_any_more(self):
        feedback = self._received("2026-11-02", priority="1")
        with freeze_time(f"2026-11-02{NOON}"):
            feedback.with_user(self.leader).priority = "0"
        clock = self._clock(feedback, "accept")
        self.assertEqual(clock.due_on, date(2026, 11, 3))
        self.assertFalse(clock.due_at)

    def test_case_of_the_national_portal_counts_calendar_days(self):
        feedback = self._accepted("2026-11-02", term_class="national_portal")
        # the 20th day, 22/11, is a Sunday
        self.assertEqual(feedback.date_deadline, date(2026, 11, 23))

    def test_complex_case_waits_for_the_day_of_a_leader(self):
        feedback = self._accepted("2026-11-02", term_class="complex")
        self.assertFalse(feedback.date_deadline)
        with freeze_time(f"2026-11-03{NOON}"):
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.with_user(self.desk).action_assign(self.division.id)
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.with_user(self.desk).action_assign(
                    self.division.id, date_deadline="2026-12-31"
                )
            feedback.with_user(self.leader).action_assign(
                self.division.id, date_deadline="2026-12-31"
            )
        self.assertEqual(feedback.date_deadline, date(2026, 12, 31))
        self.assertEqual(self._events(self._clock(feedback)), ["started", "agreed"])

    def test_class_that_makes_it_later_is_a_leaders(self):
        self.env["dialogue.term"].create(
            {"step": "answer", "term_class": "urgent", "length": 5}
        )
        feedback = self._accepted("2026-11-02", priority="1")
        self.assertEqual(feedback.date_deadline, date(2026, 11, 9))
        with self.assertRaises(UserError), self.cr.savepoint():
            feedback.with_user(self.desk).priority = "0"
        feedback.invalidate_recordset()
        feedback.with_user(self.leader).priority = "0"
        self.assertEqual(feedback.date_deadline, date(2026, 11, 23))
        self.assertEqual(self._clock(feedback).term_class, "normal")

    def test_session_counts_from_its_day(self):
        session = self.env["dialogue.session"].create(
            {"name": "Đối thoại", "date_start": "2026-10-28 01:00:00"}
        )
        feedback = self._accepted(
            "2026-11-02", origin="at_session", session_id=session.id
        )
        self.assertEqual(self._clock(feedback).started_on, date(2026, 10, 28))
        self.assertEqual(feedback.date_deadline, date(2026, 11, 18))

    # Days that people set

    def test_earlier_day_is_agreed_and_a_later_one_refused(self):
        feedback = self._accepted("2026-03-02")
        with freeze_time(f"2026-03-03{NOON}"):
            for day in ("2026-03-24", "2026-03-02", "9999-12-31"):
                with self.assertRaises(UserError), self.cr.savepoint():
                    feedback.with_user(self.desk).action_assign(
                        self.division.id, date_deadline=day
                    )
            # a Saturday: the Monday after it
            feedback.with_user(self.desk).action_assign(
                self.division.id, date_deadline="2026-03-14"
            )
        self.assertEqual(feedback.date_deadline, date(2026, 3, 16))
        self.assertTrue(self._clock(feedback).is_fixed)

    def test_agreed_day_moves_by_the_days_it_stood_still(self):
        feedback = self._accepted("2026-03-02")
        with freeze_time(f"2026-03-03{NOON}"):
            feedback.with_user(self.desk).action_assign(
                self.division.id, date_deadline="2026-03-16"
            )
        with freeze_time(f"2026-03-10{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        with freeze_time(f"2026-03-12{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
        self.assertEqual(feedback.date_deadline, date(2026, 3, 18))

    def _agreed(self, day):
        feedback = self._accepted("2026-03-02")
        with freeze_time(f"2026-03-03{NOON}"):
            feedback.with_user(self.desk).action_assign(
                self.division.id, date_deadline=day
            )
        return feedback

    def _day_off(self, day):
        days = self.env["dialogue.day"].with_user(self.administrator)
        day = days.create({"date": day, "name": "Ngày nghỉ thử"})
        day.action_confirm()
        return day

    def test_named_day_comes_back_when_it_is_no_day_off_after_all(self):
        feedback = self._agreed("2026-03-16")
        with freeze_time(f"2026-03-04{NOON}"):
            day_off = self._day_off("2026-03-16")
            self.assertEqual(feedback.date_deadline, date(2026, 3, 17))
            day_off.action_take_back()
        self.assertEqual(feedback.date_deadline, date(2026, 3, 16))
        events = self._clock(feedback).event_ids.sorted("id")
        self.assertEqual(
            events.mapped("kind"), ["started", "agreed", "recalculated", "recalculated"]
        )
        self.assertEqual(events[-1].old_due_on, date(2026, 3, 17))
        self.assertEqual(events[-1].new_due_on, date(2026, 3, 16))

    def test_named_day_that_went_on_is_the_named_day(self):
        feedback = self._agreed("2026-03-14")  # a Saturday: due on 16/03
        with freeze_time(f"2026-03-10{NOON}"):
            feedback.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
        with freeze_time(f"2026-03-12{NOON}"):
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
            self.assertEqual(feedback.date_deadline, date(2026, 3, 18))
            day_off = self._day_off("2026-03-18")
            self.assertEqual(feedback.date_deadline, date(2026, 3, 19))
            day_off.action_take_back()
        self.assertEqual(feedback.date_deadline, date(2026, 3, 18))

    def test_reminders_follow_days_off_also_where_the_due_day_stays(self):
        clock = self._clock(self._agreed("2026-03-16"))
        self.assertEqual(clock.remind_on, date(2026, 3, 11))
        with freeze_time(f"2026-03-04{NOON}"):
            self._day_off("2026-03-12")
        self.assertEqual(clock.due_on, date(2026, 3, 16))
        self.assertEqual(clock.remind_on, date(2026, 3, 10))

    # Receipt

    def test_late_receipt_counts_next_day_only_where_the_department_says_so(self):
        with freeze_time("2026-11-02 12:00:00"):  # 19:00 in Vietnam
            self.assertEqual(
                self._clock(self._bring_to("received"), "accept").started_on,
                date(2026, 11, 2),
            )
            self.company.dialogue_late_receipt_counts_next_day = True
            self.assertEqual(
                self._clock(self._bring_to("received"), "accept").started_on,
                date(2026, 11, 3),
            )

    def test_receipt_does_not_move_what_was_counted_from_it(self):
        for feedback in (self._received("2026-11-02"), self._accepted("2026-11-02")):
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.with_user(self.desk).received_on = "2026-11-20 02:00:00"

    # What is planned

    def test_planned_steps_follow_a_calendar_that_changes(self):
        self.company.dialogue_desk_user_id = self.desk
        received = self._received("2026-11-13")  # a Friday: accepted by Monday
        asked = self._received("2026-11-13")
        with freeze_time(f"2026-11-13{NOON}"):
            asked.with_user(self.desk).action_ask_info("Xin gửi bản vẽ.")
            self.assertEqual(received.activity_ids.date_deadline, date(2026, 11, 16))
            self.assertEqual(asked.activity_ids.date_deadline, date(2026, 11, 20))
            day = self.env["dialogue.day"].create(
                {"date": "2026-11-16", "name": "Ngày nghỉ thử"}
            )
            day.action_confirm()
        self.assertEqual(received.activity_ids.date_deadline, date(2026, 11, 17))
        self.assertEqual(asked.activity_ids.date_deadline, date(2026, 11, 23))

    # What is kept

    def test_events_are_written_once(self):
        event = self._bring_to("accepted").clock_ids.event_ids[:1]
        for records in (
            event,
            event.sudo(),
            event.with_user(self.administrator),
            event.with_user(self.env.ref("base.user_admin")),
        ):
            for call in (
                lambda records=records: records.write({"reason": "x"}),
                lambda records=records: records.unlink(),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    call()
        self.assertTrue(event.exists())

    def test_nobody_makes_or_changes_clocks_and_events(self):
        clock = self._bring_to("accepted").clock_ids[:1]
        for user in (self.desk, self.leader, self.administrator, self.specialist):
            for call in (
                lambda user=user: clock.with_user(user).write({"due_on": "2099-01-01"}),
                lambda user=user: clock.with_user(user).unlink(),
                lambda user=user: clock.with_user(user).copy(),
                lambda user=user: clock.with_user(user).event_ids.create(
                    {
                        "clock_id": clock.id,
                        "company_id": clock.company_id.id,
                        "kind": "extended",
                        "day": "2026-01-01",
                    }
                ),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    call()

    def test_due_day_cannot_be_typed_in(self):
        feedback = self._bring_to("accepted")
        for user in (self.desk, self.leader):
            for vals in (
                {"date_deadline": "2099-01-01"},
                {"paused_on": "2020-01-01"},
                {"clock_ids": [(5,)]},
            ):
                with (
                    self.subTest(vals=vals),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    feedback.with_user(user).write(vals)

    def test_department_of_another_company_has_its_own_terms(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        self.env["dialogue.term"].create(
            {"step": "accept", "length": 3, "company_id": other.id}
        )
        find = self.env["dialogue.term"]._find
        day = date(2026, 11, 2)
        self.assertEqual(find(other, "accept", day, "normal").length, 3)
        self.assertEqual(find(self.company, "accept", day, "normal").length, 1)

    def test_terms_and_records_of_a_clock_are_of_one_company(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        theirs = self.env["dialogue.term"].create(
            {"step": "accept", "length": 3, "company_id": other.id}
        )
        clock = self._bring_to("received").clock_ids.filtered(
            lambda clock: clock.step == "accept"
        )
        self.assertNotEqual(clock.term_id, theirs)
        # made without asking, it is asked whenever it changes
        self.assertNotIn("dialogue_links", clock.env.context)
        for vals in ({"term_id": theirs.id}, {"company_id": other.id}):
            with self.assertRaises(UserError), self.cr.savepoint():
                clock.sudo().write(vals)
        started = self.env["dialogue.clock"]._start(
            clock.feedback_id.sudo(), ["supplement"]
        )
        self.assertTrue(started)
        self.assertNotIn("dialogue_links", started.env.context)
        self.assertEqual(started.company_id, self.company)
        self.assertEqual(started.event_ids.company_id, self.company)

    def test_where_no_term_holds_people_name_the_day(self):
        self.env["dialogue.term"].search([]).active = False
        feedback = self._accepted("2026-11-02")
        self.assertFalse(feedback.clock_ids)
        with freeze_time(f"2026-11-03{NOON}"):
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.with_user(self.desk).action_assign(self.division.id)
            feedback.with_user(self.desk).action_assign(
                self.division.id, date_deadline="2026-11-10"
            )
        self.assertEqual(feedback.date_deadline, date(2026, 11, 10))
