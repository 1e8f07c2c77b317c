from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.legal_clock import WorkCalendar
from .moves_mixin import Move

ADMINISTRATOR = "dialogue_tthc.dialogue_tthc_group_administrator"
KINDS = [
    ("holiday", "Holiday"),
    ("swapped_off", "Day off in exchange"),
    ("make_up", "Working day in exchange"),
]
WEEKEND = (5, 6)
# what a day says; it is fixed once the day is confirmed
DAY_FIELDS = frozenset({"date", "kind", "company_id"})


class DialogueDay(models.Model):
    """One day that differs from the week: a holiday, or one exchanged for another.

    Only a confirmed day counts. Confirming it, or taking it back, counts every open
    due day anew (``dialogue.clock``): so the days of the calendar and the due days
    that people see never disagree.
    """

    _name = "dialogue.day"
    _description = "Holiday or Exchanged Day"
    _inherit = ["dialogue.moves.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _closes_readonly = True

    _moves = (
        Move("confirm", ("proposed",), "confirmed", ADMINISTRATOR),
        Move("take_back", ("confirmed",), "proposed", ADMINISTRATOR),
    )

    date = fields.Date(required=True, tracking=True)
    kind = fields.Selection(
        selection=KINDS, default="holiday", required=True, tracking=True
    )
    name = fields.Char(required=True, tracking=True)
    source = fields.Char(
        string="Source document",
        tracking=True,
        help="The notice that sets the day, for example its number and date.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: it holds for every department of this database.",
    )
    state = fields.Selection(
        selection=[("proposed", "Not confirmed"), ("confirmed", "Confirmed")],
        string="Status",
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    year = fields.Integer(compute="_compute_year", store=True, aggregator=None)

    _date_uniq = models.UniqueIndex(
        "(date, COALESCE(company_id, 0))",
        "This day is in the list already. Change that line instead of adding another.",
    )

    @api.depends("date")
    def _compute_year(self):
        for day in self:
            day.year = day.date.year if day.date else False

    @api.depends("date", "name")
    def _compute_display_name(self):
        for day in self:
            day.display_name = (
                f"{format_date(self.env, day.date)} {day.name or ''}".strip()
            )

    @api.constrains("date", "kind")
    def _check_make_up_weekend(self):
        for day in self:
            if day.kind == "make_up" and day.date.weekday() not in WEEKEND:
                raise ValidationError(
                    self.env._(
                        "%(day)s is a %(weekday)s and worked anyway. A working day in "
                        "exchange is a Saturday or a Sunday: check the date.",
                        day=format_date(self.env, day.date),
                        weekday=format_date(self.env, day.date, date_format="EEEE"),
                    )
                )
            if day.kind == "swapped_off" and day.date.weekday() in WEEKEND:
                raise ValidationError(
                    self.env._(
                        "%(day)s is a %(weekday)s and free anyway. A day off in "
                        "exchange is a day from Monday to Friday: check the date.",
                        day=format_date(self.env, day.date),
                        weekday=format_date(self.env, day.date, date_format="EEEE"),
                    )
                )

    def write(self, vals):
        if not DAY_FIELDS.isdisjoint(vals):
            self._check_not_confirmed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_not_confirmed()

    def _check_not_confirmed(self):
        for day in self:
            if day.state == "confirmed":
                raise UserError(
                    self.env._(
                        "Due days are counted with “%s”. Take the confirmation back "
                        "first; you are shown which due days change.",
                        day.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # Moves
    # ------------------------------------------------------------------

    def action_confirm(self):
        """Let the days count; all open due days are counted anew."""
        self._move("confirm")

    def action_take_back(self):
        """Let the days count no more; all open due days are counted anew."""
        self._move("take_back")

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        self.env.flush_all()
        self.env.registry.clear_cache()
        reason = (
            self.env._("Confirmed: %s", ", ".join(self.mapped("display_name")))
            if move.name == "confirm"
            else self.env._(
                "No longer confirmed: %s", ", ".join(self.mapped("display_name"))
            )
        )
        self.env["dialogue.clock"]._recalculate(self, reason)
        return result

    # ------------------------------------------------------------------
    # The calendar
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache("company_id")
    def _calendar_of(self, company_id):
        """Return the calendar of a company, made of its confirmed days.

        :param int company_id: id of a ``res.company``
        :return: :class:`~..tools.legal_clock.WorkCalendar`
        """
        return self._make_calendar(self._confirmed_days(company_id))

    @api.model
    def _confirmed_days(self, company_id):
        """Return the confirmed days (in sudo) that a company counts with."""
        # sudo: days off are public; portal users see due days explained
        return self.sudo().search(
            Domain("state", "=", "confirmed")
            & Domain("company_id", "in", [company_id, False])
        )

    @api.model
    def _make_calendar(self, days):
        """Return a calendar of these days and no others.

        Where a company has the same day as everybody, its own goes first. A year is
        known when it has at least one day off that holds for everybody.

        :param days: ``dialogue.day``
        """
        by_kind = {"holiday": {}, "swapped_off": {}, "make_up": {}}
        known_years = set()
        taken = set()
        for day in days.sorted(lambda day: not day.company_id):
            if day.date in taken:
                continue
            taken.add(day.date)
            by_kind[day.kind][day.date] = day.name
            if day.kind == "holiday" and not day.company_id:
                known_years.add(day.date.year)
        return WorkCalendar(
            by_kind["holiday"],
            by_kind["make_up"],
            swapped_off=by_kind["swapped_off"],
            known_years=known_years,
        )
