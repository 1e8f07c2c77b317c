from odoo import api, fields, models


class DialoguePlanAssignment(models.Model):
    """A task that a plan gives to a unit, or to everybody where none is named."""

    _name = "dialogue.plan.assignment"
    _description = "Assignment of a Plan"
    _order = "sequence, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="dialogue.plan",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    unit = fields.Char(help="As the plan names it.")
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division",
        index="btree_not_null",
        check_company=True,
    )
    name = fields.Text(string="Task", required=True)
    date_deadline = fields.Date(string="Due on")

    @api.model_create_multi
    def create(self, vals_list):
        assignments = super().create(vals_list)
        assignments.plan_id._check_text_open()
        return assignments

    def write(self, vals):
        self.plan_id._check_text_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self.plan_id._check_text_open()
