from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, LockError, UserError
from odoo.tests import tagged

from .test_dialogue_attendance import AttendanceCommon

LOOK = "dialogue_tthc.mail_activity_session_replies"
OPINION = "Đề nghị rút ngắn thời gian cấp phép."


@tagged("post_install", "-at_install")
class TestAttendanceReply(AttendanceCommon):
    """What an invitee answers, until the session begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session.question_deadline = date(2026, 11, 18)
        cls._announce()
        cls.guest = cls._invite()
        cls.stranger = cls._create_user("specialist", None, "stranger")

    def _reply(self, answer="confirm", guest=None, door="link", **values):
        guest = guest or self.guest
        files = values.pop("files", ())
        user = values.pop("user", None)
        # as the portal has it: found by the link, in the environment of anybody
        sudo = guest.with_user(self.env.ref("base.public_user")).sudo()
        return sudo._reply(answer, values, door, files, user)

    def _looks(self):
        kind = self.env.ref(LOOK)
        return self.session.sudo().activity_ids.filtered(
            lambda one: one.activity_type_id == kind
        )

    def test_confirm_names_a_delegate(self):
        self._reply(
            delegate_name=" Bà Lan ", delegate_function="Kế toán", delegate_phone="0912"
        )
        guest = self.guest
        self.assertEqual(guest.state, "confirmed")
        self.assertEqual(guest.delegate_name, "Bà Lan")
        self.assertEqual(guest.delegate_function, "Kế toán")
        self.assertEqual(guest.delegate_phone, "0912")
        self.assertTrue(guest.confirmed_on)
        self.assertEqual(guest.reply_door, "link")
        self.assertTrue(guest.replied_on)
        self.assertFalse(guest.replied_by_id)

    def test_the_account_is_kept(self):
        self._reply(door="account", user=self.stranger)
        self.assertEqual(self.guest.reply_door, "account")
        self.assertEqual(self.guest.replied_by_id, self.stranger)

    def test_the_desk_enters_what_it_is_told(self):
        self.guest.action_decline("Báo qua điện thoại")
        self.assertEqual(self.guest.reply_door, "desk")
        self.assertEqual(self.guest.replied_by_id, self.desk)
        self.guest.action_undo()
        self.assertFalse(self.guest.replied_on or self.guest.reply_door)

    def test_decline_needs_a_reason(self):
        with self.assertRaises(UserError):
            self._reply("decline", reason="  ", opinion=OPINION)
        self.assertEqual(self.guest.state, "invited")
        self.assertFalse(self.guest.has_opinion)

    def test_decline_with_opinion_and_files_becomes_a_case(self):
        case = self._reply(
            "decline", reason="Bận", opinion=OPINION, files=[("a.pdf", b"%PDF-1.4")]
        )
        self.assertEqual(self.guest.state, "declined")
        self.assertEqual(case.question, OPINION)
        self.assertEqual((case.channel, case.origin), ("portal", "absent_invitee"))
        self.assertEqual(case.attachment_ids.mapped("name"), ["a.pdf"])
        self.assertEqual(case.partner_id, self.enterprise)
        self.assertEqual(case.create_uid, self.env.ref("base.user_root"))

    def test_an_opinion_from_an_account_is_followed_there(self):
        case = self._reply(
            "decline", reason="Bận", opinion=OPINION, door="account", user=self.stranger
        )
        self.assertEqual(case.partner_id, self.stranger.partner_id)
        self.assertEqual(case.petitioner_id.name, self.enterprise.name)

    def test_the_same_reply_again_changes_nothing(self):
        first = self._reply("decline", reason="Bận", opinion=OPINION)
        replied_on = self.guest.replied_on
        self.now.move_to("2026-11-02 03:00:00")
        self.assertFalse(self._reply("decline", reason="Bận", opinion=f" {OPINION}\n"))
        self.assertEqual(self.guest.sudo().feedback_id, first)
        self.assertEqual(self.guest.replied_on, replied_on)

    def test_a_change_of_mind(self):
        self._reply("decline", reason="Bận")
        self._reply("confirm", delegate_name="Bà Lan")
        self.assertEqual(self.guest.state, "confirmed")
        self.assertFalse(self.guest.absence_reason)
        self._reply("confirm", delegate_name="Ông Cường")
        self.assertEqual(self.guest.delegate_name, "Ông Cường")
        self._reply("decline", reason="Ốm")
        self.assertEqual(self.guest.state, "declined")
        self.assertFalse(self.guest.confirmed_on)

    def test_a_second_opinion_is_told_where_to_go(self):
        case = self._reply("decline", reason="Bận", opinion=OPINION)
        with self.assertRaisesRegex(UserError, case.code):
            self._reply("decline", reason="Bận", opinion="Ý kiến khác")

    def test_not_after_it_has_begun(self):
        self.now.move_to("2026-11-20 01:30:00")
        for answer in ("confirm", "decline"):
            with self.subTest(answer), self.assertRaisesRegex(UserError, "has begun"):
                self._reply(answer, reason="Bận")
        self.session.action_start()
        with self.assertRaisesRegex(UserError, "has begun"):
            self._reply()
        self.assertEqual(self.guest.state, "invited")

    def test_not_after_it_was_cancelled(self):
        self.session.action_cancel("Bão")
        with self.assertRaisesRegex(UserError, "was cancelled"):
            self._reply()

    def test_opinions_end_with_the_day_for_questions(self):
        self.now.move_to("2026-11-18 16:59:00")
        self.assertFalse(self.guest._opinion_problem())
        self.now.move_to("2026-11-18 17:01:00")
        with self.assertRaisesRegex(UserError, "as a question"):
            self._reply("decline", reason="Bận", opinion=OPINION)
        self._reply("decline", reason="Bận")
        self.assertEqual(self.guest.state, "declined")

    def test_a_round_in_writing_is_open_until_its_end(self):
        session = self._announce(
            self._create_session(mode="in_writing", location=False)
        )
        guest = self._invite(session)
        self.now.move_to("2026-11-20 04:00:00")
        self._reply(guest=guest)
        self.assertEqual(guest.state, "confirmed")

    def test_an_unknown_answer_is_refused(self):
        for answer in ("", "undo", "check_in", None):
            with self.subTest(answer), self.assertRaises(UserError):
                self._reply(answer)

    def test_the_desk_gets_one_look_to_take(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        others = [self._invite(name=f"Khách {number}") for number in range(3)]
        for guest in others:
            self._reply(guest=guest)
        self._reply("decline", reason="Bận")
        self.assertEqual(len(self._looks()), 1)
        self.assertEqual(self._looks().user_id, self.desk)
        self.assertNotIn("Khách", self._looks().summary)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        self._looks().unlink()
        self._reply(guest=others[0], delegate_name="Bà Lan")
        self.assertEqual(len(self._looks()), 1)

    def test_at_the_same_moment_it_is_tried_again(self):
        locked = patch.object(
            type(self.guest), "lock_for_update", side_effect=LockError("x")
        )
        with locked, self.assertRaises(ConcurrencyError):
            self._reply()

    def test_nobody_writes_how_it_was_replied(self):
        for vals in (
            {"reply_door": "link"},
            {"replied_on": "2026-01-01 00:00:00"},
            {"invited_mail_on": "2026-01-01 00:00:00"},
            {"told_sequence": 9},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.guest.write(vals)
