import base64
import hashlib
import io

from pypdf import PdfWriter

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import DialogueCommon


def make_pdf(pages=1):
    """Return a PDF of empty pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


PDF = base64.b64encode(make_pdf())


@tagged("post_install", "-at_install")
class TestDialogueDocumentScreens(DialogueCommon):
    def _create_document(self, **vals):
        return (
            self.env["dialogue.document"]
            .with_user(self.desk)
            .create(
                {
                    "name": "Về việc thử nghiệm",
                    "kind": "BC",
                    "signer_title": "Giám đốc",
                    "signer_name": "Người Ký Mẫu",
                    **vals,
                }
            )
        )

    def _approve(self, document):
        document.action_submit()
        document.with_user(self.leader).action_approve()
        return document

    def _issue(self, document, **vals):
        wizard = self.env["dialogue.document.issue"].with_user(self.desk)
        wizard.create({"document_id": document.id, **vals}).action_issue()
        return document

    def _attach(self, document, content=PDF, user=None):
        wizard = self.env["dialogue.document.sign"].with_user(user or self.desk)
        return wizard.create(
            {"document_id": document.id, "file": content, "filename": "bản ký.pdf"}
        ).action_attach()

    def test_a_new_document_carries_the_head_of_the_department(self):
        with Form(self.env["dialogue.document"].with_user(self.desk)) as form:
            form.name = "Báo cáo thử"
            form.kind = "BC"
            self.assertEqual(form.symbol, "BC-SKHCN")
            form.kind = "CV"
        document = form.record
        self.assertEqual(document.symbol, "SKHCN")
        self.assertEqual(document.place, "Hà Giang")
        self.assertEqual(document.superior, "UBND tỉnh Hà Giang")
        self.assertFalse(document.number or document.date)

    def test_wizard_takes_the_next_number_or_the_typed_one(self):
        first = self._approve(self._create_document())
        self.assertEqual(first.next_number, 1)
        self._issue(first)
        self.assertEqual(first.number, 1)
        second = self._issue(self._approve(self._create_document()), number=17)
        self.assertEqual(second.reference, "17/BC-SKHCN")
        third = self._approve(self._create_document())
        self.assertEqual(third.next_number, 18)
        with self.assertRaises(UserError):
            self._issue(third, number=17)
        self.assertEqual(third.state, "approved")
        other_kind = self._create_document(kind="TB")
        self.assertEqual(other_kind.next_number, 1)

    def test_a_proposed_number_taken_meanwhile_gives_way(self):
        first, second = (self._approve(self._create_document()) for _ in range(2))
        wizard = self.env["dialogue.document.issue"].with_user(self.desk)
        opened = [wizard.create({"document_id": doc.id}) for doc in (first, second)]
        self.assertEqual([window.number for window in opened], [1, 1])
        for window in opened:
            window.action_issue()
        self.assertEqual([first.number, second.number], [1, 2])

    def test_wizard_refuses_what_is_not_approved(self):
        document = self._create_document()
        with self.assertRaises(UserError):
            self._issue(document)
        self.assertFalse(document.number)

    def test_wizards_are_for_the_desk(self):
        document = self._create_document()
        for model in ("dialogue.document.issue", "dialogue.document.sign"):
            for user in (self.specialist, self.auditor, self.administrator):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create(
                        {"document_id": document.id, "file": PDF}
                        if model.endswith("sign")
                        else {"document_id": document.id}
                    )

    def test_signed_copy_is_kept_with_the_issued_document(self):
        document = self._issue(self._approve(self._create_document()))
        self._attach(document)
        copy = document.signed_file_id
        self.assertEqual(copy.name, "bản ký.pdf")
        self.assertEqual((copy.res_model, copy.res_id), (document._name, document.id))
        self.assertEqual(copy.mimetype, "application/pdf")
        sha256 = hashlib.sha256(base64.b64decode(PDF)).hexdigest()
        self.assertEqual(document.signed_sha256, sha256)
        # a better scan replaces it, and the first stays in the history
        self._attach(document)
        self.assertNotEqual(document.signed_file_id, copy)
        self.assertIn(copy, document.message_ids.attachment_ids)

    def test_signed_copy_must_be_a_pdf_of_an_issued_document(self):
        draft = self._create_document()
        with self.assertRaises(UserError):
            self._attach(draft)
        issued = self._issue(self._approve(draft))
        for content in (
            b"MZ\x90",
            b"<html>",
            # a PDF by its name and first letters alone
            b"%PDF-1.7\n",
            # and one that runs something when it is opened
            make_pdf().replace(b"/Type /Catalog", b"/Type /Catalog /Java#53cript 1"),
        ):
            with self.assertRaises(UserError), mute_logger("pypdf._reader"):
                self._attach(issued, base64.b64encode(content))
        self.assertFalse(issued.signed_file_id)

    def test_issued_documents_do_not_change(self):
        issued = self._issue(self._approve(self._create_document()))
        for vals in ({"name": "khác"}, {"symbol": "X"}, {"number": 5}):
            with self.assertRaises(UserError):
                issued.write(vals)

    def test_a_document_that_stands_alone_is_not_owned(self):
        document = self._create_document()
        self.assertFalse(document.is_owned)
        self.assertFalse(document.action_open_owner())
