from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestDialogueLimit(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Limit = cls.env["dialogue.limit"]
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("dialogue_tthc_portal.limit.file.mail", "2/60")
        parameters.set_param("dialogue_tthc_portal.limit.file.address", "0/1")

    def setUp(self):
        super().setUp()
        # what is counted is committed by itself; here it goes with the test
        self.registry_enter_test_mode()

    def test_too_often_says_when_to_come_back(self):
        with freeze_time("2026-11-26 02:00:00"):
            for _time in range(2):
                self.assertIsNone(self.Limit._hit("file", mail="a@example.com"))
            self.assertIsNone(self.Limit._hit("file", mail="b@example.com"))
            sentence = self.Limit._hit("file", mail=" A@Example.com ")
            self.assertIn("10:00 26/11/2026", sentence)
        with freeze_time("2026-11-26 03:00:01"):
            self.assertIsNone(self.Limit._hit("file", mail="a@example.com"))

    def test_each_kind_counts_by_itself(self):
        for number in range(50):
            self.assertIsNone(self.Limit._hit("file", address="10.0.0.1"), number)
        self.assertIsNone(self.Limit._hit("lookup", address="10.0.0.1"))

    def test_no_key_can_be_read(self):
        self.Limit._hit("file", mail="bi-mat@example.com")
        keys = self.Limit.search([]).mapped("key")
        self.assertTrue(keys)
        self.assertFalse([key for key in keys if "bi-mat" in key])

    def test_a_setting_that_is_none_changes_nothing(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("dialogue_tthc_portal.limit.file.mail", "nhiều")
        self.assertEqual(self.Limit._limit_of("file", "mail", 5, 60), (5, 60))

    def test_what_is_over_is_forgotten(self):
        self.Limit._hit("file", mail="a@example.com")
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            self.Limit._gc_limits()
        self.assertFalse(self.Limit.search([]))
