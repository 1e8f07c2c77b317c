import base64
import hashlib
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.office_pdf import OfficeError
from .document_common import DocumentCommon
from .docx_common import texts_of
from .test_dialogue_document import make_pdf

TO_PDF = "odoo.addons.dialogue_tthc.models.dialogue_document_file.to_pdf"


@tagged("post_install", "-at_install")
class TestDocumentFile(DocumentCommon):
    def _attach(self, document, content):
        self.env["dialogue.document.sign"].with_user(self.desk).create(
            {
                "document_id": document.id,
                "file": base64.b64encode(content),
                "filename": "ban-ky.pdf",
            }
        ).action_attach()

    def _content_of(self, action, user=None):
        """Return what a browser gets that follows an action to a file."""
        record_id = int(action["url"].split("/")[4])
        download = self.env["dialogue.document.download"].browse(record_id)
        return base64.b64decode(download.with_user(user or self.desk).file)

    # ------------------------------------------------------------------
    # The text
    # ------------------------------------------------------------------

    def test_a_draft_is_made_anew_each_time(self):
        notice = self._make(self.session, "notice")
        texts = texts_of(notice._render())
        self.assertEqual(texts[0], "DỰ THẢO")
        self.assertEqual(texts[1], "Số:         /TB-SKHCN")
        self.assertIn(f"Lời: {self.session.id}", texts)
        notice.name = "Tên khác & <w:p>"
        self.assertIn("THÔNG BÁO Tên khác & <w:p>", texts_of(notice._render()))
        self.assertFalse(notice.docx_file_id)

    def test_the_text_is_frozen_when_it_is_issued(self):
        notice = self._sign_and_issue(self._make(self.session, "notice"))
        kept = notice._render()
        self.assertEqual(texts_of(kept)[1], "Số: 01/TB-SKHCN")
        self.assertNotIn("DỰ THẢO", texts_of(kept))
        self.assertEqual(notice.docx_sha256, hashlib.sha256(kept).hexdigest())
        with patch.object(
            self.env.registry["dialogue.session"],
            "_document_values",
            lambda _self, _key: {"words": "Lời khác"},
        ):
            self.assertEqual(notice._render(), kept)
        # the same bytes for everybody who opens it
        self.assertEqual(self._content_of(notice.action_open_docx()), kept)

    def test_nobody_changes_or_deletes_the_kept_text(self):
        notice = self._sign_and_issue(self._make(self.session, "notice"))
        file = notice.docx_file_id
        for user in (self.desk, self.leader, self.specialist):
            for operation in (
                lambda: file.with_user(user).write({"raw": b"x"}),  # noqa: B023
                lambda: file.with_user(user).unlink(),  # noqa: B023
                lambda: notice.with_user(user).write({"docx_sha256": "0" * 64}),  # noqa: B023
                lambda: notice.with_user(user).write({"docx_file_id": False}),  # noqa: B023
            ):
                with self.assertRaises(AccessError):
                    operation()

    def test_a_file_that_was_exchanged_is_not_shown(self):
        notice = self._sign_and_issue(self._make(self.session, "notice"))
        notice.docx_file_id.sudo().raw = b"exchanged behind our back"
        with self.assertRaises(UserError):
            notice._render()

    def test_a_document_that_cannot_be_made_is_not_issued(self):
        notice = self._make(self.session, "notice")
        with (
            patch.object(
                self.env.registry["dialogue.session"],
                "_document_values",
                lambda _self, _key: {},
            ),
            self.assertRaisesRegex(UserError, "words"),
        ):
            self._sign_and_issue(notice)

    def test_what_is_issued_is_what_was_approved(self):
        notice = self._make(self.session, "notice")
        notice.write({"signer_name": "Ký", "signer_title": "Giám đốc"})
        notice.action_submit()
        notice.with_user(self.leader).action_approve()
        for vals in (
            {"template_key": "minutes"},
            {"session_id": self._create_session().id},
            {"name": "Khác"},
        ):
            with self.assertRaises(UserError):
                notice.write(vals)
        with patch.object(
            self.env.registry["dialogue.session"],
            "_document_values",
            lambda _self, _key: {"words": "Kết luận khác"},
        ):
            notice.action_issue()
        self.assertEqual(notice.state, "issued")
        self.assertIn(f"Lời: {self.session.id}", texts_of(notice._render()))

    def test_what_was_returned_says_what_the_session_says_now(self):
        notice = self._make(self.session, "notice")
        notice.write({"signer_name": "Ký", "signer_title": "Giám đốc"})
        notice.action_submit()
        notice.with_user(self.leader).action_approve()
        notice.with_user(self.leader).action_return()
        with patch.object(
            self.env.registry["dialogue.session"],
            "_document_values",
            lambda _self, _key: {"words": "Kết luận khác"},
        ):
            self.assertIn("Kết luận khác", texts_of(notice._render()))

    def test_what_was_approved_is_no_field_to_read(self):
        notice = self._make(self.session, "notice")
        for user in (self.desk, self.leader, self.specialist):
            with self.assertRaises(AccessError):
                notice.with_user(user).read(["approved_values"])

    def test_copies_show_the_signed_copy_of_the_first(self):
        invitations = self._make(self.guests, "invitation")
        leading, other = invitations[0], invitations[1]
        self._sign_and_issue(leading)
        self.assertFalse(other.is_signed_copy)
        signed = make_pdf()
        self._attach(leading, signed)
        self.env.invalidate_all()
        self.assertTrue(other.is_signed_copy)
        self.assertEqual(self._content_of(other.action_open_pdf()), signed)
        # the scan of one that was signed by itself comes first
        own = make_pdf(2)
        self._attach(other, own)
        self.assertEqual(self._content_of(other.action_open_pdf()), own)

    def test_a_document_alone_has_no_text(self):
        document = (
            self.env["dialogue.document"]
            .with_user(self.desk)
            .create({"name": "Một tờ trình", "kind": "TTr"})
        )
        self.assertFalse(document.has_text)
        with self.assertRaises(UserError):
            document.action_open_docx()

    def test_what_was_issued_before_texts_were_kept_is_not_invented(self):
        notice = self._make(self.session, "notice")
        with patch.object(
            self.env.registry["dialogue.document"], "_freeze_text", lambda _self: None
        ):
            self._sign_and_issue(notice)
        self.assertFalse(notice.has_text)
        with self.assertRaises(UserError):
            notice._render()

    # ------------------------------------------------------------------
    # Owners
    # ------------------------------------------------------------------

    def test_the_plan_is_frozen_with_its_steps(self):
        plan = (
            self.env["dialogue.plan"]
            .with_user(self.desk)
            .create(
                {
                    "name": "Kế hoạch 2026",
                    "year": 2026,
                    "purposes": "Gỡ vướng",
                    "contents": "Đối thoại",
                }
            )
        )
        plan.write({"signer_name": "Người Ký", "signer_title": "Giám đốc"})
        plan.action_submit()
        plan.with_user(self.leader).action_approve()
        plan.action_issue()
        self.assertIn(f"Lời: {plan.id}", texts_of(plan.document_id._render()))

    def test_the_letter_of_an_answer_is_frozen_at_its_issue(self):
        answer = self._bring_to("answered").answer_ids
        letter = answer.document_id
        self.assertEqual(letter.template_key, "answer")
        texts = texts_of(letter.with_user(self.desk)._render())
        self.assertIn(f"Lời: {answer.id}", texts)
        self.assertIn(letter.reference, "".join(texts))

    # ------------------------------------------------------------------
    # PDF
    # ------------------------------------------------------------------

    def test_the_pdf_is_made_of_the_kept_text_and_kept(self):
        notice = self._sign_and_issue(self._make(self.session, "notice"))
        with patch(TO_PDF, side_effect=[make_pdf()]) as to_pdf:
            first = notice._render_pdf()
            self.assertEqual(notice._render_pdf(), first)
        to_pdf.assert_called_once_with(notice._render())
        with self.assertRaises(AccessError):
            notice.pdf_file_id.with_user(self.desk).unlink()
        notice.pdf_file_id.sudo().raw = b"exchanged behind our back"
        with self.assertRaises(UserError):
            notice._render_pdf()

    def test_without_office_one_sentence_and_the_word_file(self):
        notice = self._make(self.session, "notice")
        for reason in ("missing", "timeout", "failed"):
            with (
                patch(TO_PDF, side_effect=OfficeError(reason)),
                self.assertRaises(UserError),
            ):
                notice.action_open_pdf()
        self.assertTrue(self._content_of(notice.action_open_docx()))

    def test_the_signed_copy_is_the_document_from_then_on(self):
        notice = self._sign_and_issue(self._make(self.session, "notice"))
        signed = make_pdf(2)
        self._attach(notice, signed)
        self.assertEqual(notice.signed_sha256, hashlib.sha256(signed).hexdigest())
        self.assertEqual(self._content_of(notice.action_open_pdf()), signed)
        # what was signed stays comparable with what was issued
        self.assertNotEqual(notice.signed_sha256, notice.docx_sha256)

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def test_a_download_is_for_the_one_who_asked(self):
        notice = self._make(self.session, "notice")
        action = notice.with_user(self.desk).action_open_docx()
        for user in (self.leader, self.specialist, self.auditor, self.employee_only):
            with self.assertRaises(AccessError):
                self._content_of(action, user)

    def test_names_that_divisions_may_not_know_stay_with_the_desk(self):
        invitation = self._make(self.guests[0], "invitation")
        minutes = self._make(self.session, "minutes")
        notice = self._make(self.session, "notice")
        hidden = self._bring_to("answered", is_name_hidden=True).answer_ids.document_id
        open_one = self._bring_to("answered").answer_ids.document_id
        own = self.env["dialogue.document"].with_user(self.specialist)
        readable = own.search([])
        self.assertIn(notice, readable)
        self.assertIn(open_one, readable)
        for document in invitation | minutes | hidden:
            self.assertNotIn(document, readable)
            with self.assertRaises(AccessError):
                document.with_user(self.specialist).action_open_docx()
            for user in (self.desk, self.leader, self.auditor):
                self.assertTrue(document.with_user(user).action_open_docx())
        # the file itself too
        with self.assertRaises(AccessError):
            hidden.docx_file_id.with_user(self.specialist).raw  # noqa: B018
        # and the answer can still be read by those who wrote it
        answer = hidden.answer_ids.with_user(self.specialist)
        self.assertTrue(
            answer.web_read({"document_id": {"fields": {"display_name": {}}}})
        )
