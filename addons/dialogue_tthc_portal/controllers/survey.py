from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .browser_key import browser_key, no_key, render_with_browser_key
from .feedback_form import FORM_MAX, clean_text
from .portal import DialoguePortal
from .private_page import link_not_good, private

SURVEY_URL = "/dialogue/survey/<string:token>"
COOKIE = "dialogue_survey"
COOKIE_DAYS = 60


class Survey(DialoguePortal):
    """The exit survey of a session: three questions, unnamed, once for each browser."""

    def _survey_find(self, token):
        """Return the session that the link of the survey opens in sudo, or none."""
        session_sudo = request.env["dialogue.session"]._link_find(token, "survey")
        return session_sudo.filtered(lambda session: session._is_public())

    @http.route(SURVEY_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_survey(self, token, **kwargs):
        session_sudo = self._survey_find(token)
        if not session_sudo:
            return link_not_good()
        return self._survey_render(session_sudo, token)

    @http.route(
        f"{SURVEY_URL}/answer",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def dialogue_survey_answer(self, token, **post):
        session_sudo = self._survey_find(token)
        if not session_sudo:
            return link_not_good()
        typed = {
            name: clean_text(post.get(name), 1)
            for name, _text in session_sudo._portal_survey_questions()
        }
        key = browser_key(COOKIE)
        error = self._hit("survey") if key else no_key(self.env)
        errors = {"form": error} if error else self._survey_errors(typed)
        if not errors:
            scores = {name: int(score) for name, score in typed.items()}
            try:
                session_sudo._survey_answer(key, scores)
            except UserError as refusal:
                errors = {"form": str(refusal)}
            else:
                return private(request.redirect(f"/dialogue/survey/{token}"))
        return self._survey_render(session_sudo, token, typed=typed, errors=errors)

    def _survey_errors(self, typed):
        sentence = self.env._("Choose an answer.")
        return {
            name: sentence
            for name, score in typed.items()
            if score not in dict(self._survey_scale())
        }

    def _survey_scale(self):
        """Return what can be chosen, the best first: list of (value, text)."""
        return [
            ("5", self.env._("5: fully")),
            ("4", self.env._("4: mostly")),
            ("3", self.env._("3: partly")),
            ("2", self.env._("2: hardly")),
            ("1", self.env._("1: not at all")),
        ]

    def _survey_render(self, session_sudo, token, **values):
        base = f"/dialogue/survey/{token}"
        key = browser_key(COOKIE)
        questions = session_sudo._portal_survey_questions()
        scale = self._survey_scale()
        values = (
            self._prepare_portal_layout_values()
            | {
                "page_name": "dialogue_survey",
                "survey": session_sudo._portal_survey(base, key),
                "questions": questions,
                # as the choices of a rating are shown
                "rating": {"choices": {name: scale for name, _text in questions}},
                "typed": {},
                "errors": {},
                "is_files_lost": False,
            }
            | values
        )
        return private(
            render_with_browser_key(
                "dialogue_tthc_portal.survey",
                values,
                COOKIE,
                "/dialogue/survey",
                COOKIE_DAYS,
            )
        )
