from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_membership import MembershipCommon


@tagged("post_install", "-at_install")
class TestDialogueMembershipRights(MembershipCommon):
    def setUp(self):
        super().setUp()
        self.request = self._request(self.newcomer)

    def _users(self):
        return (
            self.manager,
            self.member,
            self.rival_member,
            self.newcomer,
            self.specialist,
            self.employee_only,
            self.administrator,
        )

    def _refused(self, call):
        try:
            with self.cr.savepoint():
                call()
        except (AccessError, UserError):
            return
        self.fail("this went through")

    def test_who_reads(self):
        for user in (self.desk, self.leader, self.auditor):
            self.assertTrue(self.request.with_user(user).has_access("read"))
        for user in self._users():
            with self.subTest(user.login):
                self.assertFalse(self.request.with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    self.request.with_user(user).search([])

    def test_nobody_writes_past_the_steps(self):
        for user in (self.desk, self.leader, self.auditor, *self._users()):
            memberships = self.env["dialogue.membership"].with_user(user)
            request = memberships.browse(self.request.id)
            for call in (
                lambda one=request: one.write({"state": "approved"}),
                lambda one=request: one.write({"organisation_id": 1}),
                lambda one=request: one.write({"role": "manager"}),
                lambda one=request: one.unlink(),
                lambda one=request: one.copy(),
                lambda all_=memberships: all_.create(
                    {
                        "name": "x",
                        "kind": "enterprise",
                        "partner_id": self.newcomer.partner_id.id,
                    }
                ),
            ):
                with self.subTest(user.login):
                    self._refused(call)

    def test_only_the_desk_makes_its_steps(self):
        member = self._membership(self.member)
        for user in (self.auditor, *self._users()):
            request, own = self.request.with_user(user), member.with_user(user)
            for call in (
                lambda one=request: one.action_approve(self.enterprise.id, "manager"),
                lambda one=request: one.action_approve(),
                lambda one=request: one.action_refuse("vì thế"),
                lambda one=own: one.action_end(),
                lambda one=own: one.action_make_manager(),
                lambda one=own: one.action_set_role("manager"),
            ):
                with (
                    self.subTest(user.login),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    call()
        self.assertEqual(self.request.state, "requested")
        self.assertEqual((member.state, member.role), ("approved", "member"))

    def test_other_departments_do_not_see_it(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        desk = self._create_user("desk", login="other-desk")
        desk.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        request = self.request.with_user(desk)
        self.assertFalse(request.search([("id", "=", request.id)]))
        with self.assertRaises(AccessError):
            request.action_approve(self.enterprise.id)

    def test_the_shared_organisation_is_closed_to_officials(self):
        feedback = self._create_feedback(partner_id=self.member.partner_id.id)
        for user in (self.desk, self.leader, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                feedback.with_user(user).read(["shared_organisation_id"])
