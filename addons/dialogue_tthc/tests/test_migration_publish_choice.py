import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .common import DialogueCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.2.0/pre-publish_choice.py"


@tagged("post_install", "-at_install")
class TestMigrationPublishChoice(DialogueCommon):
    def _upgrade(self):
        spec = importlib.util.spec_from_file_location("pre_publish_choice", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_of_cases_that_nobody_asked_about_nothing_becomes_public(self):
        feedback = self._create_feedback()
        self._upgrade()
        # the field was there: whoever chose is not overruled
        self.assertEqual(feedback.publish_choice, "anonymous")
        self.env.flush_all()
        self.cr.execute("ALTER TABLE dialogue_feedback DROP COLUMN publish_choice")
        self._upgrade()
        self.assertEqual(feedback.publish_choice, "nothing")
