from odoo import api, fields, models
from odoo.exceptions import UserError

EVENT_KINDS = [
    ("started", "Started"),
    ("paused", "Stands still"),
    ("resumed", "Goes on"),
    ("extended", "Extended"),
    ("agreed", "Day agreed"),
    ("recalculated", "Counted anew"),
    ("stopped", "Ended"),
]


class DialogueClockEvent(models.Model):
    """What happened to a term: who, when, why, and what it did to the due day.

    Events are written once. Nobody changes or deletes them, the administrator and
    the system itself included: the past of a due day is never rewritten.
    """

    _name = "dialogue.clock.event"
    _description = "Event of a Term"
    _order = "id desc"
    _check_company_auto = True

    clock_id = fields.Many2one(
        comodel_name="dialogue.clock",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    kind = fields.Selection(selection=EVENT_KINDS, required=True, readonly=True)
    moment = fields.Datetime(
        string="At", required=True, readonly=True, default=fields.Datetime.now
    )
    day = fields.Date(
        required=True,
        readonly=True,
        help="The day in the department on which it takes effect.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", readonly=True, index="btree_not_null"
    )
    reason = fields.Char(string="Why", readonly=True)
    old_due_on = fields.Date(string="Due before", readonly=True)
    new_due_on = fields.Date(string="Due now", readonly=True)

    def write(self, vals):
        if self:
            raise self._is_written_once()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._is_written_once()

    @api.model
    def _is_written_once(self):
        return UserError(
            self.env._(
                "What happened to a due day stays on record: nobody changes or deletes "
                "it. If a day is wrong, correct the day itself; that is recorded too."
            )
        )
