from collections import defaultdict
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ..tools.day_text import day_text
from ..tools.report_period import (
    MONTHS,
    Period,
    PeriodError,
    count_in_year,
    period,
    period_after,
    period_before,
    period_due,
)

_lt = LazyTranslate(__name__)

REPORT = "dialogue.feedback.report"
# what the rows are: the field of the analysis
DIMENSIONS = ("sector_id", "kind")
# how it was answered: keys of measures, and of the way in the analysis
WAYS = ("on_spot", "written", "superior", "other_body")


class Measure(NamedTuple):
    """One column of the report.

    :param key: its name
    :param title: its heading
    :param group: the heading above it, for columns that belong together, or ""
    """

    key: str
    title: Any
    group: Any = ""


HANDLED = _lt("Handled")
MEASURES = (
    Measure("carried", _lt("Carried over")),
    Measure("received", _lt("Newly received")),
    Measure("total", _lt("In all")),
    Measure("handled", _lt("Total"), HANDLED),
    Measure("on_spot", _lt("On the spot"), HANDLED),
    Measure("written", _lt("In writing"), HANDLED),
    Measure("superior", _lt("Through the superior"), HANDLED),
    Measure("other_body", _lt("Through another body"), HANDLED),
    Measure("refused", _lt("Not accepted"), HANDLED),
    Measure("dropped", _lt("Withdrawn, merged"), HANDLED),
    Measure("in_progress", _lt("Being handled")),
    Measure("overdue", _lt("of which overdue")),
    Measure("published", _lt("Made public")),
    Measure("rated", _lt("Rated"), _lt("Satisfaction")),
    Measure("satisfied", _lt("Satisfied"), _lt("Satisfaction")),
)
KEYS = tuple(measure.key for measure in MEASURES)


