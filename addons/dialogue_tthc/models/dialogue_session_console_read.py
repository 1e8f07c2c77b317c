from odoo import fields, models
from odoo.fields import Domain

from .feedback_states import OPEN_STATES

# questions that the big screen shows: the last ones
SCREEN_QUESTIONS = 5


class DialogueSession(models.Model):
    """What the console and the big screen of a session show.

    Everything is read with the rights of the user; a question whose petitioner is not
    to be named shows the neutral label, as everywhere.
    """

    _inherit = "dialogue.session"

    def console_load(self):
        """Return all that the console works with, also while the line is down.

        :return: dict of the parts below; days and times as text, times in UTC
        :raise AccessError: the user may not keep the record of this session
        """
        self.ensure_one()
        self.check_access("write")
        now = fields.Datetime.now()
        proposed = self.env["dialogue.clock"]._propose(
            self.company_id, "answer", "session", min(self.date_start or now, now)
        )
        return {
            "session": {
                "id": self.id,
                "name": self.name,
                "location": self.location or "",
                "chair": self.chair_id.name or "",
            },
            "proposed_due": fields.Date.to_string(proposed) or False,
            "choices": self._console_choices(),
            "questions": self._console_questions(self._console_cases()),
            "people": self._console_people(self.attendance_ids),
            "live": self._console_live(),
        }

    def console_changes(self, feedback_ids=(), attendance_ids=()):
        """Return what a console needs when it hears that something changed.

        :return: dict of ``questions`` and ``people`` of this session among those ids,
            and ``live``, all as in :meth:`console_load`
        """
        self.ensure_one()
        self.check_access("write")
        return {
            **self._console_parts(feedback_ids, attendance_ids),
            "live": self._console_live(),
        }

    def _console_parts(self, feedback_ids=(), attendance_ids=()):
        """Return ``questions`` and ``people`` of this session among some ids."""
        cases = self._console_cases(Domain("id", "in", self._console_ids(feedback_ids)))
        people = self.env["dialogue.attendance"].search(
            [
                ("session_id", "=", self.id),
                ("id", "in", self._console_ids(attendance_ids)),
            ]
        )
        return {
            "questions": self._console_questions(cases),
            "people": self._console_people(people),
        }

    def _console_ids(self, ids):
        return [number for number in ids if isinstance(number, int)]

    def _console_live(self):
        """Return what changes by the minute: item, floor, shares, what is missing.

        :return: dict; ``now`` is the time of the server, to set clocks by
        """
        return {
            **self._console_clock(),
            "missing": [
                {"id": each["id"], "model": each["model"], "text": each["text"]}
                for each in self._missing()
            ],
        }

    def screen_load(self):
        """Return what everybody in the hall may see on the big screen.

        Of sealed cases and complaints about officials nothing, of what is being
        prepared nothing; of whoever is not to be named the neutral label, and of
        whoever asked by phone no name: nobody heard it.

        :raise AccessError: the user may not keep the record of this session
        """
        self.ensure_one()
        self.check_access("write")
        cases = self._console_cases(
            Domain("origin", "=", "at_session")
            & Domain("channel", "=", "meeting")
            & Domain("is_sealed", "=", False)
            & Domain("kind", "=", "guidance")
            & Domain("state", "not in", ("merged", "withdrawn")),
            order="received_on desc, id desc",
            limit=SCREEN_QUESTIONS,
        )
        spoken = cases._spoken()
        return {
            **self._console_clock(),
            "session": {"id": self.id, "name": self.name},
            "questions": [
                {
                    "id": case.id,
                    "subject": case.subject,
                    "speaker": case.petitioner_label if case in spoken else "",
                    "outcome": case.outcome,
                }
                for case in cases
            ],
            "count": self._console_count(),
            "phone": self._console_phone(),
        }

    def _console_phone(self):
        """Return the page that the hall opens by phone now, or False.

        The addon with the public pages says which.

        :return: dict of ``kind`` (``hall``: ask a question, ``survey``: the exit
            survey), ``url`` and ``qr`` (picture as a data address)
        """
        return False

    # ------------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------------

    def _console_cases(self, domain=Domain.TRUE, order="id", limit=None):
        return self.env["dialogue.feedback"].search(
            Domain("session_id", "=", self.id)
            & Domain("state", "!=", "draft")
            & domain,
            order=order,
            limit=limit,
        )

    def _console_count(self):
        """Return how many questions were raised, and how many are answered."""
        of_it = Domain("session_id", "=", self.id)
        cases = self.env["dialogue.feedback"]
        raised = of_it & Domain("state", "not in", ("draft", "merged", "withdrawn"))
        return {
            "raised": cases.search_count(raised),
            "answered": cases.search_count(
                of_it & Domain("state", "in", ("answered", "closed"))
            ),
        }

    def _console_clock(self):
        speech = self.env["dialogue.speech"]._under_way(self)
        begins = self.date_start
        items = []
        for item in self.agenda_item_ids.sorted(lambda item: (item.sequence, item.id)):
            items.append(
                {
                    "id": item.id,
                    "name": item.name,
                    "minutes": item.duration,
                    "presenter": item.presenter or "",
                }
            )
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "state": self.state,
            "begins": fields.Datetime.to_string(begins) if begins else False,
            "agenda": items,
            "item": {
                "id": self.agenda_item_id.id,
                "since": fields.Datetime.to_string(self.agenda_item_since) or False,
            },
            "speech": {
                "side": speech.side,
                "name": speech.name or "",
                "since": fields.Datetime.to_string(speech.began_on),
            }
            if speech
            else False,
            "share": self._speech_share(),
        }

    def _console_questions(self, cases):
        states = dict(cases._fields["state"]._description_selection(self.env))
        also_asked = cases._also_asked()
        return [
            {
                "id": case.id,
                "code": case.code or "",
                "subject": case.subject,
                "text": case.question,
                "speaker": case.petitioner_label or "",
                "sector_id": case.sector_id.id,
                "state": case.state,
                "state_label": states[case.state],
                "outcome": case.outcome,
                "department": case.department_id.name or "",
                "due": fields.Date.to_string(case.date_deadline) or False,
                "into": case.merged_into_id.id,
                "echoes": also_asked[case],
                "origin": case.origin,
                "is_open": case.state in OPEN_STATES,
                "prepared": self._console_prepared(case),
            }
            for case in cases
        ]

    def _console_prepared(self, case):
        """Return the answer that is ready for a case on which nobody decided yet."""
        prepared = case.state == "received" and case._prepared_answer()
        return prepared and {"answer": prepared[0], "by": prepared[1]}

    def _console_people(self, people):
        return [
            {
                "id": person.id,
                "name": person.name,
                "delegate": person.delegate_name or "",
                "code": person.check_in_code or "",
                "kind": person.kind,
                "role": person.role,
                "state": person.state,
                "hand": fields.Datetime.to_string(person.hand_raised_on) or False,
            }
            for person in people
        ]

    # ------------------------------------------------------------------
    # Doors
    # ------------------------------------------------------------------

    def action_open_console(self):
        """Open the console of this session."""
        self.ensure_one()
        self.check_access("write")
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "dialogue_tthc.session_console_action"
            ),
            "name": self.name,
            "context": {"active_id": self.id, "active_model": self._name},
        }
