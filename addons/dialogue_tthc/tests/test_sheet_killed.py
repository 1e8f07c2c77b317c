import base64
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from .common import delete_clocks
from .sheet_common import HEADINGS, workbook

ROWS, SIZE = 20, 6
NAME = "Công ty bị ngắt khi nhập"


class _Killed(BaseException):
    """Ends the job where it is, as nothing that the job could catch."""


@tagged("post_install", "-at_install")
class TestSheetKilled(BaseCase):
    """The job is ended in the middle, in transactions of its own, and run again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        rows = [
            [n, "05/03/2001", f"{NAME} {n}", None, None, f"Hỏi {n}?"]
            for n in range(ROWS)
        ]
        with self._env() as env:
            imported = env["dialogue.sheet.import"].create(
                {
                    "target": "feedback",
                    "file": base64.b64encode(workbook(HEADINGS, *rows)),
                    "file_name": "bi-ngat.xlsx",
                }
            )
            imported.action_read()
            with patch(
                "odoo.addons.dialogue_tthc.models.dialogue_sheet_work.AT_ONCE", 0
            ):
                imported.action_check()
            self.import_id = imported.id

    @contextmanager
    def _env(self):
        # commits, unless it is ended by an exception
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _cases(self, env):
        petitioners = env["dialogue.petitioner"].search([("name", "like", NAME)])
        return petitioners.feedback_ids

    def _remove(self):
        with self._env() as env:
            cases = self._cases(env)
            ids, petitioner_ids = cases.ids, cases.petitioner_id.ids
            if ids:
                delete_clocks(env.cr, ids)
                env["mail.activity"].search(
                    [("res_model", "=", cases._name), ("res_id", "in", ids)]
                ).unlink()
                for table, column, found in (
                    ("dialogue_feedback", "id", ids),
                    ("dialogue_petitioner", "id", petitioner_ids),
                ):
                    env.cr.execute(
                        SQL(
                            "DELETE FROM %s WHERE %s IN %s",
                            SQL.identifier(table),
                            SQL.identifier(column),
                            tuple(found),
                        )
                    )
            env.cr.execute(SQL("DELETE FROM dialogue_sheet_mark"))
            env.cr.execute(
                SQL("DELETE FROM dialogue_sheet_import WHERE id = %s", self.import_id)
            )

    def _import(self, env):
        return env["dialogue.sheet.import"].browse(self.import_id)

    def _run(self):
        with self._env() as env:
            env["dialogue.sheet.import"]._cron_work(SIZE)

    def _run_killed(self, name):
        """Run the job, and end it where it calls a method for the second time."""
        model = self.registry["dialogue.sheet.feedback"]
        original, calls = getattr(model, name), []

        def killed(room, *args):
            calls.append(1)
            result = original(room, *args)
            if len(calls) == 2:
                raise _Killed
            return result

        with patch.object(model, name, killed), self.assertRaises(_Killed):
            self._run()

    def test_killed_job_goes_on_without_doubles(self):
        self._run_killed("_judge")
        with self._env() as env:
            counts = self._import(env).row_ids.grouped("verdict")
            self.assertEqual(len(counts["warned"]), SIZE)
            self.assertEqual(len(counts["pending"]), ROWS - SIZE)
            self.assertEqual(self._import(env).state, "checking")
        self._run()
        with self._env() as env:
            imported = self._import(env)
            self.assertEqual(
                (imported.state, imported.to_take_count), ("checked", ROWS)
            )
            with patch(
                "odoo.addons.dialogue_tthc.models.dialogue_sheet_work.AT_ONCE", 0
            ):
                imported.action_take_in()
        for _time in range(2):
            self._run_killed("_make")
        with self._env() as env:
            self.assertEqual(len(self._cases(env)), 2 * SIZE)
            self.assertEqual(self._import(env).state, "running")
            self.assertEqual(self._import(env).progress, 60)
        self._run()
        self._run()
        with self._env() as env:
            cases = self._cases(env)
            self.assertEqual(self._import(env).state, "done")
            self.assertEqual(len(cases), ROWS)
            self.assertEqual(len(set(cases.mapped("petitioner_label"))), ROWS)
            self.assertEqual(sorted(cases.mapped("number")), list(range(1, ROWS + 1)))

    def test_large_file_is_read_by_the_job(self):
        work = "odoo.addons.dialogue_tthc.models.dialogue_sheet_work"
        with self._env() as env:
            imported = self._import(env)
            imported.action_stop()
            with patch(f"{work}.READ_AT_ONCE", 0):
                imported.action_check()
            self.assertTrue(imported.is_unread)
            self.assertEqual((imported.state, imported.progress), ("checking", 0))
        self._run()
        with self._env() as env:
            imported = self._import(env)
            self.assertEqual(
                (imported.state, imported.is_unread, imported.to_take_count),
                ("checked", False, ROWS),
            )

    def test_large_file_that_cannot_be_read_is_told(self):
        work = "odoo.addons.dialogue_tthc.models.dialogue_sheet_work"
        with self._env() as env:
            imported = self._import(env)
            imported.action_stop()
            with patch(f"{work}.READ_AT_ONCE", 0):
                imported.action_check()
        reader = "odoo.addons.dialogue_tthc.tools.sheet_reader"
        with (
            patch(f"{reader}.MAX_ROWS", 3),
            self.assertLogs("odoo.addons.dialogue_tthc", "ERROR"),
        ):
            self._run()
        with self._env() as env:
            imported = self._import(env)
            self.assertEqual(imported.state, "columns")
            self.assertTrue(imported.problem)

    def test_trouble_stops_one_import_and_is_told(self):
        model = self.registry["dialogue.sheet.feedback"]
        with (
            patch.object(model, "_judge", side_effect=ZeroDivisionError),
            self.assertLogs("odoo.addons.dialogue_tthc", "ERROR") as logs,
        ):
            self._run()
        self.assertIn("ZeroDivisionError", logs.output[0])
        with self._env() as env:
            imported = self._import(env)
            self.assertEqual(imported.state, "columns")
            self.assertTrue(imported.problem)
