from odoo import api, fields, models
from odoo.exceptions import ValidationError

WHOLE = 100


class ResCompany(models.Model):
    """How the time of a session is meant to be shared."""

    _inherit = "res.company"

    dialogue_participant_share = fields.Integer(
        string="Time for participants (%)",
        default=60,
        required=True,
        help="The part of the speaking time at a session that new plans set aside for "
        "those who were invited to be heard.",
    )

    @api.constrains("dialogue_participant_share")
    def _check_participant_share(self):
        for company in self:
            if not 0 <= company.dialogue_participant_share <= WHOLE:
                raise ValidationError(
                    self.env._("The time for participants lies between 0 and 100 %.")
                )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    dialogue_participant_share = fields.Integer(
        related="company_id.dialogue_participant_share", readonly=False
    )
