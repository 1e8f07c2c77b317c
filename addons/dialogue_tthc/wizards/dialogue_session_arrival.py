from odoo import fields, models
from odoo.exceptions import UserError


class DialogueSessionArrival(models.TransientModel):
    """The door of a session: check guests in one after the other.

    By the short code below their QR code, or, who came without invitation, by a name.
    Nobody is asked for an ID paper.
    """

    _name = "dialogue.session.arrival"
    _description = "Check Guests In"

    session_id = fields.Many2one(
        comodel_name="dialogue.session", required=True, readonly=True
    )
    last_note = fields.Char(readonly=True)
    code = fields.Char(string="Check-in code", help="Six letters or digits.")
    name = fields.Char(help="Of somebody without invitation.")
    organisation = fields.Char()
    phone = fields.Char(help="Not required.")

    def action_apply(self):
        """Check the guest in, and open an empty window for the next one."""
        self.ensure_one()
        guest, is_new = self._arrive()
        note = (
            self.env._("Checked in: %s", guest.display_name)
            if is_new
            else self.env._("Was checked in already: %s", guest.display_name)
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Check guests in"),
            "context": {
                "default_session_id": self.session_id.id,
                "default_last_note": note,
            },
        }

    def _arrive(self):
        """Return who was checked in, and whether that is news.

        :raise UserError: nobody of this session has the code, or nothing was typed
        """
        self.session_id.check_access("write")
        if (self.code or "").strip():
            guest = self.env["dialogue.attendance"]._find_by_code(
                self.session_id, self.code
            )
            if not guest:
                raise UserError(
                    self.env._(
                        "Nobody at this session has the code “%s”. Compare it with the "
                        "guest's phone, or look for the name on the list.",
                        self.code,
                    )
                )
            return guest, guest._arrive()
        if not (self.name or "").strip():
            raise UserError(
                self.env._("Type the code of the guest, or the name of who came.")
            )
        return self.session_id._walk_in(self.name, self.organisation, self.phone)
