from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..models.dialogue_membership_moves import DECIDE
from .common_membership import OTHER_TAX_CODE, TAX_CODE, MembershipCommon


@tagged("post_install", "-at_install")
class TestDialogueMembership(MembershipCommon):
    # Asking

    def test_a_request_holds_what_was_said_and_nothing_of_the_organisation(self):
        request = self._request(self.newcomer, tax_code="0100 109 106")
        self.assertEqual(request.state, "requested")
        self.assertEqual(request.tax_code, TAX_CODE)
        self.assertFalse(request.organisation_id)
        person = self.newcomer.partner_id
        self.assertFalse(person.parent_id)
        self.assertFalse(person._dialogue_organisation())
        self.assertFalse(person._dialogue_managed_organisation())
        planned = request.activity_ids
        self.assertEqual(planned.activity_type_id, self.env.ref(DECIDE))
        self.assertEqual(planned.user_id, self.desk)
        self.assertFalse(self._mails(self.newcomer))

    def test_whoever_waits_files_with_what_was_said_as_themselves(self):
        person = self.newcomer.partner_id
        self._request(self.newcomer)
        values = self.env["dialogue.petitioner"]._prepare_petitioner_values(person)
        self.assertEqual(values["name"], "Công ty TNHH Nước Xanh")
        self.assertEqual(values["tax_code"], TAX_CODE)
        self.assertEqual(values["address"], "9 Lê Lợi, phường Hà Giang 1, Tuyên Quang")
        self.assertEqual(values["representative"], person.name)
        self.assertEqual(values["representative_title"], "Kế toán")
        self.assertEqual(values["partner_id"], person.id)

    def test_whoever_was_refused_files_as_themselves(self):
        self._request(self.newcomer).with_user(self.desk).action_refuse("Sai mã")
        person = self.newcomer.partner_id
        values = self.env["dialogue.petitioner"]._prepare_petitioner_values(person)
        self.assertEqual((values["name"], values["kind"]), (person.name, "citizen"))
        self.assertFalse(values["tax_code"])

    def test_the_same_request_again_is_the_same_and_another_replaces_it(self):
        request = self._request(self.newcomer)
        self.assertEqual(self._request(self.newcomer), request)
        other = self._request(self.newcomer, name="Công ty Nước Xanh Hơn")
        self.assertEqual((request.state, other.state), ("withdrawn", "requested"))
        self.assertFalse(request.activity_ids)
        self.assertEqual(len(other.activity_ids), 1)

    def test_only_what_may_be_said_is_taken_over(self):
        request = self._request(
            self.newcomer,
            organisation_id=self.enterprise.id,
            role="manager",
            state="approved",
            partner_id=self.member.partner_id.id,
            company_id=False,
        )
        self.assertEqual(request.state, "requested")
        self.assertEqual(request.role, "member")
        self.assertFalse(request.organisation_id)
        self.assertEqual(request.partner_id, self.newcomer.partner_id)
        self.assertEqual(request.company_id, self.company)

    def test_a_citizen_and_an_agency_are_no_organisation_here(self):
        for kind in ("citizen", "agency"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._request(self.newcomer, kind=kind)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._request(self.newcomer, name="   ")

    def test_a_branch_code_is_one_code_however_written(self):
        memberships = self.env["dialogue.membership"]
        for code in ("0100109106-001", "0100109106001", "0100109106 - 001"):
            self.assertEqual(memberships._plain_tax_code(code), "0100109106-001")
        self.assertIn("0100109106001", memberships._tax_code_variants("0100109106-001"))
        self.assertFalse(memberships._plain_tax_code(" "))
        self.assertEqual(memberships._plain_tax_code("123"), "123")

    # Deciding

    def test_approved_into_the_contact_on_record(self):
        request = self._request(self.newcomer)
        request.with_user(self.desk).action_approve(self.enterprise.id)
        person = self.newcomer.partner_id
        self.assertEqual(request.state, "approved")
        self.assertEqual(request.decided_by, self.desk)
        self.assertTrue(request.decided_on)
        self.assertEqual(person.parent_id, self.enterprise)
        self.assertEqual(person.function, "Kế toán")
        self.assertEqual(person._dialogue_organisation(), self.enterprise)
        self.assertFalse(person._dialogue_managed_organisation())
        self.assertFalse(request.activity_ids)
        # what is on record stays as it is
        self.assertEqual(self.enterprise.name, "Công ty TNHH Nước Xanh")
        self.assertEqual(self.enterprise.street, "12 Trần Phú")
        values = self.env["dialogue.petitioner"]._prepare_petitioner_values(person)
        self.assertEqual(values["name"], self.enterprise.name)
        self.assertEqual(values["representative"], person.name)

    def test_approved_into_a_new_contact(self):
        request = self._request(
            self.newcomer, name="Hợp tác xã Chè", kind="cooperative", tax_code=False
        )
        request.with_user(self.desk).action_approve(False, "manager")
        organisation = request.organisation_id
        self.assertTrue(organisation.is_company)
        self.assertEqual(organisation.name, "Hợp tác xã Chè")
        self.assertEqual(organisation.dialogue_kind, "cooperative")
        self.assertEqual(
            organisation._dialogue_one_line_address(),
            "9 Lê Lợi, phường Hà Giang 1, Tuyên Quang",
        )
        person = self.newcomer.partner_id
        self.assertEqual(person._dialogue_managed_organisation(), organisation)

    def test_nothing_of_the_person_goes_up_to_the_organisation(self):
        association = self.env["res.partner"].create(
            {"name": "Hiệp hội Chè", "is_company": True}
        )
        person = self.newcomer.partner_id
        person.write({"vat": OTHER_TAX_CODE, "street": "Nhà riêng", "city": "Hà Nội"})
        request = self._request(self.newcomer, kind="association", tax_code=False)
        request.with_user(self.desk).action_approve(association.id)
        self.assertEqual(person.parent_id, association)
        self.assertFalse(association.vat or association.street or association.city)
        self.assertFalse(person.vat)
        self.assertEqual(person.street, "Nhà riêng")
        # and what the organisation says comes down
        self._request(self.newcomer).with_user(self.desk).action_approve(
            self.enterprise.id
        )
        self.assertEqual((person.vat, person.street), (TAX_CODE, "12 Trần Phú"))
        self.assertFalse(person.city)
        self.assertEqual(self.enterprise.street, "12 Trần Phú")
        self.assertFalse(self.enterprise.city)

    def test_rules_are_forgotten_after_the_commit_too(self):
        waiting = self._request(self.newcomer)
        steps = (
            (lambda: waiting.with_user(self.desk).action_refuse("Sai mã"), False),
            (lambda: self._request(self.newcomer)._leave_account(), False),
            (
                lambda: (
                    self._request(self.newcomer)
                    .with_user(self.desk)
                    .action_approve(self.enterprise.id, "manager")
                ),
                True,
            ),
            (
                lambda: (
                    self._membership(self.newcomer)
                    .with_user(self.desk)
                    .action_make_member()
                ),
                True,
            ),
            (lambda: self._membership(self.newcomer)._leave_account(), True),
        )
        for number, (step, is_forgotten) in enumerate(steps):
            with self.subTest(number):
                self.env.cr.postcommit.clear()
                with patch.object(type(self.env.registry), "clear_cache") as clear:
                    step()
                    clear.reset_mock()
                    self.env.cr.postcommit.run()
                self.assertEqual(clear.called, is_forgotten)

    def test_told_once_in_their_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.newcomer.partner_id.lang = "vi_VN"
        request = self._request(self.newcomer)
        request.with_user(self.desk).action_approve(self.enterprise.id)
        mail = self._mails(self.newcomer)
        self.assertEqual(len(mail), 1)
        self.assertFalse(mail.model or mail.res_id)
        self.assertIn('<html lang="vi_VN">', mail.body_html)
        with self.assertRaises(UserError), self.cr.savepoint():
            request.with_user(self.desk).action_approve(self.enterprise.id)
        self.assertEqual(self._mails(self.newcomer), mail)

    def test_refused_with_the_reason(self):
        request = self._request(self.newcomer)
        for reason in (False, "  "):
            with self.assertRaises(UserError), self.cr.savepoint():
                request.with_user(self.desk).action_refuse(reason)
        request.with_user(self.desk).action_refuse("Công ty nói không biết ông.")
        self.assertEqual(request.state, "refused")
        self.assertFalse(request.organisation_id)
        mail = self._mails(self.newcomer)
        self.assertEqual(len(mail), 1)
        self.assertIn("Công ty nói không biết ông.", mail.body_html)
        # and the person may ask again
        self.assertEqual(self._request(self.newcomer).state, "requested")

    def test_the_contact_of_a_person_is_no_organisation(self):
        request = self._request(self.newcomer).with_user(self.desk)
        for partner in (self.newcomer.partner_id, self.member.partner_id):
            with self.assertRaises(UserError), self.cr.savepoint():
                request.action_approve(partner.id)
        with self.assertRaises(UserError), self.cr.savepoint():
            request.action_approve(self.enterprise.id, "owner")
        self.assertEqual(request.state, "requested")

    def test_a_new_approval_ends_the_one_before(self):
        before = self._membership(self.member)
        request = self._request(self.member, tax_code=OTHER_TAX_CODE)
        self.assertEqual(before.state, "approved")
        request.with_user(self.desk).action_approve(self.rival.id)
        self.assertEqual((before.state, request.state), ("ended", "approved"))
        self.assertEqual(self.member.partner_id.parent_id, self.rival)

    def test_ending_takes_the_person_out(self):
        membership = self._membership(self.member)
        person = self.member.partner_id
        self.assertEqual(person.vat, TAX_CODE)
        membership.with_user(self.desk).action_end()
        self.assertEqual(membership.state, "ended")
        self.assertTrue(membership.ended_on)
        self.assertFalse(person.parent_id)
        self.assertFalse(person.vat)
        self.assertFalse(person.street)
        self.assertEqual(self.enterprise.street, "12 Trần Phú")
        self.assertFalse(person._dialogue_organisation())

    def test_moving_the_contact_ends_the_membership(self):
        membership = self._membership(self.member)
        self.member.partner_id.parent_id = self.rival
        self.assertEqual(membership.state, "ended")
        self.assertEqual(self.member.partner_id.parent_id, self.rival)
        self.assertFalse(self.member.partner_id._dialogue_organisation())

    def test_the_desk_gives_and_takes_the_role(self):
        membership = self._membership(self.member).with_user(self.desk)
        membership.action_make_manager()
        self.assertEqual(membership.role, "manager")
        membership.action_make_member()
        self.assertEqual(membership.role, "member")
        with self.assertRaises(UserError):
            self._request(self.newcomer).with_user(self.desk).action_make_manager()

    # The screen of the desk

    def test_stated_beside_what_is_on_record(self):
        double = self.env["res.partner"].create(
            {"name": "Nước Xanh (cũ)", "is_company": True, "vat": f"VN{TAX_CODE}"}
        )
        other = self._create_account("dlg-another")
        rival = self._request(other)
        request = self._request(self.newcomer).with_user(self.desk)
        self.assertEqual(request.found_ids, self.enterprise | double)
        self.assertEqual(request.found_count, 2)
        self.assertEqual(request.found_address, "12 Trần Phú")
        self.assertEqual(
            request.colleague_ids.partner_id,
            (self.manager | self.member).partner_id,
        )
        self.assertEqual(request.rival_ids, rival)
        unknown = self._request(other, tax_code="0101248141").with_user(self.desk)
        self.assertFalse(unknown.found_ids or unknown.found_id)
        self.assertFalse(unknown.colleague_ids)

    def test_decided_in_the_window(self):
        request = self._request(self.newcomer)
        wizards = self.env["dialogue.membership.decide"].with_user(self.desk)
        context = {"default_decision": "approve", "default_membership_id": request.id}
        form = Form(wizards.with_context(**context))
        self.assertEqual(form.target, "existing")
        self.assertEqual(form.organisation_id, self.enterprise)
        # a manager is never proposed, not even the first one
        self.assertEqual(form.role, "member")
        form.target = "new"
        self.assertEqual(form.role, "member")
        form.target = "existing"
        form.save().action_apply()
        self.assertEqual(request.organisation_id, self.enterprise)
        self.assertEqual(request.role, "member")
        other = self._request(self._create_account("dlg-another"))
        context = {"default_decision": "refuse", "default_membership_id": other.id}
        form = Form(wizards.with_context(**context))
        form.reason = "Không đúng"
        form.save().action_apply()
        self.assertEqual(other.refuse_reason, "Không đúng")

    # Managers, and people about themselves

    def _as_manager(self, request, step, user=None, reason=""):
        request.with_user(user or self.manager)._decide_as_manager(step, reason)

    def test_a_manager_decides_about_their_own(self):
        request = self._request(self.newcomer)
        managed = self.env["dialogue.membership"].with_user(self.manager)._managed()
        self.assertEqual(managed, request.sudo() | self._membership(self.member).sudo())
        self._as_manager(request, "approve")
        self.assertEqual(request.organisation_id, self.enterprise)
        self.assertEqual(request.role, "member")
        self.assertEqual(request.decided_by, self.manager)
        self._as_manager(request, "make_manager")
        self.assertEqual(request.role, "manager")
        self._as_manager(self._membership(self.member), "end", self.newcomer)
        self.assertFalse(self._membership(self.member))

    def test_a_manager_refuses(self):
        request = self._request(self.newcomer)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._as_manager(request, "refuse")
        self._as_manager(request, "refuse", reason="Đã nghỉ việc")
        self.assertEqual(request.state, "refused")
        self.assertEqual(len(self._mails(self.newcomer)), 1)

    def test_a_changed_tax_code_opens_no_requests(self):
        theirs = self._request(self.newcomer, tax_code=OTHER_TAX_CODE)
        self.enterprise.vat = OTHER_TAX_CODE
        managed = self.env["dialogue.membership"].with_user(self.manager)._managed()
        self.assertNotIn(theirs, managed)
        with self.assertRaises(AccessError):
            self._as_manager(theirs, "approve")

    def test_nobody_decides_about_others(self):
        request = self._request(self.newcomer)
        ours, theirs = self._membership(self.member), self._membership(self.manager)
        untaxed = self._request(self._create_account("dlg-untaxed"), tax_code=False)
        for user, target, step in (
            (self.rival_member, request, "approve"),
            (self.rival_member, ours, "end"),
            (self.rival_member, ours, "make_manager"),
            (self.member, request, "approve"),
            (self.member, theirs, "end"),
            (self.member, ours, "make_manager"),
            (self.newcomer, request, "approve"),
            (self.newcomer, theirs, "end"),
            (self.manager, self._membership(self.rival_member), "end"),
            (self.manager, untaxed, "approve"),
            (self.manager, request, "withdraw"),
            (self.manager, request, "action_approve"),
        ):
            with (
                self.subTest(login=user.login, step=step),
                self.assertRaises(AccessError),
                self.cr.savepoint(),
            ):
                self._as_manager(target, step, user)

    def test_a_manager_put_out_decides_nothing_any_more(self):
        request = self._request(self.newcomer)
        self._membership(self.manager).with_user(self.desk).action_end()
        with self.assertRaises(AccessError):
            self._as_manager(request, "approve")

    def test_managers_without_a_tax_code_approve_nobody(self):
        self.enterprise.vat = False
        request = self._request(self.newcomer, tax_code=False)
        with self.assertRaises(AccessError):
            self._as_manager(request, "approve")

    def test_people_leave_and_take_back(self):
        self._membership(self.member).with_user(self.member)._leave()
        self.assertFalse(self._membership(self.member))
        request = self._request(self.newcomer)
        with self.assertRaises(AccessError), self.cr.savepoint():
            request.with_user(self.member)._leave()
        request.with_user(self.newcomer)._leave()
        self.assertEqual(request.state, "withdrawn")
        self.assertFalse(request.activity_ids)

    # Older databases

    def test_accounts_under_an_organisation_become_members(self):
        person = self.newcomer.partner_id
        person.parent_id = self.enterprise
        known = self.env["dialogue.membership"].search([])
        memberships = self.env["dialogue.membership"]
        memberships._adopt_accounts()
        memberships._adopt_accounts()
        adopted = memberships.search([]) - known
        adopted = adopted.filtered(lambda one: one.partner_id == person)
        self.assertEqual(len(adopted), 1)
        self.assertEqual(adopted.organisation_id, self.enterprise)
        self.assertEqual(adopted.role, "member")
        self.assertFalse(self._mails(self.newcomer))
        self.assertFalse(adopted.activity_ids)
