from datetime import date, time, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools.legal_clock import ClockError, WorkHours, shift_working_days
from .cached import forget_cached

DEFAULT_TZ = "Asia/Ho_Chi_Minh"
MINUTES_PER_HOUR = 60
# to warn earlier than a month ahead is to warn of everything
MOST_SOON_DAYS = 20
# terms in hours are counted with them
OFFICE_HOURS = frozenset(
    {
        "dialogue_morning_from",
        "dialogue_morning_to",
        "dialogue_afternoon_from",
        "dialogue_afternoon_to",
    }
)
# what the clock reads of a company, beside the time zone of its contact
RULE_FIELDS = OFFICE_HOURS | {
    "dialogue_late_receipt_counts_next_day",
    "dialogue_soon_days",
    "partner_id",
}


class ClockRules(NamedTuple):
    """How a department counts, kept in memory: every step of every case asks.

    :param tz: name of its time zone
    :param hours: :class:`~..tools.legal_clock.WorkHours`
    :param is_late_next_day: what comes after hours counts as of the next day
    :param soon_days: working days before the due day from which it is due soon
    """

    tz: str
    hours: WorkHours
    is_late_next_day: bool
    soon_days: int


class Horizon(NamedTuple):
    """What due days are measured against, in a department.

    :param today: the day that it is there
    :param soon: the last day that is due soon
    :param tz: name of its time zone
    """

    today: date
    soon: date
    tz: str


