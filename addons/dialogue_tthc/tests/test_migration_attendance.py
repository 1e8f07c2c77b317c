import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .test_session_letters import LettersCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.2.0/post-attendance_letters.py"


@tagged("post_install", "-at_install")
class TestMigrationAttendance(LettersCommon):
    """Rows as 19.0.1.1.0 left them: invited by the desk, the link made of a key."""

    def _upgrade(self):
        spec = importlib.util.spec_from_file_location("attendance_letters", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        # Odoo gives a new column one default for all rows
        self.cr.execute("UPDATE dialogue_attendance SET link_salt = 'one for all'")
        self.cr.execute("UPDATE dialogue_session SET is_invited_by_mail = TRUE")
        script.migrate(self.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_each_invitee_gets_a_salt_of_its_own(self):
        guests = self._invite_all(self._partners(3))
        self._upgrade()
        salts = set(guests.sudo().mapped("link_salt"))
        self.assertEqual(len(salts), 3)
        self.assertNotIn("one for all", salts)
        token = guests[0]._link_token("invitation")
        self.assertEqual(guests._link_find(token, "invitation"), guests[0])

    def test_who_was_invited_before_gets_no_letter(self):
        self._invite_all(self._partners(3))
        self._announce()
        draft = self._create_session(name="Còn dự thảo")
        self._invite_all(self._partners(1), draft)
        self._upgrade()
        self.assertFalse(self._run())
        self.assertTrue(draft.is_invited_by_mail)
        self._announce(draft)
        self.assertEqual(len(self._run()), 1)

    def test_the_old_key_is_gone(self):
        self.cr.execute(
            "SELECT 1 FROM information_schema.columns WHERE column_name = "
            "'access_token' AND table_name = 'dialogue_attendance'"
        )
        self.assertFalse(self.cr.fetchone())
