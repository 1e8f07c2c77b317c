from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..models.dialogue_clock_tell import Words
from .common import MODULE
from .common_journey import DialogueJourneyCommon

DUE = "dialogue_tthc.mail_activity_clock_due"


@tagged("post_install", "-at_install")
class TestClockAttacks(DialogueJourneyCommon):
    """What somebody tried with due days, and must not be able to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = new_test_user(
            cls.env,
            login="atk-reader",
            groups=f"{MODULE}desk,{MODULE}confidential",
        )
        cls.company_elsewhere = cls.env["res.company"].create({"name": "Sở khác"})

    def _refused(self, call, error=UserError):
        with self.assertRaises(error), self.cr.savepoint():
            call()
        self.env.invalidate_all()

    def _seal(self, feedback):
        feedback.write(
            {"is_sealed": True, "reader_ids": [Command.set(self.reader.ids)]}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return feedback

    def _promise(self, day=None, **vals):
        return (
            self.env["dialogue.commitment"]
            .with_user(self.desk)
            .create(
                {
                    "name": "Niêm yết lại phí",
                    "department_id": self.division.id,
                    "user_id": self.specialist.id,
                    "date_deadline": day or self.soon,
                    **vals,
                }
            )
        )

    def _remind(self, records, users):
        clocks = records.clock_ids.sudo()
        clocks._plan_activities(
            dict.fromkeys(clocks, users), DUE, lambda clock, _lang: str(clock.due_on)
        )

    def _reminders_of(self, user):
        return (
            self.env["mail.activity"]
            .with_user(user)
            .search([("user_id", "=", user.id)])
            .filtered(lambda activity: activity.activity_type_id == self.env.ref(DUE))
        )

    # Sealed cases

    def test_reminders_of_what_is_sealed_with_a_case_are_taken_back(self):
        feedback = self._bring_to("assigned")
        task = self._promise(feedback_id=feedback.id)
        referred = self._bring_to("referred")
        referral = referred.referral_line_ids.referral_id
        for records in (task, referral):
            self._remind(records, self.specialist | self.desk | self.reader)
        for user in (self.specialist, self.desk):
            self.assertEqual(len(self._reminders_of(user)), 2)
        self._seal(feedback | referred)
        for user in (self.specialist, self.desk):
            self.assertFalse(self._reminders_of(user), user.login)
        self.assertEqual(len(self._reminders_of(self.reader)), 2)

    def test_reminders_follow_a_task_to_another_division(self):
        task = self._promise()
        self._remind(task, self.specialist | self.leader)
        task.write(
            {"department_id": self.other_division.id, "user_id": self.colleague.id}
        )
        self.assertFalse(self._reminders_of(self.specialist))
        self.assertEqual(len(self._reminders_of(self.leader)), 1)

    def test_links_name_no_task_or_extension_of_a_sealed_case(self):
        feedback = self._bring_to("assigned")
        extension = feedback.with_user(self.specialist).action_request_extension(
            fields.Date.add(feedback.date_deadline, days=20), "Lý do", "Xin lỗi"
        )
        task = self._promise(feedback_id=feedback.id)
        referred = self._bring_to("referred")
        referral = referred.referral_line_ids.referral_id
        self._seal(feedback | referred)
        for model, name, record in (
            ("dialogue.extension.decide", "extension_id", extension),
            ("dialogue.commitment.settle", "commitment_id", task),
            ("dialogue.referral.move", "referral_id", referral),
        ):
            for user, is_named in ((self.leader, False), (self.reader, True)):
                if not self.env[model].with_user(user).has_access("create"):
                    continue
                windows = self.env[model].with_user(user)
                shown = windows.with_context(**{f"default_{name}": record.id}).onchange(
                    {}, [], {name: {"fields": {"display_name": {}}}}
                )["value"][name]
                with self.subTest(model=model, user=user.login):
                    named = record.with_user(self.reader).display_name
                    self.assertEqual(
                        shown["display_name"], named if is_named else "Name withheld"
                    )

    def test_nobody_ties_an_activity_to_a_term(self):
        clock = self._seal(self._bring_to("received")).clock_ids[:1]
        activities = self.env["mail.activity"].with_user(self.desk)
        vals = {
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": self.desk.partner_id.id,
            "user_id": self.desk.id,
        }
        own = activities.create(vals)
        tie = {"dialogue_clock_id": clock.id}
        self._refused(lambda: activities.create({**vals, **tie}), AccessError)
        self._refused(lambda: own.write(tie), AccessError)
        self._refused(lambda: own.read(["dialogue_clock_id"]), AccessError)
        self._refused(
            lambda: activities.search([("dialogue_clock_id.step", "=", "accept")]),
            AccessError,
        )

    # The calendar

    def test_nothing_is_counted_anew_for_nothing(self):
        """Anybody may call a method on no records; it must cost nothing."""
        portal = new_test_user(self.env, login="atk-portal", groups="base.group_portal")
        for user in (portal, self.employee_only, self.specialist):
            days = self.env["dialogue.day"].with_user(user)
            with patch.object(type(self.env.registry), "clear_cache") as cleared:
                days.action_confirm()
                days.action_take_back()
                days.action_remove()
                days.write({"name": "x"})
            cleared.assert_not_called()

    def test_terms_and_days_do_not_move_to_another_department(self):
        elsewhere = {"company_id": self.company_elsewhere.id}
        for model, vals in (
            ("dialogue.term", {"step": "publish", "length": 3}),
            ("dialogue.ladder", {"name": "Mức nhắc"}),
            ("dialogue.day", {"name": "Ngày hội", "date": "2029-05-04"}),
        ):
            records = self.env[model].with_user(self.administrator)
            record = records.create({**vals, "company_id": self.company.id})
            with self.subTest(model=model):
                self._refused(
                    lambda record=record: record.write(elsewhere), AccessError
                )
                record.write(
                    {"company_id": False} if model == "dialogue.ladder" else {}
                )

    def test_a_rung_does_not_move_to_the_ladder_of_another_department(self):
        ladders = self.env["dialogue.ladder"]
        theirs = ladders.create(
            {"name": "Của họ", "company_id": self.company_elsewhere.id}
        )
        mine = ladders.with_user(self.administrator).create(
            {"name": "Của ta", "rung_ids": [Command.create({"distance": 1})]}
        )
        self._refused(
            lambda: mine.rung_ids.write({"ladder_id": theirs.id}), AccessError
        )

    # Slips of the keyboard that would stop the server

    def test_years_that_cannot_be(self):
        sessions = self.env["dialogue.session"].with_user(self.desk)
        complex_case = self._bring_to("accepted", term_class="complex")
        task = self._promise()
        for year in ("0001", "1900", "2101", "9999"):
            day = f"{year}-12-31"
            with self.subTest(year=year):
                self._refused(lambda day=day: self._promise(day))
                self._refused(lambda day=day: task.write({"date_deadline": day}))
                self._refused(
                    lambda day=day: self._create_feedback(received_on=f"{day} 03:00:00")
                )
                self._refused(
                    lambda day=day: sessions.create(
                        {
                            "name": "Buổi",
                            "date_start": f"{day} 20:00:00",
                            "date_end": f"{day} 22:00:00",
                        }
                    )
                )
                self._refused(
                    lambda day=day: complex_case.with_user(self.leader).action_assign(
                        self.division.id, self.specialist.id, day
                    )
                )

    def test_a_day_far_away_is_not_laid_out_day_by_day(self):
        task = self._promise("2099-12-31")
        self.assertEqual(task.clock_ids.due_on, fields.Date.to_date("2099-12-31"))
        self.assertLess(len(task.clock_ids.ledger_html), 5000)

    def test_a_line_break_in_a_name_keeps_no_reminder_back(self):
        task = self._promise(name="Niêm yết\nBcc: ai@example.com")
        clock = task.clock_ids.sudo()
        self.specialist.email = "chuyenvien@example.com"
        words = Words(clock, fields.Date.today())
        clock._queue_mails({clock: self.specialist}, words)
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.specialist.partner_id.ids)]
        )
        self.assertTrue(mail.subject.startswith("Niêm yết Bcc: ai@example.com"))

    def test_hours_that_cannot_be(self):
        calculators = self.env["dialogue.clock.calculator"].with_user(self.specialist)
        for hours in (1e308, -1e308, 24, -1):
            with self.subTest(hours=hours):
                self.assertTrue(calculators.create({"received_at": hours}).problem)

    # A later day is an extension

    def test_a_session_does_not_move_a_day_that_was_told(self):
        with freeze_time("2026-11-02 03:00:00"):
            feedback = self._bring_to("accepted")
        later = "2027-06-30"
        with freeze_time("2026-11-04 03:00:00"):
            session = (
                self.env["dialogue.session"]
                .with_user(self.desk)
                .create(
                    {
                        "name": "Buổi",
                        "date_start": "2026-11-04 02:00:00",
                        "date_end": "2026-11-04 05:00:00",
                        "location": "Hội trường",
                        "chair_id": self.leader.id,
                        "short_notice_reason": "Gấp",
                    }
                )
            )
            session.action_announce()
            session.action_start()
            case = feedback.with_user(self.desk)
            case.session_id = session
            told = feedback.date_deadline
            self._refused(lambda: case.action_assign(self.division.id, False, later))
            # nor does one that was entered afterwards
            self.cr.execute(
                "UPDATE dialogue_session SET date_start = '2026-11-01 02:00:00', "
                "create_date = create_date + interval '1 day' WHERE id = %s",
                [session.id],
            )
            self.env.invalidate_all()
            self._refused(lambda: case.action_assign(self.division.id, False, later))
            self.assertEqual(feedback.date_deadline, told)
            feedback.with_user(self.leader).action_assign(
                self.division.id, False, later
            )
            self.assertEqual(feedback.date_deadline, fields.Date.to_date(later))

    def test_a_session_names_any_day_for_what_is_raised_at_it(self):
        now = fields.Datetime.now()
        session = self.env["dialogue.session"].create(
            {
                "name": "Buổi",
                "date_start": now,
                "date_end": fields.Datetime.add(now, hours=1),
                "location": "Hội trường",
                "chair_id": self.leader.id,
                "short_notice_reason": "Gấp",
            }
        )
        session.action_announce()
        session.action_start()
        feedback = self._bring_to(
            "accepted", session_id=session.id, origin="at_session"
        )
        later = fields.Date.add(fields.Date.today(), days=120)
        feedback.with_user(self.desk).action_assign(self.division.id, False, later)
        self.assertGreaterEqual(feedback.date_deadline, later)
