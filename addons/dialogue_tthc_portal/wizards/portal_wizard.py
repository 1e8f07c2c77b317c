from odoo import SUPERUSER_ID, models


class PortalWizardUser(models.TransientModel):
    """An account that the desk gives to a person of an organisation is its member."""

    _inherit = "portal.wizard.user"

    def action_grant_access(self):
        result = super().action_grant_access()
        # computed before there was an account
        self.invalidate_recordset(["user_id"])
        # superuser: whoever keeps contacts put the person under the organisation and
        # may know nothing of memberships; a member sees what colleagues share only
        self.env["dialogue.membership"].with_user(SUPERUSER_ID)._adopt_accounts(
            self.user_id
        )
        return result
