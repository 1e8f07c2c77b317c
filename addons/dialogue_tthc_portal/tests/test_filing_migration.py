import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .common import PortalCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-filing.py"


@tagged("post_install", "-at_install")
class TestFilingMigration(PortalCommon):
    """Rows as 19.0.1.0.0 left them: the key of the filing on the case itself."""

    def _upgrade(self):
        spec = importlib.util.spec_from_file_location("post_filing", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def test_cases_get_their_forms(self):
        cases = self._create_own() + self._create_own() + self._create_own()
        self.env.flush_all()
        self.cr.execute("ALTER TABLE dialogue_feedback ADD COLUMN filing_key varchar")
        self.cr.execute(
            "UPDATE dialogue_feedback SET filing_key = 'k' || id WHERE id IN %s",
            [tuple(cases[:2].ids)],
        )
        self._upgrade()
        for case in cases[:2]:
            self.assertEqual(case.filing_id.state, "filed")
            self.assertEqual(case.filing_id.feedback_ids, case)
            self.assertEqual(case.filing_id.fingerprint, f"k{case.id}")
            self.assertEqual(case.filing_id.partner_id, case.partner_id)
        self.assertFalse(cases[2].filing_id)
        before = cases.filing_id
        self._upgrade()
        self.assertEqual(cases.filing_id, before)

    def test_without_old_rows_nothing_happens(self):
        case = self._create_own()
        self._upgrade()
        self.assertFalse(case.filing_id)
