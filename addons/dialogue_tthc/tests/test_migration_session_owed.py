import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .session_common import SessionCommon

FOLDER = Path(__file__).parents[1] / "migrations/19.0.1.4.0"


@tagged("post_install", "-at_install")
class TestMigrationSessionOwed(SessionCommon):
    """Rows as 19.0.1.3.0 left them: ended sessions with questions nobody has."""

    def _run(self, name):
        spec = importlib.util.spec_from_file_location("script", FOLDER / name)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.cr, "19.0.1.3.0")
        self.env.invalidate_all()

    def test_what_nobody_had_gets_an_owner(self):
        self._hold().action_conclude()
        case = self._ask()
        task = self.env["dialogue.commitment"].create(
            {
                "name": "Sửa mẫu đơn",
                "session_id": self.session.id,
                "date_deadline": "2026-12-01",
            }
        )
        self.env.flush_all()
        self.cr.execute(
            "UPDATE dialogue_session SET state = 'closed' WHERE id = %s",
            [self.session.id],
        )
        self.env.invalidate_all()
        self._run("post-session_owed.py")
        self.assertEqual(case.user_id, self.session.secretary_id)
        self.assertEqual(task.user_id, self.session.secretary_id)
        self.assertFalse(self.session._missing("close"))

    def test_plans_have_the_usual_target(self):
        plan = self.env["dialogue.plan"].create({"name": "Kế hoạch 2026"})
        self.env.flush_all()
        self.cr.execute("ALTER TABLE dialogue_plan DROP COLUMN participant_share")
        self._run("pre-participant_share.py")
        self.assertEqual(plan.participant_share, 60)
