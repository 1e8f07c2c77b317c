from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .feedback_states import DESK, LEADER, SPECIALIST
from .moves_mixin import Move

MODES = [
    ("on_spot", "On the spot"),
    ("written", "In writing"),
    ("superior", "From the superior or another body"),
]
VERDICTS = [
    ("resolved", "Resolved"),
    ("will_do", "Will be done"),
    ("guided", "Guidance given"),
    ("beyond", "Beyond authority"),
    ("not_accepted", "Not accepted"),
]
FROZEN_STATES = ("issued", "superseded")
# what an answer says: whoever changes it has written it too
TEXT_FIELDS = frozenset(
    {
        "attachment_ids",
        "body",
        "legal_basis",
        "legal_document_ids",
        "promised_action",
        "promised_department_id",
        "promised_on",
        "verdict",
    }
)


class DialogueAnswer(models.Model):
    """One version of an answer to one case.

    Its state follows the moves of the case (``dialogue_feedback_moves.py``), which
    alone make the moves below. An issued answer never changes: a correction is a new
    version, which supersedes it.
    """

    _name = "dialogue.answer"
    _description = "Answer"
    _inherit = ["dialogue.moves.mixin", "dialogue.document.owner.mixin"]
    _order = "feedback_id, version desc, id desc"
    _rec_name = "display_name"
    _check_company_auto = True
    _closes_readonly = True

    _moves = (
        Move("submit", ("draft", "returned"), "review", SPECIALIST, ("complete",)),
        Move("return", ("review",), "returned", LEADER, ("return_reason",)),
        Move("issue", ("review",), "issued", LEADER, ("complete", "second_person")),
        Move("issue_on_spot", ("draft",), "issued", DESK, ("complete",)),
        Move("take_over", ("draft",), "issued", DESK, ("complete", "old_register")),
        Move("supersede", ("issued",), "superseded", DESK),
    )

    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="feedback_id.company_id", store=True, index=True
    )
    version = fields.Integer(default=1, readonly=True, copy=False)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("review", "Under review"),
            ("returned", "Returned"),
            ("issued", "Issued"),
            ("superseded", "Superseded"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    mode = fields.Selection(
        selection=MODES, default="written", required=True, readonly=True
    )
    verdict = fields.Selection(selection=VERDICTS)
    body = fields.Html(string="Answer", sanitize=True, copy=False)
    legal_basis = fields.Text()
    legal_document_ids = fields.Many2many(
        comodel_name="dialogue.legal.document", string="Legal documents"
    )
    promised_action = fields.Text(help="What will be done, if something is promised.")
    promised_department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division that will do it",
        index="btree_not_null",
        check_company=True,
    )
    promised_on = fields.Date(string="To be done by")
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="dialogue_answer_attachment_rel",
        string="Files of the answer",
        bypass_search_access=True,
        copy=False,
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        readonly=True,
        required=True,
        index=True,
    )
    editor_id = fields.Many2one(
        comodel_name="res.users",
        string="Text last changed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    approver_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, index="btree_not_null"
    )
    issued_on = fields.Datetime(readonly=True, copy=False)
    return_reason = fields.Text(readonly=True, copy=False)
    return_count = fields.Integer(string="Times returned", readonly=True, copy=False)
    document_id = fields.Many2one(
        comodel_name="dialogue.document",
        string="Official document",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

    _version_uniq = models.UniqueIndex(
        "(feedback_id, version)", "This version of the answer exists already."
    )
    _one_issued_uniq = models.UniqueIndex(
        "(feedback_id) WHERE state = 'issued'",
        "A case has one valid answer at a time.",
    )
    _issued_complete = models.Constraint(
        "CHECK (state NOT IN ('issued', 'superseded') "
        "OR (issued_on IS NOT NULL AND verdict IS NOT NULL))",
        "An issued answer has its date and its result.",
    )

    @api.depends("feedback_id.code", "version")
    def _compute_display_name(self):
        for answer in self:
            answer.display_name = self.env._(
                "Answer %(version)s to %(case)s",
                version=answer.version,
                case=answer.feedback_id.code or answer.feedback_id.subject,
            )

    @api.model_create_multi
    def create(self, vals_list):
        feedback_ids = [vals.get("feedback_id") for vals in vals_list]
        versions = dict(
            self.sudo()._read_group(
                [("feedback_id", "in", feedback_ids)],
                ["feedback_id"],
                ["version:max"],
            )
        )
        latest = {feedback.id: version for feedback, version in versions.items()}
        numbered = []
        for vals in vals_list:
            feedback_id = vals.get("feedback_id")
            latest[feedback_id] = latest.get(feedback_id, 0) + 1
            numbered.append({**vals, "version": latest[feedback_id]})
        return super().create(numbered)

    def write(self, vals):
        # the one change an issued answer sees is that a newer version replaces it,
        # and that comes as a move, which the mixin checks
        if set(vals) != {"state"} and any(
            answer.state in FROZEN_STATES for answer in self
        ):
            raise UserError(
                self.env._(
                    "An issued answer does not change any more. "
                    "Reopen the case to answer anew."
                )
            )
        if not self.env.su and any(answer.state == "review" for answer in self):
            raise UserError(
                self.env._(
                    "The answer is with the leader for approval and cannot be changed. "
                    "It has to be returned first."
                )
            )
        result = super().write(vals)
        if not self.env.su and not TEXT_FIELDS.isdisjoint(vals):
            # sudo: the field is closed; it only says who has just written
            super(DialogueAnswer, self.sudo()).write({"editor_id": self.env.uid})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if any(answer.state in FROZEN_STATES for answer in self):
            raise UserError(
                self.env._("An issued answer is part of the record and stays.")
            )
        if not self.env.su and any(
            answer.state != "draft" or answer.return_count for answer in self
        ):
            raise UserError(
                self.env._(
                    "An answer that was handed in is part of the record and stays."
                )
            )

    def _keeps_files(self):
        return self.state in ("review", *FROZEN_STATES)

    def _need_complete(self, _move):
        for answer in self:
            if not answer.verdict or is_html_empty(answer.body):
                raise UserError(
                    self.env._(
                        "Write the answer to case “%s” and choose its result first.",
                        answer.feedback_id.display_name,
                    )
                )
            if answer.verdict == "will_do" and not (
                answer.promised_action and answer.promised_on
            ):
                raise UserError(
                    self.env._(
                        "The answer to case “%s” promises something: "
                        "say what will be done and by which day.",
                        answer.feedback_id.display_name,
                    )
                )

    def _need_return_reason(self, _move):
        if any(not (answer.return_reason or "").strip() for answer in self):
            raise UserError(self.env._("Say what should be changed in the answer."))

    def _need_second_person(self, _move):
        for answer in self:
            if (
                self.env.user in (answer.author_id | answer.editor_id)
                and not answer.company_id.dialogue_allow_self_approval
            ):
                raise UserError(
                    self.env._(
                        "You wrote the answer to case “%s” yourself: "
                        "another leader has to approve it.",
                        answer.feedback_id.display_name,
                    )
                )
