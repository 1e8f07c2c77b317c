from odoo import fields, models

PUBLISH_CHOICES = [
    ("nothing", "Nothing"),
    ("anonymous", "Question and answer without my name"),
    ("named", "Question and answer with my name"),
]


class DialogueFeedback(models.Model):
    """What the petitioner wants the public to see of a case."""

    _inherit = "dialogue.feedback"

    publish_choice = fields.Selection(
        selection=PUBLISH_CHOICES,
        string="May be made public",
        default="anonymous",
        required=True,
        copy=False,
        tracking=True,
        help="As the petitioner chose. A name becomes public with their consent only, "
        "which they give separately and can take back.",
    )
    is_name_public = fields.Boolean(
        string="Consent to publish the name",
        readonly=True,
        copy=False,
        tracking=True,
        help="Whether the consent that was given holds today.",
    )
