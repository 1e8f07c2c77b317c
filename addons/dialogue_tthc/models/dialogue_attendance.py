import textwrap

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dialogue_feedback import CHANNELS
from .dialogue_petitioner import KINDS
from .dialogue_session import ENDED_STATES
from .dialogue_session_moves import RUNNING_STATES
from .feedback_states import DESK
from .moves_mixin import Move

ROLES = [
    ("guest", "Invited guest"),
    ("chair", "Chair's table"),
    ("speaker", "Speaker"),
    ("observer", "Observer"),
    ("press", "Press"),
]
SUBJECT_LENGTH = 100
# what is still written when the session has ended: where things are, not what was
KEPT_AFTERWARDS = frozenset(
    {
        "cancelled_mail_on",
        "feedback_id",
        "link_salt",
        "told_sequence",
    }
)


class DialogueAttendance(models.Model):
    """One partner (or, on the day, one name) at one session.

    Invited, then confirmed or declined, at last attended or absent. Whoever cannot
    come and sends an opinion gets it answered like a question asked there: it becomes
    a case, once.
    """

    _name = "dialogue.attendance"
    _description = "Attendance"
    _inherit = [
        "dialogue.moves.mixin",
        "dialogue.document.owner.mixin",
        "dialogue.link.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "delegate_name"]
    _check_company_auto = True
    _closes_readonly = True

    _moves = (
        Move(
            "confirm",
            ("invited", "confirmed", "declined"),
            "confirmed",
            DESK,
            ("live_session",),
        ),
        Move(
            "decline",
            ("invited", "confirmed", "declined"),
            "declined",
            DESK,
            ("live_session", "absence_reason"),
        ),
        Move(
            "check_in",
            ("invited", "confirmed", "declined", "absent"),
            "attended",
            DESK,
            ("arrival",),
        ),
        Move(
            "absent",
            ("invited", "confirmed", "absent"),
            "absent",
            DESK,
            ("running_session",),
        ),
        Move(
            "undo",
            ("confirmed", "declined", "attended", "absent"),
            "invited",
            DESK,
            ("live_session",),
        ),
    )

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
    session_state = fields.Selection(
        related="session_id.state", string="Status of the session"
    )
    # People
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        help="Enough for somebody who comes without invitation.",
    )
    kind = fields.Selection(
        selection=KINDS,
        string="Kind of petitioner",
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
    )
    delegate_name = fields.Char(
        string="Represented by", help="Who comes in the name of the organisation."
    )
    delegate_function = fields.Char(
        string="Position", help="What the delegate is in the organisation."
    )
    delegate_phone = fields.Char(string="Phone of the delegate")
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    role = fields.Selection(selection=ROLES, default="guest", required=True)
    is_walk_in = fields.Boolean(
        string="Came without invitation", readonly=True, copy=False
    )
    # Progress
    state = fields.Selection(
        selection=[
            ("invited", "Invited"),
            ("confirmed", "Confirmed"),
            ("declined", "Declined"),
            ("attended", "Attended"),
            ("absent", "Absent"),
        ],
        string="Status",
        default="invited",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    checked_in_on = fields.Datetime(readonly=True, copy=False)
    absence_reason = fields.Char(string="Reason of absence", copy=False)
    has_opinion = fields.Boolean(
        string="Sent an opinion",
        compute="_compute_has_opinion",
        compute_sudo=True,
        store=True,
    )
    opinion = fields.Text(
        compute="_compute_opinion",
        help="What an absent invitee wants to be answered. It is kept in the case.",
    )
    # the name of a case says what it is about: whoever may read it gets there by
    # the button, so that a sealed case stays unknown
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case of the opinion",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        groups=fields.NO_ACCESS,
    )
    _session_partner_uniq = models.UniqueIndex(
        "(session_id, partner_id)", "This contact is invited to the session already."
    )
    _feedback_uniq = models.UniqueIndex(
        "(feedback_id)", "An opinion becomes one case and no more."
    )

    @api.depends("partner_id")
    def _compute_name(self):
        for attendance in self:
            attendance.name = attendance.partner_id.name or attendance.name

    @api.depends("partner_id")
    def _compute_kind(self):
        for attendance in self:
            if attendance.partner_id:
                attendance.kind = attendance.partner_id._dialogue_petitioner_kind()
            else:
                attendance.kind = attendance.kind or "enterprise"

    @api.depends("feedback_id")
    def _compute_has_opinion(self):
        for attendance in self:
            attendance.has_opinion = bool(attendance.feedback_id)

    @api.depends_context("uid")
    def _compute_opinion(self):
        """The words of the case, for those who may read that case."""
        # sudo: only the ids; what they say is read with the right of the user
        cases = self.sudo().feedback_id.sudo(False)._filtered_access("read")
        for attendance in self:
            case = attendance.sudo().feedback_id.sudo(False) & cases
            attendance.opinion = case.question

    @api.depends("name", "delegate_name")
    def _compute_display_name(self):
        for attendance in self:
            attendance.display_name = (
                f"{attendance.name} ({attendance.delegate_name})"
                if attendance.delegate_name
                else attendance.name
            )

    @api.constrains("name", "partner_id")
    def _check_name(self):
        if any(not (attendance.name or "").strip() for attendance in self):
            raise ValidationError(
                self.env._("Choose a contact, or write the name of who came.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances._need_live_session(None)
        # whoever is entered on the day came without invitation
        walk_ins = attendances.filtered(
            lambda attendance: attendance.session_id._is_running()
        )
        if walk_ins:
            # sudo: the mark is closed to everybody, and these rows were just made
            walk_ins.sudo().write({"is_walk_in": True})
            walk_ins.action_check_in()
        return attendances

    def write(self, vals):
        if "session_id" in vals and any(
            attendance.session_id.id != vals["session_id"] for attendance in self
        ):
            raise UserError(
                self.env._("An invitation stays with its session. Invite anew instead.")
            )
        if not KEPT_AFTERWARDS.issuperset(vals):
            self._need_live_session(None)
        if "partner_id" in vals:
            moved = self.filtered(
                lambda attendance: attendance.partner_id.id != vals["partner_id"]
            )
            # whoever was invited by mistake must not reply for another
            moved._link_renew()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_record(self):
        for attendance in self:
            if attendance.state == "attended" or attendance.has_opinion:
                raise UserError(
                    self.env._(
                        "“%s” attended or sent an opinion, and stays on the list.",
                        attendance.name,
                    )
                )

    def _need_live_session(self, _move):
        for session in self.session_id:
            if session.state in ENDED_STATES:
                raise UserError(
                    self.env._(
                        "“%s” has ended: its list of attendance is part of the record.",
                        session.name,
                    )
                )

    def _need_running_session(self, _move):
        for session in self.session_id:
            if session.state not in RUNNING_STATES:
                raise UserError(
                    self.env._(
                        "Attendance is taken at the session. Start “%s” first.",
                        session.name,
                    )
                )

    def _need_absence_reason(self, _move):
        for attendance in self:
            if not (attendance.absence_reason or "").strip():
                raise UserError(
                    self.env._("Say why “%s” does not come.", attendance.name)
                )

    def action_confirm(self):
        """Record that the invitees will come."""
        self._move("confirm", self._confirmed_values())

    def action_decline(self, reason, opinion=None, channel="paper"):
        """Record that the invitees do not come; an opinion becomes a case.

        An opinion that comes later than the refusal is recorded the same way.

        :param str reason: why they do not come
        :param str opinion: what they want answered, if anything
        :param str channel: how the opinion came, a key of ``CHANNELS`` of the case
        :return: the cases made of opinions
        """
        self._move("decline", self._declined_values(reason))
        return self._file_opinions(opinion, channel)

    def action_check_in(self):
        """Record that the invitees are there."""
        self._move("check_in", {"checked_in_on": fields.Datetime.now()})

    def action_absent(self, reason=None, opinion=None, channel="paper"):
        """Record that the invitees did not come; an opinion becomes a case.

        See :meth:`action_decline` for the parameters; the reason may be unknown.
        """
        self._move("absent", {"absence_reason": reason} if reason else {})
        return self._file_opinions(opinion, channel)

    def action_undo(self):
        """Take a wrong click back: the invitees are invited again."""
        self._move(
            "undo",
            {
                "confirmed_on": False,
                "checked_in_on": False,
                **self._reply_stamp(None),
            },
        )

    def action_open_absence(self):
        """Open the window that asks for reason and opinion."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.attendance.decline",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Does not come"),
            "context": {
                "default_attendance_id": self.id,
                "default_reason": self.absence_reason,
                "default_did_not_come": self.state == "absent",
            },
        }

    def action_open_feedback(self):
        """Open the case that the opinion became, for those who may read it."""
        self.ensure_one()
        # sudo: only the id; whether it may be read is asked next
        case = self.sudo().feedback_id.sudo(False)
        case.check_access("read")
        return case.get_formview_action()

    def _file_opinions(self, opinion, channel, files=(), user=None):
        """Make a case of the opinion of each invitee, once.

        :param str opinion: what they want answered; nothing: nothing to do
        :param str channel: key of ``CHANNELS``
        :param files: list of (name: str, content: bytes) that came with it
        :param user: whose account it was sent from, if any
        :return: the new ``dialogue.feedback``
        :raise UserError: a further opinion comes for one that is a case already
        """
        feedbacks = self.env["dialogue.feedback"]
        if not isinstance(opinion, str) or not opinion.strip():
            return feedbacks
        opinion = opinion.strip()
        if channel not in dict(CHANNELS):
            channel = "paper"
        for attendance in self:
            # sudo: the link is closed to everybody, so that an opinion is filed once
            attendance_sudo = attendance.sudo()
            if attendance_sudo.feedback_id:
                if attendance_sudo.feedback_id.question == opinion:
                    continue
                raise UserError(
                    self.env._(
                        "The opinion has become a case already. "
                        "Write what is new in that case."
                    )
                )
            feedback = feedbacks._file(
                attendance._prepare_opinion_values(opinion, channel, user),
                attendance._prepare_petitioner_values(),
                files,
            )
            attendance_sudo.feedback_id = feedback
            feedbacks |= feedback
        return feedbacks

    def _prepare_opinion_values(self, opinion, channel, user=None):
        sectors = self.session_id.sector_ids
        return {
            "subject": self._subject_of(opinion),
            "question": opinion,
            "origin": "absent_invitee",
            "channel": channel,
            "session_id": self.session_id.id,
            "sector_id": sectors.id if len(sectors) == 1 else False,
            # whoever sent it from an account follows it there
            "partner_id": (user.partner_id if user else self.partner_id).id,
            "company_id": self.company_id.id,
        }

    @api.model
    def _subject_of(self, text):
        """Return a short subject taken from the words of ``text``."""
        first = " ".join(text.strip().splitlines()[0].split())
        # a word that reaches beyond the length is left out anyway
        short = textwrap.shorten(
            first[: SUBJECT_LENGTH + 1], SUBJECT_LENGTH, placeholder="…"
        )
        # one endless word is cut where it is
        return first[:SUBJECT_LENGTH] if short == "…" else short

    def _prepare_petitioner_values(self):
        """Return the ``dialogue.petitioner`` values for a case of this invitee."""
        if self.partner_id:
            values = self.env["dialogue.petitioner"]._prepare_petitioner_values(
                self.partner_id
            )
        else:
            phone = self.delegate_phone
            values = {"name": self.name, "kind": self.kind, "phone": phone}
        if self.delegate_name:
            values = {
                **values,
                "representative": self.delegate_name,
                "representative_title": self.delegate_function
                or values.get("representative_title"),
            }
        return values
