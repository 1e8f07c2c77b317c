from odoo import fields, models


class DialogueAgendaItem(models.Model):
    """One item of a session's agenda."""

    _name = "dialogue.agenda.item"
    _description = "Agenda Item"
    _order = "session_id, sequence, id"

    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
