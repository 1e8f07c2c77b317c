from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PDF, PortalHttpCommon
from .route_table import CASE

NOWHERE = 2_000_000_000


@tagged("post_install", "-at_install")
class TestPortalRoutes(PortalHttpCommon):
    """Files and links in mails; all routes in ``test_route_matrix.py``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_own(subject="DẤU VẾT CHỦ ĐỀ")
        cls.feedback._attach([("dau-vet.pdf", PDF)])
        cls.file = cls.feedback.attachment_ids
        cls.feedback.with_user(cls.desk).action_ask_info("DẤU VẾT YÊU CẦU")

    def _path(self, route, feedback_id=None, attachment_id=None):
        return (
            route.replace("<int:feedback_id>", str(feedback_id or self.feedback.id))
            .replace("<int:attachment_id>", str(attachment_id or self.file.id))
            .replace("<int:page>", "1")
        )

    @mute_logger("odoo.http")
    def test_files_of_others_and_of_the_house_are_not_there(self):
        Attachment = self.env["ir.attachment"]
        foreign = self._create_own(self.stranger)
        foreign._attach([("nguoi-la.pdf", PDF)])
        internal = Attachment.create(
            {
                "name": "noi-bo.pdf",
                "raw": PDF,
                "res_model": "dialogue.feedback",
                "res_id": self.feedback.id,
            }
        )
        note = self.feedback.with_user(self.desk).message_post(
            body="x",
            attachments=[("ghi-chu.pdf", PDF)],
            subtype_xmlid="mail.mt_note",
        )
        link = Attachment.create(
            {"name": "ngoài", "type": "url", "url": "https://example.com"}
        )
        self.feedback.attachment_ids += link
        self._login(self.petitioner_user)
        for number in (
            foreign.attachment_ids.id,
            internal.id,
            note.attachment_ids.id,
            link.id,
            NOWHERE,
            99999999999999999999,
        ):
            for path in (
                self._path(f"{CASE}/file/<int:attachment_id>", None, number),
                f"/web/content/{number}",
                f"/web/content/{number}?access_token=guess",
                f"/web/content/ir.attachment/{number}/raw",
                f"/web/image/{number}",
            ):
                with self.subTest(path):
                    response = self.url_open(path, allow_redirects=False)
                    self.assertNotEqual(response.content, PDF)
                    if "/web/image" not in path and number < 2**31:
                        self.assertIn(response.status_code, (404,))

    def test_files_are_saved_and_never_run(self):
        self._login(self.petitioner_user)
        response = self.url_open(self._path(f"{CASE}/file/<int:attachment_id>"))
        self.assertEqual(response.content, PDF)
        headers = response.headers
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", headers["Content-Security-Policy"])
        self.assertIn("no-store", headers["Cache-Control"])

    @mute_logger("odoo.http")
    def test_what_is_uploaded_is_not_reachable_by_others(self):
        for user in (self.stranger, self.coworker, None):
            self._login(user)
            for path in (
                self._path(f"{CASE}/file/<int:attachment_id>"),
                f"/web/content/{self.file.id}",
            ):
                with self.subTest(path=path, login=user and user.login):
                    response = self.url_open(path, allow_redirects=False)
                    self.assertNotEqual(response.content, PDF)
                    self.assertNotEqual(response.status_code, 200)

    def test_links_in_mails_lead_to_the_page(self):
        url = f"/mail/view?model=dialogue.feedback&res_id={self.feedback.id}"
        self._login(self.petitioner_user)
        response = self.url_open(url, allow_redirects=False)
        self.assertIn(self.feedback._portal_url(), response.headers["Location"])
