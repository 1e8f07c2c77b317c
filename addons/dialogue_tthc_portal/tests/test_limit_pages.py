from unittest.mock import patch

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
