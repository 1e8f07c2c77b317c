from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_public import PublicCommon

NOTHING = {"nothing": "1"}
BUTTON = 'name="nothing"'


@tagged("post_install", "-at_install")
class TestPublicityChoice(PublicCommon):
    """Who asked may allow less of a case to be public, at any time; nobody else may."""

    def setUp(self):
        super().setUp()
        self.copy = self._publish(subject="Thời hạn cấp lại")
        self.case = self.copy.feedback_id
        self.path = f"/my/feedback/{self.case.id}"
        self.link = f"/dialogue/case/{self.case._link_token('case')}"

    def _is_public(self):
        self.env.invalidate_all()
        return self.case.publish_choice != "nothing" and (
            self.copy.state == "published"
        )

    def test_what_is_public_is_taken_back_at_once(self):
        self._login(self.petitioner_user)
        self._take_back(self.path)

    def test_without_an_account_too(self):
        self._login(None)
        self._take_back(self.link)

    def _take_back(self, path):
        self.assertTrue(self._is_public())
        self.assertIn(BUTTON, self.url_open(path).text)
        response = self._post(f"{path}/consent", NOTHING)
        told = response.headers["Location"]
        self.assertTrue(told.endswith("?notice=nothing_public"))
        page = self.url_open(told).text
        self.assertIn("Nothing of this question will be public.", page)
        self.assertNotIn(BUTTON, page)
        self.assertFalse(self._is_public())
        self.assertEqual(self.copy.state, "withdrawn")
        with mute_logger("odoo.http"):
            public = self.url_open(f"/dialogue/answers/{self.copy.id}")
        self.assertEqual(public.status_code, 404)
        said = self.case.message_ids.filtered(
            lambda message: "nothing of this case" in (message.body or "")
        )
        self.assertEqual(len(said), 1)
        self.assertNotEqual(said.author_id, self.petitioner_user.partner_id)

    def test_a_name_is_not_public_either_and_the_other_case_stays(self):
        other = self._publish().feedback_id
        for case in self.case | other:
            case.sudo().publish_choice = "named"
            case._give_consent("Tôi đồng ý", "account")
        self._login(self.petitioner_user)
        self._post(f"{self.path}/consent", NOTHING)
        self.env.invalidate_all()
        self.assertFalse(self.case.is_name_public)
        self.assertEqual(self.case.consent_ids.withdrawn_door, "account")
        self.assertTrue(other.is_name_public)
        self.assertEqual(other.publish_choice, "named")

    def test_nobody_else_says_it(self):
        self.case.sudo().shared_organisation_id = self.enterprise
        for user in (self.stranger, self.coworker, self.outsider, None):
            self._login(user)
            self.assertNotIn(BUTTON, self.url_open(self.path).text)
            self._post(f"{self.path}/consent", NOTHING)
            self.assertTrue(self._is_public())
        with mute_logger("odoo.http"):
            self._post(
                f"/dialogue/case/{self.case._link_token('rating')}/consent", NOTHING
            )
            self.url_open(f"{self.link}/consent?nothing=1")
        self.assertTrue(self._is_public())

    def test_what_never_becomes_public_is_not_asked_about(self):
        case = self._create_own()
        case.with_user(self.desk).action_refuse(self.reason.id, "Không thuộc Sở.")
        self._login(self.petitioner_user)
        self.assertNotIn(BUTTON, self.url_open(f"/my/feedback/{case.id}").text)
