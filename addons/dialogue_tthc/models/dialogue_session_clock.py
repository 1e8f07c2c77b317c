from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dialogue_session_moves import RUNNING_STATES

NOTICE, RESULT = "session_notice", "session_result"
# states in which a result can be published
HELD_STATES = ("concluding", "closed")


class DialogueSession(models.Model):
    """The two terms of a session: its notice before the day, its result after it.

    A notice that comes late is not refused, for a department follows the rule of the
    communes by its own decision; but somebody says why, and that stays on record.
    """

    _name = "dialogue.session"
    _inherit = ["dialogue.session", "dialogue.clock.owner"]

    clock_ids = fields.One2many(
        comodel_name="dialogue.clock", inverse_name="session_id", string="Terms"
    )
    announced_on = fields.Date(
        string="Day announced on",
        readonly=True,
        copy=False,
        help="When the day on which the session is held was made known.",
    )
    short_notice_reason = fields.Text(
        string="Why the notice is short",
        copy=False,
        tracking=True,
        help="Asked for when fewer days are left than the term of the notice.",
    )
    notice_due_on = fields.Date(
        string="To be announced by", compute="_compute_clock_days"
    )
    result_due_on = fields.Date(
        string="Result to be published by", compute="_compute_clock_days"
    )
    result_published_on = fields.Date(
        string="Result published on", readonly=True, copy=False, tracking=True
    )
    has_come = fields.Boolean(
        compute="_compute_has_come", help="It is its day, or a later one."
    )
    result_place = fields.Char(
        string="Where the result is",
        readonly=True,
        copy=False,
        tracking=True,
        help="Link, notice board or document.",
    )

    @api.depends("clock_ids.due_on")
    def _compute_clock_days(self):
        # sudo: whoever reads a session may know its due days, ended ones too
        clocks = (
            self.env["dialogue.clock"]
            .sudo()
            .search([("session_id", "in", self.ids)], order="id")
        )
        days = {(clock.session_id.id, clock.step): clock.due_on for clock in clocks}
        for session in self:
            key = session._origin.id
            session.notice_due_on = days.get((key, NOTICE), False)
            session.result_due_on = days.get((key, RESULT), False)

    @api.depends("date_start", "company_id")
    def _compute_has_come(self):
        for session in self:
            session.has_come = not session._is_to_come()

    def _due_sentence(self, step, day):
        if step == NOTICE:
            return self.env._("To be announced on %s at the latest.", day)
        return self.env._("The result is to be published by %s.", day)

    # ------------------------------------------------------------------
    # Days of the session, where the department is
    # ------------------------------------------------------------------

    def _held_on(self):
        """Return the day on which one session begins, or None."""
        if not self.date_start:
            return None
        return self.company_id._dialogue_local(self.date_start).date()

    def _is_to_come(self):
        """Say whether the day of one session is still ahead."""
        held_on = self._held_on()
        return bool(held_on) and held_on > self.company_id._dialogue_today()

    def _ended_on(self):
        """Return the day on which one session ends, or None."""
        if not self.date_end:
            return self._held_on()
        return self.company_id._dialogue_local(self.date_end).date()

    def _last_notice_day(self):
        """Return the last day on which the notice of one session is not short.

        Days of the calendar count, so days off between do not matter here; the due
        day that is shown is the working day at or before this day.

        :return: date, or None where no term holds
        """
        clocks = self.env["dialogue.clock"]
        clock = clocks._open(self, [NOTICE])
        rule = clock or self.env["dialogue.term"]._find(
            self.company_id, NOTICE, self._held_on()
        )
        if rule.unit == "calendar_day" and not clock.is_fixed:
            return self._held_on() - timedelta(days=rule.length)
        return clock.due_on or None

    def _is_notice_short(self):
        """Say whether one session, made known today, is made known late."""
        last = self._last_notice_day() if self.date_start else None
        return bool(last) and self.company_id._dialogue_today() > last

    # ------------------------------------------------------------------
    # The terms follow the session
    # ------------------------------------------------------------------

    @api.constrains("date_start", "date_end")
    def _check_years(self):
        for session in self:
            for moment in filter(None, (session.date_start, session.date_end)):
                problem = self.env["dialogue.day"]._year_problem(moment)
                if problem:
                    raise ValidationError(problem)

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        sessions._follow_notice()
        return sessions

    def write(self, vals):
        if {"date_start", "date_end"}.isdisjoint(vals):
            return super().write(vals)
        before = {
            session.id: (session._held_on(), session._ended_on()) for session in self
        }
        self._check_begun(vals)
        result = super().write(vals)
        self._follow_notice()
        for session in self:
            held_on, ended_on = before[session.id]
            if session.state == "announced" and session._held_on() != held_on:
                session._announce_anew(vals)
            if session.state == "concluding" and session._ended_on() != ended_on:
                self.env["dialogue.clock"]._restart(
                    session,
                    RESULT,
                    self.env._("The time of the session was corrected"),
                    session.date_end,
                )
        return result

    def _check_begun(self, vals):
        """Refuse another beginning of a session that has begun.

        The answers owed from it are counted from its day, so a leader alone puts it
        right.
        """
        if (
            "date_start" not in vals
            or self.env["dialogue.feedback"]._is_asked_by_leader()
        ):
            return
        begins = fields.Datetime.to_datetime(vals["date_start"])
        for session in self:
            if session.state in RUNNING_STATES and session.date_start != begins:
                raise UserError(
                    self.env._(
                        "“%s” has begun, and answers are owed from its day. Ask a "
                        "leader to correct its beginning.",
                        session.name,
                    )
                )

    def _follow_notice(self):
        """Let the term of the notice follow the day of each session in draft."""
        clocks = self.env["dialogue.clock"]
        drafts = self.filtered(lambda session: session.state == "draft")
        dated = drafts.filtered("date_start")
        clocks._stop(
            drafts - dated, [NOTICE], self.env._("The session has no day any more")
        )
        running = {
            clock.session_id.id: clock for clock in clocks._open(dated, [NOTICE])
        }
        clocks._start(
            dated.filtered(lambda session: session.id not in running),
            [NOTICE],
            lambda session: session.date_start,
            reason=self.env._("The session has its day"),
        )
        for session in dated:
            clock = running.get(session.id)
            if clock and clock.started_on != session._held_on():
                clocks._restart(
                    session,
                    NOTICE,
                    self.env._("The session was moved to another day"),
                    session.date_start,
                )

    def _announce_anew(self, vals):
        """Take the new day of one announced session as made known today.

        :param dict vals: what is being written
        :raise UserError: the day is too near, and nobody says why
        """
        is_short = self._is_notice_short()
        if is_short and not (vals.get("short_notice_reason") or "").strip():
            raise UserError(
                self.env._(
                    "“%(session)s” would be moved to %(day)s with short notice. Say "
                    "why in “%(field)s”, together with the new time.",
                    session=self.name,
                    day=self.env["dialogue.ledger"]._day_words(self._held_on()),
                    field=self._fields["short_notice_reason"]._description_string(
                        self.env
                    ),
                )
            )
        # sudo: closed fields that follow the day, which this user may change
        session_sudo = self.sudo()
        session_sudo.announced_on = self.company_id._dialogue_today()
        if not is_short:
            session_sudo.short_notice_reason = False

    # ------------------------------------------------------------------
    # What moves need, and what they do to the terms
    # ------------------------------------------------------------------

    def _need_notice(self, _move):
        # sessions from before there were terms
        self._follow_notice()
        for session in self:
            reason = (session.short_notice_reason or "").strip()
            if not reason and session._is_notice_short():
                raise UserError(session._short_notice_words())

    def _short_notice_words(self):
        """Say that the notice of one session is short, and what to do."""
        days = self.env["dialogue.ledger"]
        return self.env._(
            "“%(session)s” should have been announced on %(last)s at the latest. It "
            "can still be announced: say why the notice is short.",
            session=self.name,
            last=days._day_words(self._last_notice_day()),
        )

    def _need_its_day(self, _move):
        for session in self:
            if session._is_to_come():
                raise UserError(
                    self.env._(
                        "“%(session)s” takes place on %(day)s and can be started on "
                        "that day. If it is held earlier, correct its time first.",
                        session=session.name,
                        day=self.env["dialogue.ledger"]._day_words(session._held_on()),
                    )
                )

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.name == "announce":
            for session in self:
                session.announced_on = session.company_id._dialogue_today()
                if session._is_notice_short():
                    session._note_short_notice()
                elif session.short_notice_reason:
                    session.short_notice_reason = False
        return result

    def _note_short_notice(self):
        """Write in the history of one session how short its notice is, and why."""
        days = (self._held_on() - self.announced_on).days
        if days > 0:
            text = self.env._(
                "Announced %(days)s days before the session. Why so late: %(reason)s",
                days=days,
                reason=self.short_notice_reason,
            )
        else:
            text = self.env._(
                "Announced when its day had come. Why so late: %s",
                self.short_notice_reason,
            )
        self.message_post(body=text, subtype_xmlid="mail.mt_note")

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        clocks = self.env["dialogue.clock"]
        reason = note or dict(
            self._fields["state"]._description_selection(self.env)
        ).get(move.target)
        if move.name in ("announce", "cancel"):
            clocks._stop(self, reason=reason)
        elif move.name == "conclude":
            clocks._start(
                self.filtered(lambda session: not session.result_published_on),
                [RESULT],
                lambda session: session.date_end,
                reason=reason,
            )
        elif move.name == "resume":
            clocks._stop(self, [RESULT], reason)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_terms(self):
        # sudo: a term counts also when this user may not read it
        clock = (
            self.env["dialogue.clock"]
            .sudo()
            .search([("session_id", "in", self.ids)], limit=1)
        )
        if clock:
            raise UserError(
                self.env._(
                    "“%s” has a day, so its term of notice is on record. Cancel it "
                    "instead.",
                    clock.session_id.name,
                )
            )

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_open_announce(self):
        """Announce one session; ask for the reason first if the notice is short."""
        self.ensure_one()
        # nobody is asked for a reason and refused for something else then
        self._need_schedule(None)
        self._need_place(None)
        self._need_chair(None)
        if self._is_notice_short() and not (self.short_notice_reason or "").strip():
            return self._open_step("announce", self.env._("Announce with short notice"))
        return self.action_announce()

    def action_open_publish(self):
        """Open the window that asks where the result was published."""
        return self._open_step("publish", self.env._("Publish the result"))

    def _open_step(self, step, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.session.step",
            "views": [(False, "form")],
            "target": "new",
            "name": title,
            "context": {"default_session_id": self.id, "default_step": step},
        }

    def action_publish_result(self, place, day=None, is_correction=False):
        """Record that the result of the sessions is public; their term ends.

        :param str place: where it can be read: a link, a notice board, a document
        :param day: when it was published, today if not given
        :param is_correction: the result was recorded as published already, and place
            or day are put right
        :raise UserError: nothing to publish yet, published already, or a wrong day
        """
        self.check_access("write")
        place = place.strip() if isinstance(place, str) else ""
        if not place:
            raise UserError(
                self.env._("Say where the result can be read: a link or a place.")
            )
        # sudo: closed fields; the right to write was checked above
        sessions_sudo = self.sudo()
        sessions_sudo._lock_alone()
        sessions_sudo.invalidate_recordset(["result_published_on"])
        day = fields.Date.to_date(day)
        for session in sessions_sudo:
            session._check_published(
                day or session.company_id._dialogue_today(), is_correction
            )
        for company, sessions in sessions_sudo.grouped("company_id").items():
            sessions.write(
                {
                    "result_published_on": day or company._dialogue_today(),
                    "result_place": place,
                }
            )
        clocks = self.env["dialogue.clock"]._stop(
            self, [RESULT], self.env._("The result was published: %s", place)
        )
        # what was published before it was recorded was published in time
        for clock in clocks:
            clock.stopped_on = clock.session_id.result_published_on

    def _check_published(self, day, is_correction):
        if self.state not in HELD_STATES:
            raise UserError(
                self.env._("“%s” has no result yet: end the meeting first.", self.name)
            )
        if self.result_published_on and not is_correction:
            raise UserError(
                self.env._(
                    "The result of “%(session)s” is recorded as published already: "
                    "%(place)s. Load the page again.",
                    session=self.name,
                    place=self.result_place,
                )
            )
        held_on = self._held_on()
        if day > self.company_id._dialogue_today() or (held_on and day < held_on):
            raise UserError(
                self.env._(
                    "The result is published on a day from the session to today. "
                    "Check the day."
                )
            )
