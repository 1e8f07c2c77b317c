from odoo import api, fields, models
from odoo.exceptions import AccessError

DOORS = [
    ("account", "Signed in to the portal"),
    ("guest", "On the form without an account, confirmed by mail"),
    ("link", "By the private link of the case"),
    ("desk", "Told the desk"),
]
WITHDRAWAL = frozenset({"withdrawn_on", "withdrawn_door"})


class DialogueConsent(models.Model):
    """Proof that somebody agreed to have their name published, and until when.

    What was agreed to is never rewritten: a consent is taken back once, and a new one
    is a new record.
    """

    _name = "dialogue.consent"
    _description = "Consent to Publish the Name"
    _order = "given_on desc, id desc"
    _rec_name = "feedback_id"

    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="feedback_id.company_id", store=True, index=True
    )
    wording = fields.Text(
        required=True, readonly=True, help="The sentence that was agreed to, as shown."
    )
    given_on = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    door = fields.Selection(selection=DOORS, string="How", required=True, readonly=True)
    withdrawn_on = fields.Datetime(readonly=True)
    withdrawn_door = fields.Selection(
        selection=DOORS, string="How taken back", readonly=True
    )

    _one_holds = models.UniqueIndex(
        "(feedback_id) WHERE withdrawn_on IS NULL",
        "This consent was given already.",
    )

    @api.model
    def _wording(self):
        """Return the sentence that is agreed to, in the language of the page."""
        return self.env._(
            "I agree that my name is published together with my question and its "
            "answer. I can take this back at any time on the page of my case."
        )

    def write(self, vals):
        if set(vals) - WITHDRAWAL or any(consent.withdrawn_on for consent in self):
            raise AccessError(
                self.env._("What was agreed to is part of the record and stays.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        raise AccessError(
            self.env._("What was agreed to is part of the record and stays.")
        )
