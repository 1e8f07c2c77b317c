from odoo import api, models
from odoo.tools import format_date

from ..tools.legal_clock import DayKind, standing

MINUTES_PER_HOUR = 60
ICONS = {
    "received": "fa-inbox",
    "counted": "fa-check",
    "weekend": "fa-minus",
    "holiday": "fa-flag",
    "swapped_off": "fa-exchange",
    "make_up": "fa-briefcase",
    "paused": "fa-pause",
    "first_open": "fa-check",
}
LIGHT_ICONS = {
    "fine": "fa-clock-o",
    "soon": "fa-hourglass-half",
    "today": "fa-bell",
    "late": "fa-exclamation-triangle",
    "paused": "fa-pause-circle",
    "unset": "fa-question-circle",
}
# the days that a summary counts, in the order in which it names them
SKIPPED = (DayKind.WEEKEND, DayKind.HOLIDAY, DayKind.SWAPPED_OFF, DayKind.PAUSED)


class DialogueLedger(models.AbstractModel):
    """Due days in words: how far away one is, and day by day how it was counted.

    Everything here is plain text in the language of the environment, made of values
    that the caller may show: nothing is read from records of cases.
    """

    _name = "dialogue.ledger"
    _description = "Due Days in Words"

    # ------------------------------------------------------------------
    # Days
    # ------------------------------------------------------------------

    @api.model
    def _day_words(self, day, is_start=False):
        """Return ``day`` with its weekday, such as “Tuesday 03/10/2026”.

        :param is_start: it begins a line
        """
        weekday = format_date(self.env, day, date_format="EEEE")
        if not is_start and weekday.startswith("Thứ "):
            # in Vietnamese it is the second syllable that has the capital
            weekday = weekday.replace("Thứ", "thứ", 1)
        return f"{weekday} {format_date(self.env, day)}"

    @api.model
    def _moment_words(self, local, is_start=False):
        """Return a local moment, such as “16:30, Tuesday 03/10/2026”."""
        return self.env._(
            "%(time)s, %(day)s",
            time=f"{local:%H:%M}",
            day=self._day_words(local.date(), is_start),
        )

    @api.model
    def _minutes_words(self, minutes):
        """Return minutes of office hours, such as “3 h 30”."""
        hours, rest = divmod(minutes, MINUTES_PER_HOUR)
        if not rest:
            return self.env._("%s h", hours)
        return self.env._("%(hours)s h %(minutes)02d", hours=hours, minutes=rest)

    # ------------------------------------------------------------------
    # How far away a due day is
    # ------------------------------------------------------------------

    @api.model
    def _standing_words(self, due_on, horizon, calendar, paused_on=False):
        """Say how far away a due day is, in working days.

        :param due_on: date, or False where none is set
        :param horizon: ``res_company.Horizon`` of the department
        :param calendar: ``WorkCalendar`` of the department
        :param paused_on: date since which the term stands still, or False
        :return: dict of ``light`` (key of ``LIGHT_ICONS``), ``icon`` (class), ``word``
            (the light in a word) and ``note`` (how many days), all str
        """
        if not due_on:
            light, word = "unset", self.env._("No day yet")
            note = self.env._("The leader sets the day")
            return {
                "light": light,
                "icon": LIGHT_ICONS[light],
                "word": word,
                "note": note,
            }
        today = paused_on or horizon.today
        stands = standing(due_on, today, calendar)
        if stands.is_overdue:
            light, word = "late", self.env._("Overdue")
            if stands.days == 1:
                note = self.env._("Overdue by 1 working day")
            elif stands.days:
                note = self.env._("Overdue by %s working days", stands.days)
            else:
                note = self.env._("Overdue since the last working day")
        elif due_on == today:
            light, word = "today", self.env._("Due today")
            note = word
        else:
            light, word = "fine", self.env._("On track")
            if due_on <= horizon.soon:
                light, word = "soon", self.env._("Due soon")
            if stands.days == 1:
                note = self.env._("1 working day left")
            else:
                note = self.env._("%s working days left", stands.days)
        if paused_on:
            since = format_date(self.env, paused_on)
            if stands.is_overdue:
                # what was late before it stood still stays late
                note = self.env._(
                    "%(note)s, stands still since %(day)s", note=note, day=since
                )
            else:
                light, word = "paused", self.env._("Standing still")
                note = self.env._("Stands still since %s", since)
        return {"light": light, "icon": LIGHT_ICONS[light], "word": word, "note": note}

    @api.model
    def _late_words(self, note):
        """Return what :meth:`_standing_words` says of a day that is over."""
        return {
            "light": "late",
            "icon": LIGHT_ICONS["late"],
            "word": self.env._("Overdue"),
            "note": note,
        }

    # ------------------------------------------------------------------
    # How it was counted
    # ------------------------------------------------------------------

    @api.model
    def _ledger_rows(self, ledger, due_word=None):
        """Return the days of a ledger as lines; days off of one reason are one line.

        :param ledger: sequence of ``LedgerDay``, the last one being the due day
        :param str due_word: what is said beside the last day; “Due day” if not given
        :return: list of dict: ``kind``, ``icon``, ``day`` (or days), ``number`` (of the
            working day, or the hours that ran; may be empty), ``text``, ``is_due``,
            ``due_word``; all str but ``is_due``
        """
        rows = []
        for days in self._folded(ledger):
            first, last = days[0], days[-1]
            kind = self._kind_of(first)
            rows.append(
                {
                    "kind": kind,
                    "icon": ICONS[kind],
                    "day": self._span_words(first.day, last.day),
                    "number": self._number_words(first),
                    "text": self._reason_words(kind, days),
                    "is_due": False,
                    "due_word": "",
                }
            )
        if rows:
            rows[-1].update(is_due=True, due_word=due_word or self.env._("Due day"))
        return rows

    @api.model
    def _folded(self, ledger):
        """Return the days of a ledger as lists, those that are shown as one line."""
        folded, before = [], None
        for index, line in enumerate(ledger):
            key = self._fold_key(index, line)
            if folded and key == before:
                folded[-1].append(line)
            else:
                folded.append([line])
            before = key
        return folded

    @api.model
    def _fold_key(self, index, line):
        """Return what neighbouring days have in common that are shown as one line."""
        if line.number or line.minutes or line.kind is DayKind.RECEIVED:
            return index
        if line.kind in (DayKind.COUNTED, DayKind.MAKE_UP):
            return index
        if line.kind is DayKind.PAUSED:
            return "paused"
        return line.kind.value, self._stem(line.name)

    @api.model
    def _stem(self, name):
        """Return the name of a holiday without what tells its days apart."""
        return name.partition(" (")[0]

    @api.model
    def _kind_of(self, line):
        """Return how a day is shown: its kind, or “first_open” after days off."""
        if line.kind is DayKind.COUNTED and not line.number and not line.minutes:
            return "first_open"
        return line.kind.value

    @api.model
    def _span_words(self, first, last):
        if first == last:
            return self._day_words(first, is_start=True)
        return self.env._(
            "%(first)s – %(last)s",
            first=self._day_words(first, is_start=True),
            last=self._day_words(last),
        )

    @api.model
    def _number_words(self, line):
        if line.number:
            return str(line.number)
        return self._minutes_words(line.minutes) if line.minutes else ""

    @api.model
    def _reason_words(self, kind, days):
        """Say what the days of one line are.

        :param str kind: as :meth:`_kind_of` has it
        :param days: list of ``LedgerDay``
        """
        line, count = days[0], len(days)
        name = line.name if count == 1 else self._stem(line.name)
        if kind == "received":
            if line.minutes:
                return self.env._("First day; the hours from then on count")
            return self.env._("First day; it does not count itself")
        if kind == "counted":
            return self.env._("Counted")
        if kind == "first_open":
            return self.env._("First working day after the days off")
        if kind == "make_up":
            return self.env._("Counted: worked in exchange (%s)", name)
        if kind == "weekend":
            return self.env._("Weekend")
        if kind == "holiday":
            return self.env._("Holiday: %s", name)
        if kind == "swapped_off":
            return self.env._("Day off in exchange: %s", name)
        return self.env._("The term stood still")

    @api.model
    def _skipped_words(self, ledger):
        """Say in one sentence which days did not count, or nothing.

        :param ledger: sequence of ``LedgerDay``
        """
        counts = {}
        for line in ledger:
            if line.kind not in SKIPPED or line.number or line.minutes:
                continue
            named = line.kind in (DayKind.HOLIDAY, DayKind.SWAPPED_OFF)
            key = (line.kind, self._stem(line.name) if named else "")
            counts[key] = counts.get(key, 0) + 1
        if not counts:
            return ""
        words = {
            DayKind.WEEKEND: lambda count, _name: self.env._(
                "%s days of weekends", count
            ),
            DayKind.HOLIDAY: lambda count, name: self.env._(
                "%(count)s days off for %(name)s", count=count, name=name
            ),
            DayKind.SWAPPED_OFF: lambda count, name: self.env._(
                "%(count)s days off in exchange (%(name)s)", count=count, name=name
            ),
            DayKind.PAUSED: lambda count, _name: self.env._(
                "%s days on which the term stood still", count
            ),
        }
        parts = [
            words[kind](count, name)
            for (kind, name), count in sorted(
                counts.items(), key=lambda entry: SKIPPED.index(entry[0][0])
            )
        ]
        return self.env._("Not counted: %s.", "; ".join(parts))

    @api.model
    def _made_up_words(self, ledger):
        """Name the days of weekends that counted because they were worked."""
        days = [line for line in ledger if line.kind is DayKind.MAKE_UP and line.number]
        if not days:
            return ""
        return self.env._(
            "Counted, because it is worked in exchange: %s.",
            "; ".join(self._day_words(line.day) for line in days),
        )

    @api.model
    def _provisional_words(self, first, last, calendar):
        """Say which years are missing, or nothing.

        :param first: the day the term counts from
        :param last: the due day
        """
        years = [
            year
            for year in range(first.year, last.year + 1)
            if not calendar.is_known(first.replace(year=year, day=1))
        ]
        if not years:
            return ""
        return self.env._(
            "Provisional: the days off of %s are not confirmed yet. The due day is "
            "counted again as soon as they are.",
            ", ".join(map(str, years)),
        )

    @api.model
    def _counting_words(self, length, unit, start, day):
        """Say from when a term counts.

        :param int length: of the term
        :param str unit: key of ``UNITS``, one with a length
        :param str start: what happened on ``day``, such as “the receipt”
        :param str day: the day or moment, in words
        """
        term = self.env["dialogue.term"]._length_words(length, unit)
        if unit == "working_hour":
            return self.env._(
                "The term is %(term)s, counted from %(start)s (%(day)s).",
                term=term,
                start=start,
                day=day,
            )
        return self.env._(
            "The term is %(term)s, counted from the day after %(start)s (%(day)s).",
            term=term,
            start=start,
            day=day,
        )

    @api.model
    def _ledger_html(self, values):
        """Return the explanation as markup; the template escapes every value.

        :param dict values: ``title``, ``sentences``, ``hint``, ``term``,
            ``legal_basis``, ``rows``, ``events``; see ``dialogue.clock``
        """
        return self.env["ir.qweb"]._render(
            "dialogue_tthc.clock_ledger", {"ledger": values}
        )
