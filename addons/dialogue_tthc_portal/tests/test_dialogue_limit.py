from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..controllers import limit
from ..models import dialogue_limit
from .common import PortalCommon, PortalHttpCommon


@tagged("post_install", "-at_install")
class TestDialogueLimit(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Limit = cls.env["dialogue.limit"]
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("dialogue_tthc_portal.limit.mail.mail", "2/60")
        parameters.set_param("dialogue_tthc_portal.limit.file.address", "0/1")

    def setUp(self):
        super().setUp()
        # what is counted is committed by itself; here it goes with the test
        self.registry_enter_test_mode()

    def test_too_often_says_when_to_come_back(self):
        with freeze_time("2026-11-26 02:00:00"):
            for _time in range(2):
                self.assertIsNone(self.Limit._hit("mail", mail="a@example.com"))
            self.assertIsNone(self.Limit._hit("mail", mail="b@example.com"))
            sentence = self.Limit._hit("mail", mail=" A@Example.com ")
            self.assertIn("10:00 26/11/2026", sentence)
        with freeze_time("2026-11-26 03:00:01"):
            self.assertIsNone(self.Limit._hit("mail", mail="a@example.com"))

    def test_mails_to_one_address_are_counted_for_the_day_too(self):
        limits = {"mail": {"mail": (9, 60), "mail_day": (1, 1440)}}
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("dialogue_tthc_portal.limit.mail.mail", False)
        with patch.dict(dialogue_limit.LIMITS, limits):
            self.assertIsNone(self.Limit._hit("mail", mail="a@example.com"))
            self.assertTrue(self.Limit._hit("mail", mail="a@example.com"))
            self.assertIsNone(self.Limit._hit("mail", mail="b@example.com"))

    def test_one_line_of_the_network_is_one_address(self):
        with patch.dict(dialogue_limit.LIMITS, {"act": {"address": (1, 60)}}):
            for first, same, other in (
                ("2001:db8:1:2::1", "2001:0db8:1:2:ffff::9", "2001:db8:1:3::1"),
                ("10.0.0.1", "::ffff:10.0.0.1", "10.0.0.2"),
                ("no address", "no address", "another"),
            ):
                with self.subTest(first):
                    self.assertIsNone(self.Limit._hit("act", address=first))
                    self.assertTrue(self.Limit._hit("act", address=same))
                    self.assertIsNone(self.Limit._hit("act", address=other))

    def test_each_kind_counts_by_itself(self):
        for number in range(50):
            self.assertIsNone(self.Limit._hit("file", address="10.0.0.1"), number)
        self.assertIsNone(self.Limit._hit("lookup", address="10.0.0.1"))

    def test_no_key_can_be_read(self):
        self.Limit._hit("mail", mail="bi-mat@example.com")
        keys = self.Limit.search([]).mapped("key")
        self.assertTrue(keys)
        self.assertFalse([key for key in keys if "bi-mat" in key])

    def test_a_setting_that_is_none_changes_nothing(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("dialogue_tthc_portal.limit.mail.mail", "nhiều")
        self.assertEqual(self.Limit._limit_of("mail", "mail", 5, 60), (5, 60))

    def test_what_is_over_is_forgotten(self):
        self.Limit._hit("mail", mail="a@example.com")
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.Limit._gc_limits()
        self.assertFalse(self.Limit.search([]))


@tagged("post_install", "-at_install")
class TestProxy(PortalHttpCommon):
    def test_a_proxy_that_is_not_told_of_is_warned_of_once(self):
        self.startPatcher(patch.object(limit, "_told", set()))
        self._login(None)
        headers = {"X-Forwarded-For": "10.1.2.3"}
        url = "/dialogue/lookup/open"
        with self.assertLogs(limit._logger, "WARNING") as logs:
            self._post(url, {"code": "x"}, headers=headers)
            self._post(url, {"code": "x"}, headers=headers)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("proxy_mode", logs.output[0])
