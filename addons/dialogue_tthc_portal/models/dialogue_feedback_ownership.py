from odoo import models


class DialogueFeedback(models.Model):
    """What the page of a case offers about whose it is, and whose name is public."""

    _inherit = "dialogue.feedback"

    def _portal_page(self, base):
        """Add whether the case can be taken over, and whether its name is public."""
        page = super()._portal_page(base)
        # sudo: two flags of the case whose page this is
        feedback_sudo = self.sudo()
        owner = feedback_sudo.partner_id.with_context(active_test=False)
        is_link = base.startswith("/dialogue/")
        return page | {
            "own_base": base,
            "can_claim": is_link and not owner.user_ids,
            "is_name_public": feedback_sudo.is_name_public
            and (is_link or feedback_sudo.partner_id == self.env.user.partner_id),
        }
