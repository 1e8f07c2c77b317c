from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from .dialogue_speech import SIDES


class DialogueSession(models.Model):
    """How the time of a session was shared between authority and participants."""

    _inherit = "dialogue.session"

    speech_ids = fields.One2many(
        comodel_name="dialogue.speech",
        inverse_name="session_id",
        string="Speeches",
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    participant_share = fields.Float(
        string="Time of the participants",
        compute="_compute_participant_share",
        help="Their part of all the time in which somebody spoke.",
    )
    participant_share_target = fields.Integer(
        string="Time meant for participants (%)",
        compute="_compute_participant_share",
        help="From the plan, or else from the settings.",
    )

    @api.depends("plan_id.participant_share", "company_id.dialogue_participant_share")
    def _compute_participant_share(self):
        shares = self._speech_shares()
        for session in self:
            share = shares[session]
            spoken = share["authority"] + share["participants"]
            session.participant_share = spoken and share["participants"] / spoken
            session.participant_share_target = share["target"]

    def _speech_share(self):
        """Return what :meth:`_speech_shares` says of one session."""
        self.ensure_one()
        return self._speech_shares()[self]

    def _speech_shares(self):
        """Return how long each side has spoken, a speech under way included.

        :return: dict of session: dict of ``authority`` and ``participants``, in
            seconds, and ``target``, the percentage meant for the participants
        """
        # sudo: seconds and no names; whoever reads a session may know them
        speeches_sudo = self.env["dialogue.speech"].sudo()
        spoken = defaultdict(int)
        for session, side, seconds in speeches_sudo._read_group(
            Domain("session_id", "in", self.ids),
            ["session_id", "side"],
            ["seconds:sum"],
        ):
            spoken[session.id, side] = seconds
        now = fields.Datetime.now()
        for speech in speeches_sudo._under_way(self):
            seconds = max(int((now - speech.began_on).total_seconds()), 0)
            spoken[speech.session_id.id, speech.side] += seconds
        return {
            session: {
                **{side: spoken[session._origin.id, side] for side in dict(SIDES)},
                "target": session._share_target(),
            }
            for session in self
        }

    def _share_target(self):
        """Return the percentage of time meant for participants."""
        # sudo: a number of the plan, which whoever reads the session may know
        plan = self.plan_id.sudo()
        if plan:
            return plan.participant_share
        return self.company_id.sudo().dialogue_participant_share

    def _before_move(self, move):
        if move.name in ("conclude", "cancel"):
            # nobody has the floor any more; of a cancelled session no times are taken
            self.env["dialogue.speech"].sudo()._under_way(self)._end()
        return super()._before_move(move)
