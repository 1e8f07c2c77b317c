from odoo import models


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

    def _walk_in(self, name, organisation="", phone=""):
        """Check in somebody who came without invitation; no ID paper is asked for.

        Typed twice, it is the same guest.

        :param str name: who came
        :param str organisation: for whom, if for anybody
        :param str phone: where to reach them, if they want to say
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
        attendances = self.env["dialogue.attendance"]
        guest = attendances.search(
            [(field, "=", value) for field, value in values.items()], limit=1
        )
        if guest:
            return guest, guest._arrive()
        guest = attendances.create(
            {
                **values,
                "kind": "enterprise" if organisation else "citizen",
                "delegate_phone": phone or False,
            }
        )
        if guest.state != "attended":
            # sudo: the mark is closed to everybody, and this row was just made
            guest.sudo().is_walk_in = True
            guest._arrive()
        return guest, True
