from odoo import models

# what ended like this never becomes public
NEVER_PUBLIC = ("refused", "withdrawn")


class DialogueFeedback(models.Model):
    """What the page of a case offers about whose it is, and whose name is public."""

    _inherit = "dialogue.feedback"

    def _portal_page(self, base):
        """Add whether the case can be taken over, and what of it may be public.

        ``publicity`` is what the petitioner allowed, in words: only for themselves, and
        only where they could still allow less.
        """
        page = super()._portal_page(base)
        # sudo: flags of the case whose page this is
        feedback_sudo = self.sudo()
        is_link = base.startswith("/dialogue/")
        # by the private link the page is made in sudo
        is_own = self.env.su or self._portal_is_filed_by_user()
        choice = feedback_sudo.publish_choice
        is_ended = feedback_sudo.state in NEVER_PUBLIC
        is_open = is_own and choice != "nothing" and not is_ended
        labels = dict(self._fields["publish_choice"]._description_selection(self.env))
        return page | {
            "own_base": base,
            "can_claim": is_link and self._may_be_claimed(),
            "is_name_public": is_own and feedback_sudo.is_name_public,
            "publicity": labels[choice] if is_open else "",
            "is_public_now": is_open and feedback_sudo.is_published,
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

    def _portal_want_nothing_public(self):
        """Let nothing of the case be public, if the current user filed it.

        :return: whether it was theirs to say
        """
        if not self._portal_is_filed_by_user():
            return False
        self._want_nothing_public("account")
        return True
