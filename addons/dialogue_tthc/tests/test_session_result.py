from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestSessionResult(SessionCommon):
    """What is handed out at a session, and its result on our own page."""

    def _publish(self):
        self._hold()
        self.session.action_conclude()
        self.session.with_user(self.desk).action_publish_here()

    def test_published_here_stops_the_term(self):
        self._publish()
        self.assertEqual(self.session.result_published_on, date(2026, 11, 20))
        self.assertIn(self.session._public_path(), self.session.result_place)
        self.assertTrue(self.session.is_result_public)
        clocks = self.session.sudo().clock_ids.filtered(
            lambda clock: clock.step == "session_result"
        )
        self.assertEqual(clocks.mapped("state"), ["stopped"])

    def test_published_elsewhere_first(self):
        self._hold()
        self.session.action_conclude()
        self.session.action_publish_result("Bảng tin của Sở")
        self.assertFalse(self.session.is_result_public)
        self.now.move_to("2026-11-24 03:00:00")
        self.session.action_publish_here()
        self.assertTrue(self.session.is_result_public)
        self.assertEqual(self.session.result_published_on, date(2026, 11, 20))
        self.session.action_publish_result("Bảng tin", is_correction=True)
        self.assertFalse(self.session.is_result_public)

    def test_nothing_to_publish_yet(self):
        self._announce()
        with self.assertRaises(UserError):
            self.session.action_publish_here()
        self.assertFalse(self.session.is_result_public)

    def test_the_desk_alone_publishes(self):
        self._hold()
        self.session.action_conclude()
        for user in (self.specialist, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.session.with_user(user).action_publish_here()
        with self.assertRaises(AccessError):
            self.session.with_user(self.desk).is_result_public = True

    def test_figures(self):
        self._hold()
        answered, open_case, sealed = self._ask(), self._ask(), self._ask()
        answered.with_user(self.leader).action_answer_on_spot("guided", "<p>Có.</p>")
        reader = self._create_user("confidential")
        sealed.sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        self.env.flush_all()
        figures = self.session.with_user(self.specialist)._result_figures()
        self.assertEqual(figures["total"], 2)
        self.assertEqual(figures["on_spot"], 1)
        self.assertEqual(figures["on_time"], 1)
        self.assertEqual(figures["owed"], 1)
        self.assertEqual(figures["overdue"], 0)
        self.assertEqual(sum(count for _label, count in figures["outcomes"]), 2)
        self.assertEqual(open_case.session_id, self.session)

    def test_only_what_was_announced_is_public(self):
        self.assertFalse(self.session._is_public())
        cancelled = self._create_session()
        cancelled.action_cancel("Bão")
        self.assertFalse(cancelled._is_public())
        self._announce()
        self.assertTrue(self.session._is_public())
        found = self.session.search(
            self.session._public_domain() & self.session._public_domain()
        )
        self.assertIn(self.session, found)
        self.assertNotIn(cancelled, found)
        self.session.action_cancel("Bão")
        self.assertTrue(self.session._is_public())

    def test_material(self):
        materials = self.env["dialogue.session.material"]
        vals = {"session_id": self.session.id, "name": "Tài liệu", "file": "UERG"}
        for user in (self.specialist, self.auditor, self.employee_only):
            with self.subTest(user.login), self.assertRaises(AccessError):
                materials.with_user(user).create(vals)
        material = materials.with_user(self.desk).create(vals)
        self.assertEqual(material.audience, "invitees")
        self.assertEqual(material.sudo()._size(), {material.id: 3})
        with self.assertRaises(AccessError):
            material.with_user(self.employee_only).read(["name"])
        with self.assertRaises(UserError):
            material.session_id = self._create_session()
        self.assertEqual(material.with_user(self.specialist).name, "Tài liệu")

    def test_material_of_another_department(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        session = self.env["dialogue.session"].create(
            {"name": "Buổi của sở khác", "company_id": other.id}
        )
        material = self.env["dialogue.session.material"].create(
            {"session_id": session.id, "name": "Mật", "file": "UERG"}
        )
        with self.assertRaises(AccessError):
            material.with_user(self.desk).read(["name"])
        with self.assertRaises(AccessError):
            self.env["dialogue.session.material"].with_user(self.desk).create(
                {"session_id": session.id, "name": "x", "file": "UERG"}
            )

    def test_material_comes_after_the_session_too(self):
        self._hold()
        self.session.action_conclude()
        self.session.action_close()
        self.session.material_ids = [
            Command.create({"name": "Biên bản", "file": "UERG"})
        ]
        self.assertEqual(self.session.material_ids.name, "Biên bản")
        cancelled = self._create_session()
        cancelled.action_cancel("Bão")
        with self.assertRaises(UserError):
            cancelled.material_ids = [Command.create({"name": "x", "file": "UERG"})]
