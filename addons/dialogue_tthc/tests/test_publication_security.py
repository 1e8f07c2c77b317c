from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..models.dialogue_publication import PUBLIC_FIELDS
from .common_publication import PublicationCommon


@tagged("post_install", "-at_install")
class TestPublicationSecurity(PublicationCommon):
    """Officials of another department, and of none, come no nearer than the public."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_answered()
        cls.publication = cls._publish(cls.feedback)
        cls.draft = cls._prepare(cls._create_answered())
        other = cls.env["res.company"].create({"name": "Sở khác"})
        cls.other_desk = cls._create_user("desk", login="other-desk")
        cls.other_leader = cls._create_user("leader", login="other-leader")
        (cls.other_desk + cls.other_leader).write(
            {"company_ids": other.ids, "company_id": other.id}
        )
        cls.outsiders = (
            cls.specialist
            + cls.colleague
            + cls.administrator
            + cls.employee_only
            + new_test_user(cls.env, login="dlg-confidential", groups="base.group_user")
        )

    def test_who_has_no_part_in_it_has_no_access(self):
        for user in self.outsiders:
            Publication = self.publication.with_user(user)
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(login=user.login, operation=operation):
                    self.assertFalse(Publication.has_access(operation))

    def test_an_auditor_reads_and_changes_nothing(self):
        publication = self.draft.with_user(self.auditor)
        self.assertTrue(publication.read(["title", "original_question"]))
        for call in (
            lambda: publication.write({"title": "x"}),
            lambda: publication.write({"is_confirmed": True}),
            lambda: publication.unlink(),
            lambda: publication.action_publish(),
            lambda: publication.action_take_over(),
            lambda: publication.action_confirm_personal_data(),
            lambda: self.publication.with_user(self.auditor).action_withdraw("x"),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_nobody_creates_one_but_by_the_step_of_the_case(self):
        vals = self._create_answered()._prepare_publication_values()
        for user in (self.desk, self.leader, self.specialist, self.auditor):
            feedback = self._create_answered()
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["dialogue.publication"].with_user(user).create(
                    {**vals, "feedback_id": feedback.id}
                )

    def test_the_desk_of_another_department_gets_nothing(self):
        for user in self.other_desk + self.other_leader:
            publication = self.publication.with_user(user)
            self.assertFalse(publication.search([]))
            for call in (
                lambda publication=publication: publication.read(["title"]),
                lambda publication=publication: publication.action_withdraw("x"),
                lambda user=user: self.draft.with_user(user).action_publish(),
                lambda user=user: self.draft.with_user(user).write({"title": "x"}),
                lambda user=user: self.feedback.with_user(
                    user
                ).action_open_publication(),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()
        self.assertEqual(self.publication.state, "published")
        self.assertEqual(self.draft.state, "draft")

    def test_a_specialist_prepares_nothing(self):
        self.feedback.sudo().user_id = self.specialist
        other = self._create_answered()
        other.sudo().user_id = self.specialist
        with self.assertRaises(AccessError):
            other.with_user(self.specialist).action_open_publication()
        with self.assertRaises(AccessError):
            self.feedback.with_user(self.specialist).read(["publication_ids"])

    def test_what_is_closed_is_closed_to_all_but_desk_and_auditors(self):
        closed = set(self.publication._fields) - PUBLIC_FIELDS
        for user in self.outsiders + self.env.ref("base.public_user"):
            Publication = self.env["dialogue.publication"].with_user(user)
            for name in closed:
                with self.subTest(login=user.login, name=name):
                    self.assertFalse(
                        Publication._has_field_access(Publication._fields[name], "read")
                    )
            for name in PUBLIC_FIELDS:
                self.assertFalse(
                    Publication._has_field_access(Publication._fields[name], "write")
                )
        for name in ("feedback_id", "answer_id", "create_uid", "confirmed_by"):
            self.assertIn(name, closed)
