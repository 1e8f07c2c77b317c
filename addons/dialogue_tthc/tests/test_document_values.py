from odoo.tests import tagged

from ..models.document_templates import TEMPLATES
from .document_samples import SAMPLES
from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestDocumentValues(SessionCommon):
    def test_samples_name_what_the_models_offer(self):
        for key in TEMPLATES:
            names = self.env["dialogue.document"]._placeholders(key)
            plain = {name for name in names if "." not in name}
            self.assertEqual(set(SAMPLES[key]) - plain, set(), key)
