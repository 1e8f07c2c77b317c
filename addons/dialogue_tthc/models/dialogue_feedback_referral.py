from odoo import fields, models

from .dialogue_referral_line import LIVE_PROGRESS

# a case on a draft referral may go through these without leaving it
PLANNED_STATES = ("accepted", "assigned", "drafting", "need_info", "referred")
REFERRAL_OUTCOMES = ("superior", "other_body")


class DialogueFeedback(models.Model):
    """What a case and its referrals mean for each other."""

    _inherit = "dialogue.feedback"

    referral_count = fields.Integer(
        string="Referrals",
        compute="_compute_referral_count",
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )

    def _compute_referral_count(self):
        groups = self.env["dialogue.referral.line"]._read_group(
            [("feedback_id", "in", self.ids)], ["feedback_id"], ["__count"]
        )
        counts = {feedback.id: count for feedback, count in groups}
        for feedback in self:
            feedback.referral_count = counts.get(feedback.id, 0)

    def action_view_referrals(self):
        """Open the referrals that these cases are or were on.

        :return: an action on ``dialogue.referral``
        """
        referrals = self.env["dialogue.referral"].search(
            [("line_ids.feedback_id", "in", self.ids)]
        )
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Referrals"),
            "res_model": "dialogue.referral",
            "target": "current",
        }
        if len(referrals) == 1:
            return {**action, "res_id": referrals.id, "views": [(False, "form")]}
        return {
            **action,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", referrals.ids)],
        }

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        # sudo (inherited from the move): the lines follow the case, whoever moves it
        live = self.referral_line_ids.filtered(
            lambda line: line.progress in LIVE_PROGRESS
        )
        if not live:
            return result
        planned = live.filtered(lambda line: line.progress == "planned")
        if move.target not in PLANNED_STATES:
            planned.progress = "dropped"
            planned.feedback_id._forget_referral()
        sent = live - planned
        if move.target == "answered":
            sent.progress = "answered"
        elif move.target != "referred":
            sent._give_up_reply()
            sent.progress = "dropped"
        return result

    def _forget_referral(self):
        """Say that nothing is decided for cases that left a draft referral."""
        planned = self.filtered(lambda case: case.outcome in REFERRAL_OUTCOMES)
        # sudo: the outcome is closed; it only follows the draft that was given up
        planned.sudo().write({"outcome": "undecided"})
        self.env["dialogue.clock"]._stop(
            self, ["refer"], self.env._("Taken off the draft referral")
        )
