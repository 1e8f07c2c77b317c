import threading
from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import MODULE

LOGINS = ("dlg-two-a", "dlg-two-b")
# what the test makes outside of a transaction, in the order in which it goes
TABLES = (
    ("dialogue_extension", "feedback_id"),
    ("dialogue_clock_event", "clock_id"),
    ("dialogue_clock_notice", "clock_id"),
    ("dialogue_clock", "feedback_id"),
)


@tagged("post_install", "-at_install")
class TestConcurrentExtension(BaseCase):
    """Two leaders approve at once: the day moves once, one mail goes out."""

    YEAR = 2007  # a series of its own, removed afterwards

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.leader_ids = [
                new_test_user(env, login=login, groups=f"{MODULE}leader").id
                for login in LOGINS
            ]
            feedback = env["dialogue.feedback"]._file(
                {
                    "subject": "Hai lãnh đạo cùng duyệt",
                    "question": "Nội dung",
                    "received_on": f"{self.YEAR}-06-01 02:00:00",
                },
                {
                    "name": "Doanh nghiệp",
                    "address": "Hà Giang",
                    "phone": "0219",
                    "email": "hai-lanh-dao@example.com",
                },
            )
            feedback.action_accept()
            self.feedback_id = feedback.id
            self.due_on = feedback.date_deadline

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            feedback = env["dialogue.feedback"].browse(self.feedback_id)
            petitioner = feedback.petitioner_id
            clock_ids = tuple(feedback.clock_ids.ids)
            env["mail.mail"].search(
                [("email_to", "=", "hai-lanh-dao@example.com")]
            ).unlink()
            feedback.activity_ids.unlink()
            for table, column in TABLES:
                ids = (feedback.id,) if column == "feedback_id" else clock_ids
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s IN %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        ids,
                    )
                )
            cr.execute(
                SQL(
                    "DELETE FROM mail_message WHERE model = %s AND res_id = %s",
                    "dialogue.feedback",
                    self.feedback_id,
                )
            )
            cr.execute(
                SQL("DELETE FROM dialogue_feedback WHERE id = %s", self.feedback_id)
            )
            env.invalidate_all(flush=False)
            petitioner.unlink()
            env["res.users"].browse(self.leader_ids).active = False
            for user in env["res.users"].browse(self.leader_ids):
                user.login = f"{user.login}-{user.id}"

    def _act(self, start, uid, step):
        """Return None when the step was made, else the sentence of its refusal."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, uid, {})
            feedback = env["dialogue.feedback"].browse(self.feedback_id)
            self.assertEqual(feedback.date_deadline, self.due_on)  # the same page
            start.wait(60)
            try:
                retrying(lambda: step(feedback), env)
            except UserError as error:
                cr.rollback()
                return str(error)
            return None

    def _both(self, *steps):
        start = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            futures = [
                pool.submit(self._act, start, uid, step)
                for uid, step in zip(self.leader_ids, steps, strict=True)
            ]
            return [future.result(timeout=60) for future in futures]

    def _request(self, feedback):
        day = fields.Date.add(self.due_on, days=10)
        return feedback.action_request_extension(day, "Cần thêm", "Xin lỗi")

    def _seen(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            feedback = env["dialogue.feedback"].browse(self.feedback_id)
            events = feedback.clock_ids.event_ids.mapped("kind")
            mails = env["mail.mail"].search_count(
                [
                    ("email_to", "=", "hai-lanh-dao@example.com"),
                    ("subject", "ilike", "takes longer"),
                ]
            )
            states = feedback.extension_ids.mapped("state")
            return events.count("extended"), mails, states, feedback.state

    def _requested(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return self._request(env["dialogue.feedback"].browse(self.feedback_id)).id

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_approved_once(self):
        extension_id = self._requested()

        def approve(feedback):
            feedback.env["dialogue.extension"].browse(extension_id).action_approve()

        told = self._both(approve, approve)
        self.assertEqual(told.count(None), 1, told)
        self.assertRegex("".join(filter(None, told)), "Somebody else|is at")
        events, mails, states, _state = self._seen()
        self.assertEqual((events, mails, states), (1, 1, ["approved"]))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_asked_once(self):
        told = self._both(self._request, self._request)
        self.assertEqual(told.count(None), 1, told)
        self.assertEqual(self._seen()[2], ["requested"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_approved_while_the_case_ends(self):
        extension_id = self._requested()

        def approve(feedback):
            feedback.env["dialogue.extension"].browse(extension_id).action_approve()

        told = self._both(approve, lambda case: case.action_withdraw("Thôi"))
        events, mails, states, state = self._seen()
        if told[0] is None:
            self.assertEqual((events, mails, states), (1, 1, ["approved"]))
        else:
            self.assertEqual((events, mails, states), (0, 0, ["cancelled"]))
        self.assertEqual(state == "withdrawn", told[1] is None)
