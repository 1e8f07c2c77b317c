from odoo import api, fields, models

from .dialogue_clock import PAUSED
from .dialogue_feedback_due import DUE_STATES


class DialogueFeedback(models.Model):
    """The next day that binds whoever has the case, for the lists of work.

    Before a case is accepted that is the day by which it is to be accepted, afterwards
    the day of its answer. Figures of answers in time ask ``due_state`` alone.
    """

    _inherit = "dialogue.feedback"

    next_due_on = fields.Date(
        string="Next due day",
        compute="_compute_next_due",
        store=True,
        copy=False,
        help="By when it is to be accepted; once it is, by when it is to be answered.",
    )
    next_paused_on = fields.Date(compute="_compute_next_due", store=True, copy=False)
    next_due_state = fields.Selection(
        selection=DUE_STATES,
        string="What is due",
        compute="_compute_next_due_state",
        search="_search_next_due_state",
        group_expand="_group_expand_due_state",
        help="How the case stands to its next due day.",
    )
    next_due_note = fields.Char(
        string="Time left for the next step", compute="_compute_next_due_note"
    )

    _open_next_due_idx = models.Index(
        "(company_id, next_due_on) "
        "WHERE state NOT IN ('answered', 'closed', 'refused', 'withdrawn', 'merged')"
    )

    @api.depends(
        "date_deadline",
        "paused_on",
        "clock_ids.state",
        "clock_ids.due_on",
        "clock_ids.paused_on",
    )
    def _compute_next_due(self):
        clocks = self.env["dialogue.clock"]._open(self, ["accept"])
        accepting = {clock.feedback_id.id: clock for clock in clocks}
        for feedback in self:
            clock = accepting.get(feedback._origin.id)
            if clock:
                feedback.next_due_on = clock.due_on
                feedback.next_paused_on = clock.state == PAUSED and clock.paused_on
            else:
                feedback.next_due_on = feedback.date_deadline
                feedback.next_paused_on = feedback.paused_on

    @api.depends("company_id", "state", "next_due_on", "next_paused_on", "answered_on")
    def _compute_next_due_state(self):
        self._set_due_state("next_due_state")

    def _search_next_due_state(self, operator, value):
        return self._search_due("next_due_state", operator, value)

    @api.depends("next_due_state")
    @api.depends_context("lang")
    def _compute_next_due_note(self):
        notes = self._due_notes("next_due_state")
        for feedback in self:
            note = notes[feedback]
            if note and feedback.next_due_on != feedback.date_deadline:
                # within a sentence it begins small
                note = self.env._(
                    "To accept: %(note)s", note=note[:1].lower() + note[1:]
                )
            feedback.next_due_note = note
