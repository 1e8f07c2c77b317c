from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .feedback_states import DESK, LEADER
from .moves_mixin import Move

KINDS = [
    ("KH", "Plan (KH)"),
    ("GM", "Invitation (GM)"),
    ("CV", "Official letter"),
    ("PC", "Forwarding slip (PC)"),
    ("BC", "Report (BC)"),
    ("BB", "Minutes (BB)"),
    ("TB", "Notice (TB)"),
    ("TTr", "Submission (TTr)"),
]
CAPACITIES = [
    ("TM.", "TM. (on behalf of the collective)"),
    ("Q.", "Q. (acting head)"),
    ("KT.", "KT. (deputy signs for the head)"),
    ("TL.", "TL. (by order of the head)"),
    ("TUQ.", "TUQ. (by authorisation of the head)"),
]


# what a leader approves; afterwards it changes only after a return
TEXT_FIELDS = frozenset(
    {
        "attendance_id",
        "company_id",
        "issuer",
        "kind",
        "name",
        "place",
        "recipients",
        "session_id",
        "signer_name",
        "signer_title",
        "signing_capacity",
        "superior",
        "symbol",
        "template_key",
    }
)


class DialogueDocument(models.Model):
    """One official document: the only place where documents get number and date.

    A document has neither number nor day before it is issued. The number is the next
    of its kind, company and year, or the one that the clerical office gave
    elsewhere; one number is never given twice. An issued document does not change.
    """

    _name = "dialogue.document"
    _description = "Official Document"
    _inherit = [
        "dialogue.moves.mixin",
        "dialogue.number.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, number desc, id desc"
    _rec_names_search = ["reference", "name"]
    _check_company_auto = True
    _closes_readonly = True

    _moves = (
        Move("submit", ("draft",), "submitted", DESK),
        Move("return", ("submitted", "approved"), "draft", LEADER),
        Move("approve", ("submitted",), "approved", LEADER, ("signer",)),
        Move("issue", ("approved",), "issued", DESK, ("signer", "number")),
        Move("cancel", ("draft", "submitted", "approved"), "cancelled", DESK),
    )

    name = fields.Char(string="Abstract", required=True, tracking=True)
    kind = fields.Selection(selection=KINDS, required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("issued", "Issued"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    number = fields.Integer(readonly=True, copy=False, tracking=True)
    year = fields.Integer(
        compute="_compute_year", store=True, copy=False, string="Book year"
    )
    symbol = fields.Char(help="What stands after the number, for example KH-SKHCN.")
    reference = fields.Char(
        string="Number and symbol",
        compute="_compute_reference",
        store=True,
        index="btree_not_null",
    )
    date = fields.Date(readonly=True, copy=False, tracking=True)
    place = fields.Char(string="Place name")
    issuer = fields.Char(string="Issuing body")
    superior = fields.Char(string="Superior body")
    signing_capacity = fields.Selection(selection=CAPACITIES)
    signer_title = fields.Char(string="Position of the signer")
    signer_name = fields.Char(string="Signer")
    recipients = fields.Text(help="One recipient a line.")
    signed_file_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="Signed copy",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, kind, year, number) WHERE number > 0",
        "Another document of this kind has this number in this year already.",
    )
    _issued_complete = models.Constraint(
        "CHECK (state <> 'issued' OR (number > 0 AND date IS NOT NULL))",
        "An issued document has its number and its date.",
    )
    _draft_has_no_number = models.Constraint(
        "CHECK (state IN ('issued', 'approved') OR number = 0 OR number IS NULL)",
        "A document gets its number when it is issued.",
    )

    @api.depends("date")
    def _compute_year(self):
        for document in self:
            document.year = document.date.year if document.date else 0

    @api.depends("number", "symbol")
    def _compute_reference(self):
        for document in self:
            number = f"{document.number:02d}" if document.number else ""
            if document.kind == "CV" and not document.symbol:
                document.reference = number or False
            else:
                document.reference = f"{number}/{document.symbol or ''}"

    @api.depends("reference", "name", "state")
    def _compute_display_name(self):
        for document in self:
            document.display_name = (
                f"{document.reference} {document.name}"
                if document.number
                else document.name
            )

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        for document in self:
            if document.date and document.date > today:
                raise ValidationError(
                    self.env._(
                        "The date of “%s” lies in the future. "
                        "Give the day on which it is issued.",
                        document.name,
                    )
                )

    def write(self, vals):
        if set(vals) - self._kept_fields() and any(
            document.state == "issued" for document in self
        ):
            raise UserError(self.env._("An issued document does not change any more."))
        if not self.env.su and not TEXT_FIELDS.isdisjoint(vals):
            self._check_text_open(vals)
        return super().write(vals)

    def _kept_fields(self):
        """Return the names of fields that keep files: filled after the issue too."""
        return {"signed_file_id"}

    def _check_text_open(self, vals):
        """Refuse a change of what the document says once a leader approved it.

        :raise UserError: it was approved, itself or with its plan
        """
        for document in self:
            if document.state == "approved":
                raise UserError(
                    self.env._(
                        "“%s” was approved. It has to be returned before its text can "
                        "change.",
                        document.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if any(document.state == "issued" for document in self):
            raise UserError(
                self.env._("An issued document is part of the record and stays.")
            )

    def _keeps_files(self):
        return self.state == "issued"

    def _number_series(self):
        return {
            "company_id": self.company_id.id,
            "kind": self.kind,
            "year": self.year,
        }

    def _need_signer(self, _move):
        for document in self:
            if not (document.signer_name and document.signer_title):
                raise UserError(
                    self.env._(
                        "Say who signs “%s”: the signer's name and position.",
                        document.name,
                    )
                )

    def _need_number(self, _move):
        if any(not document.number or not document.date for document in self):
            raise UserError(self.env._("An issued document needs number and date."))

    def action_submit(self):
        """Hand the documents to the leader."""
        self._move("submit")

    def action_return(self):
        """Give the documents back for changes."""
        self._move("return")

    def action_approve(self):
        """Approve the documents."""
        self._move("approve")

    def action_cancel(self):
        """Give the documents up; they never had a number."""
        self._move("cancel")

    def action_issue(self, number=None, date=None):
        """Issue approved documents: give each its date and number.

        :param int number: number given by the clerical office; for one document
            only. Without it the next free number of the series is drawn
        :param date: day of issue, today if not given
        :raise UserError: not approved, no signer, or the number is taken
        """
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        self._check_issue_number(number, date)
        move = self._find_move("issue")
        for document in self:
            document._check_move_sources(move)
        # sudo: number and date are closed fields; the move below checks the right
        self.check_access("write")
        documents_sudo = self.sudo()
        documents_sudo.write({"date": date, "number": number or 0})
        documents_sudo.flush_recordset()
        documents_sudo._draw_number()
        self._move("issue")

    def _check_issue_number(self, number, date):
        if number is None or number is False or number == 0:
            return
        if len(self) != 1:
            raise UserError(
                self.env._(
                    "Give a number to one document at a time, or let it be drawn."
                )
            )
        if not isinstance(number, int) or not 0 < number <= 999999:
            raise UserError(self.env._("The number must lie between 1 and 999999."))
        taken = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.kind),
                ("year", "=", date.year),
                ("number", "=", number),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if taken:
            raise UserError(
                self.env._(
                    "Number %(number)s is already taken by “%(document)s”. "
                    "Choose another, or leave it empty.",
                    number=number,
                    document=taken.name,
                )
            )

    @api.model
    def _prepare_document_values(self, company, kind, name, department=None):
        """Return the values of a new document of ``company`` with its usual head.

        :param res.company company: the department that issues it
        :param str kind: key of ``KINDS``
        :param str name: its abstract (trích yếu)
        :param hr.department department: the division that drafts it, for the symbol
            of an official letter
        :return: dict for ``create``
        """
        abbreviation = company.dialogue_abbreviation or ""
        if kind == "CV":
            drafting = department.dialogue_symbol if department else ""
            symbol = "-".join(part for part in (abbreviation, drafting) if part)
        else:
            symbol = f"{kind}-{abbreviation}" if abbreviation else kind
        return {
            "company_id": company.id,
            "kind": kind,
            "name": name,
            "symbol": symbol,
            "place": company.dialogue_place,
            "issuer": company.dialogue_issuer or company.name,
            "superior": company.dialogue_superior,
        }

    @api.model
    def _prepare_signer_values(self, company):
        """Return signer, position and capacity of the current user as a leader.

        :param res.company company: the department in whose name they sign
        :return: dict for ``create``
        """
        # sudo: everybody may know their own position
        title = self.env.user.sudo().employee_id.job_title
        head = company.dialogue_head_title
        is_deputy = bool(title and head and title.strip().lower() != head.lower())
        return {
            "signer_name": self.env.user.name,
            "signer_title": title or head or self.env._("Leader"),
            "signing_capacity": "KT." if is_deputy else False,
        }
