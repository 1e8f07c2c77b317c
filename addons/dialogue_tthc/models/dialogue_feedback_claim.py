from odoo import SUPERUSER_ID, models


class DialogueFeedback(models.Model):
    """How a case that was filed without an account gets to one."""

    _inherit = "dialogue.feedback"

    def _may_be_claimed(self):
        """Say whether the case belongs to no account, nor to any organisation.

        An organisation has no account of its own: those who manage it act for it.
        """
        self.ensure_one()
        # sudo: whose the case is, to say yes or no
        owner_sudo = self.sudo().partner_id.with_context(active_test=False)
        if owner_sudo.user_ids or owner_sudo.is_company:
            return False
        members = owner_sudo.env["dialogue.membership"].search_count(
            [("organisation_id", "in", owner_sudo.ids)], limit=1
        )
        return not members

    def _claim(self, partner):
        """Give the case, and those filed with it, to an account if they have none yet.

        The caller knows that whoever asks holds the private link of the case: knowing
        a mail address or a tax code opens nothing.

        :param res.partner partner: contact of the account
        :return: whether the case is theirs now
        """
        self.ensure_one()
        # superuser: nobody has the right to say whose a case is
        feedback = self.with_user(SUPERUSER_ID)
        if feedback.partner_id != partner and not feedback._may_be_claimed():
            # who manages the organisation has it among their cases already
            managed = partner._dialogue_managed_organisation()
            return bool(managed) and feedback.partner_id == managed
        cases = feedback._of_one_filing().filtered(lambda case: case._may_be_claimed())
        cases.partner_id = partner
        for petitioner in cases.petitioner_id:
            if not petitioner.partner_id:
                petitioner.partner_id = partner
        # of two at the same moment the second one is asked again, and comes too late
        feedback.env.flush_all()
        return True
