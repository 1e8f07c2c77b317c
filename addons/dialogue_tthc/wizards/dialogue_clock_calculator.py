from datetime import date, datetime, time

from odoo import api, fields, models
from odoo.tools import format_date

from ..models.dialogue_term import LONGEST, UNITS
from ..tools.legal_clock import (
    ClockError,
    Pause,
    due_calendar_day,
    due_day,
    due_moment,
    latest_notice,
    receipt_day,
)

# outside of these a date is a slip of the keyboard
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
MINUTES_PER_HOUR = 60
LAST_MINUTE = 24 * MINUTES_PER_HOUR - 1


class DialogueClockCalculator(models.TransientModel):
    """Try out when a term would end: a receipt and a length in, the due day out.

    It counts with the same engine and the same days off as the clocks of cases, and
    explains the day with the same template. Nothing of it is kept. What cannot be
    counted is said in a sentence on the page.
    """

    _name = "dialogue.clock.calculator"
    _description = "Calculator of Due Days"

    received_on = fields.Date(
        string="Received on", default=lambda self: self.env.company._dialogue_today()
    )
    received_at = fields.Float(string="At", default=8.0, help="Where the office is.")
    term_id = fields.Many2one(
        comodel_name="dialogue.term",
        domain=[("unit", "!=", "by_leader")],
        help="Choose one of the terms in use, or enter a number below.",
    )
    number = fields.Integer(
        string="How many",
        compute="_compute_number",
        store=True,
        readonly=False,
        default=15,
    )
    unit = fields.Selection(
        selection=[unit for unit in UNITS if unit[0] != "by_leader"],
        compute="_compute_number",
        store=True,
        readonly=False,
        default="working_day",
    )
    paused_on = fields.Date(
        string="Stands still from",
        help="The day on which the term is paused; it still counts.",
    )
    resumed_on = fields.Date(
        string="Goes on from",
        help="The day on which the term goes on; it does not count.",
    )
    is_notice = fields.Boolean(compute="_compute_asked")
    is_time_asked = fields.Boolean(compute="_compute_asked")
    # What comes out
    problem = fields.Char(compute="_compute_result")
    due_words = fields.Char(string="Due day", compute="_compute_result")
    is_provisional = fields.Boolean(compute="_compute_result")
    ledger_html = fields.Html(
        string="Why this day",
        compute="_compute_result",
        # the template makes it of plain text and escapes every value
        sanitize=False,
    )

    @api.depends("term_id")
    def _compute_number(self):
        for calculator in self:
            if calculator.term_id:
                calculator.number = calculator.term_id.length
                calculator.unit = calculator.term_id.unit

    @api.depends("term_id", "unit")
    @api.depends_context("company")
    def _compute_asked(self):
        is_late_rule = self.env.company._dialogue_rules().is_late_next_day
        for calculator in self:
            calculator.is_notice = calculator.term_id.step == "session_notice"
            calculator.is_time_asked = not calculator.is_notice and (
                is_late_rule or calculator.unit == "working_hour"
            )

    @api.depends(
        "received_on",
        "received_at",
        "term_id",
        "number",
        "unit",
        "paused_on",
        "resumed_on",
    )
    @api.depends_context("lang", "company")
    def _compute_result(self):
        for calculator in self:
            problem = calculator._problem()
            values = {}
            if not problem:
                try:
                    values = calculator._result()
                except (ClockError, OverflowError):
                    problem = self.env._(
                        "No due day can be counted with this. Check the dates."
                    )
            calculator.problem = problem
            calculator.due_words = values.get("due_words", False)
            calculator.is_provisional = values.get("is_provisional", False)
            calculator.ledger_html = values.get("ledger_html", False)

    # ------------------------------------------------------------------
    # What is asked
    # ------------------------------------------------------------------

    def _problem(self):
        """Return the sentence that says what is missing or impossible, or False."""
        self.ensure_one()
        if not self.received_on:
            return self.env._("Choose the day of receipt.")
        days = (self.received_on, self.paused_on, self.resumed_on)
        if not all(FIRST_DAY <= day <= LAST_DAY for day in days if day):
            return self.env._(
                "Check the year: due days are counted from %(first)s to %(last)s.",
                first=FIRST_DAY.year,
                last=LAST_DAY.year,
            )
        if not self.unit:
            return self.env._("Choose what the term is counted in.")
        if not 1 <= self.number <= LONGEST:
            return self.env._(
                "A term of %(length)s is not possible: enter a whole number from 1 to "
                "%(longest)s.",
                length=self.number,
                longest=LONGEST,
            )
        # compared first: what overflows cannot be rounded
        if not (
            0 <= self.received_at <= LAST_MINUTE / MINUTES_PER_HOUR + 1
            and round(self.received_at * MINUTES_PER_HOUR) <= LAST_MINUTE
        ):
            return self.env._("Enter the time of receipt from 0:00 to 23:59.")
        return self._pause_problem()

    def _pause_problem(self):
        if self.is_notice or not (self.paused_on or self.resumed_on):
            return False
        if not self.paused_on:
            return self.env._("Choose the day from which the term stands still too.")
        if not self.resumed_on:
            return self.env._(
                "While a term stands still it has no due day. Choose the day on which "
                "it goes on."
            )
        if self.resumed_on < self.paused_on:
            return self.env._(
                "The term goes on before it stands still. Check the two days."
            )
        return False

    # ------------------------------------------------------------------
    # What comes out
    # ------------------------------------------------------------------

    def _result(self):
        """Return the due day and its explanation.

        :return: dict of ``due_words``, ``is_provisional`` and ``ledger_html``
        :raise ClockError: it cannot be counted
        """
        company = self.env.company
        calendar = company._dialogue_calendar()
        words = self.env["dialogue.ledger"]
        if self.is_notice:
            return self._notice_result(calendar)
        moment = datetime.combine(self.received_on, self._time())
        start = receipt_day(
            moment,
            calendar,
            company._dialogue_hours(),
            shift=company.dialogue_late_receipt_counts_next_day,
        )
        if self.unit == "working_hour":
            start_words = words._moment_words(moment)
            due = due_moment(
                moment,
                self.number * MINUTES_PER_HOUR,
                calendar,
                company._dialogue_hours(),
                pauses=self._pauses(lambda day: datetime.combine(day, self._time())),
            )
            due_words = words._moment_words(due.moment, is_start=True)
        else:
            start_words = words._day_words(start)
            count = due_calendar_day if self.unit == "calendar_day" else due_day
            pauses = [Pause(*pause) for pause in self._pauses()]
            due = count(start, self.number, calendar, pauses=pauses)
            due_words = words._day_words(due.day, is_start=True)
        sentences = [
            words._counting_words(
                self.number, self.unit, self.env._("the day of receipt"), start_words
            ),
            self._receipt_sentence(start, calendar),
            words._skipped_words(due.ledger),
            words._made_up_words(due.ledger),
        ]
        hint = words._provisional_words(due.ledger[0].day, due.ledger[-1].day, calendar)
        return self._shown(
            due_words,
            sentences,
            hint if due.is_provisional else "",
            words._ledger_rows(due.ledger),
        )

    def _notice_result(self, calendar):
        words = self.env["dialogue.ledger"]
        last = latest_notice(self.received_on, self.number, calendar)
        sentence = self.env._(
            "Counted back from the day of the dialogue (%(day)s): it is announced at "
            "least %(term)s before. If that day is a day off, the working day before "
            "it holds.",
            day=words._day_words(self.received_on),
            term=self.env["dialogue.term"]._length_words(self.number, self.unit),
        )
        hint = words._provisional_words(last, self.received_on, calendar)
        return self._shown(words._day_words(last, is_start=True), [sentence], hint, [])

    def _shown(self, due_words, sentences, hint, rows):
        values = {
            "title": "",
            "sentences": [sentence for sentence in sentences if sentence],
            "hint": hint,
            "term": "",
            "legal_basis": self.term_id.legal_basis,
            "rows": rows,
            "events": [],
        }
        return {
            "due_words": due_words,
            "is_provisional": bool(hint),
            "ledger_html": self.env["dialogue.ledger"]._ledger_html(values),
        }

    def _receipt_sentence(self, start, calendar):
        """Say what becomes of a receipt on a day off or after the office has closed."""
        words = self.env["dialogue.ledger"]
        if start != self.received_on:
            return self.env._(
                "What comes after office hours or on a day off counts as received on "
                "the next working day, %s.",
                words._day_words(start),
            )
        if not calendar.is_working(self.received_on):
            return self.env._(
                "%s is a day off; that changes nothing, because the day of receipt "
                "does not count anyway.",
                format_date(self.env, self.received_on),
            )
        return ""

    def _pauses(self, convert=lambda day: day):
        """Return when the term stands still: at most one pair of days or moments."""
        if not self.paused_on:
            return []
        return [(convert(self.paused_on), convert(self.resumed_on))]

    def _time(self):
        minutes = round(self.received_at * MINUTES_PER_HOUR)
        return time(*divmod(minutes, MINUTES_PER_HOUR))
