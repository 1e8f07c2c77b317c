from odoo import api, models


class DialogueMembership(models.Model):
    """What the portal shows of memberships, as plain values.

    Records come in sudo, from methods that ask whose they are.
    """

    _inherit = "dialogue.membership"

    @api.model
    def _portal_managed(self, membership_id):
        """Return what the current user decides about with this id, or none.

        :return: a membership in the environment of the user
        """
        found = self._managed().filtered(lambda one: one.id == membership_id)
        return self.browse(found.id)

    def _portal_stated(self):
        """Return what the person said, as the form about it names it."""
        if not self:
            return {}
        return {
            "organisation": self.name,
            **{
                name: self[name] or ""
                for name in (
                    "kind",
                    "tax_code",
                    "position",
                    "phone",
                    "street",
                    "ward",
                    "province",
                )
            },
        }

    def _portal_organisation(self):
        """Return the organisation that the person was approved for."""
        organisation = self.organisation_id
        return {
            "name": organisation.name,
            "tax_code": organisation.vat or "",
            "address": organisation._dialogue_one_line_address() or "",
        }

    def _portal_members(self):
        """Return who acts for the organisation of this membership, managers first."""
        members = self.search(
            [
                ("organisation_id", "=", self.organisation_id.id),
                ("state", "=", "approved"),
            ]
        )
        is_manager = self.role == "manager"
        return [
            {
                **person,
                # colleagues know each other by name; addresses are their manager's
                "email": person["email"] if is_manager else "",
                "is_self": person["id"] == self.id,
            }
            for person in members.sorted(
                lambda one: (one.role != "manager", one.partner_id.name or "")
            )._portal_people()
        ]

    def _portal_people(self):
        """Return the people behind these memberships, as list of dict."""
        return [
            {
                "id": one.id,
                "name": one.partner_id.name,
                "position": one.position or "",
                "email": one.partner_id.email or "",
                "is_manager": one.role == "manager",
                "organisation": one.name,
            }
            for one in self
        ]
