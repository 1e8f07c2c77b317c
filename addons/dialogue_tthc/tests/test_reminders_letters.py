from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .reminders_common import BEGIN, RemindersCommon


@tagged("post_install", "-at_install")
class TestReminderLetters(RemindersCommon):
    """What petitioners and other bodies hear, and when."""

    def _asked(self, **vals):
        with freeze_time(BEGIN):
            case = self._bring_to("need_info", received_on=BEGIN, **vals)
        clock = self._clock(case, "supplement")
        self._alone(clock)
        return case, clock

    def _referred(self):
        with freeze_time(BEGIN):
            case = self._bring_to("referred", received_on=BEGIN)
        clock = self._clock(case, "update")
        self._alone(clock)
        return case, clock

    def _letters(self, mails, case):
        address = case.sudo().petitioner_id.email
        return [mail for mail in mails if mail.email_to == address]

    def test_petitioner_is_reminded_of_what_is_missing(self):
        case, clock = self._asked()
        case.sudo().company_id.partner_id.lang = "en_US"
        self.enterprise.lang = "en_US"
        self.assertEqual(clock.remind_on, self._day(clock, -2))
        with self._new_mails() as mails:
            self._run(self._day(clock, -2))
            self._run(self._day(clock, -2))
        letters = self._letters(mails, case)
        self.assertEqual(len(letters), 1)
        self.assertIn("Xin gửi giấy chứng nhận.", letters[0].body_html)
        self.assertIn("11/09/2026", letters[0].body_html)
        self.assertFalse(letters[0].model)
        exchange = case._petitioner_messages()[-1]
        self.assertIn("Xin gửi giấy chứng nhận.", exchange.body)
        nobody = self.env["res.users"]
        self.assertEqual(self._notices(clock), [(-2, "petitioner", nobody)])
        self.assertEqual(clock.remind_on, self._day(clock, 0))

    def test_the_second_reminder_and_then_the_desk(self):
        case, clock = self._asked()
        with self._new_mails() as mails:
            for distance in (-2, 0, 1):
                self._run(self._day(clock, distance))
        self.assertEqual(len(self._letters(mails, case)), 2)
        nobody = self.env["res.users"]
        self.assertEqual(
            self._notices(clock),
            [
                (-2, "petitioner", nobody),
                (0, "petitioner", nobody),
                (1, "desk", self.desk),
            ],
        )
        self.assertEqual(case.state, "need_info")

    def test_days_missed_give_one_letter(self):
        case, clock = self._asked()
        with self._new_mails() as mails:
            self._run(self._day(clock, 2))
        self.assertEqual(len(self._letters(mails, case)), 1)

    def test_who_has_several_cases_gets_one_letter_about_all_of_them(self):
        with freeze_time(BEGIN):
            cases = [
                self._bring_to("need_info", received_on=BEGIN, subject=f"Việc {number}")
                for number in range(3)
            ]
            other = self._create_petitioner(
                name="Người cùng hộp thư", email=cases[0].sudo().petitioner_id.email
            )
            apart = self._bring_to(
                "need_info", received_on=BEGIN, petitioner_id=other.id, subject="Riêng"
            )
        clocks = self.clocks.union(
            *(self._clock(case, "supplement") for case in [*cases, apart])
        )
        self._alone(clocks)
        with self._new_mails() as mails:
            self._run(self._day(clocks[0], -2))
            self._run(self._day(clocks[0], -2))
        letters = self._letters(mails, apart)
        self.assertEqual(len(letters), 2)
        (about_all,) = [mail for mail in letters if "Việc 0" in mail.body_html]
        (about_one,) = [mail for mail in letters if "Riêng" in mail.body_html]
        for case in cases:
            for text in (case.code, case.subject):
                self.assertIn(text, about_all.body_html)
                self.assertNotIn(text, about_one.body_html)
            self.assertIn(
                "Xin gửi giấy chứng nhận.", case._petitioner_messages()[-1].body
            )
        self.assertNotIn("Riêng", about_all.body_html)
        self.assertIn("3", about_all.subject)
        self.assertFalse(about_all.model)

    def test_without_address_the_desk_phones(self):
        petitioner = self._create_petitioner(email=False, phone="0219 386 0000")
        case, clock = self._asked(petitioner_id=petitioner.id)
        with self._new_mails() as mails:
            self._run(self._day(clock, -2))
        self.assertFalse(mails)
        activity = self._activities(clock)
        self.assertEqual(
            activity.activity_type_id,
            self.env.ref("dialogue_tthc.mail_activity_clock_phone"),
        )
        self.assertEqual(activity.user_id, self.desk)
        self.assertEqual(len(clock.notice_ids), 1)
        self.assertEqual(clock.notice_ids.audience, "petitioner")
        self.assertNotIn(petitioner.name, activity.summary)
        with freeze_time(BEGIN + timedelta(days=4)):
            case.with_user(self.desk).action_info_given("Đây.")
        self.assertFalse(self._activities(clock))

    def test_petitioner_of_a_referred_case_hears_where_it_is(self):
        case, clock = self._referred()
        self.enterprise.lang = "en_US"
        referral = case.sudo().referral_line_ids.referral_id
        referral.write({"reminder_count": 2, "reminded_on": "2026-11-09"})
        before, due = clock.started_on, clock.due_on
        with self._new_mails() as mails:
            self._run(due)
            self._run(due)
        letters = self._letters(mails, case)
        self.assertEqual(len(letters), 1)
        body = letters[0].body_html
        for text in (referral.partner_id.name, referral.document_reference, "2 times"):
            self.assertIn(text, body)
        # and the next word is due later
        self.assertGreater(clock.started_on, before)
        self.assertGreater(clock.due_on, due)
        self.assertEqual(clock.remind_on, self._day(clock, -1))
        self.assertEqual(clock.event_ids[0].kind, "recalculated")

    def test_where_nothing_can_be_told_the_officer_writes(self):
        case, _answer = self._assigned()
        clock = self._clock(case, "update")
        self._alone(clock)
        with self._new_mails() as mails:
            self._run(clock.due_on)
        self.assertFalse(self._letters(mails, case))
        self.assertEqual(self._notices(clock), [(0, "officer", self.specialist)])
        self.assertEqual(self._activities(clock).user_id, self.specialist)

    def test_whatever_is_written_begins_the_term_of_the_next_word_anew(self):
        case, _answer = self._assigned()
        clock = self._clock(case, "update")
        due = clock.due_on
        with freeze_time(BEGIN + timedelta(days=3)):
            case.with_user(self.specialist)._write_to_petitioner("Chúng tôi đang xem.")
        self.assertGreater(clock.due_on, due)
        self.assertEqual(clock.remind_on, self._day(clock, -1))

    def test_the_body_is_reminded_once(self):
        case, _clock = self._referred()
        referral = case.sudo().referral_line_ids.referral_id
        with freeze_time(BEGIN):
            clock = self._clock(referral, "referral_reminder") or self.clocks._start(
                referral, ["referral_reminder"]
            )
        clock.remind_on = clock.due_on
        reminded = []

        def remind(referrals):
            reminded.append((referrals, referrals.env.su))

        model = type(referral)
        day = clock.due_on
        with patch.object(model, "_remind_body", remind, create=True):
            self._run(day)
            self._run(day)
        self.assertEqual(reminded, [(referral, True)])
        nobody = self.env["res.users"]
        self.assertEqual(self._notices(clock), [(0, "body", nobody)])

    def test_a_body_that_cannot_be_reminded_is_not_left_in_silence(self):
        """Where no letter went out, the officer hears of it, then those above."""
        case, _clock = self._referred()
        referral = case.sudo().referral_line_ids.referral_id
        clock = self._clock(referral, "referral_reminder")
        clock.remind_on = clock.due_on
        for distance in (0, 1):
            self._run(self._day(clock, distance))
        nobody = self.env["res.users"]
        self.assertCountEqual(
            self._notices(clock),
            [(0, "body", nobody), (1, "officer", referral.user_id)],
        )
