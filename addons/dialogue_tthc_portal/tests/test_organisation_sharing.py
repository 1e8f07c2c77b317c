from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.dialogue_feedback import PORTAL_READABLE
from .common import PDF, PortalCommon

SECRET = "LỜI NHẮN RIÊNG"


class OrganisationCommon(PortalCommon):
    """An enterprise with manager, author and coworker, and a rival with a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.dialogue_desk_user_id = cls.desk
        cls.enterprise.vat = "0100109106"
        cls.rival = cls.env["res.partner"].create(
            {"name": "Công ty Khác", "is_company": True, "vat": "0301442989"}
        )
        cls.manager = cls._create_portal_user("dlg-manager", email="ql@example.com")
        cls.rival_manager = cls._create_portal_user("dlg-rival")
        for user, organisation, role in (
            (cls.petitioner_user, cls.enterprise, "member"),
            (cls.coworker, cls.enterprise, "member"),
            (cls.manager, cls.enterprise, "manager"),
            (cls.rival_manager, cls.rival, "manager"),
        ):
            cls._join(user, organisation, role)
        cls.feedback = cls._create_own(subject="Câu hỏi chung")
        cls.feedback._attach([("chung.pdf", PDF)])
        cls.private = cls._create_own(subject="Câu hỏi riêng")
        cls.env.flush_all()

    @classmethod
    def _join(cls, user, organisation, role="member"):
        membership = cls._ask(user, organisation)
        membership.with_user(cls.desk).action_approve(organisation.id, role)

    @classmethod
    def _ask(cls, user, organisation):
        memberships = cls.env["dialogue.membership"]
        request = memberships.with_user(user)._request(
            user.partner_id,
            {
                "name": organisation.name,
                "kind": "enterprise",
                "tax_code": organisation.vat,
                "position": "Kế toán",
                "street": "12 Trần Phú",
                "ward": "phường Hà Giang 1",
                "province": "Tuyên Quang",
            },
        )
        return memberships.browse(request.id)

    @classmethod
    def _share(cls, feedback=None, user=None, is_shared=True):
        feedback = cls.feedback if feedback is None else feedback
        feedback.with_user(user or cls.petitioner_user)._share(is_shared)

    def _end(self, user):
        memberships = self.env["dialogue.membership"]
        own = memberships.browse(user.partner_id._dialogue_membership().id)
        own.with_user(self.desk).action_end()

    def _reads(self, user, feedback=None):
        """Say whether ``user`` gets at the case by any way of the ORM."""
        feedback = self.feedback if feedback is None else feedback
        Feedback = (
            self.env["dialogue.feedback"]
            .with_user(user)
            .with_context(active_test=False)
        )
        domain = [("id", "=", feedback.id)]
        ways = {
            "search": bool(Feedback.search(domain)),
            "search_count": bool(Feedback.search_count(domain)),
            "search_read": bool(Feedback.search_read(domain, ["subject"])),
            "web_search_read": bool(
                Feedback.web_search_read(domain, {"subject": {}})["records"]
            ),
            "name_search": any(
                found == feedback.id
                for found, _name in Feedback.name_search(feedback.subject)
            ),
            "formatted_read_group": bool(
                Feedback.formatted_read_group(domain, ["kind"], ["__count"])
            ),
            "read": self._allowed(Feedback.browse(feedback.id).read, ["subject"]),
            "web_read": self._allowed(
                Feedback.browse(feedback.id).web_read, {"subject": {}}
            ),
            "has_access": Feedback.browse(feedback.id).has_access("read"),
            "page": bool(Feedback._portal_find(feedback.id, with_shared=True)),
        }
        self.assertEqual(len(set(ways.values())), 1, ways)
        return ways["search"]

    def _allowed(self, call, *args):
        try:
            with self.cr.savepoint():
                return bool(call(*args))
        except (AccessError, UserError):
            return False


@tagged("post_install", "-at_install")
class TestOrganisationSharing(OrganisationCommon):
    def test_what_is_not_shared_stays_with_its_author(self):
        self.assertTrue(self._reads(self.petitioner_user))
        for user in (self.coworker, self.manager, self.rival_manager, self.stranger):
            self.assertFalse(self._reads(user))

    def test_shared_with_the_colleagues_and_taken_back(self):
        self._share()
        for user in (self.coworker, self.manager):
            self.assertTrue(self._reads(user))
            self.assertFalse(self._reads(user, self.private))
        for user in (self.rival_manager, self.stranger, self.outsider):
            self.assertFalse(self._reads(user))
        self._share(is_shared=False)
        for user in (self.coworker, self.manager):
            self.assertFalse(self._reads(user))
        self.assertTrue(self._reads(self.petitioner_user))

    def test_what_author_and_department_write_stays_between_them(self):
        self._share()
        self.feedback.action_ask_info(SECRET)
        self.feedback.action_info_given(SECRET)
        for user in (self.coworker, self.manager, self.petitioner_user):
            own = self.feedback.with_user(user)
            for name in ("info_request", "info_answer"):
                self.assertFalse(self._allowed(own.read, [name]))
                self.assertFalse(self._allowed(own.search, [(name, "ilike", SECRET)]))
        self.private.action_ask_info(SECRET)
        self._share(self.private)
        page = self._seen_by(self.private, self.petitioner_user)._portal_page("/x")
        self.assertEqual(page["info_request"], SECRET)
        shared = self.env["dialogue.feedback"].with_user(self.coworker)
        page = shared._portal_find(self.private.id, with_shared=True)._portal_page("/x")
        self.assertFalse(page["info_request"])

    def test_a_manager_prints_the_receipt_without_keys(self):
        entered = self._create_feedback(partner_id=self.enterprise.id)
        entered.action_receive()
        for case, user, has_keys in (
            (entered, self.manager, False),
            (self.feedback, self.petitioner_user, True),
        ):
            seen = self._seen_by(case, user)
            self.assertTrue(seen._portal_may_act())
            receipt = seen._portal_receipt()
            self.assertEqual(any(receipt.values()), has_keys)

    def test_who_manages_the_organisation_has_its_case_already(self):
        entered = self._create_feedback(partner_id=self.enterprise.id)
        for user, is_theirs in ((self.manager, True), (self.coworker, False)):
            self.assertEqual(entered._claim(user.partner_id), is_theirs)
            self.assertEqual(entered.partner_id, self.enterprise)

    def test_a_tax_code_alone_opens_nothing(self):
        self._share()
        request = self._ask(self.stranger, self.enterprise)
        self.assertFalse(self._reads(self.stranger))
        partners = self.env["res.partner"].with_user(self.stranger)
        self.assertEqual(partners.search([]), self.stranger.partner_id)
        page = self.stranger.partner_id._portal_organisation_page()
        self.assertFalse(page["organisation"] or page["members"] or page["requests"])
        request.with_user(self.desk).action_refuse("Không đúng")
        self.assertFalse(self._reads(self.stranger))

    def test_the_mail_address_of_somebody_opens_nothing(self):
        self._share()
        twin = self._create_portal_user(
            "dlg-twin", email=self.petitioner_user.partner_id.email or "a@example.com"
        )
        twin.partner_id.write({"email": self.enterprise.email})
        for feedback in (self.feedback, self.private):
            self.assertFalse(self._reads(twin, feedback))
        self.assertFalse(twin.partner_id._dialogue_organisation())

    def test_ending_closes_at_once_what_others_share(self):
        self._share()
        own = self._create_own(self.coworker, subject="Của người đã nghỉ")
        self._share(own, self.coworker)
        self.assertTrue(self._reads(self.coworker))
        self._end(self.coworker)
        self.assertFalse(self._reads(self.coworker))
        # their own stays theirs, and they may take back what they shared
        self.assertTrue(self._reads(self.coworker, own))
        self.assertTrue(self._reads(self.manager, own))
        self._share(own, self.coworker, is_shared=False)
        self.assertFalse(self._reads(self.manager, own))
        with self.assertRaises(UserError):
            self._share(own, self.coworker)

    def test_who_gives_up_the_account_leaves(self):
        self._share()
        self.coworker.sudo()._deactivate_portal_user()
        self.assertFalse(self.coworker.partner_id._dialogue_organisation())
        page = self.manager.partner_id._portal_organisation_page()
        self.assertEqual(len(page["members"]), 2)
        self._ask(self.stranger, self.enterprise)
        self.stranger.sudo()._deactivate_portal_user()
        self.assertFalse(self.stranger.partner_id._dialogue_request())

    def test_only_the_author_shares(self):
        self._share(is_shared=True)
        for user in (self.coworker, self.manager, self.stranger, self.rival_manager):
            for feedback, is_shared in ((self.feedback, False), (self.private, True)):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self._share(feedback, user, is_shared)
        self.assertTrue(self._reads(self.coworker))
        self.assertFalse(self._reads(self.coworker, self.private))

    def test_withheld_names_and_sealed_cases_are_not_shared(self):
        hidden = self._create_own(is_name_hidden=True)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._share(hidden)
        self._share()
        self.feedback.is_name_hidden = True
        self.assertFalse(self._reads(self.coworker))
        self.feedback.is_name_hidden = False
        self.assertTrue(self._reads(self.coworker))
        self.specialist.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        self.feedback.write({"reader_ids": self.specialist.ids, "is_sealed": True})
        self.assertFalse(self._reads(self.coworker))
        self.assertTrue(self._reads(self.petitioner_user))
        with self.assertRaises(UserError):
            self._share()

    def test_parts_go_with_the_case(self):
        part = self._create_own(subject="Phần hai")
        part.parent_id = self.feedback
        foreign = self._create_own(self.stranger)
        foreign.parent_id = self.feedback
        self._share()
        self.assertTrue(self._reads(self.coworker, part))
        self.assertFalse(self._reads(self.coworker, foreign))

    def test_the_manager_sees_what_was_entered_for_the_organisation(self):
        entered = self._create_feedback(
            partner_id=self.enterprise.id, subject="Nhập từ giấy"
        )
        entered.action_receive()
        self.assertTrue(self._reads(self.manager, entered))
        for user in (self.coworker, self.petitioner_user, self.rival_manager):
            self.assertFalse(self._reads(user, entered))
        # it is the manager's to follow, so they may add something
        seen = self._seen_by(entered, self.manager)
        self.assertTrue(seen._portal_may_act() and seen._portal_may_post())
        self.assertIsNone(seen._portal_share_values())
        with self.assertRaises(AccessError):
            self._share(entered, self.manager)
        entered.is_name_hidden = True
        self.assertFalse(self._reads(self.manager, entered))
        entered.is_name_hidden = False
        self._end(self.manager)
        self.assertFalse(self._reads(self.manager, entered))

    def test_a_colleague_reads_and_does_not_act(self):
        self.feedback._post_from_petitioner(SECRET, [("rieng.pdf", PDF)])
        self._share()
        Feedback = self.env["dialogue.feedback"].with_user(self.coworker)
        self.assertFalse(Feedback._portal_find(self.feedback.id))
        seen = Feedback._portal_find(self.feedback.id, with_shared=True)
        self.assertFalse(seen._portal_may_act() or seen._portal_may_post())
        # nor does it become theirs with more rights
        self.assertFalse(seen.sudo()._portal_may_act())
        self.assertFalse(seen._portal_messages())
        self.assertEqual(seen._portal_attachments().mapped("name"), ["chung.pdf"])
        self.assertEqual(
            seen._portal_share_values(),
            {"is_author": False, "author": "Trần Thị Bưởi"},
        )
        own = self._seen_by(self.feedback, self.petitioner_user)
        self.assertEqual(len(own._portal_messages()), 1)
        self.assertEqual(len(own._portal_attachments()), 2)
        for name in seen._fields:
            if name not in PORTAL_READABLE:
                self.assertFalse(self._allowed(seen.read, [name]), name)

    def test_is_own_and_its_search_agree(self):
        self._share()
        Feedback = self.env["dialogue.feedback"]
        for user in (self.petitioner_user, self.coworker, self.manager):
            Own = Feedback.with_user(user)
            every = Own.search([])
            for is_own in (True, False):
                self.assertEqual(
                    Own.search([("is_own", "=", is_own)]),
                    every.filtered(lambda one, is_own=is_own: one.is_own == is_own),
                )

    def test_shared_from_the_start_where_chosen(self):
        self.coworker.partner_id._portal_set_sharing(True)
        person = self.coworker.partner_id
        petitioner = self.env["dialogue.petitioner"]._prepare_petitioner_values(person)
        filings = (
            ("Chia sẻ", {}, True),
            ("Không nêu tên", {"is_name_hidden": True}, False),
        )
        for subject, vals, is_shared in filings:
            filing = (
                self.env["dialogue.filing"]
                ._room(self.company)
                ._submit(
                    f"{len(subject):032x}",
                    person,
                    {
                        "questions": [{"subject": subject, "question": "?"}],
                        "case": vals,
                        "petitioner": petitioner,
                        "consent": False,
                    },
                )
            )
            self.assertEqual(self._reads(self.manager, filing._cases()), is_shared)

    def test_the_author_is_not_named_by_sharing(self):
        self._share()
        self.assertNotEqual(self.feedback.write_uid, self.petitioner_user)

    # Contacts and users

    def test_colleagues_do_not_read_each_others_contacts(self):
        for user in (self.coworker, self.manager):
            partners = self.env["res.partner"].with_user(user)
            self.assertEqual(partners.search([]), user.partner_id | self.enterprise)
            other = partners.browse(self.petitioner_user.partner_id.id)
            self.assertFalse(self._allowed(other.read, ["email"]))
            users = self.env["res.users"].with_user(user)
            self.assertEqual(users.search([]), user)
            account = users.browse(self.petitioner_user.id)
            self.assertFalse(self._allowed(account.read, ["login"]))
            domain = [("id", "=", self.petitioner_user.partner_id.id)]
            self.assertFalse(partners.search_count(domain))
        self._end(self.coworker)
        partners = self.env["res.partner"].with_user(self.coworker)
        self.assertEqual(partners.search([]), self.coworker.partner_id)

    def test_an_account_merely_put_under_a_company_sees_nobody(self):
        self.stranger.partner_id.parent_id = self.rival
        partners = self.env["res.partner"].with_user(self.stranger)
        self.assertEqual(partners.search([]), self.stranger.partner_id)
        self.assertFalse(self.stranger.partner_id._dialogue_organisation())

    def test_officials_still_read_contacts(self):
        partners = self.env["res.partner"].with_user(self.desk)
        self.assertTrue(partners.search([("id", "=", self.enterprise.id)]))

    def test_members_have_addresses_for_their_manager_alone(self):
        page = self.coworker.partner_id._portal_organisation_page()
        self.assertEqual(len(page["members"]), 3)
        self.assertFalse(any(person["email"] for person in page["members"]))
        page = self.manager.partner_id._portal_organisation_page()
        self.assertIn("ql@example.com", [one["email"] for one in page["members"]])

    def test_portal_users_write_no_membership(self):
        request = self._ask(self.stranger, self.enterprise)
        for user in (self.stranger, self.manager, self.rival_manager):
            own = request.with_user(user)
            for call in (
                lambda one=own: one.read(["name"]),
                lambda one=own: one.write({"role": "manager"}),
                lambda one=own: one.write({"state": "approved"}),
                lambda one=own: one.action_approve(self.enterprise.id, "manager"),
                lambda one=own: one.action_refuse("x"),
                lambda one=own: one.action_end(),
                lambda one=own: one.action_set_role("manager"),
                lambda one=own: one.unlink(),
                lambda one=own: one.message_post(body="x"),
                lambda one=own: one.activity_schedule(summary="x"),
            ):
                self.assertFalse(self._allowed(call))
        self.assertEqual((request.state, request.role), ("requested", "member"))
        for name in self.env["dialogue.membership"]._fields:
            self.assertFalse(
                self._allowed(
                    self.env["dialogue.membership"].with_user(self.manager).search,
                    [(name, "!=", False)],
                )
            )
