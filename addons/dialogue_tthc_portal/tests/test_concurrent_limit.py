import threading
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from ..models import dialogue_limit

AT_ONCE = 10
ROUNDS = 3
ALLOWED = 12


@tagged("post_install", "-at_install")
class TestConcurrentLimit(BaseCase):
    """Limits hold with several workers: each counts in a transaction of its own."""

    ADDRESS = "192.0.2.217"  # of no network; removed afterwards

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        limits = {"concurrent": {"address": (ALLOWED, 60)}}
        self.startPatcher(patch.dict(dialogue_limit.LIMITS, limits))
        self._rows(delete=True)
        self.addCleanup(self._rows, delete=True)

    def _rows(self, delete=False):
        """Return how often was counted, a number for each key."""
        ours = SQL("FROM dialogue_limit WHERE key LIKE %s", "concurrent.%")
        with self.registry.cursor() as cr:
            if delete:
                cr.execute(SQL("DELETE %s", ours))
                return []
            cr.execute(SQL("SELECT times %s", ours))
            return [times for (times,) in cr.fetchall()]

    def _hit(self, start):
        """Do it some times as one worker does; return how often it was let through."""
        allowed = 0
        for _round in range(ROUNDS):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                limit = env["dialogue.limit"]
                # the snapshot of the request is older than what others count
                limit.search_count([])
                start.wait(60)
                allowed += not limit._hit("concurrent", address=self.ADDRESS)
                # whatever becomes of the request, it is counted
                cr.rollback()
        return allowed

    def test_each_is_counted_and_no_one_gets_past(self):
        start = threading.Barrier(AT_ONCE)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            futures = [pool.submit(self._hit, start) for _worker in range(AT_ONCE)]
            allowed = sum(future.result(timeout=60) for future in futures)
        self.assertEqual(self._rows(), [AT_ONCE * ROUNDS])
        self.assertEqual(allowed, ALLOWED)
