import threading
from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import delete_clocks


@tagged("post_install", "-at_install")
class TestConcurrentMoves(BaseCase):
    """Two officers move one case at once: one wins, the other is told."""

    YEAR = 2008  # a series of its own, removed afterwards

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.feedback_id = (
                env["dialogue.feedback"]
                ._file(
                    {
                        "subject": "Hai người cùng xử lý",
                        "question": "Nội dung",
                        "received_on": f"{self.YEAR}-06-01 02:00:00",
                    },
                    {"name": "Doanh nghiệp", "address": "Hà Giang", "phone": "0219"},
                )
                .id
            )

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            feedback = env["dialogue.feedback"].browse(self.feedback_id)
            petitioner = feedback.petitioner_id
            cr.execute(
                SQL(
                    "DELETE FROM mail_message WHERE model = %s AND res_id = %s",
                    "dialogue.feedback",
                    self.feedback_id,
                )
            )
            delete_clocks(cr, [self.feedback_id])
            cr.execute(
                SQL("DELETE FROM dialogue_feedback WHERE id = %s", self.feedback_id)
            )
            petitioner.unlink()

    def _act(self, start, name, args):
        """Return None when the step was made, else the sentence of its refusal."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            feedback = env["dialogue.feedback"].browse(self.feedback_id)
            self.assertEqual(feedback.state, "received")  # both see the same page
            start.wait(60)
            try:
                retrying(lambda: getattr(feedback, name)(*args), env)
            except UserError as error:
                cr.rollback()
                return str(error)
            return None

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_wins_and_the_other_is_told(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            reason = env["dialogue.refusal.reason"].search([], limit=1)
        start = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            accepted, refused = (
                future.result(timeout=60)
                for future in [
                    pool.submit(self._act, start, "action_accept", ()),
                    pool.submit(self._act, start, "action_refuse", (reason.id, "Gửi")),
                ]
            )
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            state = env["dialogue.feedback"].browse(self.feedback_id).state
        self.assertEqual([accepted, refused].count(None), 1)
        self.assertEqual(state, "accepted" if accepted is None else "refused")
        self.assertRegex(accepted or refused, "Somebody else|is at")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_same_step_is_made_once(self):
        start = threading.Barrier(6)
        with ThreadPoolExecutor(6) as pool:
            futures = [
                pool.submit(self._act, start, "action_accept", ()) for _ in range(6)
            ]
            told = [future.result(timeout=60) for future in futures]
        self.assertEqual(told.count(None), 1)
        for sentence in filter(None, told):
            self.assertRegex(sentence, "Somebody else|is at")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_a_double_click_of_the_petitioner_is_one_step(self):
        start = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            futures = [
                pool.submit(self._act, start, "_petitioner_withdraw", ("Đã xong.",))
                for _ in range(2)
            ]
            told = [future.result(timeout=60) for future in futures]
        self.assertEqual(told, [None, None])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            feedback = env["dialogue.feedback"].browse(self.feedback_id)
            self.assertEqual(feedback.state, "withdrawn")
            self.assertEqual(len(feedback._petitioner_messages()), 1)
