from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.dialogue_tthc_portal.models import dialogue_limit

from ..models.dialogue_limit import LIMITS
from .common import PortalHttpCommon

LOOKUP = "/dialogue/lookup"


@tagged("post_install", "-at_install")
class TestLookup(PortalHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_own(subject="DẤU VẾT")

    def setUp(self):
        super().setUp()
        self._login(None)
        # limits are counted for all tests together, so each has numbers of its own
        self.startPatcher(
            patch.dict(
                dialogue_limit.LIMITS,
                {"lookup": {"address": (1000, 1)}, "mail": {"mail": (1000, 1)}},
            )
        )

    def _open(self, code, secret):
        return self._post(f"{LOOKUP}/open", {"code": code, "secret": secret})

    def _mail(self, code, email):
        return self._post(f"{LOOKUP}/mail", {"code": code, "email": email})

    def _letters(self):
        return self.env["mail.mail"].search_count([("subject", "ilike", "The link")])

    def test_code_and_secret_open_the_case(self):
        secret = self.feedback._lookup_secret()
        for code, typed in (
            (self.feedback.code, secret),
            (self.feedback.code.lower(), secret.lower().replace("-", " ")),
        ):
            response = self._open(code, typed)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/dialogue/case/", response.headers["Location"])
            self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        page = self.url_open(response.headers["Location"])
        self.assertIn("DẤU VẾT", page.text)

    def test_whatever_is_wrong_has_one_answer(self):
        foreign = self._create_own(self.stranger)
        answers = set()
        for code, secret in (
            (self.feedback.code, "AAAAA-AAAAA"),
            (self.feedback.code, foreign._lookup_secret()),
            (self.feedback.code, ""),
            ("PAKN.2026.999999-9", self.feedback._lookup_secret()),
            ("", ""),
            ("x" * 5000, "ầ" * 5000),
        ):
            response = self._open(code, secret)
            self.assertEqual(response.status_code, 200)
            self.assertIn("No case opens", response.text)
            self.assertNotIn("DẤU VẾT", response.text)
            answers.add(response.headers["Cache-Control"])
        self.assertEqual(answers, {"private, no-store"})

    def test_the_link_is_mailed_and_nobody_learns_of_it(self):
        before = self._letters()
        right = self._mail(self.feedback.code, self.feedback.petitioner_id.email)
        self.assertEqual(self._letters(), before + 1)
        wrong = self._mail(self.feedback.code, "khac@example.com")
        none = self._mail("PAKN.2026.999999-9", "khac@example.com")
        self.assertEqual(self._letters(), before + 1)
        for response in (right, wrong, none):
            self.assertEqual(response.status_code, 303)
            self.assertEqual(response.headers["Location"], right.headers["Location"])
        self.assertIn("on its way", self.url_open(f"{LOOKUP}?notice=mailed").text)

    def test_too_many_tries_have_to_wait(self):
        limits = {"lookup": {"address": (2, 60)}, "mail": {"mail": (1, 60)}}
        with patch.dict(dialogue_limit.LIMITS, limits):
            code = "PAKN.2026.888888-8"
            self._open(code, "x")
            self._open(code, "x")
            self.assertIn("come back after", self._open(code, "x").text)
            # what was typed stays
            self.assertIn(code, self._open(code, "x").text)
            self._mail(code, "dem@example.com")
            for typed in ("DEM@example.com", "Đếm <dem@example.com>"):
                again = self._mail(code, typed)
                self.assertIn("come back after", again.text)

    def test_nobody_is_locked_out_by_the_code_of_their_case(self):
        self.assertNotIn("code", LIMITS["lookup"])
