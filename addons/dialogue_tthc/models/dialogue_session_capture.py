from odoo import fields, models
from odoo.exceptions import UserError

from .dialogue_answer import VERDICTS
from .dialogue_feedback import KINDS
from .dialogue_petitioner import KINDS as PETITIONER_KINDS
from .dialogue_session_moves import RUNNING_STATES

OUTCOMES = [
    ("answered", "Answered now"),
    ("written", "Owed in writing"),
    ("superior", "Beyond authority"),
    ("other_body", "For another body"),
    ("refused", "Not accepted"),
    ("undecided", "Decide later"),
]
TEXTS = (
    "speaker_name",
    "speaker_organisation",
    "speaker_phone",
    "subject",
    "question",
    "answer",
    "legal_basis",
    "promised_action",
    "proposal",
    "guidance",
)
RECORDS = {
    "attendance_id": "dialogue.attendance",
    "partner_id": "res.partner",
    "sector_id": "dialogue.sector",
    "procedure_id": "dialogue.procedure",
    "concerned_department_id": "hr.department",
    "department_id": "hr.department",
    "user_id": "res.users",
    "body_id": "res.partner",
    "refusal_reason_id": "dialogue.refusal.reason",
}
CHOICES = {
    "speaker_kind": (PETITIONER_KINDS, "citizen"),
    "kind": (KINDS, "guidance"),
    "verdict": (VERDICTS, False),
    "outcome": (OUTCOMES, False),
}
TEXT_LENGTH = 20_000
# what was typed without a line may arrive when all is over: it was asked all the same
CAPTURED_IN = (*RUNNING_STATES, "closed")


