from odoo import models


class DialogueClock(models.Model):
    """Who is reminded of a due day, and when: the ladder of its term."""

    _inherit = "dialogue.clock"

    def _plan_reminders(self):
        """Set the day on which the reminder job looks at each clock next."""
