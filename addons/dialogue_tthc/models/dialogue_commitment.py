from odoo import api, fields, models
from odoo.exceptions import UserError

from .feedback_states import DESK, SPECIALIST
from .moves_mixin import Move

# the window in which files of evidence are uploaded
UPLOAD_MODEL = "dialogue.commitment.settle"
# what a settled task does not change any more
TEXT_FIELDS = frozenset(
    {
        "company_id",
        "date_deadline",
        "department_id",
        "feedback_id",
        "name",
        "session_id",
        "user_id",
    }
)


class DialogueCommitment(models.Model):
    """Something the department promised: who does what by when.

    It comes from an answer or from the conclusion of a session. It is done when
    there is evidence, and closed when a second person has checked that evidence.
    """

    _name = "dialogue.commitment"
    _description = "Commitment"
    _inherit = ["dialogue.moves.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True
    _closes_readonly = True

    _moves = (
        Move("report_done", ("todo",), "done", SPECIALIST, ("evidence",)),
        Move("check", ("done",), "checked", DESK, ("other_checker",)),
        Move("send_back", ("done",), "todo", DESK),
        Move("cancel", ("todo", "done"), "cancelled", DESK, ("cancel_reason",)),
    )

    name = fields.Char(string="Task", required=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    session_id = fields.Many2one(
        comodel_name="dialogue.session", index="btree_not_null", check_company=True
    )
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        index="btree_not_null",
        check_company=True,
    )
    answer_id = fields.Many2one(
        comodel_name="dialogue.answer",
        index="btree_not_null",
        readonly=True,
        check_company=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Officer",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_deadline = fields.Date(string="Due on", required=True, tracking=True)
    state = fields.Selection(
        selection=[
            ("todo", "To do"),
            ("done", "Reported done"),
            ("checked", "Checked"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="todo",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    evidence = fields.Text(copy=False, readonly=True)
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="dialogue_commitment_attachment_rel",
        string="Evidence files",
        bypass_search_access=True,
        readonly=True,
        copy=False,
    )
    done_on = fields.Date(readonly=True, copy=False)
    done_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, index="btree_not_null"
    )
    cancel_reason = fields.Text(readonly=True, copy=False)

    def _need_evidence(self, _move):
        if any(not (commitment.evidence or "").strip() for commitment in self):
            raise UserError(self.env._("Say what was done and where it can be seen."))

    def _need_other_checker(self, _move):
        if any(commitment.done_by_id == self.env.user for commitment in self):
            raise UserError(
                self.env._("Whoever did the task cannot check it. Ask a colleague.")
            )

    def _need_cancel_reason(self, _move):
        if any(not (commitment.cancel_reason or "").strip() for commitment in self):
            raise UserError(self.env._("Say why the task is given up."))

    def write(self, vals):
        if not TEXT_FIELDS.isdisjoint(vals):
            for commitment in self:
                if commitment.state in ("checked", "cancelled"):
                    raise UserError(
                        self.env._(
                            "“%s” is settled and does not change any more.",
                            commitment.name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_record(self):
        for commitment in self:
            if commitment.state != "todo" or commitment.answer_id:
                raise UserError(
                    self.env._(
                        "“%s” was promised or reported on, and stays on record. "
                        "Cancel it instead.",
                        commitment.name,
                    )
                )

    def _keeps_files(self):
        return self.state != "todo"

    def action_report_done(self, evidence, attachment_ids=()):
        """Report the tasks as done.

        :param str evidence: what was done, and where it can be seen
        :param attachment_ids: ids of files that the caller has just uploaded and
            that belong to no record yet; other files are refused
        """
        self._move(
            "report_done",
            {
                "evidence": evidence,
                "done_on": fields.Date.context_today(self),
                "done_by_id": self.env.uid,
            },
        )
        self._attach_evidence(attachment_ids)

    def _attach_evidence(self, attachment_ids):
        # whoever reads a task reads its files: so nobody may bind a file to it that
        # is not theirs to show
        attachments = self.env["ir.attachment"].browse(attachment_ids).exists()
        if not attachments:
            return
        self.ensure_one()
        # sudo: fresh uploads are checked here one by one, by owner and place
        attachments_sudo = attachments.sudo()
        if any(
            attachment.create_uid != self.env.user
            or (attachment.res_id and attachment.res_model != UPLOAD_MODEL)
            for attachment in attachments_sudo
        ):
            raise UserError(
                self.env._("Upload the files of evidence here, one after another.")
            )
        attachments_sudo.write({"res_model": self._name, "res_id": self.id})
        # sudo: the move just showed that this user may report on the task
        self.sudo().attachment_ids = [
            fields.Command.link(attachment.id) for attachment in attachments
        ]

    def action_check(self):
        """Confirm, as a second person, that the tasks are done."""
        self._move("check")

    def action_send_back(self):
        """Say that the evidence does not suffice: the tasks are to do again."""
        self._move("send_back", {"done_on": False, "done_by_id": False})

    def action_open_report(self):
        """Open the window in which evidence is given."""
        return self._open_settle("done", self.env._("Report done"))

    def action_open_cancel(self):
        """Open the window in which a task is given up."""
        return self._open_settle("cancel", self.env._("Give the task up"))

    def _open_settle(self, step, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.commitment.settle",
            "views": [(False, "form")],
            "target": "new",
            "name": title,
            "context": {"default_commitment_id": self.id, "default_step": step},
        }

    def action_cancel(self, reason):
        """Give the tasks up.

        :param str reason: why
        """
        self._move("cancel", {"cancel_reason": reason}, note=reason)
