from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_dialogue_attendance import AttendanceCommon


@tagged("post_install", "-at_install")
class TestAttendanceArrival(AttendanceCommon):
    def _door(self, **vals):
        window = (
            self.env["dialogue.session.arrival"]
            .with_user(self.desk)
            .create({"session_id": self.session.id, **vals})
        )
        return window.action_apply()["context"]["default_last_note"]

    def test_each_guest_has_a_code_of_their_own(self):
        guests = self.env["dialogue.attendance"].create(
            [{"session_id": self.session.id, "name": f"Khách {n}"} for n in range(50)]
        )
        codes = set(guests.mapped("check_in_code"))
        self.assertEqual(len(codes), 50)
        for code in codes:
            self.assertRegex(code, r"^[2-9A-HJKMNP-Z]{6}$")
        code = guests[0].check_in_code
        guests[0].name = "Tên khác"
        self.assertEqual(guests[0].check_in_code, code)

    def test_on_its_day_also_before_it_was_started(self):
        guest = self._invite()
        self._announce()
        with self.assertRaises(UserError):
            guest._arrive()
        self.now.move_to("2026-11-20 00:30:00")
        self.assertTrue(guest._arrive())
        self.assertFalse(guest._arrive())
        self.assertEqual(guest.state, "attended")

    def test_not_the_day_after(self):
        guest = self._invite()
        self._announce()
        self.now.move_to("2026-11-21 00:30:00")
        with self.assertRaises(UserError):
            guest._arrive()

    def test_by_code_as_it_is_typed(self):
        guest = self._invite()
        self._hold()
        code = guest.check_in_code
        self.assertIn(guest.name, self._door(code=f" {code[:3].lower()}-{code[3:]} "))
        self.assertEqual(guest.state, "attended")
        moment = guest.checked_in_on
        self.now.move_to("2026-11-20 03:30:00")
        self.assertIn("already", self._door(code=code))
        self.assertEqual(guest.checked_in_on, moment)

    def test_a_code_of_another_session_opens_nothing(self):
        other = self._create_session(name="Buổi khác")
        guest = self._invite(other)
        self._hold()
        for code in (guest.check_in_code, "XXXXXX", "%", ""):
            with self.subTest(code), self.assertRaises(UserError):
                self._door(code=code)
        self.assertEqual(guest.state, "invited")

    def test_walk_in_by_name_alone_and_once(self):
        self._hold()
        for _time in range(2):
            self._door(name=" Bà  Bình ", organisation="HTX Chè Shan", phone="0912")
        guest = self.session.attendance_ids
        self.assertEqual(
            (guest.name, guest.delegate_name, guest.delegate_phone, guest.kind),
            ("HTX Chè Shan", "Bà Bình", "0912", "enterprise"),
        )
        self.assertTrue(guest.is_walk_in)
        self.assertEqual(guest.state, "attended")
        self._door(name="Ông An")
        self.assertEqual(len(self.session.attendance_ids), 2)

    def test_walk_in_before_it_was_started(self):
        self._announce()
        self.now.move_to("2026-11-20 00:30:00")
        self._door(name="Ông An")
        guest = self.session.attendance_ids
        self.assertEqual((guest.state, guest.is_walk_in), ("attended", True))

    def test_only_the_desk_checks_in(self):
        guest = self._invite()
        self._hold()
        for user in (self.specialist, self.auditor, self.employee_only):
            with self.subTest(user.login), self.assertRaises(AccessError):
                guest.with_user(user)._arrive()

    def test_a_new_link_ends_the_old_ones_and_goes_out_by_mail(self):
        guest, unreached = self._invite(), self._invite(name="Không có thư")
        guest.partner_id.email = "khach@example.com"
        with self.assertRaises(UserError):
            guest.with_user(self.desk).action_renew_link()
        self._announce()
        code = guest.check_in_code
        old = {scope: guest._link_token(scope) for scope in ("invitation", "check_in")}
        mails = self.env["mail.mail"].search([])
        action = (guest | unreached).with_user(self.desk).action_renew_link()
        self.assertIn("printed", action["params"]["message"])
        for scope, token in old.items():
            self.assertFalse(guest._link_find(token, scope))
            self.assertEqual(guest._link_find(guest._link_token(scope), scope), guest)
        self.assertEqual(guest.check_in_code, code)
        (mail,) = self.env["mail.mail"].search([]) - mails
        self.assertIn(guest._link_path("invitation"), mail.body_html)
        for user in (self.specialist, self.auditor, self.employee_only):
            with self.subTest(user.login), self.assertRaises(AccessError):
                guest.with_user(user).action_renew_link()
