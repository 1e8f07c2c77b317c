from unittest.mock import patch

from freezegun import freeze_time

from odoo.sql_db import Cursor
from odoo.tests import tagged

from .common_journey import DialogueJourneyCommon

FEW, MANY = 4, 40
TABLES = ("dialogue_clock", "dialogue_term", "dialogue_day", "dialogue_ladder")


@tagged("post_install", "-at_install")
class TestClockBulk(DialogueJourneyCommon):
    """What a step does to the terms of many cases costs as many queries as of few."""

    def _queries(self, call):
        """Return how many statements about terms ``call`` makes."""
        self.env.flush_all()
        self.env.invalidate_all()
        made = []
        execute = Cursor.execute

        def noting(cr, query, *args, **kwargs):
            statement = str(getattr(query, "code", query))
            if any(table in statement for table in TABLES):
                made.append(" ".join(statement.split())[:120])
            return execute(cr, query, *args, **kwargs)

        with patch.object(Cursor, "execute", noting):
            call()
            self.env.flush_all()
        return len(made)

    def _costs(self, count):
        petitioner = self._create_petitioner(email=False, phone="0219")
        cases = self.env["dialogue.feedback"]
        for number in range(count):
            cases |= self._create_feedback(
                petitioner_id=petitioner.id,
                # on different days, so that the terms are looked up for each
                received_on=f"2026-02-{number % 20 + 1:02} 02:00:00",
            )
        cases = cases.with_user(self.desk)
        days = self.env["dialogue.day"].with_user(self.administrator)
        day = days.create({"date": "2026-03-16", "name": "Ngày nghỉ thử"})
        costs = {
            "receive": self._queries(cases.action_receive),
            "accept": self._queries(cases.action_accept),
            "class": self._queries(
                lambda: cases.with_user(self.leader).write({"priority": "1"})
            ),
            "agree": self._queries(lambda: cases._agree_due("2026-03-16")),
            "confirm": self._queries(day.action_confirm),
            "take_back": self._queries(day.action_take_back),
        }
        day.action_remove()
        return costs

    def test_many_cases_cost_as_many_queries_as_few(self):
        with freeze_time("2026-03-02 05:00:00"):
            few, many = self._costs(FEW), self._costs(MANY)
        for step, cost in many.items():
            with self.subTest(step=step):
                self.assertTrue(few[step])
                # values that differ more are written in a few statements more
                self.assertLess(cost, few[step] + 12)
