from odoo import models
from odoo.tools import format_date

from .dialogue_clock_tell import DUE

# who is reminded changes with them
PEOPLE_FIELDS = ("user_id", "department_id")


class DialogueFeedback(models.Model):
    """What the petitioner hears while they wait, or while we wait for them."""

    _inherit = "dialogue.feedback"

    def write(self, vals):
        before = {}
        if any(name in vals for name in PEOPLE_FIELDS):
            # sudo: who heads a division is no secret, but only HR reads employees
            before = {case: case.sudo()._handlers() for case in self}
        result = super().write(vals)
        for case, users in before.items():
            for user in users - case.sudo()._handlers():
                # the next rung reminds whoever has the case now
                case.sudo().activity_unlink([DUE], user_id=user.id)
        return result

    def _handlers(self):
        return self.user_id | self.department_id.manager_id.user_id

    def _missing_words(self, clock):
        """Return what asks the petitioner again for what is missing.

        :param clock: the clock of the step "supplement", in sudo
        """
        self.ensure_one()
        env = self.with_context(lang=self._petitioner_lang()).env
        due = format_date(env, clock.due_on)
        if clock.due_on < self.company_id._dialogue_today():
            until = env._(
                "We expected it by %s. Please send it as soon as you can, or tell us "
                "if you need more time.",
                due,
            )
        else:
            until = env._(
                "Please send it by %s, or tell us if you need more time.", due
            )
        return env._(
            "To answer your petition we still need the following from you:\n"
            "%(missing)s\n%(until)s",
            missing=self.info_request or "",
            until=until,
        )

    def _progress_words(self):
        """Return what tells the petitioner of a referred case where it stands.

        Writing to the petitioner begins the term of the next word anew.
        """
        self.ensure_one()
        env = self.with_context(lang=self._petitioner_lang()).env
        line = self.referral_line_ids.filtered(
            lambda line: line.progress in ("waiting", "replied")
        )[:1]
        referral = line.referral_id
        if not referral:
            return env._("Your petition is still being handled. We will write again.")
        text = env._(
            "Your petition has been with %(body)s since %(date)s (document "
            "%(document)s). We will bring the reply to you as soon as it comes.",
            body=referral.partner_id.name,
            date=format_date(env, referral.sent_on),
            document=referral.document_reference,
        )
        if line.progress == "replied":
            text = env._(
                "%(body)s has replied to your petition, which we sent on %(date)s "
                "(document %(document)s). The answer to you is being prepared.",
                body=referral.partner_id.name,
                date=format_date(env, referral.sent_on),
                document=referral.document_reference,
            )
        elif referral.reminder_count:
            reminded = env._(
                "We have reminded them %(times)s times, the last time on %(day)s.",
                times=referral.reminder_count,
                day=format_date(env, referral.reminded_on),
            )
            text = f"{text} {reminded}"
        return text
