import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .console_common import ConsoleCommon

QUESTION = "Phí bao giờ giảm?"


@tagged("post_install", "-at_install")
class TestSessionConsoleHall(ConsoleCommon):
    """Questions by phone at the console: seen at once, let in once, or turned down."""

    def _send(self, form="f", **vals):
        values = {"name": "Lê Văn Cam", "question": QUESTION, **vals}
        return self.session._hall_ask(values, "a" * 22, form * 22)

    def _waiting(self):
        self.env.invalidate_all()
        return self.session.with_user(self.desk)._console_live()["hall"]

    def test_it_is_seen_and_let_in_once(self):
        question = self._send(organisation="HTX Chè Shan")
        self.assertEqual(
            self._waiting(),
            [
                {
                    "id": question.id,
                    "text": QUESTION,
                    "speaker": "Lê Văn Cam, HTX Chè Shan",
                }
            ],
        )
        first = self._act("let_in", {"hall": question.id}, key="key-of-let-in")
        again = self._act("let_in", {"hall": question.id}, key="key-of-let-in")
        # the other secretary pressed the same button
        other = self._act("let_in", {"hall": question.id})
        (case,) = first["questions"]
        self.assertEqual(case["text"], QUESTION)
        for result in (again, other):
            self.assertEqual([each["id"] for each in result["questions"]], [case["id"]])
        self.assertEqual(self.session.feedback_ids.ids, [case["id"]])
        self.assertEqual(self._waiting(), [])

    def test_it_is_turned_down_with_a_reason(self):
        question = self._send()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._act("turn_down", {"hall": question.id, "reason": " "})
        self._act("turn_down", {"hall": question.id, "reason": "Vừa được trả lời"})
        self.assertEqual(question.refusal_reason, "Vừa được trả lời")
        self.assertEqual(self._waiting(), [])
        self.assertFalse(self.session.feedback_ids)

    def test_who_is_not_to_be_named_is_not(self):
        self._send(is_name_hidden=True, organisation="HTX Chè Shan")
        (shown,) = self._waiting()
        self.assertEqual(shown["speaker"], "")
        self.assertNotIn("Chè Shan", str(shown))

    def test_of_another_session_or_none_nothing_is_done(self):
        question = self._send()
        other = self._create_session(name="Buổi khác")
        self._announce(other)
        other.action_start()
        for session, hall in (
            (other, question.id),
            (self.session, question.id + 1000),
            (self.session, "x"),
            (self.session, None),
        ):
            for act in ("let_in", "turn_down"):
                with self.subTest(act, hall=hall), self.assertRaises(UserError):
                    with self.cr.savepoint():
                        vals = {"hall": hall, "reason": "x"}
                        self._act(act, vals, session=session)
        self.assertEqual(question.state, "waiting")

    def test_others_do_nothing(self):
        question = self._send()
        portal = new_test_user(
            self.env, login="console-hall-portal", groups="base.group_portal"
        )
        for user in (self.specialist, self.auditor, portal):
            for act in ("let_in", "turn_down"):
                with self.subTest(act, user=user.login), self.assertRaises(AccessError):
                    self._act(act, {"hall": question.id, "reason": "x"}, user=user)
        self.assertEqual(question.state, "waiting")

    def test_consoles_hear_when_one_comes_and_when_it_is_decided(self):
        for step in (self._send, lambda: self._decided.action_take_in()):
            self.env.cr.precommit.run()
            self.env["bus.bus"].search([]).unlink()
            self._decided = step().with_user(self.desk)
            self.env.cr.precommit.run()
            messages = self.env["bus.bus"].search([]).mapped("message")
            heard = [
                message["payload"]["session_id"]
                for message in map(json.loads, messages)
                if message["type"] == "dialogue_console"
            ]
            self.assertIn(self.session.id, heard)
