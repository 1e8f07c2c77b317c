import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import delete_clocks

ROUNDS, PHONE_ROUNDS = 200, 60
# more than a server has workers
PHONES = 16


@tagged("post_install", "-at_install")
class TestConcurrentSession(BaseCase):
    """The meeting ends while a question is taken down: none is left to nobody."""

    YEAR = 2007  # a series of its own, removed afterwards

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        self.session_id = False
        self.dice = random.Random(6)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            session = env["dialogue.session"].create(
                {
                    "name": "Hai người cùng lúc",
                    "date_start": f"{self.YEAR}-06-01 01:00:00",
                    "date_end": f"{self.YEAR}-06-01 04:00:00",
                    "location": "Hội trường",
                    "chair_id": env.ref("base.user_admin").id,
                }
            )
            session.action_announce("Nhập lại")
            session.action_start()
            self.session_id = session.id

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            session = env["dialogue.session"].browse(self.session_id)
            cases = (
                env["dialogue.feedback"]
                .with_context(active_test=False)
                .search([("session_id", "=", session.id)])
            )
            petitioners = cases.petitioner_id
            cr.execute(
                SQL(
                    "DELETE FROM dialogue_hall_question WHERE session_id = %s",
                    session.id,
                )
            )
            ids = tuple(cases.ids) or (0,)
            cr.execute(
                SQL(
                    "DELETE FROM mail_message WHERE (model = 'dialogue.feedback' "
                    "AND res_id IN %s) OR (model = 'dialogue.session' AND res_id = %s)",
                    ids,
                    session.id,
                )
            )
            delete_clocks(cr, ids)
            cr.execute(SQL("DELETE FROM dialogue_feedback WHERE id IN %s", ids))
            petitioners.unlink()
            event = session.event_id
            clocks = session.sudo().clock_ids.ids or [0]
            for table in ("dialogue_clock_event", "dialogue_clock_notice"):
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE clock_id IN %s",
                        SQL.identifier(table),
                        tuple(clocks),
                    )
                )
            cr.execute(SQL("DELETE FROM dialogue_clock WHERE id IN %s", tuple(clocks)))
            cr.execute(SQL("DELETE FROM dialogue_session WHERE id = %s", session.id))
            event.unlink()

    def _begin_round(self):
        """Put the session back to its meeting, and end what was asked before."""
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE dialogue_session SET state = 'in_progress' WHERE id = %s",
                [self.session_id],
            )
            cr.execute(
                "UPDATE dialogue_feedback SET state = 'withdrawn' "
                "WHERE session_id = %s",
                [self.session_id],
            )
            cr.execute(
                "UPDATE dialogue_hall_question SET state = 'refused' "
                "WHERE session_id = %s",
                [self.session_id],
            )

    def _conclude(self, env):
        env["dialogue.session"].browse(self.session_id).action_conclude()

    def _ask(self, env):
        env["dialogue.feedback"]._file(
            {
                "subject": "Đúng lúc kết thúc",
                "question": "Nội dung",
                "origin": "at_session",
                "channel": "meeting",
                "session_id": self.session_id,
                "received_on": f"{self.YEAR}-06-01 02:00:00",
            },
            {"name": "Doanh nghiệp"},
        )

    def _act(self, start, delay, act):
        """Return None when it was done, else the sentence of its refusal."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            session = env["dialogue.session"].browse(self.session_id)
            self.assertEqual(session.state, "in_progress")  # what both have read
            start.wait(60)
            threading.Event().wait(delay)
            try:
                retrying(lambda: act(env), env)
            except UserError as error:
                cr.rollback()
                return str(error)
            return None

    def _ask_by_phone(self, env):
        key = self.dice.randbytes(8).hex()
        env["dialogue.session"].browse(self.session_id)._hall_ask(
            {"name": "Ông An", "question": "Đúng lúc kết thúc"}, key, key
        )

    def _takes(self, act):
        """Return how many seconds ``act`` takes by itself, here and now."""
        seconds = []
        for _ in range(3):  # the first one fills caches
            self._begin_round()
            began = time.perf_counter()
            self.assertIsNone(self._act(threading.Barrier(1), 0, act))
            seconds.append(time.perf_counter() - began)
        return min(seconds)

    def _race(self, ask, rounds):
        """End the meeting and ``ask`` at about the same moment, again and again.

        Each begins late by up to the time that the other takes here, so that on a slow
        or busy machine, too, now the one and now the other comes first.

        :return: yields the refusals of both, None where it was done
        """
        asking, concluding = self._takes(ask), self._takes(self._conclude)
        spreads = ((1.5 * asking, self._conclude), (concluding, ask))
        with ThreadPoolExecutor(2) as pool, patch.object(time, "sleep"):
            for _ in range(rounds):
                self._begin_round()
                start = threading.Barrier(2)
                futures = [
                    pool.submit(self._act, start, self.dice.uniform(0, late), act)
                    for late, act in spreads
                ]
                yield [future.result(timeout=60) for future in futures]

    def _session(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["dialogue.session"].browse(self.session_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_end_of_the_meeting_and_a_new_question(self):
        ended = refused = late = 0
        for concluded, asked in self._race(self._ask, ROUNDS):
            self.assertIsNone(asked)  # no question is ever turned away
            with self.registry.cursor() as cr:
                session = self._session(cr)
                loose = session._loose_feedback()
                if concluded is None:
                    self.assertEqual(session.state, "concluding")
                    self.assertFalse(loose)
                    ended += 1
                    late += bool(session.feedback_ids.filtered("is_open").user_id)
                else:
                    self.assertEqual(session.state, "in_progress")
                    self.assertEqual(len(loose), 1)
                    refused += 1
        # both came first now and then, else this shows nothing
        self.assertTrue(ended)
        self.assertTrue(refused)
        self.assertEqual(late, ended)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_end_of_the_meeting_and_a_question_by_phone(self):
        ended = refused = 0
        for concluded, asked in self._race(self._ask_by_phone, PHONE_ROUNDS):
            with self.registry.cursor() as cr:
                session = self._session(cr)
                waiting = session._waiting_in_hall()
                if concluded is None:
                    # whoever asked was told, and still has what they wrote
                    self.assertEqual(session.state, "concluding")
                    self.assertIn("over", asked)
                    self.assertFalse(waiting)
                    ended += 1
                else:
                    self.assertEqual(session.state, "in_progress")
                    self.assertIsNone(asked)
                    self.assertEqual(len(waiting), 1)
                    refused += 1
        self.assertTrue(ended)
        self.assertTrue(refused)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_many_phones_at_once(self):
        start = threading.Barrier(PHONES)
        with ThreadPoolExecutor(PHONES) as pool:
            asked = [
                pool.submit(self._act, start, 0, self._ask_by_phone)
                for _number in range(PHONES)
            ]
            self.assertEqual(
                [each.result(timeout=60) for each in asked], [None] * PHONES
            )
        with self.registry.cursor() as cr:
            self.assertEqual(len(self._session(cr)._waiting_in_hall()), PHONES)
