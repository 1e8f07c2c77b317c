from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.dialogue_attendance import ROLES
from ..models.dialogue_session import ENDED_STATES


class DialogueSessionInvite(models.TransientModel):
    """Invite many contacts to one session at once; who is on the list stays as is."""

    _name = "dialogue.session.invite"
    _description = "Invite to a Session"

    session_id = fields.Many2one(
        comodel_name="dialogue.session", required=True, readonly=True
    )
    company_id = fields.Many2one(related="session_id.company_id")
    role = fields.Selection(
        selection=ROLES, string="Invited as", default="guest", required=True
    )
    category_ids = fields.Many2many(
        comodel_name="res.partner.category",
        string="By tag",
        help="Contacts with one of these tags, or a tag below it.",
    )
    sector_ids = fields.Many2many(
        comodel_name="dialogue.sector",
        string="By sector",
        help="Contacts who asked something in one of these sectors before.",
    )
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        string="By hand",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    found_count = fields.Integer(string="Contacts found", compute="_compute_counts")
    known_count = fields.Integer(
        string="On the list already", compute="_compute_counts"
    )
    new_count = fields.Integer(string="To be invited", compute="_compute_counts")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        session = self.env["dialogue.session"].browse(values.get("session_id", []))
        if session and "sector_ids" in fields and not values.get("sector_ids"):
            values["sector_ids"] = [Command.set(session.sector_ids.ids)]
        return values

    @api.depends("session_id", "category_ids", "sector_ids", "partner_ids")
    def _compute_counts(self):
        for invite in self:
            found = invite._found_partners()
            known = found & invite._known_partners()
            invite.found_count = len(found)
            invite.known_count = len(known)
            invite.new_count = len(found) - len(known)

    def _found_partners(self):
        """Return the contacts that match by tag, by sector or by hand: any of them."""
        partners = self.env["res.partner"]
        ours = Domain("company_id", "in", [self.company_id.id, False])
        wanted = Domain("id", "in", self.partner_ids._origin.ids)
        if self.category_ids:
            wanted |= Domain("category_id", "child_of", self.category_ids._origin.ids)
        if self.sector_ids:
            filed = self.env["dialogue.feedback"]._read_group(
                [
                    ("sector_id", "in", self.sector_ids._origin.ids),
                    ("company_id", "=", self.company_id.id),
                    ("partner_id", "!=", False),
                ],
                ["partner_id"],
            )
            wanted |= Domain("id", "in", [partner.id for (partner,) in filed])
        return partners.search(ours & wanted)

    def _known_partners(self):
        known = self.env["dialogue.attendance"]._read_group(
            [("session_id", "=", self.session_id.id), ("partner_id", "!=", False)],
            ["partner_id"],
        )
        return self.env["res.partner"].browse([partner.id for (partner,) in known])

    def action_invite(self):
        """Put everybody found on the list of the session, once."""
        self.ensure_one()
        self.session_id.check_access("write")
        if self.session_id.state in ENDED_STATES:
            raise UserError(
                self.env._(
                    "“%s” has ended; nobody can be invited to it any more.",
                    self.session_id.name,
                )
            )
        found = self._found_partners()
        if not found:
            raise UserError(
                self.env._(
                    "Nobody was found. Choose a tag, a sector or some contacts first."
                )
            )
        known = found & self._known_partners()
        self.env["dialogue.attendance"].create(
            [
                {
                    "session_id": self.session_id.id,
                    "partner_id": partner.id,
                    "role": self.role,
                }
                for partner in found - known
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if found - known else "warning",
                "message": self.env._(
                    "Invited: %(new)s. On the list already and left as they are: "
                    "%(known)s.",
                    new=len(found) - len(known),
                    known=len(known),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
