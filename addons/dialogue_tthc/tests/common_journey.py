from odoo import fields

from .common import DialogueCommon


class DialogueJourneyCommon(DialogueCommon):
    """Bring a case to any state by its moves, as the people who would make them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # earlier than the term of an answer, so that everybody may name it
        cls.soon = fields.Date.add(fields.Date.today(), days=15)

    @classmethod
    def _as(cls, feedback, user):
        return feedback.with_user(user)

    @classmethod
    def _bring_to(cls, state, **vals):
        """Return a case that stands at ``state``, made by moves alone."""
        feedback = cls._create_feedback(**vals)
        getattr(cls, f"_to_{state}")(feedback)
        assert feedback.state == state
        return feedback

    @classmethod
    def _to_draft(cls, feedback):
        pass

    @classmethod
    def _to_received(cls, feedback):
        cls._as(feedback, cls.desk).action_receive()

    @classmethod
    def _to_need_info(cls, feedback):
        cls._to_received(feedback)
        cls._as(feedback, cls.desk).action_ask_info("Xin gửi giấy chứng nhận.")

    @classmethod
    def _to_accepted(cls, feedback):
        cls._to_received(feedback)
        cls._as(feedback, cls.desk).action_accept()

    @classmethod
    def _to_assigned(cls, feedback):
        cls._to_accepted(feedback)
        cls._as(feedback, cls.desk).action_assign(
            cls.division.id,
            cls.specialist.id,
            cls.soon,
        )

    @classmethod
    def _to_drafting(cls, feedback):
        cls._to_assigned(feedback)
        cls._as(feedback, cls.specialist).action_start_draft()

    @classmethod
    def _write_answer(cls, feedback, **vals):
        draft = feedback.answer_ids.filtered(lambda a: a.state in ("draft", "returned"))
        draft.with_user(cls.specialist).write(
            {"verdict": "guided", "body": "<p>Xin xem hướng dẫn.</p>", **vals}
        )
        return draft

    @classmethod
    def _to_review(cls, feedback):
        cls._to_drafting(feedback)
        cls._write_answer(feedback)
        cls._as(feedback, cls.specialist).action_submit()

    @classmethod
    def _to_answered(cls, feedback):
        cls._to_review(feedback)
        cls._as(feedback, cls.leader).action_issue()

    @classmethod
    def _to_closed(cls, feedback):
        cls._to_answered(feedback)
        cls._as(feedback, cls.desk).action_close()

    @classmethod
    def _to_reopened(cls, feedback):
        cls._to_answered(feedback)
        cls._as(feedback, cls.desk).action_reopen("Chưa trả lời đúng câu hỏi.")

    @classmethod
    def _to_referred(cls, feedback):
        cls._to_accepted(feedback)
        referral = cls._as(feedback, cls.desk).action_plan_referral()
        referral.action_submit()
        referral.with_user(cls.leader).action_send()

    @classmethod
    def _to_refused(cls, feedback):
        cls._to_received(feedback)
        cls._as(feedback, cls.desk).action_refuse(
            cls._refusal_reason().id, "Xin gửi đơn đến Thanh tra."
        )

    @classmethod
    def _to_withdrawn(cls, feedback):
        cls._to_received(feedback)
        cls._as(feedback, cls.desk).action_withdraw("Người gửi đã tự giải quyết.")

    @classmethod
    def _to_merged(cls, feedback):
        cls._to_received(feedback)
        target = cls._create_feedback(subject="Câu hỏi giống nhau")
        cls._to_received(target)
        cls._as(feedback, cls.desk).action_merge(target.id)

    @classmethod
    def _refusal_reason(cls):
        return cls.env["dialogue.refusal.reason"].create(
            {"name": "Đơn tố cáo", "code": "TEST-TOCAO"}
        )
