from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.legal_clock import shift_working_days
from .dialogue_clock import RUNNING


class DialogueFeedback(models.Model):
    """What happens when the petitioner does not send what was asked for.

    The desk may end such a case after the term and all reminders; it never ends by
    itself, and the petitioner is told how to ask again.
    """

    _inherit = "dialogue.feedback"

    is_unanswered = fields.Boolean(
        string="Petitioner did not reply",
        readonly=True,
        copy=False,
        help="Withdrawn because the petitioner did not send what was asked for.",
    )

    def action_withdraw_unanswered(self):
        """End cases whose petitioner did not send what was asked for."""
        for feedback in self:
            reason = feedback._unanswered_reason()
            feedback._move(
                "withdraw_unanswered",
                {"withdrawal_reason": reason, "is_unanswered": True},
                note=reason,
            )

    def _supplement_clock(self):
        """Return (in sudo) the latest term of what the petitioner is to send."""
        self.ensure_one()
        # sudo: a due day of this case, named in sentences to officials and petitioner
        return (
            self.env["dialogue.clock"]
            .sudo()
            .search(
                Domain("feedback_id", "=", self.id) & Domain("step", "=", "supplement"),
                order="id desc",
                limit=1,
            )
        )

    def _supplement_due_on(self):
        """Return the day by which the petitioner is to send it, or False."""
        return self._supplement_clock().due_on

    def _unanswered_reason(self):
        """Return the reason kept with the case, in the department's language."""
        localized = self._in_company_lang()
        return localized.env._(
            "The petitioner did not send what was asked for by %s.",
            format_date(localized.env, self._supplement_due_on()),
        )

    def _unanswered_words(self):
        """Return what the petitioner is told, in the language of the context."""
        self.ensure_one()
        return self.env._(
            "We asked you to send: %(request)s\n\n"
            "We did not get it by %(due)s, so we could not go on and have ended this "
            "petition without an answer. If you still need one, please file it again "
            "together with what we asked for, and mention the code %(code)s.",
            request=self.info_request,
            due=format_date(self.env, self._supplement_due_on()),
            code=self.code,
        )

    # ------------------------------------------------------------------
    # When it may be ended
    # ------------------------------------------------------------------

    def _need_supplement_over(self, _move):
        """The term is over and the petitioner had every reminder of its ladder."""
        for feedback in self:
            obstacle = feedback._supplement_obstacle(feedback._supplement_clock())
            if obstacle:
                raise UserError(obstacle)

    def _supplement_obstacle(self, clock):
        """Return the sentence that says why the case may not be ended yet, or None.

        :param clock: the term of what the petitioner is to send, in sudo
        """
        if clock.state != RUNNING or not clock.due_on:
            return self.env._(
                "No term runs for what the petitioner of “%s” is to send, so it cannot "
                "be over. Use “Withdraw” if they ask for that.",
                self.display_name,
            )
        today = self.company_id._dialogue_today()
        days = self._reminder_days(clock)
        missing = max(len(days) - self._reminded_times(clock), 0)
        if today > clock.due_on and not missing:
            return None
        earliest = max([clock.due_on + timedelta(days=1), *days])
        values = {
            "case": self.display_name,
            "due": format_date(self.env, clock.due_on),
            "day": format_date(self.env, earliest),
            "count": missing,
        }
        if not missing:
            return self.env._(
                "The petitioner of “%(case)s” has until %(due)s to send it. The case "
                "can be ended for that from %(day)s on.",
                **values,
            )
        if earliest > today:
            return self.env._(
                "The petitioner of “%(case)s” has until %(due)s to send it. The case "
                "can be ended for that from %(day)s on, after the reminders to them "
                "that are still to come: %(count)s.",
                **values,
            )
        if clock.remind_on and any(day >= clock.remind_on for day in days):
            return self.env._(
                "The term of the petitioner of “%(case)s” ended on %(due)s, but they "
                "have not had all reminders: %(count)s still to come. They go out on "
                "the next working day; end the case after that.",
                **values,
            )
        return self.env._(
            "The term of the petitioner of “%(case)s” ended on %(due)s, but they had "
            "fewer reminders than they should: %(count)s missing. Remind them with "
            "“Write to the petitioner”, then end the case.",
            **values,
        )

    def _reminder_days(self, clock):
        """Return the days on which the ladder of ``clock`` reminds the petitioner."""
        calendar = clock.company_id._dialogue_calendar()
        days = [
            shift_working_days(clock.due_on, rung.distance, calendar)
            for rung in clock.term_id.ladder_id.rung_ids
            if rung.audience == "petitioner"
        ]
        # a term too short for a reminder never gives it
        return [day for day in days if day > clock.started_on]

    def _reminded_times(self, clock):
        """Return how often the petitioner was reminded: by the job, or by hand.

        When the job stood still it gives only the last of the reminders missed; the
        desk makes up for the others in the exchange, on one day each.
        """
        given = clock.notice_ids.filtered(
            lambda notice: notice.audience == "petitioner"
        )
        local = clock.company_id._dialogue_local
        own = self.env.ref("dialogue_tthc.partner_petitioner")
        by_hand = {
            local(message.date).date()
            for message in self._petitioner_messages()
            if message.author_id != own and not message.create_uid._is_superuser()
        }
        return len(given) + len([day for day in by_hand if day > clock.started_on])

    def _tell_petitioner(self, move):
        res = super()._tell_petitioner(move)
        if move.name == "withdraw_unanswered":
            for feedback in self:
                localized = feedback.with_context(lang=feedback._petitioner_lang())
                localized._post_to_petitioner(localized._unanswered_words())
            self._plan_call()
        return res
