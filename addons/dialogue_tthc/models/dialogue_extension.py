from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .dialogue_clock import RUNNING
from .feedback_states import DESK, LEADER, SPECIALIST
from .moves_mixin import Move

STATES = [
    ("requested", "Waiting for a leader"),
    ("approved", "Approved"),
    ("rejected", "Not approved"),
    ("cancelled", "Cancelled"),
]


class DialogueExtension(models.Model):
    """A later day for the answer to one case: asked for by those who work on it.

    A leader decides before the due day, once for each term; the petitioner is told at
    once. What makes it possible is checked when it is asked for and again when it is
    decided (``dialogue_feedback_extension.py``), because time passes in between.
    Nobody creates or writes these records but the steps.
    """

    _name = "dialogue.extension"
    _description = "Extension of a Term"
    _inherit = ["dialogue.moves.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _closes_readonly = True

    _moves = (
        Move(
            "approve",
            ("requested",),
            "approved",
            LEADER,
            ("second_person", "still_possible"),
        ),
        Move("reject", ("requested",), "rejected", LEADER, ("reject_reason",)),
        Move("cancel", ("requested",), "cancelled", SPECIALIST, ("own_request",)),
        # by itself, when the term ends or stands still; no method calls it by name
        Move("lapse", ("requested",), "cancelled", SPECIALIST),
    )

    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    clock_id = fields.Many2one(
        comodel_name="dialogue.clock",
        string="Term",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="feedback_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="requested",
        required=True,
        readonly=True,
        copy=False,
    )
    reason = fields.Text(
        required=True,
        readonly=True,
        help="For the leader; the petitioner never sees it.",
    )
    apology = fields.Text(
        string="Words to the petitioner",
        required=True,
        readonly=True,
        help="Goes to the petitioner as it stands here, once the leader approves.",
    )
    old_due_on = fields.Date(string="Due before", required=True, readonly=True)
    new_due_on = fields.Date(string="New due day", required=True, readonly=True)
    # People
    requested_by = fields.Many2one(
        comodel_name="res.users", required=True, readonly=True, index=True
    )
    decided_by = fields.Many2one(
        comodel_name="res.users", readonly=True, index="btree_not_null"
    )
    decided_on = fields.Datetime(readonly=True)
    reject_reason = fields.Text(string="Why not", readonly=True)
    # For the screens
    subject = fields.Char(related="feedback_id.subject")
    department_id = fields.Many2one(related="feedback_id.department_id")
    is_for_others = fields.Boolean(compute="_compute_is_for_others")
    is_cancellable = fields.Boolean(compute="_compute_is_cancellable")

    _one_approved_uniq = models.UniqueIndex(
        "(clock_id) WHERE state = 'approved'",
        "This term was extended once already; that is possible once.",
    )
    _one_open_uniq = models.UniqueIndex(
        "(clock_id) WHERE state = 'requested'",
        "An extension of this term waits for a leader already.",
    )
    _new_day_later = models.Constraint(
        "CHECK (new_due_on > old_due_on)",
        "The new day lies after the one that holds.",
    )

    @api.depends("feedback_id.code", "new_due_on")
    def _compute_display_name(self):
        for extension in self:
            extension.display_name = self.env._(
                "Extension of %(case)s to %(day)s",
                case=extension.feedback_id.code or extension.feedback_id.subject,
                day=format_date(self.env, extension.new_due_on),
            )

    @api.depends("requested_by")
    @api.depends_context("uid")
    def _compute_is_for_others(self):
        for extension in self:
            extension.is_for_others = extension._is_for_others(self.env.user)

    @api.depends("requested_by", "state")
    @api.depends_context("uid")
    def _compute_is_cancellable(self):
        for extension in self:
            extension.is_cancellable = (
                extension.state == "requested" and extension._may_cancel(self.env.user)
            )

    def _is_for_others(self, user):
        """Say whether somebody else than ``user`` has to decide."""
        self.ensure_one()
        # sudo: a setting of the department, for whoever reads the request
        may_self = self.sudo().company_id.dialogue_allow_self_approval
        return self.requested_by == user and not may_self

    def _may_cancel(self, user):
        self.ensure_one()
        return self.requested_by == user or user.has_group(DESK)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_approve(self):
        """Approve: the new day holds and the petitioners are told."""
        self._lock_cases()
        self._move("approve", self._decided())

    def action_reject(self, reason):
        """Do not approve: the day that holds stays.

        :param str reason: why, for whoever asked
        """
        self.feedback_id._require(reason, self.env._("Say why it is not approved."))
        self._lock_cases()
        self._move("reject", {**self._decided(), "reject_reason": reason.strip()})

    def action_cancel(self):
        """Take a request back; its author may, and the desk."""
        self._lock_cases()
        self._move("cancel")

    def action_open_feedback(self):
        """Open the case.

        :return: an action
        """
        self.ensure_one()
        return self.feedback_id._get_records_action()

    def _lapse(self):
        """Cancel open requests (in sudo) whose term ended or stands still now."""
        gone = self.filtered(lambda extension: extension.clock_id.state != RUNNING)
        gone._move("lapse")

    def _decided(self):
        return {"decided_by": self.env.uid, "decided_on": fields.Datetime.now()}

    def _lock_cases(self):
        """Lock the cases first, as their own steps do: nobody waits for each other."""
        self.check_access("read")
        # sudo: locking changes nothing; who may decide is asked by the move
        self.sudo().feedback_id._lock_alone()

    # ------------------------------------------------------------------
    # Needs
    # ------------------------------------------------------------------

    def _need_second_person(self, _move):
        for extension in self:
            if extension._is_for_others(self.env.user):
                raise UserError(
                    self.env._(
                        "You asked for the extension of case “%s” yourself: "
                        "another leader has to decide.",
                        extension.feedback_id.display_name,
                    )
                )

    def _need_still_possible(self, _move):
        for extension in self:
            feedback = extension.feedback_id
            clock = feedback._answer_clock()
            if clock and clock != extension.clock_id:
                raise UserError(
                    self.env._(
                        "Another term runs for case “%s” by now. Cancel this request; "
                        "if a later day is needed, ask for it again.",
                        feedback.display_name,
                    )
                )
            feedback._check_extendable(clock, is_decision=True)
            feedback._check_new_due_day(clock, extension.new_due_on)

    def _need_reject_reason(self, _move):
        for extension in self:
            extension.feedback_id._require(
                extension.reject_reason, self.env._("Say why it is not approved.")
            )

    def _need_own_request(self, _move):
        for extension in self:
            if not extension._may_cancel(self.env.user):
                raise UserError(
                    self.env._(
                        "Only whoever asked for the extension, or the desk, "
                        "takes it back."
                    )
                )

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def _after_move(self, move, note=None):
        res = super()._after_move(move, note)
        for extension in self:
            feedback = extension.feedback_id
            if move.name == "approve":
                extension._extend()
            feedback.message_post(
                body=extension._history_note(move), subtype_xmlid="mail.mt_note"
            )
            feedback._plan_extension_activities(extension, move.target)
            if move.name == "approve":
                feedback._with_merged()._tell_of_extension(extension)
        return res

    def _extend(self):
        """Let the term end on the new day; keep the days as they came out."""
        clock = self.clock_id
        old_due_on = clock.due_on
        clock._fix(self.new_due_on, "extended", self.reason)
        self.write({"old_due_on": old_due_on, "new_due_on": clock.due_on})

    def _history_note(self, move):
        """Return what the history of the case says about ``move``."""
        day = format_date(self.env, self.new_due_on)
        if move.name == "approve":
            return self.env._(
                "The answer is due on %(day)s now, instead of %(before)s. "
                "The petitioner was told. Reason: %(reason)s",
                day=day,
                before=format_date(self.env, self.old_due_on),
                reason=self.reason,
            )
        if move.name == "reject":
            return self.env._(
                "The extension to %(day)s was not approved: %(reason)s",
                day=day,
                reason=self.reject_reason,
            )
        if move.name == "cancel":
            return self.env._("The extension to %s is asked for no longer.", day)
        return self.env._(
            "The request for an extension to %s ended with the step of the case.", day
        )
