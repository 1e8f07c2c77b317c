from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import delete_clocks


@tagged("post_install", "-at_install")
class TestConcurrentCalendar(BaseCase):
    """A day is confirmed while somebody else moves a case, in two transactions."""

    YEAR = 2006  # a series of its own, removed afterwards

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self._env() as env:
            self.feedback_id = (
                env["dialogue.feedback"]
                ._file(
                    {
                        "subject": "Ngày nghỉ đổi giữa chừng",
                        "question": "Nội dung",
                        "received_on": f"{self.YEAR}-06-01 02:00:00",
                    },
                    {"name": "Doanh nghiệp", "address": "Hà Giang", "phone": "0219"},
                )
                .id
            )
            self.due_on = env["dialogue.clock"]._propose(
                env.company, "answer", "normal"
            )
            self.day_id = (
                env["dialogue.day"]
                .create({"date": self.due_on, "name": "Ngày nghỉ thử"})
                .id
            )

    @contextmanager
    def _env(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with self._env() as env:
            feedback = env["dialogue.feedback"].browse(self.feedback_id)
            petitioner = feedback.petitioner_id
            feedback.activity_ids.unlink()
            env["dialogue.day"].browse(self.day_id).action_remove()
            self._triggers(env).unlink()
            for model, record_id in (
                ("dialogue.feedback", self.feedback_id),
                ("dialogue.day", self.day_id),
            ):
                env.cr.execute(
                    SQL(
                        "DELETE FROM mail_message WHERE model = %s AND res_id = %s",
                        model,
                        record_id,
                    )
                )
            delete_clocks(env.cr, [self.feedback_id])
            env.cr.execute(
                SQL("DELETE FROM dialogue_feedback WHERE id = %s", self.feedback_id)
            )
            petitioner.unlink()

    def _triggers(self, env):
        job = env.ref("dialogue_tthc.ir_cron_clock_recount")
        return env["ir.cron.trigger"].search([("cron_id", "=", job.id)])

    def _case(self, env):
        return env["dialogue.feedback"].browse(self.feedback_id)

    def _confirm(self, env):
        env["dialogue.day"].browse(self.day_id).action_confirm()

    def _answer(self, env):
        clocks = self._case(env).clock_ids
        return clocks.filtered(lambda clock: clock.step == "answer")

    def test_what_starts_meanwhile_is_counted_by_the_job(self):
        with self._env() as accepting:
            self.assertEqual(self._case(accepting).state, "received")
            with self._env() as confirming:
                self._confirm(confirming)
            self._case(accepting).action_accept()
        with self._env() as env:
            self.assertTrue(self._triggers(env))
            env["dialogue.clock"]._cron_recount()
        with self._env() as env:
            clock = self._answer(env)
            self.assertGreater(clock.due_on, self.due_on)
            self.assertEqual(self._case(env).date_deadline, clock.due_on)
            event = clock.event_ids[0]
            self.assertEqual(event.kind, "recalculated")
            self.assertEqual(event.old_due_on, self.due_on)
            self.assertEqual(event.new_due_on, clock.due_on)
            # and nothing more the next time
            env["dialogue.clock"]._cron_recount()
            self.assertEqual(len(clock.event_ids), 2)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_what_stands_still_meanwhile_is_counted_when_it_goes_on(self):
        with self._env() as env:
            self._case(env).action_accept()
        with self._env() as confirming:
            self.assertEqual(self._answer(confirming).state, "running")
            with self._env() as asking:
                self._case(asking).action_ask_info("Xin gửi bản vẽ.")
            retrying(lambda: self._confirm(confirming), confirming)
        with self._env() as env:
            clock = self._answer(env)
            self.assertEqual(clock.due_on, self.due_on)
            self._case(env).action_info_given("Đã gửi.")
            self.assertGreater(clock.due_on, self.due_on)
            kinds = clock.event_ids.sorted("id").mapped("kind")
            self.assertEqual(kinds, ["started", "paused", "resumed"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_what_ends_meanwhile_stays_as_it_was(self):
        with self._env() as env:
            self._case(env).action_accept()
        with self._env() as confirming:
            self.assertEqual(self._answer(confirming).state, "running")
            with self._env() as ending:
                self._case(ending).action_withdraw("Đã tự giải quyết.")
            retrying(lambda: self._confirm(confirming), confirming)
        with self._env() as env:
            clock = self._answer(env)
            self.assertEqual(clock.due_on, self.due_on)
            self.assertEqual(self._case(env).date_deadline, self.due_on)
            kinds = clock.event_ids.sorted("id").mapped("kind")
            self.assertEqual(kinds, ["started", "stopped"])

    def test_job_leaves_to_others_what_they_are_changing(self):
        with self._env() as accepting:
            self.assertEqual(self._case(accepting).state, "received")
            with self._env() as confirming:
                self._confirm(confirming)
            self._case(accepting).action_accept()
        with self._env() as ending, self._env() as env:
            self._case(ending).action_withdraw("Đã tự giải quyết.")
            ending.flush_all()
            env["dialogue.clock"]._cron_recount()  # does not wait
        with self._env() as env:
            self.assertEqual(self._answer(env).state, "stopped")
            self.assertEqual(self._answer(env).due_on, self.due_on)
            self.assertTrue(fields.Date.today() < self.due_on)
