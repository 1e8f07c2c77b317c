from odoo import fields, models

from .dialogue_feedback_due import ANSWERED_STATES
from .feedback_states import ENDED_STATES

# an answer has a day of its own
UNANSWERED_ENDS = tuple(state for state in ENDED_STATES if state not in ANSWERED_STATES)


class DialogueFeedback(models.Model):
    """When a case ended without an answer; reports of a period ask for it."""

    _inherit = "dialogue.feedback"

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.target in UNANSWERED_ENDS:
            self.write({"ended_on": fields.Datetime.now()})
        elif any(feedback.ended_on for feedback in self):
            self.write({"ended_on": False})
        return result
