from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .feedback_states import ENDED_STATES, OPEN_STATES, OWED_STATES
from .res_company import DEFAULT_TZ, Horizon

# The worst first, as lists and columns show them; what has ended comes last.
DUE_STATES = [
    ("overdue", "Overdue"),
    ("today", "Due today"),
    ("soon", "Due soon"),
    ("on_track", "On track"),
    ("paused", "Standing still"),
    ("none", "No answer due yet"),
    ("answered_late", "Answered late"),
    ("answered_on_time", "Answered on time"),
    ("ended", "Ended without an answer"),
]
DUE_KEYS = [key for key, _label in DUE_STATES]
# the due states in which the answer has a term under way
RUNNING_STATES = ("overdue", "today", "soon", "on_track", "paused")
ANSWERED_STATES = ("answered", "closed")
# Days are days in Vietnam, whoever looks: a figure must not depend on the reader's
# time zone. The offset has been fixed since 1975, and adding it is five times as
# fast as a conversion by name, which counts at a million cases.
LEGAL_OFFSET = SQL("interval '7 hours'")
# what the state is found out from
DUE_COLUMNS = ("company_id", "state", "date_deadline", "paused_on", "answered_on")


@dataclass(frozen=True, slots=True)
class DueColumns:
    """The columns of a day on which something is due.

    :ivar day: column of the day itself
    :ivar paused_on: column of the day from which it stands still
    """

    day: str
    paused_on: str


# the fields of due states of a case -> the columns of the day that each is about
DUE_COLUMNS_OF = {
    "due_state": DueColumns("date_deadline", "paused_on"),
    "next_due_state": DueColumns("next_due_on", "next_paused_on"),
}

# ----------------------------------------------------------------------
# The definition, in Python and, right below it, the same in SQL
# ----------------------------------------------------------------------


def due_state_of(
    state: str,
    due: date | None,
    paused_on: date | None,
    answered: date | None,
    horizon: Horizon,
) -> str:
    """Return how a case stands to the day on which its answer is due.

    :param state: key of ``feedback_states.STATES``
    :param due: the day on which the answer is or was due, if there is one
    :param paused_on: the day from which the term stands still, itself counted
    :param answered: the day of the answer, where the department is
    :return: key of ``DUE_STATES``
    """
    if state in ANSWERED_STATES:
        return "answered_late" if due and answered > due else "answered_on_time"
    if state in ENDED_STATES:
        return "ended"
    if state not in OWED_STATES:
        return "none"
    # what was late before it stood still stays late
    if due and due < (paused_on or horizon.today):
        return "overdue"
    if paused_on:
        return "paused"
    if not due:
        return "none"
    if due == horizon.today:
        return "today"
    return "soon" if due <= horizon.soon else "on_track"


def due_state_sql(column: Callable[[str], SQL], horizons: dict) -> SQL:
    """Return :func:`due_state_of` as SQL; it is never NULL.

    :param column: function of the name of one of ``DUE_COLUMNS``
    :param horizons: as of ``res.company._dialogue_horizons()``
    """
    return _by_company(
        column,
        horizons,
        lambda horizon: SQL(
            """CASE
            WHEN %(state)s IN %(answered)s THEN
                CASE WHEN %(late)s THEN 'answered_late' ELSE 'answered_on_time' END
            WHEN %(state)s IN %(ended)s THEN 'ended'
            WHEN %(state)s NOT IN %(owed)s THEN 'none'
            WHEN %(overdue)s THEN 'overdue'
            WHEN %(paused_on)s IS NOT NULL THEN 'paused'
            WHEN %(due)s IS NULL THEN 'none'
            WHEN %(due)s = %(today)s THEN 'today'
            WHEN %(due)s <= %(soon)s THEN 'soon'
            ELSE 'on_track' END""",
            state=column("state"),
            due=column("date_deadline"),
            paused_on=column("paused_on"),
            late=_late_sql(column, horizon),
            overdue=_past_sql(column, horizon),
            answered=ANSWERED_STATES,
            ended=ENDED_STATES,
            owed=OWED_STATES,
            today=horizon.today,
            soon=horizon.soon,
        ),
    )


