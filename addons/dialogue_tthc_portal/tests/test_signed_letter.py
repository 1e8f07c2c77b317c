import base64

from odoo.tests import tagged

from odoo.addons.dialogue_tthc.tests.common_journey import DialogueJourneyCommon
from odoo.addons.dialogue_tthc.tests.test_dialogue_document import make_pdf

from .common import PortalHttpCommon


@tagged("post_install", "-at_install")
class TestSignedLetter(PortalHttpCommon, DialogueJourneyCommon):
    """Whoever asked gets the letter as it was signed, and no draft of it."""

    def setUp(self):
        super().setUp()
        self.feedback = self._create_own()
        self._as(self.feedback, self.desk).action_accept()
        self._as(self.feedback, self.desk).action_assign(
            self.division.id, self.specialist.id, self.soon
        )
        self._as(self.feedback, self.specialist).action_start_draft()
        self._write_answer(self.feedback)
        self._as(self.feedback, self.specialist).action_submit()
        self._as(self.feedback, self.leader).action_issue()
        self.letter = self.feedback.answer_ids.document_id
        # the text as it was issued, whatever templates this database has
        if not self.letter.docx_file_id:
            letter_sudo = self.letter.sudo()
            letter_sudo.docx_file_id = letter_sudo._keep(b"PK", "docx", "x/x")

    def _attach(self, content):
        self.env["dialogue.document.sign"].with_user(self.desk).create(
            {
                "document_id": self.letter.id,
                "file": base64.b64encode(content),
                "filename": "cong-van-da-ky.pdf",
            }
        ).action_attach()

    def _open(self, attachment):
        return self.url_open(f"/my/feedback/{self.feedback.id}/file/{attachment.id}")

    def test_the_signed_copy_is_the_letter_and_the_unsigned_text_is_not(self):
        self._login(self.petitioner_user)
        page = self.url_open(f"/my/feedback/{self.feedback.id}").text
        self.assertNotIn("/file/", page)
        self.assertEqual(self._open(self.letter.docx_file_id).status_code, 404)
        first, second = make_pdf(1), make_pdf(2)
        self._attach(first)
        earlier = self.letter.signed_file_id
        self.assertEqual(self._open(earlier).content, first)
        page = self.url_open(f"/my/feedback/{self.feedback.id}").text
        self.assertIn("cong-van-da-ky.pdf", page)
        # a better scan takes its place
        self._attach(second)
        self.assertEqual(self._open(self.letter.signed_file_id).content, second)
        self.assertEqual(self._open(earlier).status_code, 404)

    def test_nobody_else_gets_it(self):
        self._attach(make_pdf())
        for user in (self.stranger, self.outsider, None):
            self._login(user)
            response = self._open(self.letter.signed_file_id)
            self.assertNotIn(b"%PDF", response.content)
            response = self.url_open(f"/web/content/{self.letter.signed_file_id.id}")
            self.assertNotIn(b"%PDF", response.content)
