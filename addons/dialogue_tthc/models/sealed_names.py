"""Names of what a sealed case is about, kept from those who may not read it.

Links are named with elevated rights: whoever puts the id of any record into a window
of their own gets its name back, with what was promised or the due day in it. The case
itself, and its answers, go by the code alone (``dialogue_feedback_screen.py``).
"""

from odoo import api, models

# what belongs to a sealed case, by model: how it is found among records
SEALED = {
    "dialogue.extension": [("feedback_id.is_sealed", "=", True)],
    "dialogue.commitment": [("feedback_id.is_sealed", "=", True)],
    "dialogue.referral": [("line_ids.feedback_id.is_sealed", "=", True)],
}


def withhold(records):
    """Replace the names of sealed records that the user may not read."""
    if not records.env.su:
        return  # the rights of the user were asked for already
    sealed = records._origin.filtered_domain(SEALED[records._name])
    if not sealed:
        return
    readable = sealed.sudo(False)._filtered_access("read")
    hidden_ids = frozenset((sealed - readable.sudo()).ids)
    for record in records:
        if record._origin.id in hidden_ids:
            record.display_name = records.env._("Name withheld")


class DialogueExtension(models.Model):
    _inherit = "dialogue.extension"

    @api.depends("feedback_id.is_sealed", "feedback_id.reader_ids")
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        withhold(self)
        return result


class DialogueCommitment(models.Model):
    _inherit = "dialogue.commitment"

    @api.depends("feedback_id.is_sealed", "feedback_id.reader_ids")
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        withhold(self)
        return result


class DialogueReferral(models.Model):
    _inherit = "dialogue.referral"

    @api.depends("line_ids.feedback_id.is_sealed", "line_ids.feedback_id.reader_ids")
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        withhold(self)
        return result
