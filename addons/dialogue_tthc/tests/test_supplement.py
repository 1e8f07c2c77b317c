from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.dialogue_feedback_extension import CALL
from ..tools.legal_clock import DayKind
from .common_journey import DialogueJourneyCommon

QUESTION = "Xin gửi giấy chứng nhận đăng ký doanh nghiệp."


def at(day, hour=2):
    """Return the context of March ``day``, 2026, 9 o'clock in Vietnam."""
    return freeze_time(f"2026-03-{day:02} {hour:02}:00:00")


def march(day):
    return date(2026, 3, day)


class SupplementCommon(DialogueJourneyCommon):
    """Accepted on Monday 2 March, so due on Monday 23 March, the 15th working day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with at(2):
            cls.feedback = cls._bring_to("accepted")
            cls.feedback.with_user(cls.desk).action_assign(
                cls.division.id, cls.specialist.id
            )

    def _asked(self, day, feedback=None):
        with at(day):
            (feedback or self.feedback).with_user(self.desk).action_ask_info(QUESTION)

    def _given(self, day, feedback=None):
        with at(day):
            (feedback or self.feedback).with_user(self.desk).action_info_given("Đây ạ.")

    def _end(self, day, user=None, feedback=None):
        with at(day):
            feedback = feedback or self.feedback
            feedback.with_user(user or self.desk).action_withdraw_unanswered()

    def _clock(self, step="answer", feedback=None):
        clocks = (feedback or self.feedback).clock_ids.sorted("id")
        return clocks.filtered(lambda clock: clock.step == step)[-1:]

    def _remind(self, day, clock=None):
        """Give the reminders of one day as the job does."""
        with at(day):
            (clock or self._clock("supplement")).sudo()._remind(march(day))

    def _mails(self):
        return self.env["mail.mail"].search(
            [("subject", "=like", f"%{self.feedback.code}%"), ("model", "=", False)]
        )


@tagged("post_install", "-at_install")
class TestStandingStill(SupplementCommon):
    """Waiting for the petitioner pauses; their answer goes on with what is left."""

    def test_remaining_days_count_from_the_answer(self):
        self._asked(10)  # 6 of the 15 days are used
        answer, supplement = self._clock(), self._clock("supplement")
        self.assertEqual((answer.state, answer.paused_on), ("paused", march(10)))
        self.assertEqual(self.feedback.paused_on, march(10))
        self.assertEqual((supplement.state, supplement.due_on), ("running", march(17)))
        self._given(16)  # a Monday
        self.assertEqual((answer.state, answer.paused_on), ("running", False))
        self.assertFalse(self.feedback.paused_on)
        self.assertEqual(answer.due_on, march(27))  # 9 working days after the 16th
        self.assertEqual(self.feedback.date_deadline, march(27))
        self.assertEqual(supplement.state, "stopped")
        with at(16):
            ledger = answer._ledger().ledger
        paused = [line.day for line in ledger if line.kind == DayKind.PAUSED]
        self.assertEqual(paused, [march(day) for day in range(11, 17)])
        counted = [line.day for line in ledger if line.kind == DayKind.COUNTED]
        self.assertEqual(len(counted), 15)
        self.assertEqual(counted[5:7], [march(10), march(17)])

    def test_petitioner_is_told_by_when(self):
        mails = self._mails()
        self._asked(10)
        self.assertIn("03/17/2026", (self._mails() - mails).body_html)

    def test_by_the_portal(self):
        self._asked(10)
        with at(16):
            self.feedback.sudo().action_info_given("Đây ạ.")
        self.assertEqual(self.feedback.date_deadline, march(27))
        self.assertEqual(self.feedback.state, "assigned")

    def test_a_second_time(self):
        self._asked(10)
        self._given(16)
        self._asked(18)  # 8 days used
        self.assertEqual(self._clock().state, "paused")
        second = self._clock("supplement")
        self.assertEqual((second.state, second.due_on), ("running", march(25)))
        self._given(20)
        self.assertEqual(self.feedback.date_deadline, march(31))
        self.assertEqual(second.state, "stopped")

    def test_asked_and_given_on_one_day(self):
        self._asked(10)
        self._given(10)
        self.assertEqual(self.feedback.date_deadline, march(23))

    def test_before_classification(self):
        with at(2):
            feedback = self._bring_to("received")
        self._asked(3, feedback)
        for step in ("accept", "classify"):
            self.assertEqual(self._clock(step, feedback).state, "paused")
        self._given(5, feedback)
        self.assertEqual(feedback.state, "received")
        # one of its five days was used on the 3rd
        self.assertEqual(self._clock("classify", feedback).due_on, march(11))
        # used up on the day on which it was asked
        self.assertEqual(self._clock("accept", feedback).due_on, march(3))

    def test_late_before_stays_late(self):
        self._asked(25)
        with at(30):
            self.feedback.invalidate_recordset(["is_overdue"])
            self.assertTrue(self.feedback.is_overdue)
            self.assertIn(
                self.feedback,
                self.feedback.search([("is_overdue", "=", True)]),
            )
        self._given(30)
        self.assertEqual(self.feedback.date_deadline, march(23))

    def test_in_time_before_is_not_late(self):
        self._asked(20)
        with at(30):
            self.feedback.invalidate_recordset(["is_overdue"])
            self.assertFalse(self.feedback.is_overdue)
            self.assertNotIn(
                self.feedback,
                self.feedback.search([("is_overdue", "=", True)]),
            )
        self._given(30)
        self.assertEqual(self.feedback.date_deadline, march(31))


@tagged("post_install", "-at_install")
class TestNothingSent(SupplementCommon):
    """After the term and two reminders the desk may end the case; it never ends."""

    def setUp(self):
        super().setUp()
        self._asked(10)  # to be sent by the 17th; reminders on the 13th and the 17th

    def _refused(self, day):
        with self.assertRaises(UserError) as caught:
            self._end(day)
        self.assertEqual(self.feedback.state, "need_info")
        return str(caught.exception)

    def test_ended_after_term_and_reminders(self):
        self._remind(13)
        self._remind(17)
        mails = self._mails()
        words = self.feedback._petitioner_messages()
        self._end(18)
        self.assertEqual(self.feedback.state, "withdrawn")
        self.assertTrue(self.feedback.is_unanswered)
        self.assertIn("03/17/2026", self.feedback.withdrawal_reason)
        for step in ("answer", "supplement", "update"):
            self.assertEqual(self._clock(step).state, "stopped")
        mail = self._mails() - mails
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, self.enterprise.email)
        message = self.feedback._petitioner_messages() - words
        self.assertEqual(len(message), 1)
        for body in (mail.body_html, message.body):
            self.assertIn(QUESTION, body)
            self.assertIn(self.feedback.code, body)
            self.assertIn("file it again", body)
            self.assertIn("03/17/2026", body)
        report = self.env["dialogue.feedback.report"].search(
            [("code", "=", self.feedback.code)]
        )
        self.assertEqual(report.state, "withdrawn")

    def test_petitioner_without_mail_is_phoned(self):
        self.company.dialogue_desk_user_id = self.desk
        self.feedback.petitioner_id.email = False
        self._remind(13)
        self._remind(17)
        self._end(18)
        call = self.env.ref(CALL)
        planned = self.feedback.activity_ids.filtered(
            lambda activity: activity.activity_type_id == call
        )
        self.assertEqual(planned.user_id, self.desk)

    def test_too_early(self):
        message = self._refused(12)
        self.assertIn("03/17/2026", message)
        self.assertIn("03/18/2026", message)
        self.assertIn("2", message)
        self._remind(13)
        self.assertIn("still to come: 1", self._refused(16))
        self._remind(17)
        message = self._refused(17)
        self.assertIn("from 03/18/2026", message)
        self.assertNotIn("still to come", message)

    def test_reminders_first(self):
        self.assertIn("still to come", self._refused(18))
        # the job stood still and gives the last of those it missed
        self._remind(18)
        self.assertIn("1 missing", self._refused(19))
        with at(19):
            self.feedback.with_user(self.desk)._write_to_petitioner("Xin nhắc lại.")
        self._end(20)
        self.assertEqual(self.feedback.state, "withdrawn")

    def test_the_question_is_no_reminder(self):
        self._remind(13)
        with at(10, hour=9):
            self.feedback.with_user(self.desk)._write_to_petitioner("Xin gửi sớm.")
        with at(12):
            self.feedback._post_from_petitioner("Tôi sẽ gửi sau.")
        self.assertIn("still to come", self._refused(18))

    def test_ladder_of_the_department(self):
        term = self.env.ref("dialogue_tthc.dialogue_term_supplement")
        ladder = self.env["dialogue.ladder"].create({"name": "Riêng"})
        term.ladder_id = ladder
        self._end(18)
        self.assertEqual(self.feedback.state, "withdrawn")

    def test_reminder_after_the_term(self):
        term = self.env.ref("dialogue_tthc.dialogue_term_supplement")
        self.env["dialogue.ladder.rung"].create(
            {
                "ladder_id": term.ladder_id.id,
                "distance": 3,
                "audience": "petitioner",
            }
        )
        self.assertIn("from 03/20/2026", self._refused(12))

    def test_reminder_that_a_short_term_never_gives(self):
        self._given(11)
        self.env.ref("dialogue_tthc.dialogue_term_supplement").active = False
        short = self.env["dialogue.term"].create(
            {
                "step": "supplement",
                "length": 1,
                "ladder_id": self.env.ref(
                    "dialogue_tthc.dialogue_ladder_petitioner"
                ).id,
            }
        )
        self._asked(12)
        clock = self._clock("supplement")
        self.assertEqual((clock.term_id, clock.due_on), (short, march(13)))
        self.assertIn("still to come: 1", self._refused(12))
        self._remind(13)
        self._end(14)
        self.assertEqual(self.feedback.state, "withdrawn")

    def test_where_no_term_holds(self):
        self._given(11)
        self.env.ref("dialogue_tthc.dialogue_term_supplement").active = False
        self._asked(12)
        self.assertIn("No term runs", self._refused(30))

    def test_second_question_starts_over(self):
        self._remind(13)
        self._remind(17)
        self._given(18)
        self._asked(19)
        self.assertIn("still to come: 2", self._refused(20))

    def test_who(self):
        self._remind(13)
        self._remind(17)
        for user in (self.specialist, self.colleague, self.auditor, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._end(18, user)
        self._end(18, self.leader)

    def test_only_while_waiting(self):
        self._remind(13)
        self._remind(17)
        self._given(18)
        with self.assertRaisesRegex(UserError, "is at"):
            self._end(19)

    def test_all_or_none(self):
        other = self._bring_to("received")
        self._remind(13)
        self._remind(17)
        with self.assertRaises(UserError):
            self._end(18, feedback=self.feedback | other)
        self.assertEqual(self.feedback.state, "need_info")

    def test_never_by_itself(self):
        clock = self._clock("supplement")
        for day in range(11, 31):
            if march(day).weekday() < 5:
                self._remind(day)
        self.assertEqual(clock.state, "running")
        self.assertEqual(self.feedback.state, "need_info")

    def test_withdrawn_on_request_is_told_apart(self):
        with at(12):
            self.feedback.with_user(self.desk).action_withdraw("Không cần nữa.")
        self.assertFalse(self.feedback.is_unanswered)

    def test_flag_is_closed(self):
        for user in (self.desk, self.leader):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.feedback.with_user(user).write({"is_unanswered": True})
