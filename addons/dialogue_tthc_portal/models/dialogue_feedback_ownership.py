from odoo import models


class DialogueFeedback(models.Model):
    """What the page of a case offers about whose it is, and whose name is public."""

    _inherit = "dialogue.feedback"

    def _portal_page(self, base):
        """Add whether the case can be taken over, and whether its name is public."""
        page = super()._portal_page(base)
        # sudo: two flags of the case whose page this is
        feedback_sudo = self.sudo()
        is_link = base.startswith("/dialogue/")
        return page | {
            "own_base": base,
            "can_claim": is_link and self._may_be_claimed(),
            "is_name_public": feedback_sudo.is_name_public
            and (is_link or self._portal_is_filed_by_user()),
        }

    def _portal_is_filed_by_user(self):
        """Say whether the current user filed the case: they decide about their name.

        No colleague who may read along does, nor who manages the organisation.
        """
        # sudo: whose the case is, to compare
        return self.sudo().partner_id == self.env.user.partner_id

    def _portal_withdraw_consent(self):
        """Take back the consent to publish the name, if the current user filed it.

        :return: whether it was theirs to take back
        """
        if not self._portal_is_filed_by_user():
            return False
        self._withdraw_consent("account")
        return True
