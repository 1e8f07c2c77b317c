from odoo import api, models
from odoo.fields import Domain

from .dialogue_clock import PAUSED, RUNNING, STOPPED
from .dialogue_clock_count import BATCH
from .dialogue_referral import SENT_STATES
from .feedback_states import OWED_STATES

# for each step of a case: the field that says since when, and the one that ends it
STEP_FIELDS = {
    "accept": ("received_on", "accepted_on"),
    "classify": ("received_on", "assigned_on"),
    "answer": ("accepted_on", "answered_on"),
}


class DialogueClock(models.Model):
    """Terms for cases that came in before there were terms.

    A case says on its own what it has been through; a day that people once named for
    its answer is kept as it is.
    """

    _inherit = "dialogue.clock"

    @api.model
    def _adopt(self, feedbacks, with_ended=False):
        """Give cases that have no clock yet the ones they would have.

        :param feedbacks: ``dialogue.feedback`` in sudo
        :param with_ended: also keep clocks that ended, for a history to look at
        :return: the new clocks, in sudo
        """
        feedbacks = feedbacks.filtered(lambda case: case.number and not case.clock_ids)
        find, vals_list = self.env["dialogue.term"]._row_finder(), []
        for step, (since, until) in STEP_FIELDS.items():
            for feedback in feedbacks:
                ended_at = self._adopted_end(feedback, step, until)
                if feedback[since] and (with_ended or not ended_at):
                    vals_list += self._prepare_adopted_values(
                        feedback, step, feedback[since], ended_at, find
                    )
        clocks = self.sudo().create(vals_list)
        reason = self.env._("Taken over from the case")
        clocks._log("started", reason, dict.fromkeys(clocks.ids))
        clocks.filtered(lambda clock: clock.state == STOPPED)._log("stopped", reason)
        self._adopt_pauses(clocks, reason)
        clocks._set_due(self._counted(clocks))
        clocks.filtered("is_fixed")._log("agreed", reason)
        waiting = feedbacks.filtered(lambda case: case.state == "need_info")
        clocks |= self._start(waiting, ["supplement"], reason=reason)
        under_way = feedbacks.filtered(
            lambda case: case.state in OWED_STATES and case.accepted_on
        )
        clocks |= self._start(under_way - waiting, ["update"], reason=reason)
        return clocks

    def _adopted_end(self, feedback, step, until):
        """Return when a step of a case ended, or False while it goes on."""
        if feedback.state not in OWED_STATES:
            return feedback.answered_on or feedback.closed_on or feedback.write_date
        if step == "answer" or (
            # back at the desk: it is to be assigned again
            step == "classify" and feedback.state in ("accepted", "reopened")
        ):
            return False
        if step == "classify" and feedback.state == "referred":
            return feedback.assigned_on or feedback.write_date
        return feedback[until]

    def _prepare_adopted_values(self, feedback, step, since, ended_at, find):
        """Return the values of one clock in a list, or none where no term holds."""
        named = feedback.date_deadline if step == "answer" else False
        vals = self._prepare_clock_values(feedback, step, since, named, find)
        if not vals:
            return []
        if ended_at:
            local = feedback.company_id._dialogue_local
            vals.update(state=STOPPED, stopped_on=local(ended_at).date())
        return [vals]

    def _adopt_pauses(self, clocks, reason):
        """Let the terms of cases that wait for somebody else stand still."""
        paused = {}
        for clock in clocks.filtered(lambda clock: clock.state == RUNNING):
            feedback = clock.feedback_id
            local = clock.company_id._dialogue_local
            if feedback.state == "need_info":
                day = local(feedback.write_date).date()
            elif (
                feedback.state == "referred"
                and clock.step == "answer"
                and clock.company_id.dialogue_is_referral_paused
            ):
                sent = feedback.referral_line_ids.referral_id.filtered("sent_on")
                day = max(sent.mapped("sent_on"), default=False)
            else:
                continue
            paused[clock.id] = day or clock.company_id._dialogue_today()
        # the due day until then is counted before the term stands still
        still = self.browse(paused)
        still._set_due(self._counted(still))
        lines = still._log("paused", reason, is_final=False)
        for clock, line in zip(still, lines, strict=True):
            line["day"] = paused[clock.id]
            clock.write(
                {"state": PAUSED, "paused_on": paused[clock.id], "remind_on": False}
            )
        self._log_lines(lines)

    @api.model
    def _adopt_all(self):
        """Start the terms of all that is open: cases, tasks, referrals, sessions.

        What has its clock already keeps it, so it can be called again.
        """
        # sudo: an upgrade has no user, and nobody whose language it would speak
        quiet = self.sudo().with_context(
            active_test=False,
            tracking_disable=True,
            lang=self.env.company.partner_id.lang or self.env.lang,
        )
        feedbacks = quiet.env["dialogue.feedback"].search(
            Domain("state", "in", OWED_STATES) & Domain("clock_ids", "=", False)
        )
        for start in range(0, len(feedbacks), BATCH):
            quiet._adopt(feedbacks[start : start + BATCH])
        quiet.env["dialogue.commitment"].search([("state", "=", "todo")])._start_clock(
            quiet.env._("Taken over from the task")
        )
        quiet.env["dialogue.referral"].search(
            [("state", "in", SENT_STATES)]
        )._follow_waiting()
        sessions = quiet.env["dialogue.session"].search(
            [("state", "in", ("draft", "concluding"))]
        )
        sessions._follow_notice()
        quiet._start(
            sessions.filtered(lambda session: session.state == "concluding"),
            ["session_result"],
            lambda session: session.date_end,
            reason=quiet.env._("Taken over from the session"),
        )
