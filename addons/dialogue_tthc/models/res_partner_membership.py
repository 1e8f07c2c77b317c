from odoo import models

from .dialogue_membership import ROLES

# set while a person's own contact is changed: nothing of it goes up to the
# organisation that they belong to
KEEPS_ORGANISATION = "dialogue_keeps_organisation"


class ResPartner(models.Model):
    """Which organisation a person acts for, and whether they manage it."""

    _inherit = "res.partner"

    def _address_fields(self):
        # Odoo writes the address of a contact to its company, too
        if self.env.context.get(KEEPS_ORGANISATION):
            return []
        return super()._address_fields()

    def _synced_commercial_fields(self):
        if self.env.context.get(KEEPS_ORGANISATION):
            return []
        return super()._synced_commercial_fields()

    def _dialogue_membership(self):
        """Return the approved membership of this person, in sudo, or none."""
        # sudo: who a person acts for decides what they may read; callers pass the
        # contact of the current user, and hand on single values
        return (
            self.env["dialogue.membership"]
            .sudo()
            .search(
                [("partner_id", "in", self.ids), ("state", "=", "approved")], limit=1
            )
        )

    def _dialogue_request(self):
        """Return the request of this person that waits, in sudo, or none."""
        # sudo: as above
        return (
            self.env["dialogue.membership"]
            .sudo()
            .search(
                [("partner_id", "in", self.ids), ("state", "=", "requested")], limit=1
            )
        )

    def _dialogue_organisation(self):
        """Return the organisation that this person was approved for, in sudo, or none.

        A contact that merely lies under a company is no member.
        """
        return self._dialogue_membership().organisation_id

    def _dialogue_managed_organisation(self):
        """Return the organisation that this person manages, in sudo, or none."""
        membership = self._dialogue_membership()
        manager = ROLES[1][0]
        return membership.filtered(lambda one: one.role == manager).organisation_id

    def _dialogue_petitioners(self):
        """Return the contacts whose cases are this person's own, in sudo.

        Their own contact, and the organisation that they manage: what the desk entered
        for it on paper or by phone is its manager's to follow.
        """
        return self.sudo() | self._dialogue_managed_organisation()

    def write(self, vals):
        result = super().write(vals)
        if "parent_id" in vals:
            self._dialogue_part_with_organisation()
        return result

    def _dialogue_part_with_organisation(self):
        """End memberships of persons who were put under another contact."""
        # sudo: whoever keeps contacts may know nothing of memberships, which end all
        # the same
        memberships_sudo = (
            self.env["dialogue.membership"]
            .sudo()
            .search([("partner_id", "in", self.ids), ("state", "=", "approved")])
        )
        memberships_sudo.filtered(
            lambda one: one.partner_id.parent_id != one.organisation_id
        )._end()
