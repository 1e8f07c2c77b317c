from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .dialogue_session_moves import AHEAD

QUESTIONS = [
    ("clear", "Was the question answered clearly?"),
    ("heard", "Was there time enough to speak?"),
    ("helpful", "Will it help you?"),
]
LOWEST, HIGHEST = 1, 5
# how long after the session it can be answered
OPEN_DAYS = 7
# figures move by so many answers at once: by fewer they would tell what the person
# said who has just left
STEP = 5


class DialogueSession(models.Model):
    """The exit survey: three questions, answered by whoever wants to, unnamed.

    Only sums are kept, and shown as of the last full five answers until the survey is
    over. That a browser answered is kept apart from what it answered, sealed, and
    forgotten when the survey ends.
    """

    _inherit = "dialogue.session"

    survey_count = fields.Integer(
        string="Answers to the survey", compute="_compute_survey", compute_sudo=True
    )
    survey_clear = fields.Float(
        string="Answered clearly",
        digits=(3, 1),
        compute="_compute_survey",
        compute_sudo=True,
        help="Average from 1 (not at all) to 5 (fully), from five answers on.",
    )
    survey_heard = fields.Float(
        string="Time enough to speak",
        digits=(3, 1),
        compute="_compute_survey",
        compute_sudo=True,
        help="Average from 1 (not at all) to 5 (fully), from five answers on.",
    )
    survey_helpful = fields.Float(
        string="It will help",
        digits=(3, 1),
        compute="_compute_survey",
        compute_sudo=True,
        help="Average from 1 (not at all) to 5 (fully), from five answers on.",
    )

    def _compute_survey(self):
        sums = {}
        for count in self.env["dialogue.survey.count"].search(
            [("session_id", "in", self.ids)]
        ):
            key = count.session_id.id, count.question
            answers, times, total = sums.get(key, (0, 0, 0))
            new = count.times if count.session_id._survey_is_over() else count.shown
            sums[key] = (
                answers + count.times,
                times + new,
                total + new * count.score,
            )
        for session in self:
            found = {
                question: sums.get((session._origin.id, question), (0, 0, 0))
                for question, _label in QUESTIONS
            }
            session.survey_count = max(answers for answers, *_shown in found.values())
            for question, (_answers, times, total) in found.items():
                average = total / times if times >= STEP else 0
                session[f"survey_{question}"] = average

    def _survey_last_day(self):
        """Return the last day on which the survey of one session is open, or None."""
        last = self._ended_on()
        return last + timedelta(days=OPEN_DAYS) if last else None

    def _survey_problem(self):
        """Return why the survey of one session cannot be answered now, or None."""
        if self.state in AHEAD:
            return self.env._("The survey opens when the session begins.")
        if self._survey_is_over():
            return self.env._("This survey is over. Thank you for your interest.")
        return None

    def _survey_is_over(self):
        last = self._survey_last_day()
        return (
            self.state == "cancelled"
            or not last
            or self.company_id._dialogue_today() > last
        )

    def _survey_mark(self, key):
        """Return what is kept of the random key of a browser: nothing readable."""
        return self._link_digest("survey.browser", self.id, key)

    def _survey_is_answered(self, key):
        """Say whether the browser with this random key answered already."""
        # sudo: nobody reads the marks; it is asked for one key only
        return bool(
            self.env["dialogue.survey.mark"]
            .sudo()
            .search_count(
                [("session_id", "=", self.id), ("mark", "=", self._survey_mark(key))],
                limit=1,
            )
        )

    def _survey_answer(self, key, scores):
        """Add one browser's answers to the sums, once.

        The caller found the session by its link.

        :param str key: random key of the browser
        :param dict scores: each key of ``QUESTIONS`` -> int from 1 to 5
        :return: whether it counted; False: this browser answered before
        :raise UserError: the survey is not open
        """
        self.ensure_one()
        problem = self._survey_problem()
        if problem:
            raise UserError(problem)
        if set(scores) != set(dict(QUESTIONS)) or not all(
            score in range(LOWEST, HIGHEST + 1) for score in scores.values()
        ):
            raise UserError(self.env._("Choose an answer to each question."))
        # by SQL: the sums add up also when many answer at the same moment
        self.env.cr.execute(
            SQL(
                "INSERT INTO dialogue_survey_mark (session_id, mark) VALUES (%s, %s) "
                "ON CONFLICT DO NOTHING",
                self.id,
                self._survey_mark(key),
            )
        )
        if not self.env.cr.rowcount:
            return False
        for question, score in sorted(scores.items()):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO dialogue_survey_count "
                    "(session_id, question, score, times) VALUES (%s, %s, %s, 1) "
                    "ON CONFLICT (session_id, question, score) DO UPDATE "
                    "SET times = dialogue_survey_count.times + 1",
                    self.id,
                    question,
                    score,
                )
            )
        self.env.cr.execute(
            SQL(
                "UPDATE dialogue_survey_count SET shown = times WHERE session_id = %s "
                "AND (SELECT count(*) FROM dialogue_survey_mark "
                "WHERE session_id = %s) %% %s = 0",
                self.id,
                self.id,
                STEP,
            )
        )
        self.env["dialogue.survey.count"].invalidate_model()
        self.invalidate_recordset()
        return True
