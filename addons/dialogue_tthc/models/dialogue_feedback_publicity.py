from odoo import fields, models
from odoo.exceptions import UserError

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
        help="As the petitioner chose; of what they filed themselves, officials may "
        "allow less and never more. A name becomes public with their consent only, "
        "which they give separately and can take back.",
    )
    is_name_public = fields.Boolean(
        string="Consent to publish the name",
        readonly=True,
        copy=False,
        tracking=True,
        help="Whether the consent that was given holds today.",
    )

    def write(self, vals):
        if "publish_choice" in vals and not self.env.su:
            self._check_allows_no_more(vals["publish_choice"])
        return super().write(vals)

    def _check_allows_no_more(self, choice):
        """Refuse to make more public than whoever filled in the form themselves chose.

        :raise UserError: the petitioner of a case allows less
        """
        keys = [key for key, _label in PUBLISH_CHOICES]
        # sudo: whether it came by a form is closed
        for feedback in self.sudo().filtered("filing_id"):
            if choice not in keys[: keys.index(feedback.publish_choice) + 1]:
                raise UserError(
                    self.env._(
                        "What of case “%s” may be public was chosen by its petitioner. "
                        "Less can be made public, not more.",
                        feedback.display_name,
                    )
                )
