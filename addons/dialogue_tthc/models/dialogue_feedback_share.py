from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError


class DialogueFeedback(models.Model):
    """A case that its author shows to the colleagues of their organisation.

    Nobody but the author shares a case or takes that back. What is withheld from
    officials, or sealed, stays with the author alone, whatever was shared before: the
    rules of the portal ask for that, too.
    """

    _inherit = "dialogue.feedback"

    shared_organisation_id = fields.Many2one(
        comodel_name="res.partner",
        string="Shared with the colleagues at",
        index="btree_not_null",
        readonly=True,
        copy=False,
        # officials need not know what an enterprise shows to its own people
        groups=fields.NO_ACCESS,
    )

    @api.model
    def _file(self, vals, petitioner_vals, files=(), more=()):
        feedback = super()._file(vals, petitioner_vals, files, more)
        # sudo: what a person chose for their own cases
        feedback_sudo = feedback.sudo()
        membership = feedback_sudo.partner_id._dialogue_membership()
        if feedback_sudo.channel == "portal" and membership.is_sharing_default:
            feedback_sudo._share_with(membership.organisation_id)
        return feedback

    def _may_be_shared(self):
        """Say whether colleagues may ever read this case."""
        self.ensure_one()
        # sudo: two flags, for whoever filed the case
        feedback_sudo = self.sudo()
        return not (feedback_sudo.is_sealed or feedback_sudo.is_name_hidden)

    def _share(self, is_shared):
        """Show the case to the colleagues of its author, or to nobody any more.

        :param bool is_shared: what the author, who is the current user, wants
        :raise AccessError: the current user did not file it
        :raise UserError: it cannot be shared
        """
        self.ensure_one()
        person = self.env.user.partner_id
        # sudo: who filed the case, to compare with the current user
        if self.sudo().partner_id != person:
            raise AccessError(self.env._("Only who filed a case shares it."))
        # superuser and not sudo(): ``write_uid`` must not name who filed the case.
        # That it is theirs was checked just now.
        feedback = self.with_user(SUPERUSER_ID)
        organisation = person._dialogue_organisation()
        if is_shared and not organisation:
            raise UserError(
                self.env._(
                    "You do not belong to an organisation yet: nobody to share with."
                )
            )
        if is_shared and not feedback._may_be_shared():
            raise UserError(
                self.env._(
                    "You asked not to be named, or the case is confidential: it stays "
                    "with you alone."
                )
            )
        feedback._share_with(organisation if is_shared else organisation.browse())
        # what is left to the end of the request is written in the name of its user
        self.env.flush_all()

    def _share_with(self, organisation):
        """Set whom the case, and the parts that it was split into, is shared with."""
        own = self | self.child_ids.filtered(
            lambda part: part.partner_id == self.partner_id
        )
        own.filtered(
            lambda case: case._may_be_shared() or not organisation
        ).shared_organisation_id = organisation
