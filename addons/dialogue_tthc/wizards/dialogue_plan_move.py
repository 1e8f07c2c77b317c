from odoo import fields, models

STEPS = [
    ("return", "Return for changes"),
    ("cancel", "Give up"),
    ("issue", "Issue"),
]


class DialoguePlanMove(models.TransientModel):
    """A step of a plan that needs words, or a number and a day.

    It calls the public action of the plan, which alone decides; a refusal leaves
    what was typed in the window.
    """

    _name = "dialogue.plan.move"
    _description = "Step of a Plan"

    plan_id = fields.Many2one(
        comodel_name="dialogue.plan", required=True, readonly=True, ondelete="cascade"
    )
    step = fields.Selection(selection=STEPS, required=True, readonly=True)
    reason = fields.Text()
    symbol = fields.Char(related="plan_id.symbol", readonly=True)
    next_number = fields.Integer(related="plan_id.document_id.next_number")
    number = fields.Integer(
        help="The number that the clerical office gave. "
        "Leave empty to take the next free one.",
    )
    date = fields.Date(string="Day of issue", default=fields.Date.context_today)

    def action_apply(self):
        """Make the step on the plan and close the window."""
        self.ensure_one()
        if self.step == "issue":
            self.plan_id.action_issue(self.number or None, self.date)
        elif self.step == "return":
            self.plan_id.action_return(self.reason)
        else:
            self.plan_id.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
