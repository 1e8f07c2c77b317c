from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.tools import format_date, format_datetime

DOORS = [
    ("link", "Private link"),
    ("account", "Own account"),
    ("desk", "Desk"),
]
REPLIES = ("confirm", "decline")


class DialogueAttendance(models.Model):
    """What invitees answer, until the session begins: they come, or not and why.

    The desk enters what it is told; an invitee answers by the private link of the
    letter or from an account. Who, when and by which door is kept.
    """

    _inherit = "dialogue.attendance"

    # Reply
    replied_on = fields.Datetime(readonly=True, copy=False)
    reply_door = fields.Selection(
        selection=DOORS, string="Replied by", readonly=True, copy=False
    )
    replied_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Account of the reply",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="Who entered it; nobody when it came by the private link.",
    )

    def _reply_stamp(self, door, user=None):
        """Return the values that say who replied; ``door`` None takes them back."""
        return {
            "replied_on": fields.Datetime.now() if door else False,
            "reply_door": door or False,
            "replied_by_id": user.id if door and user else False,
        }

    def _confirmed_values(self):
        return {
            "confirmed_on": fields.Datetime.now(),
            "absence_reason": False,
            **self._reply_stamp("desk", self.env.user),
        }

    def _declined_values(self, reason):
        return {
            "absence_reason": reason,
            "confirmed_on": False,
            **self._reply_stamp("desk", self.env.user),
        }

    # ------------------------------------------------------------------
    # Until when
    # ------------------------------------------------------------------

    def _reply_until(self):
        """Return the moment until which one invitee may reply, or False."""
        session = self.session_id
        return session.date_end if session.mode == "in_writing" else session.date_start

    def _reply_problem(self):
        """Return why one invitee cannot reply any more, in one sentence, or None."""
        session = self.session_id
        if session.state == "cancelled":
            return self.env._(
                "This session was cancelled. No reply is needed any more."
            )
        until = self._reply_until()
        if (
            session.state != "announced"
            or self.state in ("attended", "absent")
            or (until and fields.Datetime.now() >= until)
        ):
            return self.env._(
                "The session has begun, so the reply cannot be changed here any more. "
                "You can still send us a question: it is answered all the same."
            )
        return None

    def _opinion_problem(self):
        """Return why one invitee cannot send an opinion any more, or None."""
        session = self.session_id
        if self.sudo().feedback_id:
            return self.env._(
                "Your opinion has become case %s already. Write what is new in that "
                "case, or send a question of its own.",
                self.sudo().feedback_id.code,
            )
        last = session.question_deadline
        if last and session.company_id._dialogue_today() > last:
            return self.env._(
                "Opinions for this session were taken until %s. Please send yours as "
                "a question: it is answered all the same.",
                format_date(self.env, last),
            )
        return None

    # ------------------------------------------------------------------
    # The reply itself
    # ------------------------------------------------------------------

    def _reply(self, answer, values, door, files=(), user=None):
        """Take down what one invitee answers; the same answer again changes nothing.

        The caller found the record by the private link or by the account, and
        checked and bounded each text.

        :param str answer: key of ``REPLIES``
        :param dict values: ``delegate_name``, ``delegate_function`` and
            ``delegate_phone``, or ``reason`` and ``opinion``; plain text
        :param str door: ``link`` or ``account``
        :param files: list of (name: str, content: bytes) that belong to the opinion
        :param user: whose account it is, if any
        :return: the case that an opinion became, in the superuser's environment
        :raise UserError: it is too late, or something is missing
        """
        self.ensure_one()
        # superuser and not sudo(): an invitee has no right to the move, and a case
        # made of an opinion must name nobody as its author. That the invitation is
        # theirs was checked by whoever found it.
        attendance = self.with_user(SUPERUSER_ID).with_company(self.company_id.id)
        attendance._lock_reply()
        problem = attendance._reply_problem()
        if problem:
            raise UserError(problem)
        cases = self.env["dialogue.feedback"].with_user(SUPERUSER_ID)
        if answer == "confirm":
            is_new = attendance._reply_confirm(values)
        elif answer == "decline":
            is_new, cases = attendance._reply_decline(values, files, user)
        else:
            raise UserError(self.env._("Choose whether you come or not."))
        if is_new:
            attendance.write(attendance._reply_stamp(door, user))
            attendance.session_id._plan_look_at_replies()
        # what is left to the end of the request is written in the name of its user
        self.env.flush_all()
        return cases

    def _lock_reply(self):
        """Lock one invitation, or let the request be tried again.

        :raise ConcurrencyError: somebody replies at this very moment
        """
        self.flush_recordset()
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise ConcurrencyError("another reply is under way") from error
        self.invalidate_recordset()

    def _reply_confirm(self, values):
        """Enter that one invitee comes, and who comes for them.

        :return: whether that is news
        """
        names = ("delegate_name", "delegate_function", "delegate_phone")
        delegate = {name: (values.get(name) or "").strip() or False for name in names}
        is_same = all(
            (self[name] or False) == value for name, value in delegate.items()
        )
        if self.state == "confirmed" and is_same:
            return False
        self._move("confirm", {**self._confirmed_values(), **delegate})
        return True

    def _reply_decline(self, values, files, user):
        """Enter that one invitee does not come; an opinion becomes a case.

        :return: whether that is news, and the new case
        """
        reason = (values.get("reason") or "").strip()
        opinion = (values.get("opinion") or "").strip()
        cases = self.env["dialogue.feedback"]
        # sent twice: it is the case of the first time
        if opinion and self.feedback_id.question == opinion:
            opinion = ""
        if opinion:
            problem = self._opinion_problem()
            if problem:
                raise UserError(problem)
        is_same = self.state == "declined" and self.absence_reason == reason
        if not is_same:
            self._move("decline", self._declined_values(reason))
        if opinion:
            cases = self._file_opinions(opinion, "portal", files, user)
        return not is_same or bool(cases), cases

    def _replied_words(self):
        """Return when one invitee replied, in the words of a page."""
        if not self.replied_on:
            return ""
        return format_datetime(
            self.env,
            self.replied_on,
            tz=self.company_id._dialogue_tz(),
            dt_format="HH:mm dd/MM/yyyy",
        )
