import base64
import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

# the frame of letters to petitioners: as wide as the phone, the department on top
LAYOUT = "dialogue_tthc.petitioner_letter"
# letters in one transaction: each batch commits alone
BATCH = 100
# nobody is reminded at night
FIRST_HOUR = 7


@dataclass(frozen=True)
class Letter:
    """One kind of letter to invitees.

    :param template: external id of the ``mail.template``
    :param states: states of those who get it
    :param method: what the calendar file with it does, or None for no file
    """

    template: str
    states: tuple[str, ...]
    method: str | None = None


# in the order in which they are written
LETTERS = {
    "cancelled": Letter(
        "dialogue_tthc.mail_template_attendance_cancelled",
        ("invited", "confirmed"),
        "CANCEL",
    ),
    # whoever cannot come perhaps can at the new time
    "changed": Letter(
        "dialogue_tthc.mail_template_attendance_changed",
        ("invited", "confirmed", "declined"),
        "REQUEST",
    ),
    "invited": Letter(
        "dialogue_tthc.mail_template_attendance_invited",
        ("invited", "confirmed"),
        "REQUEST",
    ),
    "week": Letter(
        "dialogue_tthc.mail_template_attendance_reminder", ("invited", "confirmed")
    ),
    "day": Letter(
        "dialogue_tthc.mail_template_attendance_reminder", ("invited", "confirmed")
    ),
}
# how many days before the session each reminder is written, at the earliest
REMINDERS = {"week": 7, "day": 1}


