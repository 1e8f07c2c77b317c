from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, is_html_empty

from .dialogue_answer import VERDICTS

PROGRESS = [
    ("planned", "To be sent"),
    ("waiting", "Waiting for the reply"),
    ("replied", "Answer waiting for approval"),
    ("answered", "Petitioner has the answer"),
    ("dropped", "No longer on the referral"),
]
LIVE_PROGRESS = ("planned", "waiting", "replied")
# set by the moves of the referral and of the case, never by hand
CLOSED_FIELDS = {
    "referral_id",
    "feedback_id",
    "progress",
    "answer_id",
    "reply_reference",
    "reply_date",
}
REPLY_FIELDS = {"reply", "verdict", "promised_action", "promised_on"}


class DialogueReferralLine(models.Model):
    """One case in a referral: what we propose, and what came back.

    A case is on one unfinished referral at a time. What was sent stays as it was
    sent; a reply stays as it is once it was brought back to the petitioner.
    """

    _name = "dialogue.referral.line"
    _description = "Case in a Referral"
    _order = "referral_id, id"
    _rec_name = "feedback_id"
    _check_company_auto = True

    referral_id = fields.Many2one(
        comodel_name="dialogue.referral",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="referral_id.company_id", store=True, index=True
    )
    state = fields.Selection(related="referral_id.state", string="Referral status")
    is_editable = fields.Boolean(related="referral_id.is_editable", related_sudo=False)
    # What goes out
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        required=True,
        index=True,
        check_company=True,
    )
    code = fields.Char(related="feedback_id.code", string="Code")
    subject = fields.Char(related="feedback_id.subject")
    question = fields.Text(related="feedback_id.question")
    petitioner_label = fields.Char(
        related="feedback_id.petitioner_label", string="Petitioner"
    )
    sector_id = fields.Many2one(related="feedback_id.sector_id")
    proposal = fields.Text(
        string="Our proposal", help="What the department proposes to the other body."
    )
    # What comes back
    progress = fields.Selection(
        selection=PROGRESS, default="planned", required=True, readonly=True, copy=False
    )
    reply = fields.Html(
        string="Reply received",
        copy=False,
        help="What the other body replied. It becomes the answer to the petitioner.",
    )
    verdict = fields.Selection(
        selection=VERDICTS, copy=False, help="What the reply means for the petitioner."
    )
    promised_action = fields.Text(
        copy=False, help="What will be done, if the reply promises something."
    )
    promised_on = fields.Date(string="To be done by", copy=False)
    reply_reference = fields.Char(
        string="Number of the reply", readonly=True, copy=False
    )
    reply_date = fields.Date(string="Date of the reply", readonly=True, copy=False)
    answer_id = fields.Many2one(
        comodel_name="dialogue.answer",
        string="Our answer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

    _case_uniq = models.UniqueIndex(
        "(referral_id, feedback_id)", "The case is already on this referral."
    )
    _live_case_uniq = models.UniqueIndex(
        "(feedback_id) WHERE progress IN ('planned', 'waiting', 'replied')",
        "The case is on another unfinished referral already.",
    )
    _replied_has_answer = models.Constraint(
        "CHECK (progress <> 'replied' OR answer_id IS NOT NULL)",
        "A reply brought back has its answer.",
    )

    @api.constrains("referral_id", "feedback_id")
    def _check_case_referable(self):
        """Only cases that may be referred now are put on a referral."""
        for line in self:
            if line.referral_id.state != "draft":
                raise ValidationError(
                    self.env._(
                        "“%s” is no draft any more: put the case on another referral.",
                        line.referral_id.name,
                    )
                )
            feedback = line.feedback_id
            feedback._check_move_sources(feedback._find_move("refer"))
            if feedback.is_sealed and len(line.referral_id.line_ids) > 1:
                raise ValidationError(
                    self.env._("A sealed case goes on a referral of its own.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_elsewhere([vals.get("feedback_id") for vals in vals_list])
        lines = super().create(vals_list)
        # checked after creation, so that a default in the context is caught too
        if not self.env.su and any(
            line.progress != "planned"
            or line.answer_id
            or line.reply_reference
            or line.reply_date
            or not is_html_empty(line.reply)
            or line.verdict
            for line in lines
        ):
            raise UserError(
                self.env._("A reply can be entered when the referral has been sent.")
            )
        for line in lines:
            # sudo: the outcome is closed; the case may be read and may be referred,
            # and who may create lines keeps the cases
            line.feedback_id.sudo().outcome = line.referral_id.kind
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_write(vals)
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            for line in self:
                line._check_editable()
        feedbacks = self.filtered(lambda line: line.progress == "planned").feedback_id
        result = super().unlink()
        feedbacks._forget_referral()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(line.state in ("sent", "replied", "done") for line in self):
            raise UserError(
                self.env._("A case that was sent stays on the referral. Take it back.")
            )

    def _check_write(self, vals):
        """Refuse what the status of the referral does not allow by hand."""
        if CLOSED_FIELDS & set(vals):
            raise UserError(
                self.env._(
                    "This changes by the steps of the referral only. "
                    "Use the buttons at the top."
                )
            )
        for line in self:
            if "proposal" in vals:
                line._check_editable()
            if REPLY_FIELDS & set(vals) and line.progress != "waiting":
                raise UserError(
                    self.env._(
                        "The reply on case “%s” can be entered after the referral was "
                        "sent and before it was brought back to the petitioner.",
                        line.feedback_id.display_name,
                    )
                )

    def _check_editable(self):
        if not self.referral_id._is_editable():
            raise UserError(
                self.env._(
                    "“%s” was handed in already: what it says does not change any "
                    "more. Ask a leader to return it.",
                    self.referral_id.name,
                )
            )

    def _check_not_elsewhere(self, feedback_ids):
        # what is told below names the case: to those alone who may read it
        self.env["dialogue.feedback"].browse(
            [id_ for id_ in feedback_ids if id_]
        ).check_access("read")
        # sudo: to see lines that the user may not read; only a name is told
        elsewhere = self.sudo().search(
            [
                ("feedback_id", "in", [id_ for id_ in feedback_ids if id_]),
                ("progress", "in", LIVE_PROGRESS),
            ],
            limit=1,
        )
        if elsewhere:
            raise UserError(
                self.env._(
                    "Case “%(case)s” is already on “%(referral)s”. "
                    "Take it off there first.",
                    case=elsewhere.feedback_id.code or elsewhere.feedback_id.subject,
                    referral=elsewhere.referral_id.name,
                )
            )

    def _is_ready(self):
        """Say whether a reply was entered that is not yet brought back."""
        self.ensure_one()
        return self.progress == "waiting" and not is_html_empty(self.reply)

    def _check_reply(self):
        """Raise ``UserError`` unless the reply can be brought back."""
        for line in self:
            if not line.verdict:
                raise UserError(
                    self.env._(
                        "Choose what the reply on case “%s” means for the petitioner.",
                        line.feedback_id.display_name,
                    )
                )
            if line.verdict == "will_do" and not (
                line.promised_action and line.promised_on
            ):
                raise UserError(
                    self.env._(
                        "The reply on case “%s” promises something: "
                        "say what will be done and by which day.",
                        line.feedback_id.display_name,
                    )
                )

    def _bring_back(self):
        """Make of every reply an answer that waits for a leader's approval."""
        for line in self:
            referral = line.referral_id
            # sudo: the reference is closed to writing by hand
            line.sudo().write(
                {
                    "reply_reference": referral.reply_reference,
                    "reply_date": referral.reply_date,
                }
            )
            answer = line.answer_id
            if answer.state == "returned":
                # sudo: an answer that a leader returned takes the corrected reply
                answer.sudo().write(line._prepare_answer_values())
                answer._move("submit")
            else:
                answer = line.feedback_id._draft_reply(line)
            line.sudo().write({"answer_id": answer.id, "progress": "replied"})

    def _give_up_reply(self):
        """Let replies that wait for approval go back, because the case went elsewhere.

        The text stays with the case as a draft to go on from.
        """
        answers = self.answer_id.filtered(lambda answer: answer.state == "review")
        # sudo: the right was checked by the move of the case that takes it elsewhere
        answers.sudo()._move(
            "return",
            {"return_reason": self.env._("The case was taken off the referral.")},
        )

    def _prepare_answer_values(self):
        """Return the values of the ``dialogue.answer`` that brings the reply back."""
        self.ensure_one()
        return {
            "verdict": self.verdict,
            "body": self.reply,
            "legal_basis": self._reply_source(),
            "promised_action": self.promised_action,
            "promised_on": self.promised_on,
        }

    def _reply_source(self):
        """Return a sentence that says where the reply comes from."""
        referral = self.referral_id._in_company_lang()
        body = referral.partner_id.name
        if self.reply_reference and self.reply_date:
            return referral.env._(
                "Letter %(reference)s of %(date)s from %(body)s",
                reference=self.reply_reference,
                date=format_date(referral.env, self.reply_date),
                body=body,
            )
        if self.reply_reference:
            return referral.env._(
                "Letter %(reference)s from %(body)s",
                reference=self.reply_reference,
                body=body,
            )
        return referral.env._("Reply of %(body)s", body=body)

    def action_return_reply(self, reason):
        """Give replies back to the desk before they are issued as answers.

        :param str reason: what should be changed
        :raise UserError: the reply was not brought back yet, or is issued already
        """
        for line in self:
            if line.progress != "replied":
                raise UserError(
                    self.env._(
                        "Case “%s” has no answer waiting for approval.",
                        line.feedback_id.display_name,
                    )
                )
            answer = line.answer_id
            answer._move(
                "return",
                {"return_reason": reason, "return_count": answer.return_count + 1},
            )
            # sudo: the progress is closed; the move above checked the right
            line.sudo().progress = "waiting"
            line.referral_id.message_post(
                body=self.env._(
                    "Reply on %(case)s returned: %(reason)s",
                    case=line.feedback_id.code,
                    reason=reason,
                ),
                subtype_xmlid="mail.mt_note",
            )

    def action_open_feedback(self):
        """Open the case of one line."""
        self.ensure_one()
        return self.feedback_id._get_records_action()
