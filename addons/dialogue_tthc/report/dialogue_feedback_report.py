from odoo import api, fields, models
from odoo.tools import SQL

from ..models.dialogue_answer import VERDICTS
from ..models.dialogue_feedback import CHANNELS, KINDS, ORIGINS, OUTCOMES
from ..models.dialogue_feedback_due import (
    ANSWERED_STATES,
    LEGAL_OFFSET,
    due_state_sql,
    late_sql,
    overdue_sql,
)
from ..models.dialogue_petitioner import KINDS as PETITIONER_KINDS
from ..models.dialogue_rating import SATISFIED_SCORE
from ..models.dialogue_term import TERM_CLASSES
from ..models.feedback_states import OWED_STATES, STATES

# answered in any other way than these is answered in writing
NAMED_WAYS = ("on_spot", "superior", "other_body")


class DialogueFeedback(models.Model):
    """The narrow copy of the cases that figures are read from.

    Every figure reads every case, whatever is indexed, and a case is wide: its texts
    make up nine tenths of it. With all columns of the analysis in one index, the
    texts stay unread: a pivot takes half the time.
    """

    _inherit = "dialogue.feedback"

    # so that cases are found by what the analysis says of them
    report_ids = fields.One2many(
        comodel_name="dialogue.feedback.report",
        inverse_name="feedback_id",
        string="Row of the analysis",
    )

    _report_idx = models.Index(
        "(company_id, state, outcome, received_on, sector_id) INCLUDE ("
        "id, year, accepted_on, answered_on, date_deadline, paused_on, session_id, "
        "procedure_id, department_id, user_id, kind, origin, channel, petitioner_kind, "
        "verdict, refusal_reason_id, is_sealed, reopen_count, term_class, "
        "was_extended, satisfaction, solved, is_published, ended_on, published_on, "
        "rated_on) WHERE number > 0"
    )


