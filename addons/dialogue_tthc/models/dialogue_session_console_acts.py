from odoo import fields, models
from odoo.exceptions import UserError

# until somebody answers or sends on what it says
STILL_SPOKEN = ("received", "need_info", "accepted", "assigned", "drafting")
# how long after it was done an act may arrive and still keep its own time
LATE_SECONDS = 12 * 3600


class DialogueSession(models.Model):
    """What each act at the console does, once its key is taken.

    Each method ``_console_<act>`` returns the records that it made or changed.
    """

    _inherit = "dialogue.session"

    def _console_question(self, ref):
        """Return the case of this session that ``ref``, an id or a key, means.

        :raise UserError: there is none
        """
        cases = self.env["dialogue.feedback"]
        if isinstance(ref, str):
            # sudo: only the id of what this session's act made; read as oneself next
            entry_sudo = self.env["dialogue.console.entry"].sudo()._find(self, ref)
            ref = next(iter((entry_sudo.result or {}).get("feedback_ids", [])), False)
        case = self._captured_record(cases._name, ref)
        if case.session_id != self:
            raise UserError(
                self.env._(
                    "The question that this belongs to was not recorded. "
                    "Record it first."
                )
            )
        return case

    def _console_person(self, vals):
        """Return who is meant, put on the list if they are not there yet.

        :raise UserError: nobody is named, or somebody of another session
        """
        said = self._captured(vals)
        self._refuse_incomplete(self._missing_speaker(said))
        return self._check_in_speaker(said)

    def _console_moment(self, vals):
        """Return when it was done: the browser's time where that can be, else now."""
        now = fields.Datetime.now()
        seconds = vals.get("ago")
        if isinstance(seconds, int | float) and 0 < seconds < LATE_SECONDS:
            return fields.Datetime.subtract(now, seconds=int(seconds))
        return now

    def _console_defaults(self, vals, sector=None):
        """Return ``vals`` with what a hurried clerk leaves out.

        :param sector: the ``dialogue.sector`` of a case that is there already
        """
        vals = dict(vals)
        owned = vals.get("outcome") == "written" or vals.get("verdict") == "will_do"
        if owned and not vals.get("department_id"):
            if sector is None:
                sector = self._captured_record("dialogue.sector", vals.get("sector_id"))
            vals["department_id"] = sector.with_company(
                self.company_id
            ).department_id.id
        if vals.get("outcome") == "refused" and not vals.get("guidance"):
            reason = self._captured_record(
                "dialogue.refusal.reason", vals.get("refusal_reason_id")
            )
            vals["guidance"] = reason.guidance
        if vals.get("outcome") == "answered" and not vals.get("verdict"):
            vals["verdict"] = "guided"
        return vals

    def _console_record(self, vals):
        return self._capture(self._console_defaults(vals))

    def _console_decide(self, vals):
        case = self._console_question(vals.get("question"))
        if case.state != "received":
            raise UserError(self.env._("“%s” is decided already.", case.display_name))
        self._capture_decision(case, self._console_defaults(vals, case.sector_id))
        return case

    def _console_edit(self, vals):
        case = self._console_question(vals.get("question"))
        case.check_access("write")
        if case.state not in STILL_SPOKEN or not case._spoken():
            raise UserError(
                self.env._(
                    "Case “%s” is past the point where this may change. "
                    "What was asked, by whom and until when stays on record.",
                    case.display_name,
                )
            )
        text = self._captured_text(vals.get("text"))
        subject = self._captured_text(vals.get("subject"))
        if not (text or subject):
            raise UserError(self.env._("Write what was asked."))
        changed = {}
        if text and text != case.question:
            changed["question"] = text
        if subject or changed:
            subject = subject or self.env["dialogue.attendance"]._subject_of(text)
            changed["subject"] = subject
        sector = self._captured_record("dialogue.sector", vals.get("sector_id"))
        if sector:
            changed["sector_id"] = sector.id
        # sudo: a slip of whoever took it down is corrected while the meeting runs,
        # also once a division has it; the history keeps the words as they were
        case.sudo().write(changed)
        return case

    def _console_split(self, vals):
        case = self._console_question(vals.get("question"))
        parts = vals.get("parts")
        texts = [
            text
            for text in map(
                self._captured_text, parts if isinstance(parts, list) else []
            )
            if text
        ]
        subject_of = self.env["dialogue.attendance"]._subject_of
        return case + case.action_split(
            [{"subject": subject_of(text), "question": text} for text in texts]
        )

    def _console_join(self, vals):
        case = self._console_question(vals.get("question"))
        target = self._console_question(vals.get("into"))
        case.action_merge(target.id)
        return case + target

    def _console_echo(self, vals):
        case = self._console_question(vals.get("question"))
        case.check_access("write")
        if not (vals.get("attendance_id") or vals.get("speaker_name")):
            # sudo: the count is closed to forms; the right to write was checked above
            case.sudo().hand_count += 1
            return case
        same = {
            "question": case.question,
            "subject": case.subject,
            "kind": case.kind,
            "sector_id": case.sector_id.id,
            "procedure_id": case.procedure_id.id,
            "concerned_department_id": case.concerned_department_id.id,
        }
        who = (
            "attendance_id",
            "speaker_name",
            "speaker_kind",
            "speaker_phone",
            "is_name_hidden",
        )
        echo = self._capture({**same, **{name: vals.get(name) for name in who}})
        echo.action_merge(case.id)
        return case

    def _console_check_in(self, vals):
        return self._console_person(vals)

    def _console_check_out(self, vals):
        person = self._console_listed(vals)
        if person.state != "attended" or person._has_spoken():
            raise UserError(
                self.env._(
                    "%s has replied or spoken here: that stays on record.",
                    person.display_name,
                )
            )
        person.action_undo()
        return person

    def _console_hand(self, vals):
        person = (
            self._console_person(vals) if vals.get("up") else self._console_listed(vals)
        )
        person.check_access("write")
        moment = self._console_moment(vals) if vals.get("up") else False
        # sudo: the mark is closed to forms; the right to write was checked above
        person.sudo().hand_raised_on = moment
        return person

    def _console_listed(self, vals):
        person = self._captured_record("dialogue.attendance", vals.get("attendance_id"))
        if person.session_id != self:
            raise UserError(self.env._("Choose somebody of this session."))
        return person

    def _console_floor(self, vals):
        side = self._captured_text(vals.get("side"))
        name = self._captured_text(vals.get("speaker_name"))
        is_guest = side == "participants" and (vals.get("attendance_id") or name)
        person = (
            self._console_person(vals) if is_guest else self.env["dialogue.attendance"]
        )
        speech = self.env["dialogue.speech"]._begin(self, side, person, name)
        moment = self._console_moment(vals)
        if moment < speech.began_on:
            earlier = speech.search(
                [("session_id", "=", self.id), ("id", "!=", speech.id)],
                order="began_on desc, id desc",
                limit=1,
            )
            # an act that waited for the line: the one before ended when this began
            moment = max(moment, earlier.began_on) if earlier else moment
            if earlier.ended_on and earlier.ended_on > moment:
                earlier.ended_on = moment
            speech.began_on = moment
        # sudo: the mark is closed to forms; whoever has the floor no longer waits
        person.sudo().hand_raised_on = False
        self._console_tell(is_live=True)
        return person

    def _console_silence(self, vals):
        speech = self.env["dialogue.speech"]._under_way(self)
        speech._end()
        moment = self._console_moment(vals)
        if speech and speech.began_on <= moment < speech.ended_on:
            speech.ended_on = moment
        self._console_tell(is_live=True)
        return self.env["dialogue.attendance"]

    def _console_agenda(self, vals):
        item = self._captured_record("dialogue.agenda.item", vals.get("agenda_item_id"))
        if item and item.session_id != self:
            raise UserError(self.env._("Choose an item of this session."))
        # sudo: closed to forms; the right to change the session was checked above
        self.sudo().write(
            {
                "agenda_item_id": item.id,
                "agenda_item_since": self._console_moment(vals) if item else False,
            }
        )
        self._console_tell(is_live=True)
        return self.env["dialogue.attendance"]


class DialogueFeedback(models.Model):
    _inherit = "dialogue.feedback"

    def _spoken(self):
        """Return those cases that were taken down at a meeting by whoever heard them.

        What was written, on paper or by phone, are the petitioner's own words.
        """
        # sudo: only asks which cases came so
        written_sudo = self.env["dialogue.hall.question"].sudo()
        written = written_sudo.search([("feedback_id", "in", self.ids)]).feedback_id
        spoken = self.filtered(lambda case: case.origin == "at_session")
        return spoken - written.sudo(self.env.su)


class DialogueAttendance(models.Model):
    _inherit = "dialogue.attendance"

    def _has_spoken(self):
        """Say whether one guest had the floor or gave an opinion."""
        # sudo: only asks whether there is one
        speeches_sudo = self.env["dialogue.speech"].sudo()
        return bool(self.sudo().feedback_id) or bool(
            speeches_sudo.search_count([("attendance_id", "=", self.id)], limit=1)
        )
