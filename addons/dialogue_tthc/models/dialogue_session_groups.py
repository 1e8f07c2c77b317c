from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.alike_texts import join_alike
from .alike import likenesses
from .dialogue_feedback import BEHAVIOUR_KINDS
from .feedback_states import OWED_STATES

# questions of one session that are compared with each other, the newest first
COMPARED_MAX = 600
# as alike as this are, on the mean, questions that ask the same
ALIKE_MIN = 0.4


class DialogueSession(models.Model):
    """Questions that came in before the session, in groups, and how far each is."""

    _inherit = "dialogue.session"

    group_ids = fields.One2many(
        comodel_name="dialogue.question.group",
        inverse_name="session_id",
        string="Groups of questions",
    )
    group_count = fields.Integer(compute="_compute_group_counts")
    group_ready_count = fields.Integer(
        string="Groups ready", compute="_compute_group_counts"
    )
    ungrouped_count = fields.Integer(
        string="Questions in no group", compute="_compute_group_counts"
    )

    @api.depends("group_ids.stage", "feedback_ids.group_id")
    @api.depends_context("uid")
    def _compute_group_counts(self):
        groups = self.env["dialogue.question.group"]
        total, ready = {}, {}
        for session, stage, count in groups._read_group(
            [("session_id", "in", self.ids)], ["session_id", "stage"], ["__count"]
        ):
            total[session] = total.get(session, 0) + count
            if stage == "ready":
                ready[session] = count
        alone = dict(
            self.env["dialogue.feedback"]._read_group(
                [("session_id", "in", self.ids), *self._ungrouped_domain()],
                ["session_id"],
                ["__count"],
            )
        )
        for session in self:
            key = session._origin
            session.group_count = total.get(key, 0)
            session.group_ready_count = ready.get(key, 0)
            session.ungrouped_count = alone.get(key, 0)

    @api.model
    def _ungrouped_domain(self):
        return [
            ("group_id", "=", False),
            ("is_sealed", "=", False),
            ("kind", "not in", BEHAVIOUR_KINDS),
            ("state", "in", OWED_STATES),
        ]

    def action_propose_groups(self):
        """Propose which questions in no group ask the same; a person decides.

        Those that are like what is in a group already are proposed for it.

        :return: an action that opens the preparation board, or says that no two are
            alike where there is nothing on it
        :raise UserError: the database cannot compare texts
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.registry.has_trigram:
            raise UserError(
                self.env._(
                    "The database cannot compare texts. Ask the administrator to add "
                    "the extension pg_trgm to it, or make the groups by hand."
                )
            )
        of_it, cases = Domain("session_id", "=", self.id), self.env["dialogue.feedback"]
        # those in no group first: each of them is compared, however many there are
        for which in (self._ungrouped_domain(), Domain("group_id", "!=", False)):
            room = COMPARED_MAX - len(cases)
            if room:
                cases += cases.search(
                    of_it & Domain(which), limit=room, order="id desc"
                )
        for together in self._alike(cases):
            group = together.group_id
            new = together.filtered(lambda case: not case.group_id)
            if group.stage == "proposed":
                new.group_id = group
            elif group or new.proposed_group_id:
                # sudo: a mark that no form sets; whether the session may be changed,
                # and with it what is in its groups, was checked above
                new.sudo().proposed_group_id = group
            if not group and len(new) > 1:
                self._propose_group(new)
        return self.action_view_groups() if self.group_ids else self._tell_unalike()

    def _alike(self, cases):
        """Return ``cases`` of this session as sets of those that ask the same.

        What is in one group stays together, and apart from other groups and from
        what somebody said to be something else.
        """
        # sudo: only ids, and only to leave them out
        unlike = {
            group.id: set(group.unlike_feedback_ids.ids)
            for group in cases.group_id.sudo()
        }

        def set_of(places):
            return cases.browse([cases[place].id for place in places])

        def is_apart(one, other):
            both = set_of([*one, *other])
            groups = both.group_id
            return len(groups) > 1 or any(
                not unlike[group.id].isdisjoint(both.ids) for group in groups
            )

        known, clusters = {}, []
        for place, case in enumerate(cases):
            if case.group_id in known:
                known[case.group_id].append(place)
                continue
            clusters.append([place])
            if case.group_id:
                known[case.group_id] = clusters[-1]
        texts = [(case.subject or "", case.question or "") for case in cases]
        alike = join_alike(likenesses(self.env, texts), clusters, ALIKE_MIN, is_apart)
        return [set_of(places) for places in alike]

    def _propose_group(self, cases):
        sector = cases.sector_id[:1].with_company(self.company_id)
        cases.group_id = self.env["dialogue.question.group"].create(
            {
                "session_id": self.id,
                "name": cases[-1].subject,
                "department_id": sector.department_id.id,
                "stage": "proposed",
            }
        )

    def _tell_unalike(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "No two questions of this session ask the same. A group of one can "
                    "be made on the preparation board."
                ),
            },
        }

    def action_view_groups(self):
        """Open the preparation board of this session."""
        self.ensure_one()
        return self._door(
            "dialogue_tthc.dialogue_question_group_action",
            self.env._("Preparation"),
        )
