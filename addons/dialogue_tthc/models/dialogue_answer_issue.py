from odoo import models
from odoo.exceptions import UserError


class DialogueAnswer(models.Model):
    """What the issue of an answer brings about: its letter, its promises."""

    _inherit = "dialogue.answer"

    def _supersede_earlier(self):
        """Let the valid answers of the same cases give way to ``self``."""
        # sudo: only called by a leader's issue of a newer version, which was checked
        self.sudo().feedback_id.answer_ids.filtered(
            lambda answer: answer.state == "issued"
        )._move("supersede")

    def _issue_document(self, number=None, date=None):
        """Issue an official letter for every answer in writing, just before its issue.

        :param int number: typed number, for a single answer only
        :param date: day of the letter, today if not given
        :raise UserError: the number is taken, or the signer has no position
        """
        signer = self._prepare_signer_values()
        written = self.filtered(lambda answer: answer.mode != "on_spot")
        if number and len(written) > 1:
            raise UserError(
                self.env._("Give a number to one answer at a time, or let it be drawn.")
            )
        for answer in written:
            # sudo: the letter is part of an issue that a leader was allowed to make
            document = answer._draft_document().sudo()
            document.write(signer)
            document._move("submit")
            document._move("approve")
            document.action_issue(number=number, date=date)

    def _prepare_signer_values(self):
        """Return signer, position and capacity of the leader who issues."""
        return self.env["dialogue.document"]._prepare_signer_values(self.company_id[:1])

    def _promise_owner(self):
        """Return who keeps what one answer promises: ``department_id``, ``user_id``.

        What was promised on the spot has no division yet: that of the sector has it,
        or else whoever gave the answer; never a division that the case is about.
        """
        case = self.feedback_id
        sector = case.sector_id.with_company(case.company_id)
        concerned = case._concerned_divisions()
        department = (
            (self.promised_department_id - concerned)
            or (case.department_id - concerned)
            or (sector.department_id - concerned)
        )
        user = case.user_id or (not department and self.author_id)
        return {"department_id": department.id, "user_id": user and user.id}

    def _make_commitments(self):
        """Make a commitment of everything that the answers promise."""
        promising = self.filtered(
            lambda answer: answer.verdict == "will_do" and answer.promised_on
        )
        # sudo: a promise in an issued answer is always tracked, whoever issued it
        self.env["dialogue.commitment"].sudo().create(
            [
                {
                    "name": answer.promised_action,
                    "company_id": answer.company_id.id,
                    "feedback_id": answer.feedback_id.id,
                    "session_id": answer.feedback_id.session_id.id,
                    "answer_id": answer.id,
                    **answer._promise_owner(),
                    "date_deadline": answer.promised_on,
                }
                for answer in promising
            ]
        )
