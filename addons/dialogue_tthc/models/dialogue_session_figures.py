from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .dialogue_session import ENDED_STATES
from .feedback_states import OWED_STATES

DESK_AND_AUDITOR = (
    "dialogue_tthc.dialogue_tthc_group_desk,dialogue_tthc.dialogue_tthc_group_auditor"
)
FEEDBACK_COUNTERS = (
    "feedback_count",
    "before_count",
    "at_session_count",
    "after_count",
    "absent_invitee_count",
    "answered_count",
    "owed_count",
    "overdue_count",
    "beyond_count",
)


class DialogueSession(models.Model):
    """Figures of a session, counted over sets; everybody counts what they may read."""

    _inherit = "dialogue.session"

    # Attendance
    invited_count = fields.Integer(
        string="Invited",
        compute="_compute_attendance_counts",
        groups=DESK_AND_AUDITOR,
    )
    confirmed_count = fields.Integer(
        string="Confirmed",
        compute="_compute_attendance_counts",
        groups=DESK_AND_AUDITOR,
    )
    attended_count = fields.Integer(
        string="Attended",
        compute="_compute_attendance_counts",
        groups=DESK_AND_AUDITOR,
    )
    # Questions
    feedback_count = fields.Integer(
        string="Question count", compute="_compute_feedback_counts"
    )
    before_count = fields.Integer(
        string="Sent before", compute="_compute_feedback_counts"
    )
    at_session_count = fields.Integer(
        string="Raised there", compute="_compute_feedback_counts"
    )
    after_count = fields.Integer(
        string="Sent after", compute="_compute_feedback_counts"
    )
    absent_invitee_count = fields.Integer(
        string="From absent invitees", compute="_compute_feedback_counts"
    )
    answered_count = fields.Integer(
        string="Answered", compute="_compute_feedback_counts"
    )
    owed_count = fields.Integer(string="Still owed", compute="_compute_feedback_counts")
    overdue_count = fields.Integer(string="Overdue", compute="_compute_feedback_counts")
    beyond_count = fields.Integer(
        string="Beyond authority", compute="_compute_feedback_counts"
    )
    # Commitments
    commitment_count = fields.Integer(compute="_compute_commitment_counts")
    commitment_open_count = fields.Integer(
        string="Open commitments", compute="_compute_commitment_counts"
    )
    # Beside other sessions
    overlap_note = fields.Char(
        string="Other session of the chair",
        compute="_compute_overlap_note",
        help="Sessions that the same person chairs at the same time.",
    )
    earlier_feedback_ids = fields.Many2many(
        comodel_name="dialogue.feedback",
        string="Questions of earlier sessions without answer",
        compute="_compute_earlier",
    )
    earlier_commitment_ids = fields.Many2many(
        comodel_name="dialogue.commitment",
        string="Open commitments of earlier sessions",
        compute="_compute_earlier",
    )

    @api.depends("attendance_ids.state", "attendance_ids.confirmed_on")
    def _compute_attendance_counts(self):
        groups = self.env["dialogue.attendance"]._read_group(
            [("session_id", "in", self.ids)],
            ["session_id", "is_walk_in", "state"],
            ["__count", "confirmed_on:count"],
        )
        invited, confirmed, attended = {}, {}, {}
        for session, is_walk_in, state, count, confirmed_count in groups:
            if not is_walk_in:
                invited[session.id] = invited.get(session.id, 0) + count
            confirmed[session.id] = confirmed.get(session.id, 0) + confirmed_count
            if state == "attended":
                attended[session.id] = attended.get(session.id, 0) + count
        for session in self:
            key = session._origin.id
            session.invited_count = invited.get(key, 0)
            session.confirmed_count = confirmed.get(key, 0)
            session.attended_count = attended.get(key, 0)

    @api.depends(
        "feedback_ids.state",
        "feedback_ids.origin",
        "feedback_ids.outcome",
        "feedback_ids.date_deadline",
    )
    @api.depends_context("uid")
    def _compute_feedback_counts(self):
        Feedback = self.env["dialogue.feedback"]
        in_sessions = Domain("session_id", "in", self.ids)
        counts = {
            session_id: dict.fromkeys(FEEDBACK_COUNTERS, 0) for session_id in self.ids
        }
        for session, origin, state, outcome, count in Feedback._read_group(
            # a draft is in no figure, here or elsewhere
            in_sessions & Domain("number", ">", 0) & Domain("state", "!=", "merged"),
            ["session_id", "origin", "state", "outcome"],
            ["__count"],
        ):
            figures = counts[session.id]
            figures["feedback_count"] += count
            if origin != "outside":
                figures[f"{origin}_count"] += count
            if state in ("answered", "closed"):
                figures["answered_count"] += count
            if state in OWED_STATES:
                figures["owed_count"] += count
            if outcome == "superior":
                figures["beyond_count"] += count
        for session, count in Feedback._read_group(
            in_sessions & Domain("is_overdue", "=", True), ["session_id"], ["__count"]
        ):
            counts[session.id]["overdue_count"] = count
        for session in self:
            session.update(
                counts.get(session._origin.id) or dict.fromkeys(FEEDBACK_COUNTERS, 0)
            )

    @api.depends("commitment_ids.state")
    @api.depends_context("uid")
    def _compute_commitment_counts(self):
        Commitment = self.env["dialogue.commitment"]
        total, still_open = {}, {}
        for session, state, count in Commitment._read_group(
            [("session_id", "in", self.ids)], ["session_id", "state"], ["__count"]
        ):
            total[session.id] = total.get(session.id, 0) + count
            if state in ("todo", "done"):
                still_open[session.id] = still_open.get(session.id, 0) + count
        for session in self:
            session.commitment_count = total.get(session._origin.id, 0)
            session.commitment_open_count = still_open.get(session._origin.id, 0)

    @api.depends("chair_id", "date_start", "date_end", "mode", "state")
    @api.depends_context("uid", "tz", "lang")
    def _compute_overlap_note(self):
        timed = self.filtered(
            lambda session: (
                session.chair_id
                and session.date_start
                and session.date_end
                and session.mode != "in_writing"
                and session.state not in ENDED_STATES
            )
        )
        (self - timed).overlap_note = False
        if not timed:
            return
        others = self.search(
            [
                ("chair_id", "in", timed.chair_id.ids),
                ("state", "not in", ENDED_STATES),
                ("mode", "!=", "in_writing"),
                ("date_start", "<", max(timed.mapped("date_end"))),
                ("date_end", ">", min(timed.mapped("date_start"))),
            ],
            order="date_start, id",
        )
        for session in timed:
            clashing = others.filtered(
                lambda other, session=session: (
                    other.id != session._origin.id
                    and other.chair_id == session.chair_id._origin
                    and other.date_start < session.date_end
                    and other.date_end > session.date_start
                )
            )
            session.overlap_note = (
                self.env._(
                    "%(chair)s also chairs at this time: %(sessions)s",
                    chair=session.chair_id.name,
                    sessions="; ".join(other._name_with_time() for other in clashing),
                )
                if clashing
                else False
            )

    def _name_with_time(self):
        return self.env._(
            "“%(session)s”, %(start)s to %(end)s",
            session=self.name,
            start=format_datetime(self.env, self.date_start, dt_format="short"),
            end=format_datetime(self.env, self.date_end, dt_format="short"),
        )

    @api.depends("company_id", "date_start", "state")
    @api.depends_context("uid")
    def _compute_earlier(self):
        """What sessions before this one (before now, if it has no time) still owe."""
        now = fields.Datetime.now()
        until = {session: session.date_start or now for session in self}
        before = self.with_context(active_test=False).search(
            [
                ("company_id", "in", self.company_id.ids),
                ("date_start", "<", max(until.values(), default=now)),
            ]
        )
        of_them = Domain("session_id", "in", before.ids)
        cases = self.env["dialogue.feedback"].search(
            of_them & Domain("state", "in", OWED_STATES), order="date_deadline, id"
        )
        tasks = self.env["dialogue.commitment"].search(
            of_them & Domain("state", "in", ("todo", "done"))
        )
        for session in self:

            def is_of_earlier(record, session=session):
                other = record.session_id
                return (
                    other != session._origin
                    and other.company_id == session.company_id
                    and other.date_start < until[session]
                )

            session.earlier_feedback_ids = cases.filtered(is_of_earlier)
            session.earlier_commitment_ids = tasks.filtered(is_of_earlier)
