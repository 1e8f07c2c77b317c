from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.feedback_states import LEADER


class DialogueFeedbackExtend(models.TransientModel):
    """A later day for the answer to one case, asked for with its reason.

    The case alone decides whether it is possible; the window only says so early.
    """

    _name = "dialogue.feedback.extend"
    _description = "Ask for an Extension"
    _inherit = ["dialogue.selection.mixin"]

    obstacle = fields.Text(compute="_compute_obstacle")
    due_on = fields.Date(string="Due until now", compute="_compute_obstacle")
    new_due_on = fields.Date(string="New due day")
    day_note = fields.Char(string="This means", compute="_compute_day_note")
    reason = fields.Text(string="Why more time is needed")
    apology = fields.Text(
        string="Words to the petitioner",
        compute="_compute_apology",
        store=True,
        readonly=False,
    )
    may_decide = fields.Boolean(compute="_compute_may_decide")

    @api.depends("feedback_ids")
    def _compute_obstacle(self):
        for window in self:
            feedback = window.feedback_id
            if not feedback:
                window.due_on = False
                window.obstacle = self.env._(
                    "Extend one case at a time: each petitioner gets words of their "
                    "own."
                )
                continue
            feedback.check_access("read")
            # sudo: the due day of a case that the user reads, and why it stays
            feedback_sudo = feedback.sudo()
            clock = feedback_sudo._answer_clock()
            window.due_on = clock.due_on
            window.obstacle = feedback_sudo._extension_obstacle(clock)

    @api.depends("new_due_on", "feedback_ids")
    def _compute_day_note(self):
        for window in self:
            window.day_note = window._day_note()

    def _day_note(self):
        """Return what the day typed comes to, or why it is not possible."""
        feedback_sudo = self.feedback_id.sudo()
        if not self.new_due_on or self.obstacle:
            return False
        try:
            day = feedback_sudo._check_new_due_day(
                feedback_sudo._answer_clock(), self.new_due_on
            )
        except UserError as error:
            return str(error)
        weekday = self.env["dialogue.ledger"]._day_words(day)
        if day != self.new_due_on:
            return self.env._(
                "%(chosen)s is a day off; the new due day is %(day)s.",
                chosen=format_date(self.env, self.new_due_on),
                day=weekday,
            )
        return self.env._("The new due day is %s.", weekday)

    @api.depends("feedback_ids")
    def _compute_apology(self):
        for window in self:
            feedback = window.feedback_id
            if window.apology or not feedback:
                continue
            # sudo: the language of the petitioner, whom specialists may not see
            lang = feedback.sudo()._petitioner_lang()
            window.apology = window.with_context(lang=lang).env._(
                "We apologise that we cannot answer your petition by the day we "
                "named. It takes more time to look into it with care. "
                "Thank you for your understanding."
            )

    @api.depends("feedback_ids")
    def _compute_may_decide(self):
        is_leader = self.env.user.has_group(LEADER)
        for window in self:
            # sudo: a setting of the department
            company_sudo = window.feedback_ids.sudo().company_id[:1]
            window.may_decide = is_leader and company_sudo.dialogue_allow_self_approval

    def action_apply(self):
        """Ask a leader for the later day.

        :return: an action that closes the window
        """
        self._request()
        return {"type": "ir.actions.act_window_close"}

    def action_apply_and_approve(self):
        """Set the later day at once, where one person may ask and approve.

        :return: an action that closes the window
        """
        self._request().action_approve()
        return {"type": "ir.actions.act_window_close"}

    def _request(self):
        self.ensure_one()
        return self.feedback_ids.action_request_extension(
            self.new_due_on, self.reason, self.apology
        )
