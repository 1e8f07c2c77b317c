from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

DESK_AND_AUDITOR = (
    "dialogue_tthc.dialogue_tthc_group_desk,dialogue_tthc.dialogue_tthc_group_auditor"
)
CLASSIFY = "dialogue_tthc.mail_activity_feedback_classify"


class PlanTogetherTicket:
    """Proof, inside one call, that the activities of many cases are planned at once.

    A context key sent over the network can never be an instance of this class.
    """

    __slots__ = ()


class DialogueFeedback(models.Model):
    """Cases from old registers: their old code, and the door by which they come in.

    What was answered before this system held the register is *taken over*: one move of
    the table leads from the draft to the end. It draws a number of the year of receipt
    like every other case, asks for the answer and its day, starts no term, plans
    nothing and writes to nobody. What still waits for an answer is received as ever.
    """

    _inherit = "dialogue.feedback"

    former_code = fields.Char(
        string="Code in the old register",
        readonly=True,
        index="trigram",
        copy=False,
    )
    is_taken_over = fields.Boolean(
        string="Taken over from an old register",
        readonly=True,
        copy=False,
        help="It was answered before this system kept the register.",
    )
    sheet_note = fields.Text(
        string="Further columns of the old register",
        readonly=True,
        copy=False,
        groups=DESK_AND_AUDITOR,
    )

    def _need_taken_over(self, _move):
        """Only what the import of an old register made is taken over."""
        for feedback in self:
            if not feedback.is_taken_over or not feedback.answered_on:
                raise UserError(
                    self.env._(
                        "“%s” is from no old register. Receive it and have it "
                        "answered.",
                        feedback.display_name,
                    )
                )
            received_on = feedback.received_on
            if not received_on or feedback.answered_on < received_on:
                raise UserError(
                    self.env._(
                        "“%s” cannot have been answered before it came in.",
                        feedback.display_name,
                    )
                )

    def _before_move(self, move):
        res = super()._before_move(move)
        if move.name == "take_over":
            self._date_by_receipt()
            self._draw_number()
            self._link_issued_answers()
        return res

    def _link_issued_answers(self):
        """Let each case name its issued answer: thousands of them in one statement."""
        self.flush_recordset()
        self.answer_ids.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE dialogue_feedback AS feedback
                   SET answer_id = answer.id
                  FROM dialogue_answer AS answer
                 WHERE answer.feedback_id = feedback.id
                   AND answer.state = 'issued'
                   AND feedback.id IN %s
                RETURNING feedback.id
                """,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["answer_id"], flush=False)
        self.modified(["answer_id"])

    def _plan_activity(self, move):
        if move.name == "receive" and isinstance(
            self.env.context.get("dialogue_plan_together"), PlanTogetherTicket
        ):
            self._plan_classifying()
            return
        super()._plan_activity(move)

    def _plan_classifying(self):
        """Plan the classifying of many cases, without a mail for each of them."""
        kind = self.env.ref(CLASSIFY)
        days = self._due_days(("accept", "classify"))
        self.env["mail.activity"].sudo()._plan_quietly(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_model": self._name,
                    "res_id": feedback.id,
                    "activity_type_id": kind.id,
                    "summary": kind.with_context(lang=user.lang).summary,
                    "date_deadline": days.get(feedback.id)
                    or feedback.company_id._dialogue_today(),
                    "user_id": user.id,
                    "automated": True,
                }
                for feedback in self
                if (user := feedback.company_id.dialogue_desk_user_id)
            ]
        )

    def _solved_domain(self):
        # nobody is asked about an answer that was given before this system
        return super()._solved_domain() & Domain("is_taken_over", "=", False)


class DialogueAnswer(models.Model):
    """Answers of old registers, which were issued elsewhere long ago."""

    _inherit = "dialogue.answer"

    def _need_old_register(self, _move):
        if any(not answer.feedback_id.is_taken_over for answer in self):
            raise UserError(
                self.env._(
                    "Only answers of an old register are taken over. Hand this one in "
                    "for approval."
                )
            )