def overdue_sql(column: Callable[[str], SQL], horizons: dict) -> SQL:
    """Return the condition that :func:`due_state_sql` is "overdue"."""
    return _by_company(
        column,
        horizons,
        lambda horizon: SQL(
            "(%s IN %s AND %s)",
            column("state"),
            OWED_STATES,
            _past_sql(column, horizon),
        ),
    )


def late_sql(column: Callable[[str], SQL], horizons: dict) -> SQL:
    """Return the condition that an answered case is "answered_late"; never NULL."""
    return _by_company(column, horizons, lambda horizon: _late_sql(column, horizon))


def _past_sql(column, horizon):
    return SQL(
        "%s < COALESCE(%s, %s)",
        column("date_deadline"),
        column("paused_on"),
        horizon.today,
    )


def _late_sql(column, horizon):
    day = SQL("%s + %s", column("answered_on"), LEGAL_OFFSET)
    if horizon.tz != DEFAULT_TZ:
        day = SQL(
            "timezone(%s, timezone('UTC', %s))", horizon.tz, column("answered_on")
        )
    # coalesce: without a due day nothing can be late
    return SQL("COALESCE((%s)::date > %s, FALSE)", day, column("date_deadline"))


def _by_company(column, horizons, make):
    """Return what ``make`` returns of a horizon, for each case of its company."""
    *others, last = horizons
    if not others:
        return make(last)
    cases = SQL(" ").join(
        SQL("WHEN %s IN %s THEN %s", column("company_id"), ids, make(horizon))
        for horizon, ids in horizons.items()
        if horizon != last
    )
    return SQL("(CASE %s ELSE %s END)", cases, make(last))


class DialogueDueMixin(models.AbstractModel):
    """A model whose rows have a due state that is not stored: the worst comes first."""

    _name = "dialogue.due.mixin"
    _description = "Has a Due State"

    # the fields of such states
    _due_fields: tuple[str, ...] = ("due_state",)

    due_state = fields.Selection(
        selection=DUE_STATES,
        string="Due",
        readonly=True,
        group_expand="_group_expand_due_state",
    )

    @api.model
    def _group_expand_due_state(self, states, _domain):
        return [key for key in DUE_KEYS if key in states]

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name not in self._due_fields:
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        sql_field = self._field_to_sql(alias, field_name, query)
        query._order_groupby.append(sql_field)
        return SQL("%s %s %s", self._due_rank_sql(sql_field), direction, nulls)

    def _read_group_orderby(self, order, groupby_terms, query):
        states = {
            name: groupby_terms[name]
            for name in self._due_fields
            if name in groupby_terms
        }
        if not states:
            return super()._read_group_orderby(order, groupby_terms, query)
        ranks = {name: self._due_rank_sql(state) for name, state in states.items()}
        terms = {**groupby_terms, **ranks}
        ordered = super()._read_group_orderby(order, terms, query)
        # the parent may add to the terms what the others are ordered by
        groupby_terms.update({**terms, **states})
        return ordered

    @api.model
    def _due_rank_sql(self, sql_field):
        return SQL("array_position(%s::text[], (%s)::text)", DUE_KEYS, sql_field)


