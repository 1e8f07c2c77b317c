import base64
import hashlib
import importlib.util
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from .document_common import DocumentCommon
from .test_dialogue_document import make_pdf

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.3.0/post-document_files.py"


@tagged("post_install", "-at_install")
class TestMigrationDocumentFiles(DocumentCommon):
    def test_signed_copies_of_before_get_their_sha256(self):
        notice = self._sign_and_issue(self._make(self.session, "notice"))
        minutes = self._sign_and_issue(self._make(self.session, "minutes"))
        scans = {notice: make_pdf(), minutes: make_pdf(3)}
        for document, content in scans.items():
            self.env["dialogue.document.sign"].with_user(self.desk).create(
                {"document_id": document.id, "file": base64.b64encode(content)}
            ).action_attach()
        self.env.flush_all()
        # as it was kept until then
        self.cr.execute("UPDATE dialogue_document SET signed_sha256 = NULL")
        self.env.invalidate_all()
        spec = importlib.util.spec_from_file_location("post_document_files", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        read = []
        Attachment = self.env.registry["ir.attachment"]
        compute = Attachment._compute_raw

        def note(files):
            read.append(len(files))
            return compute(files)

        with patch.object(Attachment, "_compute_raw", note):
            script.migrate(self.cr, "19.0.1.2.0")
        # scans are large: never two in memory
        self.assertEqual(read, [1, 1])
        self.env.invalidate_all()
        for document, content in scans.items():
            sha256 = hashlib.sha256(content).hexdigest()
            self.assertEqual(document.signed_sha256, sha256)
        self.assertTrue(notice.action_open_pdf())
