from odoo import api, fields, models
from odoo.fields import Domain

# carried along by a case that a colleague reads, also into sudo()
AS_COLLEAGUE = "dialogue_read_by_colleague"


class DialogueFeedback(models.Model):
    """What a colleague may see of a case that its author shared: less than the author.

    They read what was asked, where it stands and the answer. The messages stay between
    the author and the department, and nobody but the author acts on the case.
    """

    _inherit = "dialogue.feedback"

    is_own = fields.Boolean(
        string="Filed by oneself",
        compute="_compute_is_own",
        search="_search_is_own",
        compute_sudo=True,
        groups="base.group_portal",
        help="Or entered for the organisation that one manages.",
    )

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        petitioners = self.env.user.partner_id._dialogue_petitioners()
        for feedback in self:
            feedback.is_own = feedback.partner_id in petitioners

    def _search_is_own(self, operator, value):
        if operator != "in":
            return NotImplemented
        petitioners = self.env.user.partner_id._dialogue_petitioners()
        # sudo: portal users may ask which cases are theirs, not who filed which
        found = self.sudo()._search(
            Domain("partner_id", "in", petitioners.ids), active_test=False
        )
        return Domain("id", "in", found)

    @api.model
    def _portal_find(self, feedback_id, with_shared=False):
        """Return the case of the current portal user with this id, or none.

        :param bool with_shared: also one that a colleague shared, to read it; whatever
            acts on a case leaves that out
        """
        feedback = super()._portal_find(feedback_id)
        if not feedback or feedback.is_own:
            return feedback
        return feedback._as_colleague() if with_shared else self.browse()

    def _as_colleague(self):
        return self.with_context(**{AS_COLLEAGUE: True})

    def _is_read_by_colleague(self):
        """Say whether the current user is neither the petitioner nor acts for them."""
        self.ensure_one()
        if self.env.context.get(AS_COLLEAGUE):
            return True
        # private links and officials come in sudo, portal users never do
        return not (self.env.su or self.env.user._is_internal() or self.is_own)

    def _portal_may_act(self):
        """Say whether the current reader of this case is its petitioner.

        A private link is theirs; an account is if it filed the case, or manages the
        organisation that it was entered for.
        """
        return not self._is_read_by_colleague()

    def _portal_may_post(self):
        return not self._is_read_by_colleague() and super()._portal_may_post()

    def _portal_messages(self):
        return [] if self._is_read_by_colleague() else super()._portal_messages()

    def _portal_attachments(self):
        attachments = super()._portal_attachments()
        if self._is_read_by_colleague():
            attachments -= self._petitioner_messages().attachment_ids
        return attachments

    def _portal_parts(self):
        parts = super()._portal_parts()
        return parts._as_colleague() if self._is_read_by_colleague() else parts

    # ------------------------------------------------------------------
    # Who shares what
    # ------------------------------------------------------------------

    def _portal_author_names(self):
        """Return who filed the cases that colleagues shared: id -> name.

        Cases of the user's own are missing.
        """
        # sudo: the author showed these cases to this very user
        return {
            feedback.id: feedback.sudo().partner_id.name
            for feedback in self
            if not feedback.is_own
        }

    def _portal_share_values(self):
        """Return what the box about sharing shows, or None where there is none.

        :return: dict with ``is_author``, ``author`` (str) or ``url``, ``is_shared``,
            ``may_share`` and ``organisation`` (str)
        """
        self.ensure_one()
        if self._is_read_by_colleague():
            # sudo: as above
            return {"is_author": False, "author": self.sudo().partner_id.name or ""}
        if self.env.su:
            # by a private link: whose account it would be is not known
            return None
        person = self.env.user.partner_id
        # sudo: two values of the user's own case
        feedback_sudo = self.sudo()
        if feedback_sudo.partner_id != person:
            return None
        shared_with = feedback_sudo.shared_organisation_id
        organisation = person._dialogue_organisation()
        if not (organisation or shared_with):
            return None
        return {
            "is_author": True,
            "url": f"{self._portal_url()}/share",
            "is_shared": bool(shared_with) and self._may_be_shared(),
            "may_share": bool(organisation) and self._may_be_shared(),
            "organisation": (shared_with or organisation).name,
        }