class DialogueSession(models.Model):
    """How a question spoken at the session is taken down, whatever window it is in.

    The case is filed and moved by its own public steps, all in one transaction:
    either everything is recorded or nothing.
    """

    _inherit = "dialogue.session"

    def _capture(self, vals, is_listed=True):
        """File one question asked at the session and carry out what was decided.

        :param dict vals: what was typed, by the names of ``TEXTS``, ``RECORDS`` (ids)
            and ``CHOICES``, and ``is_name_hidden``, ``promised_on``,
            ``date_deadline``; it may come from outside
        :param bool is_listed: whoever asks is put on the list of attendance
        :return: the new ``dialogue.feedback``
        :raise UserError: something is missing or wrong; nothing was recorded
        """
        self._check_capturing(CAPTURED_IN)
        said = self._captured(vals)
        missing = [
            *self._missing_speaker(said),
            *([] if said["question"] else [self.env._("What was asked.")]),
            *self._missing_decision(said),
        ]
        self._refuse_incomplete(missing)
        if is_listed:
            said["attendance_id"] = self._check_in_speaker(said)
        # what the desk would be asked to do next is decided with it
        is_decided = said["outcome"] != "undecided"
        cases = self.env["dialogue.feedback"].with_context(
            mail_activity_automation_skip=is_decided
        )
        feedback = cases._file(
            self._prepare_captured_values(said), self._prepare_speaker_values(said)
        ).with_env(self.env)
        self._decide(feedback, said)
        return feedback

    def _capture_decision(self, feedback, vals):
        """Carry out now what was left undecided when the question was taken down.

        :param feedback: one case of this session
        :param dict vals: see :meth:`_capture`
        :raise UserError: something is missing or wrong; nothing was recorded
        """
        self._check_capturing()
        said = self._captured(vals)
        self._refuse_incomplete(self._missing_decision(said))
        self._decide(feedback, said)

    def _check_capturing(self, states=RUNNING_STATES):
        self.ensure_one()
        self.check_access("write")
        if self.state not in states:
            raise UserError(
                self.env._(
                    "Questions are recorded while the session is in progress. "
                    "Start “%s” first.",
                    self.name,
                )
            )

    def _captured(self, vals):
        """Return ``vals`` as text without blanks around, records, days and keys.

        :raise UserError: a text is endless, or something is not what it should be
        """
        said = {name: self._captured_text(vals.get(name)) for name in TEXTS}
        for name, model in RECORDS.items():
            said[name] = self._captured_record(model, vals.get(name))
        for name, (choices, default) in CHOICES.items():
            value = vals.get(name) or default
            if value and (not isinstance(value, str) or value not in dict(choices)):
                raise UserError(self.env._("Choose again: “%s” is unknown.", value))
            said[name] = value
        for name in ("promised_on", "date_deadline"):
            said[name] = self._captured_day(vals.get(name))
        said["is_name_hidden"] = bool(vals.get("is_name_hidden"))
        said["moment"] = vals.get("ago") and self._console_moment(vals)
        said["outcome"] = said["outcome"] or "undecided"
        return said

    def _captured_text(self, value):
        text = value.strip() if isinstance(value, str) else ""
        if len(text) > TEXT_LENGTH:
            raise UserError(
                self.env._(
                    "This text is too long: write at most %s letters.", TEXT_LENGTH
                )
            )
        return text

    def _captured_record(self, model, value):
        is_id = isinstance(value, int) and not isinstance(value, bool)
        record = self.env[model].browse(value if is_id and value > 0 else []).exists()
        record.check_access("read")
        return record

    def _captured_day(self, value):
        try:
            return fields.Date.to_date(value or None)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%s” is not a day.", value)) from error

    def _refuse_incomplete(self, missing):
        """Name everything that is missing at once.

        :raise UserError: with one line for each missing thing
        """
        if missing:
            raise UserError(
                self.env._(
                    "Not recorded yet; please add:\n%s",
                    "\n".join(f"- {line}" for line in missing),
                )
            )

    # ------------------------------------------------------------------
    # Who asks
    # ------------------------------------------------------------------

    def _missing_speaker(self, said):
        attendance = said["attendance_id"]
        if not (attendance or said["partner_id"] or said["speaker_name"]):
            return [self.env._("Who asks: choose from the list, or write the name.")]
        if attendance and attendance.session_id != self:
            return [self.env._("Who asks: choose somebody of this session.")]
        return []

    def _check_in_speaker(self, said):
        """Put whoever asks on the list of attendance: who speaks is there.

        :return: their ``dialogue.attendance``; of a round in writing, and of what
            arrives when the session is closed, maybe none
        """
        attendance = said["attendance_id"]
        if self.mode == "in_writing" or not self._is_running():
            return attendance
        if not attendance and said["partner_id"]:
            who = {"session_id": self.id, "partner_id": said["partner_id"].id}
            known = attendance.search(
                [(name, "=", value) for name, value in who.items()], limit=1
            )
            attendance = known or attendance.create(who)
        elif not attendance:
            attendance, _is_new = self._walk_in(
                said["speaker_name"],
                said["speaker_organisation"],
                phone=said["speaker_phone"],
                kind=said["speaker_kind"],
            )
        if attendance.state != "attended":
            attendance.action_check_in()
        return attendance

    def _prepare_speaker_values(self, said):
        """Return the ``dialogue.petitioner`` values of whoever asks."""
        if said["attendance_id"]:
            return said["attendance_id"]._prepare_petitioner_values()
        if said["partner_id"]:
            return self.env["dialogue.petitioner"]._prepare_petitioner_values(
                said["partner_id"]
            )
        name, organisation = said["speaker_name"], said["speaker_organisation"]
        return {
            "name": organisation or name,
            "representative": name if organisation else False,
            "kind": said["speaker_kind"],
            "phone": said["speaker_phone"] or False,
        }

    def _prepare_captured_values(self, said):
        attendances = self.env["dialogue.attendance"]
        who = said["attendance_id"] or said
        return {
            "subject": said["subject"] or attendances._subject_of(said["question"]),
            "question": said["question"],
            "kind": said["kind"],
            "origin": "at_session",
            "channel": "paper" if self.mode == "in_writing" else "meeting",
            "session_id": self.id,
            "sector_id": (said["sector_id"] or said["procedure_id"].sector_id).id,
            "procedure_id": said["procedure_id"].id,
            "concerned_department_id": said["concerned_department_id"].id,
            "partner_id": who["partner_id"].id,
            "is_name_hidden": said["is_name_hidden"],
            "received_on": said["moment"] or False,
            "company_id": self.company_id.id,
        }