class ResCompany(models.Model):
    _inherit = "res.company"

    dialogue_issuer = fields.Char(
        string="Issuing body",
        help="The department's name as its documents carry it.",
    )
    dialogue_superior = fields.Char(string="Name of the superior body")
    dialogue_superior_id = fields.Many2one(
        comodel_name="res.partner",
        string="Superior body",
        help="Cases beyond authority are reported to it.",
    )
    dialogue_abbreviation = fields.Char(
        string="Abbreviation", help="For document symbols, for example SKHCN."
    )
    dialogue_place = fields.Char(
        string="Place name", help="Stands before the date of documents."
    )
    dialogue_head_title = fields.Char(
        string="Position of the head", help="For example GIÁM ĐỐC."
    )
    dialogue_allow_self_approval = fields.Boolean(
        string="One person may write and approve an answer"
    )
    dialogue_desk_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Officer who classifies",
        domain="[('share', '=', False)]",
        help="Gets an activity for every new case.",
    )
    dialogue_approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Leader who approves",
        domain="[('share', '=', False)]",
        help="Gets an activity for every answer handed in.",
    )

    # The clock
    dialogue_morning_from = fields.Float(string="Morning from", default=7.5)
    dialogue_morning_to = fields.Float(string="Morning to", default=11.5)
    dialogue_afternoon_from = fields.Float(string="Afternoon from", default=13.5)
    dialogue_afternoon_to = fields.Float(string="Afternoon to", default=17.5)
    dialogue_late_receipt_counts_next_day = fields.Boolean(
        string="Late receipt counts from the next working day",
        help="What comes in after office hours or on a day off counts as received on "
        "the next working day.",
    )
    dialogue_is_referral_paused = fields.Boolean(
        string="The answer's term stands still while another body has the case",
        default=True,
    )
    dialogue_is_digest = fields.Boolean(
        string="One reminder mail each morning",
        help="Each division gets one mail with all its due days, instead of one mail "
        "for each case.",
    )

    dialogue_soon_days = fields.Integer(
        string="Due soon",
        default=3,
        required=True,
        help="In working days before the due day: from when on a case is shown as due "
        "soon. Reminders have days of their own.",
    )

    @api.constrains("dialogue_soon_days")
    def _check_dialogue_soon_days(self):
        for company in self:
            if not 0 <= company.dialogue_soon_days <= MOST_SOON_DAYS:
                raise ValidationError(
                    self.env._(
                        "Cases are shown as due soon at most %s working days before "
                        "the due day. Check the number of days.",
                        MOST_SOON_DAYS,
                    )
                )

    @api.constrains(*OFFICE_HOURS)
    def _check_dialogue_hours(self):
        for company in self:
            try:
                company._prepare_dialogue_hours()
            except (ClockError, OverflowError, ValueError) as error:
                raise ValidationError(
                    self.env._(
                        "Office hours are a morning and an afternoon, one after the "
                        "other, for example 7:30 to 11:30 and 13:30 to 17:30."
                    )
                ) from error

    def write(self, vals):
        result = super().write(vals)
        if not RULE_FIELDS.isdisjoint(vals):
            forget_cached(self.env)
        if not OFFICE_HOURS.isdisjoint(vals):
            self.env["dialogue.clock"]._recount_hours(self)
        return result

    def _dialogue_rules(self):
        """Return how this department counts, as :class:`ClockRules`."""
        return self._dialogue_rules_of((self or self.env.company)._origin.id)

    @api.model
    @tools.ormcache("company_id")
    def _dialogue_rules_of(self, company_id):
        # sudo: everybody may know it; portal users file cases
        company_sudo = self.sudo().browse(company_id)
        # nothing else is needed, and a contact has nearly two hundred fields
        company_sudo.partner_id.fetch(["tz"])
        return ClockRules(
            company_sudo.partner_id.tz or DEFAULT_TZ,
            company_sudo._prepare_dialogue_hours(),
            company_sudo.dialogue_late_receipt_counts_next_day,
            company_sudo.dialogue_soon_days,
        )

    def _prepare_dialogue_hours(self):
        return WorkHours(
            (
                (
                    _time_of(self.dialogue_morning_from),
                    _time_of(self.dialogue_morning_to),
                ),
                (
                    _time_of(self.dialogue_afternoon_from),
                    _time_of(self.dialogue_afternoon_to),
                ),
            )
        )

    def _dialogue_hours(self):
        """Return the office hours as :class:`~..tools.legal_clock.WorkHours`."""
        return self._dialogue_rules().hours

    def _dialogue_calendar(self):
        """Return the calendar that due days of this department are counted with."""
        return self.env["dialogue.day"]._calendar_of(self.id)

    def _dialogue_today(self):
        """Return the day that it is where the department is."""
        return self._dialogue_local(fields.Datetime.now()).date()

    def _dialogue_horizon(self):
        """Return the :class:`Horizon` that due days are measured against."""
        days = self._dialogue_rules().soon_days
        today = self._dialogue_today()
        soon = today
        if days:
            soon = shift_working_days(today, days, self._dialogue_calendar())
        return Horizon(today, soon, self._dialogue_tz())

    @api.model
    def _dialogue_horizons(self):
        """Return the horizons of all departments; nearly always they have one.

        :return: dict :class:`Horizon` -> tuple of ids of ``res.company``
        """
        horizons = {}
        # sudo, archived ones too: a query is about cases of any department
        everyone = self.sudo().with_context(active_test=False)
        for company in everyone.search([("id", "!=", False)]):
            horizon = company._dialogue_horizon()
            horizons[horizon] = (*horizons.get(horizon, ()), company.id)
        return horizons

    def _dialogue_utc(self, local):
        """Return ``local`` (naive, where the department is) as naive UTC."""
        aware = local.replace(tzinfo=ZoneInfo(self._dialogue_tz()))
        return aware.astimezone(timezone.utc).replace(tzinfo=None)

    def _dialogue_tz(self):
        """Return the time zone of the department: days count where it is."""
        return self._dialogue_rules().tz

    def _dialogue_local(self, instant):
        """Return ``instant`` (naive UTC) as a time where the department is."""
        aware = instant.replace(tzinfo=timezone.utc)
        return aware.astimezone(ZoneInfo(self._dialogue_tz()))


def _time_of(hours):
    """Return the time of day that ``hours`` (such as 7.5) stands for."""
    minutes = round(hours * MINUTES_PER_HOUR)
    return time(*divmod(minutes, MINUTES_PER_HOUR))
