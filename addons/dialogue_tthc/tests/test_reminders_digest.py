from unittest.mock import patch

from odoo.tests import tagged

from .reminders_common import RemindersCommon


@tagged("post_install", "-at_install")
class TestReminderDigest(RemindersCommon):
    """One mail each morning for a division instead of one for each due day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.dialogue_is_digest = True
        cls.people.lang = "en_US"

    def _clocks(self, count, distance, **vals):
        """Return clocks of which a rung lies ``distance`` days from the due day."""
        clocks = self.clocks
        for _case in range(count):
            clocks |= self._assigned(**vals)[1]
        (self.clocks.search([]) - clocks).write({"remind_on": False})
        clocks.write({"remind_on": self._day(clocks[0], distance)})
        return clocks

    def _morning(self, clocks, distance):
        with self._new_mails() as mails:
            self._run(self._day(clocks[0], distance))
        return mails

    def _by_reader(self, mails):
        return {mail.recipient_ids: mail.body_html for mail in mails}

    def test_one_mail_for_the_division_and_one_for_the_leader(self):
        clocks = self._clocks(3, 3)
        mails = self._morning(clocks, 3)
        division, leaders = self.head.partner_id, self.leader.partner_id
        self.assertEqual(set(self._by_reader(mails)), {division, leaders})
        for body in self._by_reader(mails).values():
            for clock in clocks:
                self.assertIn(clock.feedback_id.code, body)
                self.assertIn(f"res_id={clock.feedback_id.id}", body)
            self.assertIn("Overdue", body)
            self.assertIn("overdue by 3 working days", body)
            self.assertNotIn("Due soon", body)
            self.assertNotIn(self.enterprise.name, body)
        self.assertFalse(any(clocks.notice_ids.mapped("is_waiting_for_digest")))

    def test_parts_are_told_apart(self):
        today, soon = self._clocks(1, 0), self._clocks(1, -3)
        today.remind_on = soon.due_on
        soon.write({"due_on": self._day(soon, 3), "remind_on": today.due_on})
        mails = self._morning(today, 0)
        (body,) = self._by_reader(mails).values()
        self.assertLess(body.index("Due today"), body.index("Due soon"))
        self.assertIn("3 working days left", body)

    def test_activities_are_planned_all_the_same(self):
        clocks = self._clocks(2, -3)
        self._morning(clocks, -3)
        self.assertEqual(self._activities(clocks[0]).user_id, self.specialist)

    def test_a_second_run_sends_nothing(self):
        clocks = self._clocks(2, 1)
        self.assertTrue(self._morning(clocks, 1))
        self.assertFalse(self._morning(clocks, 1))

    def test_killed_before_the_mails_they_come_with_the_next_run(self):
        clocks = self._clocks(2, 1)
        with patch.object(type(self.clocks), "_send_digests", lambda _self: None):
            self.assertFalse(self._morning(clocks, 1))
        self.assertTrue(all(clocks.notice_ids.mapped("is_waiting_for_digest")))
        mails = self._morning(clocks, 1)
        self.assertEqual(
            set(self._by_reader(mails)), {(self.specialist | self.head).partner_id}
        )
        self.assertFalse(self._morning(clocks, 1))

    def test_what_waits_goes_out_also_when_the_setting_changed(self):
        clocks = self._clocks(1, 1)
        with patch.object(type(self.clocks), "_send_digests", lambda _self: None):
            self._morning(clocks, 1)
        self.company.dialogue_is_digest = False
        self.assertEqual(len(self._morning(clocks, 1)), 1)

    def test_each_reads_only_what_they_may(self):
        clocks = self._clocks(2, 1)
        sealed = clocks[1].feedback_id
        reader = self._confidential()
        reader.lang = "en_US"
        self.env["hr.employee"].create(
            {"name": "Đọc", "user_id": reader.id, "department_id": self.division.id}
        )
        sealed.sudo().write({"is_sealed": True, "reader_ids": [(6, 0, reader.ids)]})
        mails = self._morning(clocks, 1)
        for partners, body in self._by_reader(mails).items():
            if reader.partner_id in partners:
                self.assertIn(sealed.code, body)
            else:
                self.assertNotIn(sealed.code, body)
        self.assertIn(reader.partner_id, [p for m in mails for p in m.recipient_ids])

    def test_what_ended_in_between_is_not_told(self):
        clocks = self._clocks(2, 1)
        with patch.object(type(self.clocks), "_send_digests", lambda _self: None):
            self._morning(clocks, 1)
        ended = clocks[0].feedback_id
        ended.with_user(self.desk).action_withdraw("Thôi.")
        (mail,) = self._morning(clocks, 1)
        self.assertNotIn(ended.code, mail.body_html)
        self.assertIn(clocks[1].feedback_id.code, mail.body_html)

    def test_nothing_but_what_ended_is_no_mail(self):
        clocks = self._clocks(1, 1)
        with patch.object(type(self.clocks), "_send_digests", lambda _self: None):
            self._morning(clocks, 1)
        clocks.feedback_id.with_user(self.desk).action_withdraw("Thôi.")
        self.assertFalse(self._morning(clocks, 1))
        self.assertFalse(any(clocks.notice_ids.mapped("is_waiting_for_digest")))

    def test_subjects_with_markup_are_words(self):
        clocks = self._clocks(1, 1, subject="<img src=x onerror=alert(1)>")
        (mail,) = self._morning(clocks, 1)
        self.assertIn("&lt;img", mail.body_html)
        self.assertNotIn("<img", mail.body_html)

    def test_long_lists_end_with_a_number(self):
        clocks = self._clocks(3, 1)
        path = "odoo.addons.dialogue_tthc.models.dialogue_clock_digest.MOST_LINES"
        with patch(path, 2):
            (mail,) = self._morning(clocks, 1)
        self.assertIn("And 1 more", mail.body_html)
        self.assertIn("Overdue: 3", mail.body_html)
        self.assertNotIn(clocks[2].feedback_id.code, mail.body_html)

    def test_the_next_morning_tells_what_is_new(self):
        clocks = self._clocks(1, -3)
        self._morning(clocks, -3)
        self.assertFalse(self._morning(clocks, -2))
        self.assertTrue(self._morning(clocks, -1))
