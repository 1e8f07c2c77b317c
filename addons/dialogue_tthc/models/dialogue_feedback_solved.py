from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

SOLVED = "dialogue_tthc.mail_template_feedback_solved"
# what was answered longer ago is not asked about any more: a job that stood still, or
# a setting that was changed, writes no letters about what is long past
GRACE = timedelta(days=30)


class DialogueFeedback(models.Model):
    """The question that comes some weeks after an answer: is it really solved?

    It is mailed exactly once for each answer: that it was asked is written in the
    transaction that makes the mail.
    """

    _inherit = "dialogue.feedback"

    solved_asked_on = fields.Datetime(
        string="Asked whether it is solved on", readonly=True, copy=False
    )

    _solved_not_asked_idx = models.Index(
        "(company_id, answered_on) "
        "WHERE solved_asked_on IS NULL AND state IN ('answered', 'closed')"
    )

    def _before_move(self, move):
        res = super()._before_move(move)
        if move.name == "reopen":
            # the new answer is asked about anew
            self.with_context(active_test=False)._with_merged().solved_asked_on = False
        return res

    @api.model
    def _solved_domain(self):
        """Return the domain of the cases to ask about now."""
        now = fields.Datetime.now()
        # sudo: the job asks for every department
        companies = (
            self.env["res.company"].sudo().search([("dialogue_solved_days", ">", 0)])
        )
        due = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "answered_on", "<=", now - timedelta(days=company.dialogue_solved_days)
            )
            & Domain(
                "answered_on",
                ">",
                now - timedelta(days=company.dialogue_solved_days) - GRACE,
            )
            for company in companies
        )
        return (
            due
            & Domain("solved_asked_on", "=", False)
            & Domain("state", "in", ("answered", "closed"))
        )

    @api.model
    def _cron_ask_solved(self, batch_size=50):
        """Ask the petitioners of answers of some weeks ago, a batch at a time."""
        feedbacks = self.with_context(active_test=False)
        waiting = feedbacks.search(self._solved_domain(), order="answered_on, id")
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for start in range(0, len(waiting), batch_size):
            batch = waiting[start : start + batch_size].try_lock_for_update(
                allow_referencing=True
            )
            # somebody may have reopened one in the meantime, or asked already
            batch.invalidate_recordset()
            batch.filtered_domain(self._solved_domain())._ask_solved()
            done = len(waiting[start : start + batch_size])
            if not self.env["ir.cron"]._commit_progress(done):
                break  # out of time: the scheduler calls again

    def _ask_solved(self):
        """Mail the question to the petitioners of these cases and of those merged."""
        asked = self._with_merged().filtered(lambda case: not case.solved_asked_on)
        asked.solved_asked_on = fields.Datetime.now()
        asked._mail_petitioner(SOLVED)
