import base64
from datetime import date, datetime
from unittest.mock import patch

import icalendar

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_dialogue_attendance import AttendanceCommon

JOB = "dialogue_tthc.ir_cron_attendance_letters"
MARKERS = ("GHICHU-NOIBO", "official@example.com", "THEODOI-NOIBO")


class LettersCommon(AttendanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "so@example.com"
        cls.session.question_deadline = date(2026, 11, 18)
        cls.job = cls.env.ref(JOB)
        cls.env["mail.mail"].search([]).unlink()

    def _run(self):
        """Let the job run; return the mails that are new, oldest first."""
        known = self._mails()
        with self.enter_registry_test_mode():
            self.job.method_direct_trigger()
        self.env.invalidate_all()
        return (self._mails() - known).sorted("id")

    def _mails(self):
        return self.env["mail.mail"].sudo().search([("model", "=", False)])

    def _partners(self, count, **vals):
        return self.env["res.partner"].create(
            [
                {"name": f"DN {n}", "email": f"dn{n}@example.com", **vals}
                for n in range(count)
            ]
        )

    def _invite_all(self, partners, session=None):
        return (
            self.env["dialogue.attendance"]
            .with_user(self.desk)
            .create(
                [
                    {
                        "session_id": (session or self.session).id,
                        "partner_id": partner.id,
                    }
                    for partner in partners
                ]
            )
        )

    def _event(self, mail):
        (file,) = mail.attachment_ids
        self.assertEqual(file.mimetype, "text/calendar")
        calendar = icalendar.Calendar.from_ical(base64.b64decode(file.datas))
        (event,) = calendar.walk("VEVENT")
        return str(calendar["METHOD"]), event


@tagged("post_install", "-at_install")
class TestSessionLetters(LettersCommon):
    """Each letter is written once to each invitee who has a mail address."""

    def test_no_letter_of_a_draft(self):
        self._invite()
        self.assertFalse(self._run())

    def test_announced_and_afterwards_invited_once_each(self):
        guest = self._invite()
        self._announce()
        (mail,) = self._run()
        self.assertIn(self.enterprise.email, mail.email_to)
        self.assertIn(self.session.name, mail.subject)
        self.assertIn("/dialogue/invitation/", mail.body_html)
        self.assertIn("18/11/2026", mail.body_html)
        self.assertIn("08:30", mail.body_html)
        self.assertTrue(guest.invited_mail_on)
        self.assertFalse(mail.model)
        self.assertFalse(self._run())
        self._invite_all(self._partners(2))
        self.assertEqual(len(self._run()), 2)
        self.assertFalse(self._run())

    def test_the_link_in_the_letter_opens_the_invitation(self):
        guest = self._invite()
        self._announce()
        (mail,) = self._run()
        token = mail.body_html.split("/dialogue/invitation/")[1].split('"')[0]
        self.assertEqual(guest._link_find(token, "invitation"), guest)

    def test_the_calendar_file_invites(self):
        guest = self._invite()
        self._announce()
        method, event = self._event(self._run())
        self.assertEqual(method, "REQUEST")
        self.assertEqual(event["UID"], guest.session_id._calendar_uid())
        self.assertEqual(event["ORGANIZER"], "mailto:so@example.com")
        self.assertEqual(event["ATTENDEE"], f"mailto:{self.enterprise.email}")
        self.assertEqual(event["SEQUENCE"], 0)
        self.assertEqual(str(event["LOCATION"]), "Hội trường Sở")
        self.assertEqual(
            event.decoded("DTSTART").replace(tzinfo=None), datetime(2026, 11, 20, 1, 30)
        )

    def test_nobody_else_gets_one(self):
        self._invite(name="Bà Bình")
        self._invite(partner_id=self._partners(1, email="sai dia chi").id)
        refused = self._invite(partner_id=self._partners(1).id)
        refused.action_decline("Bận")
        self._announce()
        self.assertFalse(self._run())
        self.assertEqual(self.session.no_mail_count, 2)
        action = self.session.action_view_no_mail()
        missing = self.env["dialogue.attendance"].search(action["domain"])
        self.assertEqual(len(missing), 2)
        self.assertFalse(any(missing.mapped("has_mail")))
        missing[0].partner_id = self.enterprise
        self.assertEqual(len(self._run()), 1)

    def test_walk_ins_and_sessions_that_are_over_get_none(self):
        self._invite()
        self.now.move_to("2026-11-20 03:00:00")
        self._announce()
        self.assertFalse(self._run())
        self.session.action_start()
        self._invite(partner_id=self._partners(1).id)
        # nobody has to look for the address of who simply came
        nobody = self._invite(name="Bà Bình")
        self.assertTrue(nobody.is_walk_in)
        self.session.invalidate_recordset(["no_mail_count"])
        self.assertEqual(self.session.no_mail_count, 0)
        domain = self.session.action_view_no_mail()["domain"]
        self.assertFalse(self.env["dialogue.attendance"].search(domain))
        self.assertFalse(self._run())

    def test_letters_by_hand_only(self):
        guest = self._invite()
        self.session.is_invited_by_mail = False
        self._announce()
        self.assertFalse(self._run())
        known = self._mails()
        result = guest.action_send_invitation()
        self.assertEqual(result["params"]["type"], "success")
        self.assertEqual(len(self._mails() - known), 1)
        self.session.is_invited_by_mail = True
        self.assertFalse(self._run())

    def test_sent_again_by_hand_to_chosen_ones(self):
        guest, other = self._invite(), self._invite(name="Bà Bình")
        with self.assertRaises(UserError):
            guest.action_send_invitation()
        self._announce()
        self._run()
        known = self._mails()
        message = (guest + other).action_send_invitation()["params"]["message"]
        self.assertEqual(len(self._mails() - known), 1)
        self.assertIn("written: 1", message)
        self.assertIn("address: 1", message)
        for user in (self.specialist, self.auditor):
            with self.assertRaises(AccessError):
                guest.with_user(user).action_send_invitation()

    def test_the_link_to_join_is_for_those_who_come(self):
        self.session.write({"mode": "hybrid", "online_link": "https://meet.example/x"})
        coming = self._invite()
        coming.action_confirm()
        self._invite(partner_id=self._partners(1).id)
        self._announce()
        mails = self._run()
        self.assertEqual(len(mails), 2)
        for mail in mails:
            is_coming = self.enterprise.email in mail.email_to
            _method, event = self._event(mail)
            self.assertEqual("meet.example" in mail.body_html, is_coming)
            self.assertEqual("meet.example" in str(event["DESCRIPTION"]), is_coming)
            self.assertNotIn("meet.example", str(event["LOCATION"]))

    def test_a_change_is_told_once_with_a_new_version(self):
        guest = self._invite()
        refused = self._invite(partner_id=self._partners(1).id)
        self._announce()
        self._run()
        refused.action_decline("Bận")
        self.session.location = "Hội trường Sở"
        self.assertFalse(self._run())
        self.session.location = "Hội trường UBND tỉnh"
        self.session.location = "Hội trường tầng 2"
        mails = self._run()
        self.assertEqual(len(mails), 2)
        self.assertFalse(self._run())
        for mail in mails:
            self.assertIn("Hội trường tầng 2", mail.body_html)
            method, event = self._event(mail)
            self.assertEqual((method, event["SEQUENCE"]), ("REQUEST", 2))
            self.assertEqual(event["UID"], self.session._calendar_uid())
        self.assertEqual(guest.told_sequence, 2)

    def test_a_new_time_is_told(self):
        self._invite()
        self._announce()
        self._run()
        self.session.write(
            {
                "date_start": datetime(2026, 11, 27, 1, 30),
                "date_end": datetime(2026, 11, 27, 4, 30),
            }
        )
        _method, event = self._event(self._run())
        self.assertEqual(event.decoded("DTSTART").day, 27)
        self.assertEqual(event["SEQUENCE"], 1)

    def test_a_new_link_to_join_matters_to_those_who_come_alone(self):
        self.session.write({"mode": "online", "online_link": "https://meet.example/x"})
        coming = self._invite()
        self._invite(partner_id=self._partners(1).id)
        self._announce()
        coming.action_confirm()
        self._run()
        self.session.online_link = "https://meet.example/y"
        (mail,) = self._run()
        self.assertIn(self.enterprise.email, mail.email_to)
        self.assertIn("meet.example/y", mail.body_html)
        self.session.location = "P. 2"
        self.assertEqual(len(self._run()), 2)

    def test_a_cancellation_is_told_with_what_takes_its_place(self):
        self._invite()
        refused = self._invite(partner_id=self._partners(1).id)
        late = self._invite(partner_id=self._partners(1).id)
        self._announce()
        self._run()
        refused.action_decline("Bận")
        late.sudo().invited_mail_on = False
        other = self._announce(self._create_session(name="Buổi thay thế"))
        self.session.action_cancel("Bão số 9", other.id)
        mails = self._run()
        (mail,) = mails.filtered(lambda mail: "Cancelled" in mail.subject)
        self.assertEqual(mails, mail)
        self.assertIn("Bão số 9", mail.body_html)
        self.assertIn("Buổi thay thế", mail.body_html)
        self.assertIn(f"/dialogue/sessions/{other.id}", mail.body_html)
        method, event = self._event(mail)
        self.assertEqual((method, event["STATUS"]), ("CANCEL", "CANCELLED"))
        self.assertEqual(event["SEQUENCE"], 1)
        self.assertFalse(self._run())

    def test_a_cancelled_draft_is_nobodys_business(self):
        self._invite()
        self.session.action_cancel("Bão")
        self.assertFalse(self._run())

    def test_a_replacement_in_draft_is_not_told(self):
        self._invite()
        self._announce()
        self._run()
        other = self._create_session(name="Buổi còn dự thảo")
        self.session.action_cancel("Bão", other.id)
        self.assertNotIn("Buổi còn dự thảo", self._run().body_html)

    def test_reminders_a_week_and_a_day_before(self):
        guest = self._invite()
        refused = self._invite(partner_id=self._partners(1).id)
        self._announce()
        self._run()
        refused.action_decline("Bận")
        for moment, count in (
            ("2026-11-12 02:00:00", 0),
            # before seven in the morning, in Vietnam
            ("2026-11-12 23:30:00", 0),
            ("2026-11-13 02:00:00", 1),
            ("2026-11-13 05:00:00", 0),
            ("2026-11-14 05:00:00", 0),
            ("2026-11-18 05:00:00", 0),
            ("2026-11-19 02:00:00", 1),
            ("2026-11-19 09:00:00", 0),
            ("2026-11-20 00:30:00", 0),
            ("2026-11-20 02:00:00", 0),
        ):
            self.now.move_to(moment)
            with self.subTest(moment):
                mails = self._run()
                self.assertEqual(len(mails), count)
                self.assertFalse(mails.attachment_ids)
        self.assertEqual(guest.week_mail_for, date(2026, 11, 20))

    def test_a_missed_reminder_is_made_up_for(self):
        self._invite()
        self._announce()
        self._run()
        self.now.move_to("2026-11-15 02:00:00")
        self.assertEqual(len(self._run()), 1)
        self.now.move_to("2026-11-20 00:30:00")
        self.assertEqual(len(self._run()), 1)

    def test_whoever_was_just_invited_is_not_reminded(self):
        self._announce()
        self.now.move_to("2026-11-13 01:00:00")
        self._invite()
        self.assertEqual(len(self._run()), 1)
        self.now.move_to("2026-11-13 05:00:00")
        self.assertFalse(self._run())
        self.now.move_to("2026-11-19 02:00:00")
        self.assertEqual(len(self._run()), 1)

    def test_another_day_is_reminded_of_anew(self):
        self._invite()
        self._announce()
        self._run()
        self.now.move_to("2026-11-13 02:00:00")
        self.assertEqual(len(self._run()), 1)
        self.session.write(
            {
                "date_start": datetime(2026, 11, 27, 1, 30),
                "date_end": datetime(2026, 11, 27, 4, 30),
            }
        )
        self.assertEqual(len(self._run()), 1)
        self.now.move_to("2026-11-20 02:00:00")
        self.assertEqual(len(self._run()), 1)

    def test_in_the_language_of_the_invitee(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.env["res.lang"]._activate_lang("en_US")
        self.enterprise.lang = "vi_VN"
        self._invite()
        self._invite(partner_id=self._partners(1, lang="en_US").id)
        self._announce()
        mails = self._run()
        for mail in mails:
            is_english = "dn0@" in mail.email_to
            _method, event = self._event(mail)
            with self.subTest(mail.email_to):
                self.assertEqual("Dear" in mail.body_html, is_english)
                self.assertEqual("Details" in str(event["DESCRIPTION"]), is_english)

    def test_markup_in_names_stays_text(self):
        self.session.name = "<script>x</script> & “tọa đàm”; số 1, 2"
        self.enterprise.name = "<b>Công ty</b>"
        self._invite()
        self._announce()
        mail = self._run()
        self.assertNotIn("<script>x", mail.body_html)
        self.assertNotIn("<b>Công ty", mail.body_html)
        _method, event = self._event(mail)
        self.assertEqual(str(event["SUMMARY"]), self.session.name)

    def test_nothing_internal_gets_into_a_letter(self):
        self.chair.email = "official@example.com"
        self._invite()
        self._announce()
        self.session.message_post(body="GHICHU-NOIBO", subtype_xmlid="mail.mt_note")
        self.session.message_subscribe(
            self.env["res.partner"].create({"name": "THEODOI-NOIBO"}).ids
        )
        mails = self._run()
        self.session.action_cancel("Bão")
        mails += self._run()
        self.assertEqual(len(mails), 2)
        for mail in mails:
            text = f"{mail.body_html}{mail.headers}{mail.email_from}{mail.reply_to}"
            text += base64.b64decode(mail.attachment_ids.datas).decode()
            for marker in MARKERS:
                self.assertNotIn(marker, text)

    def test_the_files_go_away_with_the_mail(self):
        self._invite()
        self._announce()
        mail = self._run()
        file = mail.attachment_ids
        mail.unlink()
        self.assertFalse(file.exists())

    def test_one_that_fails_does_not_silence_the_others(self):
        guests = self._invite_all(self._partners(5))
        self._announce()
        bad = guests[2].id
        original = type(guests)._letter_values

        def values(attendance):
            if attendance.id == bad:
                raise ValueError("x")
            return original(attendance)

        broken = patch.object(type(guests), "_letter_values", values)
        loggers = mute_logger(
            "odoo.addons.dialogue_tthc.models.dialogue_attendance_letters",
            "odoo.addons.mail.models.mail_render_mixin",
        )
        with broken, loggers:
            self.assertEqual(len(self._run()), 4)
        self.assertFalse(guests[2].invited_mail_on)
        self.assertEqual(len(self._run()), 1)

    def test_three_hundred_in_sets(self):
        def queries(count):
            session = self._create_session(name=f"Buổi {count}")
            self._invite_all(self._partners(count), session)
            self._announce(session)
            self.env.flush_all()
            self.env.invalidate_all()
            guests = session.sudo().attendance_ids
            before = self.cr.sql_log_count
            guests._write_letters("invited")
            self.env.flush_all()
            return self.cr.sql_log_count - before

        few, many = queries(30), queries(300)
        # Odoo renders and queues in sets of fifty
        self.assertLess(many, few + 300)

    def test_closed_fields(self):
        guest = self._invite()
        with self.assertRaises(AccessError):
            self.session.calendar_sequence = 7
        with self.assertRaises(AccessError):
            guest.cancelled_mail_on = "2026-01-01 00:00:00"
        self.session.attendance_ids = [Command.update(guest.id, {"role": "press"})]