class DialogueAttendance(models.Model):
    """Letters to invitees: each kind once to each of them, whatever happens.

    What was written is kept on the row in the same transaction that queues the mail.
    So a job that is killed goes on where it was, and nobody hears twice.
    """

    _inherit = "dialogue.attendance"

    # Letters
    has_mail = fields.Boolean(
        string="Letters reach them by mail",
        compute="_compute_has_mail",
        search="_search_has_mail",
    )
    invited_mail_on = fields.Datetime(
        string="Invited by mail", readonly=True, copy=False
    )
    told_sequence = fields.Integer(
        string="Version they know", readonly=True, copy=False, aggregator=None
    )
    cancelled_mail_on = fields.Datetime(
        string="Told of the cancellation", readonly=True, copy=False
    )
    week_mail_for = fields.Date(
        string="Reminded a week before", readonly=True, copy=False
    )
    day_mail_for = fields.Date(
        string="Reminded a day before", readonly=True, copy=False
    )

    @api.depends("partner_id.email_normalized")
    def _compute_has_mail(self):
        for attendance in self:
            attendance.has_mail = bool(attendance.partner_id.email_normalized)

    def _search_has_mail(self, operator, value):
        if operator != "in":
            return NotImplemented
        reached = Domain("partner_id.email_normalized", "!=", False)
        if set(value) == {True, False}:
            return Domain.TRUE
        return reached if True in value else ~reached

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        if "announced" in attendances.session_id.mapped("state"):
            attendances.session_id._wake_letters()
        return attendances

    # ------------------------------------------------------------------
    # By hand
    # ------------------------------------------------------------------

    def action_send_invitation(self):
        """Write the invitation to the chosen invitees, also to those who have it."""
        self.check_access("write")
        for session in self.session_id:
            if session.state != "announced":
                raise UserError(
                    self.env._(
                        "Invitations are written from the announcement of a session "
                        "until it begins. “%s” is not at that stage.",
                        session.name,
                    )
                )
        reached = self.filtered(lambda guest: guest.has_mail and not guest.is_walk_in)
        # sudo: closed fields and letters; the right to write was checked above
        reached.sudo()._write_letters("invited")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if reached else "warning",
                "message": self.env._(
                    "Letters written: %(sent)s. Without a mail address: %(missing)s.",
                    sent=len(reached),
                    missing=len(self) - len(reached),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # ------------------------------------------------------------------
    # What a letter says
    # ------------------------------------------------------------------

    def _letter_lang(self):
        """Return the language code to write to one invitee in."""
        return self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang

    def _letter_links(self):
        """Return no further buttons for the frame: the letter has its own."""
        return []

    def _letter_values(self):
        """Return what the templates of letters say, in the language of the letter.

        :return: dict of str; empty where there is nothing to say
        """
        session = self.session_id
        deadline = session.question_deadline
        return {
            "name": self.delegate_name or self.name,
            "issuer": session._issuer_name(),
            "topic": session.name,
            "mode": dict(session._fields["mode"]._description_selection(self.env))[
                session.mode
            ],
            "when": session._when_words(),
            "where": session._where_words(),
            "join_link": self._join_link(),
            "questions_until": deadline and session._day_words(deadline),
            "url": self._link_url("invitation"),
            "is_confirmed": self.state == "confirmed",
            "cancel_reason": session.cancel_reason or "",
            "replacement": session._replacement_values(),
        }

    def _process_attachments_for_template_post(self, mail_template):
        """Put the calendar file into the letters; a hook of ``mail.template``."""
        kind = self.env.context.get("dialogue_letter")
        method = LETTERS[kind].method if kind in LETTERS else None
        if not method:
            return {}
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": "dialogue.ics",
                    "datas": base64.b64encode(
                        guest.with_context(lang=guest._letter_lang())._calendar_file(
                            method
                        )
                    ),
                    "mimetype": "text/calendar",
                    # goes away together with the mail
                    "res_model": "mail.message",
                    "res_id": 0,
                }
                for guest in self
            ]
        )
        return {
            guest.id: {"attachment_ids": [attachment.id]}
            for guest, attachment in zip(self, attachments, strict=True)
        }

    def _write_letters(self, kind):
        """Queue one letter of this kind to each invitee, and keep that it was written.

        :param str kind: key of ``LETTERS``; of reminders the session must have a day
        """
        if not self:
            return
        letter = LETTERS[kind]
        # superuser: the letter is the department's, whoever has it written; each goes
        # to one invitee and holds what that invitee may know
        template = self.env.ref(letter.template).with_user(SUPERUSER_ID)
        template.with_context(dialogue_letter=kind).send_mail_batch(
            self.ids,
            email_layout_xmlid=LAYOUT,
            # the mail is not tied to the record: it shows in no history
            email_values={"model": False, "res_id": False},
        )
        for session, guests in self.grouped("session_id").items():
            guests.write(guests._letter_stamp(kind, session))
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action", False)
        if queue:
            # sudo: mails that wait anyway are sent somewhat earlier
            queue.sudo()._trigger()

    def _letter_stamp(self, kind, session):
        """Return the values that keep that letters of one session were written."""
        now = fields.Datetime.now()
        return {
            "invited": {
                "invited_mail_on": now,
                "told_sequence": session.calendar_sequence,
            },
            "changed": {"told_sequence": session.calendar_sequence},
            "cancelled": {
                "cancelled_mail_on": now,
                "told_sequence": session.calendar_sequence,
            },
            "week": {"week_mail_for": session._held_on()},
            "day": {"day_mail_for": session._held_on()},
        }[kind]

    # ------------------------------------------------------------------
    # Who gets which letter
    # ------------------------------------------------------------------

    @api.model
    def _letters_due(self):
        """Return which letters are to be written now.

        :return: list of (kind, domain of the invitees)
        """
        now = fields.Datetime.now()
        # sudo: the job's; every department is looked at
        sessions = self.env["dialogue.session"].sudo().with_context(active_test=False)
        to_come = Domain("date_end", ">", now) & Domain("number", ">", 0)
        due = []
        for session in sessions.search(to_come & Domain("state", "=", "cancelled")):
            due.append(("cancelled", session))
        for session in sessions.search(to_come & Domain("state", "=", "announced")):
            begins = session.date_start
            if session.mode == "in_writing":
                begins = session.date_end
            if begins > now:
                due += [("changed", session), ("invited", session)]
                due += [(kind, session) for kind in session._reminders_due()]
        return [
            (kind, self._letter_domain(kind, session))
            for kind, session in due
            if kind != "invited" or session.is_invited_by_mail
        ]

    @api.model
    def _letter_domain(self, kind, session):
        """Return the domain of those who lack a letter of this kind."""
        domain = (
            Domain("session_id", "=", session.id)
            & Domain("state", "in", LETTERS[kind].states)
            & Domain("is_walk_in", "=", False)
            & Domain("has_mail", "=", True)
        )
        if kind == "invited":
            return domain & Domain("invited_mail_on", "=", False)
        if kind in REMINDERS:
            # whoever was invited that late needs no reminder
            first = session._held_on() - timedelta(days=REMINDERS[kind])
            before = session.company_id._dialogue_utc(datetime.combine(first, time()))
            return (
                domain
                & Domain("invited_mail_on", "<", before)
                & Domain(f"{kind}_mail_for", "!=", session._held_on())
            )
        domain &= Domain("invited_mail_on", "!=", False)
        if kind == "changed":
            return domain & Domain("told_sequence", "<", session.calendar_sequence)
        return domain & Domain("cancelled_mail_on", "=", False)

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _cron_write_letters(self, size=BATCH):
        """Write all letters that are due, a batch at a time, and commit each.

        When the time of the job is over it stops; Odoo calls it again.

        :param int size: letters in one transaction
        """
        # sudo: the job's; each letter goes to the invitee of its row
        rooms = self.sudo()
        due = rooms._letters_due()
        waiting = sum(rooms.search_count(domain) for _kind, domain in due)
        self.env["ir.cron"]._commit_progress(remaining=waiting)
        for kind, domain in due:
            last_id = 0
            while batch := rooms.search(
                domain & Domain("id", ">", last_id), order="id", limit=size
            ):
                last_id = batch.ids[-1]
                if not batch._write_and_commit(kind):
                    return

    def _write_and_commit(self, kind):
        """Write letters of this kind to those that nobody else has locked; commit.

        One letter that cannot be written does not hold up the others: it is tried
        again with the next run.

        :return: whether there is time left
        """
        job = self.env["ir.cron"]
        try:
            self.try_lock_for_update(allow_referencing=True)._write_letters(kind)
            left = job._commit_progress(len(self))
        except Exception:
            self.env.cr.rollback()
            self.env.invalidate_all()
            if len(self) == 1:
                _logger.exception("The letter “%s” to invitee %s failed", kind, self.id)
                return True
            middle = len(self) // 2
            return all(
                half._write_and_commit(kind) for half in (self[:middle], self[middle:])
            )
        self.env.invalidate_all()
        return bool(left)


class DialogueSession(models.Model):
    _inherit = "dialogue.session"

    def _reminders_due(self):
        """Return which reminders are to be written now for one session to come.

        A day that was missed is made up for, until the next reminder is due.
        """
        local = self.company_id._dialogue_local(fields.Datetime.now())
        if local.hour < FIRST_HOUR:
            return []
        left = (self._held_on() - local.date()).days
        if 0 <= left <= REMINDERS["day"]:
            return ["day"]
        return ["week"] if 0 < left <= REMINDERS["week"] else []

    def _replacement_values(self):
        """Return what invitees are told of the session in place of this one.

        :return: dict of str, or None where there is none or it is not announced yet
        """
        other = self.replaced_by_id
        if not other or other.state not in ("announced", "in_progress"):
            return None
        return {
            "topic": other.name,
            "when": other._when_words(),
            "where": other._where_words(),
            "url": other._public_url(),
        }
