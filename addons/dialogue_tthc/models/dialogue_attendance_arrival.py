import re
import secrets
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

CODE_LENGTH = 6
# no letter or digit that is taken for another one when it is read out
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BLANKS = re.compile(r"[\s.\-]+")


class DialogueAttendance(models.Model):
    """How a guest is checked in at the door: by the QR code, the short code or a name.

    The private link behind the QR code and the code open nothing by themselves: only
    staff who may change the list check somebody in with them. No ID paper is asked
    for, and nobody is checked in twice.
    """

    _inherit = "dialogue.attendance"

    check_in_code = fields.Char(
        string="Check-in code",
        compute="_compute_check_in_code",
        store=True,
        precompute=True,
        copy=False,
        help="Stands below the QR code of the guest, to be typed at the door.",
    )

    _check_in_code_uniq = models.UniqueIndex(
        "(session_id, check_in_code)",
        "Two guests of a session have different codes.",
    )

    @api.depends("session_id")
    def _compute_check_in_code(self):
        """Draw a code for each guest who has none; a code that was given stays."""
        self.env["dialogue.attendance"].flush_model(["check_in_code"])
        taken = defaultdict(set)
        for session_id, code in self.env.execute_query(
            SQL(
                "SELECT session_id, check_in_code FROM dialogue_attendance "
                "WHERE session_id = ANY(%s) AND check_in_code IS NOT NULL",
                self.session_id.ids,
            )
        ):
            taken[session_id].add(code)
        for attendance in self:
            given = taken[attendance.session_id.id]
            code = attendance.check_in_code or self._draw_code()
            while not attendance.check_in_code and code in given:
                code = self._draw_code()
            given.add(code)
            attendance.check_in_code = code

    @api.model
    def _draw_code(self):
        return "".join(secrets.choice(_LETTERS) for _place in range(CODE_LENGTH))

    @api.model
    def _find_by_code(self, session, code):
        """Return the guest of ``session`` with this code, as the user may read it.

        :param str code: as typed; blanks and case do not matter
        """
        typed = _BLANKS.sub("", code if isinstance(code, str) else "").upper()
        if not typed:
            return self.browse()
        return self.search(
            [("session_id", "=", session.id), ("check_in_code", "=", typed)], limit=1
        )

    def _door_code(self):
        """Return what one guest says at the door; empty where there is none."""
        has_door = self.session_id.mode in ("in_person", "hybrid")
        return has_door and self.check_in_code or ""

    def _need_arrival(self, move):
        for attendance in self:
            if not attendance.session_id._takes_arrivals():
                attendance._need_running_session(move)

    def _arrive(self):
        """Check one guest in, unless they are already.

        :return: whether that is news
        :raise AccessError: the user may not change the list
        :raise UserError: it is not the day, or somebody else does it right now
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "attended":
            return False
        self.action_check_in()
        return True
