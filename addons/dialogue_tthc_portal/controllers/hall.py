from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .browser_key import browser_key, no_key, render_with_browser_key
from .feedback_form import FORM_MAX, clean_id
from .hall_form import NAME_MAX, QUESTION_MAX, HallForm, new_form_key
from .portal import DialoguePortal
from .private_page import link_not_good, private

HALL_URL = "/dialogue/hall/<string:token>"
ASKED_URL = "/dialogue/asked/<string:token>"
COOKIE = "dialogue_hall"
# the session's: a phone goes round, and a tablet to somebody else
COOKIE_DAYS = 1


class Hall(DialoguePortal):
    """Questions by phone while a session runs, without an account.

    One link opens the page for everybody in the hall; what becomes of a question is
    shown on a page of its own, and to the browser that sent it.
    """

    def _hall_find(self, token):
        """Return the session that the link of the hall opens in sudo, or none."""
        session_sudo = request.env["dialogue.session"]._link_find(token, "hall")
        return session_sudo.filtered(lambda session: session._is_public())

    @http.route(HALL_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_hall(self, token, **kwargs):
        session_sudo = self._hall_find(token)
        if not session_sudo:
            return link_not_good()
        return self._hall_render(session_sudo, token)

    @http.route(
        f"{HALL_URL}/ask",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def dialogue_hall_ask(self, token, **post):
        session_sudo = self._hall_find(token)
        if not session_sudo:
            return link_not_good()
        form = HallForm(request.env, post)
        key = browser_key(COOKIE)
        error = self._hall_obstacle(session_sudo, key)
        errors = {"form": error} if error else form.errors
        if not errors:
            try:
                with request.env.cr.savepoint():
                    question = session_sudo._hall_ask(form.values, key, form.form_key)
            except UserError as refusal:
                errors = {"form": str(refusal)}
            else:
                return private(request.redirect(question._link_path("asked")))
        return self._hall_render(
            session_sudo,
            token,
            typed=form.values,
            errors=errors,
            form_key=form.form_key,
        )

    @http.route(
        f"{HALL_URL}/echo",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def dialogue_hall_echo(self, token, **post):
        session_sudo = self._hall_find(token)
        if not session_sudo:
            return link_not_good()
        key = browser_key(COOKIE)
        error = self._hall_obstacle(session_sudo, key)
        if not error:
            number = clean_id(post.get("question"))
            shown_sudo = request.env["dialogue.hall.question"]._hall_shown(session_sudo)
            question_sudo = shown_sudo.filtered(lambda shown: shown.id == number)
            try:
                if question_sudo:
                    question_sudo._echo(session_sudo._hall_key(key))
            except UserError as refusal:
                error = str(refusal)
        if error:
            return self._hall_render(session_sudo, token, errors={"form": error})
        return private(request.redirect(f"/dialogue/hall/{token}#others"))

    @http.route(ASKED_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_asked(self, token, **kwargs):
        question_sudo = request.env["dialogue.hall.question"]._link_find(token, "asked")
        session_sudo = question_sudo.session_id.filtered(
            lambda session: session._is_public()
        )
        if not session_sudo:
            return link_not_good()
        values = self._prepare_portal_layout_values() | {
            "page_name": "dialogue_asked",
            "asked": question_sudo._portal_asked(),
            "session": session_sudo._portal_head(),
            "hall_url": question_sudo._portal_hall_url(),
        }
        return private(request.render("dialogue_tthc_portal.asked", values))

    def _hall_obstacle(self, session_sudo, key):
        """Count one more request; return why it is not done, or None."""
        if not key:
            return no_key(self.env)
        return self._hit("hall", link=f"hall-{session_sudo.id}-{key}")

    def _hall_render(self, session_sudo, token, **values):
        key = browser_key(COOKIE)
        values = (
            self._prepare_portal_layout_values()
            | {
                "page_name": "dialogue_hall",
                "hall": session_sudo._portal_hall(f"/dialogue/hall/{token}", key),
                "ask_url": "/my/feedback/new"
                if self._feedback_is_petitioner()
                else "/dialogue/ask",
                "name_max": NAME_MAX,
                "question_max": QUESTION_MAX,
                "form_key": new_form_key(),
                "typed": {},
                "errors": {},
                "is_files_lost": False,
            }
            | values
        )
        return private(
            render_with_browser_key(
                "dialogue_tthc_portal.hall",
                values,
                COOKIE,
                "/dialogue/hall",
                COOKIE_DAYS,
            )
        )
