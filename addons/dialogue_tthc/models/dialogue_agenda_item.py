from odoo import api, fields, models
from odoo.exceptions import UserError

from .dialogue_session import ENDED_STATES


class DialogueAgendaItem(models.Model):
    """One item of a session's agenda; items follow each other without a break."""

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
    name = fields.Char(string="Item", required=True)
    presenter = fields.Char()
    duration = fields.Integer(string="Minutes", default=15, required=True)
    date_start = fields.Datetime(string="Begins at", compute="_compute_date_start")

    _duration_positive = models.Constraint(
        "CHECK (duration > 0)", "An item of the agenda takes at least one minute."
    )

    @api.depends(
        "session_id.date_start",
        "session_id.agenda_item_ids.sequence",
        "session_id.agenda_item_ids.duration",
    )
    def _compute_date_start(self):
        self.date_start = False
        for session in self.session_id:
            begins = session.date_start
            for item in session.agenda_item_ids.sorted("sequence"):
                item.date_start = begins
                begins = begins and fields.Datetime.add(begins, minutes=item.duration)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_session_open()
        return items

    def write(self, vals):
        self._check_session_open()
        result = super().write(vals)
        self._check_session_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ended(self):
        self._check_session_open()

    def _check_session_open(self):
        for session in self.session_id:
            if session.state in ENDED_STATES:
                raise UserError(
                    self.env._(
                        "“%s” has ended: its agenda is part of the record.",
                        session.name,
                    )
                )
