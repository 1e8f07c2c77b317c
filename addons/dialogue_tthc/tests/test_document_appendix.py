from odoo.exceptions import UserError
from odoo.tests import tagged

from .document_common import DocumentCommon
from .docx_common import texts_of


@tagged("post_install", "-at_install")
class TestDocumentAppendix(DocumentCommon):
    def setUp(self):
        super().setUp()
        self.table = self._make(self.session, "summary")
        self.report = self._make(self.session, "session_report")

    def _approve(self, documents):
        documents.write({"signer_name": "Người Ký Mẫu", "signer_title": "Giám đốc"})
        documents.action_submit()
        documents.with_user(self.leader).action_approve()

    def test_a_table_draws_no_number_of_the_reports(self):
        self._approve(self.table)
        with self.assertRaisesRegex(UserError, "Issue that report first"):
            self.table.action_issue()
        self._approve(self.report)
        self.report.action_issue()
        self.assertEqual(self.report.reference, "01/BC-SKHCN")
        # approved already, so it was issued with the report
        self.assertEqual(self.table.state, "issued")
        self.assertEqual(self.table.reference, "01/BC-SKHCN")
        self.assertEqual(self.table.date, self.report.date)
        self.assertIn("Số: 01/BC-SKHCN", texts_of(self.table._render()))
        other = self._make(self._create_session(name="Buổi khác"), "session_report")
        self.assertEqual(self._sign_and_issue(other).reference, "02/BC-SKHCN")

    def test_a_table_approved_later_follows_its_report(self):
        self._sign_and_issue(self.report)
        self.assertEqual(self.table.state, "draft")
        self._sign_and_issue(self.table)
        self.assertEqual(self.table.reference, self.report.reference)
        # what it goes with is opened from it
        self.assertEqual(self.table.action_open_owner()["res_id"], self.report.id)

    def test_both_can_be_issued_at_once(self):
        both = self.table | self.report
        self._sign_and_issue(both)
        self.assertEqual(set(both.mapped("reference")), {"01/BC-SKHCN"})

    def test_a_table_is_given_no_number(self):
        self._sign_and_issue(self.report)
        self._approve(self.table)
        with self.assertRaises(UserError):
            self.table.action_issue(number=7)
        wizard = (
            self.env["dialogue.document.issue"]
            .with_user(self.desk)
            .create({"document_id": self.table.id})
        )
        wizard.action_issue()
        self.assertEqual(self.table.number, self.report.number)
