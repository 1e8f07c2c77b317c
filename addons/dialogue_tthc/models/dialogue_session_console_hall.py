from odoo import api, models
from odoo.exceptions import UserError

# nobody reads more at once; the next ones follow
HALL_SHOWN = 30
# what a console shows of a question from the hall
HALL_FIELDS = frozenset({"state"})


class DialogueSession(models.Model):
    """Questions from the hall at the console: what waits, let in or turned down."""

    _inherit = "dialogue.session"

    def _console_live(self):
        return super()._console_live() | {"hall": self._console_hall()}

    def _console_hall(self):
        """Return the questions by phone that wait, the oldest first: list of dicts.

        The console may be seen by those who sit near: who is not to be named, is not.
        """
        waiting = self.env["dialogue.hall.question"].search_fetch(
            [("session_id", "=", self.id), ("state", "=", "waiting")],
            ["question", "name", "organisation", "is_name_hidden"],
            limit=HALL_SHOWN,
        )
        return [
            {
                "id": question.id,
                "text": question.question,
                "speaker": ""
                if question.is_name_hidden
                else ", ".join(filter(None, (question.name, question.organisation))),
            }
            for question in waiting
        ]

    def action_console_let_in(self, key, vals):
        """Make a case of ``hall``, the id of a question by phone."""
        return self._console_once(key, "let_in", vals)

    def action_console_turn_down(self, key, vals):
        """Turn ``hall``, the id of a question by phone, down for a ``reason``."""
        return self._console_once(key, "turn_down", vals)

    def _console_hall_question(self, vals):
        """Return the question by phone that is meant, as the user may read it.

        :raise UserError: there is none at this session
        """
        question = self._captured_record("dialogue.hall.question", vals.get("hall"))
        if question.session_id != self:
            raise UserError(self.env._("This question was not asked at this session."))
        return question

    def _console_let_in(self, vals):
        return self._console_hall_question(vals).action_take_in()

    def _console_turn_down(self, vals):
        reason = self._captured_text(vals.get("reason"))
        self._console_hall_question(vals).action_refuse(reason)
        return self.env["dialogue.feedback"]


class DialogueHallQuestion(models.Model):
    _inherit = "dialogue.hall.question"

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions._tell_consoles()
        return questions

    def write(self, vals):
        result = super().write(vals)
        if not HALL_FIELDS.isdisjoint(vals):
            self._tell_consoles()
        return result

    def _tell_consoles(self):
        # sudo: only that something changed leaves; whoever hears it reads as themselves
        self.sudo().session_id._console_tell(is_live=True)