class DialoguePeriodReport(models.AbstractModel):
    """How the petitions of a period were handled (kết quả tiếp nhận, xử lý PAKN).

    Every number counts rows of ``dialogue.feedback.report``, which defines what they
    are; here stands only which of them belong to a period:

    - *carried over* came in before it and had not ended when it began, *received*
      came in during it;
    - *handled* are those of both that ended until its last day, *in progress* the
      others, so that carried over + received = handled + in progress;
    - *overdue* are those in progress that were overdue on its last day, or are today
      while it still runs;
    - *made public* and *rated* are those to which that happened during it, whenever
      they came in or were handled: what follows a report is in the next one.

    A case that was opened again is in progress, whatever an earlier report said of
    it. The reader's rules hold: everybody counts what they may read.
    """

    _name = "dialogue.period.report"
    _description = "Report of a Period"

    # ------------------------------------------------------------------
    # What is counted
    # ------------------------------------------------------------------

    @api.model
    def _period(self, kind, year, number, is_calendar=False):
        """Return a period, checked.

        :raise UserError: there is no such period
        """
        try:
            return period(kind, int(year), int(number), is_calendar=bool(is_calendar))
        except (PeriodError, TypeError, ValueError) as error:
            raise UserError(
                self.env._(
                    "There is no such period. Choose the kind of period, its number "
                    "and a year such as 2026."
                )
            ) from error

    @api.model
    def _measure_domains(self, of):
        """Return the domain of each measure, on the analysis.

        :param Period of: the period
        :return: dict key of ``MEASURES`` -> Domain
        """
        carried = Domain("received_on", "<", of.first) & (
            Domain("ended_on", "=", False) | Domain("ended_on", ">=", of.first)
        )
        received = self._during("received_on", of)
        total = carried | received
        handled = total & Domain("ended_on", "<=", of.last)
        in_progress = total & (
            Domain("ended_on", "=", False) | Domain("ended_on", ">", of.last)
        )
        answered = handled & Domain("is_answered", "=", 1)
        rated = self._during("rated_on", of) & Domain("is_rated", "=", 1)
        until = min(of.last, self.env.company._dialogue_today())
        return {
            "carried": carried,
            "received": received,
            "total": total,
            "handled": handled,
            **{way: answered & Domain("way", "=", way) for way in WAYS},
            "refused": handled & Domain("is_refused", "=", 1),
            "dropped": handled
            & Domain("is_answered", "=", 0)
            & Domain("is_refused", "=", 0),
            "in_progress": in_progress,
            "overdue": in_progress & Domain("overdue_from", "<=", until),
            "published": self._during("published_on", of),
            "rated": rated,
            "satisfied": rated & Domain("is_satisfied", "=", 1),
        }

    @api.model
    def _during(self, name, of):
        """Return the domain of rows whose day ``name`` lies in a period."""
        return Domain(name, ">=", of.first) & Domain(name, "<=", of.last)

    @api.model
    def _cell_domain(self, of, key, dimension=None, value=None):
        """Return the domain, on the analysis, of what one cell counts.

        :param Period of: the period
        :param str key: key of ``MEASURES``
        :param dimension: name among ``DIMENSIONS``, or None for a total
        :param value: id or key of the row; False for those that have none
        :raise UserError: there is no such cell
        """
        if key not in KEYS or (dimension and dimension not in DIMENSIONS):
            raise UserError(self.env._("There is no such number in this report."))
        domain = self._measure_domains(of)[key]
        if dimension:
            domain &= Domain(dimension, "=", value or False)
        return domain

    @api.model
    def _count(self, of):
        """Count every measure by every dimension, in one query.

        :param Period of: the period
        :return: dict (dimension or None, value) -> dict key of ``MEASURES`` -> int
        """
        Report = self.env[REPORT]
        domains = self._measure_domains(of)
        query = Report._search(
            domains["total"] | domains["published"] | domains["rated"]
        )
        groups = [Report._field_to_sql(query.table, name, query) for name in DIMENSIONS]
        counts = [
            SQL(
                "count(*) FILTER (WHERE %s)",
                domains[key].optimize_full(Report)._to_sql(Report, query.table, query),
            )
            for key in KEYS
        ]
        query.groupby = SQL(", ").join(groups)
        found = defaultdict(lambda: dict.fromkeys(KEYS, 0))
        # the row of all is there also when nothing was counted
        totals = found[None, None]
        for (*values,) in self.env.execute_query(query.select(*groups, *counts)):
            numbers = dict(zip(KEYS, values[len(DIMENSIONS) :], strict=True))
            cells = [totals]
            for dimension, value in zip(DIMENSIONS, values, strict=False):
                cells.append(found[dimension, value or False])
            for cell in cells:
                for key, number in numbers.items():
                    cell[key] += number
        return dict(found)

    @api.model
    def _tables(self, of):
        """Return the tables of the report.

        :param Period of: the period
        :return: the tables, a list of dicts of ``dimension``, ``title`` and ``rows``,
            a row being a dict of ``value`` (id, key or False), ``label`` and
            ``counts`` (dict key of ``MEASURES`` -> int); and the counts of all
        """
        counted = self._count(of)
        tables = []
        for dimension, title in (
            ("sector_id", self.env._("By sector")),
            ("kind", self.env._("By kind")),
        ):
            labels = self._row_labels(
                dimension, [value for name, value in counted if name == dimension]
            )
            rows = [
                {
                    "value": value,
                    "label": label,
                    "counts": counted[dimension, value],
                }
                for value, label in labels.items()
            ]
            tables.append({"dimension": dimension, "title": title, "rows": rows})
        return tables, counted[None, None]

    @api.model
    def _row_labels(self, dimension, values):
        """Return what the rows are called, in their order.

        :return: dict value -> str; those that have none come last
        """
        field = self.env[REPORT]._fields[dimension]
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            found = {value: labels[value] for value in labels if value in values}
        else:
            ids = [value for value in values if value]
            # sudo: names of a catalogue, of cases that the reader counts
            records = self.env[field.comodel_name].sudo().browse(ids)
            named = [(record.display_name, record.id) for record in records]
            found = {record_id: name for name, record_id in sorted(named)}
        if False in values:
            found[False] = self.env._("Not said")
        return found

    # ------------------------------------------------------------------
    # For the screen
    # ------------------------------------------------------------------

    @api.model
    @api.readonly
    def get_report(self, kind=None, year=None, number=None, is_calendar=False):
        """Return the report as the screen shows it.

        Without a period it is the quarter that is reported on these days; without a
        number, the period of that kind.

        :return: dict of ``period``, ``title``, ``note``, ``as_of``, ``kinds``,
            ``periods`` (those of the year, lists of number and label), ``before`` and
            ``after`` (as ``period``, or None), ``measures``, ``tables``, ``total``
        :raise AccessError: the user may not read the analysis
        :raise UserError: there is no such period
        """
        if not number:
            of = self._period_due(kind or "quarter", is_calendar)
        else:
            of = self._period(kind, year, number, is_calendar)
        tables, total = self._tables(of)
        return {
            "period": self._period_words(of),
            "before": self._period_words(self._neighbour(period_before, of)),
            "after": self._period_words(self._neighbour(period_after, of)),
            "title": self._period_title(of),
            "note": self._period_note(of),
            "as_of": self._as_of(),
            "kinds": list(self._kind_labels().items()),
            "periods": self._periods_of_year(of),
            "measures": [
                {
                    "key": measure.key,
                    "title": self.env._(measure.title),
                    "group": measure.group and self.env._(measure.group),
                }
                for measure in MEASURES
            ],
            "tables": tables,
            "total": total,
        }

    @api.model
    def _period_due(self, kind, is_calendar=False) -> Period:
        """Return the period of a kind that is reported on today.

        :raise UserError: there is no such kind
        """
        try:
            today = self.env.company._dialogue_today()
            return period_due(today, kind, is_calendar=bool(is_calendar))
        except PeriodError as error:
            raise UserError(self.env._("Choose the kind of period.")) from error

    @api.model
    def _neighbour(self, find, of):
        """Return what ``find`` returns of a period; None beyond the years of ours."""
        try:
            return find(of)
        except PeriodError:
            return None

    @api.model
    def _period_words(self, of):
        """Return what names a period to the screen, a dict, or None."""
        return of and {
            "kind": of.kind,
            "year": of.year,
            "number": of.number,
            "is_calendar": of.is_calendar,
        }

    @api.model
    def _periods_of_year(self, of):
        """Return the periods of the kind and the year of one: number and label."""
        periods = [
            period(of.kind, of.year, number, is_calendar=of.is_calendar)
            for number in range(1, count_in_year(of.kind) + 1)
        ]
        return [(one.number, self._period_label(one)) for one in periods]

    @api.model
    def _period_label(self, of):
        return self.env._(
            "%(title)s (%(first)s - %(last)s)",
            title=self._period_title(of),
            first=f"{of.first:%d/%m}",
            last=f"{of.last:%d/%m}",
        )

    @api.model
    def _as_of(self):
        """Return the words that say of what moment the figures are."""
        return self.env._(
            "Figures as of %s. A case that is opened again, answered or withdrawn "
            "later changes them: keep the spreadsheet that you sent.",
            self.env.company._dialogue_local(fields.Datetime.now()).strftime(
                "%H:%M %d/%m/%Y"
            ),
        )

    @api.model
    def _kind_labels(self):
        labels = {
            "month": self.env._("Month"),
            "quarter": self.env._("Quarter"),
            "half": self.env._("Half-year"),
            "year": self.env._("Year"),
        }
        return {kind: labels[kind] for kind in MONTHS}

    @api.model
    def _period_title(self, of):
        number, year = of.number, of.year
        if of.kind == "year":
            return self.env._("Year %s", year)
        if of.kind == "half":
            return self.env._(
                "Half-year %(number)s of %(year)s", number=number, year=year
            )
        if of.kind == "quarter":
            return self.env._(
                "Quarter %(number)s of %(year)s", number=number, year=year
            )
        return self.env._("Month %(number)s of %(year)s", number=number, year=year)

    @api.model
    def _period_note(self, of):
        return self.env._(
            "(From %(first)s to %(last)s)",
            first=day_text(of.first),
            last=day_text(of.last),
        )

    @api.model
    def action_open_cell(self, of, key, dimension=None, value=None):
        """Open the cases that one cell counts.

        :param dict of: ``kind``, ``year``, ``number``, ``is_calendar`` of the period
        :param str key: key of ``MEASURES``
        :param dimension: name among ``DIMENSIONS``, or None for a total
        :param value: id or key of the row
        :return: an action on ``dialogue.feedback``
        :raise UserError: there is no such cell
        """
        one = self._period(**of)
        domain = self._cell_domain(one, key, dimension, value)
        titles = {measure.key: measure.title for measure in MEASURES}
        name = f"{self._period_title(one)}: {self.env._(titles[key])}"
        value = value or False
        # only what is counted has a name: not any record whose number is sent
        if dimension and (dimension, value) in self._count(one):
            name += f" ({self._row_labels(dimension, [value])[value]})"
        return self.env[REPORT]._open_counted(domain, name)

    @api.model
    def action_export(self, of):
        """Make the report of a period as a spreadsheet.

        :param dict of: see :meth:`action_open_cell`
        :return: an action: the download
        """
        return self.env["dialogue.export"]._request_period(self._period(**of))
