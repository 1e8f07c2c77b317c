from odoo import api, fields, models
from odoo.fields import Domain

from .dialogue_session_figures import DESK_AND_AUDITOR

# what invitees were told; whoever changes it has letters written
TOLD_FIELDS = frozenset(
    {"date_end", "date_start", "location", "mode", "name", "online_link"}
)
LOOK = "dialogue_tthc.mail_activity_session_replies"
JOB = "dialogue_tthc.ir_cron_attendance_letters"


class DialogueSession(models.Model):
    """What makes letters to invitees necessary: announced, changed, cancelled.

    Nothing is written here: the job of ``dialogue_attendance_letters.py`` looks who
    has not got which letter, and is woken up. Each change that matters to invitees
    makes a new version of the calendar entry.
    """

    _inherit = "dialogue.session"

    is_invited_by_mail = fields.Boolean(
        string="Invitations by mail",
        default=True,
        help="Whoever is invited gets the letter as soon as the session is announced. "
        "Without it you send letters by hand to those you choose.",
    )
    calendar_sequence = fields.Integer(
        string="Version of the calendar entry",
        readonly=True,
        copy=False,
        aggregator=None,
    )
    no_mail_count = fields.Integer(
        string="Without mail",
        compute="_compute_no_mail_count",
        groups=DESK_AND_AUDITOR,
        help="Invitees whom no letter reaches; phone them or send it by post.",
    )

    @api.depends("attendance_ids.partner_id.email", "attendance_ids.is_walk_in")
    def _compute_no_mail_count(self):
        counts = dict(
            self.env["dialogue.attendance"]._read_group(
                Domain("session_id", "in", self.ids) & self._no_mail_domain(),
                ["session_id"],
                ["__count"],
            )
        )
        for session in self:
            session.no_mail_count = counts.get(session._origin, 0)

    def write(self, vals):
        told = TOLD_FIELDS.intersection(vals)
        before = {
            session.id: {name: session[name] for name in told}
            for session in self
            if told and session.state == "announced"
        }
        result = super().write(vals)
        for session in self.filtered(lambda session: session.id in before):
            was = before[session.id]
            changed = {name for name in told if session[name] != was[name]}
            if changed:
                session._tell_change(changed)
        if "is_invited_by_mail" in vals:
            self._wake_letters()
        return result

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        if move.name in ("announce", "cancel"):
            self._wake_letters()
        return result

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.name == "cancel":
            for session in self.filtered("number"):
                session.calendar_sequence += 1
        return result

    def _tell_change(self, changed):
        """Make a new version of the calendar entry of one announced session.

        :param set changed: names of the fields that are other than before
        """
        # sudo: a closed field that follows what this user may change
        session_sudo = self.sudo()
        session_sudo.calendar_sequence += 1
        if changed == {"online_link"}:
            # the others were not told the link, so nothing changed for them
            session_sudo.attendance_ids.filtered(
                lambda guest: (
                    guest.state != "confirmed"
                    and guest.told_sequence == session_sudo.calendar_sequence - 1
                )
            ).write({"told_sequence": session_sudo.calendar_sequence})
        self._wake_letters()

    def action_view_no_mail(self):
        """Open the invitees whom no letter reaches."""
        self.ensure_one()
        action = self._door(
            "dialogue_tthc.dialogue_attendance_action", self.env._("Without mail")
        )
        domain = Domain(action["domain"]) & self._no_mail_domain()
        return {**action, "domain": list(domain)}

    @api.model
    def _no_mail_domain(self):
        """Return the domain of the invitees whom no letter reaches.

        Who came without an invitation gets no letter anyway.
        """
        return Domain("has_mail", "=", False) & Domain("is_walk_in", "=", False)

    @api.model
    def _wake_letters(self):
        """Let the job that writes letters run soon."""
        job = self.env.ref(JOB, raise_if_not_found=False)
        if job:
            # sudo: it only runs somewhat earlier than it would
            job.sudo()._trigger()

    def _plan_look_at_replies(self):
        """Plan one look at the replies of invitees, however many come meanwhile.

        Nobody is named: who may read the session may not always know who is invited.
        """
        kind = self.env.ref(LOOK)
        # sudo: called for whoever replies, who may not plan anything
        sessions_sudo = self.sudo()
        planned = sessions_sudo.activity_ids.filtered(
            lambda one: one.activity_type_id == kind
        )
        model_id = self.env["ir.model"]._get_id(self._name)
        vals_list = []
        for session in sessions_sudo:
            user = session.secretary_id or session.company_id.dialogue_desk_user_id
            if user and session.id not in planned.mapped("res_id"):
                vals_list.append(
                    {
                        "res_model_id": model_id,
                        "res_model": self._name,
                        "res_id": session.id,
                        "activity_type_id": kind.id,
                        # kept in the language of whoever reads it
                        "summary": kind.with_context(lang=user.lang).summary,
                        "date_deadline": session.company_id._dialogue_today(),
                        "user_id": user.id,
                        "automated": True,
                    }
                )
        if vals_list:
            self.env["mail.activity"].sudo()._plan_quietly(vals_list)
