import importlib.util
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo import SUPERUSER_ID, fields
from odoo.tests import tagged
from odoo.tools import SQL

from .common_journey import DialogueJourneyCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-migration.py"
ASKED = "dialogue_tthc.mail_template_feedback_need_info"


@tagged("post_install", "-at_install")
class TestMigration(DialogueJourneyCommon):
    """Rows as 19.0.1.0.0 left them: due days typed in, no clock anywhere."""

    def _as_before(self):
        """Take away by SQL what 19.0.1.0.0 did not have."""
        self.env.flush_all()
        for table in ("event", "notice"):
            self.cr.execute(
                SQL("DELETE FROM %s", SQL.identifier(f"dialogue_clock_{table}"))
            )
        self.cr.execute("UPDATE mail_activity SET dialogue_clock_id = NULL")
        self.cr.execute("DELETE FROM dialogue_extension")
        self.cr.execute("DELETE FROM dialogue_clock")
        self.cr.execute("UPDATE dialogue_feedback SET paused_on = NULL")
        self.cr.execute("UPDATE dialogue_day SET state = 'proposed'")
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def _typed(self, feedback, day):
        self.env.flush_all()
        self.cr.execute(
            SQL(
                "UPDATE dialogue_feedback SET date_deadline = %s WHERE id = %s",
                day,
                feedback.id,
            )
        )
        self.env.invalidate_all()

    def _upgrade(self):
        spec = importlib.util.spec_from_file_location("post_migration", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def _open_steps(self, feedback):
        open_clocks = feedback.clock_ids.filtered(lambda c: c.state != "stopped")
        return {clock.step: clock for clock in open_clocks}

    def test_open_cases_get_the_terms_of_where_they_stand(self):
        received = self._bring_to("received", received_on="2026-11-02 03:00:00")
        accepted = self._bring_to("accepted")
        assigned = self._bring_to("assigned")
        asked = self._bring_to("need_info")
        referred = self._bring_to("referred")
        closed = self._bring_to("closed")
        self._as_before()
        self._typed(assigned, "2027-01-06")
        self._typed(accepted, None)
        self._upgrade()
        self.assertEqual(set(self._open_steps(received)), {"accept", "classify"})
        self.assertEqual(
            self._open_steps(received)["classify"].due_on, date(2026, 11, 9)
        )
        self.assertEqual(
            set(self._open_steps(accepted)), {"classify", "answer", "update"}
        )
        self.assertTrue(accepted.date_deadline)
        clock = self._open_steps(assigned)["answer"]
        self.assertEqual(clock.due_on, date(2027, 1, 6))
        self.assertEqual(assigned.date_deadline, date(2027, 1, 6))
        self.assertTrue(clock.is_fixed)
        self.assertEqual(clock.fixed_on, date(2027, 1, 6))
        kinds = clock.event_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["started", "agreed"])
        self.assertIn("supplement", self._open_steps(asked))
        self.assertEqual(self._open_steps(asked)["accept"].state, "paused")
        self.assertEqual(self._open_steps(referred)["answer"].state, "paused")
        self.assertTrue(referred.paused_on)
        self.assertFalse(closed.clock_ids)

    def test_the_reason_is_in_the_language_of_the_department(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.env.ref("base.user_root").company_id.partner_id.lang = "vi_VN"
        received = self._bring_to("received")
        self._as_before()
        self._upgrade()
        self.assertEqual(
            set(received.clock_ids.event_ids.mapped("reason")),
            {"Tính theo dữ liệu sẵn có của hồ sơ"},
        )

    def test_cases_go_on_from_there(self):
        asked = self._bring_to("need_info")
        self._as_before()
        self._upgrade()
        asked.with_user(self.desk).action_info_given("Đã gửi.")
        asked.with_user(self.desk).action_accept()
        asked.with_user(self.desk).action_assign(self.division.id)
        self.assertTrue(asked.date_deadline)

    def test_days_off_count_and_the_unconfirmed_one_does_not(self):
        self._as_before()
        self._upgrade()
        calendar = self.company._dialogue_calendar()
        self.assertFalse(calendar.is_working(date(2026, 2, 17)))
        self.assertTrue(calendar.is_working(date(2026, 8, 22)))
        self.assertTrue(calendar.is_working(date(2026, 11, 24)))

    def test_tasks_referrals_and_sessions_are_taken_over(self):
        task = self.env["dialogue.commitment"].create(
            {"name": "Sửa mẫu đơn", "date_deadline": "2027-01-06"}
        )
        referral = self._bring_to("referred").referral_line_ids.referral_id
        session = self.env["dialogue.session"].create(
            {
                "name": "Đối thoại",
                "date_start": fields.Datetime.add(fields.Datetime.now(), days=60),
            }
        )
        self._as_before()
        self._upgrade()
        for record in (task, referral, session):
            with self.subTest(record=record):
                self.assertEqual(record.clock_ids.mapped("state"), ["running"])

    def test_running_it_again_changes_nothing(self):
        with freeze_time("2026-11-02 03:00:00"):
            feedback = self._bring_to("accepted")
        self._as_before()
        self._upgrade()
        before = (feedback.clock_ids, feedback.clock_ids.event_ids)
        self._upgrade()
        self.assertEqual((feedback.clock_ids, feedback.clock_ids.event_ids), before)

    def test_letter_names_the_due_day_unless_people_wrote_their_own(self):
        template = self.env.ref(ASKED).with_user(SUPERUSER_ID)
        template.body_html = "<p>19.0.1.0.0</p>"
        self._upgrade()
        self.assertIn("_supplement_due_on", template.body_html)
        template.body_html = "<p>Sở</p>"
        self.env.flush_all()
        self.cr.execute(
            SQL(
                "UPDATE mail_template SET write_uid = %s WHERE id = %s",
                self.env.ref("base.user_admin").id,
                template.id,
            )
        )
        self.env.invalidate_all()
        self._upgrade()
        self.assertEqual(template.body_html, "<p>Sở</p>")
