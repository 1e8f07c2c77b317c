from odoo import api, fields, models
from odoo.fields import Command


class DialogueSelectionMixin(models.AbstractModel):
    """A window about the cases, or the answers, selected on the screen behind it."""

    _name = "dialogue.selection.mixin"
    _description = "Selected Cases"

    feedback_ids = fields.Many2many(comodel_name="dialogue.feedback", string="Cases")
    case_count = fields.Integer(compute="_compute_case")
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback", string="Case", compute="_compute_case"
    )

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        if "feedback_ids" in fields and (feedbacks := self._selected_feedbacks()):
            defaults["feedback_ids"] = [Command.set(feedbacks.ids)]
        return defaults

    @api.model
    def _selected_feedbacks(self):
        """Return the cases selected on the screen that opened the window.

        :raise AccessError: the user may not read one of them
        """
        model = self.env.context.get("active_model")
        if model not in ("dialogue.feedback", "dialogue.answer"):
            return self.env["dialogue.feedback"]
        active_ids = self.env.context.get("active_ids") or []
        records = self.env[model].browse(active_ids).exists()
        feedbacks = records.feedback_id if model == "dialogue.answer" else records
        feedbacks.check_access("read")
        return feedbacks

    @api.depends("feedback_ids")
    def _compute_case(self):
        for window in self:
            window.case_count = len(window.feedback_ids)
            window.feedback_id = (
                window.feedback_ids if window.case_count == 1 else False
            )
