import os
import re
import secrets

from odoo import fields
from odoo.fields import Domain

from odoo.addons.dialogue_tthc.models.dialogue_feedback import KINDS

from ..tools.upload import detect_extension, safe_name

SUBJECT_MAX = 200
QUESTION_MAX = 10_000
ADDRESS_MAX = 300
PHONE_MAX = 30
FILE_COUNT_MAX = 5
FILE_MAX = 10 * 1024 * 1024
FILES_MAX = 30 * 1024 * 1024
# what the server reads at all; between FILES_MAX and this the form comes back with
# what was typed, beyond it the request is cut off
REQUEST_MAX = 64 * 1024 * 1024

_KEY_PATTERN = re.compile(r"[0-9a-f]{32}")
_ID_PATTERN = re.compile(r"[0-9]{1,10}")
# NUL and its like: no page shows them, and the database refuses the first
_CONTROL_PATTERN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_text(value, limit=None):
    """Return what was typed as one kind of text: no control characters, ``\\n`` ends.

    :param value: a value of the request; what is no text (a file sent under the
        name of a text) counts as empty
    :param int limit: cut off after so many characters
    """
    if not isinstance(value, str):
        return ""
    text = _CONTROL_PATTERN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()[:limit]


def clean_id(value):
    """Return the id that ``value`` stands for, or 0."""
    text = clean_text(value)
    number = int(text) if _ID_PATTERN.fullmatch(text) else 0
    return number if number < 2**31 else 0


class UploadedFiles:
    """Files of one request: counted and measured first, read only when they fit.

    :ivar list files: (name: str, content: bytes) of the accepted ones
    :ivar list errors: one sentence for each thing that is wrong
    """

    def __init__(self, env, uploads):
        self.env = env
        self.files = []
        self.errors = []
        # a form without a chosen file sends one part with neither name nor content
        self.uploads = [u for u in uploads if u.filename or self._size(u)]
        if len(self.uploads) > FILE_COUNT_MAX:
            self.errors.append(
                env._(
                    "Choose at most %(count)s files; you chose %(chosen)s.",
                    count=FILE_COUNT_MAX,
                    chosen=len(self.uploads),
                )
            )
            return
        sizes = [self._size(upload) for upload in self.uploads]
        if sum(sizes) > FILES_MAX:
            self.errors.append(
                env._(
                    "All files together may have %s MB. Send the rest afterwards, "
                    "as a message on the page of your case.",
                    FILES_MAX // 1024**2,
                )
            )
            return
        for upload, size in zip(self.uploads, sizes, strict=True):
            self._take(upload, size)

    @staticmethod
    def _size(upload):
        size = upload.stream.seek(0, os.SEEK_END)
        upload.stream.seek(0)
        return size

    def _take(self, upload, size):
        shown = clean_text(upload.filename, 80) or self.env._("without a name")
        if not size:
            self.errors.append(self.env._("The file “%s” is empty.", shown))
            return
        if size > FILE_MAX:
            self.errors.append(
                self.env._(
                    "The file “%(name)s” is larger than %(limit)s MB.",
                    name=shown,
                    limit=FILE_MAX // 1024**2,
                )
            )
            return
        content = upload.stream.read()
        extension = detect_extension(content)
        if not extension:
            self.errors.append(
                self.env._(
                    "The file “%s” cannot be taken: send PDF, JPG, PNG, DOCX or XLSX.",
                    shown,
                )
            )
            return
        self.files.append((safe_name(upload.filename, extension), content))


class TextForm:
    """A short form of one text and files: a message, or information asked for.

    :ivar dict values: what was typed
    :ivar dict errors: name of the input -> sentence
    """

    def __init__(self, env, post, uploads):
        self.env = env
        self.errors = {}
        self.values = {"body": clean_text(post.get("body"))}
        uploaded = UploadedFiles(env, uploads)
        self.files = uploaded.files
        if not self.values["body"]:
            self.errors["body"] = env._("Write something before you send it.")
        elif len(self.values["body"]) > QUESTION_MAX:
            self.errors["body"] = _too_long(env, QUESTION_MAX, self.values["body"])
        if uploaded.errors:
            self.errors["files"] = " ".join(uploaded.errors)
        self.is_files_lost = bool(self.errors and uploaded.uploads)


