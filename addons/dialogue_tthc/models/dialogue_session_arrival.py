from odoo import models
from odoo.fields import Domain


class DialogueSession(models.Model):
    """The door of a session: when guests are checked in, and those without invitation.

    Nobody is asked for an ID paper.
    """

    _inherit = "dialogue.session"

    def _takes_arrivals(self):
        """Say whether guests of one session can be checked in now.

        While it runs, and on its day also before it was started: guests come early.
        """
        if self.state != "announced":
            return self._is_running()
        first, last = self._held_on(), self._ended_on()
        return bool(first) and first <= self.company_id._dialogue_today() <= last

    def _listed_under(self, name, organisation=""):
        """Return the guest of this name without account, or an empty recordset.

        Whoever has an account is chosen from the list: what somebody of the same name
        says must not come to it.
        """
        of_it = Domain("session_id", "=", self.id) & Domain("partner_id", "=", False)
        called = Domain("delegate_name", "=", name)
        if organisation:
            called &= Domain("name", "=", organisation)
        else:
            called |= Domain("name", "=", name) & Domain("delegate_name", "=", False)
        return self.env["dialogue.attendance"].search(of_it & called, limit=1)

    def _came_unasked(self, name, organisation=""):
        """Return the guest of this very name who came without invitation, or none."""
        # sudo: the mark is closed to everybody
        guests_sudo = self.env["dialogue.attendance"].sudo()
        return guests_sudo.search(
            Domain("session_id", "=", self.id)
            & Domain("is_walk_in", "=", True)
            & Domain("name", "=", organisation or name)
            & Domain("delegate_name", "=", name if organisation else False),
            limit=1,
        ).sudo(False)

    def _walk_in(self, name, organisation="", phone="", kind=None, is_seen=True):
        """Check in somebody who came without invitation; no ID paper is asked for.

        Typed twice, it is the same guest.

        :param str name: who came
        :param str organisation: for whom, if for anybody
        :param str phone: where to reach them, if they want to say
        :param str kind: what they are; by default it goes by the organisation
        :param bool is_seen: somebody who sees them types this; what a phone says is
            never taken for a guest who was invited
        :return: the ``dialogue.attendance`` and whether that is news
        """
        self.ensure_one()
        name, organisation, phone = (
            " ".join((text or "").split()) for text in (name, organisation, phone)
        )
        values = {
            "session_id": self.id,
            "name": organisation or name,
            "delegate_name": name if organisation else False,
        }
        find = self._listed_under if is_seen else self._came_unasked
        guest = find(name, organisation)
        if guest:
            return guest, guest._arrive()
        guest = guest.create(
            {
                **values,
                "kind": kind or ("enterprise" if organisation else "citizen"),
                "delegate_phone": phone or False,
            }
        )
        if guest.state != "attended":
            # sudo: the mark is closed to everybody, and this row was just made
            guest.sudo().is_walk_in = True
            guest._arrive()
        return guest, True
