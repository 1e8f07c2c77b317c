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
        feedback = self._filed()
        self.assertEqual(feedback.subject, "Bao lâu thì được cấp lại giấy phép?")
        self.assertEqual(feedback.kind, "regulation")
        self.assertEqual(feedback.sector_id, self.sector)
        self.assertTrue(feedback.is_name_hidden)
