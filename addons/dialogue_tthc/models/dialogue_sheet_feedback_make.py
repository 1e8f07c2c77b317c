from datetime import date, datetime, time

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ..tools.day_text import day_text
from .dialogue_feedback_taken_over import PlanTogetherTicket
from .links_ticket import LinksTicket
from .mail_message import QuietTicket

# a register says the day of receipt and no hour: the morning, so that the term begins
# on that day
MORNING = time(8)
NOON = time(12)
PETITIONER_VALUES = ("name", "representative", "tax_code", "address", "phone", "email")


class DialogueSheetFeedback(models.AbstractModel):
    """How cases are made of the rows of a register, hundreds at a time."""

    _inherit = "dialogue.sheet.feedback"

    @api.model
    def _make(self, imported, rows):
        company = imported.company_id
        feedbacks = self.env["dialogue.feedback"]
        feedbacks.check_access("create")
        self.env["dialogue.petitioner"].check_access("create")
        if imported.session_id:
            imported.session_id.check_access("read")
        # sudo: closed fields, such as the old code, are filled in here and nowhere
        # else; that the person may create cases was checked, the company is that of
        # the import, and ``create_uid`` stays theirs. Without tracking, because a new
        # record has no history, and without followers, because nobody asked for it.
        room = self.sudo().with_context(
            tracking_disable=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            dialogue_links=LinksTicket(),
        )
        values_list = [row.values for row in rows]
        petitioners = room.env["dialogue.petitioner"].create(
            [self._prepare_petitioner_values(company, one) for one in values_list]
        )
        due = room._due_days_of(company, values_list)
        cases = room.env["dialogue.feedback"].create(
            [
                room._prepare_case_values(imported, values, petitioner, day)
                for values, petitioner, day in zip(
                    values_list, petitioners, due, strict=True
                )
            ]
        )
        closed = cases.filtered("is_taken_over")
        if closed:
            room._make_answers(imported, values_list, cases)
            closed.sudo(False)._move("take_over")
        waiting = cases - closed
        if waiting:
            told = {} if imported.is_told else {"dialogue_quiet": QuietTicket()}
            waiting.sudo(False).with_context(
                dialogue_plan_together=PlanTogetherTicket(), **told
            )._move("receive")
        return cases.sudo(False)

    @api.model
    def _prepare_petitioner_values(self, company, values):
        return {
            "company_id": company.id,
            "kind": values["petitioner_kind"],
            **{name: values.get(name) or False for name in PETITIONER_VALUES},
        }

    @api.model
    def _instant(self, company, day, hour):
        """Return a day of the register as an instant that is over."""
        instant = company._dialogue_utc(datetime.combine(date.fromisoformat(day), hour))
        return min(instant, fields.Datetime.now())

    @api.model
    def _prepare_case_values(self, imported, values, petitioner, due_on):
        company, session = imported.company_id, imported.session_id
        is_answered = values["is_answered"]
        received_on = self._instant(company, values["received_on"], MORNING)
        vals = {
            "company_id": company.id,
            "petitioner_id": petitioner.id,
            "subject": values.get("subject")
            or self.env["dialogue.attendance"]._subject_of(values["question"]),
            "question": values["question"],
            "kind": values.get("kind") or "guidance",
            "origin": values.get("origin") or ("before" if session else "outside"),
            "channel": values.get("channel") or "paper",
            "session_id": session.id,
            "sector_id": values.get("sector") or False,
            "procedure_id": values.get("procedure") or False,
            "is_name_hidden": bool(values.get("is_name_hidden")),
            "received_on": received_on,
            # at once: set with the number, each row would be written once more
            "year": company._dialogue_local(received_on).year,
            "former_code": values.get("former_code") or False,
            "sheet_note": self._note(values) or False,
        }
        if is_answered:
            answered_on = self._instant(company, values["answered_on"], NOON)
            vals |= {
                "is_taken_over": True,
                "department_id": values.get("department") or False,
                "outcome": values.get("outcome") or "written",
                "answered_on": answered_on,
                "closed_on": answered_on,
                "date_deadline": due_on,
                # nobody was asked whether it may be made public
                "publish_choice": "nothing",
            }
        return vals

    @api.model
    def _note(self, values):
        """Return what has no field of its own, one column a line."""
        return "\n".join(f"{title}: {text}" for title, text in values["left_over"])

    @api.model
    def _due_days_of(self, company, values_list):
        """Return when old answers were due: as the register says, or by the term.

        :return: list of a date or False for each row
        """
        counted = {}
        find = self.env["dialogue.term"]._row_finder()

        def due_on(values):
            if not values["is_answered"] or values.get("outcome") == "on_spot":
                return False
            if values.get("deadline"):
                return date.fromisoformat(values["deadline"])
            day = values["received_on"]
            if day not in counted:
                moment = self._instant(company, day, MORNING)
                counted[day] = self.env["dialogue.clock"]._propose(
                    company, "answer", "normal", moment, find
                )
            return counted[day]

        return [due_on(values) for values in values_list]

    @api.model
    def _make_answers(self, imported, values_list, cases):
        """Make the answers of old cases, and issue them as they were."""
        vals_list = []
        for values, case in zip(values_list, cases, strict=True):
            if not case.is_taken_over:
                continue
            outcome = case.outcome
            mode = outcome if outcome in ("on_spot", "superior") else "written"
            vals_list.append(
                {
                    "feedback_id": case.id,
                    "author_id": self.env.uid,
                    "mode": mode,
                    "verdict": values.get("verdict")
                    or (outcome in ("superior", "other_body") and "beyond")
                    or imported.default_verdict,
                    "body": self._answer_body(values),
                    "issued_on": case.answered_on,
                }
            )
        self.env["dialogue.answer"].create(vals_list).sudo(False)._move("take_over")

    @api.model
    def _answer_body(self, values):
        """Return the old answer as HTML; markup in it stays text."""
        parts = [values.get("answer")]
        if values.get("answer_number"):
            day = date.fromisoformat(values["answered_on"])
            parts.append(
                self.env._(
                    "Document %(number)s of %(day)s.",
                    number=values["answer_number"],
                    day=day_text(day),
                )
            )
        return plaintext2html("\n\n".join(part for part in parts if part))
