from odoo import api, fields, models
from odoo.fields import Domain

from .feedback_states import STATES

OPEN_ANSWER_STATES = ("draft", "returned", "review")


class DialogueFeedback(models.Model):
    """What only the screens of a case need: nothing here is stored or decides."""

    _inherit = "dialogue.feedback"

    state = fields.Selection(group_expand="_group_expand_state")
    is_of_my_division = fields.Boolean(
        string="Of my division",
        compute="_compute_is_of_my_division",
        search="_search_is_of_my_division",
    )
    petitioner_contact = fields.Text(
        string="How to reach them",
        compute="_compute_petitioner_contact",
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    open_answer_id = fields.Many2one(
        comodel_name="dialogue.answer",
        string="Answer in preparation",
        compute="_compute_open_answer",
    )
    open_answer_state = fields.Char(compute="_compute_open_answer")
    return_reason = fields.Text(compute="_compute_open_answer")
    answer_body = fields.Html(related="answer_id.body", string="Text of the answer")
    answer_legal_basis = fields.Text(related="answer_id.legal_basis")
    child_count = fields.Integer(compute="_compute_related_counts")
    merged_count = fields.Integer(compute="_compute_related_counts")
    commitment_count = fields.Integer(compute="_compute_related_counts")

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name a case by its code alone to those who may not read it.

        Links are named with elevated rights, so a case that was split from, or merged
        into, a sealed one or one of another division would give away its subject.
        """
        super()._compute_display_name()
        if not self.env.su:
            return
        hidden = self - self.sudo(False)._filtered_access("read")
        for feedback in hidden:
            feedback.display_name = feedback.code or self.env._("Another case")

    @api.model
    def _group_expand_state(self, states, _domain):
        """Order groups as a case goes through its life, not by the letters of keys."""
        return [state for state, _label in STATES if state in states]

    def _compute_is_of_my_division(self):
        mine = self.filtered_domain(self._my_division_domain())
        for feedback in self:
            feedback.is_of_my_division = feedback in mine

    def _search_is_of_my_division(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._my_division_domain()

    def _my_division_domain(self):
        """Return the domain of cases that the user's division handles or shares."""
        # sudo: everybody may know in which division they themselves work
        departments = self.env.user.sudo().employee_ids.department_id
        return Domain("department_id", "child_of", departments.ids) | Domain(
            "cooperating_department_ids", "in", departments.ids
        )

    @api.depends(
        "petitioner_id.representative",
        "petitioner_id.representative_title",
        "petitioner_id.tax_code",
        "petitioner_id.address",
        "petitioner_id.phone",
        "petitioner_id.email",
    )
    def _compute_petitioner_contact(self):
        for feedback in self:
            petitioner = feedback.petitioner_id
            person = ", ".join(
                part
                for part in (
                    petitioner.representative,
                    petitioner.representative_title,
                )
                if part
            )
            feedback.petitioner_contact = "\n".join(
                part
                for part in (
                    person,
                    petitioner.address,
                    petitioner.phone,
                    petitioner.email,
                )
                if part
            )

    @api.depends("answer_ids.state", "answer_ids.return_reason")
    def _compute_open_answer(self):
        answers = self.env["dialogue.answer"].search(
            [
                ("feedback_id", "in", self.ids),
                ("state", "in", OPEN_ANSWER_STATES),
            ],
            order="version, id",
        )
        latest = {answer.feedback_id.id: answer for answer in answers}
        for feedback in self:
            answer = latest.get(feedback.id, self.env["dialogue.answer"])
            feedback.open_answer_id = answer
            feedback.open_answer_state = answer.state
            feedback.return_reason = answer.return_reason

    def _compute_related_counts(self):
        for name, inverse, model in (
            ("child_count", "parent_id", "dialogue.feedback"),
            ("merged_count", "merged_into_id", "dialogue.feedback"),
            ("commitment_count", "feedback_id", "dialogue.commitment"),
        ):
            groups = self.env[model]._read_group(
                [(inverse, "in", self.ids)], [inverse], ["__count"]
            )
            counts = {record.id: count for record, count in groups}
            for feedback in self:
                feedback[name] = counts.get(feedback.id, 0)

    def action_open_answer(self):
        """Open the answer in preparation, or the one that was issued.

        :return: an action, or False where there is no answer
        """
        self.ensure_one()
        answer = self.open_answer_id or self.answer_id
        if not answer:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.answer",
            "res_id": answer.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_open_related(self):
        """List the cases that were split from, or merged into, these.

        :return: an action
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Related cases"),
            "res_model": "dialogue.feedback",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                "|",
                ("parent_id", "in", self.ids),
                ("merged_into_id", "in", self.ids),
            ],
        }

    def action_open_commitments(self):
        """List the tasks that these cases left behind.

        :return: an action
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tasks after the dialogue"),
            "res_model": "dialogue.commitment",
            "views": [(False, "list"), (False, "form")],
            "domain": [("feedback_id", "in", self.ids)],
        }
