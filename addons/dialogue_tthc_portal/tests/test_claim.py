from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalHttpCommon


@tagged("post_install", "-at_install")
class TestClaim(PortalHttpCommon):
    """A case without an account gets to one by its private link, and no other way."""

    def setUp(self):
        super().setUp()
        petitioner = self._create_petitioner(email=self.stranger.email)
        self.case = self._create_feedback(
            partner_id=False, petitioner_id=petitioner.id, channel="portal"
        )
        self.case.action_receive()
        self.case.petitioner_id.partner_id = False
        self.token = self.case._link_token("case")
        self._login(self.petitioner_user)

    def _claim(self, token=None):
        return self._post(f"/dialogue/case/{token or self.token}/claim")

    def _owner(self):
        self.env.invalidate_all()
        return self.case.partner_id

    def test_the_holder_of_the_link_takes_it_over(self):
        response = self._claim()
        self.assertTrue(
            response.headers["Location"].endswith(f"/my/feedback/{self.case.id}")
        )
        self.assertEqual(self._owner(), self.petitioner_user.partner_id)
        self.assertEqual(
            self.case.petitioner_id.partner_id, self.petitioner_user.partner_id
        )
        self.assertEqual(self.url_open(f"/my/feedback/{self.case.id}").status_code, 200)
        # again: it is theirs already
        self.assertTrue(self._claim().headers["Location"].endswith(str(self.case.id)))

    def test_what_was_filed_together_is_taken_over_together(self):
        part = self._create_feedback(
            partner_id=False,
            petitioner_id=self.case.petitioner_id.id,
            parent_id=self.case.id,
        )
        other = self._create_feedback(partner_id=False, parent_id=self.case.id)
        other.partner_id = False
        part.action_receive()
        self._claim(part._link_token("case"))
        self.assertEqual(self._owner(), self.petitioner_user.partner_id)
        self.assertEqual(part.partner_id, self.petitioner_user.partner_id)
        self.assertFalse(other.partner_id)

    def test_it_is_not_taken_from_an_organisation(self):
        self.case.partner_id = self.enterprise
        page = self.url_open(f"/dialogue/case/{self.token}").text
        self.assertNotIn("/claim", page)
        self._claim()
        self.assertEqual(self._owner(), self.enterprise)

    def test_the_link_keeps_working(self):
        self._claim()
        self.assertTrue(self.case._link_find(self.token, "case"))

    def test_it_is_not_taken_from_another_account(self):
        self._claim()
        self._login(self.coworker)
        response = self._claim()
        self.assertIn("/dialogue/case/", response.headers["Location"])
        self.assertEqual(self._owner(), self.petitioner_user.partner_id)
        own = self._create_own(self.stranger)
        self._claim(own._link_token("case"))
        self.assertEqual(own.partner_id, self.stranger.partner_id)

    @mute_logger("odoo.http")
    def test_knowing_the_mail_address_opens_nothing(self):
        # the account has the very address of the petitioner
        self._login(self.stranger)
        page = self.url_open("/my/feedback").text
        self.assertNotIn(self.case.code, page)
        for token in ("x", self.case._link_token("rating"), f"{self.token[:-1]}_"):
            with self.subTest(token):
                self.assertEqual(self._claim(token).status_code, 404)
        self.assertFalse(self._owner())

    @mute_logger("odoo.http")
    def test_nobody_takes_it_by_get_unsigned_or_as_an_official(self):
        url = f"/dialogue/case/{self.token}/claim"
        self.assertEqual(self.url_open(url).status_code, 405)
        response = self.url_open(url, data={"x": "1"}, allow_redirects=False)
        self.assertEqual(response.status_code, 400)
        self._login(None)
        self.assertIn("/web/login", self._claim().headers["Location"])
        self.desk.password = self.desk.login
        self._login(self.desk)
        self.assertNotIn("/my/", self._claim().headers["Location"])
        self.assertFalse(self._owner())

    def test_a_consent_is_taken_back_by_the_link(self):
        self.case.publish_choice = "named"
        self.case._give_consent("Tôi đồng ý", "guest")
        self._login(None)
        with mute_logger("odoo.http"):
            self._post(f"/dialogue/case/{self.case._link_token('rating')}/consent")
        self.assertTrue(self.case.is_name_public)
        self._post(f"/dialogue/case/{self.token}/consent")
        self.env.invalidate_all()
        self.assertFalse(self.case.is_name_public)
        self.assertEqual(self.case.consent_ids.withdrawn_door, "link")
