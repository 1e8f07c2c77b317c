from datetime import date, datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.legal_clock import ClockError
from .dialogue_clock import PAUSED, RUNNING, STOPPED

# what the petitioner is told of a term's past: never a reason of officials
EVENTS_FOR_PETITIONERS = ("paused", "resumed", "extended", "agreed", "recalculated")
# what starts within so many seconds of a pause was started by the same step
SAME_STEP_SECONDS = 60


class DialogueClock(models.Model):
    """What only screens need of a clock: how far its day is, and why it is that day.

    All of it is plain text; the petitioner's version leaves out who did what and why.
    """

    _inherit = "dialogue.clock"

    term_words = fields.Char(string="Length in words", compute="_compute_term_words")
    due_note = fields.Char(string="Time left", compute="_compute_due_note")
    ledger_html = fields.Html(
        string="Why this day",
        compute="_compute_ledger_html",
        # the template makes it of plain text and escapes every value
        sanitize=False,
    )

    @api.depends("length", "unit", "is_fixed")
    def _compute_term_words(self):
        terms = self.env["dialogue.term"]
        for clock in self:
            clock.term_words = terms._length_words(clock.length, clock.unit)

    @api.depends("due_on", "state", "paused_on")
    def _compute_due_note(self):
        for clock, line in zip(self, self._lines(), strict=True):
            clock.due_note = line["note"]

    @api.depends("due_on", "due_at", "state", "paused_on", "event_ids")
    @api.depends_context("lang")
    def _compute_ledger_html(self):
        ledger = self.env["dialogue.ledger"]
        for clock in self:
            clock.ledger_html = ledger._ledger_html(clock._ledger_values())

    def action_open_ledger(self):
        """Open the explanation of one due day.

        :return: an action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why the due day is this day"),
            "res_model": "dialogue.clock",
            "res_id": self.id,
            "views": [
                (self.env.ref("dialogue_tthc.dialogue_clock_view_form").id, "form")
            ],
            "target": "new",
        }

    # ------------------------------------------------------------------
    # One line for each
    # ------------------------------------------------------------------

    def _lines(self):
        """Return one line for each clock, in the order of ``self``.

        :return: list of dict: ``id``, ``step``, ``name``, ``day`` (str, may be empty),
            ``light``, ``icon``, ``word``, ``note``, ``is_provisional``, ``hint``
        """
        words = self.env["dialogue.ledger"]
        names = dict(self._fields["step"]._description_selection(self.env))
        hint = self.env._(
            "The days off of a year that this term reaches into are not confirmed "
            "yet. The due day is counted again as soon as they are."
        )
        # once for each department, not for each clock
        horizons = {company: company._dialogue_horizon() for company in self.company_id}
        calendars = {
            company: company._dialogue_calendar() for company in self.company_id
        }
        lines = []
        for clock in self:
            company = clock.company_id
            if clock.state == STOPPED:
                stands = {
                    "light": "stopped",
                    "icon": "fa-stop-circle",
                    "word": self.env._("Ended"),
                    "note": self.env._(
                        "Ended on %s", format_date(self.env, clock.stopped_on)
                    ),
                }
            else:
                paused_on = clock.paused_on if clock.state == PAUSED else False
                stands = words._standing_words(
                    clock.due_on, horizons[company], calendars[company], paused_on
                )
                if clock._is_hour_over(horizons[company].today):
                    stands |= words._late_words(
                        self.env._("Overdue since %s", clock._due_words())
                    )
            lines.append(
                {
                    "id": clock.id,
                    "step": clock.step,
                    "name": names.get(clock.step, ""),
                    "day": clock._due_words(is_start=True),
                    "is_provisional": clock.is_provisional,
                    "hint": hint if clock.is_provisional else "",
                    **stands,
                }
            )
        return lines

    def _is_hour_over(self, today):
        """Say whether the hour of a running term passed on the due day itself."""
        return (
            self.state == RUNNING
            and bool(self.due_at)
            and self.due_on == today
            and self.due_at < fields.Datetime.now()
        )

    def _lines_nearest_first(self):
        """Return the lines of open clocks: what is due first stands on top.

        A term that stands still presses nobody: it comes after those that run.
        """
        return self.sorted(
            lambda clock: (
                clock.state == PAUSED,
                clock.due_on or date.max,
                clock.due_at or datetime.max,
                clock.id,
            )
        )._lines()

    def _due_words(self, is_start=False):
        """Return the due day of one clock in words, the hour too where it counts."""
        words = self.env["dialogue.ledger"]
        if self.due_at:
            local = self.company_id._dialogue_local(self.due_at)
            return words._moment_words(local, is_start)
        return words._day_words(self.due_on, is_start) if self.due_on else ""

    # ------------------------------------------------------------------
    # The explanation
    # ------------------------------------------------------------------

    def _ledger_values(self, for_petitioner=False):
        """Return why the due day of one clock is this day, as plain values.

        :param for_petitioner: leave out names and reasons of officials
        :return: dict of ``title``, ``sentences`` (list of str), ``hint`` (str, may be
            empty), ``term``, ``legal_basis`` (str or False), ``rows`` (see
            ``dialogue.ledger``), ``events`` (list of dict of str: ``moment``,
            ``what``, ``who``, ``why``, ``change``)
        """
        self.ensure_one()
        # sudo: days off, office hours and the events of a clock that the user reads,
        # or of their own case; what of it is for petitioners is chosen below
        clock = self.sudo()
        words = self.env["dialogue.ledger"]
        names = dict(self._fields["step"]._description_selection(self.env))
        due = clock._ledger_if_any()
        rows, skipped = [], []
        if due and clock._is_counted_out(due):
            due_word = None
            if clock.state == PAUSED:
                due_word = self.env._("Due day if it goes on today")
            rows = words._ledger_rows(due.ledger, due_word)
            skipped = [
                words._skipped_words(due.ledger),
                words._made_up_words(due.ledger),
            ]
        sentences = [
            *clock._start_sentences(),
            *skipped,
            *clock._due_sentences(due, for_petitioner),
        ]
        hint = ""
        if clock.is_provisional and clock.due_on:
            hint = words._provisional_words(
                min(clock.started_on, clock.due_on),
                clock.due_on,
                clock.company_id._dialogue_calendar(),
            )
        return {
            "title": names.get(clock.step, ""),
            "sentences": [sentence for sentence in sentences if sentence],
            "hint": hint,
            "term": clock.term_words,
            "legal_basis": clock.legal_basis,
            "rows": rows,
            "events": clock._ledger_events(for_petitioner),
        }

    def _ledger_if_any(self):
        """Return the ledger; a day that cannot be counted out is shown without it."""
        try:
            return self._ledger()
        except ClockError:
            return None

    def _is_counted_out(self, due):
        """Say whether the days of ``due`` explain the day that the clock shows.

        They do not where the days off changed after the term had ended, and where a
        day that people set stands still.
        """
        if self.state == PAUSED:
            return not self.is_fixed
        return self._last_day(due) == self.due_on

    @api.model
    def _last_day(self, due):
        return due.ledger[-1].day

    def _start_sentences(self):
        """Say how long the term is and from when it counts."""
        if self.step == "session_notice":
            return [
                self.env._(
                    "Counted back from the day of the dialogue (%(day)s): it is "
                    "announced at least %(term)s before. If that day is a day off, "
                    "the working day before it holds.",
                    day=self.env["dialogue.ledger"]._day_words(self.started_on),
                    term=self.term_words,
                )
            ]
        if self.unit in (False, "by_leader"):
            return [
                self.env._("No number of days is laid down: the leader sets the day.")
            ]
        words = self.env["dialogue.ledger"]
        if self.unit == "working_hour":
            day = words._moment_words(self.company_id._dialogue_local(self.started_at))
        else:
            day = words._day_words(self.started_on)
        return [words._counting_words(self.length, self.unit, self._start_words(), day)]

    def _start_words(self):
        """Return what happened on the day that one clock counts from."""
        words = {
            "accept": self.env._("the day of receipt"),
            "classify": self.env._("the day on which it came to the desk"),
            "refer": self.env._("the day on which it came to the desk"),
            "supplement": self.env._("the request for what is missing"),
            "update": self.env._("the last word on its progress"),
            "publish": self.env._("the answer"),
            "session_result": self.env._("the day of the dialogue"),
            "referral_reminder": self.env._("the last letter to the body"),
        }
        if self.step != "answer":
            return words.get(self.step) or self.env._("the day on which it began")
        case = self.feedback_id
        company = self.company_id
        held_on = case.session_id.date_start
        if held_on and company._dialogue_local(held_on).date() == self.started_on:
            return words["session_result"]
        if case.accepted_on == self.started_at:
            return self.env._("the day of acceptance")
        return self.env._("the day on which it began")

    def _due_sentences(self, due, for_petitioner):
        """Say which day it is, and why another than the one counted.

        :param due: what :meth:`_ledger` returned
        """
        words = self.env["dialogue.ledger"]
        if not self.due_on:
            return [self.env._("The day is not set yet.")]
        day = self._due_words()
        sentences = []
        if self.is_fixed and self.unit != "by_leader":
            sentences.append(
                self.env._(
                    "The day was then set anew; see below when, and by how much."
                )
            )
        sentences.append(self.env._("Due: %s.", day))
        if self.state == PAUSED:
            sentences.append(self._paused_sentence(due, for_petitioner))
        elif self.state == STOPPED:
            sentences.append(
                self.env._("The term ended on %s.", words._day_words(self.stopped_on))
            )
            if due and not self.is_fixed and self._last_day(due) > self.due_on:
                sentences.append(
                    self.env._(
                        "It is not counted again, whatever happens to the days off "
                        "afterwards."
                    )
                )
        return sentences

    def _paused_sentence(self, due, for_petitioner):
        words = self.env["dialogue.ledger"]
        since = words._day_words(self.paused_on)
        last = self.event_ids.filtered(lambda event: event.kind == "paused")[:1]
        why = self._pause_words(last) if for_petitioner else last.reason
        if due and not self.is_fixed:
            return self.env._(
                "It stands still since %(since)s: %(why)s If it went on today, it "
                "would be due on %(day)s.",
                since=since,
                why=_sentence(why),
                day=words._day_words(self._last_day(due)),
            )
        return self.env._(
            "It stands still since %(since)s: %(why)s The day is set anew when it "
            "goes on.",
            since=since,
            why=_sentence(why),
        )

    # ------------------------------------------------------------------
    # What happened to it
    # ------------------------------------------------------------------

    def _ledger_events(self, for_petitioner):
        """Return what happened to one clock as plain values, oldest first."""
        kinds = dict(self.event_ids._fields["kind"]._description_selection(self.env))
        local = self.company_id._dialogue_local
        words = self.env["dialogue.ledger"]
        events = []
        for event in self.event_ids.sorted("id"):
            if for_petitioner and event.kind not in EVENTS_FOR_PETITIONERS:
                continue
            change = ""
            if event.old_due_on and event.old_due_on != event.new_due_on:
                change = self.env._(
                    "%(before)s → %(now)s",
                    before=format_date(self.env, event.old_due_on),
                    now=format_date(self.env, event.new_due_on) or "–",
                )
            events.append(
                {
                    "moment": words._moment_words(local(event.moment), is_start=True),
                    "what": kinds[event.kind],
                    "who": "" if for_petitioner else self._who(event),
                    "why": self._petitioner_reason(event)
                    if for_petitioner
                    else event.reason or "",
                    "change": change,
                }
            )
        return events

    @api.model
    def _who(self, event):
        """Return who made an event happen; nobody where a job of the server did."""
        return "" if event.user_id._is_superuser() else event.user_id.name or ""

    def _petitioner_reason(self, event):
        """Return what the petitioner is told about an event: never its reason.

        Reasons are written by officials for officials; these are our own words, and
        those that were written to the petitioner.
        """
        if event.kind == "paused":
            return self._pause_words(event)
        if event.kind == "extended":
            return self._apology(event)
        if event.kind == "recalculated" and self.step == "update":
            return self.env._("We wrote to you; the term began anew.")
        return {
            "resumed": self.env._("The term goes on from the next working day."),
            "agreed": self.env._("The day was set by the authority."),
            "recalculated": self.env._(
                "The days off, the class of the case or the day of receipt changed."
            ),
        }.get(event.kind, "")

    def _pause_words(self, event):
        """Say to the petitioner why the term stood still from this event on."""
        asked = self.feedback_id.clock_ids.filtered(
            lambda clock: (
                clock.step == "supplement"
                and abs((clock.started_at - event.moment).total_seconds())
                < SAME_STEP_SECONDS
            )
        )
        if asked:
            return self.env._("We asked you for something and wait for it.")
        return self.env._("We have passed it on to the authority in charge.")

    def _apology(self, event):
        """Return the words that the petitioner got with an extension, or nothing."""
        extension = (
            self.env["dialogue.extension"]
            .sudo()
            .search(
                Domain("clock_id", "=", self.id)
                & Domain("state", "=", "approved")
                & Domain("new_due_on", "=", event.new_due_on),
                limit=1,
            )
        )
        return extension.apology or ""


class DialogueFeedback(models.Model):
    _inherit = "dialogue.feedback"

    clock_lines = fields.Json(
        string="Due days",
        compute="_compute_clock_lines",
        help="Every term of the case that has not ended, the nearest first.",
    )

    @api.depends(
        "state", "clock_ids.state", "clock_ids.due_on", "clock_ids.is_provisional"
    )
    @api.depends_context("lang")
    def _compute_clock_lines(self):
        # sudo: the due days of a case are for whoever reads the case
        clocks = self.env["dialogue.clock"]._open(self)
        by_case = clocks.grouped(lambda clock: clock.feedback_id.id)
        for feedback in self:
            own = by_case.get(feedback._origin.id, clocks.browse())
            feedback.clock_lines = own._lines_nearest_first()


def _sentence(text):
    """Return ``text`` with a full stop, as the next sentence follows."""
    text = (text or "").strip()
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."
