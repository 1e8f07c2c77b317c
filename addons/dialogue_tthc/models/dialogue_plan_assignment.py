from odoo import fields, models


class DialoguePlanAssignment(models.Model):
    """A task that a plan gives to a unit."""

    _name = "dialogue.plan.assignment"
    _description = "Assignment of a Plan"

    plan_id = fields.Many2one(
        comodel_name="dialogue.plan", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="Task", required=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
