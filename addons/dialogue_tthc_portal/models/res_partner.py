from odoo import SUPERUSER_ID, models


class ResPartner(models.Model):
    """What the page about one's organisation shows, as plain values."""

    _inherit = "res.partner"

    def _can_be_edited_by_current_customer(self, **kwargs):
        # the pages of Odoo work in sudo: no rule keeps people of one organisation
        # from the contacts of each other
        current = self._get_current_partner(**kwargs)
        if current.commercial_partner_id != current:
            self.ensure_one()
            return self == current
        return super()._can_be_edited_by_current_customer(**kwargs)

    def _portal_organisation_words(self):
        """Say in a few words for whom this person acts, for the card on /my."""
        membership = self._dialogue_membership()
        if membership:
            return membership.organisation_id.name
        if self._dialogue_request():
            return self.env._("Waiting for approval")
        return self.env._("You write as yourself")

    def _portal_organisation_page(self):
        """Return the values of the page; nothing of an organisation before approval.

        :return: dict with ``status`` (``none``, ``requested``, ``refused``, ``ended``
            or ``approved``), ``request_waiting`` (what waits, or None), ``stated`` (to
            fill in the form), ``refuse_reason``, ``organisation`` (dict or None),
            ``is_manager``, ``is_sharing_default``, ``members`` and ``requests`` (lists
            of dict; requests for a manager alone)
        """
        self.ensure_one()
        membership = self._dialogue_membership()
        waiting = self._dialogue_request()
        # sudo: the person's own requests
        last = membership.search([("partner_id", "=", self.id)], limit=1)
        status = "approved" if membership else last.state or "none"
        if status == "withdrawn":
            status = "none"
        managed = membership.browse()
        if membership.role == "manager":
            managed = self.env["dialogue.membership"]._managed()
        return {
            "status": status,
            "request_waiting": waiting._portal_stated() if waiting else None,
            "stated": (waiting or membership or last)._portal_stated(),
            "refuse_reason": status == "refused" and last.refuse_reason,
            "organisation": membership._portal_organisation() if membership else None,
            "is_manager": membership.role == "manager",
            "is_sharing_default": membership.is_sharing_default,
            "members": membership._portal_members() if membership else [],
            "requests": managed.filtered(
                lambda one: one.state == "requested"
            )._portal_people(),
        }

    def _portal_set_sharing(self, is_shared):
        """Keep whether new cases of this person are shared with their colleagues."""
        self.ensure_one()
        # superuser: a person has no right to their membership; this choice is theirs
        membership = self._dialogue_membership().with_user(SUPERUSER_ID)
        membership.is_sharing_default = is_shared
