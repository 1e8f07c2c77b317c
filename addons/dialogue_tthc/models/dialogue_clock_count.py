from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.legal_clock import (
    ClockError,
    Pause,
    days_used,
    due_calendar_day,
    due_day,
    due_moment,
    latest_notice,
    receipt_day,
    shift_working_days,
)
from .dialogue_clock import PAUSED, RUNNING

MINUTES_PER_HOUR = 60
# days that are laid out one by one: nobody reads more, and they are counted in the
# window of whoever opens it
LONGEST_LEDGER = 10 * 366
# a few clocks at a time: what is computed of them must fit into memory
BATCH = 5000


class DialogueClock(models.Model):
    """How a due day comes out: every one of the product is counted here.

    Of the term, the pauses and the days off, by the legal clock. What happens to a
    term is in ``dialogue_clock_run.py``.
    """

    _inherit = "dialogue.clock"

    # ------------------------------------------------------------------
    # One term
    # ------------------------------------------------------------------

    @api.model
    def _counted_from(self, company, step, moment):
        """Return the day that a term counts from, itself not counted.

        :param company: ``res.company``, whose hours and rule of late receipt hold
        :param str step: key of ``STEPS``
        :param moment: naive UTC datetime of the receipt, or of the session
        """
        local = company._dialogue_local(moment).replace(tzinfo=None)
        if step in ("session_notice", "session_result"):
            return local.date()
        return receipt_day(
            local,
            company._dialogue_calendar(),
            company._dialogue_hours(),
            shift=company._dialogue_rules().is_late_next_day,
        )

    @api.model
    def _propose(self, company, step, term_class=False, moment=None, find=None):
        """Return the day a term would be due, or False where none holds.

        :param company: ``res.company``
        :param str step: key of ``STEPS``
        :param str term_class: key of ``TERM_CLASSES`` or False
        :param moment: naive UTC datetime that it counts from; now if not given
        :param find: as of ``dialogue.term._row_finder()``, by whoever asks many times
        """
        moment = moment or fields.Datetime.now()
        started_on = self._counted_from(company, step, moment)
        find = find or self.env["dialogue.term"]._row_finder()
        term = find(company, step, started_on, term_class)
        clock = self.sudo().new(
            {
                "company_id": company.id,
                "step": step,
                "length": term.length,
                "unit": term.unit,
                "started_at": moment,
                "started_on": started_on,
            }
        )
        calendar, hours = company._dialogue_calendar(), company._dialogue_hours()
        return clock._count(calendar, hours, [])["due_on"]

    @api.model
    def _counted(self, clocks, calendars=None, resumed=None):
        """Return what the due days of ``clocks`` are by their terms and pauses.

        :param clocks: recordset of this model, in sudo
        :param calendars: dict company -> calendar, to try out another than today's
        :param resumed: values of "resumed" events that are not written yet
        :return: dict clock id -> dict of ``due_on``, ``due_at``, ``is_provisional``
        """
        pauses = clocks._pauses(resumed)
        counted = {}
        for company, own in clocks.grouped("company_id").items():
            calendar = (calendars or {}).get(company) or company._dialogue_calendar()
            hours = company._dialogue_hours()
            for clock in own:
                try:
                    values = clock._count(calendar, hours, pauses[clock.id])
                except ClockError as error:
                    raise UserError(
                        self.env._(
                            "No due day can be counted from %s. Check the year.",
                            format_date(self.env, clock.started_on),
                        )
                    ) from error
                counted[clock.id] = values
        return counted

    def _count(self, calendar, hours, pauses):
        """Return the values of one clock's due day; see :meth:`_counted`."""
        due_on, due_at, is_provisional = self.due_on, False, False
        if pauses and not pauses[-1][1]:
            # it is counted when it goes on
            due_at, is_provisional = self.due_at, self.is_provisional
        elif self.is_fixed or self.unit in (False, "by_leader"):
            if due_on:
                # from the day as it was named: days off that come and go leave it
                due_on = shift_working_days(self.fixed_on or due_on, 0, calendar)
                is_provisional = not calendar.is_known(due_on)
        elif self.step == "session_notice":
            due_on = latest_notice(self.started_on, self.length, calendar)
            is_provisional = not calendar.is_known(due_on)
        else:
            due = self._term_due(calendar, hours, pauses)
            is_provisional = due.is_provisional
            if self.unit == "working_hour":
                due_on = due.moment.date()
                due_at = self.company_id._dialogue_utc(due.moment)
            else:
                due_on = due.day
        return {
            "due_on": due_on or False,
            "due_at": due_at or False,
            "is_provisional": is_provisional,
        }

    def _term_due(self, calendar, hours, pauses):
        """Return when the term of one clock ends, whatever day people set.

        :param pauses: as of :meth:`_pauses`
        :return: ``DueMoment`` of the legal clock for a term in hours, else ``Due``
        """
        if self.unit != "working_hour":
            count = due_calendar_day if self.unit == "calendar_day" else due_day
            days = [Pause(start, end) for start, end, _begun, _ended in pauses]
            return count(self.started_on, self.length, calendar, pauses=days)

        def local(moment):
            return self.company_id._dialogue_local(moment).replace(tzinfo=None)

        return due_moment(
            local(self.started_at),
            self.length * MINUTES_PER_HOUR,
            calendar,
            hours,
            pauses=[
                (local(begun), ended and local(ended))
                for _start, _end, begun, ended in pauses
            ],
        )

    def _ledger(self):
        """Return the due day of one clock as counted, with the ledger of its days.

        A day that people set is counted out as well: which days lie before it.

        :return: ``Due`` or ``DueMoment`` of the legal clock, or None without due day
            and where the day lies too far away to lay out all days before it
        """
        self.ensure_one()
        if not self.due_on or self.step == "session_notice":
            return None
        if (self.due_on - self.started_on).days > LONGEST_LEDGER:
            return None
        company = self.company_id
        calendar = company._dialogue_calendar()
        # one that stands still is laid out as if it went on now
        now = fields.Datetime.now()
        until = self.stopped_on or company._dialogue_today()
        pauses = [
            (start, end or max(start, until), begun, ended or now)
            for start, end, begun, ended in self._pauses()[self.id]
        ]
        if not (self.is_fixed or self.unit in (False, "by_leader")):
            return self._term_due(calendar, company._dialogue_hours(), pauses)
        days = [Pause(start, end) for start, end, _begun, _ended in pauses]
        length = days_used(self.started_on, self.due_on, calendar, pauses=days)
        return due_day(self.started_on, max(length, 1), calendar, pauses=days)

    def _pauses(self, resumed=None):
        """Return when these clocks stood still.

        :param resumed: values of "resumed" events that are not written yet
        :return: dict clock id -> list of (day paused, day resumed or None, moment
            paused, moment resumed or None), both moments naive UTC
        """
        pauses = {clock.id: [] for clock in self}
        events = (
            self.env["dialogue.clock.event"]
            .sudo()
            .search_read(
                Domain("clock_id", "in", self.ids)
                & Domain("kind", "in", ("paused", "resumed")),
                ["clock_id", "kind", "day", "moment"],
                order="id",
            )
        )
        lines = [
            (line["clock_id"][0], line["kind"], line["day"], line["moment"])
            for line in events
        ] + [
            (vals["clock_id"], "resumed", vals["day"], vals["moment"])
            for vals in resumed or []
        ]
        for clock_id, kind, day, moment in lines:
            if kind == "paused":
                pauses[clock_id].append((day, None, moment, None))
            elif pauses[clock_id]:
                start, _end, begun, _ended = pauses[clock_id][-1]
                pauses[clock_id][-1] = (start, day, begun, moment)
        return pauses

    def _expected(self):
        """Return the due days of these clocks, with those that stand still going on.

        :return: dict clock id -> date or False
        """
        days = {clock.id: clock.due_on for clock in self}
        still = self.filtered(lambda clock: clock.state == PAUSED)
        resumed = still._log("resumed", is_final=False)
        counted = self._counted(still, resumed=resumed)
        return days | {clock.id: counted[clock.id]["due_on"] for clock in still}

    # ------------------------------------------------------------------
    # When the calendar changes
    # ------------------------------------------------------------------

    @api.model
    def _recalculate(self, dates, companies, reason):
        """Count every open term anew that a change of these days can touch.

        Ended terms never change. Each clock whose due day moves gets an event.

        :param dates: the dates whose kind changed just now
        :param companies: ``res.company`` that they hold for; empty: for every one
        :param str reason: what happened, for the events
        :return: the clocks whose due day moved, in sudo
        """
        changed = self.sudo().browse()
        # the events say what changed; a note in each history would say it twice
        quiet = self.with_context(tracking_disable=True)
        clocks = quiet._touched_by(dates, companies)
        for start in range(0, len(clocks), BATCH):
            batch = clocks[start : start + BATCH]
            differing = batch._differing()
            changed |= differing._count_anew(reason)
            # three working days before the same due day can be another day now
            (batch - differing)._plan_reminders()
        return changed

    def _differing(self):
        """Return those clocks that would be counted otherwise now than they were."""
        counted = self._counted(self)
        return self.filtered(
            lambda clock: any(
                clock[name] != value for name, value in counted[clock.id].items()
            )
        )

    def _count_anew(self, reason):
        """Write what these clocks are counted as now; each that moves gets an event.

        :param str reason: what happened, for the events
        :return: the clocks whose due day moved
        """
        counted = self._counted(self)
        moved = self._moved_by(counted)
        before = {clock.id: clock.due_on for clock in moved}
        self._set_due(counted)
        moved.feedback_id._move_first_steps()
        moved._log("recalculated", reason, before)
        return moved

    @api.model
    def _touched_by(self, dates, companies):
        """Return (in sudo) the open clocks whose due day these days can move.

        Whole years are looked at: with the first and the last day off of a year, all
        due days in it stop and start being provisional.

        :param dates: the dates that differ
        :param companies: ``res.company`` that they hold for; empty: for every one
        """
        if not dates:
            return self.sudo().browse()
        in_reach = Domain("due_on", ">=", min(dates).replace(month=1, day=1))
        in_reach &= Domain("started_on", "<=", max(dates).replace(month=12, day=31))
        domain = Domain("state", "=", RUNNING) & (
            in_reach
            | Domain("is_provisional", "=", True)
            # counted backwards: its due day lies before the days that move it
            | Domain("step", "=", "session_notice")
        )
        if companies:
            domain &= Domain("company_id", "in", companies.ids)
        return self.sudo().search(domain, order="id")

    @api.model
    def _preview(self, dates, companies, calendar_of):
        """Say what would change if the calendar were another; nothing is written.

        :param dates: the dates that differ
        :param companies: ``res.company`` that they hold for; empty: for every one
        :param calendar_of: function of one company: the calendar to try out
        :return: list of (clock in sudo, new due day), those that move
        """
        clocks = self._touched_by(dates, companies)
        calendars = {company: calendar_of(company) for company in clocks.company_id}
        moved = []
        for start in range(0, len(clocks), BATCH):
            batch = clocks[start : start + BATCH]
            counted = self._counted(batch, calendars)
            moved += [
                (clock, counted[clock.id]["due_on"])
                for clock in batch._moved_by(counted)
            ]
        return moved

    def _moved_by(self, counted):
        """Return those clocks whose due day is counted as another than they have."""
        return self.filtered(
            lambda clock: (
                clock.due_on != counted[clock.id]["due_on"]
                or clock.due_at != counted[clock.id]["due_at"]
            )
        )
