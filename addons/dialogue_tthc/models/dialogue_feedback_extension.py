from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.legal_clock import shift_working_days
from .dialogue_clock import PAUSED
from .feedback_states import (
    ENDED_STATES,
    FIRST_RECEIPT,
    LEADER,
    OWED_STATES,
    SPECIALIST,
)

DECIDE = "dialogue_tthc.mail_activity_extension_decide"
DECIDED = "dialogue_tthc.mail_activity_extension_decided"
CALL = "dialogue_tthc.mail_activity_feedback_call"
EXTENDED = "dialogue_tthc.mail_template_feedback_extended"
OFFICIALS = f"{SPECIALIST},dialogue_tthc.dialogue_tthc_group_auditor"
# a day further away than this is a slip of the keyboard, no term
FURTHEST = relativedelta(years=1)


class DialogueFeedback(models.Model):
    """A later day for the answer: who asks, when it is possible, who is told."""

    _inherit = "dialogue.feedback"

    extension_ids = fields.One2many(
        comodel_name="dialogue.extension",
        inverse_name="feedback_id",
        string="Extensions",
        groups=OFFICIALS,
    )
    open_extension_id = fields.Many2one(
        comodel_name="dialogue.extension",
        string="Extension asked for",
        compute="_compute_open_extension_id",
        groups=OFFICIALS,
    )
    is_extendable = fields.Boolean(
        compute="_compute_is_extendable",
        groups=OFFICIALS,
        help="A later day for the answer can be asked for now.",
    )

    @api.depends("extension_ids.state")
    def _compute_open_extension_id(self):
        extensions = self.env["dialogue.extension"].search(
            Domain("feedback_id", "in", self.ids) & Domain("state", "=", "requested")
        )
        by_case = {extension.feedback_id.id: extension for extension in extensions}
        for feedback in self:
            feedback.open_extension_id = by_case.get(feedback.id)

    @api.depends("state", "date_deadline", "paused_on", "extension_ids.state")
    def _compute_is_extendable(self):
        # sudo: says yes or no about the term of a case that the user reads
        clocks = self.env["dialogue.clock"]._open(self, ["answer"])
        by_case = {clock.feedback_id.id: clock for clock in clocks}
        for feedback in self.sudo():
            clock = by_case.get(feedback.id, clocks.browse())
            feedback.is_extendable = not feedback._extension_obstacle(clock)

    # ------------------------------------------------------------------
    # Asking for it
    # ------------------------------------------------------------------

    def action_request_extension(self, new_due_on, reason, apology):
        """Ask a leader for a later day for the answer to one case.

        :param new_due_on: the day asked for; a day off moves to the next working day
        :param str reason: why, for the leader
        :param str apology: words to the petitioner, sent when a leader approves
        :return: the ``dialogue.extension``
        :raise AccessError: the user does not work on this case
        :raise UserError: it is not possible (any more), or something is missing
        """
        if len(self) != 1:
            raise UserError(
                self.env._(
                    "Extend one case at a time: each petitioner gets words of their "
                    "own."
                )
            )
        self._check_handled()
        if not (self.env.su or self.env.user.has_group(SPECIALIST)):
            raise AccessError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )
        self._require(reason, self.env._("Say why more time is needed."))
        self._require(
            apology, self.env._("Write to the petitioner why it takes longer.")
        )
        # sudo: specialists work on cases without a right to write them; the right to
        # ask was checked above
        feedback_sudo = self.sudo()
        feedback_sudo._lock_alone()
        clock = feedback_sudo._answer_clock()
        feedback_sudo._check_extendable(clock)
        day = feedback_sudo._check_new_due_day(clock, new_due_on)
        extension_sudo = (
            self.env["dialogue.extension"]
            .sudo()
            .create(
                {
                    "feedback_id": self.id,
                    "clock_id": clock.id,
                    "reason": reason.strip(),
                    "apology": apology.strip(),
                    "old_due_on": clock.due_on,
                    "new_due_on": day,
                    "requested_by": self.env.uid,
                }
            )
        )
        feedback_sudo.message_post(
            body=self.env._(
                "Asked the leader for more time, until %(day)s: %(reason)s",
                day=format_date(self.env, day),
                reason=extension_sudo.reason,
            ),
            subtype_xmlid="mail.mt_note",
        )
        feedback_sudo._plan_extension_activities(extension_sudo, "requested")
        return extension_sudo.sudo(False)

    def action_open_extension(self):
        """Open the extension that waits for a leader.

        :return: an action, or False where none waits
        """
        self.ensure_one()
        if not self.open_extension_id:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.extension",
            "res_id": self.open_extension_id.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # ------------------------------------------------------------------
    # When it is possible
    # ------------------------------------------------------------------

    def _answer_clock(self):
        """Return (in sudo) the open clock of the answer to one case, or none."""
        self.ensure_one()
        return self.env["dialogue.clock"]._open(self, ["answer"])

    def _check_extendable(self, clock, is_decision=False):
        obstacle = self._extension_obstacle(clock, is_decision)
        if obstacle:
            raise UserError(obstacle)

    def _extension_obstacle(self, clock, is_decision=False):
        """Return the sentence that says why the term cannot be extended, or None.

        :param clock: the open clock of the answer in sudo, or none
        :param is_decision: an open request is about to be decided
        """
        self.ensure_one()
        if self.state not in OWED_STATES or not clock:
            return self.env._(
                "No answer to “%s” is due at present, so there is no day to extend.",
                self.display_name,
            )
        if clock.state == PAUSED:
            return self.env._(
                "The term of “%s” stands still, so it needs no extension now. Ask for "
                "one when it goes on and the time left is too short.",
                self.display_name,
            )
        if not clock.due_on:
            return self.env._(
                "No due day is set for “%s” yet. Ask the leader to name one when "
                "assigning the case.",
                self.display_name,
            )
        company = self.company_id
        if company._dialogue_today() >= clock.due_on:
            last = shift_working_days(clock.due_on, -1, company._dialogue_calendar())
            return self.env._(
                "The due day of “%(case)s”, %(due)s, has come; an extension had to be "
                "approved by %(last)s, the working day before. Answer as soon as "
                "possible, and write to the petitioner when the answer comes.",
                case=self.display_name,
                due=format_date(self.env, clock.due_on),
                last=format_date(self.env, last),
            )
        extensions = clock.feedback_id.extension_ids.filtered(
            lambda extension: extension.clock_id == clock
        )
        approved = extensions.filtered(lambda ext: ext.state == "approved")
        if approved:
            return self.env._(
                "The term of “%(case)s” was extended to %(day)s already; "
                "that is possible once.",
                case=self.display_name,
                day=format_date(self.env, approved[0].new_due_on),
            )
        waiting = extensions.filtered(lambda ext: ext.state == "requested")
        if waiting and not is_decision:
            return self.env._(
                "An extension of “%(case)s” to %(day)s waits for a leader already. "
                "To change it, take it back first.",
                case=self.display_name,
                day=format_date(self.env, waiting[0].new_due_on),
            )
        return None

    def _check_new_due_day(self, clock, day):
        """Return the working day that ``day`` stands for as the new due day.

        :param clock: the open clock of the answer, in sudo
        :param day: date, or what an RPC call gave for one
        :raise UserError: it is no date, not later, or absurdly late
        """
        try:
            day = fields.Date.to_date(day)
        except (TypeError, ValueError):
            day = None
        if not day:
            raise UserError(self.env._("Choose the new due day."))
        if day <= clock.due_on:
            raise UserError(
                self.env._(
                    "The answer to “%(case)s” is due on %(due)s. Choose a later day.",
                    case=self.display_name,
                    due=format_date(self.env, clock.due_on),
                )
            )
        if day > clock.due_on + FURTHEST:
            raise UserError(
                self.env._(
                    "%(day)s is more than a year after the due day, %(due)s. "
                    "Check the year.",
                    day=format_date(self.env, day),
                    due=format_date(self.env, clock.due_on),
                )
            )
        return shift_working_days(day, 0, self.company_id._dialogue_calendar())

    def _after_move(self, move, note=None):
        res = super()._after_move(move, note)
        if move.name == FIRST_RECEIPT:
            return res
        # by now the terms have ended or stand still, if this step does that
        self.env["dialogue.extension"].sudo().search(
            Domain("feedback_id", "in", self.ids) & Domain("state", "=", "requested")
        )._lapse()
        if move.target in ENDED_STATES:
            self.activity_unlink([DECIDED])
        return res

    # ------------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------------

    def _approved_extension(self):
        """Return the extension of the answer's latest term, also through a merge.

        The portal shows its ``apology`` and ``new_due_on``, and nothing else of it.

        :return: one ``dialogue.extension`` in sudo, or none
        """
        self.ensure_one()
        # sudo: for the petitioner, who reads single values of it
        feedback_sudo = self.sudo()
        while feedback_sudo.state == "merged" and feedback_sudo.merged_into_id:
            feedback_sudo = feedback_sudo.merged_into_id
        clock = (
            self.env["dialogue.clock"]
            .sudo()
            .search(
                Domain("feedback_id", "=", feedback_sudo.id)
                & Domain("step", "=", "answer"),
                order="id desc",
                limit=1,
            )
        )
        return feedback_sudo.extension_ids.filtered(
            lambda extension: (
                extension.state == "approved" and extension.clock_id == clock
            )
        )

    def _tell_of_extension(self, extension):
        """Tell the petitioners of these cases the new day, each in their language.

        :param extension: the approved ``dialogue.extension``
        """
        # sudo: specialists and leaders write through the exchange, where nobody is
        # named; who may decide was checked by the move
        for feedback in self.sudo():
            localized = feedback.with_context(lang=feedback._petitioner_lang())
            localized._post_to_petitioner(
                localized.env._(
                    "%(words)s\n\nWe will answer by %(day)s at the latest.",
                    words=extension.apology,
                    day=format_date(localized.env, extension.new_due_on),
                )
            )
            localized._mail_petitioner(EXTENDED)
        self._plan_call()

    def _plan_call(self):
        """Let the desk tell the petitioners whom no mail reaches."""
        # sudo: whether there is an address; nobody is named
        for feedback in self.sudo():
            if not feedback.petitioner_id.email:
                feedback._schedule_for(
                    CALL,
                    lambda case: case.company_id.dialogue_desk_user_id,
                    feedback.company_id._dialogue_today(),
                )

    def _plan_extension_activities(self, extension, state):
        """Plan who has to do what about a request that is at ``state`` now.

        :param extension: ``dialogue.extension`` of this case, in sudo
        """
        self.activity_unlink([DECIDE])
        today = self.company_id._dialogue_today()
        if state == "requested":
            self.activity_unlink([DECIDED])
            last = shift_working_days(
                extension.old_due_on, -1, self.company_id._dialogue_calendar()
            )
            for leader in self._deciders(extension):
                self._schedule_for(
                    DECIDE, lambda _case, leader=leader: leader, max(last, today)
                )
        elif state in ("approved", "rejected"):
            author = self._readable_by(extension.requested_by)
            if author != extension.decided_by:
                self._schedule_for(DECIDED, lambda _case: author, today)

    def _deciders(self, extension):
        """Return whom to ask: the leader who approves, or others if it is theirs."""
        approver = self._readable_by(self.company_id.dialogue_approver_id)
        if approver and not extension._is_for_others(approver):
            return approver
        # sudo (inherited): asks who leads this department, for an activity
        leaders = self.env["res.users"].search(
            Domain("all_group_ids", "in", self.env.ref(LEADER).ids)
            & Domain("company_ids", "in", self.company_id.ids)
            & Domain("share", "=", False)
        )
        return self._readable_by(leaders).filtered(
            lambda user: not extension._is_for_others(user)
        )
