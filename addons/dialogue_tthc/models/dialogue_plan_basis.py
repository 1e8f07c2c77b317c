from odoo import fields, models


class DialoguePlanBasis(models.Model):
    """A document a plan rests on."""

    _name = "dialogue.plan.basis"
    _description = "Basis of a Plan"

    plan_id = fields.Many2one(
        comodel_name="dialogue.plan", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
