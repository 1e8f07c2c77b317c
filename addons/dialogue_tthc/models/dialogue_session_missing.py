from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .feedback_states import OPEN_STATES

CASE, REFERRAL, TASK = "dialogue.feedback", "dialogue.referral", "dialogue.commitment"
# what has to be settled before a meeting ends, and what before the session is closed
CONCLUDE, CLOSE = "conclude", "close"
# so many are named in a sentence; the list shows them all
NAMED_MAX = 20
NO_OWNER = Domain("user_id", "=", False) & Domain("department_id", "=", False)
# a case that was received and not yet accepted has the day of that term
NO_TERM = Domain(
    "clock_ids",
    "not any",
    Domain("state", "!=", "stopped") & Domain("due_on", "!=", False),
)
NO_DAY = Domain("date_deadline", "=", False) & NO_TERM
# a referred case has an owner: the body that the letter went to
LOOSE_CASE = (
    Domain("state", "in", OPEN_STATES)
    & Domain("state", "!=", "referred")
    # a draft in the archive was thrown away by its author
    & (Domain("state", "!=", "draft") | Domain("active", "=", True))
    & (NO_OWNER | NO_DAY)
)
LOOSE_REFERRAL = Domain("state", "in", ("draft", "submitted", "sent", "replied")) & (
    Domain("user_id", "=", False)
    | (
        Domain("reply_expected_on", "=", False)
        & NO_TERM
        # before it is sent, each of its cases keeps the day of its own answer
        & Domain("line_ids.feedback_id", "any", NO_DAY)
    )
)
LOOSE_TASK = Domain("state", "in", ("todo", "done")) & NO_OWNER
LOOSE = {CASE: LOOSE_CASE, REFERRAL: LOOSE_REFERRAL, TASK: LOOSE_TASK}


class DialogueSession(models.Model):
    """What a session lacks before its meeting ends and before it is closed.

    Every question asked there has an answer, or an owner with a due day, before the
    meeting ends, and none sent by phone waits to be let in; its referrals and
    commitments have both before it is closed. How that is kept afterwards, and
    against others who work at the same time, is in ``dialogue_loose.py`` and
    ``dialogue_session_hall.py``.
    """

    _inherit = "dialogue.session"

    def _missing(self, step=None):
        """Return what has neither an end nor an owner with a due day.

        A sealed case that the user may not read is counted and not named.

        :param str step: ``conclude`` for what a meeting cannot end with, ``close`` for
            all; by default for the next step of each session
        :return: list of dicts with ``session_id``, ``model``, ``id`` (False where it
            may not be named), ``count``, ``name``, ``lacks`` (list of "owner" and
            "day", or "decision" of a question by phone), ``blocks`` (``conclude`` or
            ``close``) and ``text``, a line that says it all; the questions first
        """
        missing = []
        for session in self:
            until = step or (CLOSE if session.state == "concluding" else CONCLUDE)
            missing += session._missing_of(session._loose_feedback(), CONCLUDE)
            missing += session._missing_of(session._waiting_in_hall(), CONCLUDE)
            if until == CLOSE:
                missing += session._missing_of(session._loose_referrals(), CLOSE)
                missing += session._missing_of(session._loose_commitments(), CLOSE)
        return missing

    def _loose_feedback(self):
        """Return (in sudo) the questions that nobody answers by any day.

        One that was merged is answered with another case, of another session or of
        none: then it is that case which is missing.
        """
        # sudo: a sealed question that the user may not read counts as well
        cases_sudo = self.env[CASE].sudo().with_context(active_test=False)
        asked = Domain("session_id", "in", self.ids)
        joined = cases_sudo.search(asked & Domain("state", "=", "merged"))
        answering = joined._answering_cases()
        return cases_sudo.search(
            (asked | Domain("id", "in", answering.ids)) & LOOSE_CASE,
            order="number, id",
        )

    def _loose_referrals(self):
        """Return (in sudo) the open referrals without an officer or a day."""
        # sudo: as of the questions
        return (
            self.env[REFERRAL].sudo().search(self._referrals_domain() & LOOSE_REFERRAL)
        )

    def _referrals_domain(self):
        """Return the domain of the referrals on which questions of the sessions are."""
        return Domain("session_id", "in", self.ids) | Domain(
            "line_ids", "any", self._referral_lines_domain()
        )

    def _referral_lines_domain(self):
        """Return the domain of the lines on which questions of the sessions are."""
        return Domain("feedback_id.session_id", "in", self.ids) & Domain(
            "progress", "!=", "dropped"
        )

    def _loose_commitments(self):
        """Return (in sudo) the open commitments without an officer or a division."""
        # sudo: as of the questions
        return (
            self.env[TASK]
            .sudo()
            .search(
                Domain("session_id", "in", self.ids) & LOOSE_TASK,
                order="date_deadline, id",
            )
        )

    def _missing_of(self, loose_sudo, blocks):
        """Return the entries of :meth:`_missing` for records of one model."""
        readable = loose_sudo.sudo(False)._filtered_access("read")
        entries = [
            {
                "session_id": self.id,
                "model": record._name,
                "id": record.id,
                "count": 1,
                "name": record.display_name,
                "lacks": record.sudo()._lacks(),
                "blocks": blocks,
                "text": record.sudo()._lacks_words(),
            }
            for record in readable
        ]
        hidden = len(loose_sudo) - len(readable)
        if hidden:
            name = self.env._("%s sealed case(s)", hidden)
            entries.append(
                {
                    "session_id": self.id,
                    "model": loose_sudo._name,
                    "id": False,
                    "count": hidden,
                    "name": name,
                    "lacks": [],
                    "blocks": blocks,
                    "text": name,
                }
            )
        return entries

    def _missing_lines(self, missing):
        """Return what is missing as lines of text, the first ones by name."""
        lines = [f"- {entry['text']}" for entry in missing[:NAMED_MAX]]
        more = sum(entry["count"] for entry in missing[NAMED_MAX:])
        if more:
            lines.append(self.env._("- and %s more", more))
        return "\n".join(lines)

    def _need_decided(self, _move):
        """Every question is answered, at an end, or has an owner and a due day.

        Of a session that has not begun nothing was said yet.
        """
        for session in self.filtered(lambda session: session.state == "in_progress"):
            missing = session.sudo(False)._missing(CONCLUDE)
            if missing:
                raise UserError(
                    self.env._(
                        "The meeting “%(session)s” cannot end yet. These questions "
                        "have neither an answer nor an owner with a due day:\n"
                        "%(questions)s\n"
                        "Answer them, give them to a division, or refuse them with "
                        "a reason. Let in what was asked by phone, or turn it down.",
                        session=session.name,
                        questions=session._missing_lines(missing),
                    )
                )

    def _need_settled(self, _move):
        """Nothing that the session owes is open without an owner and a due day."""
        for session in self:
            missing = session.sudo(False)._missing(CLOSE)
            if missing:
                raise UserError(
                    self.env._(
                        "“%(session)s” cannot be closed yet. These have neither an "
                        "answer nor an officer with a due day:\n"
                        "%(questions)s\n"
                        "Answer them, or give each an owner and a due day first.",
                        session=session.name,
                        questions=session._missing_lines(missing),
                    )
                )
