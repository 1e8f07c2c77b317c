import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .common_journey import DialogueJourneyCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.2.0/post-feedback_letters.py"
OLD = "<p>Your petition has the code <t t-out='object.code'/>.</p>"


@tagged("post_install", "-at_install")
class TestMigrationLetters(DialogueJourneyCommon):
    def _upgrade(self):
        spec = importlib.util.spec_from_file_location("post_feedback_letters", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_untouched_letters_are_renewed_and_those_of_people_stay(self):
        received = self.env.ref("dialogue_tthc.mail_template_feedback_received")
        answered = self.env.ref("dialogue_tthc.mail_template_feedback_answered")
        (received | answered).body_html = OLD
        answered.body_html = f"{OLD}<p>Theo lời của chúng tôi.</p>"
        self.env.flush_all()
        self.cr.execute(
            "UPDATE mail_template SET write_uid = %s WHERE id = %s",
            [self.administrator.id, answered.id],
        )
        self.env.invalidate_all()
        self._upgrade()
        self.assertIn("_lookup_secret", received.body_html)
        self.assertIn("Theo lời của chúng tôi", answered.body_html)
        self.assertNotIn("_reopen_until", answered.body_html)
