from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.legal_clock import WorkCalendar
from .cached import forget_cached
from .moves_mixin import Move

ADMINISTRATOR = "dialogue_tthc.dialogue_tthc_group_administrator"
KINDS = [
    ("holiday", "Holiday"),
    ("swapped_off", "Day off in exchange"),
    ("make_up", "Working day in exchange"),
]
WEEKEND = (5, 6)
# a day outside these years is a slip of the keyboard
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NAME = 200
# what a day says; it is fixed once the day is confirmed
DAY_FIELDS = frozenset({"date", "kind", "company_id"})
# in December the days off of the next year are known
WARNING_MONTH = 12
# shipped, but whether it is a day off was not decided when it was
UNDECIDED = "dialogue_day_2026_11_24"


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
    weekday = fields.Char(string="Day of the week", compute="_compute_weekday")
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
        selection=[("proposed", "Not confirmed"), ("confirmed", "Day confirmed")],
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

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_weekday(self):
        for day in self:
            day.weekday = day.date and format_date(
                self.env, day.date, date_format="EEEE"
            )

    @api.depends("date", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for day in self:
            shown = f"({format_date(self.env, day.date)})" if day.date else ""
            day.display_name = f"{day.name or ''} {shown}".strip()

    # ------------------------------------------------------------------
    # What cannot be
    # ------------------------------------------------------------------

    @api.constrains("date", "kind")
    def _check_date(self):
        for day in self:
            problem = self._date_problem(day.date, day.kind)
            if problem:
                raise ValidationError(problem)

    @api.model
    def _date_problem(self, date, kind):
        """Return a sentence if ``date`` cannot be a day of this kind, or False.

        :param date: the date asked about
        :param str kind: key of ``KINDS``
        """
        problem = self._year_problem(date)
        if problem:
            return problem
        words = {
            "day": format_date(self.env, date),
            "weekday": format_date(self.env, date, date_format="EEEE"),
        }
        if kind == "make_up" and date.weekday() not in WEEKEND:
            return self.env._(
                "%(day)s is a %(weekday)s and worked anyway. A working day in "
                "exchange is a Saturday or a Sunday: check the date.",
                **words,
            )
        if kind == "swapped_off" and date.weekday() in WEEKEND:
            return self.env._(
                "%(day)s is a %(weekday)s and free anyway. A day off in "
                "exchange is a day from Monday to Friday: check the date.",
                **words,
            )
        return False

    @api.model
    def _year_problem(self, date):
        """Return a sentence if ``date`` lies beyond the calendar, or False.

        :param date: a date or a datetime that people entered
        """
        if FIRST_YEAR <= date.year <= LAST_YEAR:
            return False
        return self.env._(
            "The year %(year)s cannot be right. Enter a day from %(first)s to "
            "%(last)s.",
            year=date.year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )

    @api.constrains("name", "source")
    def _check_name(self):
        for day in self:
            if max(len(day.name or ""), len(day.source or "")) > LONGEST_NAME:
                raise ValidationError(
                    self.env._(
                        "The name and the source of a day have at most %s characters "
                        "each. Shorten them.",
                        LONGEST_NAME,
                    )
                )

    def write(self, vals):
        if not DAY_FIELDS.isdisjoint(vals):
            self._check_not_confirmed()
        result = super().write(vals)
        if "company_id" in vals:
            # rules are asked before: it must not go where its author may not write
            self.check_access("write")
        if self and "name" in vals:
            self._forget_calendars()
        return result

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

    def _wrong_start(self, initial):
        return UserError(
            self.env._(
                "A day enters the list as “Not confirmed”. Leave the status out, check "
                "the days, then select them and press “Confirm”."
            )
        )

    # ------------------------------------------------------------------
    # Changes that count
    # ------------------------------------------------------------------

    def action_confirm(self):
        """Let the days count; all open due days are counted anew."""
        self._change("confirm")

    def action_take_back(self):
        """Let the days count no more; all open due days are counted anew."""
        self._change("take_back")

    def action_move_to(self, date):
        """Put one day on another date; it counts there if it counted before."""
        self.ensure_one()
        self._change("move", fields.Date.to_date(date))

    def action_remove(self):
        """Delete the days; those that counted count no more."""
        self._change("remove")

    def _change(self, step, date=None):
        """Change the calendar and count the open due days anew, once.

        :param str step: ``confirm``, ``take_back``, ``move`` or ``remove``
        :param date: for ``move``: where the day goes
        :return: the clocks whose due day moved, in sudo
        """
        if not self:
            # nothing of which a right could be asked: anybody may call it so, and
            # would empty the caches of every worker
            return self.env["dialogue.clock"].sudo()
        dates, companies = self._reach_of(date)
        confirmed = self.filtered(lambda day: day.state == "confirmed")
        names = ", ".join(self.mapped("display_name"))
        if step == "confirm":
            self._move("confirm")
            reason = self.env._("Confirmed: %s", names)
        elif step == "take_back":
            self._move("take_back")
            reason = self.env._("No longer confirmed: %s", names)
        elif step == "move":
            confirmed._move("take_back")
            self.write({"date": date})
            confirmed._move("confirm")
            reason = self.env._(
                "%(day)s was put on %(date)s",
                day=names,
                date=format_date(self.env, date),
            )
        else:
            confirmed._move("take_back")
            self.unlink()
            reason = self.env._("Taken off the list: %s", names)
        self.env.flush_all()
        self._forget_calendars()
        clocks = self.env["dialogue.clock"]
        # for what starts in another transaction in this moment
        clocks._recount_later()
        return clocks._recalculate(dates, companies, reason)

    def _preview_change(self, step, date=None):
        """Say which due days :meth:`_change` would move; nothing is written.

        :return: list of (clock in sudo, new due day)
        """
        changed = self.sudo()
        if step == "confirm":
            taken, given = self.sudo().browse(), changed
        else:
            taken = changed.filtered(lambda day: day.state == "confirmed")
            given = self.sudo().browse()
        if step == "move" and taken:
            given = self.sudo().new({"date": date}, origin=taken)

        def calendar_of(company):
            days = self._confirmed_days(company.id) - taken
            return self._make_calendar(
                days | given.filtered(lambda day: day.company_id in (company, no_one))
            )

        no_one = self.env["res.company"]
        dates, companies = self._reach_of(date)
        return self.env["dialogue.clock"]._preview(dates, companies, calendar_of)

    def _reach_of(self, date=None):
        """Return the dates that a change touches, and the companies; none: every one.

        :param date: where the days go, if they do
        """
        dates = {*self.mapped("date"), *([date] if date else [])}
        is_shared = any(not day.company_id for day in self)
        return dates, self.company_id.browse() if is_shared else self.company_id

    @api.model
    def _forget_calendars(self):
        """Let calendars be made anew."""
        forget_cached(self.env)

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
            if day.kind == "holiday" and not day.company_id:
                known_years.add(day.date.year)
            if day.date in taken:
                continue
            taken.add(day.date)
            by_kind[day.kind][day.date] = day.name
        return WorkCalendar(
            by_kind["holiday"],
            by_kind["make_up"],
            swapped_off=by_kind["swapped_off"],
            known_years=known_years,
        )

    # ------------------------------------------------------------------
    # What is shipped, what is missing
    # ------------------------------------------------------------------

    @api.model
    def _confirm_shipped(self):
        """Confirm the days that come with the addon, once they were looked at.

        For the installation and the update from a version without days; days that
        are confirmed already are left alone, so calling it again does nothing.
        """
        lines = self.env["ir.model.data"].search(
            Domain("module", "=", "dialogue_tthc")
            & Domain("model", "=", self._name)
            & Domain("name", "!=", UNDECIDED)
        )
        days = self.browse(lines.mapped("res_id")).exists()
        days.filtered(lambda day: day.state == "proposed").action_confirm()

    @api.model
    def get_missing_notice(self):
        """Return what to do when a year has no days off yet, or False.

        The current year at any time, the next one from December on.

        :return: a sentence for the top of the list, or False
        """
        today = self.env.company._dialogue_today()
        known = self.env.company._dialogue_calendar()
        if not known.is_known(today):
            return self.env._(
                "No day off of %s is confirmed yet, so due days are counted by the "
                "week alone and may move. Enter the days, or propose them, and "
                "confirm them.",
                today.year,
            )
        coming = today.replace(month=12, day=31) + timedelta(days=1)
        if today.month >= WARNING_MONTH and not known.is_known(coming):
            return self.env._(
                "No day off of %s is confirmed yet. Enter the days, or propose them, "
                "and confirm them, so that due days after the New Year are right.",
                coming.year,
            )
        return False

    @api.model
    def get_import_templates(self):
        """Return the file that the import offers as a model to fill in."""
        return [
            {
                "label": self.env._("Model file for days"),
                "template": "/dialogue_tthc/static/xls/dialogue_day.xlsx",
            }
        ]
