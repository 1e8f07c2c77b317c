from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .download import calendar_response, material_response
from .draft_key import draft_values
from .feedback_form import REQUEST_MAX
from .invitation_form import ReplyForm
from .private_page import link_not_good, private
from .session_page import SessionPage

SESSIONS_URL = "/my/sessions"
INVITATION_URL = f"{SESSIONS_URL}/<int:attendance_id>"
LINK_URL = "/dialogue/invitation/<string:token>"


class Invitation(SessionPage):
    """Invitations: the list of an account, and the page with the reply.

    The same page opens by the account and by the private link of the letter. Opening
    it changes nothing: programs that look into mails open every link.
    """

    _invitations_per_page = 20

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if not counters or "dialogue_session_count" in counters:
            values["dialogue_session_count"] = (
                request.env["dialogue.attendance"]._portal_count()
                if self._feedback_is_petitioner()
                else 0
            )
        return values

    # ------------------------------------------------------------------
    # By the account
    # ------------------------------------------------------------------

    def _invitation_find(self, attendance_id):
        """Return the user's invitation with this id in sudo, or an empty set."""
        rooms = request.env["dialogue.attendance"]
        if not self._feedback_is_petitioner():
            return rooms
        return rooms._portal_find(attendance_id)

    @http.route(
        [SESSIONS_URL, f"{SESSIONS_URL}/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def portal_my_sessions(self, page=1, **kwargs):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        rooms = request.env["dialogue.attendance"]
        pager = portal_pager(
            url=SESSIONS_URL,
            total=rooms._portal_count(),
            page=page if isinstance(page, int) else 1,
            step=self._invitations_per_page,
        )
        invitations_sudo = rooms._portal_invitations(
            limit=self._invitations_per_page, offset=max(pager["offset"], 0)
        )
        values = self._prepare_portal_layout_values() | {
            "page_name": "dialogue_session",
            "lines": [invitation._portal_line() for invitation in invitations_sudo],
            "pager": pager,
            "default_url": SESSIONS_URL,
        }
        return request.render("dialogue_tthc_portal.portal_my_sessions", values)

    @http.route(INVITATION_URL, type="http", auth="user", methods=["GET"], website=True)
    def portal_my_session(self, attendance_id, notice=None, **kwargs):
        attendance_sudo = self._invitation_find(attendance_id)
        if not attendance_sudo:
            return request.redirect(SESSIONS_URL)
        return self._render_invitation(
            attendance_sudo,
            f"{SESSIONS_URL}/{attendance_sudo.id}",
            notice=self._invitation_notice(notice),
        )

    @http.route(
        f"{INVITATION_URL}/reply",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_my_session_reply(self, attendance_id, **post):
        attendance_sudo = self._invitation_find(attendance_id)
        if not attendance_sudo:
            return request.redirect(SESSIONS_URL)
        url = f"{SESSIONS_URL}/{attendance_sudo.id}"
        return self._invitation_reply(attendance_sudo, url, post, request.env.user)

    @http.route(
        f"{INVITATION_URL}/calendar.ics",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def portal_my_session_calendar(self, attendance_id, **kwargs):
        attendance_sudo = self._invitation_find(attendance_id)
        if not attendance_sudo:
            raise NotFound()
        url = f"{attendance_sudo.get_base_url()}{SESSIONS_URL}/{attendance_sudo.id}"
        return self._invitation_calendar(attendance_sudo, url)

    @http.route(
        f"{INVITATION_URL}/file/<int:material_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def portal_my_session_file(self, attendance_id, material_id, **kwargs):
        attendance_sudo = self._invitation_find(attendance_id)
        material_sudo = attendance_sudo._portal_material(material_id)
        if not material_sudo:
            raise NotFound()
        return material_response(material_sudo)

    # ------------------------------------------------------------------
    # By the private link
    # ------------------------------------------------------------------

    @http.route(LINK_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_invitation(self, token, notice=None, **kwargs):
        attendance_sudo = request.env["dialogue.attendance"]._portal_by_link(token)
        if not attendance_sudo:
            return link_not_good()
        return private(
            self._render_invitation(
                attendance_sudo,
                f"/dialogue/invitation/{token}",
                notice=self._invitation_notice(notice),
            )
        )

    @http.route(
        f"{LINK_URL}/reply",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_invitation_reply(self, token, **post):
        attendance_sudo = request.env["dialogue.attendance"]._portal_by_link(token)
        if not attendance_sudo:
            return link_not_good()
        url = f"/dialogue/invitation/{token}"
        return private(self._invitation_reply(attendance_sudo, url, post))

    @http.route(
        f"{LINK_URL}/calendar.ics",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def dialogue_invitation_calendar(self, token, **kwargs):
        attendance_sudo = request.env["dialogue.attendance"]._portal_by_link(token)
        if not attendance_sudo:
            return link_not_good()
        return private(self._invitation_calendar(attendance_sudo))

    @http.route(
        f"{LINK_URL}/file/<int:material_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def dialogue_invitation_file(self, token, material_id, **kwargs):
        attendance_sudo = request.env["dialogue.attendance"]._portal_by_link(token)
        material_sudo = attendance_sudo._portal_material(material_id)
        if not material_sudo:
            return link_not_good()
        return private(material_response(material_sudo))

    # ------------------------------------------------------------------
    # For both
    # ------------------------------------------------------------------

    def _invitation_notice(self, key):
        """Return the sentence that confirms what was just done, or None."""
        return {
            "confirm": self.env._("Thank you. We look forward to seeing you."),
            "decline": self.env._("Thank you for telling us."),
            "opinion": self.env._(
                "Thank you. Your opinion was received and gets an answer of its own."
            ),
        }.get(key)

    def _render_invitation(self, attendance_sudo, base_url, **values):
        session_id = attendance_sudo.session_id.id
        return request.render(
            "dialogue_tthc_portal.portal_my_session",
            self._prepare_portal_layout_values()
            | self._feedback_limits()
            | draft_values(base_url)
            | {
                "page_name": "dialogue_session",
                "invitation": attendance_sudo._portal_values(base_url),
                "calendar_url": f"{base_url}/calendar.ics",
                "ask_url": self._session_ask_url(session_id),
                "is_by_account": base_url.startswith(SESSIONS_URL),
                "answer": None,
                "typed": {},
                "errors": {},
                "is_files_lost": False,
                "notice": None,
            }
            | values,
        )

    def _invitation_calendar(self, attendance_sudo, url=None):
        is_cancelled = attendance_sudo.session_id.state == "cancelled"
        method = "CANCEL" if is_cancelled else "PUBLISH"
        return calendar_response(attendance_sudo._calendar_file(method, url))

    def _invitation_reply(self, attendance_sudo, url, post, user=None):
        """Take down a reply; if it is not right, show the page with what was typed.

        :param attendance_sudo: the invitation, found by the account or the link
        :param str url: path of its page
        :param user: whose account it is, or None for the private link
        """
        uploads = request.httprequest.files.getlist("files")
        # counted before files are looked at, which takes time and memory
        too_often = self._hit(link=f"invitation-{attendance_sudo.id}")
        form = ReplyForm(request.env, post, [] if too_often else uploads)
        errors = form.errors
        is_files_lost = form.is_files_lost
        if too_often:
            errors = {"form": too_often}
            is_files_lost = any(upload.filename for upload in uploads)
        if not errors:
            try:
                with request.env.cr.savepoint():
                    cases = attendance_sudo._reply(
                        form.answer,
                        form.values,
                        "account" if user else "link",
                        form.files,
                        user,
                    )
            except UserError as error:
                errors = {"form": str(error)}
            else:
                notice = "opinion" if cases else form.answer
                return request.redirect(f"{url}?notice={notice}")
        return self._render_invitation(
            attendance_sudo,
            url,
            answer=form.answer,
            typed=form.values,
            errors=errors,
            is_files_lost=is_files_lost or bool(form.files),
        )
