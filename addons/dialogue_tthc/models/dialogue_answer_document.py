from odoo import api, models

from ..tools.document_text import day_words, each_text, ended, keep_together, lines_of
from ..tools.plain_html import text_of_html
from .dialogue_document_words import KEPT

KEY = "answer"
SENTENCE_ENDS = (".", "?", "!", "…")


class DialogueAnswer(models.Model):
    """What the letter of an answer says (công văn trả lời)."""

    _inherit = "dialogue.answer"

    def _document_values(self, key):
        self.ensure_one()
        case = self.feedback_id
        documents = self.legal_document_ids.mapped("display_name")
        session = case.session_id
        values = {
            **super()._document_values(key),
            "addressee": self._addressee(),
            "code": case.code or "",
            "received_on": self._day_of(case.received_on),
            "session_name": session._session_words()
            if session and case.origin == "at_session"
            else "",
            "subject": case.subject
            if case.subject.endswith(SENTENCE_ENDS)
            else f"{case.subject}.",
            "question": lines_of(case.question),
            "answer": lines_of(text_of_html(self.body)),
            "legal_basis": [*lines_of(self.legal_basis), *documents],
            "promise": ended(" ".join(lines_of(self.promised_action)), "")
            if self.verdict == "will_do"
            else "",
            "promised_on": day_words(self.promised_on),
            "contact": self._contact_words(case.department_id),
        }
        return each_text(values, keep_together)

    def _addressee(self):
        """Return whom the letter goes to.

        Whoever asked not to be named to the division is named to those alone who may
        know; the rules keep such a letter from all others. For these it is addressed
        by the code of the case.
        """
        case = self.feedback_id
        if not case.is_name_hidden:
            return case.petitioner_label or ""
        Petitioner = self.env["dialogue.petitioner"]
        if Petitioner.has_access("read") and case.petitioner_id.has_access("read"):
            return case.petitioner_id.name or ""
        return f"Người gửi phản ánh, kiến nghị mã số {case.code or ''}".strip()

    def unlink(self):
        # sudo: a draft is part of what is deleted; the check of that comes first
        drafts_sudo = self.sudo().document_id.filtered(lambda one: one.state == "draft")
        result = super().unlink()
        drafts_sudo.unlink()
        return result

    def _usual_recipients(self, key):
        symbol = self.feedback_id.department_id.dialogue_symbol
        kept = f"{KEPT}, {symbol}" if symbol else KEPT
        return ["Như trên", kept]

    @api.model
    def _document_placeholders(self, key):
        return {
            **super()._document_placeholders(key),
            "addressee": self.env._(
                "Who asked; the code of the case where the name is withheld"
            ),
            "code": self.env._("Code of the case"),
            "received_on": self.env._("Day of receipt in words; empty if not known"),
            "session_name": self.env._("The session where it was raised, if it was"),
            "subject": self.env._("What the case is about"),
            "question": self.env._("List: the paragraphs of the question"),
            "answer": self.env._("List: the paragraphs of the answer"),
            "legal_basis": self.env._("List: what the answer rests on"),
            "promise": self.env._("What will be done, if something is promised"),
            "promised_on": self.env._("By which day it will be done, in words"),
            "contact": self.env._("Division and telephone"),
        }

    def _letter_name(self):
        return self._in_vietnamese().env._(
            "Answer to petition %s", self.feedback_id.code
        )

    def _draft_document(self):
        """Return the letter of one answer, begun as a draft where there is none.

        The answer keeps it from then on: what is frozen when it is issued is made of
        this answer.

        :return: ``dialogue.document``
        """
        self.ensure_one()
        # sudo: the letter is part of the answer; whoever calls this was allowed to
        # write or to issue it
        answer_sudo = self.sudo()
        if answer_sudo.document_id.state in (False, "cancelled"):
            values = answer_sudo._prepare_new_document(
                KEY, self._letter_name(), self.feedback_id.department_id
            )
            answer_sudo.document_id = answer_sudo.env["dialogue.document"].create(
                values
            )
        return answer_sudo.document_id.sudo(False)

    def action_make_document(self):
        """Open the letter of one answer; a draft is made where there is none.

        :return: an action
        """
        self.ensure_one()
        self.check_access("write")
        return self._draft_document()._get_records_action()
