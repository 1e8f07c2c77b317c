from odoo.fields import Command
from odoo.tests import tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestSessionMissing(SessionCommon):
    def _missing(self, step=None):
        return self.session.with_user(self.desk)._missing(step)

    def test_it_says_what_a_question_lacks(self):
        self._hold()
        case = self._ask()
        (entry,) = self._missing()
        self.assertEqual(entry["id"], case.id)
        self.assertEqual(entry["lacks"], ["owner"])
        self.assertEqual(entry["blocks"], "conclude")
        self.assertIn(case.code, entry["text"])

    def test_a_draft_lacks_both(self):
        self._hold()
        self._create_feedback(session_id=self.session.id)
        (entry,) = self._missing()
        self.assertEqual(entry["lacks"], ["owner", "day"])

    def test_an_owner_with_a_term_is_enough(self):
        self._hold()
        self._ask().user_id = self.specialist
        self.assertFalse(self._missing())

    def test_a_sealed_question_is_counted_and_not_named(self):
        self._hold()
        reader = self._create_user("confidential")
        self._ask(subject="Tố giác").sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        (entry,) = self._missing()
        self.assertFalse(entry["id"])
        self.assertEqual(entry["count"], 1)
        self.assertNotIn("Tố giác", str(entry))

    def test_commitments_count_for_closing_only(self):
        self._hold()
        task = self.env["dialogue.commitment"].create(
            {
                "name": "Sửa mẫu đơn",
                "session_id": self.session.id,
                "date_deadline": "2026-12-01",
            }
        )
        self.assertFalse(self._missing())
        (entry,) = self._missing("close")
        self.assertEqual((entry["model"], entry["id"]), (task._name, task.id))
        task.department_id = self.division
        self.assertFalse(self._missing("close"))

    def test_a_referral_without_officer_counts_for_closing(self):
        self._hold()
        case = self._ask()
        case.action_accept()
        case.user_id = self.specialist
        referral = case.action_plan_referral()
        self.assertFalse(self._missing("close"))
        referral.user_id = False
        (entry,) = self._missing("close")
        self.assertEqual(entry["model"], "dialogue.referral")
