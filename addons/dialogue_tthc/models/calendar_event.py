from odoo import api, models
from odoo.exceptions import UserError

LED_BY_SESSION = frozenset(
    {
        "active",
        "allday",
        "duration",
        "location",
        "name",
        "privacy",
        "recurrency",
        "start",
        "start_date",
        "stop",
        "stop_date",
        "user_id",
        "videocall_location",
    }
)


class CalendarEvent(models.Model):
    """The entry of a dialogue session changes with the session and not by hand."""

    _inherit = "calendar.event"

    def write(self, vals):
        if not self.env.su and not LED_BY_SESSION.isdisjoint(vals):
            self._check_led_by_session()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_session(self):
        if not self.env.su:
            self._check_led_by_session()

    def _check_led_by_session(self):
        # sudo: the entry of a session is protected also from those who may not read
        # sessions; nothing but its topic, which the entry shows anyway, is told
        session = (
            self.env["dialogue.session"]
            .sudo()
            .with_context(active_test=False)
            .search([("event_id", "in", self.ids)], limit=1)
        )
        if session:
            raise UserError(
                self.env._(
                    "“%s” is a dialogue session. Change its time and place in the "
                    "session itself: the calendar follows.",
                    session.name,
                )
            )
