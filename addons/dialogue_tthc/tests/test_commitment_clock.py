from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_journey import DialogueJourneyCommon
from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestCommitmentClock(SessionCommon):
    """It is Monday 2 November 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls._promise()

    @classmethod
    def _promise(cls, **vals):
        return (
            cls.env["dialogue.commitment"]
            .with_user(cls.desk)
            .create(
                {
                    "name": "Tập huấn đăng ký nhãn hiệu",
                    "session_id": cls.session.id,
                    "department_id": cls.division.id,
                    "user_id": cls.specialist.id,
                    "date_deadline": "2026-11-13",
                    **vals,
                }
            )
        )

    def _clock(self, task=None):
        return (task or self.task).sudo().clock_ids.sorted("id")[-1]

    def test_term_runs_from_the_promise(self):
        clock = self._clock()
        self.assertEqual((clock.step, clock.state), ("commitment", "running"))
        self.assertEqual(clock.due_on, date(2026, 11, 13))
        self.assertTrue(clock.is_fixed)
        self.assertIn("9 working days left", self.task.due_note)
        self.assertEqual(len(self.task.clock_lines), 1)
        self.assertIn("13", self.task.due_sentence)

    def test_day_off_is_due_on_the_next_working_day(self):
        task = self._promise(date_deadline="2026-11-14")
        self.assertEqual(self._clock(task).due_on, date(2026, 11, 16))
        self.now.move_to("2026-11-16 03:00:00")
        task.invalidate_recordset()
        self.assertFalse(task.is_overdue)
        overdue = [("is_overdue", "=", True), ("id", "=", task.id)]
        self.assertFalse(task.search(overdue))
        self.now.move_to("2026-11-17 03:00:00")
        task.invalidate_recordset()
        self.assertTrue(task.is_overdue)
        self.assertTrue(task.search(overdue))
        self.assertEqual(task.due_light, "late")

    def test_overdue_begins_at_midnight_of_the_department(self):
        self.now.move_to("2026-11-13 16:59:00")
        self.assertFalse(self.task.is_overdue)
        self.now.move_to("2026-11-13 17:01:00")
        self.task.invalidate_recordset()
        self.assertTrue(self.task.is_overdue)
        self.assertIn(self.task, self.task.search([("is_overdue", "=", True)]))

    def test_task_without_a_term(self):
        """The day alone makes the term: it runs also where no rule holds."""
        self.env["dialogue.term"].search([("step", "=", "commitment")]).active = False
        self.assertEqual(self._clock(self._promise()).due_on, date(2026, 11, 13))

    def test_day_moved(self):
        self.task.date_deadline = "2026-11-20"
        clock = self._clock()
        self.assertEqual(clock.due_on, date(2026, 11, 20))
        event = clock.event_ids.sorted("id")[-1]
        self.assertEqual(event.kind, "agreed")
        self.assertEqual(event.user_id, self.desk)
        self.assertEqual(
            (event.old_due_on, event.new_due_on),
            (date(2026, 11, 13), date(2026, 11, 20)),
        )
        # the same day again is no event
        self.task.date_deadline = "2026-11-20"
        self.assertEqual(clock.event_ids.sorted("id")[-1], event)

    def test_days_of_several_moved_together(self):
        other = self._promise(date_deadline="2026-11-10")
        both = self.task | other
        both.write({"date_deadline": "2026-11-18"})
        self.assertEqual(
            set(both.sudo().clock_ids.mapped("due_on")), {date(2026, 11, 18)}
        )

    def test_done_ends_it_and_sending_back_starts_another(self):
        self.task.with_user(self.specialist).action_report_done("Biên bản")
        self.assertEqual(self._clock().state, "stopped")
        self.assertFalse(self.task.clock_lines)
        self.task.date_deadline = "2026-11-25"
        self.assertEqual(self._clock().due_on, date(2026, 11, 13))
        self.task.action_send_back()
        clock = self._clock()
        self.assertEqual((clock.state, clock.due_on), ("running", date(2026, 11, 25)))
        self.assertEqual(len(self.task.sudo().clock_ids), 2)

    def test_given_up_ends_it(self):
        self.task.action_cancel("Không còn kinh phí")
        clock = self._clock()
        self.assertEqual(clock.state, "stopped")
        self.assertEqual(clock.event_ids.sorted("id")[-1].reason, "Không còn kinh phí")

    def test_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Cancel it"):
            self.task.unlink()

    def test_specialist_moves_no_day(self):
        theirs = self.task.with_user(self.specialist)
        with self.assertRaises(AccessError):
            theirs.date_deadline = "2026-12-31"
        self.assertEqual(self._clock().due_on, date(2026, 11, 13))
        self.assertTrue(theirs.clock_lines)
        self.assertTrue(theirs.clock_ids)
        self.assertFalse(self.task.with_user(self.colleague).has_access("read"))

    def test_each_company_by_its_own_days_off(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        self.env["dialogue.day"].create(
            {
                "date": "2026-11-13",
                "kind": "holiday",
                "name": "Ngày hội của Sở khác",
                "company_id": other.id,
            }
        ).action_confirm()
        desk = self._create_user("desk", login="stranger")
        desk.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        task = (
            self.env["dialogue.commitment"]
            .with_user(desk)
            .create({"name": "Việc", "date_deadline": "2026-11-13"})
        )
        self.assertEqual(self._clock(task).due_on, date(2026, 11, 16))
        self.assertEqual(self._clock().due_on, date(2026, 11, 13))
        self.assertFalse(self.task.with_user(desk).search([("id", "=", self.task.id)]))


@tagged("post_install", "-at_install")
class TestPromiseOfAnAnswer(DialogueJourneyCommon):
    def test_promise_in_an_answer_has_its_term(self):
        with freeze_time("2026-11-02 02:00:00"):
            feedback = self._create_feedback()
            self._to_accepted(feedback)
            feedback.with_user(self.desk).action_assign(
                self.division.id, self.specialist.id
            )
            feedback.with_user(self.specialist).action_start_draft()
            self._write_answer(
                feedback,
                verdict="will_do",
                promised_action="Tập huấn",
                promised_on=fields.Date.to_date("2026-11-21"),
            )
            feedback.with_user(self.specialist).action_submit()
            feedback.with_user(self.leader).action_issue()
        task = self.env["dialogue.commitment"].search(
            [("feedback_id", "=", feedback.id)]
        )
        self.assertEqual(task.date_deadline, date(2026, 11, 21))
        # a Saturday
        self.assertEqual(task.clock_ids.due_on, date(2026, 11, 23))
        self.assertEqual(task.clock_ids.state, "running")
