from odoo.tests import new_test_user

from .common import DialogueCommon

TAX_CODE = "0100109106"
OTHER_TAX_CODE = "0301442989"


class MembershipCommon(DialogueCommon):
    """Two organisations; one has a manager and a member, the other a member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.dialogue_desk_user_id = cls.desk
        cls.enterprise.write(
            {"is_company": True, "vat": TAX_CODE, "street": "12 Trần Phú"}
        )
        cls.rival = cls.env["res.partner"].create(
            {"name": "Công ty Khác", "is_company": True, "vat": OTHER_TAX_CODE}
        )
        cls.manager = cls._create_account("dlg-manager", cls.enterprise, "manager")
        cls.member = cls._create_account("dlg-member", cls.enterprise)
        cls.rival_member = cls._create_account("dlg-rival", cls.rival, "manager")
        cls.newcomer = cls._create_account("dlg-newcomer")

    @classmethod
    def _create_account(cls, login, organisation=None, role="member"):
        user = new_test_user(
            cls.env,
            login=login,
            password=login,
            groups="base.group_portal",
            email=f"{login}@example.com",
            lang="en_US",
        )
        if organisation:
            membership = cls._request(user, tax_code=organisation.vat)
            membership.with_user(cls.desk).action_approve(organisation.id, role)
        return user

    @classmethod
    def _stated(cls, **vals):
        return {
            "name": "Công ty TNHH Nước Xanh",
            "kind": "enterprise",
            "tax_code": TAX_CODE,
            "position": "Kế toán",
            "phone": "0219 111 222",
            "street": "9 Lê Lợi",
            "ward": "phường Hà Giang 1",
            "province": "Tuyên Quang",
            **vals,
        }

    @classmethod
    def _request(cls, user, **vals):
        """Return the request of ``user``, in the environment of the tests."""
        memberships = cls.env["dialogue.membership"]
        request = memberships.with_user(user)._request(
            user.partner_id, cls._stated(**vals)
        )
        return memberships.browse(request.id)

    @classmethod
    def _membership(cls, user):
        return cls.env["dialogue.membership"].browse(
            user.partner_id._dialogue_membership().id
        )

    def _mails(self, user):
        return self.env["mail.mail"].search([("email_to", "=", user.email)])