class FeedbackForm:
    """The form by which a case is filed: what was typed, what is wrong, what to write.

    Only what is named here gets from a request into a case.

    :ivar dict values: what was typed, to show again
    :ivar dict errors: name of the input -> sentence, in the order of the page
    :ivar dict vals: checked values of ``dialogue.feedback``
    :ivar dict petitioner_vals: checked values of ``dialogue.petitioner``
    :ivar list files: (name, content) of the files
    :ivar str key: random key of this form, to recognise what was sent twice
    """

    def __init__(self, env, partner_sudo, company):
        self.env = env
        self.company = company
        # sudo: what the account says about itself; the catalogue is no secret
        self.account = (
            env["dialogue.petitioner"].sudo()._prepare_petitioner_values(partner_sudo)
        )
        self.errors = {}
        self.files = []
        self.is_files_lost = False
        self.key = secrets.token_hex(16)
        self.values = {
            "subject": "",
            "question": "",
            "kind": "guidance",
            "sector_id": 0,
            "procedure_id": 0,
            "session_id": 0,
            "is_name_hidden": False,
            "address": self.account["address"] or "",
            "phone": self.account["phone"] or "",
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

    def _procedures(self):
        # sudo: as above
        Procedure = self.env["dialogue.procedure"].sudo()
        today = fields.Date.context_today(Procedure)
        return Procedure.search(
            self._company_domain() & Procedure._in_force_domain(today)
        )

    def procedures(self):
        """Return the procedures in force as list of (sector, list of (id, name))."""
        grouped = self._procedures().grouped("sector_id")
        return [
            (sector.name, [(p.id, p.display_name) for p in grouped[sector]])
            for sector in sorted(grouped, key=lambda s: (s.sequence, s.name or ""))
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
        labels = dict(
            self.env["dialogue.feedback"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        return [(key, labels[key], hint) for key, hint in hints.items()]

    # ------------------------------------------------------------------
    # What was sent
    # ------------------------------------------------------------------

    def take(self, post, uploads):
        """Take in and check what was sent.

        :param post: mapping of the request's values
        :param uploads: list of the uploaded files
        :return: whether everything is right
        """
        self._read_values(post)
        self._check_texts()
        vals = self._check_choices()
        uploaded = UploadedFiles(self.env, uploads)
        if uploaded.errors:
            self.errors["files"] = " ".join(uploaded.errors)
        self.files = uploaded.files
        self.is_files_lost = bool(self.errors and uploaded.uploads)
        self.vals = {
            "subject": self.values["subject"],
            "question": self.values["question"],
            "kind": self.values["kind"],
            "is_name_hidden": self.values["is_name_hidden"],
            "company_id": self.company.id,
            **vals,
        }
        self.petitioner_vals = {
            **self.account,
            "address": self.values["address"],
            "phone": self.values["phone"] or False,
        }
        return not self.errors

    def _read_values(self, post):
        self.values.update(
            subject=" ".join(clean_text(post.get("subject")).split()),
            question=clean_text(post.get("question")),
            kind=clean_text(post.get("kind")),
            sector_id=clean_id(post.get("sector_id")),
            procedure_id=clean_id(post.get("procedure_id")),
            session_id=clean_id(post.get("session_id")),
            is_name_hidden=bool(clean_text(post.get("is_name_hidden"))),
            address=" ".join(clean_text(post.get("address")).split()),
            phone=" ".join(clean_text(post.get("phone")).split()),
        )
        key = clean_text(post.get("form_key"))
        if _KEY_PATTERN.fullmatch(key):
            self.key = key

    def _check_texts(self):
        empty = {
            "subject": self.env._("Say in one line what it is about."),
            "question": self.env._("Write what you ask, complain of or propose."),
            "address": self.env._("Give the address at which letters reach you."),
        }
        limits = {
            "subject": SUBJECT_MAX,
            "question": QUESTION_MAX,
            "address": ADDRESS_MAX,
            "phone": PHONE_MAX,
        }
        for name, limit in limits.items():
            if name in empty and not self.values[name]:
                self.errors[name] = empty[name]
            elif len(self.values[name]) > limit:
                self.errors[name] = _too_long(self.env, limit, self.values[name])
        if not self.values["phone"] and not self.account["email"]:
            self.errors["phone"] = self.env._(
                "Give a phone number at which we can reach you."
            )

    def _check_choices(self):
        """Check what was chosen from lists.

        :return: dict with ``sector_id``, ``procedure_id``, ``session_id``, ``origin``
        """
        values = self.values
        if values["kind"] not in dict(KINDS):
            self.errors["kind"] = self.env._("Choose what kind of request it is.")
        sector_id = values["sector_id"]
        if sector_id and sector_id not in dict(self.sectors()):
            self.errors["sector_id"] = self.env._(
                "Choose a field from the list, or none."
            )
        procedure = self._procedures().filtered(
            lambda procedure: procedure.id == values["procedure_id"]
        )
        if values["procedure_id"] and not procedure:
            self.errors["procedure_id"] = self.env._(
                "Choose a procedure from the list, or none."
            )
        session = self.sessions().filtered(
            lambda session: session.id == values["session_id"]
        )
        if values["session_id"] and not session:
            self.errors["session_id"] = self.env._(
                "This session takes no more questions. Choose another one, or none: "
                "your question is answered all the same."
            )
        return {
            # a procedure lies in one sector; that one holds
            "sector_id": procedure.sector_id.id or sector_id or False,
            "procedure_id": procedure.id,
            "session_id": session.id,
            "origin": "before" if session else "outside",
        }


def _too_long(env, limit, text):
    return env._(
        "Keep it under %(limit)s characters; it has %(length)s now.",
        limit=limit,
        length=len(text),
    )
