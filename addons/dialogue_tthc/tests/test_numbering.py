import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import DialogueCommon, delete_clocks

FILINGS = 20


@tagged("post_install", "-at_install")
class TestNumbering(DialogueCommon):
    def test_numbers_run_per_company_and_year(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        first = self._create_feedback()
        first.action_receive()
        second = self._create_feedback()
        second.action_receive()
        elsewhere = (
            self.env["dialogue.feedback"]
            .with_company(other)
            ._file(
                {"subject": "a", "question": "b", "company_id": other.id},
                {"name": "Người khác"},
            )
        )
        last_year = self._create_feedback(received_on="2024-06-01 00:00:00")
        last_year.action_receive()
        self.assertEqual(second.number, first.number + 1)
        self.assertEqual(elsewhere.number, 1)
        self.assertEqual((last_year.year, last_year.number), (2024, 1))

    def test_year_changes_at_midnight_in_vietnam(self):
        before = self._create_feedback(received_on="2024-12-31 16:59:59")
        after = self._create_feedback(received_on="2024-12-31 17:00:00")
        (before | after).action_receive()
        self.assertEqual((before.year, after.year), (2024, 2025))

    def test_batch_is_numbered_without_gaps(self):
        cases = self.env["dialogue.feedback"]
        for _case in range(5):
            cases |= self._create_feedback(received_on="2023-06-01 00:00:00")
        cases.action_receive()
        self.assertEqual(cases.mapped("number"), [1, 2, 3, 4, 5])

    def test_a_drawn_number_is_that_of_the_database(self):
        case = self._create_feedback()
        case.action_receive()
        shown = case.number
        self.env.flush_all()
        case.invalidate_recordset()
        self.assertEqual(case.number, shown)
        self.assertIn(f".{shown:06}-", case.code)

    def test_number_cannot_be_written_twice(self):
        first, second = self._create_feedback(), self._create_feedback()
        (first | second).action_receive()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            second.number = first.number
            second.flush_recordset()


class _ChangedMind(Exception):
    """Raised by a filing that is given up after its number was drawn."""


@tagged("post_install", "-at_install")
class TestNumberingConcurrent(BaseCase):
    """Twenty filings at once, each in its own committed transaction, some given up."""

    YEAR = 2009  # a series of its own, removed afterwards

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cases = env["dialogue.feedback"].search([("year", "=", self.YEAR)])
            ids = cases.ids or [0]
            cr.execute(
                SQL(
                    """
                    DELETE FROM mail_message
                     WHERE model = 'dialogue.feedback' AND res_id IN %s
                    """,
                    tuple(ids),
                )
            )
            petitioners = cases.petitioner_id
            delete_clocks(cr, ids)
            cr.execute(SQL("DELETE FROM dialogue_feedback WHERE id IN %s", tuple(ids)))
            petitioners.unlink()

    def _file_one(self, index, start):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            # the snapshot of every transaction is older than any other's number
            env["dialogue.feedback"].search_count([])
            start.wait(60)

            def file_it():
                env["dialogue.feedback"]._file(
                    {
                        "subject": f"Câu hỏi {index}",
                        "question": "Cùng một lúc",
                        "received_on": f"{self.YEAR}-06-01 02:00:00",
                    },
                    {"name": f"Doanh nghiệp {index}"},
                )
                env.flush_all()
                time.sleep(0.01 * (index % 3))
                if index % 5 == 0:
                    raise _ChangedMind

            with suppress(_ChangedMind):
                retrying(file_it, env)
                return
            cr.rollback()

    def test_twenty_at_once_leave_no_gap(self):
        start = threading.Barrier(FILINGS)
        with ThreadPoolExecutor(FILINGS) as pool:
            for future in [
                pool.submit(self._file_one, index, start) for index in range(FILINGS)
            ]:
                future.result(timeout=120)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            numbers = (
                env["dialogue.feedback"]
                .search([("year", "=", self.YEAR)], order="number")
                .mapped("number")
            )
        self.assertEqual(numbers, list(range(1, FILINGS - FILINGS // 5 + 1)))
