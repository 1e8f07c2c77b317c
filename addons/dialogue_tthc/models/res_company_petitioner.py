from odoo import api, fields, models
from odoo.exceptions import ValidationError

# a year: longer than anybody remembers what was answered
MOST_DAYS = 365


class ResCompany(models.Model):
    """How long a petitioner may come back to an answer."""

    _inherit = "res.company"

    dialogue_reopen_days = fields.Integer(
        string="Petitioners may reopen within",
        default=10,
        required=True,
        help="In working days after the answer: until when the petitioner may ask, "
        "once, to look at it again. 0: not at all.",
    )
    dialogue_rating_days = fields.Integer(
        string="A rating can be changed for",
        default=30,
        required=True,
        help="In days after the petitioner rated the answer.",
    )
    dialogue_solved_days = fields.Integer(
        string="Ask whether it is solved after",
        default=30,
        required=True,
        help="In days after the answer: when the petitioner is asked by mail, once, "
        "whether the matter is really solved. 0: not at all.",
    )

    @api.constrains(
        "dialogue_reopen_days", "dialogue_rating_days", "dialogue_solved_days"
    )
    def _check_petitioner_days(self):
        for company in self:
            days = (
                company.dialogue_reopen_days,
                company.dialogue_rating_days,
                company.dialogue_solved_days,
            )
            if not all(0 <= number <= MOST_DAYS for number in days):
                raise ValidationError(
                    self.env._(
                        "What a petitioner may do after the answer has a term between "
                        "0 and %s days. Check the numbers of days.",
                        MOST_DAYS,
                    )
                )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    dialogue_reopen_days = fields.Integer(
        related="company_id.dialogue_reopen_days", readonly=False
    )
    dialogue_rating_days = fields.Integer(
        related="company_id.dialogue_rating_days", readonly=False
    )
    dialogue_solved_days = fields.Integer(
        related="company_id.dialogue_solved_days", readonly=False
    )
