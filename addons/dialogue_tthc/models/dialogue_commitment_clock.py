from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .dialogue_clock_tell import DUE
from .dialogue_feedback_remind import PEOPLE_FIELDS

COMMITMENT = "commitment"


class DialogueCommitment(models.Model):
    """The term of a promise: it ends when somebody reports that it was kept.

    Its day is the one that was promised; where that is a day off, the next working
    day. Every change of it is an event.
    """

    _name = "dialogue.commitment"
    _inherit = ["dialogue.commitment", "dialogue.clock.owner"]

    clock_ids = fields.One2many(
        comodel_name="dialogue.clock", inverse_name="commitment_id", string="Terms"
    )
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )

    def _due_sentence(self, _step, day):
        return self.env._("To be done by %s.", day)

    @api.depends("state", "date_deadline", "clock_ids.due_on", "clock_ids.state")
    def _compute_is_overdue(self):
        open_clocks = self.env["dialogue.clock"]._open(self, [COMMITMENT])
        due = {clock.commitment_id.id: clock.due_on for clock in open_clocks}
        for commitment in self:
            day = due.get(commitment._origin.id) or commitment.date_deadline
            commitment.is_overdue = (
                commitment.state == "todo"
                and bool(day)
                and day < commitment.company_id._dialogue_today()
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = []
        # the day that it is differs between departments
        for company in self.env.companies:
            today = company._dialogue_today()
            domains.append(
                Domain("company_id", "=", company.id)
                & Domain("state", "=", "todo")
                & Domain("date_deadline", "<", today)
                # promised for a day off: due on the next working day
                & Domain(
                    "clock_ids",
                    "not any",
                    Domain("state", "!=", "stopped") & Domain("due_on", ">=", today),
                )
            )
        return Domain.OR(domains)

    @api.constrains("date_deadline")
    def _check_year(self):
        for commitment in self:
            problem = self.env["dialogue.day"]._year_problem(commitment.date_deadline)
            if problem:
                raise ValidationError(problem)

    @api.model_create_multi
    def create(self, vals_list):
        commitments = super().create(vals_list)
        commitments._start_clock(self.env._("Promised"))
        return commitments

    def write(self, vals):
        if "date_deadline" not in vals:
            return super().write(vals)
        before = {commitment.id: commitment.date_deadline for commitment in self}
        result = super().write(vals)
        moved = self.filtered(
            lambda commitment: commitment.date_deadline != before[commitment.id]
        )
        clocks = self.env["dialogue.clock"]._open(moved, [COMMITMENT])
        for day, own in clocks.grouped(
            lambda clock: clock.commitment_id.date_deadline
        ).items():
            own._fix(day, "agreed", self.env._("The day of the task was changed"))
        return result

    def _start_clock(self, reason):
        self.env["dialogue.clock"]._start(
            self.filtered(lambda commitment: commitment.state == "todo"),
            [COMMITMENT],
            due_of=lambda commitment: commitment.date_deadline,
            reason=reason,
        )

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        states = dict(self._fields["state"]._description_selection(self.env))
        reason = note or states[move.target]
        if move.target == "todo":
            self._start_clock(reason)
        else:
            self.env["dialogue.clock"]._stop(self, [COMMITMENT], reason)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_terms(self):
        # sudo: a term counts also when this user may not read it
        clock = (
            self.env["dialogue.clock"]
            .sudo()
            .search([("commitment_id", "in", self.ids)], limit=1)
        )
        if clock:
            raise UserError(
                self.env._(
                    "The term of “%s” is on record. Cancel it instead.",
                    clock.commitment_id.name,
                )
            )


class DialogueCommitmentPeople(models.Model):
    """Reminders end with the task of whoever had it."""

    _inherit = "dialogue.commitment"

    def write(self, vals):
        before = {}
        if any(name in vals for name in PEOPLE_FIELDS):
            # sudo: who heads a division is no secret, but only HR reads employees
            before = {task: task.sudo()._handlers() for task in self}
        result = super().write(vals)
        for task, users in before.items():
            for user in users - task.sudo()._handlers():
                # the next rung reminds whoever has the task now
                task.sudo().activity_unlink([DUE], user_id=user.id)
        return result

    def _handlers(self):
        return self.user_id | self.department_id.manager_id.user_id
