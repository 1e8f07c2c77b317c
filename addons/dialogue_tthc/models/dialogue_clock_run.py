from odoo import api, fields, models

from ..tools.legal_clock import shift_working_days, working_days_between
from .dialogue_clock import PAUSED, RUNNING, STOPPED
from .links_ticket import LinksTicket


class DialogueClock(models.Model):
    """What can happen to a term: it starts, stands still, goes on, moves and ends.

    All methods work on sets, in sudo: whoever calls them has checked that the step of
    the record is allowed. Each writes an event for every clock that it touches.
    """

    _inherit = "dialogue.clock"

    # ------------------------------------------------------------------
    # Starting and ending
    # ------------------------------------------------------------------

    @api.model
    def _start(self, records, steps, moment_of=None, due_of=None, reason=None):
        """Start terms for each of ``records`` that has none of these steps running.

        Where no term holds, none is started; the record then has no such due day.

        :param records: recordset of one of ``SUBJECTS``; one that has classes of
            terms says in ``_clock_class()`` to which it belongs
        :param steps: keys of ``STEPS``
        :param moment_of: function of one record: the naive UTC datetime that the terms
            count from; now if not given
        :param due_of: function of one record: a due day that people set, or False
        :param str reason: why they start, for the events
        :return: the new clocks, in sudo
        """
        has_one = {
            (clock._subject().id, clock.step) for clock in self._open(records, steps)
        }
        now = fields.Datetime.now()
        find = self.env["dialogue.term"]._row_finder()
        vals_list = []
        for record in records.sudo():
            moment = (moment_of and moment_of(record)) or now
            due_on = due_of and due_of(record)
            for step in steps:
                if (record.id, step) not in has_one:
                    vals_list.append(
                        self._prepare_clock_values(record, step, moment, due_on, find)
                    )
        vals_list = [vals for vals in vals_list if vals]
        # one that ended just now makes room in the index of those that run
        self.flush_model(["state"])
        # no link needs asking: the company is the record's, the term was found for it
        unasked = self.sudo().with_context(dialogue_links=LinksTicket())
        # what is done with them later is asked again
        clocks = unasked.create(self._with_days(vals_list)).with_env(self.sudo().env)
        clocks._follow()
        clocks._log("started", reason, dict.fromkeys(clocks.ids))
        return clocks

    @api.model
    def _with_days(self, vals_list):
        """Return values of new clocks with their due days and next reminders."""
        # as records that are not there yet: they are counted like all others
        none = self.sudo().browse()
        clocks = none.concat(*[none.new(vals) for vals in vals_list])
        counted = self._counted(clocks)
        for clock in clocks:
            # all that the ladder of reminders reads of them
            clock.due_on = counted[clock.id]["due_on"]
        due = clocks.filtered("due_on")
        looked_at = due._looked_at()
        next_days = due._next_days(lambda clock: looked_at[clock.id])
        return [
            {**vals, **counted[clock.id], "remind_on": next_days.get(clock.id)}
            for vals, clock in zip(vals_list, clocks, strict=True)
        ]

    def _prepare_clock_values(self, record, step, moment, due_on, find):
        """Return the values of a clock, or None where no term holds.

        :param find: as of ``dialogue.term._row_finder()``
        """
        company = record.company_id
        started_on = self._counted_from(company, step, moment)
        term_class = getattr(record, "_clock_class", lambda: False)()
        term = find(company, step, started_on, term_class)
        if not (term or due_on):
            return None
        return {
            self._subject_field(record): record.id,
            "company_id": company.id,
            "step": step,
            "term_id": term.id,
            "term_class": term_class,
            "length": term.length,
            "unit": term.unit,
            "legal_basis": term.legal_basis,
            "started_at": moment,
            "started_on": started_on,
            "due_on": due_on,
            "fixed_on": due_on,
            "is_fixed": bool(due_on),
        }

    @api.model
    def _stop(self, records, steps=None, reason=None):
        """End the terms of ``records``: what they asked for is done, or has no use.

        :param steps: keys of ``STEPS``; all of them if not given
        :return: the clocks ended, in sudo
        """
        clocks = self._open(records, steps)
        for company, own in clocks.grouped("company_id").items():
            own.write(
                {
                    "state": STOPPED,
                    "stopped_on": company._dialogue_today(),
                    "paused_on": False,
                    "remind_on": False,
                }
            )
        clocks._log("stopped", reason)
        clocks._follow()
        return clocks

    # ------------------------------------------------------------------
    # Standing still and going on
    # ------------------------------------------------------------------

    @api.model
    def _pause(self, records, steps=None, reason=None):
        """Let the terms of ``records`` stand still; the day itself still counts."""
        clocks = self._open(records, steps).filtered(lambda c: c.state == RUNNING)
        for company, own in clocks.grouped("company_id").items():
            own.write(
                {
                    "state": PAUSED,
                    "paused_on": company._dialogue_today(),
                    "remind_on": False,
                }
            )
        clocks._log("paused", reason)
        clocks._follow()
        return clocks

    @api.model
    def _resume(self, records, steps=None, reason=None):
        """Let the terms of ``records`` go on; this day does not count."""
        clocks = self._open(records, steps).filtered(lambda c: c.state == PAUSED)
        before = {clock.id: clock.due_on for clock in clocks}
        fixed_moved = {}
        for company, own in clocks.grouped("company_id").items():
            calendar, today = company._dialogue_calendar(), company._dialogue_today()
            for clock in own:
                if clock.is_fixed and clock.due_on and clock.due_on >= clock.paused_on:
                    stood = working_days_between(clock.paused_on, today, calendar)
                    fixed_moved[clock.id] = shift_working_days(
                        clock.due_on, stood, calendar
                    )
            own.write({"state": RUNNING, "paused_on": False})
        for clock in clocks:
            if clock.id in fixed_moved:
                clock.fixed_on = fixed_moved[clock.id]
        # the event comes first: counting reads when the clock stood still
        events = clocks._log("resumed", reason, before, is_final=False)
        clocks._set_due(self._counted(clocks, resumed=events))
        clocks._log_lines(events)
        return clocks

    # ------------------------------------------------------------------
    # Days set by people
    # ------------------------------------------------------------------

    def _fix(self, day, kind, reason):
        """Set the due day of these clocks to ``day``, or the working day after it.

        :param day: the new due day
        :param str kind: ``extended`` or ``agreed``
        """
        before = {clock.id: clock.due_on for clock in self}
        for company, own in self.grouped("company_id").items():
            calendar = company._dialogue_calendar()
            due_on = shift_working_days(day, 0, calendar)
            own.write(
                {
                    "due_on": due_on,
                    "due_at": False,
                    "fixed_on": day,
                    "is_fixed": True,
                    "is_provisional": not calendar.is_known(due_on),
                }
            )
        self._log(kind, reason, before)
        self._follow()
        if kind == "extended":
            answering = self.filtered(lambda clock: clock.step == "answer")
            answering.feedback_id.was_extended = True
        self._plan_reminders()

    @api.model
    def _restart(self, records, step, reason, moment=None):
        """Count the open terms of a step anew from ``moment`` (now if not given)."""
        moment = moment or fields.Datetime.now()
        clocks = self._open(records, [step])
        before = {clock.id: clock.due_on for clock in clocks}
        for company, own in clocks.grouped("company_id").items():
            own.write(
                {
                    "started_at": moment,
                    "started_on": self._counted_from(company, step, moment),
                }
            )
        clocks._set_due(self._counted(clocks))
        clocks._log("recalculated", reason, before)
        return clocks

    @api.model
    def _reclass(self, feedbacks):
        """Let the open terms follow the class that their cases have now.

        One that stands still is looked at as if it went on now: what its day will be
        is decided here, and not by whoever lets it go on.

        :param feedbacks: ``dialogue.feedback`` in sudo
        :return: the clocks whose day is later than before, or gone
        """
        changed = self.sudo().browse()
        clocks = self._open(feedbacks)
        before = clocks._expected()
        find = self.env["dialogue.term"]._row_finder()
        for clock in clocks:
            term_class = clock.feedback_id._clock_class()
            term = find(clock.company_id, clock.step, clock.started_on, term_class)
            vals = {"term_class": term_class}
            if term and term.id != clock.term_id.id:
                vals.update(
                    term_id=term.id,
                    length=term.length,
                    unit=term.unit,
                    legal_basis=term.legal_basis,
                )
                changed |= clock
            clock.write(vals)
        shown = {clock.id: clock.due_on for clock in changed}
        for clock in changed:
            if clock.unit == "by_leader" and clock.due_on and not clock.is_fixed:
                # no term says the day any more: the old one holds until it is set
                clock.write({"fixed_on": clock.due_on, "is_fixed": True})
        changed._set_due(self._counted(changed))
        after = changed._expected()
        moved = changed.filtered(lambda clock: after[clock.id] != before[clock.id])
        moved._log("recalculated", self.env._("The class of the case changed"), shown)
        return moved.filtered(
            lambda clock: (
                before[clock.id]
                and (not after[clock.id] or after[clock.id] > before[clock.id])
            )
        )

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def _set_due(self, counted):
        """Write the counted due days where they differ, and let records follow."""
        for clock in self:
            vals = {
                name: value
                for name, value in counted[clock.id].items()
                if clock[name] != value
            }
            if vals:
                clock.write(vals)
        self._follow()
        self._plan_reminders()

    def _log(self, kind, reason=None, before=None, is_final=True):
        """Write one event for each clock.

        :param str kind: key of ``EVENT_KINDS``
        :param dict before: clock id -> due day before; unchanged if not given
        :param is_final: False to get the values only, see :meth:`_log_lines`
        :return: list of values of ``dialogue.clock.event``
        """
        now = fields.Datetime.now()
        today = {company: company._dialogue_today() for company in self.company_id}
        lines = [
            {
                "clock_id": clock.id,
                "company_id": clock.company_id.id,
                "kind": kind,
                "moment": now,
                "day": today[clock.company_id],
                "user_id": self.env.uid,
                "reason": reason,
                "old_due_on": before.get(clock.id) if before else clock.due_on,
            }
            for clock in self
        ]
        if is_final:
            self._log_lines(lines)
        return lines

    def _log_lines(self, lines):
        """Write events, each with the due day that its clock has now."""
        for line in lines:
            line["new_due_on"] = self.browse(line["clock_id"]).due_on
        # sudo: events are written by clocks alone; nobody has the right to make one
        events = self.env["dialogue.clock.event"].sudo()
        # nor need links be asked: the company is the clock's
        events.with_context(dialogue_links=LinksTicket()).create(lines)

    def _follow(self):
        """Let the records that show a due day of their own show the clock's."""
        answers = self.filtered(lambda clock: clock.step == "answer")
        answers.feedback_id._follow_answer_clock(answers)
