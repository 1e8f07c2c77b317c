from datetime import timedelta

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain

from .dialogue_clock import RUNNING
from .dialogue_clock_count import BATCH
from .dialogue_clock_remind import ATTEMPTS

JOB = "dialogue_tthc.ir_cron_clock_recount"
# by then whoever had begun before a day was confirmed has long finished
LATER = timedelta(minutes=10)


class DialogueClock(models.Model):
    """Due days that a change of the calendar missed are counted again by a job.

    A term that starts, or goes on, while a day is being confirmed elsewhere is counted
    with the days off from before: neither transaction sees the other. Instead of
    letting everybody wait for everybody, all terms that run are counted once more some
    minutes after each change, and every night. Nearly always nothing differs, and
    nothing is written then.
    """

    _inherit = "dialogue.clock"

    @api.model
    def _recount_later(self):
        """Let the job run once what goes on at present has ended."""
        job = self.env.ref(JOB, raise_if_not_found=False)
        if job:
            # sudo: whoever may change the calendar may have it counted with
            job.sudo()._trigger(fields.Datetime.now() + LATER)

    @api.model
    def _cron_recount(self, size=BATCH):
        """Count every term that runs anew; commit as it goes.

        :param int size: clocks in one transaction
        """
        # a calendar of the days from before may have been kept since
        self.env["dialogue.day"]._forget_calendars()
        job = self.env["ir.cron"]
        # sudo: the job sees every term. The events say what changed.
        clocks = self.sudo().with_context(tracking_disable=True)
        due = Domain("state", "=", RUNNING) & Domain("due_on", "!=", False)
        # all in one go: a second run would begin with the first clock again
        job._commit_progress(remaining=clocks.search_count(due))
        last_id = 0
        while batch := clocks.search(
            due & Domain("id", ">", last_id), order="id", limit=size
        ):
            last_id = batch[-1].id
            batch._recount()
            job._commit_progress(len(batch))
            # the next transaction sees the world anew, and needs the memory
            self.env.invalidate_all()

    def _recount(self):
        """Count these clocks anew, but for those that somebody is changing now."""
        for _attempt in range(ATTEMPTS):
            try:
                for company, own in self.exists().grouped("company_id").items():
                    lang = company.partner_id.lang or self.env.lang
                    localized = own.with_context(lang=lang)
                    localized._differing()._unlocked()._count_anew(
                        localized.env._(
                            "Checked against the days off and office hours of today"
                        )
                    )
                self.env.flush_all()
            except (DeadlockDetected, SerializationFailure):
                # somebody moved one of them just now: look again
                self.env.cr.rollback()
            else:
                return

    def _unlocked(self):
        return self.try_lock_for_update(allow_referencing=True)

    @api.model
    def _recount_hours(self, companies):
        """Count the terms in office hours anew, which are others now.

        :param companies: ``res.company`` whose hours changed
        """
        # sudo: whoever may set the office hours need not read the cases
        clocks = self.sudo().search(
            Domain("state", "=", RUNNING)
            & Domain("unit", "=", "working_hour")
            & Domain("company_id", "in", companies.ids)
        )
        clocks._differing()._count_anew(self.env._("The office hours were changed"))
