import importlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..models.dialogue_day import FIRST_YEAR, KINDS, LAST_YEAR

LIBRARY = "holidays"


class DialogueDayPropose(models.TransientModel):
    """Propose the days off of a year, as a public library of holidays knows them.

    The library is used if it is installed. What it says is shown line by line, and
    what is ticked enters the list unconfirmed: nothing counts unseen.
    """

    _name = "dialogue.day.propose"
    _description = "Proposal of the Days Off of a Year"

    year = fields.Integer(
        required=True, default=lambda self: self._default_year(), aggregator=None
    )
    line_ids = fields.One2many(
        comodel_name="dialogue.day.propose.line",
        inverse_name="propose_id",
        string="Days",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    problem = fields.Char(compute="_compute_problem")

    @api.model
    def _default_year(self):
        """Return the first year from this one on that has no days yet."""
        today = self.env.company._dialogue_today()
        known = self.env.company._dialogue_calendar()
        return today.year if not known.is_known(today) else today.year + 1

    @api.depends("year")
    def _compute_problem(self):
        for propose in self:
            propose.problem = propose._find_problem()

    def _find_problem(self):
        """Return a sentence if nothing can be proposed for the year, or False."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            return self.env._(
                "Enter a year from %(first)s to %(last)s.",
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        if not self._library():
            return self.env._(
                "Days cannot be proposed here, because the list of public holidays is "
                "not installed. Enter the days by hand, or import them from a file."
            )
        if not self._known_days(self.year):
            return self.env._(
                "Nothing is known about the year %s. Enter the days by hand, or import "
                "them from a file.",
                self.year,
            )
        return False

    @api.model
    def _library(self):
        """Return the library of holidays, or None where it is not installed."""
        try:
            return importlib.import_module(LIBRARY)
        except ImportError:
            return None

    @api.model
    def _known_days(self, year):
        """Return the days of a year as the library knows them.

        :return: list of (date, key of ``KINDS``, name), in order
        """
        library = self._library()
        if not library:
            return []
        vietnam = library.country_holidays("VN", years=[year], language="vi")
        # "Ngày nghỉ (thay cho ngày %s)", in whatever words the library has
        exchange = vietnam.tr(
            getattr(vietnam, "substituted_label", "") or "\0"
        ).partition("%s")[0]
        days = [
            (day, "swapped_off" if name.startswith(exchange) else "holiday", name)
            for day, name in vietnam.items()
        ]
        days += [
            (day, "make_up", self.env._("Made up for a day off in exchange"))
            for day in vietnam.weekend_workdays
            if day.year == year
        ]
        return sorted(days)

    @api.depends("year")
    def _compute_line_ids(self):
        for propose in self:
            lines = []
            if not propose._find_problem():
                known = propose._known_days(propose.year)
                there = {
                    day.date: day
                    for day in self.env["dialogue.day"].search(
                        [
                            ("date", "in", [line[0] for line in known]),
                            ("company_id", "=", False),
                        ]
                    )
                }
                lines = [
                    {
                        "is_chosen": day not in there,
                        "date": day,
                        "weekday": format_date(self.env, day, date_format="EEEE"),
                        "kind": kind,
                        "name": name,
                        "listed_as": there[day].name if day in there else False,
                    }
                    for day, kind, name in known
                ]
            propose.line_ids = [Command.clear(), *map(Command.create, lines)]

    def action_apply(self):
        """Put the chosen days into the list, unconfirmed, and show them."""
        self.ensure_one()
        if problem := self._find_problem():
            raise UserError(problem)
        chosen = self.line_ids.filtered("is_chosen")
        listed = self.env["dialogue.day"].search(
            [("date", "in", chosen.mapped("date")), ("company_id", "=", False)]
        )
        chosen = chosen.filtered(lambda line: line.date not in listed.mapped("date"))
        if not chosen:
            raise UserError(
                self.env._(
                    "All days chosen are in the list already, or none is chosen."
                )
            )
        source = self.env._(
            "Proposed from a public list of holidays; compare it with the notice"
        )
        self.env["dialogue.day"].create(
            [
                {
                    "date": line.date,
                    "kind": line.kind,
                    "name": line.name,
                    "source": source,
                }
                for line in chosen
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_day_action"
        )
        action["target"] = "main"
        action["context"] = {
            "search_default_proposed": True,
            "search_default_group_year": True,
        }
        return action


class DialogueDayProposeLine(models.TransientModel):
    """One day that the library knows, to be taken over or not."""

    _name = "dialogue.day.propose.line"
    _description = "Proposed Day Off"
    _order = "date, id"

    propose_id = fields.Many2one(
        comodel_name="dialogue.day.propose", required=True, ondelete="cascade"
    )
    is_chosen = fields.Boolean(string="Take over")
    date = fields.Date(required=True)
    weekday = fields.Char(string="Day of the week")
    kind = fields.Selection(selection=KINDS, required=True)
    name = fields.Char(required=True)
    listed_as = fields.Char(string="In the list as")
