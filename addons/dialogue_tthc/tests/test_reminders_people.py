from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .reminders_common import BEGIN, RemindersCommon

MARKUP = "<script>alert(1)</script> & <b>giấy phép</b>"


@tagged("post_install", "-at_install")
class TestReminderPeople(RemindersCommon):
    """Who is told, what they read, and that nobody late stays silent."""

    def _told(self, clock, distance):
        """Return who was told on a rung, and the mails made."""
        self._alone(clock)
        clock.remind_on = self._day(clock, distance)
        with self._new_mails() as mails:
            self._run(self._day(clock, distance))
        return {user for _n, _audience, user in self._notices(clock)}, mails

    def _officer_gone(self, clock):
        clock.feedback_id.with_context(tracking_disable=True).user_id = False

    def test_without_officer_the_head_is_told(self):
        _case, clock = self._assigned()
        self._officer_gone(clock)
        self.assertEqual(self._told(clock, -3)[0], {self.head})

    def test_without_head_the_desk_is_told(self):
        _case, clock = self._assigned()
        self._officer_gone(clock)
        self.division.manager_id = False
        self.assertEqual(self._told(clock, -3)[0], {self.desk})

    def test_without_desk_the_leader_is_told(self):
        _case, clock = self._assigned()
        self._officer_gone(clock)
        self.division.manager_id = False
        self.company.dialogue_desk_user_id = False
        self.assertEqual(self._told(clock, -3)[0], {self.leader})

    def test_without_named_leader_all_leaders_are_told(self):
        _case, clock = self._assigned()
        second = self._create_user("leader", login="leader-two")
        self.company.dialogue_approver_id = False
        told, _mails = self._told(clock, 3)
        self.assertEqual(told, {self.head, self.leader, second})

    def test_head_without_account_is_passed_over(self):
        _case, clock = self._assigned()
        self.division.manager_id.user_id = False
        told, mails = self._told(clock, 1)
        self.assertEqual(told, {self.specialist, self.leader})
        self.assertEqual(
            mails[0].recipient_ids, (self.specialist | self.leader).partner_id
        )

    def test_who_left_is_passed_over(self):
        _case, clock = self._assigned()
        self.specialist.active = False
        told, _mails = self._told(clock, -3)
        self.assertEqual(told, {self.head})

    def test_without_address_the_activity_alone(self):
        _case, clock = self._assigned()
        self.specialist.email = False
        told, mails = self._told(clock, -3)
        self.assertEqual(told, {self.specialist})
        self.assertFalse(mails)
        self.assertEqual(self._activities(clock).user_id, self.specialist)

    def test_who_may_not_read_is_passed_over(self):
        _case, clock = self._assigned()
        # head of the division, and of no other: works elsewhere now
        self.division.manager_id = self.colleague.sudo().employee_ids
        told, _mails = self._told(clock, 1)
        self.assertEqual(told, {self.specialist, self.leader})

    def test_who_may_read_nothing_here_is_passed_over(self):
        _case, clock = self._assigned()
        self.company.dialogue_approver_id = self.employee_only
        told, _mails = self._told(clock, 3)
        self.assertEqual(told, {self.head, self.leader})

    def test_sealed_case_is_told_to_named_readers_alone(self):
        case, clock = self._assigned()
        reader = self._confidential()
        reader.sudo().employee_ids = self.env["hr.employee"].create(
            {"name": "Đọc", "user_id": reader.id, "department_id": self.division.id}
        )
        case.sudo().write({"is_sealed": True, "reader_ids": [(6, 0, reader.ids)]})
        for distance in (-3, 1, 3, 8):
            with self.subTest(distance=distance):
                told, mails = self._told(clock, distance)
                self.assertEqual(told, {reader})
                self.assertEqual(mails[0].recipient_ids, reader.partner_id)
        self.assertEqual(self._activities(clock).user_id, reader)

    def test_where_nobody_may_read_the_log_says_so(self):
        case, clock = self._assigned()
        reader = self._confidential()
        case.sudo().write({"is_sealed": True, "reader_ids": [(6, 0, reader.ids)]})
        reader.active = False
        with self.assertLogs("odoo.addons.dialogue_tthc", "WARNING") as logs:
            told, mails = self._told(clock, 1)
        self.assertFalse(told)
        self.assertFalse(mails)
        self.assertIn(str(clock.id), logs.output[0])
        self.assertNotIn(case.code, logs.output[0])

    def test_sealing_later_takes_the_reminders_away(self):
        case, clock = self._assigned()
        self._told(clock, 3)
        self.assertTrue(self._activities(clock))
        reader = self._confidential()
        case.sudo().write({"is_sealed": True, "reader_ids": [(6, 0, reader.ids)]})
        self.assertFalse(self._activities(clock))

    def test_mail_says_what_is_needed_and_names_nobody(self):
        case, clock = self._assigned(subject=MARKUP)
        self.people.lang = "en_US"
        _told, mails = self._told(clock, 1)
        self.assertEqual(len(mails), 1)
        body, subject = mails[0].body_html, mails[0].subject
        for text in (case.code, "11/23/2026", "overdue by 1 working day", "Answer"):
            self.assertIn(text, body)
        self.assertIn(f"/mail/view?model=dialogue.feedback&amp;res_id={case.id}", body)
        self.assertIn("&lt;script&gt;", body)
        self.assertNotIn("<script>", body)
        self.assertEqual(subject, f"{case.code}: Answer, overdue by 1 working day")
        petitioner = case.sudo().petitioner_id
        for text in (petitioner.name, petitioner.email, petitioner.address):
            self.assertNotIn(text, f"{subject} {body}")
        self.assertEqual(mails[0].state, "outgoing")
        self.assertFalse(mails[0].model)
        self.assertFalse(mails[0].email_to)

    def test_each_reader_has_their_language(self):
        _case, clock = self._assigned()
        self.specialist.lang, self.head.lang = "en_US", "vi_VN"
        _told, mails = self._told(clock, 1)
        self.assertEqual(len(mails), 2)
        by_reader = {mail.recipient_ids: mail.body_html for mail in mails}
        self.assertIn("11/23/2026", by_reader[self.specialist.partner_id])
        self.assertIn("23/11/2026", by_reader[self.head.partner_id])

    def test_one_person_in_two_places_is_told_once(self):
        case, clock = self._assigned()
        case.with_context(tracking_disable=True).sudo().user_id = self.head
        _told, mails = self._told(clock, 1)
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails[0].recipient_ids, self.head.partner_id)
        self.assertEqual(len(self._activities(clock)), 1)
        self.assertEqual(len(self._notices(clock)), 2)

    def test_session_is_its_secretary_and_chair(self):
        with freeze_time(BEGIN):
            session = self.env["dialogue.session"].create(
                {
                    "name": "Đối thoại quý IV",
                    "secretary_id": self.desk.id,
                    "chair_id": self.leader.id,
                }
            )
            clock = self.clocks._start(
                session,
                ["session_result"],
                due_of=lambda _one: fields.Date.to_date("2026-11-12"),
            )
        clock.term_id.ladder_id = self.env.ref(
            "dialogue_tthc.dialogue_ladder_officials"
        )
        told, mails = self._told(clock, 1)
        self.assertEqual(told, {self.desk, self.leader})
        self.assertIn("Đối thoại quý IV", mails[0].body_html)

    def test_commitment_is_its_officer_and_the_head(self):
        with freeze_time(BEGIN):
            commitment = self.env["dialogue.commitment"].create(
                {
                    "name": "Niêm yết lệ phí",
                    "date_deadline": "2026-11-16",
                    "department_id": self.division.id,
                    "user_id": self.specialist.id,
                }
            )
            clock = self._clock(commitment, "commitment") or self.clocks._start(
                commitment, ["commitment"], due_of=lambda one: one.date_deadline
            )
        told, mails = self._told(clock, 1)
        self.assertEqual(told, {self.specialist, self.head})
        self.assertIn("Niêm yết lệ phí", mails[0].body_html)
