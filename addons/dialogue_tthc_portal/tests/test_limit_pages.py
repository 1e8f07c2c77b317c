from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models import dialogue_limit
from .common import PortalHttpCommon

LATER = "Please come back after"


@tagged("post_install", "-at_install")
class TestLimitPages(PortalHttpCommon):
    """Whoever does something too often is told so, and when to come back."""

    def setUp(self):
        super().setUp()
        self.case = self._create_own(publish_choice="named")
        self.case._give_consent("Tôi đồng ý", "account")
        self.path = f"/my/feedback/{self.case.id}"
        self.link = self.case._link_path("case")
        self._login(self.petitioner_user)

    def _use_up(self):
        limits = {"act": {"address": (1, 60)}}
        self.startPatcher(patch.dict(dialogue_limit.LIMITS, limits))
        self._post(f"{self.path}/share")

    def test_it_is_said_where_a_button_is_all_there_is(self):
        self._use_up()
        for path in (
            f"{self.link}/claim",
            f"{self.link}/consent",
            f"{self.path}/consent",
            f"{self.path}/share",
        ):
            with self.subTest(path):
                response = self._post(path, {"is_shared": "1"})
                self.assertEqual(response.status_code, 200)
                self.assertIn(LATER, response.text)
                is_private = "no-store" in response.headers.get("Cache-Control", "")
                self.assertTrue(is_private or path.startswith("/my/"))
        self.env.invalidate_all()
        self.assertTrue(self.case.is_name_public)

    def test_a_consent_taken_back_is_confirmed(self):
        for path in (self.link, self.path):
            with self.subTest(path):
                response = self._post(f"{path}/consent")
                self.assertTrue(
                    response.headers["Location"].endswith("?notice=unconsented")
                )
        page = self.url_open(response.headers["Location"]).text
        self.assertIn("Your name will not be published.", page)

    def test_the_pages_of_an_organisation_say_it_too(self):
        self._use_up()
        with patch.object(type(self.env["res.partner"]), "_portal_set_sharing") as kept:
            page = self._post("/my/organisation/sharing", {"is_sharing_default": "1"})
        kept.assert_not_called()
        self.assertIn(LATER, page.text)


@tagged("post_install", "-at_install")
class TestLimitOfPhones(PortalHttpCommon):
    """A hall has one address: who is too many there reads when to come back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        begins = fields.Datetime.now() - timedelta(minutes=5)
        cls.meeting = cls.env["dialogue.session"].create(
            {
                "name": "Đối thoại về sở hữu trí tuệ",
                "date_start": begins,
                "date_end": begins + timedelta(hours=3),
                "location": "Hội trường Sở",
                "chair_id": cls.leader.id,
            }
        )
        cls.meeting.action_announce("Để thử")
        cls.meeting.action_start()
        cls.pages = {
            "hall": ("ask", {"name": "Cam", "question": "Phí bao giờ giảm?"}),
            "survey": ("answer", {"clear": "5", "heard": "4", "helpful": "3"}),
        }

    def setUp(self):
        super().setUp()
        self._login(None)

    def _limit(self, action, times, kind="address"):
        limits = {action: {kind: (times, 60)}}
        self.startPatcher(patch.dict(dialogue_limit.LIMITS, limits))

    def _cookies(self, page):
        return [name for name in self.opener.cookies.keys() if page in name]

    def test_one_browser_too_many_is_told_when_to_come_back(self):
        for page, (button, values) in self.pages.items():
            with self.subTest(page):
                self.opener.cookies.clear()
                self._login(None)
                self.env["dialogue.limit"].search([]).unlink()
                self._limit("browser", 1)
                path = self.meeting._link_path(page)
                self.assertNotIn(LATER, self.url_open(path).text)
                self.assertTrue(self._cookies(f"dialogue_{page}"))
                self.opener.cookies.clear()
                self._login(None)
                told = self.url_open(path).text, self._post(f"{path}/{button}", values)
                for text in (told[0], told[1].text):
                    self.assertIn(LATER, text)
                    self.assertNotIn("did not keep the cookie", text)
                self.assertEqual(told[1].status_code, 200)
                self.assertFalse(self._cookies(f"dialogue_{page}"))

    def test_a_browser_that_keeps_no_cookie_is_told_so(self):
        for page, (button, values) in self.pages.items():
            path = self.meeting._link_path(page)
            text = self._post(f"{path}/{button}", values).text
            self.assertIn("did not keep the cookie", text)
            self.assertNotIn(LATER, text)

    def test_too_many_answers_of_the_survey(self):
        self._limit("survey", 1)
        path = self.meeting._link_path("survey")
        (button, values) = self.pages["survey"]
        for is_first in (True, False):
            self.opener.cookies.clear()
            self._login(None)
            self.url_open(path)
            response = self._post(f"{path}/{button}", values)
            self.assertEqual(response.status_code, 303 if is_first else 200)
        self.assertIn(LATER, response.text)
        # what was chosen is still there
        self.assertEqual(response.text.count('checked="checked"'), len(values))
        self.env.invalidate_all()
        counts = self.env["dialogue.survey.count"].search(
            [("session_id", "=", self.meeting.id)]
        )
        self.assertEqual(sum(counts.mapped("times")), len(values))

    def test_too_many_drafts(self):
        self._limit("draft", 1, kind="account")
        self._login(self.petitioner_user)
        draft = {"form_key": "a" * 32, "subject": "Bao lâu?"}
        path = "/my/feedback/draft"
        self.assertTrue(self._post(path, draft).json()["saved"])
        response = self._post(path, {**draft, "subject": "Bao lâu nữa?"})
        self.assertEqual(response.status_code, 429)
        self.assertFalse(response.json()["saved"])
        self.assertEqual(self._drafts().typed["subject"], "Bao lâu?")
        page = self._post(path, {**draft, "discard": "1"})
        self.assertIn(LATER, page.text)
        self.assertTrue(self._drafts())
        # somebody else is not held up by it
        self._login(self.stranger)
        self.assertTrue(
            self._post(path, {**draft, "form_key": "b" * 32}).json()["saved"]
        )

    def _drafts(self):
        self.env.invalidate_all()
        return self.env["dialogue.filing"].search(
            [("partner_id", "=", self.petitioner_user.partner_id.id)]
        )
