from odoo import SUPERUSER_ID, fields, models


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

        What else may be public stays as they chose it.

        :param str door: key of ``dialogue_consent.DOORS``
        """
        # superuser: as above
        cases = self.with_user(SUPERUSER_ID).filtered("is_name_public")
        consents = cases.consent_ids.filtered(lambda one: not one.withdrawn_on)
        consents.write({"withdrawn_on": fields.Datetime.now(), "withdrawn_door": door})
        cases.write({"is_name_public": False})
        cases.filtered(lambda case: case.publish_choice == "named").write(
            {"publish_choice": "anonymous"}
        )
        cases.env.flush_all()
