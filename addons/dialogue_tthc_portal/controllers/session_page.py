from odoo import http
from odoo.http import request

from .download import calendar_response, material_response
from .portal import DialoguePortal
from .public_page import not_there, public_page

SESSION_URL = "/dialogue/sessions/<int:session_id>"


class SessionPage(DialoguePortal):
    """What everybody may know of an announced session, before and after it."""

    def _session_find(self, session_id):
        """Return the public session with this id in sudo, or an empty set."""
        return request.env["dialogue.session"]._portal_public(session_id)

    def _session_ask_url(self, session_id):
        """Return where the current user sends a question for this session."""
        if self._feedback_is_petitioner():
            return f"/my/feedback/new?session_id={session_id}"
        return f"/dialogue/ask?session_id={session_id}"

    @http.route(SESSION_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_session(self, session_id, **kwargs):
        session_sudo = self._session_find(session_id)
        if not session_sudo:
            return not_there()
        path = session_sudo._public_path()
        values = {
            "page_name": "dialogue_public_session",
            "session": session_sudo._portal_session(f"{path}/file/"),
            "calendar_url": f"{path}/calendar.ics",
            "ask_url": self._session_ask_url(session_sudo.id),
        }
        return public_page("dialogue_tthc_portal.public_session", values)

    @http.route(
        f"{SESSION_URL}/calendar.ics",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def dialogue_session_calendar(self, session_id, **kwargs):
        session_sudo = self._session_find(session_id)
        if not session_sudo:
            return not_there()
        is_cancelled = session_sudo.state == "cancelled"
        return calendar_response(
            session_sudo._calendar_file(
                "CANCEL" if is_cancelled else "PUBLISH", session_sudo._public_url()
            )
        )

    @http.route(
        f"{SESSION_URL}/file/<int:material_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def dialogue_session_file(self, session_id, material_id, **kwargs):
        material_sudo = self._session_find(session_id).material_ids.filtered(
            lambda material: (
                material.id == material_id and material.audience == "public"
            )
        )
        if not material_sudo:
            return not_there()
        return material_response(material_sudo)
