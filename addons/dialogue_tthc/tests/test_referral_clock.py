from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import MODULE
from .common_journey import DialogueJourneyCommon

REMIND = "dialogue_tthc.mail_activity_referral_remind"


class ReferralClockCommon(DialogueJourneyCommon):
    """It is Monday 2 November 2026; the body is reminded every 7 working days."""

    @classmethod
    def setUpClass(cls):
        freezer = freeze_time("2026-11-02 02:00:00")
        cls.now = freezer.start()
        cls.addClassCleanup(freezer.stop)
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.addCleanup(self.now.move_to, self.now())

    def _sent(self, count=2, **vals):
        cases = self.env["dialogue.feedback"]
        for _index in range(count):
            cases |= self._bring_to("accepted", **vals)
        referral = cases.with_user(self.desk).action_plan_referral()
        referral.action_submit()
        referral.with_user(self.leader).action_send()
        return referral

    def _reply(self, line):
        line.write({"reply": "<p>Tỉnh đồng ý.</p>", "verdict": "resolved"})

    def _clock(self, referral):
        return referral.sudo().clock_ids.sorted("id")[-1]

    def _mails(self):
        return self.env["mail.mail"].search(
            [("email_to", "ilike", "ubnd@hagiang.example.org")]
        )


@tagged("post_install", "-at_install")
class TestReferralRhythm(ReferralClockCommon):
    def test_rhythm_begins_with_the_sending(self):
        referral = self._sent()
        clock = self._clock(referral)
        self.assertEqual((clock.step, clock.state), ("referral_reminder", "running"))
        self.assertEqual(clock.due_on, date(2026, 11, 11))
        self.assertEqual(len(referral.sudo().clock_ids), 1)
        self.assertIn("7 working days left", referral.due_note)
        self.assertIn("11/11/2026", referral.due_sentence)

    def test_nothing_runs_before(self):
        referral = (
            self._bring_to("accepted").with_user(self.desk).action_plan_referral()
        )
        self.assertFalse(referral.sudo().clock_ids)
        referral.action_submit()
        referral.action_cancel()
        self.assertFalse(referral.sudo().clock_ids)

    def test_document_of_an_earlier_day(self):
        case = self._bring_to("accepted")
        referral = case.with_user(self.desk).action_plan_referral()
        referral.action_submit()
        referral.with_user(self.leader).action_send(None, "2026-10-30")
        self.assertEqual(self._clock(referral).started_on, date(2026, 10, 30))
        self.assertEqual(self._clock(referral).due_on, date(2026, 11, 10))

    def test_reminder_by_hand_starts_it_anew(self):
        referral = self._sent()
        self.now.move_to("2026-11-11 03:00:00")
        referral.action_remind("Gọi điện")
        clock = self._clock(referral)
        self.assertEqual(clock.started_on, date(2026, 11, 11))
        self.assertEqual(clock.due_on, date(2026, 11, 20))
        event = clock.event_ids.sorted("id")[-1]
        self.assertEqual((event.kind, event.user_id), ("recalculated", self.desk))
        self.assertEqual(referral.reminded_on, date(2026, 11, 11))

    def test_reminded_late_in_the_evening(self):
        """At 23:30 in Hà Giang it is still that day."""
        referral = self._sent()
        self.now.move_to("2026-11-11 16:30:00")
        referral.action_remind()
        self.assertEqual(referral.reminded_on, date(2026, 11, 11))
        self.now.move_to("2026-11-11 17:30:00")
        referral.action_remind()
        self.assertEqual(referral.reminded_on, date(2026, 11, 12))

    def test_ends_with_the_last_reply(self):
        referral = self._sent()
        self._reply(referral.line_ids[0])
        referral.action_record_reply()
        self.assertEqual(self._clock(referral).state, "running")
        self._reply(referral.line_ids[1])
        referral.action_record_reply()
        self.assertEqual(self._clock(referral).state, "stopped")
        self.assertFalse(referral.clock_lines)

    def test_returned_reply_begins_another(self):
        referral = self._sent(1)
        self._reply(referral.line_ids)
        referral.action_record_reply()
        self.now.move_to("2026-11-05 03:00:00")
        referral.line_ids.with_user(self.leader).action_return_reply("Chưa rõ")
        clock = self._clock(referral)
        self.assertEqual(
            (clock.state, clock.started_on), ("running", date(2026, 11, 5))
        )
        self.assertEqual(len(referral.sudo().clock_ids), 2)

    def test_ends_when_the_cases_go_elsewhere(self):
        referral = self._sent()
        first, second = referral.line_ids.feedback_id
        first.with_user(self.desk).action_take_back("Giải quyết được")
        self.assertEqual(self._clock(referral).state, "running")
        second.with_user(self.desk).action_withdraw("Không cần nữa")
        self.assertEqual(self._clock(referral).state, "stopped")
        with self.assertRaises(UserError):
            referral.action_remind()

    def test_referral_from_before_there_were_terms(self):
        referral = self._sent()
        self.env.cr.execute(
            "DELETE FROM dialogue_clock_event WHERE clock_id = %s",
            (self._clock(referral).id,),
        )
        self.env.cr.execute(
            "DELETE FROM dialogue_clock WHERE referral_id = %s", (referral.id,)
        )
        self.env.invalidate_all()
        self.now.move_to("2026-11-10 03:00:00")
        referral._follow_waiting()
        self.assertEqual(self._clock(referral).started_on, date(2026, 11, 2))

    def test_rights(self):
        referral = self._sent()
        for user in (self.specialist, self.auditor, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                referral.with_user(user).action_remind()
        self.assertFalse(referral.reminder_count)
        self.assertFalse(
            self.env["dialogue.clock"]
            .with_user(self.specialist)
            .search([("referral_id", "=", referral.id)])
        )


@tagged("post_install", "-at_install")
class TestReferralReminder(ReferralClockCommon):
    """What the reminder job asks a referral to do."""

    def test_body_with_an_address_gets_a_mail(self):
        self.superior.email = "ubnd@hagiang.example.org"
        referral = self._sent(is_name_hidden=True)
        answered, waiting = referral.line_ids
        self._reply(answered)
        referral.action_record_reply()
        self.now.move_to("2026-11-11 02:00:00")
        self.assertEqual(referral.sudo()._remind_body(), referral)
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn(referral.document_id.reference, mail.subject)
        self.assertIn(referral.document_id.reference, mail.body_html)
        self.assertIn(waiting.code, mail.body_html)
        self.assertNotIn(answered.code, mail.body_html)
        for name in (self.enterprise.name, self.enterprise.email):
            self.assertNotIn(name, mail.body_html)
        self.assertFalse(mail.res_id)
        self.assertEqual(referral.reminder_count, 1)
        self.assertEqual(referral.reminded_on, date(2026, 11, 11))
        self.assertEqual(self._clock(referral).due_on, date(2026, 11, 20))
        self.assertIn("1", str(referral.message_ids[0].body))

    def test_body_without_an_address_gets_a_letter_by_a_person(self):
        referral = self._sent()
        self.now.move_to("2026-11-11 02:00:00")
        for _time in range(2):
            self.assertFalse(referral.sudo()._remind_body())
        task = referral.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(REMIND)
        )
        self.assertEqual(task.user_id, self.desk)
        self.assertEqual(task.date_deadline, date(2026, 11, 11))
        # nobody was reminded yet: what is late stays late
        self.assertEqual(referral.reminder_count, 0)
        self.assertEqual(self._clock(referral).due_on, date(2026, 11, 11))
        referral.action_remind("Công văn số 5")
        self.assertFalse(task.exists())
        self.assertEqual(referral.reminder_count, 1)
        self.assertEqual(self._clock(referral).due_on, date(2026, 11, 20))

    def test_an_address_that_is_none(self):
        self.superior.email = "văn thư"
        referral = self._sent()
        self.assertFalse(referral.sudo()._remind_body())
        self.assertIn(self.env.ref(REMIND), referral.activity_ids.activity_type_id)

    def test_no_reminder_where_nothing_is_waited_for(self):
        self.superior.email = "ubnd@hagiang.example.org"
        referral = self._sent(1)
        self._reply(referral.line_ids)
        referral.action_record_reply()
        self.assertFalse(referral.sudo()._remind_body())
        self.assertFalse(self._mails())
        self.assertEqual(referral.reminder_count, 0)

    def test_several_bodies_at_once(self):
        self.superior.email = "ubnd@hagiang.example.org"
        by_mail = self._sent(1)
        ministry = self.env["res.partner"].create({"name": "Bộ KH&CN"})
        case = self._bring_to("accepted")
        by_letter = case.with_user(self.desk).action_plan_referral(
            partner_id=ministry.id
        )
        by_letter.action_submit()
        by_letter.with_user(self.leader).action_send()
        self.assertEqual((by_mail | by_letter).sudo()._remind_body(), by_mail)
        self.assertEqual(len(self._mails()), 1)
        self.assertIn(self.env.ref(REMIND), by_letter.activity_ids.activity_type_id)

    def test_referral_of_a_sealed_case_is_for_its_readers(self):
        reader = new_test_user(
            self.env, login="dlg-reader", groups=f"{MODULE}desk,{MODULE}confidential"
        )
        referral = self._sent(1)
        referral.line_ids.feedback_id.sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        for user, is_reader in ((self.desk, False), (reader, True)):
            for part in ("clock_ids", "clock_ids.event_ids"):
                records = referral.sudo().mapped(part).with_user(user)
                with self.subTest(user=user.login, part=part):
                    self.assertEqual(
                        bool(records.search([("id", "in", records.ids)])), is_reader
                    )
        # the others' are seen as before
        other = self._sent(1).sudo().clock_ids
        self.assertTrue(other.with_user(self.desk).has_access("read"))
        referral.sudo()._remind_body()
        self.assertNotIn(
            self.env.ref(REMIND), referral.sudo().activity_ids.activity_type_id
        )
        referral.sudo().user_id = reader
        referral.sudo()._remind_body()
        task = referral.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(REMIND)
        )
        self.assertEqual(task.user_id, reader)

    def test_letter_is_in_the_words_of_the_department(self):
        self.superior.email = "ubnd@hagiang.example.org"
        self.company.partner_id.lang = "vi_VN"
        referral = self._sent(1)
        referral.sudo()._remind_body()
        self.assertIn("02/11/2026", self._mails().body_html)


