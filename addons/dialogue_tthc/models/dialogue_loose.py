from odoo import models


class DialogueLooseMixin(models.AbstractModel):
    """Something a session owes: what it lacks until somebody has it by a day."""

    _name = "dialogue.loose.mixin"
    _description = "Owed by a Session"

    def _lacks(self):
        """Return what one record lacks: list of "owner" and "day"."""
        self.ensure_one()
        lacks = []
        if not self._has_owner():
            lacks.append("owner")
        if not self._has_day():
            lacks.append("day")
        return lacks

    def _has_owner(self):
        return bool(self.user_id or self.department_id)

    def _has_day(self):
        return bool(self.date_deadline) or self._has_term()

    def _has_term(self):
        """Say whether a term with a due day runs."""
        return any(
            clock.state != "stopped" and clock.due_on for clock in self.clock_ids
        )

    def _lacks_words(self):
        """Return one line that names the record and says what it lacks."""
        words = {
            ("owner",): self.env._("%s: nobody is in charge", self.display_name),
            ("day",): self.env._("%s: no due day", self.display_name),
            ("owner", "day"): self.env._(
                "%s: nobody is in charge, no due day", self.display_name
            ),
        }
        return words.get(tuple(self._lacks()), self.display_name)


class DialogueFeedback(models.Model):
    _name = "dialogue.feedback"
    _inherit = ["dialogue.feedback", "dialogue.loose.mixin"]


class DialogueCommitment(models.Model):
    _name = "dialogue.commitment"
    _inherit = ["dialogue.commitment", "dialogue.loose.mixin"]


class DialogueReferral(models.Model):
    _name = "dialogue.referral"
    _inherit = ["dialogue.referral", "dialogue.loose.mixin"]

    def _has_owner(self):
        return bool(self.user_id)

    def _has_day(self):
        return (
            bool(self.reply_expected_on)
            or self._has_term()
            or all(case._has_day() for case in self.line_ids.feedback_id)
        )
