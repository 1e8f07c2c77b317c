from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .dialogue_clock import PAUSED
from .dialogue_term import TERM_CLASSES
from .feedback_clocks import ALL, CLOCKS_OF_MOVES, PUBLISHING
from .feedback_states import FIRST_RECEIPT, LEADER, OWED_STATES

# what decides which terms a case has
CLASS_FIELDS = frozenset({"term_class", "priority", "origin"})


class DialogueFeedback(models.Model):
    """The terms of a case: which run, and the day its answer is due.

    ``date_deadline`` shows the due day of the answer's clock and is written by it
    alone: nobody types it in, and every change of it is an event.
    """

    _inherit = "dialogue.feedback"

    term_class = fields.Selection(
        selection=TERM_CLASSES,
        string="Class of case",
        compute="_compute_term_class",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        copy=False,
        help="Decides how long each step may take.",
    )
    paused_on = fields.Date(
        string="Term stands still since",
        readonly=True,
        copy=False,
        help="The day from which the answer's term stands still, itself counted.",
    )
    clock_ids = fields.One2many(
        comodel_name="dialogue.clock",
        inverse_name="feedback_id",
        string="Terms",
        readonly=True,
    )

    @api.depends("priority", "origin")
    def _compute_term_class(self):
        for feedback in self:
            if feedback.priority == "1":
                feedback.term_class = "urgent"
            elif feedback.term_class not in ("complex", "national_portal"):
                is_raised = feedback.origin == "at_session"
                feedback.term_class = "session" if is_raised else "normal"

    def _clock_class(self):
        """Return the class by which the terms of one case are looked up."""
        return self.term_class

    @api.constrains("received_on")
    def _check_received_year(self):
        for feedback in self.filtered("received_on"):
            problem = self.env["dialogue.day"]._year_problem(feedback.received_on)
            if problem:
                raise ValidationError(problem)

    # ------------------------------------------------------------------
    # What moves do to the terms
    # ------------------------------------------------------------------

    def _before_number(self, move):
        res = super()._before_number(move)
        if move.name == FIRST_RECEIPT:
            self._change_clocks(move)
        return res

    def _after_move(self, move, note=None):
        # before activities and mails, which say when the answer is due
        if move.name != FIRST_RECEIPT:
            self._change_clocks(move, note)
        return super()._after_move(move, note)

    def _change_clocks(self, move, note=None):
        change = CLOCKS_OF_MOVES.get(move.name)
        if not change:
            return
        clocks = self.env["dialogue.clock"]
        states = dict(self._fields["state"]._description_selection(self.env))
        reason = note or states[move.target]
        if change.stops:
            clocks._stop(self, None if change.stops == ALL else change.stops, reason)
        paused = self
        if move.name == "refer":
            paused = self.filtered("company_id.dialogue_is_referral_paused")
        if change.pauses:
            clocks._pause(paused, change.pauses, reason)
        if change.resumes:
            clocks._resume(self, change.resumes, reason)
        starting = self
        if change.starts == PUBLISHING:
            starting = self.filtered(lambda case: case._owes_publication())
        if change.starts:
            clocks._start(
                starting,
                change.starts,
                lambda case: case._clock_moment(move),
                reason=reason,
            )

    def _clock_moment(self, move):
        """Return the moment that the terms which ``move`` starts count from."""
        if move.name == "receive":
            return self.received_on
        if move.name == "accept":
            session = self.session_id
            # a session that was called off was held on no day
            held_on = session.state != "cancelled" and session.date_start
            if self.term_class == "session" and held_on:
                return min(held_on, self.accepted_on)
            return self.accepted_on
        return fields.Datetime.now()

    def _follow_answer_clock(self, clocks):
        """Show the due day of the answer as its clock has it now.

        :param clocks: clocks of the step "answer" of ``self``, in sudo
        """
        shown = {}
        for clock in clocks:
            paused_on = clock.paused_on if clock.state == PAUSED else False
            key = (clock.due_on, paused_on)
            shown.setdefault(key, self.browse())
            shown[key] |= clock.feedback_id
        for (due_on, paused_on), feedbacks in shown.items():
            differing = feedbacks.filtered(
                lambda case, due_on=due_on, paused_on=paused_on: (
                    case.date_deadline != due_on or case.paused_on != paused_on
                )
            )
            if differing:
                # sudo (inherited): closed fields that only follow the clock
                differing.write({"date_deadline": due_on, "paused_on": paused_on})

    # ------------------------------------------------------------------
    # A day that people set
    # ------------------------------------------------------------------

    def _agree_due(self, day):
        """Set an earlier day for the answer than its term gives, or the only one.

        A later one is an extension. At a session under way the chair may conclude
        any day; where the term says so, the leader sets it.

        :param day: the day named when the cases are assigned
        :raise UserError: the day lies in the past, or later than the term allows
        """
        try:
            day = fields.Date.to_date(day)
        except (TypeError, ValueError):
            day = None
        if not day:
            raise UserError(self.env._("Set the day on which the answer is due."))
        feedbacks = self.sudo()
        clocks = self.env["dialogue.clock"]._open(feedbacks, ["answer"])
        by_case = {clock.feedback_id.id: clock for clock in clocks}
        without = feedbacks.browse()
        for feedback in feedbacks:
            clock = by_case.get(feedback.id, clocks.browse())
            if clock and clock.due_on == day:
                # the day that holds is named again; it may be over
                continue
            feedback._check_agreed_day(day, clock)
            if not clock:
                without |= feedback
        reason = self.env._("Day named when the case was assigned")
        # where no term holds, people alone say when the answer is due
        clocks._start(
            without,
            ["answer"],
            lambda case: case.accepted_on,
            lambda _case: day,
            reason,
        )
        clocks.filtered(lambda clock: clock.due_on != day)._fix(day, "agreed", reason)

    def _check_agreed_day(self, day, clock):
        if day < self.company_id._dialogue_today():
            raise UserError(
                self.env._(
                    "%s lies in the past. Name today or a later day.",
                    format_date(self.env, day),
                )
            )
        problem = self.env["dialogue.day"]._year_problem(day)
        if problem:
            raise UserError(problem)
        if not clock.due_on or day <= clock.due_on:
            if clock.unit == "by_leader" and not self._is_asked_by_leader():
                raise UserError(
                    self.env._(
                        "For “%s” the leader sets the day on which the answer is due. "
                        "Ask the leader to assign it.",
                        self.display_name,
                    )
                )
            return
        if self._is_concluded_at_session(clock):
            return
        if clock.unit == "by_leader" and self._is_asked_by_leader():
            return
        raise UserError(
            self.env._(
                "The answer to “%(case)s” is due on %(due)s. A later day needs an "
                "extension: ask for one with the button “Extend”.",
                case=self.display_name,
                due=format_date(self.env, clock.due_on),
            )
        )

    def _is_concluded_at_session(self, clock):
        """Say whether a session under way may name any day for the answer.

        Of what was accepted before, the petitioner was told a day: a leader alone
        names a later one. Else a case put on any session would need no extension.

        :param clock: the open clock of the answer to one case, in sudo
        """
        session = self.session_id
        if session.state not in ("in_progress", "concluding"):
            return False
        held_on = session._held_on()
        accepted_on = self.company_id._dialogue_local(self.accepted_on).date()
        return self._is_asked_by_leader() or (
            bool(held_on)
            and accepted_on >= held_on
            # a session that was entered afterwards, for a day in the past
            and clock.create_date >= session.create_date
        )

    @api.model
    def _is_asked_by_leader(self):
        """Say whether a leader acts; commands of the server count as one."""
        return self.env.user.has_group(LEADER) or self.env.user._is_superuser()

    # ------------------------------------------------------------------
    # What changes the terms besides moves
    # ------------------------------------------------------------------

    def write(self, vals):
        reclassed = self.browse()
        if not CLASS_FIELDS.isdisjoint(vals):
            reclassed = self.filtered(lambda case: case.state in OWED_STATES)
        result = super().write(vals)
        if reclassed:
            reclassed._reclass()
        return result

    def _reclass(self):
        """Let the open terms follow the class of the cases.

        :raise UserError: an answer that was promised would come later, and nobody
            with the right to decide that asks for it
        """
        later = self.env["dialogue.clock"]._reclass(self.sudo())
        # the petitioner was told the day: making it later is a leader's
        cases = later.filtered(lambda clock: clock.step == "answer").feedback_id
        if cases and not self._is_asked_by_leader():
            raise UserError(
                self.env._(
                    "With this class the answer to “%s” would be due later than the "
                    "petitioner was told. Only a leader may decide that.",
                    cases[0].display_name,
                )
            )
