from odoo import api, fields, models
from odoo.exceptions import UserError

from .dialogue_session_moves import AHEAD
from .feedback_states import OWED_STATES

# who may know of a group at all; which of them, the rules say
READERS = (
    "dialogue_tthc.dialogue_tthc_group_specialist,"
    "dialogue_tthc.dialogue_tthc_group_auditor"
)
STAGES = [
    ("proposed", "Proposed"),
    ("preparing", "Being prepared"),
    ("ready", "Ready"),
]


class DialogueQuestionGroup(models.Model):
    """Questions of a session that ask the same: one division prepares one answer.

    Which are alike is proposed from their words and decided by a person. A sealed
    case, and one about an official's behaviour, is in no group, for the group is read
    by those who may not know of it.
    """

    _name = "dialogue.question.group"
    _description = "Group of Questions"
    _inherit = ["mail.thread"]
    _order = "session_id, stage, sequence, id"
    _check_company_auto = True

    # not tracked: the history would keep the words of a case that is sealed later
    name = fields.Char(string="Subject", required=True)
    sequence = fields.Integer(default=10)
    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division that prepares",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    feedback_ids = fields.One2many(
        comodel_name="dialogue.feedback", inverse_name="group_id", string="Questions"
    )
    feedback_count = fields.Integer(
        string="Number of questions", compute="_compute_feedback_count"
    )
    proposed_feedback_ids = fields.One2many(
        comodel_name="dialogue.feedback",
        inverse_name="proposed_group_id",
        string="Came in later",
        domain=[("state", "in", OWED_STATES)],
        readonly=True,
        help="They seem to ask the same: say of each whether it does.",
    )
    proposed_count = fields.Integer(
        string="Came in later, to be decided", compute="_compute_feedback_count"
    )
    unlike_feedback_ids = fields.Many2many(
        comodel_name="dialogue.feedback",
        relation="dialogue_question_group_unlike_rel",
        string="Ask something else",
        groups=fields.NO_ACCESS,
        help="Questions of which somebody said that they ask something else.",
    )
    draft_answer = fields.Text(
        help="What will be said at the session; the letter may follow."
    )
    stage = fields.Selection(
        selection=STAGES,
        default="preparing",
        required=True,
        tracking=True,
        group_expand=True,
    )
    days_left = fields.Integer(
        compute="_compute_days_left", help="Until the session.", aggregator=None
    )
    is_late = fields.Boolean(compute="_compute_days_left")

    _ready_has_answer = models.Constraint(
        "CHECK (stage <> 'ready' OR (department_id IS NOT NULL "
        "AND draft_answer IS NOT NULL))",
        "A group is ready when a division has drafted its answer.",
    )

    def _creation_message(self):
        # as of the records that move: the model has no name yet at set-up
        return self.env._("Drawn up")

    @api.depends("feedback_ids", "proposed_feedback_ids.state")
    @api.depends_context("uid")
    def _compute_feedback_count(self):
        cases = self.env["dialogue.feedback"]
        counts = dict(
            cases._read_group([("group_id", "in", self.ids)], ["group_id"], ["__count"])
        )
        proposed = dict(
            cases._read_group(
                [("proposed_group_id", "in", self.ids), ("state", "in", OWED_STATES)],
                ["proposed_group_id"],
                ["__count"],
            )
        )
        for group in self:
            group.feedback_count = counts.get(group._origin, 0)
            group.proposed_count = proposed.get(group._origin, 0)

    @api.depends("name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name the group to those alone who may read it.

        Links are named with elevated rights, and the name is what a petitioner wrote.
        """
        result = super()._compute_display_name()
        if self.env.su:
            hidden = self - self.sudo(False)._filtered_access("read")
            hidden.display_name = self.env._("Group of another division")
        return result

    @api.depends("session_id.date_start", "session_id.state", "stage")
    def _compute_days_left(self):
        for group in self:
            session, company = group.session_id, group.company_id
            held_on = (
                session.date_start
                and company._dialogue_local(session.date_start).date()
            )
            is_ahead = held_on and session.state in AHEAD
            group.days_left = (
                max((held_on - company._dialogue_today()).days, 0) if is_ahead else 0
            )
            group.is_late = (
                bool(is_ahead) and group.stage != "ready" and group.days_left <= 1
            )

    @api.constrains("feedback_ids")
    def _check_questions(self):
        self.feedback_ids._check_group()

    def write(self, vals):
        if not self.env.su and not self.env.user.has_group(
            "dialogue_tthc.dialogue_tthc_group_desk"
        ):
            # the division prepares the answer; which questions it answers is the desk's
            self._check_prepares_only(vals)
        if "session_id" in vals and any(
            group.session_id.id != vals["session_id"] for group in self
        ):
            # another session may be of another department, which would get it all
            raise UserError(self.env._("A group stays with its session."))
        return super().write(vals)

    def _check_prepares_only(self, vals):
        is_proposed = any(group.stage == "proposed" for group in self)
        for name, value in vals.items():
            if name == "draft_answer" or (
                name == "stage" and value in ("preparing", "ready") and not is_proposed
            ):
                continue
            raise UserError(
                self.env._(
                    "Your division writes the answer and says when it is ready. "
                    "Ask the desk for anything else."
                )
            )

    def action_join(self):
        """Say that the proposed questions do belong together."""
        self.check_access("write")
        self.filtered(lambda group: group.stage == "proposed").stage = "preparing"

    def action_take_apart(self):
        """Let the questions stand by themselves; a proposal is dropped."""
        self.check_access("write")
        for group in self:
            if group.draft_answer:
                raise UserError(
                    self.env._(
                        "“%s” has an answer that somebody wrote. Take its questions "
                        "out one by one, or delete the answer first.",
                        group.name,
                    )
                )
        ahead = self.session_id.filtered(lambda session: session.state in AHEAD)
        # nobody looks for its item on the agenda any more, and it would come twice
        ahead.agenda_item_ids.filtered(lambda item: item.group_id in self).unlink()
        # sudo: the desk, which keeps the groups, keeps what is in them
        self.sudo().feedback_ids.group_id = False
        self.unlink()

    def action_ready(self):
        """Say that the answer is ready to be given."""
        for group in self:
            if group.stage == "proposed":
                raise UserError(
                    self.env._(
                        "Nobody has said yet that the questions of “%s” belong "
                        "together: put them together first.",
                        group.name,
                    )
                )
            if not group.department_id or not (group.draft_answer or "").strip():
                raise UserError(
                    self.env._(
                        "Choose the division and write the answer to “%s” first.",
                        group.name,
                    )
                )
        self.write({"stage": "ready"})

    def action_view_feedback(self):
        """Open the questions of this group."""
        self.ensure_one()
        door = self.session_id._door(
            "dialogue_tthc.dialogue_feedback_action", self.env._("Questions")
        )
        return {**door, "domain": [("group_id", "=", self.id)]}
