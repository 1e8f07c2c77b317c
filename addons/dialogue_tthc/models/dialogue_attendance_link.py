from odoo import models
from odoo.exceptions import UserError

# while a reply or a check-in can still come by the link
LINKED_STATES = ("announced", "in_progress")


class DialogueAttendance(models.Model):
    """A new private link for an invitee who lost theirs, or whose mail went astray."""

    _inherit = "dialogue.attendance"

    def action_renew_link(self):
        """End the links and QR codes handed out so far; mail the invitation anew.

        The code that is typed at the door stays: it opens nothing.

        :raise AccessError: the user may not change the list
        :raise UserError: the session is not announced yet, or over
        """
        self.check_access("write")
        for session in self.session_id:
            if session.state not in LINKED_STATES:
                raise UserError(
                    self.env._(
                        "Invitees of “%s” have private links from its announcement "
                        "until it ends.",
                        session.name,
                    )
                )
        self._link_renew()
        reached = self.filtered("has_mail")
        # sudo: closed fields and letters; the right to write was checked above
        reached.sudo()._write_letters("invited")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if reached == self else "warning",
                "sticky": reached != self,
                "message": self.env._(
                    "The former links no longer work. New ones sent: %(sent)s. Without "
                    "a mail address: %(missing)s; give them a printed invitation.",
                    sent=len(reached),
                    missing=len(self - reached),
                ),
            },
        }
