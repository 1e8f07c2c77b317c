from odoo import fields, models

from ..models.dialogue_feedback import CHANNELS


class DialogueAttendanceDecline(models.TransientModel):
    """Ask why an invitee does not come, and what they want answered all the same."""

    _name = "dialogue.attendance.decline"
    _description = "Absence of an Invitee"

    attendance_id = fields.Many2one(
        comodel_name="dialogue.attendance", required=True, readonly=True
    )
    session_state = fields.Selection(related="attendance_id.session_id.state")
    has_case = fields.Boolean(related="attendance_id.has_opinion")
    did_not_come = fields.Boolean(
        string="Did not come, without notice",
        help="Taken at the session; otherwise they let you know beforehand.",
    )
    reason = fields.Char(string="Reason of absence")
    opinion = fields.Text(
        string="Opinion sent", help="It becomes a case and gets an answer of its own."
    )
    channel = fields.Selection(
        selection=CHANNELS, string="Opinion came by", default="paper", required=True
    )

    def action_apply(self):
        """Record the absence; open the case that an opinion became."""
        self.ensure_one()
        record = (
            self.attendance_id.action_absent
            if self.did_not_come
            else self.attendance_id.action_decline
        )
        feedback = record(self.reason, self.opinion, self.channel)
        close = {"type": "ir.actions.act_window_close"}
        if not feedback:
            return close
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The opinion was received as case %s.", feedback.code
                ),
                "next": close,
            },
        }
