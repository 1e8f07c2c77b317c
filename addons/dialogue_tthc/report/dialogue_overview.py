from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.dialogue_feedback_due import DUE_KEYS
from ..models.feedback_states import OWED_STATES
from ..models.res_company import DEFAULT_TZ

# what the overview counts, in this order; "open" is all of them together
COUNTED = ("overdue", "today", "soon", "on_track", "paused", "none")


class DialogueOverview(models.Model):
    """How the divisions stand to their due days; one row a division, the worst first.

    Every number is a sum over ``dialogue.feedback.report``, which defines it, read
    with the rights of the reader: who may not read a case does not see it counted.
    The row without a division has the cases that were assigned to nobody yet.

    The id of a row is that of its division, or, without one, minus that of the
    company: so a number opens its cases even when the row is gone meanwhile.
    """

    _name = "dialogue.overview"
    _description = "Overview of Divisions"
    _auto = False
    _order = (
        "overdue_count desc, today_count desc, soon_count desc, open_count desc, id"
    )
    _rec_name = "department_id"

    department_id = fields.Many2one(
        comodel_name="hr.department", string="Division", readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    open_count = fields.Integer(string="Open", readonly=True)
    overdue_count = fields.Integer(string="Overdue", readonly=True)
    today_count = fields.Integer(string="Due today", readonly=True)
    soon_count = fields.Integer(string="Due soon", readonly=True)
    on_track_count = fields.Integer(string="On track", readonly=True)
    paused_count = fields.Integer(string="Standing still", readonly=True)
    none_count = fields.Integer(string="No answer due yet", readonly=True)
    on_time_share = fields.Float(
        string="Share on time",
        readonly=True,
        aggregator=None,
        help="Of the cases received this year: answered on time, out of all answered "
        "and all open and overdue.",
    )
    has_share = fields.Boolean(readonly=True)

    @property
    def _table_query(self):
        """Return the figures by division as SQL, with the rights of the user."""
        Report = self.env["dialogue.feedback.report"]
        query = Report._search(
            Domain("is_open", "=", 1) | Domain(self._this_year_domain())
        )

        def column(name):
            return Report._field_to_sql(query.table, name, query)

        query.groupby = SQL(
            "%(division)s, CASE WHEN %(division)s IS NULL THEN %(company)s END",
            division=column("department_id"),
            company=column("company_id"),
        )
        counts = SQL(", ").join(
            SQL(
                "COUNT(*) FILTER (WHERE %s = 1 AND %s = %s) AS %s",
                column("is_open"),
                column("due_state"),
                key,
                SQL.identifier(f"{key}_count"),
            )
            for key in COUNTED
        )
        # as of the filter “This year” of the analysis
        share = SQL(
            "AVG(%s) FILTER (WHERE %s >= %s)",
            column("on_time_share"),
            column("received_on"),
            self._first_of_year(),
        )
        return query.select(
            SQL(
                """
                COALESCE(%(division)s, -MIN(%(company)s)) AS id,
                %(division)s AS department_id,
                MIN(%(company)s) AS company_id,
                SUM(%(open)s) AS open_count,
                %(counts)s,
                %(share)s AS on_time_share,
                %(share)s IS NOT NULL AS has_share
                """,
                division=column("department_id"),
                company=column("company_id"),
                open=column("is_open"),
                counts=counts,
                share=share,
            )
        )

    @api.depends("department_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.department_id.name or self.env._("Not assigned yet")

    @api.model
    def _first_of_year(self):
        # in Vietnam, as all days of the analysis
        today = fields.Date.context_today(self.with_context(tz=DEFAULT_TZ))
        return today.replace(month=1, day=1)

    @api.model
    def _this_year_domain(self):
        return [("received_on", ">=", self._first_of_year())]

    @api.model
    def retrieve_totals(self):
        """Return the figures of all that the user may read, for the head of the board.

        :return: dict of ``open`` (a number), ``tiles`` (list of dicts ``key``,
            ``label``, ``count``) and ``share`` (from 0 to 1, or False)
        """
        Report = self.env["dialogue.feedback.report"]
        counts = dict(
            Report._read_group([("is_open", "=", 1)], ["due_state"], ["__count"])
        )
        ((share,),) = Report._read_group(
            self._this_year_domain(), aggregates=["on_time_share:avg"]
        )
        labels = dict(Report._fields["due_state"]._description_selection(self.env))
        return {
            "open": sum(counts.values()),
            "tiles": [
                {"key": key, "label": labels[key], "count": counts.get(key, 0)}
                for key in COUNTED
            ],
            "share": share,
        }

    def action_open_cases(self):
        """Open the open cases of this row, those of one due state if one is named.

        :return: an action; the context's ``due_state`` is a key of ``DUE_STATES``
        """
        self.ensure_one()
        mine = Domain("department_id", "=", self.id)
        if self.id < 0:
            mine = Domain("department_id", "=", False) & Domain(
                "company_id", "=", -self.id
            )
        name = self.env["hr.department"].browse(max(self.id, 0)).name
        return self._open_cases(
            self.env.context.get("due_state"),
            mine,
            name or self.env._("Not assigned yet"),
        )

    @api.model
    def action_open_all(self, due_state=False):
        """Open all open cases, those of one due state if one is named.

        :return: an action
        """
        return self._open_cases(due_state, Domain.TRUE, self.env._("All divisions"))

    @api.model
    def _open_cases(self, due_state, domain, whose):
        # every case of a due state that is open; a draft is nobody's yet
        domain &= Domain("state", "in", OWED_STATES)
        label = self.env._("Open")
        if due_state in DUE_KEYS:
            domain &= Domain("due_state", "=", due_state)
            field = self.env["dialogue.feedback"]._fields["due_state"]
            label = dict(field._description_selection(self.env))[due_state]
        views = [
            (self.env.ref(f"dialogue_tthc.dialogue_feedback_view_{kind}_work").id, kind)
            for kind in ("list", "kanban")
        ]
        return {
            "type": "ir.actions.act_window",
            "name": f"{whose}: {label}",
            "res_model": "dialogue.feedback",
            "views": [*views, (False, "form"), (False, "calendar"), (False, "pivot")],
            "domain": list(domain),
            # the figures count archived cases too
            "context": {"active_test": False},
        }

    def action_open_share(self):
        """Open the analysis behind the share on time of this row; of all without one.

        :return: an action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_report_action"
        )
        context = {"search_default_this_year": 1}
        domain = []
        if self:
            self.ensure_one()
            domain = [("department_id", "=", self.id if self.id > 0 else False)]
            if self.id < 0:
                domain.append(("company_id", "=", -self.id))
        else:
            context["pivot_row_groupby"] = ["department_id"]
        return {**action, "domain": domain, "context": context}
