from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MARKUP, PortalHttpCommon

SIGN_UP = "/web/signup"


@tagged("post_install", "-at_install")
class TestSignUp(PortalHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterprise.vat = "0100109106"
        cls.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")

    def setUp(self):
        super().setUp()
        # counted outside the transaction of a test; it has tests of its own
        limit = type(self.env["dialogue.limit"])
        self.hits = []

        def hit(_self, action, **keys):
            self.hits.append((action, keys))

        self.startPatcher(patch.object(limit, "_hit", hit))
        self._login(None)

    def _data(self, **vals):
        return {
            "name": "Vừ Thị Mỷ",
            "login": "moi@example.com",
            "password": "Mat-khau-1",
            "confirm_password": "Mat-khau-1",
            "kind": "enterprise",
            "organisation": "Công ty TNHH Nước Xanh",
            "tax_code": "0100109106",
            "position": "Giám đốc",
            "phone": "0219 111 222",
            "street": "9 Lê Lợi",
            "ward": "phường Hà Giang 1",
            "province": "Tuyên Quang",
            **vals,
        }

    def _sign_up(self, **vals):
        return self._post(SIGN_UP, self._data(**vals))

    def _user(self, login="moi@example.com"):
        self.env.invalidate_all()
        return self.env["res.users"].search([("login", "=", login)])

    def test_the_way_there(self):
        page = self.url_open("/web/login").text
        self.assertIn(SIGN_UP, page)
        page = self.url_open(SIGN_UP).text
        for name in self._data():
            self.assertIn(f'name="{name}"', page)
        for label in ("Name of the organisation", "Tax code", "Ward or commune"):
            self.assertIn(label, page)

    def test_signing_in_needs_no_script(self):
        page = self.url_open("/web/login").text
        form, shown = page.find("oe_login_form d-none"), page.find("<noscript>")
        self.assertGreater(form, 0, "Odoo shows the form by itself now")
        self.assertIn("form.oe_login_form.d-none", page[shown:form])

    def test_for_an_organisation(self):
        response = self._sign_up()
        self.assertEqual(response.status_code, 303)
        self.assertIn("/my/organisation", response.headers["Location"])
        user = self._user()
        self.assertTrue(user._is_portal())
        self.assertFalse(user._is_internal())
        person = user.partner_id
        self.assertEqual(person.email, "moi@example.com")
        self.assertEqual(person.phone, "0219 111 222")
        self.assertFalse(person.parent_id or person.vat)
        request = person._dialogue_request()
        self.assertEqual(request.name, "Công ty TNHH Nước Xanh")
        self.assertEqual(request.tax_code, "0100109106")
        self.assertEqual(request.position, "Giám đốc")
        self.assertEqual(request.ward, "phường Hà Giang 1")
        self.assertFalse(request.organisation_id or person._dialogue_organisation())
        # signed in, the form is filled in with what was said
        page = self.url_open("/my/feedback/new").text
        self.assertIn("9 Lê Lợi, phường Hà Giang 1, Tuyên Quang", page)
        self.assertEqual([action for action, _keys in self.hits], ["join"])

    def test_a_slash_at_the_end_is_no_way_around(self):
        response = self._post(f"{SIGN_UP}/", self._data(tax_code="12345"))
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._user())
        self._post(f"{SIGN_UP}/", self._data())
        self.assertTrue(self._user().partner_id._dialogue_request())
        self.assertEqual([action for action, _keys in self.hits], ["join"])

    def test_for_oneself(self):
        response = self._sign_up(kind="citizen", organisation="", tax_code="")
        self.assertEqual(response.status_code, 303)
        person = self._user().partner_id
        self.assertEqual(person.dialogue_kind, "citizen")
        self.assertFalse(person._dialogue_request())
        self.assertEqual(
            person._dialogue_one_line_address(),
            "9 Lê Lợi, phường Hà Giang 1, Tuyên Quang",
        )

    def test_tax_codes_by_kind(self):
        for kind, code, is_good in (
            ("enterprise", "0100109106-001", True),
            ("enterprise", "002899000011", False),
            ("enterprise", "0100109107", False),
            ("enterprise", "", False),
            ("household", "002899000011", True),
            ("household", "00289900001", False),
            ("cooperative", "0100109106", True),
            ("association", "", True),
            ("association", "123", False),
        ):
            with self.subTest(kind=kind, code=code):
                login = f"m{kind}{code}@example.com"
                response = self._sign_up(kind=kind, tax_code=code, login=login)
                self.assertEqual(response.status_code, 303 if is_good else 200)
                self.assertEqual(bool(self._user(login)), is_good)
                self._login(None)

    def test_what_was_typed_is_kept(self):
        response = self._sign_up(tax_code="12345", ward="", position=MARKUP)
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._user())
        page = response.text
        for kept in ("Vừ Thị Mỷ", "moi@example.com", "12345", "9 Lê Lợi"):
            self.assertIn(kept, page)
        self.assertNotIn("<script>alert('x')", page)
        self.assertNotIn("Mat-khau-1", page)
        self.assertIn("is not a valid tax code", page)
        self.assertIn("Give the ward or commune.", page)

    @mute_logger("odoo.addons.auth_signup.controllers.main", "odoo.sql_db")
    def test_passwords_and_taken_addresses(self):
        response = self._sign_up(confirm_password="khác")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Passwords do not match", response.text)
        self.assertIn("9 Lê Lợi", response.text)
        self.assertFalse(self._user())
        taken = self.petitioner_user
        response = self._sign_up(login=taken.login)
        self.assertEqual(response.status_code, 200)
        self.assertFalse(taken.partner_id._dialogue_request())

    def test_the_address_of_an_organisation_or_official_opens_nothing(self):
        self._sign_up(login=self.enterprise.email)
        user = self._user(self.enterprise.email)
        self.assertNotEqual(user.partner_id, self.enterprise)
        self.assertFalse(user.partner_id._dialogue_organisation())
        self.assertFalse(self.env["dialogue.feedback"].with_user(user).search_count([]))
        self.assertEqual(
            self.env["res.partner"].with_user(user).search([]), user.partner_id
        )

    def test_values_that_were_not_asked_for_are_left_out(self):
        self._sign_up(
            group_ids="1",
            organisation_id=str(self.enterprise.id),
            parent_id=str(self.enterprise.id),
            partner_id=str(self.enterprise.id),
            role="manager",
            state="approved",
            company_id=str(self.other_company.id),
        )
        user = self._user()
        self.assertFalse(user._is_internal())
        self.assertNotEqual(user.partner_id, self.enterprise)
        self.assertFalse(user.partner_id.parent_id)
        request = user.partner_id._dialogue_request()
        self.assertEqual((request.state, request.role), ("requested", "member"))
        self.assertEqual(request.company_id, self.env.company)

    def test_machines_are_turned_away(self):
        response = self._sign_up(homepage="https://example.com")
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._user())

    def test_too_often_says_when_to_come_back(self):
        limit = type(self.env["dialogue.limit"])
        self.startPatcher(patch.object(limit, "_hit", lambda *_a, **_k: "Mai quay lại"))
        response = self._sign_up()
        self.assertEqual(response.status_code, 200)
        self.assertIn("Mai quay lại", response.text)
        self.assertFalse(self._user())

    @mute_logger("odoo.http")
    def test_no_token_no_account(self):
        response = self.url_open(SIGN_UP, data=self._data())
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._user())

    def test_closed_where_the_department_says_so(self):
        self.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
        self.assertEqual(self.url_open(SIGN_UP).status_code, 404)
        self.assertEqual(self._sign_up().status_code, 404)
        self.assertFalse(self._user())
        self.assertNotIn(SIGN_UP, self.url_open("/web/login").text)

    def test_whoever_was_invited_is_asked_for_a_password_only(self):
        person = self.env["res.partner"].create(
            {"name": "Được mời", "email": "moi2@example.com"}
        )
        person.signup_prepare()
        token = person._generate_signup_token()
        page = self.url_open(f"{SIGN_UP}?token={token}").text
        self.assertNotIn('name="tax_code"', page)
        self.assertIn('name="password"', page)
        self._post(
            SIGN_UP,
            {
                "token": token,
                "name": "Được mời",
                "login": "moi2@example.com",
                "password": "Mat-khau-1",
                "confirm_password": "Mat-khau-1",
                "kind": "enterprise",
                "organisation": "KẺ LẠ GHI",
            },
        )
        user = self._user("moi2@example.com")
        self.assertEqual(user.partner_id, person)
        self.assertFalse(person._dialogue_request())
