import base64
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .document_common import TEXT, DocumentCommon
from .docx_common import make_docx, texts_of

OTHER = make_docx("Mẫu khác", "{{ words }}")
MANY = 160


@tagged("post_install", "-at_install")
class TestDocumentApproved(DocumentCommon):
    def _approve(self, documents):
        documents.write({"signer_name": "Người Ký Mẫu", "signer_title": "Giám đốc"})
        documents.action_submit()
        documents.with_user(self.leader).action_approve()

    def _other_template(self):
        return patch.object(
            self.env.registry["dialogue.document.template"],
            "_shipped",
            lambda _self, _key: OTHER,
        )

    def _run(self):
        job = self.env.ref("dialogue_tthc.ir_cron_document_batch")
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_template_changed_after_the_approval_changes_nothing(self):
        notice = self._make(self.session, "notice")
        self._approve(notice)
        with self._other_template():
            notice.action_issue()
            self.assertIn("Số: 01/TB-SKHCN", texts_of(notice._render()))
            self.assertNotIn("Mẫu khác", texts_of(notice._render()))

    def test_what_was_returned_takes_the_new_template(self):
        notice = self._make(self.session, "notice")
        self._approve(notice)
        notice.with_user(self.leader).action_return()
        with self._other_template():
            self.assertIn("Mẫu khác", texts_of(notice._render()))

    def test_the_kept_template_is_nobodys_to_read_or_change(self):
        notice = self._make(self.session, "notice")
        self._approve(notice)
        self.env.flush_all()
        kept = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", notice._name),
                    ("res_id", "=", notice.id),
                    ("res_field", "=", "approved_template"),
                ]
            )
        )
        self.assertEqual(kept.raw, TEXT)
        for user in (self.desk, self.leader, self.administrator):
            with self.assertRaises(AccessError):
                notice.with_user(user).read(["approved_template"])
            with self.assertRaises(AccessError):
                kept.with_user(user).write({"raw": OTHER})
            with self.assertRaises(AccessError):
                kept.with_user(user).unlink()
            with self.assertRaises(AccessError):
                notice.with_user(user).write(
                    {"approved_template": base64.b64encode(OTHER)}
                )

    def test_many_invitations_are_issued_in_one_click_and_kept_afterwards(self):
        guests = self.env["dialogue.attendance"].create(
            [{"session_id": self.session.id, "name": f"{n}"} for n in range(MANY)]
        )
        invitations = self._make(guests, "invitation")
        leading, copies = invitations[0], invitations[1:]
        leading.write({"signer_name": "Người Ký Mẫu", "signer_title": "Giám đốc"})
        leading.action_submit()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(150):
            leading.with_user(self.leader).action_approve()
            self.env.flush_all()
        with self._other_template():
            self.env.invalidate_all()
            with self.assertQueryCount(150):
                leading.action_issue()
                self.env.flush_all()
            self.assertEqual(set(invitations.mapped("state")), {"issued"})
            self.assertTrue(leading.docx_file_id)
            self.assertFalse(copies.docx_file_id)
            # whoever opens one before the job came has it kept at once
            self.assertTrue(copies[5].has_text)
            early = copies[5].with_user(self.leader)._render()
            self.assertTrue(copies[5].docx_file_id)
            self._run()
        self.assertTrue(all(copy.docx_file_id for copy in copies))
        self.assertEqual(copies[5]._render(), early)
        texts = texts_of(copies[-1]._render())
        self.assertIn(f"Lời: {guests[-1].id}", texts)
        self.assertIn("Số: 01/GM-SKHCN", texts)
        self.assertNotIn("Mẫu khác", texts)

    def test_one_text_that_cannot_be_kept_keeps_no_other_waiting(self):
        guests = self.env["dialogue.attendance"].create(
            [{"session_id": self.session.id, "name": f"{n}"} for n in range(12)]
        )
        invitations = self._make(guests, "invitation")
        leading = invitations[0]
        self._approve(leading)
        invitations[1].sudo().approved_values = {"nothing": "of use"}
        leading.action_issue()
        self.env.flush_all()
        logger = "odoo.addons.dialogue_tthc.models.dialogue_document_freeze"
        with self.assertLogs(logger, "ERROR"):
            self._run()
        self.assertFalse(invitations[1].docx_file_id)
        self.assertTrue(all(one.docx_file_id for one in invitations[2:]))
