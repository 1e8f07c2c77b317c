import importlib.util
from datetime import datetime
from pathlib import Path

from odoo.tests import tagged

from .common_publication import PublicationCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.3.0/post-reported_days.py"
DAY = datetime(2026, 3, 10, 3)


@tagged("post_install", "-at_install")
class TestReportedDays(PublicationCommon):
    """When a case became public and was rated, for the report of a period."""

    def _published_and_rated(self):
        case = self._create_answered()
        self._publish(case)
        case._petitioner_rate({"level": "4"})
        return case

    def _upgrade(self):
        spec = importlib.util.spec_from_file_location("reported_days", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE dialogue_feedback SET published_on = NULL, rated_on = NULL"
        )
        script.migrate(self.cr, "19.0.1.2.0")
        self.env.invalidate_all()

    def test_old_rows_get_the_days_of_copy_and_vote(self):
        case, other = self._published_and_rated(), self._create_answered()
        case.publication_ids.sudo().published_on = DAY
        case.vote_ids.sudo().rated_on = DAY
        self._upgrade()
        self.assertEqual((case.published_on, case.rated_on), (DAY, DAY))
        self.assertFalse(other.published_on or other.rated_on)

    def test_what_was_only_said_later_is_no_rating(self):
        case = self._create_answered()
        case._petitioner_say_solved("no")
        self.assertFalse(case.rated_on)
        self._upgrade()
        self.assertFalse(case.rated_on)

    def test_the_first_day_stays_when_it_is_taken_back(self):
        case = self._published_and_rated()
        first = case.published_on
        self.assertTrue(first and case.rated_on)
        case.publication_ids.with_user(self.leader).action_withdraw("Sai tên thủ tục")
        self.assertFalse(case.is_published)
        self.assertEqual(case.published_on, first)
