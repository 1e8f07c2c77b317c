from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import MODULE, DialogueCommon


@tagged("post_install", "-at_install")
class TestDialogueSettings(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.configurator = new_test_user(
            cls.env,
            login="dlg-configurator",
            groups=f"base.group_system,{MODULE}administrator",
        )

    def test_settings_are_kept_on_the_company(self):
        settings = self.env["res.config.settings"].with_user(self.configurator)
        with Form(settings) as form:
            form.dialogue_issuer = "SỞ THỬ NGHIỆM"
            form.dialogue_abbreviation = "STN"
            form.dialogue_place = "Đồng Văn"
            form.dialogue_superior_id = self.superior
            form.dialogue_desk_user_id = self.desk
            form.dialogue_approver_id = self.leader
            form.dialogue_allow_self_approval = True
        form.record.execute()
        self.assertEqual(self.company.dialogue_issuer, "SỞ THỬ NGHIỆM")
        self.assertEqual(self.company.dialogue_place, "Đồng Văn")
        self.assertEqual(self.company.dialogue_superior_id, self.superior)
        self.assertEqual(self.company.dialogue_desk_user_id, self.desk)
        self.assertTrue(self.company.dialogue_allow_self_approval)
        values = self.env["dialogue.document"]._prepare_document_values(
            self.company, "KH", "Kế hoạch thử"
        )
        self.assertEqual(values["symbol"], "KH-STN")
        self.assertEqual(values["issuer"], "SỞ THỬ NGHIỆM")

    def test_due_days_are_set_up(self):
        settings = self.env["res.config.settings"].with_user(self.configurator)
        with Form(settings) as form:
            self.assertEqual(form.dialogue_morning_from, 7.5)
            form.dialogue_morning_from = 8
            form.dialogue_afternoon_to = 17
            form.dialogue_late_receipt_counts_next_day = True
            form.dialogue_is_referral_paused = False
            form.dialogue_is_digest = True
        form.record.execute()
        hours = self.company._dialogue_hours()
        self.assertEqual(
            [f"{start:%H:%M}-{end:%H:%M}" for start, end in hours.blocks],
            ["08:00-11:30", "13:30-17:00"],
        )
        self.assertTrue(self.company.dialogue_late_receipt_counts_next_day)
        self.assertFalse(self.company.dialogue_is_referral_paused)
        self.assertTrue(self.company.dialogue_is_digest)

    def test_what_is_kept_in_memory_follows_its_fields(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        before = other._dialogue_rules()
        self.assertEqual(before.tz, "Asia/Ho_Chi_Minh")
        self.company.partner_id.tz = "Asia/Tokyo"
        self.assertEqual(self.company._dialogue_tz(), "Asia/Tokyo")
        self.company.dialogue_morning_from = 8
        self.assertEqual(self.company._dialogue_hours().blocks[0][0].hour, 8)
        self.company.dialogue_soon_days = 7
        self.assertEqual(self.company._dialogue_rules().soon_days, 7)
        self.company.dialogue_late_receipt_counts_next_day = True
        self.assertTrue(self.company._dialogue_rules().is_late_next_day)
        self.company.partner_id = other.partner_id
        self.assertEqual(self.company._dialogue_tz(), "Asia/Ho_Chi_Minh")
        self.assertEqual(other._dialogue_rules(), before)
        self.assertEqual(self.env["res.company"]._dialogue_tz(), "Asia/Ho_Chi_Minh")

    def test_office_hours_that_cannot_be(self):
        for vals in (
            {"dialogue_morning_from": 12},
            {"dialogue_morning_to": 14},
            {"dialogue_afternoon_from": 18},
            {"dialogue_afternoon_to": 24},
            {"dialogue_afternoon_to": 1e9},
            {"dialogue_morning_from": -1},
            {"dialogue_morning_from": float("nan")},
            {"dialogue_morning_from": float("inf")},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, "Office hours"),
                self.cr.savepoint(),
            ):
                self.company.write(vals)

    def test_settings_of_one_department_leave_another_alone(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        self.company.dialogue_abbreviation = "AAA"
        self.assertFalse(other.dialogue_abbreviation)

    def test_only_system_administrators_change_settings(self):
        for user in (self.administrator, self.leader, self.desk):
            with self.assertRaises(AccessError):
                self.env["res.config.settings"].with_user(user).create({})
            with self.assertRaises(AccessError):
                self.company.with_user(user).write({"dialogue_issuer": "khác"})

    def test_the_block_shows_to_the_administrators_of_the_dialogue_alone(self):
        views = self.env["res.config.settings"]
        arch = views.with_user(self.configurator).get_view(view_type="form")["arch"]
        self.assertIn("dialogue_issuer", arch)
        plain = new_test_user(self.env, login="dlg-system", groups="base.group_system")
        arch = views.with_user(plain).get_view(view_type="form")["arch"]
        self.assertNotIn("dialogue_issuer", arch)
