import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import MODULE

TODAY = date(2026, 11, 18)  # a Wednesday
CLOCKS = 60
SIZE = 7
LOGIN = "dlg-killed"
NAME = "Đối thoại bị ngắt"
# what the killed process does: the job, telling each step that it comes to
CHILD = """
import sys, time
from datetime import date
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

database, size, today, step, number = sys.argv[1:]
config.parse_config(["--log-level=critical", "-d", database], setup_logging=False)
registry = Registry(database)
registry["res.company"]._dialogue_today = lambda _self: date.fromisoformat(today)
model, method = step.split(":")
original = getattr(registry[model], method)
calls = []

def slow(self, *args, **kwargs):
    result = original(self, *args, **kwargs)
    calls.append(1)
    if len(calls) == int(number):
        print("here", flush=True)
        time.sleep(60)
    return result

setattr(registry[model], method, slow)
with registry.cursor() as cr:
    api.Environment(cr, SUPERUSER_ID, {})["dialogue.clock"]._cron_remind(int(size))
print("ended", flush=True)
"""


class _Killed(BaseException):
    """Ends the job where it is, as nothing that the job could catch."""


@tagged("post_install", "-at_install")
class TestRemindersKilled(BaseCase):
    """The job is ended in the middle, in transactions of its own, and run again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self._env() as env:
            user = new_test_user(
                env, login=LOGIN, groups=f"{MODULE}desk", email="killed@example.com"
            )
            sessions = env["dialogue.session"].create(
                [
                    {"name": f"{NAME} {number}", "secretary_id": user.id}
                    for number in range(CLOCKS)
                ]
            )
            clocks = env["dialogue.clock"].create(
                [
                    {
                        "session_id": session.id,
                        "company_id": session.company_id.id,
                        "step": "session_result",
                        "started_at": "2026-11-01 02:00:00",
                        "started_on": "2026-11-01",
                        "due_on": TODAY,
                        "is_fixed": True,
                        "remind_on": TODAY,
                    }
                    for session in sessions
                ]
            )
            self.user_id, self.clock_ids = user.id, clocks.ids
            self.session_ids = sessions.ids

    @contextmanager
    def _env(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with self._env() as env:
            cr = env.cr
            user = env["res.users"].browse(self.user_id)
            clocks, sessions = tuple(self.clock_ids), tuple(self.session_ids)
            for query in (
                SQL("DELETE FROM mail_activity WHERE dialogue_clock_id IN %s", clocks),
                SQL("DELETE FROM dialogue_clock_notice WHERE clock_id IN %s", clocks),
                SQL("DELETE FROM dialogue_clock_event WHERE clock_id IN %s", clocks),
                SQL("DELETE FROM dialogue_clock WHERE id IN %s", clocks),
                SQL(
                    "DELETE FROM mail_message WHERE model = 'dialogue.session'"
                    " AND res_id IN %s",
                    sessions,
                ),
                SQL("DELETE FROM mail_followers WHERE res_model = 'dialogue.session'"),
                SQL("DELETE FROM dialogue_session WHERE id IN %s", sessions),
                SQL(
                    "DELETE FROM mail_message WHERE id IN (SELECT mail_message_id"
                    " FROM mail_mail JOIN mail_mail_res_partner_rel"
                    " ON mail_mail_id = mail_mail.id WHERE res_partner_id = %s)",
                    user.partner_id.id,
                ),
            ):
                cr.execute(query)
            env["res.company"].search([]).write({"dialogue_is_digest": False})
            partner = user.partner_id
            user.unlink()
            partner.unlink()

    def _counts(self):
        """Return how often each clock was told: notices, activities, mails."""
        with self._env() as env:
            notices = env["dialogue.clock.notice"].search(
                [("clock_id", "in", self.clock_ids)]
            )
            activities = env["mail.activity"].search(
                [("dialogue_clock_id", "in", self.clock_ids)]
            )
            partner = env["res.users"].browse(self.user_id).partner_id
            mails = env["mail.mail"].search([("recipient_ids", "in", partner.ids)])
            self.assertEqual(len(notices.clock_id), len(notices))
            self.assertEqual(len(activities.dialogue_clock_id), len(activities))
            subjects = mails.mapped("body_html")
            self.assertEqual(len(set(subjects)), len(subjects))
            return len(notices), len(activities), len(mails)

    def _run(self):
        """Run the job to its end."""
        company = self.registry["res.company"]
        with (
            self._env() as env,
            patch.object(company, "_dialogue_today", lambda _self: TODAY),
        ):
            env["dialogue.clock"]._cron_remind(SIZE)

    def _run_until(self, method, number):
        """Run the job, which ends when it calls a method so many times."""
        original = getattr(self.registry["dialogue.clock"], method)
        calls = []

        def dying(clocks, *args, **kwargs):
            calls.append(1)
            if len(calls) == number:
                raise _Killed
            return original(clocks, *args, **kwargs)

        with (
            patch.object(self.registry["dialogue.clock"], method, dying),
            self.assertRaises(_Killed),
        ):
            self._run()

    def test_ended_between_any_two_steps(self):
        for number, method in enumerate(
            (
                "_set_next",
                "_note",
                "_plan_activities",
                "_queue_mails",
                "_write_letters",
            ),
            2,
        ):
            with self.subTest(method=method):
                self._run_until(method, number)
                told = SIZE * (number - 1)
                self.assertEqual(self._counts(), (told, told, told))
                self._run()
                self.assertEqual(self._counts(), (CLOCKS, CLOCKS, CLOCKS))
                self._run()
                self.assertEqual(self._counts(), (CLOCKS, CLOCKS, CLOCKS))
                self._again()

    def _again(self):
        """Bring the clocks back to the morning."""
        with self._env() as env:
            clocks = tuple(self.clock_ids)
            for table, column in (
                ("mail_activity", "dialogue_clock_id"),
                ("dialogue_clock_notice", "clock_id"),
            ):
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s IN %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        clocks,
                    )
                )
            env["dialogue.clock"].browse(self.clock_ids).write({"remind_on": TODAY})
            partner = env["res.users"].browse(self.user_id).partner_id
            env["mail.mail"].search([("recipient_ids", "in", partner.ids)]).unlink()

    def test_the_morning_mail_comes_once(self):
        with self._env() as env:
            env["res.company"].search([]).write({"dialogue_is_digest": True})
        for method in ("_send_digests", "_send_digest", "_digest_mails", "_queue"):
            with self.subTest(method=method):
                self._run_until(method, 1)
                self.assertEqual(self._counts(), (CLOCKS, CLOCKS, 0))
                self._run()
                self.assertEqual(self._counts(), (CLOCKS, CLOCKS, 1))
                self._run()
                self.assertEqual(self._counts(), (CLOCKS, CLOCKS, 1))
                self._again()

    @mute_logger("odoo.sql_db")
    def test_two_jobs_at_once_tell_everybody_once(self):
        start = threading.Barrier(2)

        def job():
            with self._env() as env:
                env["dialogue.clock"].search_count([])
                start.wait(60)
                env["dialogue.clock"]._cron_remind(SIZE)

        company = self.registry["res.company"]
        with (
            patch.object(company, "_dialogue_today", lambda _self: TODAY),
            ThreadPoolExecutor(2) as pool,
        ):
            for future in [pool.submit(job), pool.submit(job)]:
                future.result(timeout=120)
        self.assertEqual(self._counts(), (CLOCKS, CLOCKS, CLOCKS))

    def test_what_somebody_else_holds_is_left_and_told_later(self):
        with self._env() as other:
            held = other["dialogue.clock"].browse(self.clock_ids[:3])
            held.lock_for_update()
            self._run()
            self.assertEqual(self._counts()[0], CLOCKS - 3)
        self._run()
        self.assertEqual(self._counts(), (CLOCKS, CLOCKS, CLOCKS))

    def test_a_killed_process_leaves_whole_batches(self):
        """SIGKILL in the middle of a transaction, and right after one."""
        for step, number, told in (
            ("dialogue.clock:_note", 3, 2 * SIZE),
            ("dialogue.clock:_queue_mails", 5, 4 * SIZE),
            # the first commit only says how many there are
            ("ir.cron:_commit_progress", 4, 3 * SIZE),
        ):
            with self.subTest(step=step):
                child = subprocess.Popen(
                    [
                        sys.executable,
                        *("-c", CHILD, get_db_name(), str(SIZE)),
                        *(TODAY.isoformat(), step, str(number)),
                    ],
                    stdout=subprocess.PIPE,
                    text=True,
                )
                self.addCleanup(child.stdout.close)
                self.assertEqual(child.stdout.readline().strip(), "here")
                os.kill(child.pid, signal.SIGKILL)
                self.assertEqual(child.wait(60), -signal.SIGKILL)
                # the server rolls back when it finds nobody at the other end
                self._wait_for_locks()
                self.assertEqual(self._counts(), (told, told, told))
                self._run()
                self.assertEqual(self._counts(), (CLOCKS, CLOCKS, CLOCKS))
                self._run()
                self.assertEqual(self._counts(), (CLOCKS, CLOCKS, CLOCKS))
                self._again()

    def _wait_for_locks(self):
        with self._env() as env:
            env.cr.execute(
                SQL(
                    "SELECT id FROM dialogue_clock WHERE id IN %s FOR UPDATE",
                    tuple(self.clock_ids),
                )
            )
