from odoo import models
from odoo.exceptions import UserError, ValidationError


class DialogueFeedback(models.Model):
    """What must be present before a case moves: one method for each need of the table.

    Each takes the move and raises ``UserError`` with what to do about what is missing.
    """

    _inherit = "dialogue.feedback"

    def _need_content(self, _move):
        for feedback in self:
            if (
                not (feedback.subject or "").strip()
                or not (feedback.question or "").strip()
            ):
                raise UserError(self.env._("Write what is asked before receiving it."))

    def _need_petitioner(self, _move):
        for feedback in self:
            if not feedback.petitioner_id:
                raise UserError(
                    self.env._(
                        "Say who sent “%s” before receiving it.",
                        feedback.display_name,
                    )
                )

    def _need_identity(self, _move):
        """Name, address and phone or e-mail (NĐ 92/2017; at a session the name)."""
        for feedback in self:
            petitioner = feedback.petitioner_id
            if feedback.origin == "at_session" and petitioner.name:
                continue
            if not (
                petitioner.name
                and petitioner.address
                and (petitioner.phone or petitioner.email)
            ):
                raise UserError(
                    self.env._(
                        "Case “%s” lacks the petitioner's address or a phone number or "
                        "e-mail. Complete it, or ask the petitioner for it.",
                        feedback.display_name,
                    )
                )

    def _need_info_request(self, _move):
        for feedback in self:
            self._require(
                feedback.info_request,
                self.env._("Write what the petitioner is to send."),
            )

    def _need_not_accepted_yet(self, _move):
        self._need_info_answer()

    def _need_accepted_before(self, _move):
        self._need_info_answer()

    def _need_assigned_before(self, _move):
        self._need_info_answer()

    def _need_info_answer(self):
        for feedback in self:
            self._require(
                feedback.info_answer, self.env._("Enter what the petitioner sent.")
            )

    def _need_refusal(self, _move):
        for feedback in self:
            if not feedback.refusal_reason_id:
                raise UserError(self.env._("Choose the reason for not accepting it."))
            self._require(
                feedback.refusal_guidance,
                self.env._("Tell the petitioner where to turn to."),
            )

    def _need_first_appeal(self, _move):
        for feedback in self:
            if feedback.appeal_count:
                raise UserError(
                    self.env._(
                        "Case “%s” was looked at a second time already; "
                        "this is possible once.",
                        feedback.display_name,
                    )
                )
            self._require(
                feedback.appeal_reason,
                self.env._("Write why the petitioner does not agree."),
            )

    def _need_department(self, _move):
        if any(not feedback.department_id for feedback in self):
            raise UserError(self.env._("Choose the division that will answer."))

    def _need_deadline(self, _move):
        for feedback in self:
            if not feedback.date_deadline:
                raise UserError(self.env._("Set the day on which the answer is due."))
            received_on = feedback.received_on
            if (
                received_on
                and feedback.date_deadline
                < feedback.company_id._dialogue_local(received_on).date()
            ):
                raise UserError(
                    self.env._(
                        "The answer to “%s” cannot be due before the case came in.",
                        feedback.display_name,
                    )
                )

    def _need_draft_answer(self, _move):
        for feedback in self:
            if not any(answer.state == "review" for answer in feedback.answer_ids):
                raise UserError(
                    self.env._("Write the answer to “%s” first.", feedback.display_name)
                )

    def _need_issued_answer(self, _move):
        for feedback in self:
            if not any(answer.state == "issued" for answer in feedback.answer_ids):
                raise UserError(
                    self.env._("“%s” has no issued answer.", feedback.display_name)
                )

    def _need_session(self, _move):
        """Answers that no leader approved are those given before everybody's eyes."""
        for feedback in self:
            running = feedback.session_id.state in ("in_progress", "concluding")
            if feedback.origin != "at_session" and not running:
                raise UserError(
                    self.env._(
                        "Only what was asked at a session is answered on the spot. "
                        "Have “%s” answered in writing.",
                        feedback.display_name,
                    )
                )

    def _need_sent_referral(self, _move):
        for feedback in self:
            if not any(
                line.referral_id.state in ("submitted", "sent")
                for line in feedback.referral_line_ids
            ):
                raise UserError(
                    self.env._("“%s” is on no sent referral.", feedback.display_name)
                )

    def _need_reopen_reason(self, _move):
        for feedback in self:
            self._require(
                feedback.reopen_reason, self.env._("Say why the case is reopened.")
            )

    def _need_merge_target(self, _move):
        for feedback in self:
            target = feedback.merged_into_id
            if not target or target == feedback:
                raise UserError(self.env._("Choose the other case to merge into."))
            if target.state in ("draft", "merged", "withdrawn", "refused"):
                raise UserError(
                    self.env._(
                        "“%s” cannot take in another case as it stands. "
                        "Choose one that is being handled.",
                        target.display_name,
                    )
                )
            if target.company_id != feedback.company_id:
                raise ValidationError(
                    self.env._("Both cases must belong to the same department.")
                )
            if target.is_sealed and not feedback.is_sealed:
                raise UserError(
                    self.env._("An open case cannot be merged into a sealed one.")
                )
