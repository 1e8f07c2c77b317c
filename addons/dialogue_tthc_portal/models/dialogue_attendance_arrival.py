from odoo import fields, models

from odoo.addons.dialogue_tthc.models.feedback_states import DESK
from odoo.addons.dialogue_tthc.tools.qr import qr_address

from .dialogue_session_phone import qr_picture


class DialogueAttendance(models.Model):
    """What a guest shows at the door, and what staff see of it."""

    _inherit = "dialogue.attendance"

    check_in_url = fields.Char(
        string="Link for the door", compute="_compute_check_in", groups=DESK
    )
    check_in_qr = fields.Html(
        string="QR code for the door",
        compute="_compute_check_in",
        sanitize=False,
        groups=DESK,
        help="What the guest shows at the door, for those whom no mail reaches.",
    )

    def _compute_check_in(self):
        alt = self.env._("QR code to show at the door")
        for attendance in self:
            # sudo: the desk may change the list; of others the fields are hidden
            shown = attendance._origin and attendance._origin.sudo()._portal_check_in()
            url = shown and attendance._origin._link_url("check_in")
            attendance.check_in_url = url
            attendance.check_in_qr = qr_picture(url, alt)

    def _door_address(self):
        # where there is no door, nobody says or shows anything there
        return self._link_url("check_in") if self._door_code() else ""

    def _portal_values(self, base_url):
        return super()._portal_values(base_url) | {"check_in": self._portal_check_in()}

    def _portal_check_in(self):
        """Return what a guest shows at the door, or None; call it in sudo.

        Nothing to those who do not come, or where there is no door.

        :return: dict of str: ``code``, ``url`` and ``qr`` (picture as a data address)
        """
        self.ensure_one()
        session = self.session_id
        if (
            session.mode not in ("in_person", "hybrid")
            or session.state not in ("announced", "in_progress")
            or self.state in ("declined", "absent")
        ):
            return None
        return {
            "code": self.check_in_code,
            "url": self._link_path("check_in"),
            "qr": qr_address(self._link_url("check_in")),
        }

    def _portal_arrival(self):
        """Return the page that the QR code of a guest opens; call it in sudo."""
        self.ensure_one()
        session = self.session_id
        return {
            "session": session._portal_head() | {"where": session._where_words()},
            "name": self.name,
            "delegate": self.delegate_name or "",
            "is_there": self.state == "attended",
            "since": self.checked_in_on and session._hour_words(self.checked_in_on),
            "is_open": session._takes_arrivals(),
            "check_in": self._portal_check_in(),
        }
