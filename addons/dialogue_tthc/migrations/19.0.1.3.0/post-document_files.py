"""Until 19.0.1.2.0 a signed copy was kept without its SHA-256."""

import hashlib

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    """Keep the SHA-256 of the signed copies that were attached before.

    Nobody could change their files, so they are what they were when they were attached.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    documents = env["dialogue.document"].search(
        [("signed_file_id", "!=", False), ("signed_sha256", "=", False)]
    )
    for document in documents:
        content = document.signed_file_id.raw or b""
        document.signed_sha256 = hashlib.sha256(content).hexdigest()
