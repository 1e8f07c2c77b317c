import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .session_common import SessionCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.5.0/post-agenda_groups.py"


@tagged("post_install", "-at_install")
class TestMigrationAgendaGroups(SessionCommon):
    def _migrate(self):
        spec = importlib.util.spec_from_file_location("post_agenda_groups", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.cr, "19.0.1.4.0")
        self.env.invalidate_all()

    def test_items_are_linked_to_the_groups_that_they_were_named_after(self):
        other = self._create_session(name="Buổi khác")
        groups = self.env["dialogue.question.group"].create(
            [
                {"session_id": session.id, "name": name, "stage": stage}
                for session, name, stage in (
                    (self.session, "Nhãn hiệu", "preparing"),
                    (self.session, "Đo lường", "proposed"),
                    (other, "Nhãn hiệu", "preparing"),
                )
            ]
        )
        items = self.env["dialogue.agenda.item"].create(
            [
                {"session_id": self.session.id, "name": name}
                for name in ("Nhãn hiệu", "Đo lường", "Khai mạc", "Nhãn hiệu")
            ]
        )
        # a second run, such as after one that was cut off, changes nothing more
        for _run in range(2):
            self._migrate()
            self.assertEqual(items[0].group_id, groups[0])
            self.assertFalse(items[1:].group_id)
        self.assertFalse(self.session._groups_off_agenda())
        self.assertEqual(other._groups_off_agenda(), groups[2])
