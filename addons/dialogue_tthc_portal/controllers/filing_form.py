import re
import secrets
from datetime import UTC, datetime

from odoo.fields import Domain

from odoo.addons.dialogue_tthc.models.dialogue_feedback import KINDS
from odoo.addons.dialogue_tthc.models.dialogue_feedback_publicity import (
    PUBLISH_CHOICES,
)

from .feedback_form import (
    ADDRESS_MAX,
    PHONE_MAX,
    QUESTION_MAX,
    SUBJECT_MAX,
    TYPED_TIMES,
    UploadedFiles,
    _too_long,
    clean_id,
    clean_text,
)

ARTICLE_MAX = 200
QUESTIONS_MAX = 10
# of what was chosen from a list
KEY_MAX = 40
# an input that people do not see and that programs fill in
HONEYPOT = "website"

_KEY_PATTERN = re.compile(r"[0-9a-f]{32}")
# names of inputs of one line, and how long they may be
_LINES = {
    "subject": SUBJECT_MAX,
    "address": ADDRESS_MAX,
    "phone": PHONE_MAX,
    "legal_article": ARTICLE_MAX,
}
_IDS = ("sector_id", "procedure_id", "session_id", "legal_document_id")
_TICKS = ("is_name_hidden", "is_name_public")
_CHOICES = ("kind", "publish_choice")


def line_of(value, limit):
    """Return what was typed into an input of one line, see ``TYPED_TIMES``."""
    return " ".join(clean_text(value).split())[: TYPED_TIMES * limit]


