from odoo import fields, models

from ..models.dialogue_plan_document import END_TEXTS


class DialoguePlanImport(models.TransientModel):
    """The sentences before and after the sections, which are printed as they were."""

    _inherit = "dialogue.plan.import"

    introduction = fields.Text(string="Sentence before the sections")
    closing = fields.Text(string="Sentence after the sections")

    def _prepare_review_values(self, plan):
        return {
            **super()._prepare_review_values(plan),
            **{name: getattr(plan, name) or False for name in END_TEXTS},
        }

    def _prepare_plan_values(self):
        return {
            **super()._prepare_plan_values(),
            **{name: self[name] for name in END_TEXTS if self[name]},
        }
