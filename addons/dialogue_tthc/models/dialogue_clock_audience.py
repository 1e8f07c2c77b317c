from odoo import api, models

from .dialogue_clock import SUBJECTS
from .feedback_states import LEADER

# whom a rung means by "officer" and "head", by model of what the clock belongs to
OFFICERS = {
    "dialogue.feedback": "user_id",
    "dialogue.session": "secretary_id",
    "dialogue.referral": "user_id",
    "dialogue.commitment": "user_id",
}


class Readers:
    """Who may read which of some records, asked once for each user.

    :param records: list of recordsets in sudo, one for each model, of one company
    """

    def __init__(self, company, records):
        self._company = company
        self._records = {each._name: each for each in records}
        self._readable = {}

    def may(self, user, record):
        """Say whether ``user`` may be told of ``record``: works here, and reads it."""
        if not user.active or user.share:
            return False
        key = (user.id, record._name)
        if key not in self._readable:
            self._readable[key] = self._ids(user, self._records[record._name])
        return record.id in self._readable[key]

    def _ids(self, user, records):
        if self._company not in user.company_ids:
            return frozenset()
        own = (
            records.sudo(False)
            .with_user(user)
            .with_context(
                allowed_company_ids=self._company.ids, active_test=False, lang=None
            )
        )
        if not own.browse().has_access("read"):
            return frozenset()
        return frozenset(own.search([("id", "in", records.ids)], order="id").ids)


class DialogueClock(models.Model):
    """Who is meant by a rung. Where there is nobody, the next one up is told."""

    _inherit = "dialogue.clock"

    def _readers(self):
        """Return :class:`Readers` of what these clocks, of one company, belong to."""
        return Readers(
            self.company_id, [self[name] for name in SUBJECTS.values() if self[name]]
        )

    def _department(self):
        """Return the division that one clock's record is with, or none."""
        subject = self._subject()
        if "department_id" in subject._fields:
            return subject.department_id
        return self.env["hr.department"]

    def _people(self, audience, leaders, readers):
        """Return the users whom a rung of one clock speaks to.

        Whoever left, or may not read the record, is passed over: so a sealed case is
        told to its named readers alone, and to one of them in any case.

        :param str audience: ``officer``, ``head``, ``leader`` or ``desk``
        :param leaders: the users of the leader group of the company
        :param Readers readers: of the batch that the clock is in
        """
        subject = self._subject()
        for users in self._chain(audience, subject, leaders):
            told = users.filtered(lambda user: readers.may(user, subject))
            if told:
                return told
        return self.env["res.users"]

    def _chain(self, audience, subject, leaders):
        """Yield whom to ask one after the other, from ``audience`` on upwards."""
        company = self.company_id
        if audience == "officer":
            yield subject[OFFICERS[subject._name]]
        if audience in ("officer", "head"):
            yield self._head(subject)
        if audience in ("officer", "desk"):
            yield company.dialogue_desk_user_id
        yield company.dialogue_approver_id
        yield leaders
        case = subject if subject._name == "dialogue.feedback" else self._case(subject)
        if case.is_sealed:
            yield case.reader_ids

    def _head(self, subject):
        if subject._name == "dialogue.session":
            return subject.chair_id
        return self._department().manager_id.user_id

    def _case(self, subject):
        if subject._name == "dialogue.commitment":
            return subject.feedback_id
        return self.env["dialogue.feedback"]

    @api.model
    def _leaders(self, company):
        """Return the leaders of a company, in sudo."""
        # sudo: who leads is no secret here; each is asked for what they may read
        group = self.env.ref(LEADER).sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
