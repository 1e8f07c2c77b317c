import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .session_common import SessionCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.4.0/post-session_links.py"


@tagged("post_install", "-at_install")
class TestMigrationSessionLinks(SessionCommon):
    def test_each_session_gets_a_salt_of_its_own(self):
        sessions = self.session | self._create_session(name="Buổi khác")
        self.env.flush_all()
        self.cr.execute("UPDATE dialogue_session SET link_salt = 'one for all'")
        spec = importlib.util.spec_from_file_location("post_session_links", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.cr, "19.0.1.3.0")
        self.env.invalidate_all()
        salts = set(sessions.sudo().mapped("link_salt"))
        self.assertEqual(len(salts), 2)
        self.assertNotIn("one for all", salts)