class DialogueFeedback(models.Model):
    """How a case stands to the day on which its answer is due.

    It depends on what day it is, so it is not stored; it can be searched, sorted and
    grouped by nevertheless, because it is SQL as well.
    """

    _name = "dialogue.feedback"
    _inherit = ["dialogue.feedback", "dialogue.due.mixin"]

    _due_fields = tuple(DUE_COLUMNS_OF)

    due_state = fields.Selection(
        compute="_compute_due_state",
        search="_search_due_state",
        help="How the case stands to the day on which its answer is due.",
    )
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )
    due_note = fields.Char(string="Time left", compute="_compute_due_note")
    was_extended = fields.Boolean(
        string="Extended",
        readonly=True,
        copy=False,
        help="A leader gave the answer a later day.",
    )

    @api.depends(*DUE_COLUMNS)
    def _compute_due_state(self):
        self._set_due_state("due_state")

    def _set_due_state(self, name):
        """Compute the due state in the field ``name``, a key of ``DUE_COLUMNS_OF``."""
        due = DUE_COLUMNS_OF[name]
        for company, feedbacks in self.grouped("company_id").items():
            horizon = company._dialogue_horizon()
            for feedback in feedbacks:
                answered_on = feedback.answered_on
                feedback[name] = due_state_of(
                    feedback.state,
                    feedback[due.day],
                    feedback[due.paused_on],
                    answered_on and company._dialogue_local(answered_on).date(),
                    horizon,
                )

    def _search_due_state(self, operator, value):
        return self._search_due("due_state", operator, value)

    @api.model
    def _search_due(self, name, operator, value):
        """Return the domain of the due state in the field ``name``."""
        if operator != "in":
            return NotImplemented
        keys = tuple(key for key in DUE_KEYS if key in value)
        if not keys:
            return Domain.FALSE
        # the plain conditions only narrow the cases down to what an index finds; the
        # definition decides
        return self._due_bounds(name, keys) & Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", model._field_to_sql(alias, name, query), keys
            ),
            predicate=lambda feedback: feedback[name] in keys,
        )

    @api.model
    def _due_bounds(self, name, keys):
        """Return a condition on indexed columns that all cases of due states meet.

        :param str name: the field of the state, a key of ``DUE_COLUMNS_OF``
        :param keys: keys of ``DUE_STATES``
        """
        due = DUE_COLUMNS_OF[name]
        horizons = list(self.env["res.company"]._dialogue_horizons())
        first = min(horizon.today for horizon in horizons)
        last = max(horizon.today for horizon in horizons)
        soon = max(horizon.soon for horizon in horizons)
        owed = Domain("state", "in", OWED_STATES)
        answered = Domain("state", "in", ANSWERED_STATES)
        ended = [state for state in ENDED_STATES if state not in ANSWERED_STATES]
        bounds = {
            "paused": owed & Domain(due.paused_on, "!=", False),
            "none": Domain("state", "in", OPEN_STATES),
            "answered_late": answered,
            "answered_on_time": answered,
            "ended": Domain("state", "in", ended),
        }
        # from the first day to the last that such a case may be due
        spans = {
            "overdue": (date.min, last),
            "today": (first, last),
            "soon": (first, soon),
            "on_track": (first, date.max),
        }
        found = [bounds[key] for key in keys if key in bounds]
        # one range of days instead of several, which an index cannot follow
        ranges = [spans[key] for key in keys if key in spans]
        if ranges:
            owed &= Domain(due.day, "!=", False)
            low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
            if low > date.min:
                owed &= Domain(due.day, ">=", low)
            if high < date.max:
                owed &= Domain(due.day, "<=", high)
            found.append(owed)
        return Domain.OR(found)

    def _field_to_sql(self, alias, field_expr, query=None):
        due = DUE_COLUMNS_OF.get(field_expr)
        if not due:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        # one definition, whichever day it is about
        columns = {"date_deadline": due.day, "paused_on": due.paused_on}
        return due_state_sql(
            lambda name: self._field_to_sql(alias, columns.get(name, name), query),
            self.env["res.company"]._dialogue_horizons(),
        )

    @api.depends("due_state")
    def _compute_is_overdue(self):
        for feedback in self:
            feedback.is_overdue = feedback.due_state == "overdue"

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("due_state", "=", "overdue")

    @api.depends("due_state")
    @api.depends_context("lang")
    def _compute_due_note(self):
        notes = self._due_notes("due_state")
        for feedback in self:
            feedback.due_note = notes[feedback]

    def _due_notes(self, name):
        """Say what is left until the day of a due state, for each case.

        :param str name: the field of the state, a key of ``DUE_COLUMNS_OF``
        :return: dict of case: str, or False where no term is under way
        """
        words, due = self.env["dialogue.ledger"], DUE_COLUMNS_OF[name]
        notes = {}
        for company, feedbacks in self.grouped("company_id").items():
            horizon, calendar = (
                company._dialogue_horizon(),
                company._dialogue_calendar(),
            )
            for feedback in feedbacks:
                notes[feedback] = (
                    feedback[name] in RUNNING_STATES
                    and words._standing_words(
                        feedback[due.day],
                        horizon,
                        calendar,
                        feedback[due.paused_on],
                    )["note"]
                )
        return notes
