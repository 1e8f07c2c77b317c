from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _signup_create_user(self, values):
        """Make the account, and ask for its organisation in the same breath."""
        stated = values.pop("dialogue_stated", None)
        user = super()._signup_create_user(values)
        if stated:
            self.env["dialogue.membership"]._request(user.partner_id, stated)
        return user

    def _deactivate_portal_user(self, **post):
        """Let whoever gives up their account leave their organisation, too."""
        result = super()._deactivate_portal_user(**post)
        # sudo (inherited): the route asked for the password of this very account
        person = self.partner_id
        (person._dialogue_membership() | person._dialogue_request())._leave_account()
        return result