class FilingForm:
    """The form of a question: what was typed, what is wrong, what to file.

    Only what is named here gets from a request into a case.

    :ivar dict values: what was typed, to show again; ``more`` are the questions after
        the first one
    :ivar dict errors: name of the input -> sentence, in the order of the page
    :ivar list files: (name, content) of the files that came with this request
    :ivar list kept: files that came before, as dicts of ``id``, ``name``, ``size``
    :ivar str key: random key of this form, to recognise what was sent twice
    :ivar saved_at: when the draft was saved that is shown, see :func:`epoch_ms`; None
        if none is
    """

    # inputs of one line beside those of every form, and how long they may be
    lines = _LINES
    # inputs of one line that must not be empty; the questions are checked apart
    required = ("address",)

    def __init__(self, env, partner_sudo, company):
        self.env = env
        self.company = company
        self.partner_sudo = partner_sudo
        # sudo: what the account says about itself; the catalogue is no secret
        self.account = (
            env["dialogue.petitioner"].sudo()._prepare_petitioner_values(partner_sudo)
            if partner_sudo
            else {}
        )
        self.errors = {}
        self.files = []
        self.kept = []
        self.is_files_lost = False
        self.key = secrets.token_hex(16)
        self.saved_at = None
        self.values = {
            **dict.fromkeys(self.lines, ""),
            **dict.fromkeys(_IDS, 0),
            **dict.fromkeys(_TICKS, False),
            "question": "",
            "more": [],
            "kind": "guidance",
            "publish_choice": "anonymous",
            "address": self.account.get("address") or "",
            "phone": self.account.get("phone") or "",
        }

    # ------------------------------------------------------------------
    # What can be chosen
    # ------------------------------------------------------------------

    def _company_domain(self):
        return Domain("company_id", "in", [self.company.id, False])

    def sectors(self):
        """Return the sectors to choose from, as pairs (id, name)."""
        # sudo: names of the catalogue, which anybody may know
        sectors = self.env["dialogue.sector"].sudo().search(self._company_domain())
        return [(sector.id, sector.name) for sector in sectors]

    def _procedures(self, only=Domain.TRUE):
        # sudo: as above
        Procedure = self.env["dialogue.procedure"].sudo()
        # a visitor has no time zone of their own
        today = self.company._dialogue_today()
        return Procedure.search(
            self._company_domain() & Procedure._in_force_domain(today) & only
        )

    def procedures(self):
        """Return the procedures in force as list of (sector, list of (id, name))."""
        grouped = self._procedures().grouped("sector_id")
        return [
            (sector.name, [(p.id, p.display_name) for p in grouped[sector]])
            for sector in sorted(grouped, key=lambda s: (s.sequence, s.name or ""))
        ]

    def legal_documents(self):
        """Return the regulations to choose from, as pairs (id, name)."""
        # sudo: published law, which anybody may know
        documents = self.env["dialogue.legal.document"].sudo()
        return [
            (document.id, document.display_name)
            for document in documents.search(self._company_domain())
        ]

    def sessions(self):
        """Return the sessions that take questions, as ``dialogue.session`` in sudo."""
        return self.env["dialogue.session"]._portal_open_sessions(self.company)

    def kinds(self):
        """Return the kinds of case as list of (key, label, hint)."""
        hints = {
            "guidance": self.env._("You want to know how something is done."),
            "regulation": self.env._(
                "A rule hinders you, contradicts another or is unclear."
            ),
            "behaviour": self.env._(
                "Somebody was late, asked for too much or treated you badly."
            ),
            "both": self.env._("The rule and the way it was handled."),
            "initiative": self.env._("You know how something could be done better."),
        }
        labels = self._labels("kind")
        return [(key, labels[key], hint) for key, hint in hints.items()]

    def publish_choices(self):
        """Return what may be made public, as pairs (key, label)."""
        labels = self._labels("publish_choice")
        return [(key, labels[key]) for key, _label in PUBLISH_CHOICES]

    def consent_wording(self):
        """Return the sentence by which somebody agrees to be named in public."""
        return self.env["dialogue.consent"]._wording()

    def _labels(self, name):
        field = self.env["dialogue.feedback"]._fields[name]
        return dict(field._description_selection(self.env))

    def questions(self):
        """Return the questions on the page, as dicts with the names of their inputs."""
        rows = [self.values, *self.values["more"]]
        return [
            {
                "number": number,
                "subject_name": _numbered("subject", number),
                "subject": row["subject"],
                "question_name": _numbered("question", number),
                "question": row["question"],
            }
            for number, row in enumerate(rows, start=1)
        ]

    # ------------------------------------------------------------------
    # What was kept
    # ------------------------------------------------------------------

    def go_on_with(self, filing_sudo):
        """Show again what was kept of a form: its text and its files."""
        self.key = filing_sudo.form_key
        self.saved_at = epoch_ms(filing_sudo.write_date)
        typed = filing_sudo.typed or {}
        self.values.update(
            {name: value for name, value in typed.items() if name in self.values}
        )
        self.show_files(filing_sudo)

    def pairs(self):
        """Return what is shown as pairs of name and value, as the page sends them."""
        named = {
            name: value for name, value in self.values.items() if name != "more"
        } | {"form_key": self.key}
        for row in self.questions()[1:]:
            named[row["subject_name"]] = row["subject"]
            named[row["question_name"]] = row["question"]
        # a tick that is not set is not sent
        return [
            [name, "1" if value is True else str(value or "")]
            for name, value in named.items()
            if value is not False
        ]

    def show_files(self, filing_sudo):
        """Show the files that are kept with a form."""
        self.kept = [
            {"id": file.id, "name": file.name, "size": file.file_size}
            for file in filing_sudo.attachment_ids.sorted("id")
        ]

    @staticmethod
    def now_ms():
        """Return the server's time: the clock of a device may be wrong."""
        return epoch_ms(datetime.now(UTC))

    def add_question(self):
        """Give room for one more question."""
        if len(self.values["more"]) + 1 < QUESTIONS_MAX:
            self.values["more"].append({"subject": "", "question": ""})

    # ------------------------------------------------------------------
    # What was sent
    # ------------------------------------------------------------------

    def read_typed(self, post):
        """Take in what was typed, unchecked."""
        values = {
            name: line_of(post.get(name), limit) for name, limit in self.lines.items()
        }
        values.update({name: clean_id(post.get(name)) for name in _IDS})
        values.update({name: bool(clean_text(post.get(name))) for name in _TICKS})
        values.update({name: clean_text(post.get(name), KEY_MAX) for name in _CHOICES})
        values["question"] = clean_text(
            post.get("question"), TYPED_TIMES * QUESTION_MAX
        )
        values["more"] = self._read_more(post)
        values["publish_choice"] = values["publish_choice"] or "anonymous"
        self.values.update(values)
        self._read_who(post)
        key = clean_text(post.get("form_key"))
        if _KEY_PATTERN.fullmatch(key):
            self.key = key

    def _read_who(self, post):
        """Take in what else is typed about who asks."""

    def _read_more(self, post):
        """Return the questions after the first one, without empty ones in between."""
        rows = []
        for number in range(2, QUESTIONS_MAX + 1):
            names = _numbered("subject", number), _numbered("question", number)
            subject, question = (
                line_of(post.get(names[0]), SUBJECT_MAX),
                clean_text(post.get(names[1]), TYPED_TIMES * QUESTION_MAX),
            )
            if subject or question:
                rows.append({"subject": subject, "question": question})
        return rows

    def take(self, post, uploads, kept=()):
        """Take in and check what was sent.

        :param post: mapping of the request's values
        :param uploads: list of the uploaded files
        :param kept: files (``ir.attachment``) of this form that came before
        :return: whether everything is right
        """
        self.read_typed(post)
        self._check_questions()
        self._check_lines()
        vals = self._check_choices()
        self._check_publicity()
        self.take_files(uploads, kept)
        if clean_text(post.get(HONEYPOT)):
            self.errors["form"] = self.env._(
                "The hidden field “%s” was filled in, perhaps by your browser. We have "
                "emptied it; please press “Send” again.",
                HONEYPOT,
            )
        self.vals = {
            "kind": self.values["kind"],
            "is_name_hidden": self.values["is_name_hidden"],
            "publish_choice": self.values["publish_choice"],
            **vals,
        }
        return not self.errors

    def take_files(self, uploads, kept=()):
        """Take in and check the files of this request."""
        uploaded = UploadedFiles(self.env, uploads, kept)
        self.files = uploaded.files
        if uploaded.errors:
            self.errors["files"] = " ".join(uploaded.errors)

    def content(self):
        """Return what is filed, see ``dialogue.filing``."""
        questions = [
            {"subject": row["subject"], "question": row["question"]}
            for row in (self.values, *self.values["more"])
        ]
        is_named = self.values["publish_choice"] == "named"
        return {
            "questions": questions,
            "case": self.vals,
            "petitioner": self._petitioner(),
            "consent": is_named and self.consent_wording(),
        }

    def email(self):
        """Return the mail address that has to be confirmed, or False."""
        return False

    def _petitioner(self):
        """Return the checked values of ``dialogue.petitioner``."""
        return {
            **self.account,
            "address": self.values["address"],
            "phone": self.values["phone"] or False,
        }

    def _check_questions(self):
        for row in self.questions():
            subject, question = row["subject"], row["question"]
            if not subject:
                self.errors[row["subject_name"]] = self.env._(
                    "Say in one line what it is about."
                )
            elif len(subject) > SUBJECT_MAX:
                self.errors[row["subject_name"]] = _too_long(
                    self.env, SUBJECT_MAX, subject
                )
            if not question:
                self.errors[row["question_name"]] = self.env._(
                    "Write what you ask, complain of or propose."
                )
            elif len(question) > QUESTION_MAX:
                self.errors[row["question_name"]] = _too_long(
                    self.env, QUESTION_MAX, question
                )

    def _missing(self):
        """Return what to say about each input that must not be empty."""
        return {
            "address": self.env._("Give the address at which letters reach you."),
        }

    def _check_lines(self):
        missing = self._missing()
        for name, limit in self.lines.items():
            if name == "subject":
                continue
            if name in self.required and not self.values[name]:
                self.errors[name] = missing[name]
            elif len(self.values[name]) > limit:
                self.errors[name] = _too_long(self.env, limit, self.values[name])
        self._check_who()

    def _check_who(self):
        """Check what is typed about who asks, beyond its being there."""
        if not self.values["phone"] and not self.account.get("email"):
            self.errors["phone"] = self.env._(
                "Give a phone number at which we can reach you."
            )

    def _check_publicity(self):
        choice = self.values["publish_choice"]
        if choice not in dict(PUBLISH_CHOICES):
            self.errors["publish_choice"] = self.env._(
                "Choose what may be made public."
            )
        elif choice == "named" and not self.values["is_name_public"]:
            self.errors["is_name_public"] = self.env._(
                "Your name is published only if you tick that you agree. Tick it, or "
                "choose to stay unnamed."
            )

    def _check_choices(self):
        """Check what was chosen from lists.

        :return: dict with the values of the case
        """
        values = self.values
        if values["kind"] not in dict(KINDS):
            self.errors["kind"] = self.env._("Choose what kind of request it is.")
        sector_id = values["sector_id"]
        if sector_id and sector_id not in dict(self.sectors()):
            self.errors["sector_id"] = self.env._(
                "Choose a field from the list, or none."
            )
        procedure_id = values["procedure_id"]
        procedure = procedure_id and self._procedures(Domain("id", "=", procedure_id))
        if procedure_id and not procedure:
            self.errors["procedure_id"] = self.env._(
                "Choose a procedure from the list, or none."
            )
        document_id = values["legal_document_id"]
        if document_id and document_id not in dict(self.legal_documents()):
            self.errors["legal_document_id"] = self.env._(
                "Choose a document from the list, or none."
            )
        session_id = values["session_id"]
        session = session_id and self.sessions().filtered(
            lambda session: session.id == session_id
        )
        if session_id and not session:
            self.errors["session_id"] = self.env._(
                "This session takes no more questions. Choose another one, or none: "
                "your question is answered all the same."
            )
        return {
            # a procedure lies in one sector; that one holds
            "sector_id": (procedure and procedure.sector_id.id) or sector_id or False,
            "procedure_id": procedure_id or False,
            "session_id": session_id or False,
            "origin": "before" if session else "outside",
            "legal_document_id": document_id or False,
            "legal_article": values["legal_article"] or False,
        }


def epoch_ms(moment):
    """Return a moment in UTC as milliseconds, as a script of a page counts time."""
    return round(moment.replace(tzinfo=UTC).timestamp() * 1000)


def _numbered(name, number):
    """Return the name of an input of the question with this number."""
    return name if number == 1 else f"{name}_{number}"
