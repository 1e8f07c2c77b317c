import threading
from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger


@tagged("post_install", "-at_install")
class TestConcurrentConsole(BaseCase):
    """One entry that arrives several times at the same moment is done once."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            session = env["dialogue.session"].create({"name": "Gửi hai lần"})
            self.session_id = session.id
            env.flush_all()
            # how it got there is no matter here
            cr.execute(
                SQL(
                    "UPDATE dialogue_session SET state = 'in_progress' WHERE id = %s",
                    session.id,
                )
            )

    def _remove(self):
        with self.registry.cursor() as cr:
            for table in ("dialogue_console_entry", "dialogue_attendance"):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE session_id = %s",
                        SQL.identifier(table),
                        self.session_id,
                    )
                )
            cr.execute(
                SQL(
                    "DELETE FROM mail_message WHERE model = %s AND res_id = %s",
                    "dialogue.session",
                    self.session_id,
                )
            )
            cr.execute(
                SQL("DELETE FROM dialogue_session WHERE id = %s", self.session_id)
            )

    def _act(self, start, key):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            session = env["dialogue.session"].browse(self.session_id)
            self.assertEqual(session.state, "in_progress")  # all see the same page
            start.wait(60)
            result = retrying(
                lambda: session.action_console_check_in(
                    key, {"speaker_name": f"Người {key}", "speaker_kind": "citizen"}
                ),
                env,
            )
            return result["is_new"], result["people"][0]["id"]

    def _send(self, keys):
        start = threading.Barrier(len(keys))
        with ThreadPoolExecutor(len(keys)) as pool:
            futures = [pool.submit(self._act, start, key) for key in keys]
            return [future.result(timeout=120) for future in futures]

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_same_key_at_once_is_done_once(self):
        results = self._send(["key-at-once"] * 5)
        self.assertEqual([is_new for is_new, _id in results].count(True), 1)
        self.assertEqual(len({person_id for _new, person_id in results}), 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_secretaries_at_once_are_both_heard(self):
        results = self._send(["key-of-first", "key-of-second"])
        self.assertEqual([is_new for is_new, _id in results], [True, True])
        self.assertEqual(len({person_id for _new, person_id in results}), 2)
