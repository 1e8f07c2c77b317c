from odoo import api, models
from odoo.fields import Domain

from ..tools.closed import is_closed_model, open_models_domain


class IrAttachment(models.Model):
    """Files of the dialogue are closed to portal and public users.

    By Odoo's rule whoever reads a record reads all files tied to it, internal ones
    too. Petitioners get theirs by ``/my/feedback/<id>/file/<id>``.
    """

    _inherit = "ir.attachment"

    def _closed_to_strangers(self):
        """Return the files of ``self`` that only officials may touch."""
        # sudo: what a file belongs to decides who may read that very field
        return self.filtered(lambda file: is_closed_model(file.sudo().res_model))

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or self.env.user._is_internal():
            return result
        forbidden = result[0] if result else self.browse()
        closed = (self - forbidden)._closed_to_strangers()
        if not closed:
            return result
        forbidden |= closed
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(
            operation, forbidden
        )

    def _can_return_content(self, field_name=None, access_token=None):
        # neither "public" nor a token opens a file of a case to strangers
        if not self.env.user._is_internal() and self._closed_to_strangers():
            return False
        return super()._can_return_content(field_name, access_token)

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        if not (bypass_access or self.env.su or self.env.user._is_internal()):
            domain = Domain(domain) & open_models_domain("res_model")
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )
