from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.sql_db import Cursor
from odoo.tests import new_test_user

from ..tools.legal_clock import shift_working_days
from .common import MODULE
from .common_journey import DialogueJourneyCommon

# a Monday at 9 o'clock in Vietnam; the answer is due on Monday 23/11/2026
BEGIN = datetime(2026, 11, 2, 2)


class RemindersCommon(DialogueJourneyCommon):
    """A department in which every audience of a ladder has one person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.soon = fields.Date.to_date("2026-11-23")
        cls.head = cls._create_user("specialist", cls.division, "head")
        cls.division.manager_id = cls.head.sudo().employee_ids
        cls.company.write(
            {
                "dialogue_desk_user_id": cls.desk.id,
                "dialogue_approver_id": cls.leader.id,
            }
        )
        cls.people = cls.specialist | cls.head | cls.desk | cls.leader
        for user in cls.people | cls.colleague:
            user.email = f"{user.login}@example.com"
        cls.calendar = cls.company._dialogue_calendar()
        cls.clocks = cls.env["dialogue.clock"]

    @classmethod
    def _confidential(cls):
        return new_test_user(
            cls.env,
            login="dlg-named-reader",
            groups=f"{MODULE}specialist,{MODULE}confidential",
            email="named@example.com",
        )

    def _assigned(self, **vals):
        """Return a case at work since ``BEGIN``, and its answer's clock."""
        with freeze_time(BEGIN):
            case = self._bring_to("assigned", received_on=BEGIN, **vals)
        return case, self._clock(case)

    def _clock(self, record, step="answer"):
        return self.clocks._open(record, [step])

    def _alone(self, clock):
        """Let the job look at this clock (or these) and at no other."""
        others = self.clocks.search([("id", "not in", clock.ids)])
        others.write({"remind_on": False})

    def _day(self, clock, distance):
        return shift_working_days(clock.due_on, distance, self.calendar)

    def _run(self, day, size=1000, seconds=float("inf")):
        """Run the job on the morning of ``day``.

        :return: list of how many clocks each batch had that was committed
        """
        batches = []

        def commit(_self, processed=0, *, remaining=None, deactivate=False):
            self.env.flush_all()
            batches.append(processed)
            return seconds

        cron = type(self.env["ir.cron"])
        morning = datetime.combine(day, time(0)) + timedelta(minutes=30)
        with freeze_time(morning), patch.object(cron, "_commit_progress", commit):
            self.clocks._cron_remind(size)
        return [count for count in batches[1:] if count]

    def _notices(self, clock):
        """Return who was reminded of a clock, on which rung."""
        notices = self.env["dialogue.clock.notice"].search(
            [("clock_id", "=", clock.id)], order="id"
        )
        return [
            (notice.distance, notice.audience, notice.user_id) for notice in notices
        ]

    def _activities(self, clock):
        return self.env["mail.activity"].search(
            [("dialogue_clock_id", "=", clock.id)], order="id"
        )

    def _queries(self, call):
        """Return the beginnings of the statements that ``call`` makes, in order."""
        self.env.flush_all()
        self.env.invalidate_all()
        made = []
        execute = Cursor.execute

        def noting(cr, query, *args, **kwargs):
            made.append(" ".join(str(getattr(query, "code", query)).split())[:120])
            return execute(cr, query, *args, **kwargs)

        with patch.object(Cursor, "execute", noting):
            call()
            self.env.flush_all()
        return made

    @contextmanager
    def _new_mails(self):
        """Yield a list that holds, at the end, the mails made in between."""
        mails = self.env["mail.mail"]
        last = mails.search([], order="id desc", limit=1).id
        found = []
        yield found
        self.env.flush_all()
        found += mails.search([("id", ">", last)], order="id")
