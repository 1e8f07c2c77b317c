import base64
import binascii
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import escape_psql

from ..models.dialogue_document import CAPACITIES
from ..models.dialogue_plan import KINDS
from ..tools.day_text import day_text
from ..tools.file_text import MAX_FILE, MAX_TEXT, FileTextError, file_text
from ..tools.plan_text import PlanText, parse_plan

SECTIONS = ("purposes", "requirements", "participants", "forms", "contents")
# Fields of the review that go to the plan as they stand
COPIED = (
    "name",
    "year",
    "kind",
    *SECTIONS,
    "time_frame",
    "budget",
    "symbol",
    "place",
    "issuer",
    "superior",
    "signing_capacity",
    "signer_title",
    "signer_name",
    "recipients",
)
YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")


class DialoguePlanImport(models.TransientModel):
    """Take over a plan from its text: read it, let a person check it, create it.

    Nothing of the text is lost: lines that belong nowhere become the note of the
    plan, and the text itself is attached to it.
    """

    _name = "dialogue.plan.import"
    _description = "Take Over a Plan"

    step = fields.Selection(
        selection=[("input", "The text"), ("review", "Check")],
        default="input",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    # Input
    text = fields.Text(string="Text of the plan")
    file = fields.Binary(string="Word, PDF or text file", attachment=False)
    file_name = fields.Char()
    # Review
    name = fields.Char(string="Title")
    year = fields.Integer(aggregator=None)
    kind = fields.Selection(selection=KINDS, default="contact_dialogue")
    basis_ids = fields.One2many(
        comodel_name="dialogue.plan.import.basis",
        inverse_name="import_id",
        string="Bases",
    )
    purposes = fields.Text(help="One purpose a line.")
    requirements = fields.Text(help="One requirement a line.")
    participants = fields.Text(help="One group of participants a line.")
    forms = fields.Text(string="Forms of dialogue", help="One form a line.")
    contents = fields.Text(help="One subject a line.")
    time_frame = fields.Text(string="Time")
    budget = fields.Text()
    assignment_ids = fields.One2many(
        comodel_name="dialogue.plan.import.assignment",
        inverse_name="import_id",
        string="Assignments",
    )
    note = fields.Text(
        string="Not placed",
        help="Lines that belong to no section. They stay with the plan.",
    )
    symbol = fields.Char(help="What stands after the number, for example KH-SKHCN.")
    place = fields.Char()
    issuer = fields.Char(string="Issuing body")
    superior = fields.Char(string="Superior body")
    signing_capacity = fields.Selection(selection=CAPACITIES)
    signer_title = fields.Char(string="Position of the signer")
    signer_name = fields.Char(string="Signer")
    recipients = fields.Text(help="One recipient a line.")
    found_number = fields.Char(string="Number in the text", readonly=True)
    found_date = fields.Date(string="Date in the text", readonly=True)
    leftover_count = fields.Integer(string="Lines not placed", readonly=True)
    warning = fields.Text(compute="_compute_warning")

    @api.depends(
        "step", "name", "year", "purposes", "contents", "basis_ids.date", "found_date"
    )
    def _compute_warning(self):
        for wizard in self:
            wizard.warning = (
                "\n".join(wizard._warnings()) if wizard.step == "review" else False
            )

    def _warnings(self):
        """Return sentences on what a person should look at before creating."""
        self.ensure_one()
        sentences = []
        if not self.name:
            sentences.append(self.env._("No title was found. Please enter it."))
        if not self.purposes or not self.contents:
            sentences.append(
                self.env._(
                    "Purposes or contents were not found. Look at the lines that "
                    "were not placed and move them."
                )
            )
        sentences += [
            self.env._(
                "The basis %(basis)s is dated %(date)s, later than the plan of "
                "%(plan_date)s. Check the date.",
                basis=basis.number or basis.name,
                date=day_text(basis.date),
                plan_date=day_text(self.found_date),
            )
            for basis in self.basis_ids
            if basis.date and self.found_date and basis.date > self.found_date
        ]
        if self._find_twin():
            sentences.append(
                self.env._(
                    "There is already a plan of %(year)s with this title.",
                    year=str(self.year),
                )
            )
        return sentences

    def _find_twin(self):
        """Return a plan of the same company, year and title, if there is one."""
        if not self.name or not self.year:
            return self.env["dialogue.plan"]
        return self.env["dialogue.plan"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("year", "=", self.year),
                ("name", "=ilike", escape_psql(self.name)),
            ],
            limit=1,
        )

    def action_read(self):
        """Read the text and show what was found in it, for checking.

        :return: an action that shows the same window again
        :raise UserError: no text, or a file that cannot be read; it says why
        """
        self.ensure_one()
        plan = parse_plan(self._source_text())
        self.basis_ids.unlink()
        self.assignment_ids.unlink()
        self.write({"step": "review", **self._prepare_review_values(plan)})
        return self._reopen()

    def action_back(self):
        """Go back to the text; what was changed in the check is given up.

        :return: an action that shows the same window again
        """
        self.ensure_one()
        self.step = "input"
        return self._reopen()

    def action_create_plan(self):
        """Create the plan as it was checked, with the text attached to it.

        :return: an action that opens the plan
        :raise UserError: the text was not read yet, or the title is missing
        """
        self.ensure_one()
        if self.step != "review":
            raise UserError(self.env._("Read the text first, then create the plan."))
        if not (self.name or "").strip():
            raise UserError(self.env._("The plan has no title. Please enter it."))
        plan = self.env["dialogue.plan"].create(self._prepare_plan_values())
        file_name, content = self._source()
        plan.message_post(
            body=self.env._("Taken over from “%s”.", file_name),
            attachments=[(file_name, content)],
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.plan",
            "res_id": plan.id,
            "views": [(False, "form")],
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take over a plan"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _source(self):
        """Return what was handed in: a file name and bytes. The file goes first.

        :raise UserError: the upload is damaged or too large
        """
        if not self.file:
            return "ke-hoach.txt", (self.text or "").encode("utf-8", "replace")
        if len(self.file) > MAX_FILE * 4 // 3 + 4:
            raise UserError(self._sentence("too_large"))
        try:
            content = base64.b64decode(self.file, validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self._sentence("broken")) from error
        return self.file_name or "ke-hoach", content

    def _source_text(self):
        """Return the text to read.

        :raise UserError: there is none; the sentence says why and what to do
        """
        if not self.file and not (self.text or "").strip():
            raise UserError(
                self.env._("Paste the text of the plan, or choose a file first.")
            )
        if self.file and (self.text or "").strip():
            raise UserError(
                self.env._(
                    "There is a pasted text and a file. Only one can be read: "
                    "remove the other."
                )
            )
        if not self.file:
            if len(self.text) > MAX_TEXT:
                raise UserError(self._sentence("too_long"))
            return self.text
        try:
            # a NUL cannot be stored, and no text has one
            return file_text(self._source()[1]).replace("\0", "")
        except FileTextError as error:
            raise UserError(self._sentence(error.reason)) from error

    def _sentence(self, reason):
        """Return what to tell a person whose file cannot be read, and what to do."""
        return {
            "empty": self.env._("This file has no text in it. Choose another file."),
            "too_large": self.env._(
                "This file is larger than 5 MB. Choose a smaller one, or paste the "
                "text."
            ),
            "too_long": self.env._(
                "This text is far too long for a plan. Take over the plan alone, "
                "without what comes after it."
            ),
            "wrong_type": self.env._(
                "This file is no Word file (.docx), PDF or plain text. Choose one of "
                "these, or paste the text."
            ),
            "old_word": self.env._(
                "This is an old Word file. Open it in Word, save it as .docx and "
                "choose it again."
            ),
            "password": self.env._(
                "This file is protected by a password. Remove the password and choose "
                "it again."
            ),
            "scanned": self.env._(
                "This PDF holds pictures of pages and no text. Choose the Word file, "
                "or paste the text."
            ),
            "broken": self.env._(
                "This file is damaged and cannot be read. Open it, save it again and "
                "choose it again, or paste the text."
            ),
        }[reason]

    def _prepare_review_values(self, plan: PlanText):
        """Return the values of the review from what was read.

        :param PlanText plan: what was read
        :return: dict for ``write``
        """
        numbered = [
            self.env._("Line %(number)s: %(text)s", number=str(line), text=text)
            for line, text in plan.leftovers
        ]
        budget = set((plan.budget or "").splitlines())
        return {
            "name": self._title(plan.title),
            "year": self._guess_year(plan),
            "kind": self._guess_kind(plan.title or ""),
            **{name: "\n".join(getattr(plan, name)) or False for name in SECTIONS},
            "time_frame": plan.time_frame or False,
            "budget": plan.budget or False,
            "note": "\n".join(numbered) or False,
            "leftover_count": len(numbered),
            "basis_ids": [
                Command.create(
                    {
                        "sequence": sequence,
                        "name": basis.text,
                        "number": basis.number,
                        "date": basis.date,
                        "issuer": basis.issuer,
                    }
                )
                for sequence, basis in enumerate(plan.bases, start=1)
            ],
            "assignment_ids": [
                Command.create(
                    {
                        "sequence": sequence,
                        "unit": unit,
                        "department_id": self._find_division(unit),
                        "name": task,
                    }
                )
                for sequence, (unit, task) in enumerate(plan.assignments, start=1)
                if unit or task not in budget  # what is under budget stands there
            ],
            "symbol": plan.symbol or False,
            "place": plan.place or False,
            "issuer": self._as_company_writes("dialogue_issuer", plan.issuer),
            "superior": self._as_company_writes("dialogue_superior", plan.superior),
            "signing_capacity": plan.signing_capacity or False,
            "signer_title": plan.signer_title or False,
            "signer_name": plan.signer or False,
            "recipients": "\n".join(plan.recipients) or False,
            "found_number": plan.number or False,
            "found_date": plan.date if plan.date and len(plan.date) == 10 else False,
        }

    def _prepare_plan_values(self):
        """Return the values of the plan from the checked review.

        What the review leaves empty is not given, so that the plan takes the usual
        head of the company.
        """
        notes = [self.note] if self.note else []
        if self.found_number:
            notes.insert(
                0,
                self.env._(
                    "Number and date in the text: %(number)s/%(symbol)s, %(date)s.",
                    number=self.found_number,
                    symbol=self.symbol or "",
                    date=day_text(self.found_date) if self.found_date else "",
                ),
            )
        elif self.found_date:
            notes.insert(
                0,
                self.env._("Date in the text: %s.", day_text(self.found_date)),
            )
        return {
            **{name: self[name] for name in COPIED if self[name]},
            "note": "\n".join(notes) or False,
            "company_id": self.company_id.id,
            "basis_ids": [
                Command.create(
                    {
                        name: basis[name]
                        for name in ("sequence", "name", "number", "date", "issuer")
                    }
                )
                for basis in self.basis_ids
            ],
            "assignment_ids": [
                Command.create(
                    {
                        "sequence": assignment.sequence,
                        "unit": assignment.unit,
                        "department_id": assignment.department_id.id,
                        "name": assignment.name,
                    }
                )
                for assignment in self.assignment_ids
            ],
        }

    def _guess_year(self, plan: PlanText):
        """The year that the title, the time or the date names; else this year."""
        for text in (plan.title, plan.time_frame, plan.date):
            if found := YEAR.search(text or ""):
                return int(found[1])
        return fields.Date.context_today(self).year

    def _title(self, found):
        """Return a title without the word that is printed above it anyway."""
        if not found:
            return False
        title = re.sub(r"^kế hoạch[\s:]+", "", found, flags=re.IGNORECASE)
        return title[:1].upper() + title[1:]

    def _guess_kind(self, title):
        title = title.lower()
        is_talk = "tọa đàm" in title or "toạ đàm" in title
        if is_talk and "đối thoại" in title:
            return "both"
        return "talk" if is_talk else "contact_dialogue"

    def _find_division(self, unit):
        """Return the id of the company's division with exactly this name."""
        if not unit:
            return False
        return (
            self.env["hr.department"]
            .search(
                [
                    ("company_id", "in", [self.company_id.id, False]),
                    ("name", "=ilike", escape_psql(unit)),
                ],
                limit=1,
            )
            .id
        )

    def _as_company_writes(self, name, found):
        """Return a body's name; capitals become the company's way of writing it."""
        usual = self.company_id[name]
        if usual and found and usual.casefold() == found.casefold():
            return usual
        return found or False


class DialoguePlanImportBasis(models.TransientModel):
    """A basis found in the text."""

    _name = "dialogue.plan.import.basis"
    _description = "Basis of a Plan to Take Over"
    _order = "sequence, id"

    import_id = fields.Many2one(
        comodel_name="dialogue.plan.import",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=100)
    name = fields.Text(string="Basis", required=True)
    number = fields.Char(string="Number and symbol")
    date = fields.Date(string="Dated")
    issuer = fields.Char(string="Issuing body")


class DialoguePlanImportAssignment(models.TransientModel):
    """A task found in the text."""

    _name = "dialogue.plan.import.assignment"
    _description = "Assignment of a Plan to Take Over"
    _order = "sequence, id"

    import_id = fields.Many2one(
        comodel_name="dialogue.plan.import",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="import_id.company_id")
    sequence = fields.Integer(default=100)
    unit = fields.Char(help="As the plan names it.")
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    name = fields.Text(string="Task", required=True)
