from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalUnanswered(PortalCommon):
    """What the petitioner reads when their case was ended for lack of a reply."""

    def _withdrawn(self, is_unanswered):
        feedback = self._create_own()
        feedback.with_user(self.desk).action_ask_info("Xin gửi giấy biên nhận.")
        if not is_unanswered:
            feedback.with_user(self.desk).action_withdraw("Không cần nữa.")
            return feedback
        # the term is over and both reminders were given
        clock = feedback._supplement_clock()
        today = self.env.company._dialogue_today()
        clock.write({"due_on": today - timedelta(days=1)})
        clock.started_on = today - timedelta(days=20)
        self.env["dialogue.clock.notice"].sudo().create(
            [
                {
                    "clock_id": clock.id,
                    "company_id": clock.company_id.id,
                    "due_on": clock.due_on,
                    "day": clock.due_on - timedelta(days=days),
                    "audience": "petitioner",
                }
                for days in (0, 2)
            ]
        )
        feedback.with_user(self.desk).action_withdraw_unanswered()
        return feedback

    def test_hint_says_why_it_ended(self):
        ended = self._withdrawn(is_unanswered=True)
        hint = self._seen_by(ended, self.petitioner_user)._portal_state_hint()
        self.assertIn("did not get what we had asked you for", hint)
        self.assertNotIn("at your request", hint)
        asked = self._withdrawn(is_unanswered=False)
        hint = self._seen_by(asked, self.petitioner_user)._portal_state_hint()
        self.assertIn("at your request", hint)

    def test_petitioner_does_not_end_it_themselves(self):
        feedback = self._create_own()
        feedback.with_user(self.desk).action_ask_info("Xin gửi giấy biên nhận.")
        with self.assertRaises(AccessError):
            self._seen_by(feedback, self.petitioner_user).action_withdraw_unanswered()
        with self.assertRaises(AccessError):
            self._seen_by(feedback, self.petitioner_user).action_request_extension(
                "2030-01-01", "x", "y"
            )
