from unittest.mock import patch

from ..models.document_templates import TEMPLATES
from .common_journey import DialogueJourneyCommon
from .docx_common import make_docx
from .session_common import SessionCommon

# small ones, so that these tests say nothing of how real documents look
TEXT = make_docx(
    "{% if is_draft %}DỰ THẢO{% endif %}",
    "{{ number_line }}",
    "{{ place_date }}",
    "{{ kind_title }} {{ name }}",
    "{{ words }}",
    "{%p for line in recipients %}",
    "- {{ line }}",
    "{%p endfor %}",
)


class DocumentCommon(SessionCommon, DialogueJourneyCommon):
    """Documents whose templates and owners' values are these tests' own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        patcher = patch.object(
            cls.env.registry["dialogue.document.template"],
            "_shipped",
            lambda _self, key: TEXT if key in TEMPLATES else None,
        )
        patcher.start()
        cls.addClassCleanup(patcher.stop)
        for model in {template.owner for template in TEMPLATES.values()}:
            owner = cls.env.registry[model]
            for name, function in (
                ("_document_values", lambda self, key: {"words": f"Lời: {self.id}"}),
                ("_document_placeholders", lambda _self, _key: {"words": "Words"}),
                ("_document_name", lambda self, _key: self.display_name),
            ):
                patcher = patch.object(owner, name, function)
                patcher.start()
                cls.addClassCleanup(patcher.stop)
        cls.guests = cls.env["dialogue.attendance"].create(
            [{"session_id": cls.session.id, "name": f"Khách {n}"} for n in range(1, 6)]
        )

    def _make(self, owner, key, user=None):
        return owner.with_user(user or self.desk)._make_documents(key)

    def _sign_and_issue(self, documents):
        """Bring drafts through all steps to their issue."""
        documents.write({"signer_name": "Người Ký Mẫu", "signer_title": "Giám đốc"})
        documents.action_submit()
        documents.with_user(self.leader).action_approve()
        documents.action_issue()
        return documents
