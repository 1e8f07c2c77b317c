import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.reminder_ladder import next_day, reached
from .dialogue_clock import PAUSED, RUNNING, STOPPED

_logger = logging.getLogger(__name__)

# the ladder of a due day that people set where no term holds
USUAL_LADDER = "dialogue_tthc.dialogue_ladder_officials"
# clocks in one transaction: each commits alone, and is locked no longer than needed
BATCH = 1000
# how often a batch is begun anew that somebody else just changed
ATTEMPTS = 5


class DialogueClock(models.Model):
    """When people are reminded of a due day: the ladder of its term, rung by rung.

    ``remind_on`` is the next day on which a rung lies. The job takes the clocks whose
    day has come, in batches. All that a batch does commits together: the notices, the
    activities, the mails and the next day. So each reminder is given exactly once,
    wherever the job is killed.
    """

    _inherit = "dialogue.clock"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in (PAUSED, STOPPED):
            self._reminders().unlink()
        return result

    # ------------------------------------------------------------------
    # Planning
    # ------------------------------------------------------------------

    def _plan_reminders(self):
        """Set the day on which the reminder job looks at each clock next.

        Days before the start are of no use, and nobody hears twice of days that were
        spoken of already. Reminders of a day that holds no more are taken away.
        """
        outdated = self._reminders().filtered(
            lambda activity: activity.date_deadline != activity.dialogue_clock_id.due_on
        )
        outdated.unlink()
        running = self.filtered(lambda clock: clock.state == RUNNING and clock.due_on)
        looked_at = running._looked_at()
        running._set_next(running._next_days(lambda clock: looked_at[clock.id]))
        (self - running).filtered("remind_on").write({"remind_on": False})

    def _reminders(self):
        """Return (in sudo) the activities that remind of these clocks."""
        # sudo: they follow the clock, whoever they are for
        activities = self.env["mail.activity"].sudo()
        return activities.search([("dialogue_clock_id", "in", self.ids)])

    def _looked_at(self):
        """Return for each clock the day up to which its ladder is over.

        :return: dict clock id -> date
        """
        spoken = dict(
            self.env["dialogue.clock.notice"]
            .sudo()
            ._read_group([("clock_id", "in", self.ids)], ["clock_id"], ["day:max"])
        )
        days = {}
        for company, own in self.grouped("company_id").items():
            yesterday = company._dialogue_today() - timedelta(days=1)
            for clock in own:
                # some count backwards: they are due before what they count from
                is_ahead = clock.started_on >= clock.due_on
                start = yesterday if is_ahead else clock.started_on
                days[clock.id] = max(start, spoken.get(clock, start))
        return days

    def _next_days(self, after_of):
        """Return the next day of each clock's ladder.

        :param after_of: function of one clock: the day after which it lies
        :return: dict clock id -> date or False
        """
        rungs, found, days = self._rungs(), {}, {}
        for company, own in self.grouped("company_id").items():
            calendar = company._dialogue_calendar()
            for clock in own:
                key = (rungs[clock.id], clock.due_on, after_of(clock), company.id)
                if key not in found:
                    ladder, due, after, _company = key
                    found[key] = next_day(ladder, due, after=after, calendar=calendar)
                days[clock.id] = found[key] or False
        return days

    def _rungs(self):
        """Return the ladder of each clock as the reminder ladder reads it.

        :return: dict clock id -> tuple of ``Rung``
        """
        ladders = self.env["dialogue.ladder"]
        usual = self.env["ir.model.data"]._xmlid_to_res_id(USUAL_LADDER)
        return {
            clock.id: ladders._rungs_of(
                clock.term_id._current_ladder_id() if clock.term_id else usual
            )
            for clock in self
        }

    def _set_next(self, days):
        """Write the next days where they differ.

        :param dict days: clock id -> date or False
        """
        by_day = {}
        for clock in self:
            if clock.remind_on != days[clock.id]:
                by_day.setdefault(days[clock.id], []).append(clock.id)
        for day, ids in by_day.items():
            self.browse(ids).write({"remind_on": day})

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _cron_remind(self, size=BATCH):
        """Give the reminders of today, then the morning mails; commit as it goes.

        On days off of a department nothing is said there. When the time of the job is
        over it stops; Odoo calls it again at once.

        :param int size: clocks in one transaction
        """
        # sudo: the job sees every term; each reader is asked for before being told
        clocks, job = self.sudo(), self.env["ir.cron"]
        at_work = {}
        for company in clocks._companies_with_reminders():
            today = company._dialogue_today()
            if company._dialogue_calendar().is_working(today):
                at_work[company] = today
        waiting = sum(
            clocks.search_count(self._waiting_domain(company, today))
            for company, today in at_work.items()
        )
        # the morning mails are the last piece of work
        job._commit_progress(remaining=waiting + 1)
        for company, today in at_work.items():
            if not clocks._remind_company(company, today, size):
                return
        if waiting:
            # the last ones were perhaps being changed by somebody
            for company, today in at_work.items():
                clocks._remind_company(company, today, size)
        is_told = clocks._send_digests() or waiting
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action", False)
        if queue and is_told:
            queue._trigger()
        job._commit_progress(1, remaining=0)

    @api.model
    def _companies_with_reminders(self):
        """Return the companies that perhaps have something to say today."""
        # wherever a department is, its day is at most one ahead
        tomorrow = fields.Date.today() + timedelta(days=1)
        groups = self._read_group(
            Domain("state", "=", RUNNING) & Domain("remind_on", "<=", tomorrow),
            ["company_id"],
        )
        return [company for (company,) in groups]

    @api.model
    def _waiting_domain(self, company, today):
        return (
            Domain("state", "=", RUNNING)
            & Domain("remind_on", "<=", today)
            & Domain("company_id", "=", company.id)
        )

    @api.model
    def _remind_company(self, company, today, size):
        """Go through the clocks of one company by their ids.

        :return: whether there is time left
        """
        last_id = 0
        while ids := self._lock_next(company, today, last_id, size):
            last_id = ids[-1]
            if not self._remind_and_commit(ids, today):
                return False
        return True

    @api.model
    def _lock_next(self, company, today, last_id, size):
        """Lock the next clocks whose day has come; others' are left to them.

        :return: list of ids in ascending order
        """
        query = SQL(
            """
            SELECT id
              FROM dialogue_clock
             WHERE state = %s AND remind_on <= %s AND company_id = %s AND id > %s
             ORDER BY id
             LIMIT %s
               FOR NO KEY UPDATE SKIP LOCKED
            """,
            RUNNING,
            today,
            company.id,
            last_id,
            size,
        )
        return self._locked(query)

    @api.model
    def _locked(self, query):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return [row[0] for row in self.env.execute_query(query)]
            except SerializationFailure:
                # another job committed the very rows while we asked for them
                self.env.cr.rollback()
                if attempt == ATTEMPTS:
                    raise
        return []

    @api.model
    def _remind_and_commit(self, ids, today):
        """Remind of these clocks, which are locked, and commit.

        One clock that cannot be told of does not silence the others: they are done
        in smaller batches, and it is tried again tomorrow.

        :return: whether there is time left
        """
        job = self.env["ir.cron"]
        try:
            self.browse(ids)._remind(today)
            left = job._commit_progress(len(ids))
        except Exception:
            self.env.cr.rollback()
            if len(ids) == 1:
                _logger.exception("The reminder of term %s failed", ids[0])
                return True
            middle = len(ids) // 2
            for half in (ids[:middle], ids[middle:]):
                locked = self._locked(
                    SQL(
                        """
                        SELECT id
                          FROM dialogue_clock
                         WHERE id IN %s AND state = %s AND remind_on <= %s
                         ORDER BY id
                           FOR NO KEY UPDATE SKIP LOCKED
                        """,
                        tuple(half),
                        RUNNING,
                        today,
                    )
                )
                if locked and not self._remind_and_commit(locked, today):
                    return False
            return True
        # the next transaction sees the world anew, and needs the memory
        self.env.invalidate_all()
        # ladders and terms are kept in memory; somebody may have changed them elsewhere
        self.env.registry.check_signaling(self.env.cr)
        return left > 0

    def _remind(self, today):
        """Give the reminders of clocks of one company, all or none.

        :param today: the day that it is where the company is, a working day
        """
        calendar = self.company_id._dialogue_calendar()
        rungs, found, speaking = self._rungs(), {}, []
        for clock in self.filtered("due_on"):
            key = (rungs[clock.id], clock.due_on, clock.remind_on)
            if key not in found:
                ladder, due, since = key
                found[key] = reached(
                    ladder, due, since=since, today=today, calendar=calendar
                )
            speaking += [(clock, rung) for rung in found[key]]
        due = self.filtered("due_on")
        # before the letters, some of which count the term anew
        due._set_next(due._next_days(lambda _clock: today))
        (self - due).write({"remind_on": False})
        self._tell(speaking, today)
