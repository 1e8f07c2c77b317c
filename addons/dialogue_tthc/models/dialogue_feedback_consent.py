from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, UserError

from .feedback_states import DESK


class DialogueFeedback(models.Model):
    """Which form a case came from, and whether its petitioner is named in public."""

    _inherit = "dialogue.feedback"

    filing_id = fields.Many2one(
        comodel_name="dialogue.filing",
        string="Form",
        readonly=True,
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    consent_ids = fields.One2many(
        comodel_name="dialogue.consent",
        inverse_name="feedback_id",
        string="Consents to publish the name",
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )

    def _of_one_filing(self):
        """Return these cases (in sudo) with those that belong to the same filing.

        What came by one form, and what was split from one another; of the same
        petitioner alone.
        """
        # sudo: which cases belong together is closed; the callers say who may act
        more = self.sudo().with_context(active_test=False)
        petitioners = more.petitioner_id
        found = more.browse()
        while more:
            found |= more
            near = more.parent_id | more.child_ids | more.filing_id.feedback_ids
            more = near.filtered(lambda case: case.petitioner_id in petitioners) - found
        return found

    def _give_consent(self, wording, door):
        """Record that the petitioner agrees to be named in public.

        :param str wording: the sentence that was agreed to, as shown
        :param str door: key of ``dialogue_consent.DOORS``
        """
        # superuser: nobody but a petitioner gives it, and they have no right to the
        # record; that the case is theirs was checked by the caller
        cases = self.with_user(SUPERUSER_ID).filtered(
            lambda case: not case.is_name_public
        )
        cases.env["dialogue.consent"].create(
            [
                {"feedback_id": case.id, "wording": wording, "door": door}
                for case in cases
            ]
        )
        cases.write({"is_name_public": True})
        cases.env.flush_all()

    def _withdraw_consent(self, door):
        """Record that the petitioner does not agree any more.

        One form asked them once for all its questions, and one word takes that back.
        What else may be public stays as they chose it.

        :param str door: key of ``dialogue_consent.DOORS``
        """
        # superuser: as above
        cases = self.with_user(SUPERUSER_ID)._of_one_filing().filtered("is_name_public")
        cases._end_consents(door)
        cases.filtered(lambda case: case.publish_choice == "named").write(
            {"publish_choice": "anonymous"}
        )
        cases.env.flush_all()

    def _end_consents(self, door):
        """Let no consent of these cases (as the superuser) hold any more."""
        consents = self.consent_ids.filtered(lambda one: not one.withdrawn_on)
        consents.write({"withdrawn_on": fields.Datetime.now(), "withdrawn_door": door})
        self.write({"is_name_public": False})

    def _want_nothing_public(self, door):
        """Record that the petitioner wants nothing of the case to be public any more.

        A copy that is public is taken back at once. Of their other cases nothing
        changes.

        :param str door: key of ``dialogue_consent.DOORS``
        """
        # superuser: as above
        cases = self.with_user(SUPERUSER_ID).filtered(
            lambda case: case.publish_choice != "nothing"
        )
        cases._end_consents(door)
        cases.write({"publish_choice": "nothing"})
        for case in cases:
            localized = case._in_company_lang()
            localized.message_post(
                body=localized.env._(
                    "The petitioner wants nothing of this case to be public any more."
                ),
                subtype_xmlid="mail.mt_note",
            )
        cases.env.flush_all()

    def action_withdraw_consent(self):
        """Enter that the petitioner told the desk that they do not agree any more.

        :raise AccessError: the user is not of the desk
        """
        self.check_access("write")
        if not self.env.user.has_group(DESK):
            raise AccessError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )
        # sudo: whether a name is public is closed to be written, and read here
        cases_sudo = self._of_one_filing().filtered("is_name_public")
        if not cases_sudo:
            raise UserError(self.env._("There is no consent that holds."))
        self._withdraw_consent("desk")
        for feedback in cases_sudo:
            localized = feedback._in_company_lang()
            feedback.message_post(
                body=localized.env._(
                    "The petitioner told us that their name must not be published any "
                    "more."
                ),
                subtype_xmlid="mail.mt_note",
            )
