from odoo import SUPERUSER_ID, models


class DialogueFeedback(models.Model):
    """How a case that was filed without an account gets to one."""

    _inherit = "dialogue.feedback"

    def _claim(self, partner):
        """Give the case to an account, if it belongs to none yet.

        The caller knows that whoever asks holds the private link of the case: knowing
        a mail address or a tax code opens nothing.

        :param res.partner partner: contact of the account
        :return: whether the case is theirs now
        """
        self.ensure_one()
        # superuser: nobody has the right to say whose a case is
        feedback = self.with_user(SUPERUSER_ID)
        owner = feedback.partner_id
        if owner == partner:
            return True
        if owner.with_context(active_test=False).user_ids:
            return False
        feedback.partner_id = partner
        petitioner = feedback.petitioner_id
        if petitioner and not petitioner.partner_id:
            petitioner.partner_id = partner
        # of two at the same moment the second one is asked again, and comes too late
        feedback.env.flush_all()
        return True
