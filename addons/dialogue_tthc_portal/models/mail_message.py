from odoo import models

from ..tools.closed import is_closed_model, open_models_domain


class MailMessage(models.Model):
    """Messages of the dialogue are closed to portal and public users.

    Odoo lets an author, somebody notified and whoever may read the record read
    messages, and lets a portal user write one anywhere as a "reply" to a message of
    their own. Petitioners read and write theirs on the page of the case alone.
    """

    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        if self.env.user._is_internal():
            return super()._get_forbidden_access(operation)
        # sudo: what a message belongs to decides who may read that very field
        closed = self.filtered(lambda message: is_closed_model(message.sudo().model))
        others = self - closed
        if not others:
            return closed
        return closed + super(MailMessage, others)._get_forbidden_access(operation)

    def _get_search_domain_share(self):
        return super()._get_search_domain_share() & open_models_domain("model")
