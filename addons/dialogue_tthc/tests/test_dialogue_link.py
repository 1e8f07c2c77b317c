from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.dialogue_link import SCOPES
from ..tools.folded_text import fold
from .common import DialogueCommon


@tagged("post_install", "-at_install")
class TestDialogueLink(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_feedback()
        cls.feedback.action_receive()
        cls.other = cls._create_feedback()
        cls.other.action_receive()
        cls.room = cls.env["dialogue.link.mixin"]

    def test_a_link_opens_its_record_and_nothing_else(self):
        token = self.feedback._link_token("case")
        self.assertEqual(self.room._link_find(token, "case"), self.feedback)
        self.assertFalse(self.room._link_find(token, "rating"))
        number, last_day, seal = token.split("-", 2)
        for wrong in (
            f"{self.other.id}-{last_day}-{seal}",
            f"{number}-{int(last_day) + 1}-{seal}",
            f"{number}-{last_day}-{seal[:-1]}{'A' if seal[-1] != 'A' else 'B'}",
            f"{number}-{last_day}-{seal}x",
            f"99999999999-{last_day}-{seal}",
            f"{number}-99999999-{seal}",
            f"2147483647-{last_day}-{seal}",
            "",
            None,
            "0-0-x",
            token.upper(),
            f" {token}",
            f"{token}\n",
            token.encode(),
        ):
            with self.subTest(wrong):
                self.assertFalse(self.room._link_find(wrong, "case"))

    def test_a_link_ends_with_its_last_day(self):
        token = self.feedback._link_token("case")
        days = SCOPES["case"].days
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.assertTrue(self.room._link_find(token, "case"))
        with freeze_time(fields.Datetime.now() + timedelta(days=days + 1)):
            self.assertFalse(self.room._link_find(token, "case"))

    def test_a_link_can_be_taken_back(self):
        token = self.feedback._link_token("case")
        secret = self.feedback._lookup_secret()
        self.feedback._link_renew()
        self.assertFalse(self.room._link_find(token, "case"))
        self.assertFalse(self.feedback._find_by_secret(self.feedback.code, secret))
        self.assertTrue(self.room._link_find(self.feedback._link_token("case"), "case"))

    def test_nobody_reads_the_salt(self):
        for user in (self.desk, self.leader, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.feedback.with_user(user).read(["link_salt"])

    def test_code_and_secret_open_the_case(self):
        find = self.env["dialogue.feedback"]._find_by_secret
        code, secret = self.feedback.code, self.feedback._lookup_secret()
        self.assertRegex(secret, r"^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$")
        self.assertNotEqual(secret, self.other._lookup_secret())
        for typed in (secret, secret.lower(), secret.replace("-", " "), f" {secret} "):
            self.assertEqual(find(code, typed), self.feedback)
        for wrong in ((self.other.code, secret), (code, ""), (code, "é" * 10)):
            with self.subTest(wrong):
                self.assertFalse(find(*wrong))
        for wrong in (None, 5, "PAKN.2026.000001-0", "x" * 5000):
            with self.subTest(str(wrong)[:20]):
                self.assertFalse(find(wrong, secret))

    def test_folding(self):
        self.assertEqual(fold("Đăng ký  Ở\tđâu?"), "dang ky o dau?")
        self.assertEqual(fold(None), "")
