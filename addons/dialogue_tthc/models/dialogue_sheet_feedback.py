from datetime import date

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..tools.day_text import day_text
from ..tools.folded_text import fold
from ..tools.sheet_columns import guess_petitioner_kind
from .dialogue_feedback import BEHAVIOUR_KINDS

# what is said of an answer, and of no other case
ENDED_KEYS = ("deadline", "outcome", "verdict", "answered_on")
PETITIONER_NEWS = ("representative", "tax_code", "address", "phone", "email")


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
    _apart = ("tax_code", "phone", "address")
    _news = ("answer", "answer_number", "answered_on", *PETITIONER_NEWS)

    @api.model
    def _identity(self, imported, values):
        # what is added later, such as an address or an answer, makes no other case
        return [
            values.get(name, "")
            for name in ("former_code", "received_on", "name", "question")
        ]

    @api.model
    def _lacks(self, record):
        # sudo: the case may be read; that a field is empty says nothing of anybody
        petitioner_sudo = record.sudo().petitioner_id
        lacking = {name for name in PETITIONER_NEWS if not petitioner_sudo[name]}
        if not record.answered_on:
            lacking |= {"answer", "answer_number", "answered_on"}
        return lacking

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
                    self.env._("%s is still to come. Check the day.", day_text(day)),
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
            (
                case.former_code,
                company._dialogue_local(case.received_on).date().isoformat(),
            )
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
