from datetime import datetime, time

from odoo import SUPERUSER_ID, fields, models
from odoo.tools import format_date

from .dialogue_referral import SENT_STATES

REMINDER = "referral_reminder"
REMIND = "dialogue_tthc.mail_activity_referral_remind"
LETTER = "dialogue_tthc.mail_template_referral_reminder"


class DialogueReferral(models.Model):
    """The rhythm in which the body that was asked is reminded of its reply.

    The term runs while a case waits for the reply, and starts anew with each reminder.
    The petitioners hear from us in the rhythm of their own cases.
    """

    _name = "dialogue.referral"
    _inherit = ["dialogue.referral", "dialogue.clock.owner"]

    clock_ids = fields.One2many(
        comodel_name="dialogue.clock", inverse_name="referral_id", string="Terms"
    )

    def _due_sentence(self, _step, day):
        return self.env._("The body is to be reminded again on %s.", day)

    # ------------------------------------------------------------------
    # The term follows what is waited for
    # ------------------------------------------------------------------

    def _waiting_lines(self):
        """Return the lines on which the other body still owes its reply."""
        return self.line_ids.filtered(lambda line: line.progress == "waiting")

    def _is_waiting(self):
        """Say whether one referral waits for a reply."""
        return self.state in SENT_STATES and bool(self._waiting_lines())

    def _follow_waiting(self):
        """Start or end the term of the reminders, as cases wait for a reply."""
        clocks = self.env["dialogue.clock"]
        # sudo: whoever moves a case may not read the referral that it is on
        referrals = self.sudo()
        waiting = referrals.filtered(lambda referral: referral._is_waiting())
        clocks._start(
            waiting,
            [REMINDER],
            lambda referral: referral._asked_at(),
            reason=self.env._("Waiting for the reply"),
        )
        clocks._stop(
            referrals - waiting, [REMINDER], self.env._("Nothing is waited for")
        )
        (referrals - waiting).activity_unlink([REMIND])

    def _reminder_due_on(self):
        """Return the day on which the body is to be reminded, or None."""
        return self.env["dialogue.clock"]._open(self, [REMINDER]).due_on or None

    def _asked_at(self):
        """Return when the body was last asked: the term counts from then."""
        company = self.company_id
        # with a clock behind it, a case waits anew from now on
        day = not self.clock_ids and (self.reminded_on or self.sent_on)
        if day and day < company._dialogue_today():
            return company._dialogue_utc(datetime.combine(day, time(12)))
        return fields.Datetime.now()

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        if move.target not in SENT_STATES:
            self._follow_waiting()
        return result

    def _count_reminder(self):
        """Count a reminder of one referral, as given today; the next term begins."""
        # sudo: closed fields; who may remind was checked by the caller
        referral = self.sudo()
        referral.write(
            {
                "reminder_count": referral.reminder_count + 1,
                "reminded_on": referral.company_id._dialogue_today(),
            }
        )
        clocks = self.env["dialogue.clock"]
        # the job reminds too, and has no language
        reason = referral._in_company_lang().env._(
            "Reminder %s", referral.reminder_count
        )
        if not clocks._restart(referral, REMINDER, reason):
            # sent before there were terms
            clocks._start(referral, [REMINDER], reason=reason)
        referral.activity_unlink([REMIND])

    # ------------------------------------------------------------------
    # Reminders by the ladder
    # ------------------------------------------------------------------

    def _remind_body(self):
        """Remind the bodies that still owe a reply: by mail, or by the officer.

        A body without an e-mail address gets a letter, which a person writes: until
        that person records it, no reminder is counted.

        :return: the referrals whose body was reminded now
        """
        # sudo: called by the reminder job; codes alone are told, never a petitioner
        waiting = self.sudo().filtered(lambda referral: referral._is_waiting())
        mailed = waiting.filtered(lambda referral: referral.partner_id.email_normalized)
        for referral in mailed:
            referral._mail_reminder()
            referral._count_reminder()
            referral._in_company_lang()._note_reminder()
        (waiting - mailed)._ask_for_letter()
        return mailed

    def _mail_reminder(self):
        """Queue the reminder of one referral to its body."""
        # superuser and not sudo(): a template reads what the letter already told
        template = self.env.ref(LETTER).with_user(SUPERUSER_ID)
        referral = self.with_user(SUPERUSER_ID)._in_company_lang()
        # not tied to the referral: the history has a line of its own
        template.with_context(lang=referral.env.context["lang"]).send_mail(
            referral.id,
            email_layout_xmlid="mail.mail_notification_light",
            email_values={"model": False, "res_id": False},
        )

    def _note_reminder(self):
        self.message_post(
            body=self.env._(
                "Reminder %(number)s sent by e-mail to %(body)s.",
                number=self.reminder_count,
                body=self.partner_id.name,
            ),
            subtype_xmlid="mail.mt_note",
        )

    def _ask_for_letter(self):
        """Ask the officers in charge to send a letter of reminder."""
        for referral in self:
            user = referral.user_id or referral.company_id.dialogue_desk_user_id
            # a referral that holds a sealed case exists for its readers alone
            if not user or not referral.with_user(user).has_access("read"):
                continue
            referral.activity_unlink([REMIND])
            # the summary is kept in the language of whoever reads it; the reminder of
            # the term itself goes out by mail, a second one would say the same
            referral.with_context(
                lang=user.lang, mail_activity_quick_update=True
            ).activity_schedule(
                REMIND,
                date_deadline=referral.company_id._dialogue_today(),
                user_id=user.id,
            )

    def _reminder_values(self):
        """Return what the letter of reminder of one referral tells.

        :return: dict of ``document`` (number and symbol), ``date`` (in words),
            ``codes`` (of the cases that wait)
        """
        # a template gives its records in a language of its own
        env = self._in_company_lang().env
        return {
            "document": self.document_id.reference or "",
            "date": format_date(env, self.sent_on) if self.sent_on else "",
            "codes": self._waiting_lines().feedback_id.mapped("code"),
        }


class DialogueReferralLine(models.Model):
    """A case that waits, or no longer: the reminders follow."""

    _inherit = "dialogue.referral.line"

    def write(self, vals):
        result = super().write(vals)
        if "progress" in vals:
            # sudo: see _follow_waiting
            self.sudo().referral_id._follow_waiting()
        return result
