from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.dialogue_tthc.models.feedback_states import DESK

from .feedback_form import FORM_MAX
from .portal import DialoguePortal
from .private_page import link_not_good, private

CHECK_IN_URL = "/dialogue/check-in/<string:token>"


class CheckIn(DialoguePortal):
    """The QR code of a guest: shown at the door, and scanned there by any phone.

    The same link shows a guest the code, and staff who are signed in the one button
    that checks the guest in. Opening it changes nothing, whoever opens it.
    """

    def _check_in_find(self, token):
        """Return the guest whom a QR code names in sudo, or none."""
        attendance_sudo = request.env["dialogue.attendance"]._link_find(
            token, "check_in"
        )
        return attendance_sudo.filtered(lambda guest: guest.session_id._is_public())

    def _check_in_as_staff(self, attendance_sudo):
        """Return the guest with the rights of the user, or none if they have none."""
        attendance = attendance_sudo.with_env(request.env)
        user = request.env.user
        if not (user._is_internal() and user.has_group(DESK)):
            return attendance.browse()
        return attendance if attendance.has_access("write") else attendance.browse()

    @http.route(CHECK_IN_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_check_in(self, token, notice=None, **kwargs):
        attendance_sudo = self._check_in_find(token)
        if not attendance_sudo:
            return link_not_good()
        return self._check_in_render(attendance_sudo, token, notice=notice)

    @http.route(
        f"{CHECK_IN_URL}/arrive",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def dialogue_check_in_arrive(self, token, **post):
        attendance = self._check_in_as_staff(self._check_in_find(token))
        if not attendance:
            # also to a guest: nobody checks themselves in
            return link_not_good()
        try:
            with request.env.cr.savepoint():
                is_new = attendance._arrive()
        except UserError as error:
            return self._check_in_render(attendance.sudo(), token, error=str(error))
        notice = "new" if is_new else "again"
        return private(request.redirect(f"/dialogue/check-in/{token}?notice={notice}"))

    def _check_in_render(self, attendance_sudo, token, notice=None, error=None):
        is_staff = bool(self._check_in_as_staff(attendance_sudo))
        base = f"/dialogue/check-in/{token}"
        values = self._prepare_portal_layout_values() | {
            "page_name": "dialogue_check_in",
            "base": base,
            "arrival": attendance_sudo._portal_arrival(),
            "is_staff": is_staff,
            "is_visitor": request.env.user._is_public(),
            "notice": notice if is_staff and notice in ("new", "again") else None,
            "error": error,
        }
        return private(request.render("dialogue_tthc_portal.check_in", values))
