from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.legal_clock import shift_working_days
from .dialogue_session_missing import CASE, LOOSE, REFERRAL, TASK
from .dialogue_session_moves import AHEAD
from .feedback_states import DESK

# where what was written in a transaction is kept until its end
WATCHED = "dialogue_tthc.loose"
# in working days: where no term holds, the answer to a late question is due after them
LATE_DAYS = 15
HELD = ("in_progress", "concluding", "closed")
# what has to have an owner and a day, once the session stands there
KEPT_IN = {
    CASE: ("concluding", "closed"),
    REFERRAL: ("closed",),
    TASK: ("closed",),
}


class DialogueLooseMixin(models.AbstractModel):
    """Something a session owes; it is not loose once the session has gone on.

    At the end of each transaction what it left without owner or day meets the session
    on its row: whoever ends the meeting or closes the session at the same moment
    either sees it, or is over before it, and then it gets an owner at once. So no
    question is refused for coming late, and none is left to nobody.
    """

    _name = "dialogue.loose.mixin"
    _description = "Owed by a Session"

    # fields whose change may leave a record loose
    _loosened_by = frozenset({"session_id", "state", "user_id", "department_id"})

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._watch()
        return records

    def write(self, vals):
        result = super().write(vals)
        if not self._loosened_by.isdisjoint(vals):
            self._watch()
        return result

    def _watch(self):
        """Have these looked at when the transaction ends, as they are then."""
        records = self._of_sessions()
        if not records:
            return
        precommit = self.env.cr.precommit
        if WATCHED not in precommit.data:
            # sudo: it asks and cares for what the user may not read, too
            precommit.add(self.env["dialogue.session"].sudo()._meet_loose)
        watched = precommit.data.setdefault(WATCHED, {})
        watched.setdefault(self._name, set()).update(records.ids)

    def _of_sessions(self):
        """Return those of ``self`` that a session may owe."""
        # sudo: only asks whether there is one
        return self.sudo().filtered("session_id")

    def _owing_sessions(self):
        """Return the sessions that owe one record."""
        return self.session_id

    # ------------------------------------------------------------------
    # What one lacks
    # ------------------------------------------------------------------

    def _lacks(self):
        """Return what one record lacks: list of "owner" and "day"."""
        self.ensure_one()
        lacks = []
        if not self._has_owner():
            lacks.append("owner")
        if not self._has_day():
            lacks.append("day")
        return lacks

    def _has_owner(self):
        return bool(self.user_id or self.department_id)

    def _has_day(self):
        return bool(self.date_deadline) or self._has_term()

    def _has_term(self):
        """Say whether a term with a due day runs."""
        return any(
            clock.state != "stopped" and clock.due_on for clock in self.clock_ids
        )

    def _lacks_words(self):
        """Return one line that names the record and says what it lacks."""
        words = {
            ("owner",): self.env._("%s: nobody is in charge", self.display_name),
            ("day",): self.env._("%s: no due day", self.display_name),
            ("owner", "day"): self.env._(
                "%s: nobody is in charge, no due day", self.display_name
            ),
        }
        return words.get(tuple(self._lacks()), self.display_name)

    # ------------------------------------------------------------------
    # An owner for what came late
    # ------------------------------------------------------------------

    def _take_care(self):
        """Give each record (in sudo) the owner and the day that it lacks.

        :raise UserError: nobody may have one of them, and an official wrote it; what a
            petitioner writes is never turned away for that, and shows as missing
        """
        # not as whoever wrote: the history would name a petitioner
        for record in self.with_user(SUPERUSER_ID):
            if not record._has_day():
                record._give_day()
        self._take_owner()

    def _take_owner(self):
        """Give each record (in sudo) that has none an owner, for now.

        :raise UserError: as of :meth:`_take_care`
        """
        writer = self.env.user
        is_official = writer._is_internal() and writer.id != SUPERUSER_ID
        for record in self.with_user(SUPERUSER_ID):
            if record._has_owner():
                continue
            record.user_id = record._caretaker()
            if not record.user_id:
                if is_official:
                    record._refuse_without_owner()
                continue
            lang = record.company_id.partner_id.lang or self.env.lang
            record.message_post(
                body=record.with_context(lang=lang).env._(
                    "The session has ended, so this is with %(owner)s for now, until "
                    "somebody else is put in charge.",
                    owner=record.user_id.name,
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _give_day(self):
        raise UserError(
            self.env._(
                "“%s” is owed by a session that has ended: it keeps a due day.",
                self.display_name,
            )
        )

    def _caretaker(self):
        """Return who has one record until somebody is put in charge; maybe nobody."""
        sessions = self._owing_sessions()
        for user in (
            *sessions.secretary_id,
            *sessions.chair_id,
            *self.env.ref(DESK).all_user_ids.sorted("id"),
            *self._further_caretakers(),
        ):
            if user.active and self._may_be_with(user):
                return user
        return self.env["res.users"]

    def _further_caretakers(self):
        """Return who may have one record if no officer of the session or desk may."""
        return self.env["res.users"]

    def _refuse_without_owner(self):
        raise UserError(
            self.env._(
                "“%s” is owed by a session that has ended: put somebody in charge "
                "of it.",
                self.display_name,
            )
        )

    def _may_be_with(self, user):
        return bool(user) and not user.share and self.company_id in user.company_ids


class DialogueFeedback(models.Model):
    _name = "dialogue.feedback"
    _inherit = ["dialogue.feedback", "dialogue.loose.mixin"]

    _loosened_by = frozenset(
        {"session_id", "state", "user_id", "department_id", "date_deadline", "active"}
    )

    # a case whose division or officer is deleted would be left to nobody
    department_id = fields.Many2one(ondelete="restrict")
    user_id = fields.Many2one(ondelete="restrict")

    def write(self, vals):
        result = super().write(vals)
        if vals.get("merged_into_id"):
            # from now on a session owes that one
            self.sudo()._answering_cases()._watch()
        return result

    def _of_sessions(self):
        # a case of no session may answer questions of one
        # sudo: only asks whether there is one
        return self.sudo().filtered(lambda case: case.session_id or case.merged_ids)

    def _owing_sessions(self):
        return self._with_merged().session_id

    def _answering_cases(self):
        """Return the cases that answer these, where they were merged: others."""
        joined = self.filtered("merged_into_id")
        answering = self - joined
        while joined:
            into = joined.merged_into_id - answering
            joined = into.filtered("merged_into_id")
            answering |= into - joined
        return answering

    def _give_day(self):
        company = self.company_id
        day = self.env["dialogue.clock"]._propose(company, "answer", self.term_class)
        if not day:
            today, calendar = company._dialogue_today(), company._dialogue_calendar()
            day = shift_working_days(today, LATE_DAYS, calendar)
        self.env["dialogue.clock"]._start(
            self,
            ["answer"],
            due_of=lambda _case: day,
            reason=self.env._("The session ended without a day for it"),
        )

    def _further_caretakers(self):
        return self.reader_ids if self.is_sealed else super()._further_caretakers()

    def _may_be_with(self, user):
        if not super()._may_be_with(user):
            return False
        if self.is_sealed and user not in self.reader_ids:
            return False
        return not user.employee_ids.department_id & self._concerned_divisions()


class DialogueCommitment(models.Model):
    _name = "dialogue.commitment"
    _inherit = ["dialogue.commitment", "dialogue.loose.mixin"]

    department_id = fields.Many2one(ondelete="restrict")
    user_id = fields.Many2one(ondelete="restrict")

    def write(self, vals):
        if "session_id" in vals and not self.env.su:
            self._check_stays(vals["session_id"])
        return super().write(vals)

    def _check_stays(self, session_id):
        """What was promised at a session is reported on there."""
        for task in self:
            session = task.session_id
            if session.state in HELD and session.id != session_id:
                raise UserError(
                    self.env._(
                        "“%(task)s” was promised at “%(session)s” and stays with it.",
                        task=task.display_name,
                        session=session.name,
                    )
                )


class DialogueReferral(models.Model):
    _name = "dialogue.referral"
    _inherit = ["dialogue.referral", "dialogue.loose.mixin"]

    _loosened_by = frozenset({"session_id", "state", "user_id", "reply_expected_on"})

    user_id = fields.Many2one(ondelete="restrict")

    def _of_sessions(self):
        return self.sudo()

    def _owing_sessions(self):
        return self.session_id | self._live_lines().feedback_id.session_id

    def _has_owner(self):
        return bool(self.user_id)

    def _has_day(self):
        return (
            bool(self.reply_expected_on)
            or self._has_term()
            or all(case._has_day() for case in self.line_ids.feedback_id)
        )


class DialogueSession(models.Model):
    """Where those meet who leave something loose and those who end the meeting."""

    _inherit = "dialogue.session"

    def _meet_loose(self):
        """Look at what this transaction wrote, just before it is committed."""
        watched = self.env.cr.precommit.data.pop(WATCHED, {})
        for name, ids in watched.items():
            loose = (
                self.env[name]
                .with_context(active_test=False)
                .search(Domain("id", "in", list(ids)) & LOOSE[name])
            )
            if not loose:
                continue
            owing = {record: record._owing_sessions() for record in loose}
            self.union(*owing.values())._meet()
            late = loose.filtered(
                lambda record, owing=owing, name=name: any(
                    session.state in KEPT_IN[name] for session in owing[record]
                )
            )
            late._take_care()

    def _meet(self):
        """Meet those who move these sessions (in sudo) at the same moment.

        Before the meeting begins many people send questions at once: they share the
        row, and whoever starts the meeting comes after them. From then on each writes
        the row, so that a step of the session which does not see the question yet is
        made again. Both find out if the session has gone on since it was read; the
        transaction is then repeated by the server.
        """
        early = self.filtered(lambda session: session.state in AHEAD)
        if early:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM dialogue_session WHERE id IN %s "
                    "ORDER BY id FOR SHARE",
                    tuple(early.ids),
                )
            )
        held = self.filtered(lambda session: session.state in HELD)
        if held:
            self.env.cr.execute(
                SQL(
                    "UPDATE dialogue_session SET active = active WHERE id IN %s",
                    tuple(held.ids),
                )
            )
