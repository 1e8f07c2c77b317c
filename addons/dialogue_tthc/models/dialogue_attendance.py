from odoo import fields, models


class DialogueAttendance(models.Model):
    """One partner at one session."""

    _name = "dialogue.attendance"
    _description = "Attendance"
    _check_company_auto = True

    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", required=True, index=True
    )
