from odoo.tests import tagged

from .common import MARKUP, PortalHttpCommon


@tagged("post_install", "-at_install")
class TestReceipt(PortalHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_own(subject=MARKUP)

    def _paths(self):
        return (
            f"{self.feedback._portal_url()}/receipt",
            f"{self.feedback._link_path('case')}/receipt",
        )

    def test_both_doors_have_it_with_all_that_is_needed(self):
        self._login(self.petitioner_user)
        for path in self._paths():
            with self.subTest(path):
                response = self.url_open(path)
                self.assertEqual(response.status_code, 200)
                self.assertIn(self.feedback.code, response.text)
                self.assertIn(self.feedback._lookup_secret(), response.text)
                self.assertIn("data:image/svg+xml;base64,", response.text)
                self.assertIn("/dialogue/lookup", response.text)
                self.assertNotIn("<script>alert", response.text)
                self.assertEqual(response.headers["Cache-Control"], "private, no-store")

    def test_the_picture_is_the_private_link(self):
        receipt = self.feedback._portal_receipt()
        token = receipt["link"].rpartition("/")[2]
        found = self.env["dialogue.feedback"]._link_find(token, "case")
        self.assertEqual(found, self.feedback)

    def test_nobody_else_has_it(self):
        account, link = self._paths()
        for user in (self.stranger, self.coworker):
            self._login(user)
            response = self.url_open(account, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
        self._login(None)
        self.assertEqual(self.url_open(link[:-9] + "x/receipt").status_code, 404)