@tagged("post_install", "-at_install")
class TestAnswerAfterTheReply(ReferralClockCommon):
    """While another body has a case its answer's term stands still."""

    def test_reply_sets_the_answer_going_again(self):
        referral = self._sent(2)
        replied, waiting = referral.line_ids.feedback_id
        answer = {
            case: case.sudo().clock_ids.filtered(lambda clock: clock.step == "answer")
            for case in (replied, waiting)
        }
        self.assertEqual(answer[replied].state, "paused")
        before = answer[replied].due_on
        self.now.move_to("2026-11-09 03:00:00")
        self._reply(referral.line_ids[0])
        referral.action_record_reply()
        self.assertEqual(answer[replied].state, "running")
        self.assertEqual(answer[waiting].state, "paused")
        # the 2nd still counted; from the 3rd to the 9th are 5 working days
        self.assertEqual(before, date(2026, 11, 23))
        self.assertEqual(answer[replied].due_on, date(2026, 11, 30))
        self.assertEqual(replied.date_deadline, date(2026, 11, 30))
        self.assertFalse(replied.paused_on)
        self.assertEqual(waiting.paused_on, date(2026, 11, 2))

    def test_where_it_never_stood_still(self):
        self.company.dialogue_is_referral_paused = False
        referral = self._sent(1)
        case = referral.line_ids.feedback_id
        due = case.date_deadline
        self.now.move_to("2026-11-09 03:00:00")
        self._reply(referral.line_ids)
        referral.action_record_reply()
        self.assertEqual(case.date_deadline, due)
