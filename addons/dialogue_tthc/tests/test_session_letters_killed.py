from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

GUESTS = 20
SIZE = 6
NAME = "Buổi đối thoại bị ngắt khi gửi thư"


class _Killed(BaseException):
    """Ends the job where it is, as nothing that the job could catch."""


@tagged("post_install", "-at_install")
class TestSessionLettersKilled(BaseCase):
    """The job is ended in the middle, in transactions of its own, and run again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
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
            partners = env["res.partner"].create(
                [
                    {"name": f"{NAME} {n}", "email": f"killed{n}@example.com"}
                    for n in range(GUESTS)
                ]
            )
            env["dialogue.attendance"].create(
                [
                    {"session_id": session.id, "partner_id": partner.id}
                    for partner in partners
                ]
            )
            env.flush_all()
            # as announced, without what else an announcement brings about
            env.cr.execute(
                SQL(
                    "UPDATE dialogue_session SET state = 'announced', year = 1999, "
                    "number = %s WHERE id = %s",
                    session.id,
                    session.id,
                )
            )
            self.session_id = session.id
            self.partner_ids = partners.ids

    @contextmanager
    def _env(self):
        # commits, unless it is ended by an exception
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with self._env() as env:
            mails = self._mails(env)
            files = mails.attachment_ids
            mails.unlink()
            files.exists().unlink()
            for table, column in (
                ("dialogue_attendance", "session_id"),
                ("dialogue_clock_event", None),
                ("dialogue_clock", "session_id"),
                ("dialogue_session", "id"),
            ):
                where = SQL("%s = %s", SQL.identifier(column or "id"), self.session_id)
                if not column:
                    where = SQL(
                        "clock_id IN (SELECT id FROM dialogue_clock "
                        "WHERE session_id = %s)",
                        self.session_id,
                    )
                env.cr.execute(
                    SQL("DELETE FROM %s WHERE %s", SQL.identifier(table), where)
                )
            env.invalidate_all()
            env["res.partner"].browse(self.partner_ids).unlink()

    def _mails(self, env):
        return env["mail.mail"].search([("email_to", "like", "killed%@example.com")])

    def _addresses(self):
        with self._env() as env:
            return sorted(self._mails(env).mapped("email_to"))

    def _run(self):
        with self._env() as env:
            env["dialogue.attendance"]._cron_write_letters(SIZE)

    def _killed_at_the_second(self, original):
        calls = []

        def killed(attendances, *args):
            calls.append(1)
            if len(calls) == 2:
                raise _Killed
            return original(attendances, *args)

        return killed

    def test_killed_between_and_within_batches_each_hears_once(self):
        for method in ("_letter_stamp", "_process_attachments_for_template_post"):
            model = self.registry["dialogue.attendance"]
            killed = self._killed_at_the_second(getattr(model, method))
            with patch.object(model, method, killed), self.assertRaises(_Killed):
                self._run()
        sent = self._addresses()
        self.assertTrue(0 < len(sent) < GUESTS)
        self._run()
        sent = self._addresses()
        self.assertEqual(len(sent), GUESTS)
        self.assertEqual(len(set(sent)), GUESTS)
        self._run()
        self.assertEqual(len(self._addresses()), GUESTS)
