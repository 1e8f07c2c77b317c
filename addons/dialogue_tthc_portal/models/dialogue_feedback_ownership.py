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
        # by the private link the page is made in sudo
        is_link = self.env.su
        is_own = is_link or self._portal_is_filed_by_user()
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

    def _portal_allow_less(self, is_nothing, door="account"):
        """Let the name be public no more, or nothing of the case.

        :param bool is_nothing: nothing at all, and not only no name
        :param str door: key of ``dialogue_consent.DOORS``; whoever has an account must
            have filed the case
        :return: whether it was theirs to say
        """
        if door == "account" and not self._portal_is_filed_by_user():
            return False
        if is_nothing:
            self._want_nothing_public(door)
        else:
            self._withdraw_consent(door)
        return True
