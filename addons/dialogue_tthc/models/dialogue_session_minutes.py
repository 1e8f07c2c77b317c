from odoo import models
from odoo.fields import Domain

from ..tools.document_text import NBSP, day_words, lines_of, whole_name
from ..tools.plain_html import text_of_html
from .dialogue_session_document import KINDS

# what the chair said to a question that was not answered there
LATER = {
    "superior": "Nội dung vượt thẩm quyền, sẽ báo cáo cấp trên",
    "other_body": "Sẽ chuyển đến cơ quan có thẩm quyền",
}


class DialogueSession(models.Model):
    """The minutes of a session: who was there, what was raised and answered there."""

    _inherit = "dialogue.session"

    def _minutes_values(self):
        return {
            **self._presence_values(),
            "secretary": self._person_words(self.secretary_id),
            "secretary_name": whole_name(self.secretary_id.sudo().name or ""),
            "conclusion": lines_of(text_of_html(self.conclusion)),
            "course": [
                {
                    "number": number,
                    "speaker": case.petitioner_label or "",
                    "question": (case.question or "").strip(),
                    "answer": case._answer_at_session(),
                }
                for number, case in enumerate(
                    self._told_cases(
                        Domain("origin", "=", "at_session")
                        & Domain("state", "!=", "withdrawn")
                    ),
                    start=1,
                )
            ],
        }

    def _presence_values(self):
        """Return how many were invited and came; no names: minutes go round."""
        Attendance = self.env["dialogue.attendance"]
        groups = []
        if Attendance.has_access("read"):
            groups = Attendance._read_group(
                [("session_id", "=", self.id)],
                ["kind", "state", "is_walk_in"],
                ["__count"],
            )
        came = {}
        for kind, state, _is_walk_in, count in groups:
            if state == "attended":
                came[kind] = came.get(kind, 0) + count
        return {
            "invited": sum(count for *_key, walked, count in groups if not walked),
            "attended": sum(came.values()),
            "by_kind": ", ".join(
                f"{came[kind]}{NBSP}{word}"
                for kind, word in KINDS.items()
                if kind in came
            ),
        }


class DialogueFeedback(models.Model):
    _inherit = "dialogue.feedback"

    def _answer_at_session(self):
        """Return what was answered on the spot, or how it will be."""
        self.ensure_one()
        on_spot = self.answer_ids.filtered(
            lambda answer: (
                answer.mode == "on_spot" and answer.state in ("issued", "superseded")
            )
        )[:1]
        if on_spot:
            return "\n".join(lines_of(text_of_html(on_spot.body)))
        if self.state == "refused":
            said = (self.refusal_reason_id.name, self.refusal_guidance)
            return "\n".join(filter(None, said))
        if self.outcome in LATER:
            return f"{LATER[self.outcome]}."
        due = self.date_deadline
        until = f" chậm nhất ngày {day_words(due)}" if due else ""
        return f"Sẽ trả lời bằng văn bản{until}."
