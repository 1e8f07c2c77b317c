from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from .dialogue_session_figures import DESK_AND_AUDITOR
from .feedback_states import OWED_STATES

OPEN_TASKS = ("todo", "done")
# a sealed case exists for its readers alone, and so does what was promised in it
UNSEALED = Domain("is_sealed", "=", False)
UNSEALED_TASKS = Domain("feedback_id", "=", False) | Domain(
    "feedback_id.is_sealed", "=", False
)
OPEN_REFERRALS = ("draft", "submitted", "sent", "replied")


class DialogueSession(models.Model):
    """What a session still owes, in figures and behind one button each.

    Questions and commitments are counted as each reader may read them; what everybody
    may know are the figures of :meth:`_public_debt`.
    """

    _inherit = "dialogue.session"

    owed_total = fields.Integer(
        string="Owed in all",
        compute="_compute_owed",
        help="Questions without an answer and commitments that are not checked.",
    )
    owed_overdue_count = fields.Integer(
        string="Of these overdue", compute="_compute_owed"
    )
    owed_referral_count = fields.Integer(
        string="Open referrals",
        compute="_compute_owed_referral_count",
        groups=DESK_AND_AUDITOR,
    )
    earlier_owed_count = fields.Integer(
        string="Owed by earlier sessions", compute="_compute_earlier_owed_count"
    )

    @api.depends("owed_count", "overdue_count", "commitment_open_count")
    @api.depends_context("uid")
    def _compute_owed(self):
        late = dict(
            self.env["dialogue.commitment"]._read_group(
                Domain("session_id", "in", self.ids) & Domain("is_overdue", "=", True),
                ["session_id"],
                ["__count"],
            )
        )
        for session in self:
            session.owed_total = session.owed_count + session.commitment_open_count
            session.owed_overdue_count = session.overdue_count + late.get(
                session._origin, 0
            )

    @api.depends("feedback_ids.referral_line_ids.progress")
    @api.depends_context("uid")
    def _compute_owed_referral_count(self):
        referrals = self.env["dialogue.referral"].search(self._open_referrals_domain())
        lines = self.env["dialogue.referral.line"].search(
            Domain("referral_id", "in", referrals.ids)
            & self._origin._referral_lines_domain()
        )
        found = defaultdict(set)
        for referral in referrals:
            found[referral.session_id.id].add(referral.id)
        # sudo: which session a line is of, that the user may read with its case
        for line in lines.sudo():
            found[line.feedback_id.session_id.id].add(line.referral_id.id)
        for session in self:
            session.owed_referral_count = len(found[session._origin.id])

    def _open_referrals_domain(self):
        return self._origin._referrals_domain() & Domain("state", "in", OPEN_REFERRALS)

    @api.depends("earlier_feedback_ids", "earlier_commitment_ids")
    def _compute_earlier_owed_count(self):
        for session in self:
            session.earlier_owed_count = len(session.earlier_feedback_ids) + len(
                session.earlier_commitment_ids
            )

    # ------------------------------------------------------------------
    # Doors
    # ------------------------------------------------------------------

    def action_view_owed(self):
        """Open what this session still owes: the questions, or else the tasks."""
        self.ensure_one()
        if not self.owed_count and self.commitment_open_count:
            door = self.action_view_commitments()
            states = OPEN_TASKS
        else:
            door = self.action_view_feedback()
            states = OWED_STATES
        return {
            **door,
            "name": self.env._("Still owed"),
            "domain": [*door["domain"], ("state", "in", states)],
        }

    def action_view_owed_referrals(self):
        """Open the referrals on which questions of this session wait."""
        self.ensure_one()
        return {
            **self._door(
                "dialogue_tthc.dialogue_referral_action", self.env._("Referrals")
            ),
            "domain": list(self._open_referrals_domain()),
        }

    # ------------------------------------------------------------------
    # What everybody may know
    # ------------------------------------------------------------------

    def _public_debt(self):
        """Return what one session still owes, as everybody may know it.

        Neither a sealed case nor what was promised in one is counted: it exists for
        its readers alone.

        :return: dict of ``asked``, ``answered``, ``owed``, ``overdue`` (questions),
            ``promised``, ``kept``, ``open`` and ``late`` (commitments) and
            ``is_settled``, whether nothing is owed any more
        """
        self.ensure_one()
        figures = self._result_figures()
        # sudo: numbers of a session that everybody may know; no task is named
        tasks_sudo = self.env["dialogue.commitment"].sudo()
        of_it = self._told_tasks_domain()
        by_state = dict(tasks_sudo._read_group(of_it, ["state"], ["__count"]))
        still_open = sum(by_state.get(state, 0) for state in OPEN_TASKS)
        late = tasks_sudo.with_context(
            allowed_company_ids=self.company_id.ids
        ).search_count(of_it & Domain("is_overdue", "=", True))
        return {
            "asked": figures["total"],
            "answered": figures["total"] - figures["owed"],
            "owed": figures["owed"],
            "overdue": figures["overdue"],
            "promised": sum(by_state.values()),
            "kept": by_state.get("checked", 0),
            "open": still_open,
            "late": late,
            "is_settled": not (figures["owed"] or still_open),
        }

    def _told_tasks_domain(self):
        """Return the domain of the commitments that reports and pages tell of."""
        return (
            Domain("session_id", "=", self.id)
            & Domain("state", "!=", "cancelled")
            & UNSEALED_TASKS
        )
