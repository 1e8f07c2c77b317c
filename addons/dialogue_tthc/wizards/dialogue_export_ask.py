import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SCOPES = [
    ("session", "The cases of a session"),
    ("period", "The cases of a period"),
]
# which cases of a period: keys of the measures of the report of a period
PARTS = [
    ("total", "Received in it or carried over"),
    ("received", "Received in it"),
    ("handled", "Handled in it"),
    ("in_progress", "In progress at its end"),
]


class DialogueExportAsk(models.TransientModel):
    """Ask for the working table (bảng tổng hợp) of a selection, session or period."""

    _name = "dialogue.export.ask"
    _description = "Spreadsheet to Ask for"

    scope = fields.Selection(selection=SCOPES, required=True, default="period")
    has_selection = fields.Boolean(readonly=True)
    domain = fields.Json(readonly=True)
    session_id = fields.Many2one(comodel_name="dialogue.session")
    # The period
    period_kind = fields.Selection(
        selection="_selection_period_kind", required=True, default="quarter"
    )
    year = fields.Char(required=True, size=4)
    number = fields.Integer(string="No.", required=True, default=1)
    is_calendar = fields.Boolean(
        string="Calendar months",
        help="From the first day of a month to the last, instead of from the 15th to "
        "the 14th as reports count.",
    )
    part = fields.Selection(
        selection=PARTS, string="Which of them", required=True, default="total"
    )
    period_note = fields.Char(compute="_compute_period_note")
    # Who is named
    may_name = fields.Boolean(compute="_compute_may_name")
    is_withheld_too = fields.Boolean(
        string="Also name those who asked not to be named",
        help="Do not hand such a file on to the division that handles the case.",
    )
    case_count = fields.Integer(string="Cases", compute="_compute_case_count")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        current = self.env["dialogue.period.report"]._period_due("quarter")
        usual = {"year": str(current.year), "number": current.number}
        selected = self._selected_domain()
        if selected is not None:
            usual.update(has_selection=True, domain=list(Domain(selected)))
        elif values.get("session_id"):
            usual["scope"] = "session"
        return {
            **values,
            **{name: value for name, value in usual.items() if name in fields},
        }

    @api.model
    def _selected_domain(self):
        """Return the domain of what is selected on the list behind, or None.

        All cases of a filter come as the filter itself, not as their numbers.

        :raise UserError: the screen sent something that is no filter
        """
        context = self.env.context
        if context.get("active_model") != "dialogue.feedback":
            return None
        selected = context.get("active_domain")
        if selected is None:
            return [("id", "in", context.get("active_ids") or [])]
        try:
            return Domain(selected)
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("The filter cannot be read. Load the page again.")
            ) from error

    @api.model
    def _selection_period_kind(self):
        return list(self.env["dialogue.period.report"]._kind_labels().items())

    @api.depends_context("uid")
    def _compute_may_name(self):
        self.may_name = self.env["dialogue.petitioner"].has_access("read")

    @api.depends("period_kind", "year", "number", "is_calendar")
    def _compute_period_note(self):
        Report = self.env["dialogue.period.report"]
        for window in self:
            try:
                window.period_note = Report._period_label(window._period())
            except UserError as error:
                window.period_note = str(error)

    @api.depends(
        "has_selection",
        "scope",
        "domain",
        "session_id",
        "period_kind",
        "year",
        "number",
        "is_calendar",
        "part",
    )
    def _compute_case_count(self):
        cases = self.env["dialogue.feedback"].with_context(active_test=False)
        for window in self:
            try:
                window.case_count = cases.search_count(window._case_domain())
            except UserError:
                window.case_count = 0

    @api.onchange("period_kind")
    def _onchange_period_kind(self):
        """Begin with the period of the chosen kind that is reported on these days."""
        Report = self.env["dialogue.period.report"]
        current = Report._period_due(self.period_kind, self.is_calendar)
        self.year, self.number = str(current.year), current.number

    def action_ask(self):
        """Ask for the table.

        :return: an action: the download, or the progress
        """
        self.ensure_one()
        domain = self._case_domain()
        return self.env["dialogue.export"]._request_table(
            domain,
            self.env._("Table of opinions and petitions"),
            self._notes(),
            withheld_too=self.is_withheld_too and self.may_name,
        )

    def _period(self):
        year = self.year or ""
        if not re.fullmatch(r"\d{4}", year):
            year = None
        return self.env["dialogue.period.report"]._period(
            self.period_kind, year, self.number, self.is_calendar
        )

    def _case_domain(self):
        """Return the domain, on cases, of what was chosen.

        :raise UserError: nothing was chosen, or there is no such period
        """
        if self.has_selection:
            return Domain(self.domain or Domain.FALSE)
        if self.scope == "session":
            if not self.session_id:
                raise UserError(self.env._("Choose the session."))
            return self.session_id._report_cases_domain()
        domains = self.env["dialogue.period.report"]._measure_domains(self._period())
        return Domain("report_ids", "any", domains[self.part])

    def _notes(self):
        """Return the lines that say which cases the table has."""
        if self.has_selection:
            return ()
        if self.scope == "session":
            return self.session_id._figure_notes()
        Report = self.env["dialogue.period.report"]
        of = self._period()
        parts = dict(self._fields["part"]._description_selection(self.env))
        return (
            f"{Report._period_title(of)}: {parts[self.part].lower()}",
            Report._period_note(of),
        )
