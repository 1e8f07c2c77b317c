from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..models.dialogue_feedback import BEHAVIOUR_KINDS
from ..models.feedback_states import MOVES
from ..tools.legal_clock import shift_working_days

STEPS = [
    ("ask_info", "Ask the petitioner"),
    ("info_given", "Enter what the petitioner sent"),
    ("refuse", "Do not accept"),
    ("appeal", "Look at it once more"),
    ("assign", "Assign"),
    ("plan_written", "Answer in writing"),
    ("return_to_desk", "Return to the desk"),
    ("return_draft", "Return the answer"),
    ("take_back", "Take back"),
    ("reopen", "Reopen"),
    ("withdraw", "Withdraw"),
    ("merge", "Merge into another case"),
    ("unmerge", "Take apart again"),
    ("write", "Write to the petitioner"),
]
ASSIGNING = ("assign", "plan_written")
# steps whose name differs from the move (or moves) of the table they lead to
MOVES_OF_STEP = {
    "info_given": ("info_received", "info_accepted", "info_assigned"),
    "plan_written": ("assign",),
    "write": (),
}
# a case that a division works on already can be given to another one
UNDER_WAY = ("assigned", "drafting")


class DialogueFeedbackMove(models.TransientModel):
    """One step of one or many cases that needs words, a person or a day.

    It holds what is typed and calls the public action of the cases, which alone
    decides whether the step is possible: a refusal leaves the wizard open with
    everything in it. Cases that stand where the step is impossible are named and
    left out before anything is typed.
    """

    _name = "dialogue.feedback.move"
    _description = "Step of a Case"
    _inherit = ["dialogue.selection.mixin"]

    step = fields.Selection(selection=STEPS, required=True)
    # Cases
    left_out_ids = fields.Many2many(
        comodel_name="dialogue.feedback",
        relation="dialogue_feedback_move_left_out_rel",
        string="Left out",
        readonly=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", compute="_compute_company_id"
    )
    # Words
    question = fields.Text(string="What is to be sent")
    information = fields.Text(string="What the petitioner sent")
    message = fields.Text()
    reason = fields.Text()
    refusal_reason_id = fields.Many2one(comodel_name="dialogue.refusal.reason")
    guidance = fields.Text(
        string="Words for the petitioner",
        compute="_compute_guidance",
        store=True,
        readonly=False,
        help="Say why, politely, and where to turn to instead.",
    )
    # Who and when
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division",
        compute="_compute_department_id",
        store=True,
        readonly=False,
    )
    candidate_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_candidate_ids"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Officer",
        compute="_compute_user_id",
        store=True,
        readonly=False,
    )
    date_deadline = fields.Date(
        string="Answer due on",
        compute="_compute_date_deadline",
        store=True,
        readonly=False,
    )
    is_deadline_missing = fields.Boolean(compute="_compute_is_deadline_missing")
    # Merge
    target_id = fields.Many2one(comodel_name="dialogue.feedback", string="Merge into")

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        feedbacks = self._selected_feedbacks()
        if not feedbacks:
            return defaults
        possible = self._possible_feedbacks(feedbacks, defaults.get("step"))
        if "feedback_ids" in fields:
            defaults["feedback_ids"] = [Command.set(possible.ids)]
        if "left_out_ids" in fields:
            defaults["left_out_ids"] = [Command.set((feedbacks - possible).ids)]
        return defaults

    @api.model
    def _possible_feedbacks(self, feedbacks, step):
        """Return those of ``feedbacks`` that stand where ``step`` may start.

        One case is returned as it is: the refusal of the step says where it stands.
        Cases under way are assigned anew only when all of them are under way, so
        that assigning a heap of new cases never takes others away from an officer.
        """
        if len(feedbacks) == 1:
            return feedbacks
        if step in ASSIGNING and all(case.state in UNDER_WAY for case in feedbacks):
            return feedbacks
        names = MOVES_OF_STEP.get(step, (step,))
        if not names:
            return feedbacks
        sources = {
            state for move in MOVES if move.name in names for state in move.sources
        }
        return feedbacks.filtered(lambda feedback: feedback.state in sources)

    @api.depends("feedback_ids")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.feedback_ids.company_id[:1]

    @api.depends("refusal_reason_id")
    def _compute_guidance(self):
        for wizard in self:
            # words that somebody typed are kept when the reason changes
            if not wizard.guidance or self.env["dialogue.refusal.reason"].search_count(
                [("guidance", "=", wizard.guidance)], limit=1
            ):
                wizard.guidance = wizard.refusal_reason_id.guidance

    @api.depends("step", "feedback_ids")
    def _compute_department_id(self):
        for wizard in self:
            if wizard.step not in ASSIGNING:
                wizard.department_id = False
                continue
            proposed = {
                wizard._proposed_department(feedback)
                for feedback in wizard.feedback_ids
            }
            wizard.department_id = proposed.pop() if len(proposed) == 1 else False

    @api.model
    def _proposed_department(self, feedback):
        """Return the division that usually answers ``feedback``, if it may."""
        sector = feedback.sector_id.with_company(feedback.company_id)
        department = feedback.department_id or sector.department_id
        concerned = feedback.concerned_department_id
        if feedback.kind in BEHAVIOUR_KINDS and concerned:
            own = self.env["hr.department"].search([("id", "child_of", concerned.id)])
            department -= own
        return department

    @api.depends("department_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            if not wizard.department_id:
                wizard.candidate_ids = False
                continue
            # sudo: the desk may not read employees; only the users are shown, whom
            # every colleague may see
            employees_sudo = (
                self.env["hr.employee"]
                .sudo()
                .search(
                    [
                        ("department_id", "child_of", wizard.department_id.id),
                        ("user_id", "!=", False),
                    ]
                )
            )
            wizard.candidate_ids = employees_sudo.user_id.ids

    @api.depends("candidate_ids", "feedback_ids")
    def _compute_user_id(self):
        for wizard in self:
            candidate_ids = wizard.candidate_ids.ids
            if wizard.user_id.id in candidate_ids:
                continue
            current = wizard.feedback_ids.user_id
            is_kept = len(current) == 1 and current.id in candidate_ids
            wizard.user_id = current if is_kept else False

    @api.depends("feedback_ids")
    def _compute_date_deadline(self):
        for wizard in self:
            days = set(wizard.feedback_ids.mapped("date_deadline"))
            wizard.date_deadline = days.pop() if len(days) == 1 else False

    @api.onchange("date_deadline")
    def _onchange_date_deadline(self):
        """Show at once the working day that a day off becomes."""
        day = self.date_deadline
        if not (day and self.company_id) or self.env["dialogue.day"]._year_problem(day):
            return None
        working_day = shift_working_days(day, 0, self.company_id._dialogue_calendar())
        if working_day == day:
            return None
        self.date_deadline = working_day
        return {
            "warning": {
                "type": "notification",
                "title": self.env._("A day off"),
                "message": self.env._(
                    "%(day)s is a day off. The working day after it is taken: "
                    "%(working_day)s.",
                    day=format_date(self.env, day),
                    working_day=format_date(self.env, working_day),
                ),
            }
        }

    @api.depends("feedback_ids", "step")
    def _compute_is_deadline_missing(self):
        for wizard in self:
            wizard.is_deadline_missing = wizard.step in ASSIGNING and any(
                not feedback.date_deadline for feedback in wizard.feedback_ids
            )

    def action_apply(self):
        """Make the step on the cases, all of them or none.

        :return: an action: close the wizard, or leave a case that is now out of reach
        :raise UserError: no case is left, or the cases refuse the step
        """
        self.ensure_one()
        if not self.feedback_ids:
            raise UserError(
                self.env._(
                    "None of the selected cases is at a point where this step is "
                    "possible. Close this window and select others."
                )
            )
        # afterwards the field shows no more what the user may not read any more
        feedbacks = self.feedback_ids
        getattr(self, f"_apply_{self.step}")()
        return self._after_apply(feedbacks)

    def _after_apply(self, feedbacks):
        if feedbacks._filtered_access("read") != feedbacks:
            # who gives a case away may lose sight of it: show what is left to do
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "dialogue_tthc.dialogue_feedback_action_mine"
            )
            return {**action, "target": "main"}
        if len(feedbacks) == 1:
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Done for %(count)s cases.", count=self.case_count
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _apply_ask_info(self):
        self.feedback_ids.action_ask_info(self.question)

    def _apply_info_given(self):
        self.feedback_ids.action_info_given(self.information)

    def _apply_refuse(self):
        self.feedback_ids.action_refuse(self.refusal_reason_id.id, self.guidance)

    def _apply_appeal(self):
        self.feedback_ids.action_appeal(self.reason)

    def _apply_assign(self):
        self._assign("action_assign")

    def _apply_plan_written(self):
        self._assign("action_plan_written")

    def _assign(self, method):
        """Assign each case to the division chosen, or to that of its own sector."""
        chosen = self.department_id
        by_department = self.feedback_ids.grouped(
            lambda feedback: chosen or self._proposed_department(feedback)
        )
        for department, feedbacks in by_department.items():
            if not chosen and feedbacks.filtered(lambda case: case.state in UNDER_WAY):
                raise UserError(
                    self.env._(
                        "Choose the division that takes the cases over from the one "
                        "that has them now."
                    )
                )
            if not department:
                raise UserError(
                    self.env._(
                        "Choose the division for case “%s”: no division is set for "
                        "its sector.",
                        feedbacks[0].display_name,
                    )
                )
            getattr(feedbacks, method)(
                department.id, self.user_id.id, self.date_deadline
            )

    def _apply_return_to_desk(self):
        self.feedback_ids.action_return_to_desk(self.reason)

    def _apply_return_draft(self):
        self.feedback_ids.action_return_draft(self.reason)

    def _apply_take_back(self):
        self.feedback_ids.action_take_back(self.reason)

    def _apply_reopen(self):
        self.feedback_ids.action_reopen(self.reason)

    def _apply_withdraw(self):
        self.feedback_ids.action_withdraw(self.reason)

    def _apply_merge(self):
        self.feedback_ids.action_merge(self.target_id.id)

    def _apply_unmerge(self):
        self.feedback_ids.action_unmerge(self.reason)

    def _apply_write(self):
        # words to a petitioner leave the house: only those who keep the case send them
        self.feedback_ids.check_access("write")
        if not (self.message or "").strip():
            raise UserError(self.env._("Write what the petitioner is to read."))
        for feedback in self.feedback_ids:
            feedback._write_to_petitioner(self.message)
