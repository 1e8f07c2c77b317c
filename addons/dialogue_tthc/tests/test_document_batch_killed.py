import base64
import io
import zipfile
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from .docx_common import make_docx

GUESTS = 20
CHUNK = 6
NAME = "Buổi đối thoại bị ngắt khi làm giấy mời"
RUN = "odoo.addons.dialogue_tthc.models.dialogue_document_batch_run"


class _Killed(BaseException):
    """Ends the job where it is, as nothing that the job could catch."""


@tagged("post_install", "-at_install")
class TestDocumentBatchKilled(BaseCase):
    """The job is ended in the middle, in transactions of its own, and run again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        for model, name, function in (
            (
                "dialogue.document.template",
                "_content_of",
                lambda *_args: make_docx("{{ name }}"),
            ),
            ("dialogue.attendance", "_document_values", lambda _self, _key: {}),
        ):
            patcher = patch.object(self.registry[model], name, function)
            patcher.start()
            self.addCleanup(patcher.stop)
        self.addCleanup(self._remove)
        with self._env() as env:
            begins = fields.Datetime.add(fields.Datetime.now(), days=30)
            session = env["dialogue.session"].create(
                {
                    "name": NAME,
                    "date_start": begins,
                    "date_end": fields.Datetime.add(begins, hours=3),
                    "location": "Hội trường",
                    "chair_id": SUPERUSER_ID,
                }
            )
            guests = env["dialogue.attendance"].create(
                [
                    {"session_id": session.id, "name": f"{NAME} {n}"}
                    for n in range(GUESTS)
                ]
            )
            action = env["dialogue.document.batch"]._start(
                "invitation", guests, "docx_zip"
            )
            self.session_id = session.id
            self.batch_id = action["res_id"]

    @contextmanager
    def _env(self):
        # commits, unless it is ended by an exception
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with self._env() as env:
            env["dialogue.document.batch"].browse(self.batch_id).unlink()
            documents = env["dialogue.document"].search(
                [("session_id", "=", self.session_id)]
            )
            documents.filtered("leading_id").unlink()
            documents.exists().unlink()
            env.flush_all()
            # a session that has a day stays for good: this one was never real
            clocks = SQL(
                "SELECT id FROM dialogue_clock WHERE session_id = %s", self.session_id
            )
            for where in (
                SQL("dialogue_clock_event WHERE clock_id IN (%s)", clocks),
                SQL("dialogue_clock_notice WHERE clock_id IN (%s)", clocks),
                SQL("dialogue_clock WHERE session_id = %s", self.session_id),
                SQL("dialogue_attendance WHERE session_id = %s", self.session_id),
                SQL("dialogue_session WHERE id = %s", self.session_id),
            ):
                env.cr.execute(SQL("DELETE FROM %s", where))
            env.invalidate_all()

    def _run(self):
        with self._env() as env:
            env["dialogue.document.batch"]._cron_run()

    def _killed_at(self, name, call):
        """Run the job until method ``name`` of a batch was called ``call`` times."""
        real = getattr(self.registry["dialogue.document.batch"], name)
        calls = []

        def kill(batch, *args):
            calls.append(args)
            result = real(batch, *args)
            if len(calls) == call:
                raise _Killed
            return result

        with (
            patch.object(self.registry["dialogue.document.batch"], name, kill),
            self.assertRaises(_Killed),
        ):
            self._run()

    def test_a_killed_job_goes_on_and_makes_no_doubles(self):
        with patch(f"{RUN}.CHUNK", CHUNK):
            # in the middle of a chunk, after one, and while the result is made
            self._killed_at("_make_one", CHUNK + 3)
            self.assertEqual(self._made(), CHUNK)
            self._killed_at("_run_lines", 1)
            self.assertEqual(self._made(), CHUNK)
            self._killed_at("_finish", 1)
            self.assertEqual(self._made(), GUESTS)
            self._run()
            self._run()
        with self._env() as env:
            batch = env["dialogue.document.batch"].browse(self.batch_id)
            self.assertEqual((batch.state, batch.done_count), ("done", GUESTS))
            content = io.BytesIO(base64.b64decode(batch.result_file))
            with zipfile.ZipFile(content) as archive:
                self.assertEqual(len(set(archive.namelist())), GUESTS)
            documents = env["dialogue.document"].search(
                [("session_id", "=", self.session_id)]
            )
            self.assertEqual(len(documents), GUESTS)
            self.assertEqual(len(documents.attendance_id), GUESTS)

    def _made(self):
        with self._env() as env:
            return env["dialogue.document"].search_count(
                [("session_id", "=", self.session_id)]
            )