class DialogueFeedbackReport(models.Model):
    """The one place where every figure about cases is defined; one row a case.

    - A case counts from its receipt on: a draft has no code and is in no figure.
      Archiving a case takes it out of no figure.
    - A flag (``is_...``) is 1 or 0, so that its sum is the number of cases.
    - *On time* is an answer on or before the day it was due, in Vietnam. An answer
      to a case that never had a due day (one given at the session itself) is on time.
    - *Overdue* is a case still open after its due day; a case without one is not, nor
      is one whose term stood still before that day came. Both are as the due state of
      the case says, which ``dialogue_feedback_due.py`` defines.
    - ``ended_on`` is the day of the answer, or that on which the case was refused,
      withdrawn or merged. ``overdue_from`` is the first day on which it was overdue;
      a case answered late has one, too. What stood open or overdue at the end of a
      period follows from these two.
    - ``published_on`` is the first day on which anybody could read the answer, and
      stays when it is taken back; ``rated_on`` that of the vote that counts.
    - ``way`` is how a case was answered, as reports count it: one that is answered in
      none of the other ways is answered in writing. It is the way of answering of the
      case while there is no answer.
    - ``on_time_share`` is on time / (answered + open and overdue): 1, 0, or empty
      where the case is in neither part of the denominator. The average leaves the
      empty ones out, so it is that ratio in every cell and in every total.
    - *Rated* is a case whose petitioner voted; ``satisfaction`` and
      ``satisfied_share`` are of those alone. *Not solved* is what the petitioner said
      last: with the vote, or when asked some weeks after the answer.

    No long text and no name of a petitioner is here, and no other table is joined.
    The rules are those of the case: everybody sees the figures of what they may read.
    """

    _name = "dialogue.feedback.report"
    _inherit = ["dialogue.due.mixin"]
    _description = "Feedback Analysis"
    _auto = False
    _order = "received_on desc, id desc"
    _rec_name = "code"
    _depends = {
        "dialogue.feedback": [
            "accepted_on",
            "answered_on",
            "channel",
            "code",
            "company_id",
            "cooperating_department_ids",
            "date_deadline",
            "department_id",
            "ended_on",
            "is_published",
            "is_sealed",
            "kind",
            "number",
            "origin",
            "outcome",
            "paused_on",
            "petitioner_kind",
            "procedure_id",
            "published_on",
            "rated_on",
            "reader_ids",
            "received_on",
            "refusal_reason_id",
            "reopen_count",
            "satisfaction",
            "sector_id",
            "session_id",
            "solved",
            "state",
            "term_class",
            "user_id",
            "verdict",
            "was_extended",
            "year",
        ]
    }

    # Identity
    code = fields.Char(readonly=True)
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback", string="Case", readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    # Subject matter
    kind = fields.Selection(selection=KINDS, readonly=True)
    origin = fields.Selection(selection=ORIGINS, readonly=True)
    channel = fields.Selection(selection=CHANNELS, readonly=True)
    session_id = fields.Many2one(comodel_name="dialogue.session", readonly=True)
    sector_id = fields.Many2one(comodel_name="dialogue.sector", readonly=True)
    procedure_id = fields.Many2one(comodel_name="dialogue.procedure", readonly=True)
    # People
    petitioner_kind = fields.Selection(
        selection=PETITIONER_KINDS, string="Kind of petitioner", readonly=True
    )
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Lead division", readonly=True
    )
    cooperating_department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="dialogue_feedback_cooperating_rel",
        column1="dialogue_feedback_id",
        column2="hr_department_id",
        string="Cooperating divisions",
        readonly=True,
    )
    user_id = fields.Many2one(comodel_name="res.users", string="Officer", readonly=True)
    is_sealed = fields.Boolean(string="Sealed", readonly=True)
    reader_ids = fields.Many2many(
        comodel_name="res.users",
        relation="dialogue_feedback_reader_rel",
        column1="dialogue_feedback_id",
        column2="res_users_id",
        string="Named readers",
        readonly=True,
    )
    # Progress
    state = fields.Selection(selection=STATES, string="Status", readonly=True)
    due_state = fields.Selection(
        help="How the case stands to the day on which its answer is due."
    )
    term_class = fields.Selection(
        selection=TERM_CLASSES, string="Class of case", readonly=True
    )
    outcome = fields.Selection(
        selection=OUTCOMES, string="Way of answering", readonly=True
    )
    way = fields.Selection(
        selection=OUTCOMES,
        string="Way of answering, as reported",
        readonly=True,
        help="As the way of answering; an answer given in no other way is in writing.",
    )
    verdict = fields.Selection(selection=VERDICTS, readonly=True)
    refusal_reason_id = fields.Many2one(
        comodel_name="dialogue.refusal.reason", readonly=True
    )
    # Dates, all of them days in Vietnam
    year = fields.Char(string="Year of receipt", readonly=True)
    received_on = fields.Date(readonly=True)
    accepted_on = fields.Date(readonly=True)
    answered_on = fields.Date(readonly=True)
    date_deadline = fields.Date(string="Answer due on", readonly=True)
    ended_on = fields.Date(
        readonly=True, help="Answered, refused, withdrawn or merged on this day."
    )
    overdue_from = fields.Date(
        readonly=True, help="The first day on which the answer was overdue."
    )
    published_on = fields.Date(
        string="First public on",
        readonly=True,
        help="The first day on which anybody could read the answer.",
    )
    rated_on = fields.Date(readonly=True)
    # Figures
    feedback_count = fields.Integer(string="Petitions", readonly=True)
    is_answered = fields.Integer(string="Answered", readonly=True)
    is_open = fields.Integer(string="Still open", readonly=True)
    is_overdue = fields.Integer(
        string="Open and overdue",
        readonly=True,
        help="Not answered, and the day it was due has passed.",
    )
    is_on_time = fields.Integer(
        string="Answered on time",
        readonly=True,
        help="Answered on or before the day it was due.",
    )
    is_late = fields.Integer(
        string="Answered late",
        readonly=True,
        help="Answered after the day it was due.",
    )
    is_refused = fields.Integer(string="Not accepted", readonly=True)
    reopened = fields.Integer(
        readonly=True,
        help="Cases that were opened again at least once.",
    )
    was_extended = fields.Integer(
        string="Extended",
        readonly=True,
        help="Cases whose answer a leader gave a later day.",
    )
    is_published = fields.Integer(
        string="Made public",
        readonly=True,
        help="Cases whose question and answer anybody can read.",
    )
    days_to_answer = fields.Float(
        string="Days to the answer",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Calendar days from receipt to answer, on average.",
    )
    on_time_share = fields.Float(
        string="Share on time",
        readonly=True,
        aggregator="avg",
        help="Answered on time, out of all cases answered and all open and overdue.",
    )

    # What the petitioners say
    is_rated = fields.Integer(string="Rated", readonly=True)
    is_satisfied = fields.Integer(
        string="Satisfied",
        readonly=True,
        help="Rated as satisfied or very satisfied.",
    )
    is_unsolved = fields.Integer(
        string="Answered but not solved",
        readonly=True,
        help="Answered, and the petitioner says that it is not solved.",
    )
    satisfaction = fields.Float(
        string="Satisfaction score",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="From 1 to 5, on average over the cases that were rated.",
    )
    satisfied_share = fields.Float(
        string="Share satisfied",
        readonly=True,
        aggregator="avg",
        help="Satisfied or very satisfied, out of all cases that were rated.",
    )

    @property
    def _table_query(self):
        """Return the rows as SQL over the one table of cases.

        A query instead of a stored view, so that today is the same day in SQL and in
        Python, and an upgrade may change the columns of the case freely.
        """
        horizons = self.env["res.company"]._dialogue_horizons()

        def column(name):
            return SQL.identifier("f", name)

        return SQL(
            """
            SELECT
                f.id,
                f.id AS feedback_id,
                f.code,
                f.company_id,
                f.kind,
                f.origin,
                f.channel,
                f.session_id,
                f.sector_id,
                f.procedure_id,
                f.petitioner_kind,
                f.department_id,
                f.user_id,
                f.is_sealed,
                f.state,
                %(due_state)s AS due_state,
                f.term_class,
                f.outcome,
                CASE WHEN %(answered)s AND f.outcome IN %(named_ways)s THEN f.outcome
                    WHEN %(answered)s THEN 'written' ELSE f.outcome END AS way,
                f.verdict,
                f.refusal_reason_id,
                f.year::varchar AS year,
                (f.received_on + %(offset)s)::date AS received_on,
                (f.accepted_on + %(offset)s)::date AS accepted_on,
                CASE WHEN %(answered)s
                    THEN (f.answered_on + %(offset)s)::date END AS answered_on,
                f.date_deadline,
                CASE WHEN %(answered)s THEN (f.answered_on + %(offset)s)::date
                    WHEN f.state NOT IN %(owed)s THEN
                        (COALESCE(f.ended_on, f.received_on) + %(offset)s)::date
                    END AS ended_on,
                CASE WHEN f.date_deadline < CASE
                        WHEN %(answered)s THEN (f.answered_on + %(offset)s)::date
                        WHEN f.state NOT IN %(owed)s THEN
                            (COALESCE(f.ended_on, f.received_on) + %(offset)s)::date
                        ELSE COALESCE(f.paused_on, 'infinity'::date) END
                    THEN f.date_deadline + 1 END AS overdue_from,
                (f.published_on + %(offset)s)::date AS published_on,
                (f.rated_on + %(offset)s)::date AS rated_on,
                1 AS feedback_count,
                CASE WHEN %(answered)s THEN 1 ELSE 0 END AS is_answered,
                CASE WHEN %(open)s THEN 1 ELSE 0 END AS is_open,
                CASE WHEN %(overdue)s THEN 1 ELSE 0 END AS is_overdue,
                CASE WHEN %(answered)s AND NOT %(late)s
                    THEN 1 ELSE 0 END AS is_on_time,
                CASE WHEN %(answered)s AND %(late)s THEN 1 ELSE 0 END AS is_late,
                CASE WHEN f.state = 'refused' THEN 1 ELSE 0 END AS is_refused,
                CASE WHEN f.reopen_count > 0 THEN 1 ELSE 0 END AS reopened,
                CASE WHEN f.was_extended THEN 1 ELSE 0 END AS was_extended,
                CASE WHEN f.is_published THEN 1 ELSE 0 END AS is_published,
                (CASE WHEN %(answered)s
                    THEN (f.answered_on + %(offset)s)::date
                        - (f.received_on + %(offset)s)::date
                    END)::float8 AS days_to_answer,
                (CASE WHEN %(answered)s THEN CASE WHEN %(late)s THEN 0 ELSE 1 END
                    WHEN %(overdue)s THEN 0
                    END)::float8 AS on_time_share,
                CASE WHEN f.satisfaction > 0 THEN 1 ELSE 0 END AS is_rated,
                CASE WHEN f.satisfaction >= %(satisfied)s
                    THEN 1 ELSE 0 END AS is_satisfied,
                CASE WHEN f.solved = 'no' AND f.state NOT IN %(owed)s
                    THEN 1 ELSE 0 END AS is_unsolved,
                NULLIF(f.satisfaction, 0)::float8 AS satisfaction,
                (CASE WHEN f.satisfaction >= %(satisfied)s THEN 1
                    WHEN f.satisfaction > 0 THEN 0
                    END)::float8 AS satisfied_share
            FROM dialogue_feedback f
            WHERE f.number > 0
            """,
            offset=LEGAL_OFFSET,
            answered=SQL("f.state IN %s", ANSWERED_STATES),
            open=SQL("f.state IN %s", OWED_STATES),
            due_state=due_state_sql(column, horizons),
            overdue=overdue_sql(column, horizons),
            late=late_sql(column, horizons),
            named_ways=NAMED_WAYS,
            satisfied=SATISFIED_SCORE,
            owed=OWED_STATES,
        )

    def action_open_feedback(self):
        """Open the cases behind these rows.

        :return: an action on ``dialogue.feedback``: the form for one, a list for more
        """
        action = {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.feedback",
            "target": "current",
            "context": {"active_test": False},
        }
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        return {
            **action,
            "name": self.env._("Cases"),
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.ids)],
        }

    @api.model
    def _open_counted(self, domain, name):
        """Open the cases behind a number.

        :param domain: domain on this model, of the rows that were counted
        :param str name: what the number is, for the title of the screen
        :return: an action on ``dialogue.feedback``
        """
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "dialogue.feedback",
            "target": "current",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("report_ids", "any", list(domain))],
            # the figures count archived cases too
            "context": {"active_test": False},
        }
