from odoo import models
from odoo.fields import Domain

from .dialogue_session_owed import OPEN_TASKS
from .dialogue_session_survey import QUESTIONS, STEP

TASK = "dialogue.commitment"
WHOLE = 100


class DialogueSession(models.Model):
    """What the report after a session says beside the cases.

    How the time was shared, what became of the promises, and what those who were
    there thought of it.
    """

    _inherit = "dialogue.session"

    def _report_figures(self):
        figures = super()._report_figures()
        groups = (
            ("time", self.env._("Speaking time"), self._time_figures()),
            ("promises", self.env._("Commitments"), self._promise_figures()),
            ("survey", self.env._("Exit survey"), self._survey_figures()),
        )
        return figures + [
            {"key": key, "title": title, "rows": rows}
            for key, title, rows in groups
            if rows
        ]

    def _time_figures(self):
        """Return the share of the participants and what it should be, if time was kept.

        A round in writing has none.
        """
        share = self._speech_share()
        spoken = share["authority"] + share["participants"]
        if not spoken:
            return []
        speeches = Domain("session_id", "=", self.id)
        return [
            self._figure(
                "participant_share",
                self.env._("Share of the participants"),
                share["participants"] / spoken,
                speeches & Domain("side", "=", "participants"),
                "%",
                model="dialogue.speech",
            ),
            self._figure(
                "participant_share_target",
                self.env._("Share meant for the participants"),
                share["target"] / WHOLE,
                speeches,
                "%",
                model="dialogue.speech",
            ),
        ]

    def _promise_figures(self):
        of_it = self._told_tasks_domain()
        still_open = Domain("state", "in", OPEN_TASKS)
        overdue = Domain("is_overdue", "=", True)
        counted = (
            ("promised", self.env._("Promised in all"), Domain.TRUE),
            ("kept", self.env._("Done and checked"), Domain("state", "=", "checked")),
            ("promised_open", self.env._("Open commitments"), still_open),
            ("promised_overdue", self.env._("Of these overdue"), overdue),
        )
        return [
            self._figure(
                key,
                label,
                self.env[TASK].search_count(of_it & extra),
                of_it & extra,
                model=TASK,
            )
            for key, label, extra in counted
        ]

    def _survey_figures(self):
        """Return how many answered and the averages, from enough answers on."""
        if not self.survey_count:
            return []
        of_it = Domain("id", "=", self.id)
        figures = [
            self._figure(
                "survey_count",
                self.env._("Answers to the survey"),
                self.survey_count,
                of_it,
                model=self._name,
            )
        ]
        if self.survey_count < STEP:
            return figures
        return figures + [
            self._figure(
                f"survey_{question}",
                self.env._(
                    "%s (1 to 5)",
                    self._fields[f"survey_{question}"]._description_string(self.env),
                ),
                round(self[f"survey_{question}"], 1),
                of_it,
                model=self._name,
            )
            for question, _label in QUESTIONS
        ]
