from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.tools import format_date

from ..tools.legal_clock import shift_working_days
from .feedback_states import OWED_STATES

ANSWERED_STATES = ("answered", "closed")
# steps of the petitioner, and the field that keeps the reason of each
REASONS = {
    "withdraw": "withdrawal_reason",
    "reopen": "reopen_reason",
    "appeal": "appeal_reason",
}


class DialogueFeedback(models.Model):
    """What the petitioner does with their own case: withdraw, reopen, appeal.

    Whose case it is was checked by whoever found it. Each step is one of the moves of
    the table, made as the superuser, so that nothing names the petitioner; the history
    says that it was them. A step sent twice is one step.
    """

    _inherit = "dialogue.feedback"

    petitioner_reopened_on = fields.Datetime(
        string="Reopened by the petitioner on",
        readonly=True,
        copy=False,
        help="The petitioner may do so once; the desk may reopen at any time.",
    )

    # ------------------------------------------------------------------
    # What is possible now
    # ------------------------------------------------------------------

    def _reopen_last_day(self):
        """Return the day until which an answer can be asked about again, or False.

        Of a case that was merged the answer is that of the case that it went into.
        """
        self.ensure_one()
        # sudo: a setting and days off of the department, which are public
        company = self.sudo().company_id
        days = company.dialogue_reopen_days
        answering = self._answered_case()
        if not days or not answering.answered_on:
            return False
        answered = company._dialogue_local(answering.answered_on).date()
        return shift_working_days(answered, days, company._dialogue_calendar())

    def _answered_case(self):
        """Return (in sudo) the case whose answer this one has, or none."""
        # sudo: whether and when it was answered; it may be another petitioner's
        answering = self.sudo()._answering_case()
        return answering.filtered(lambda case: case.state in ANSWERED_STATES)

    def _reopen_until(self):
        """Return the day until which the petitioner may still reopen, or False."""
        self.ensure_one()
        last_day = not self.petitioner_reopened_on and self._reopen_last_day()
        if last_day and self.sudo().company_id._dialogue_today() <= last_day:
            return last_day
        return False

    def _petitioner_obstacle(self, step):
        """Return the sentence that says why a step is not possible now, or None.

        :param str step: key of ``REASONS``
        """
        self.ensure_one()
        return getattr(self, f"_{step}_obstacle")()

    def _withdraw_obstacle(self):
        if self.state in OWED_STATES:
            return None
        return self.env._(
            "This case has ended already, so there is nothing left to withdraw. Write "
            "to us if something about it is wrong."
        )

    def _reopen_obstacle(self):
        if self._reopen_until():
            return None
        if not self._answered_case():
            return self.env._(
                "Only a case that was answered can be looked at again. See on this "
                "page where it stands now."
            )
        if self.petitioner_reopened_on:
            return self.env._(
                "You have asked us once to look at this case again, which is possible "
                "once. File a new question and mention the code %s.",
                self.code,
            )
        last_day = self._reopen_last_day()
        if not last_day:
            return self.env._(
                "Cases are not opened again here. File a new question and mention the "
                "code %s.",
                self.code,
            )
        return self.env._(
            "You could ask us to look at it again until %(day)s. File a new question "
            "and mention the code %(code)s.",
            day=format_date(self.env, last_day),
            code=self.code,
        )

    def _appeal_obstacle(self):
        if self.state != "refused":
            return self.env._(
                "Only a case that was not accepted can be looked at a second time. See "
                "on this page where it stands now."
            )
        if self.appeal_count:
            return self.env._(
                "This case was looked at a second time already, which is possible "
                "once. Please turn to where our guidance points."
            )
        return None

    # ------------------------------------------------------------------
    # The steps
    # ------------------------------------------------------------------

    def _petitioner_withdraw(self, reason):
        """Withdraw the case, as its petitioner wants.

        :param str reason: plain text as typed
        :raise UserError: not possible now; says what to do instead
        """
        self._petitioner_step(
            "withdraw",
            reason,
            self.env._("Say in a few words why you withdraw it."),
            {},
            self._in_company_lang().env._("The petitioner withdrew the case."),
        )

    def _petitioner_reopen(self, reason):
        """Have an answered case looked at again: once, and within the term.

        One that was merged is taken apart and handled by itself: the others keep
        their answer.

        :param str reason: plain text as typed
        :raise UserError: not possible now; says what to do instead
        """
        self._petitioner_step(
            "reopen",
            reason,
            self.env._("Say what the answer does not settle."),
            {
                **self._reopen_values(),
                "petitioner_reopened_on": fields.Datetime.now(),
            },
            self._in_company_lang().env._(
                "The petitioner asked to look at the answer again."
            ),
        )

    def _petitioner_appeal(self, reason):
        """Have a refused case looked at a second time: once.

        :param str reason: plain text as typed
        :raise UserError: not possible now; says what to do instead
        """
        self._petitioner_step(
            "appeal",
            reason,
            self.env._("Say why you do not agree."),
            {},
            self._in_company_lang().env._(
                "The petitioner does not agree that the case was not accepted."
            ),
        )

    def _petitioner_step(self, step, reason, question, vals, note):
        self.ensure_one()
        self._require(reason, question)
        feedback = self._as_petitioner()
        if feedback._is_done_already(step, reason):
            return
        obstacle = feedback._petitioner_obstacle(step)
        if obstacle:
            raise UserError(obstacle)
        author = self.env.ref("dialogue_tthc.partner_petitioner")
        feedback._post_exchange(reason, author)
        move, more = feedback._petitioner_move(step)
        feedback._move(move, {REASONS[step]: reason, **vals, **more}, note=note)
        # written now, as the superuser: what is left to the end of the request would
        # carry the name of its user
        feedback.env.flush_all()

    def _petitioner_move(self, step):
        """Return the move by which a step is made, and the values that go with it.

        :return: pair of the name of a move and a dict
        """
        if step == "reopen" and self.state == "merged":
            more = {"reopen_count": self.reopen_count + 1}
            return "unmerge", {**self._unmerge_values(), **more}
        return step, {}

    def _as_petitioner(self):
        """Return this case for a step of its petitioner, locked against another one.

        :raise ConcurrencyError: the same is under way; the server asks once more
        """
        # superuser and not sudo(): a petitioner has no right to the step, and neither
        # write_uid nor the history may name them. Callers checked whose case it is.
        feedback = self.with_user(SUPERUSER_ID)
        feedback.flush_recordset()
        try:
            feedback.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise ConcurrencyError("another step of this case is under way") from error
        feedback.invalidate_recordset()
        return feedback

    def _is_done_already(self, step, reason):
        """Say whether this very step was made: sent by a double click or once more."""
        if self[REASONS[step]] != reason:
            return False
        return {
            "withdraw": self.state == "withdrawn",
            "reopen": bool(self.petitioner_reopened_on),
            "appeal": bool(self.appeal_count),
        }[step]
