from freezegun import freeze_time

from odoo.tests import tagged

from ..models.document_templates import TEMPLATES
from .common import DialogueCommon


@tagged("post_install", "-at_install")
class TestDocumentHead(DialogueCommon):
    def _create_document(self, **vals):
        return (
            self.env["dialogue.document"]
            .with_user(self.desk)
            .create(
                {
                    "name": "Đối thoại năm 2023",
                    "kind": "KH",
                    "signer_title": "Phó Giám đốc",
                    "signer_name": "Người Ký Mẫu",
                    "signing_capacity": "KT.",
                    "recipients": "- Như trên;\n\n- Lưu: VT.",
                    **vals,
                }
            )
        )

    @freeze_time("2023-03-05 03:00:00")
    def test_a_draft_leaves_number_and_day_blank(self):
        head = self._create_document()._head_values()
        self.assertEqual(head["number_line"], "Số:         /KH-SKHCN")
        self.assertEqual(head["place_date"], "Hà Giang, ngày        tháng 03 năm 2023")
        self.assertTrue(head["is_draft"])
        self.assertEqual(head["recipients"], ["Như trên;", "Lưu: VT."])

    @freeze_time("2023-03-05 03:00:00")
    def test_an_issued_document_has_leading_zeros(self):
        document = self._create_document()
        document.action_submit()
        document.with_user(self.leader).action_approve()
        document.action_issue(number=7)
        head = document._head_values()
        self.assertEqual(head["number_line"], "Số: 07/KH-SKHCN")
        self.assertEqual(head["place_date"], "Hà Giang, ngày 05 tháng 03 năm 2023")
        self.assertFalse(head["is_draft"])

    def test_the_signature_says_in_whose_place_one_signs(self):
        self.company.dialogue_head_title = "Giám đốc"
        document = self._create_document(issuer="Ủy ban nhân dân xã Mẫu")
        for capacity, title, expected in (
            ("KT.", "Phó Giám đốc", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
            ("TL.", "Chánh Văn phòng", ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
            ("Q.", "Giám đốc", ["Q. GIÁM ĐỐC"]),
            ("TM.", "Chủ tịch", ["TM. ỦY BAN NHÂN DÂN XÃ MẪU", "CHỦ TỊCH"]),
            (False, "Giám đốc", ["GIÁM ĐỐC"]),
        ):
            with self.subTest(capacity):
                document.write({"signing_capacity": capacity, "signer_title": title})
                self.assertEqual(document._signing_lines(), expected)

    def test_the_kind_tells_the_template(self):
        document = self._create_document(kind="BC")
        self.assertEqual(document.template_key, "escalation")
        document.kind = "TTr"
        self.assertFalse(document.template_key)

    def test_a_document_alone_has_no_owner(self):
        self.assertFalse(self._create_document()._document_owner())

    def test_a_plan_owns_its_document(self):
        plan = self.env["dialogue.plan"].with_user(self.desk).create({"name": "KH"})
        self.assertEqual(plan.document_id._document_owner(), plan)
        self.assertEqual(plan.document_id.template_key, "plan")

    def test_every_key_lists_its_placeholders(self):
        for key in TEMPLATES:
            placeholders = self.env["dialogue.document"]._placeholders(key)
            self.assertIn("number_line", placeholders)
