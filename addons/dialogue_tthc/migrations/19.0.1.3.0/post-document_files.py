"""Until 19.0.1.2.0 a signed copy was kept without its SHA-256."""

import hashlib

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Keep the SHA-256 of the signed copies that were attached before.

    Nobody could change their files, so they are what they were when they were attached.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        "SELECT id, signed_file_id FROM dialogue_document "
        "WHERE signed_file_id IS NOT NULL AND signed_sha256 IS NULL ORDER BY id"
    )
    for document_id, file_id in cr.fetchall():
        # one at a time: Odoo reads the files of all records that it holds at once, and
        # scans are large
        scan = env["ir.attachment"].browse(file_id)
        cr.execute(
            "UPDATE dialogue_document SET signed_sha256 = %s WHERE id = %s",
            [hashlib.sha256(scan.raw or b"").hexdigest(), document_id],
        )
        scan.invalidate_recordset()
    env["dialogue.document"].invalidate_model(["signed_sha256"])
