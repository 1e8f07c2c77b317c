from odoo.tests import tagged

from .common import PortalHttpCommon


@tagged("post_install", "-at_install")
class TestTours(PortalHttpCommon):
    def test_an_enterprise_files_a_case(self):
        self.start_tour(
            "/my/feedback",
            "dialogue_tthc_portal_file",
            login=self.petitioner_user.login,
        )
        feedback, more = self._filed()
        self.assertEqual(more.subject, "Lệ phí là bao nhiêu?")
        self.assertEqual(more.sector_id, self.sector)
        self.assertEqual(feedback.subject, "Bao lâu thì được cấp lại giấy phép?")
        self.assertEqual(feedback.kind, "regulation")
        self.assertEqual(feedback.sector_id, self.sector)
        self.assertTrue(feedback.is_name_hidden)


@tagged("post_install", "-at_install")
class TestToursOnAPhone(PortalHttpCommon):
    browser_size = "375x667"
    touch_enabled = True

    def test_somebody_without_an_account_asks(self):
        self.start_tour("/dialogue/ask", "dialogue_tthc_portal_ask")
        filing = self.env["dialogue.filing"].search([("state", "=", "waiting")])
        self.assertEqual(filing.email, "man@example.com")
        subjects = [row["subject"] for row in filing.content["questions"]]
        self.assertEqual(
            subjects,
            ["Bao lâu thì được cấp lại giấy phép?", "Lệ phí là bao nhiêu?"],
        )
