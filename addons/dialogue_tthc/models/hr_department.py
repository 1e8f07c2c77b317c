from odoo import api, fields, models

from .feedback_states import OWED_STATES


class HrDepartment(models.Model):
    _inherit = "hr.department"

    dialogue_symbol = fields.Char(
        string="Document symbol",
        help="Abbreviation of the division in the symbols of official letters.",
    )
    dialogue_feedback_count = fields.Integer(
        string="Open cases",
        compute="_compute_dialogue_feedback_count",
        groups="dialogue_tthc.dialogue_tthc_group_specialist,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    dialogue_overdue_count = fields.Integer(
        string="Overdue cases",
        compute="_compute_dialogue_feedback_count",
        groups="dialogue_tthc.dialogue_tthc_group_specialist,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dialogue_feedback_count(self):
        feedbacks = self.env["dialogue.feedback"]
        owed = [("department_id", "in", self.ids), ("state", "in", OWED_STATES)]
        still_open = dict(feedbacks._read_group(owed, ["department_id"], ["__count"]))
        overdue = dict(
            feedbacks._read_group(
                [*owed, ("is_overdue", "=", True)], ["department_id"], ["__count"]
            )
        )
        for department in self:
            department.dialogue_feedback_count = still_open.get(department._origin, 0)
            department.dialogue_overdue_count = overdue.get(department._origin, 0)

    def action_open_dialogue_feedback(self):
        """Open the cases that this division still owes an answer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_action"
        )
        domain = [("department_id", "=", self.id), ("state", "in", OWED_STATES)]
        if self.env.context.get("dialogue_overdue"):
            domain.append(("is_overdue", "=", True))
        action.update(
            domain=domain,
            context={"default_department_id": self.id},
        )
        return action
