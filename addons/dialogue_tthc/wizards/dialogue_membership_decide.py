from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.dialogue_membership import ROLES

DECISIONS = [("approve", "Approve"), ("refuse", "Do not approve")]
TARGETS = [
    ("existing", "An organisation on record"),
    ("new", "A new contact of what was stated"),
]


class DialogueMembershipDecide(models.TransientModel):
    """What the desk decides about a request, and into which organisation."""

    _name = "dialogue.membership.decide"
    _description = "Decide on a Membership"

    decision = fields.Selection(selection=DECISIONS, required=True)
    membership_id = fields.Many2one(
        comodel_name="dialogue.membership",
        string="Request",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    target = fields.Selection(
        selection=TARGETS,
        string="Belongs to",
        compute="_compute_organisation_id",
        store=True,
        readonly=False,
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_organisation_id",
        store=True,
        readonly=False,
        domain="[('is_company', '=', True)]",
    )
    role = fields.Selection(
        selection=ROLES,
        # also where there is no manager yet: that is to be asked for, not to be got
        default="member",
        help="A manager decides who else belongs to the organisation, and acts for it.",
    )
    found_count = fields.Integer(related="membership_id.found_count")
    reason = fields.Text(string="Why not")

    @api.depends("membership_id")
    def _compute_organisation_id(self):
        for wizard in self:
            found = wizard.membership_id.found_id
            wizard.organisation_id = found
            wizard.target = "existing" if found else "new"

    def action_apply(self):
        """Decide.

        :return: an action that closes the window
        """
        self.ensure_one()
        if self.decision == "refuse":
            self.membership_id.action_refuse(self.reason)
        elif self.target == "new":
            self.membership_id.action_approve(False, self.role)
        elif self.organisation_id:
            self.membership_id.action_approve(self.organisation_id.id, self.role)
        else:
            raise UserError(
                self.env._("Choose the contact of an organisation, or a new one.")
            )
        return {"type": "ir.actions.act_window_close"}
