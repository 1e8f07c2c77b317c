import textwrap
from datetime import date, datetime, time

from odoo import api, models
from odoo import fields as odoo_fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize, plaintext2html

from ..tools.folded_text import fold
from ..tools.sheet_columns import guess_petitioner_kind
from .dialogue_feedback import BEHAVIOUR_KINDS
from .dialogue_feedback_taken_over import PlanTogetherTicket
from .dialogue_sheet_links import LinksTicket
from .mail_message import QuietTicket

# a register says the day of receipt and no hour: the morning, so that the term begins
# on that day
MORNING = time(8)
NOON = time(12)
# what is said of an answer, and of no other case
ENDED_KEYS = ("deadline", "outcome", "verdict", "answered_on")
PETITIONER_VALUES = ("name", "representative", "tax_code", "address", "phone", "email")


class DialogueSheetFeedback(models.AbstractModel):
    """Cases: old registers, and questions that associations have gathered.

    A row with an answer is taken over as a closed case: see
    ``dialogue_feedback_taken_over.py``. Any other is received, and its terms count
    from the day on which it came in. Nothing that a row says gets lost: what has no
    field of its own is kept in a note for the desk.
    """

    _name = "dialogue.sheet.feedback"
    _inherit = ["dialogue.sheet.target"]
    _description = "Petitions from a Spreadsheet"

    _record_model = "dialogue.feedback"
    _long = ("question", "answer")

    @api.model
    def _identity(self, imported, values):
        # what is added later, such as an address or an answer, makes no other case
        return [values.get(name, "") for name in ("former_code", "received_on", "name", "question")]

    @api.model
    def _shown_of(self, values):
        return values.get("name"), values.get("subject") or values.get("question")

    # ------------------------------------------------------------------
    # Judging
    # ------------------------------------------------------------------

    @api.model
    def _complete(self, imported, drafts):
        today = imported.company_id._dialogue_today()
        for draft in drafts:
            self._check_days(draft, today)
            self._check_answer(draft)
            self._check_petitioner(draft)
            self._set_aside(draft)
        self._find_catalogue(imported, drafts)
        self._look_for_old_codes(imported, drafts)

    @api.model
    def _check_days(self, draft, today):
        for key in ("received_on", "answered_on"):
            if key not in draft.values:
                continue
            day = date.fromisoformat(draft.values[key])
            if day > today:
                draft.problem(
                    self.env,
                    key,
                    self.env._(
                        "%s is still to come. Check the day.", day.strftime("%d/%m/%Y")
                    ),
                )
            elif problem := self.env["dialogue.day"]._year_problem(day):
                draft.problem(self.env, key, problem)
        received_on = draft.values["received_on"]
        if draft.values.get("answered_on", received_on) < received_on:
            draft.problem(
                self.env,
                "answered_on",
                self.env._("it lies before the day on which the question came in."),
            )

    @api.model
    def _check_answer(self, draft):
        """See whether an old answer is complete; its day and its number make one."""
        values = draft.values
        has_answer = any(values.get(key) for key in ("answer", "answer_number"))
        if values.get("status") == "open" and has_answer:
            draft.remark(
                "status",
                self.env._(
                    "the row has an answer, so it is taken in as answered and closed."
                ),
            )
        if values.get("status") == "answered" and not has_answer:
            draft.problem(
                self.env,
                "status",
                self.env._(
                    "it says that it was answered, but neither the answer nor its "
                    "number is given. Add one of them, or say that it is still open."
                ),
            )
        if has_answer and not values.get("answered_on"):
            if values.get("outcome") == "on_spot":
                values["answered_on"] = values["received_on"]
            else:
                draft.problem(
                    self.env,
                    "answer" if values.get("answer") else "answer_number",
                    self.env._(
                        "the answer has no day. Add a column with the day of the "
                        "answer and fill it in."
                    ),
                )
        values["is_answered"] = has_answer

    @api.model
    def _check_petitioner(self, draft):
        values = draft.values
        if not values.get("petitioner_kind"):
            values["petitioner_kind"] = guess_petitioner_kind(values["name"])
        email = values.get("email")
        if email and not email_normalize(email):
            draft.remark(
                "email",
                self.env._(
                    "“%s” is not a complete e-mail address: nothing could be sent to "
                    "it.",
                    email,
                ),
            )
        warning = self.env["dialogue.petitioner"]._tax_code_warning(
            values["petitioner_kind"], values.get("tax_code")
        )
        if warning:
            draft.remark("tax_code", warning)
        if not values["is_answered"] and not (
            values.get("address") and (values.get("phone") or values.get("email"))
        ):
            draft.remark(
                "name",
                self.env._(
                    "address, or phone and e-mail, are missing: they are needed before "
                    "the case can be accepted."
                ),
            )

    @api.model
    def _set_aside(self, draft):
        """Keep in the note what a case of this kind has no field for now.

        Who waits for an answer is assigned by the desk, with the terms that hold; a
        case about an official never goes to a division by a spreadsheet.
        """
        values = draft.values
        keys = () if values["is_answered"] else ENDED_KEYS
        if not values["is_answered"] or values.get("kind") in BEHAVIOUR_KINDS:
            keys = (*keys, "department")
        for key in keys:
            if values.pop(key, None):
                draft.left_over.append((draft.titles[key], draft.texts[key]))

    @api.model
    def _find_catalogue(self, imported, drafts):
        """Put sectors, procedures and divisions in place of their names."""
        company = imported.company_id
        ours = Domain("company_id", "in", [company.id, False])
        self._find_named(
            drafts,
            "sector",
            self._by_words(self.env["dialogue.sector"].search(ours), ("name", "code")),
            lambda text: self.env._(
                "“%s” is no sector of the catalogue; the sector stays empty.", text
            ),
        )
        procedures = (
            self.env["dialogue.procedure"].search(ours)
            if any("procedure" in draft.values for draft in drafts)
            else self.env["dialogue.procedure"]
        )
        self._find_named(
            drafts,
            "procedure",
            self._by_words(
                procedures, ("name", "national_code", "national_key", "local_code")
            ),
            lambda text: self.env._(
                "“%s” is no procedure of the catalogue; the procedure stays empty.",
                text,
            ),
        )
        self._find_named(
            drafts,
            "department",
            self._by_words(
                self.env["hr.department"].search(ours), ("name", "dialogue_symbol")
            ),
            lambda text: self.env._(
                "“%s” is no division of the department; the division stays empty.",
                text,
            ),
        )

    @api.model
    def _by_words(self, records, names):
        """Return a function that finds the id of a record by a folded text."""
        known = {}
        # the later ones do not hide the earlier ones
        for name in names:
            for record in records:
                if record[name]:
                    known.setdefault(fold(record[name]), record.id)
        return known.get

    @api.model
    def _look_for_old_codes(self, imported, drafts):
        """Remark on rows whose old code another case of the same day has already."""
        codes = [d.values["former_code"] for d in drafts if "former_code" in d.values]
        if not codes:
            return
        # sudo: sealed cases count, too; nothing but that there is one is told
        known = (
            self.env["dialogue.feedback"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("company_id", "=", imported.company_id.id),
                    ("former_code", "in", codes),
                ],
                ["former_code", "received_on"],
            )
        )
        company = imported.company_id
        days = {
            (case.former_code, company._dialogue_local(case.received_on).date().isoformat())
            for case in known
        }
        for draft in drafts:
            code = draft.values.get("former_code")
            if (code, draft.values["received_on"]) in days:
                draft.remark(
                    "former_code",
                    self.env._(
                        "there is a case with the old code “%s” of the same day "
                        "already, with another text or name. Check whether it is the "
                        "same one.",
                        code,
                    ),
                )

    # ------------------------------------------------------------------
    # Taking in
    # ------------------------------------------------------------------

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
        return min(instant, odoo_fields.Datetime.now())

    @api.model
    def _prepare_case_values(self, imported, values, petitioner, due_on):
        company, session = imported.company_id, imported.session_id
        is_answered = values["is_answered"]
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
            "received_on": self._instant(company, values["received_on"], MORNING),
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
        find = self.env["dialogue.term"]._finder()

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
                    day=day.strftime("%d/%m/%Y"),
                )
            )
        return plaintext2html("\n\n".join(part for part in parts if part))
