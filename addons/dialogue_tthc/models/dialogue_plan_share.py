from odoo import fields, models


class DialoguePlan(models.Model):
    """The target for the share of speaking time at the sessions of a plan."""

    _inherit = "dialogue.plan"

    participant_share = fields.Integer(
        string="Time for participants (%)",
        default=lambda self: self.env.company.dialogue_participant_share,
        required=True,
        aggregator=None,
        help="The part of the speaking time at each session that is set aside for "
        "those who were invited to be heard.",
    )

    _participant_share_range = models.Constraint(
        "CHECK (participant_share BETWEEN 0 AND 100)",
        "The time for participants lies between 0 and 100 %.",
    )

    def write(self, vals):
        if "participant_share" in vals:
            # an aim that is set after the sessions were held says nothing
            self._check_text_open({"participant_share"})
        return super().write(vals)
