import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .common_membership import MembershipCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.2.0/post-membership.py"


@tagged("post_install", "-at_install")
class TestMembershipMigration(MembershipCommon):
    """Rows as 19.0.1.1.0 left them: accounts under a company, and no membership."""

    def test_accounts_under_an_organisation_become_members(self):
        self.env.flush_all()
        self.cr.execute("DELETE FROM dialogue_membership")
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.newcomer.partner_id.parent_id = False
        mails = self.env["mail.mail"].search([])
        spec = importlib.util.spec_from_file_location("post_membership", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _time in range(2):
            script.migrate(self.cr, "19.0.1.1.0")
            self.env.invalidate_all()
            for user, organisation in (
                (self.member, self.enterprise),
                (self.manager, self.enterprise),
                (self.rival_member, self.rival),
                (self.newcomer, self.rival.browse()),
            ):
                person = user.partner_id
                membership = person._dialogue_membership()
                self.assertEqual(membership.organisation_id, organisation)
                self.assertFalse(person._dialogue_managed_organisation())
                self.assertEqual(len(membership), len(organisation))
        self.assertEqual(self.env["mail.mail"].search([]), mails)
        planned = self.env["mail.activity"].search(
            [("res_model", "=", "dialogue.membership")]
        )
        self.assertFalse(planned)
