from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MARKUP, PDF, PortalHttpCommon
from .test_organisation_sharing import SECRET, OrganisationCommon

PAGE = "/my/organisation"


@tagged("post_install", "-at_install")
class TestOrganisationPages(OrganisationCommon, PortalHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls._ask(cls.stranger, cls.enterprise)

    def _memberships(self):
        self.env.invalidate_all()
        return {
            one.id: (one.state, one.role, one.organisation_id.id)
            for one in self.env["dialogue.membership"].search([])
        }

    def _id_of(self, user):
        return user.partner_id._dialogue_membership().id

    # The page

    def test_waiting_in_plain_words_and_nothing_of_the_organisation(self):
        self.enterprise.street = "ĐỊA CHỈ BÍ MẬT"
        self._login(self.stranger)
        page = self.url_open(PAGE).text
        self.assertIn("Waiting for approval", page)
        self.assertIn("phường Hà Giang 1", page)
        for secret in ("ĐỊA CHỈ BÍ MẬT", "Trần Thị Bưởi", "ql@example.com"):
            self.assertNotIn(secret, page)
        self.assertIn("Waiting for approval", self.url_open("/my").text)

    def test_members_and_requests(self):
        self._login(self.manager)
        page = self.url_open(PAGE).text
        self.assertIn("Trần Thị Bưởi", page)
        self.assertIn(self.stranger.partner_id.name, page)
        self.assertIn(f"/members/{self.request.id}", page)
        self._login(self.coworker)
        page = self.url_open(PAGE).text
        self.assertIn("Trần Thị Bưởi", page)
        self.assertNotIn(self.stranger.partner_id.name, page)
        self.assertNotIn("/members/", page)

    def test_markup_stays_text(self):
        self.petitioner_user.partner_id.name = MARKUP
        self.enterprise.name = MARKUP
        self._login(self.manager)
        page = self.url_open(PAGE).text
        self.assertNotIn("<script>alert('x')", page)
        self.assertIn("&lt;script&gt;alert", page)

    def test_a_request_is_checked_and_keeps_what_was_typed(self):
        self._login(self.rival_manager)
        data = {
            "kind": "enterprise",
            "organisation": "Công ty Mới",
            "tax_code": "12345",
            "ward": "xã Đồng Văn",
        }
        response = self._post(f"{PAGE}/request", data)
        self.assertEqual(response.status_code, 200)
        for kept in ("Công ty Mới", "12345", "xã Đồng Văn"):
            self.assertIn(kept, response.text)
        self.assertIn("is not a valid tax code", response.text)
        self.assertIn("Give the province or city.", response.text)
        self.assertFalse(self.rival_manager.partner_id._dialogue_request())
        data.update(tax_code="0101248141", province="Tuyên Quang")
        response = self._post(f"{PAGE}/request", data)
        self.assertEqual(response.status_code, 303)
        waiting = self.rival_manager.partner_id._dialogue_request()
        self.assertEqual(waiting.name, "Công ty Mới")
        self.assertEqual(waiting.tax_code, "0101248141")
        self.assertFalse(waiting.organisation_id)
        # the membership holds until then
        self.assertEqual(
            self.rival_manager.partner_id._dialogue_organisation(), self.rival
        )
        self._post(f"{PAGE}/withdraw")
        self.assertFalse(self.rival_manager.partner_id._dialogue_request())

    def test_a_citizen_is_no_organisation(self):
        self._login(self.rival_manager)
        for kind in ("citizen", "agency", "x", ""):
            before = self._memberships()
            response = self._post(
                f"{PAGE}/request",
                {
                    "kind": kind,
                    "organisation": "A",
                    "ward": "B",
                    "province": "C",
                    "role": "manager",
                    "organisation_id": self.enterprise.id,
                },
            )
            self.assertEqual(response.status_code, 200)
            self.assertEqual(self._memberships(), before)

    # Steps of a manager

    def test_a_manager_decides(self):
        self._login(self.manager)
        path = f"{PAGE}/members/{self.request.id}"
        response = self._post(path, {"step": "refuse", "reason": ""})
        self.assertEqual(response.status_code, 200)
        self.assertIn("Say why it is not approved.", response.text)
        response = self._post(path, {"step": "approve"})
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(self.request.organisation_id, self.enterprise)
        self._post(path, {"step": "make_manager"})
        self.env.invalidate_all()
        self.assertEqual(self.request.role, "manager")
        self._post(f"{PAGE}/members/{self._id_of(self.coworker)}", {"step": "end"})
        self.env.invalidate_all()
        self.assertFalse(self.coworker.partner_id._dialogue_organisation())

    @mute_logger("odoo.http")
    def test_nobody_else_decides(self):
        before = self._memberships()
        self.desk.password = self.desk.login
        targets = [
            self.request.id,
            self._id_of(self.coworker),
            self._id_of(self.manager),
            2_000_000_000,
            0,
        ]
        for user in (
            self.coworker,
            self.rival_manager,
            self.stranger,
            self.outsider,
            self.desk,
        ):
            self._login(user)
            answers = set()
            for number in targets:
                for step in ("approve", "refuse", "end", "make_manager", "_end", ""):
                    response = self._post(
                        f"{PAGE}/members/{number}", {"step": step, "reason": "x"}
                    )
                    answers.add((response.status_code, response.headers["Location"]))
            # not theirs and not there are one answer
            self.assertEqual(len(answers), 1, user.login)
        self._login(self.manager)
        for number in (self._id_of(self.rival_manager), self._id_of(self.manager)):
            self._post(f"{PAGE}/members/{number}", {"step": "end"})
        self.assertEqual(self._memberships(), before)

    @mute_logger("odoo.http")
    def test_nothing_changes_without_token_or_by_reading(self):
        before = self._memberships()
        self._login(self.manager)
        for path in ("request", "withdraw", "leave", "sharing", "members/1"):
            path = f"{PAGE}/{path}"
            self.assertEqual(self.url_open(path).status_code, 405)
            response = self.url_open(path, data={"step": "end"})
            self.assertEqual(response.status_code, 400)
        self.assertEqual(self._memberships(), before)
        self._login(None)
        response = self.url_open(PAGE, allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_leaving_and_the_choice_to_share(self):
        self._login(self.coworker)
        self._post(f"{PAGE}/sharing", {"is_sharing_default": "1"})
        membership = self.coworker.partner_id._dialogue_membership()
        self.assertTrue(membership.is_sharing_default)
        self._post(f"{PAGE}/sharing")
        self.env.invalidate_all()
        self.assertFalse(membership.is_sharing_default)
        response = self._post(f"{PAGE}/leave")
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(membership.state, "ended")
        self.assertIn("You do not act for an organisation", self.url_open(PAGE).text)

    # Shared cases

    def test_a_shared_case_on_its_page_and_in_the_list(self):
        self.feedback._post_from_petitioner(SECRET, [("rieng.pdf", PDF)])
        files = {file.name: file.id for file in self.feedback.attachment_ids}
        url = f"/my/feedback/{self.feedback.id}"
        self._login(self.coworker)
        self.assertEqual(self.url_open(url, allow_redirects=False).status_code, 303)
        self._login(self.petitioner_user)
        self.assertIn("Share with colleagues", self.url_open(url).text)
        response = self._post(f"{url}/share", {"is_shared": "1"})
        self.assertIn("notice=shared", response.headers["Location"])
        self._login(self.coworker)
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Trần Thị Bưởi", page.text)
        for closed in (SECRET, "rieng.pdf", "/share", "<textarea", f"{url}/message"):
            self.assertNotIn(closed, page.text)
        file = self.url_open(f"{url}/file/{files['chung.pdf']}")
        self.assertEqual(file.content, PDF)
        file = self.url_open(f"{url}/file/{files['rieng.pdf']}")
        self.assertEqual(file.status_code, 404)
        page = self.url_open("/my/feedback").text
        self.assertIn("Of a colleague", page)
        self.assertIn("Câu hỏi chung", page)
        self.assertNotIn("Câu hỏi riêng", page)
        page = self.url_open("/my/feedback?filterby=own").text
        self.assertNotIn("Câu hỏi chung", page)
        page = self.url_open("/my/feedback?filterby=shared").text
        self.assertIn("Câu hỏi chung", page)

    @mute_logger("odoo.http")
    def test_a_colleague_changes_nothing_on_a_shared_case(self):
        self._share()
        self.feedback.with_user(self.desk).action_ask_info("Bổ sung gì?")
        self.env.flush_all()
        before = (
            self.feedback.state,
            len(self.feedback.message_ids),
            len(self.feedback.attachment_ids),
        )
        posts = [
            rule.rule
            for rule in self._routing_map().iter_rules()
            if rule.rule.startswith("/my/feedback/<int:feedback_id>/")
            and "POST" in (rule.methods or ())
        ]
        self.assertIn("/my/feedback/<int:feedback_id>/share", posts)
        for user in (self.coworker, self.manager):
            self._login(user)
            for route in posts:
                path = route.replace("<int:feedback_id>", str(self.feedback.id))
                response = self._post(path, {"body": "KẺ LẠ GHI"})
                self.assertEqual(response.status_code, 303, path)
                self.assertTrue(
                    response.headers["Location"].endswith("/my/feedback"), path
                )
            receipt = self.url_open(
                f"/my/feedback/{self.feedback.id}/receipt", allow_redirects=False
            )
            self.assertNotEqual(receipt.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(
            (
                self.feedback.state,
                len(self.feedback.message_ids),
                len(self.feedback.attachment_ids),
            ),
            before,
        )
        self.assertTrue(self.feedback.sudo().shared_organisation_id)

    # One's own contact

    def test_a_member_does_not_rename_or_move_the_organisation(self):
        self._login(self.coworker)
        person = self.coworker.partner_id
        self._post(
            "/my/address/submit",
            {
                "partner_id": str(person.id),
                "name": "Tên Mới",
                "email": "moi@example.com",
                "phone": "0219 999 999",
                "street": "KẺ LẠ GHI",
                "city": "KẺ LẠ GHI",
                "zip": "1",
                "country_id": str(self.env.ref("base.vn").id),
                "company_name": "KẺ LẠ GHI",
                "vat": self.enterprise.vat,
                "address_type": "billing",
            },
        )
        self.env.invalidate_all()
        self.assertEqual(person.name, "Tên Mới")
        self.assertEqual(self.enterprise.name, "Công ty TNHH Nước Xanh")
        self.assertEqual(self.enterprise.street, "12 Trần Phú")
        self.assertEqual(self.enterprise.city, "Hà Giang")

    def _address(self, **vals):
        return {
            "name": "KẺ LẠ GHI",
            "email": "moi@example.com",
            "phone": "0219 999 999",
            "street": "KẺ LẠ GHI",
            "city": "KẺ LẠ GHI",
            "zip": "1",
            "country_id": str(self.env.ref("base.vn").id),
            "company_name": "KẺ LẠ GHI",
            "vat": "0301442989",
            "address_type": "billing",
            **vals,
        }

    def _people_below(self):
        """Return a manager, a member, and an account that merely lies below."""
        below = self._create_portal_user("dlg-below")
        below.partner_id.parent_id = self.enterprise
        return self.manager + self.coworker + below

    def _organisation(self):
        values = self.enterprise.read(["name", "vat", "street", "city"])
        return values, set(self.enterprise.child_ids.ids)

    def test_nobody_below_an_organisation_changes_its_name_or_tax_code(self):
        other = self.env["res.partner"].create(
            {"name": "Kho", "type": "other", "parent_id": self.enterprise.id}
        )
        people = self._people_below()
        known = self._organisation()
        for user in people:
            self._login(user)
            for partner_id in ("", str(other.id), str(user.partner_id.id)):
                for vals in ({}, {"verify_address_values": ""}):
                    with self.subTest(
                        login=user.login, partner_id=partner_id, vals=vals
                    ):
                        with mute_logger("odoo.http"):
                            response = self._post(
                                "/my/address/submit",
                                self._address(partner_id=partner_id, **vals),
                            )
                        is_own = partner_id == str(user.partner_id.id)
                        self.assertEqual(response.status_code, 200 if is_own else 403)
                        self.env.invalidate_all()
                        self.assertEqual(self._organisation(), known)
            self.assertEqual(user.partner_id.name, "KẺ LẠ GHI")
            self.assertEqual(user.partner_id.vat, self.enterprise.vat)
        self.assertEqual(other.name, "Kho")

    def test_the_checks_of_an_address_cannot_be_turned_off(self):
        person = self.stranger.partner_id
        self._login(self.stranger)
        response = self._post(
            "/my/address/submit",
            self._address(
                partner_id=str(person.id), email="", verify_address_values=""
            ),
        )
        self.assertIn("email", response.json()["invalid_fields"])
        self.env.invalidate_all()
        self.assertNotEqual(person.name, "KẺ LẠ GHI")

    def test_addresses_of_others_are_neither_shown_nor_changed(self):
        account = self._create_portal_user("dlg-other", email="khac@example.com")
        other = account.partner_id
        other.write({"name": "NGƯỜI KHÁC", "type": "other"})
        other.parent_id = self.enterprise
        for user in self._people_below():
            with self.subTest(login=user.login):
                self._login(user)
                page = self.url_open("/my/addresses")
                self.assertEqual(page.status_code, 200)
                self.assertNotIn("NGƯỜI KHÁC", page.text)
                self.assertNotIn("khac@example.com", page.text)
                self.assertIn(user.partner_id.name, page.text)
                with mute_logger("odoo.http"):
                    page = self.url_open(f"/my/address?partner_id={other.id}")
                    self.assertEqual(page.status_code, 403)
                    answer = self.url_open(
                        "/my/address/archive",
                        json={"params": {"partner_id": other.id}},
                    )
                self.assertIn("error", answer.json())
                self.env.invalidate_all()
                self.assertTrue(other.active)
        self.assertEqual(account.email, "khac@example.com")

    def test_who_stands_alone_keeps_their_addresses(self):
        person = self.stranger.partner_id
        own = self.env["res.partner"].create(
            {"name": "Nhà", "type": "delivery", "parent_id": person.id}
        )
        self._login(self.stranger)
        self.assertIn("Nhà", self.url_open("/my/addresses").text)
        self.url_open("/my/address/archive", json={"params": {"partner_id": own.id}})
        self.env.invalidate_all()
        self.assertFalse(own.active)

    # Accounts that the desk gives

    def test_whoever_is_given_an_account_under_an_organisation_is_a_member(self):
        people = self.env["res.partner"].create(
            [
                {
                    "name": "Người của công ty",
                    "email": "cua.cong.ty@example.com",
                    "parent_id": self.enterprise.id,
                },
                {"name": "Người tự do", "email": "tu.do@example.com"},
            ]
        )
        keeper = new_test_user(
            self.env,
            login="dlg-keeper",
            groups="base.group_user,base.group_partner_manager",
        )
        wizard = (
            self.env["portal.wizard"]
            .with_user(keeper)
            .create({"partner_ids": people.ids})
        )
        for line in wizard.user_ids:
            line.action_grant_access()
        self.assertTrue(all(user._is_portal() for user in people.user_ids))
        ours, free = people
        self.assertEqual(ours._dialogue_organisation(), self.enterprise)
        self.assertEqual(ours._dialogue_membership().role, "member")
        self.assertFalse(free._dialogue_membership())
