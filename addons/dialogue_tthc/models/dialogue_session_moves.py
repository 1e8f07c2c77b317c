from odoo import models
from odoo.exceptions import UserError

from .feedback_states import DESK
from .moves_mixin import Move

# before it begins
AHEAD = ("draft", "announced")
RUNNING_STATES = ("in_progress", "concluding")


class DialogueSession(models.Model):
    """The moves of a session and what each of them needs."""

    _inherit = "dialogue.session"

    _moves = (
        Move(
            "announce",
            ("draft",),
            "announced",
            DESK,
            ("schedule", "place", "chair", "notice"),
        ),
        Move("start", ("announced",), "in_progress", DESK, ("its_day",)),
        Move("conclude", ("in_progress",), "concluding", DESK, ("decided",)),
        Move("resume", ("concluding",), "in_progress", DESK),
        Move("close", ("concluding",), "closed", DESK, ("settled",)),
        Move(
            "cancel",
            ("draft", "announced", "in_progress"),
            "cancelled",
            DESK,
            ("cancel_reason", "decided"),
        ),
    )

    def _need_schedule(self, _move):
        for session in self:
            if not (session.date_start and session.date_end):
                raise UserError(
                    self.env._(
                        "Say when “%s” begins and ends before announcing it.",
                        session.name,
                    )
                )

    def _need_place(self, _move):
        for session in self:
            if (
                session.mode in ("in_person", "hybrid")
                and not (session.location or "").strip()
            ):
                raise UserError(
                    self.env._(
                        "Say where “%s” takes place before announcing it.",
                        session.name,
                    )
                )
            if (
                session.mode in ("online", "hybrid")
                and not (session.online_link or "").strip()
            ):
                raise UserError(
                    self.env._(
                        "Give the link to join “%s” before announcing it.",
                        session.name,
                    )
                )

    def _need_chair(self, _move):
        for session in self:
            if not session.chair_id:
                raise UserError(
                    self.env._(
                        "Say who chairs “%s” before announcing it.", session.name
                    )
                )

    def _need_cancel_reason(self, _move):
        if any(not (session.cancel_reason or "").strip() for session in self):
            raise UserError(self.env._("Say why the session is cancelled."))

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.name == "announce":
            for session in self.filtered(lambda session: not session.number):
                # the book of a plan's year goes on when a session slips into the next
                begins = session.company_id._dialogue_local(session.date_start)
                session.year = session.plan_id.year or begins.year
            self._draw_number()
        return result

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        if move.name in ("announce", "cancel"):
            self._sync_event()
            self._follow_by_officials()
        return result

    def _follow_by_officials(self):
        """Let chair and secretary follow what happens to an announced session."""
        for session in self.sudo():
            if session.state in ("announced", *RUNNING_STATES):
                session.message_subscribe(
                    (session.chair_id | session.secretary_id).partner_id.ids
                )

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_announce(self, reason=None):
        """Announce the sessions: they get their number and stand in the calendar.

        :param str reason: why the notice is short; needed only where it is
        """
        vals = {}
        if isinstance(reason, str) and reason.strip():
            vals["short_notice_reason"] = reason.strip()
        self._move("announce", vals)

    def action_start(self):
        """Open the sessions: from now on questions are taken down."""
        self._move("start")

    def action_conclude(self):
        """End the meetings, once each question has its answer or an owner and a day.

        Minutes and conclusion are written now.
        """
        self._move("conclude")

    def action_resume(self):
        """Go back from concluding: the meeting goes on."""
        self._move("resume")

    def action_close(self):
        """Close the sessions; nothing said there may be without owner and day."""
        self._move("close")

    def action_cancel(self, reason, replaced_by_id=False):
        """Cancel the sessions; their questions stay and are handled on.

        One that has begun is broken off only when each question asked there has its
        answer, or an owner and a day.

        :param str reason: why
        :param int replaced_by_id: id of the session that takes their place, if any
        """
        replacement = self.browse(replaced_by_id or []).exists()
        replacement.check_access("read")
        if replacement & self:
            raise UserError(self.env._("A session cannot be replaced by itself."))
        self._move(
            "cancel",
            {"cancel_reason": reason, "replaced_by_id": replacement.id},
            note=reason,
        )

    # ------------------------------------------------------------------
    # Doors to other rooms
    # ------------------------------------------------------------------

    def _door(self, action_id, name, **context):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(action_id)
        return {
            **action,
            # the path belongs to the whole list, not to this part of it
            "path": False,
            "name": name,
            "domain": [("session_id", "=", self.id)],
            "context": {
                "active_test": False,
                "default_session_id": self.id,
                **context,
            },
        }

    def action_view_attendances(self):
        """Open who is invited to this session."""
        self.ensure_one()
        return self._door(
            "dialogue_tthc.dialogue_attendance_action",
            self.env._("Attendance"),
        )

    def action_view_feedback(self):
        """Open the questions of this session."""
        self.ensure_one()
        return self._door(
            "dialogue_tthc.dialogue_feedback_action",
            self.env._("Questions"),
            default_origin="before" if self.state in AHEAD else "at_session",
        )

    def action_view_commitments(self):
        """Open what was promised at this session."""
        self.ensure_one()
        return self._door(
            "dialogue_tthc.dialogue_commitment_action",
            self.env._("Commitments"),
        )

    def action_view_event(self):
        """Open the calendar entry of this session."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.event_id.id,
            "views": [(False, "form")],
            "name": self.env._("Calendar entry"),
        }

    def _is_running(self):
        """Say whether questions can be taken down now, at the meeting itself."""
        return self.state in RUNNING_STATES
