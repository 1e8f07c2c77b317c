import hashlib

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..tools.folded_text import folded_words
from ..tools.personal_data import find_personal_data
from ..tools.plain_html import plain_html, text_of_html
from .dialogue_answer import VERDICTS

STATES = [
    ("draft", "Being prepared"),
    ("published", "Public"),
    ("withdrawn", "Taken back"),
]
# what the desk writes; once it is public it stays as it is
TEXT_FIELDS = frozenset(
    {
        "answer",
        "legal_basis",
        "procedure_id",
        "question",
        "sector_id",
        "title",
    }
)
# Everything that people outside may read, by whatever way. All else is closed, also
# what comes later: who adds a public field adds it here.
PUBLIC_FIELDS = frozenset(
    {
        "answer",
        "answered_on",
        "asked_on",
        "authority_name",
        "changed_on",
        "code",
        "display_name",
        "id",
        "is_looked_at_again",
        "legal_basis",
        "petitioner_name",
        "procedure_id",
        "published_on",
        "question",
        "sector_id",
        "state",
        "title",
        "verdict",
        "year",
    }
)
# who prepares, decides and controls
STAFF = (
    "dialogue_tthc.dialogue_tthc_group_desk,dialogue_tthc.dialogue_tthc_group_auditor"
)
# where personal data are looked for: whatever people read
CHECKED_FIELDS = ("title", "question", "answer", "legal_basis")


class DialoguePublication(models.Model):
    """The public copy of a case: what anybody may read, and nothing else of the case.

    One for each case, so that its address stays the same through every correction.
    The texts are written while it is prepared; what was public is in the history of
    the case. Whoever is neither of the desk nor an auditor reads ``PUBLIC_FIELDS`` at
    most; which rows, and who, is said by the rules of the addon of the portal.
    """

    _name = "dialogue.publication"
    _description = "Public Answer"
    _inherit = ["dialogue.moves.mixin", "dialogue.closed.fields.mixin"]
    _order = "published_on desc, id desc"
    _rec_name = "title"
    _open_fields = PUBLIC_FIELDS
    _rec_names_search = ["title", "code"]
    _check_company_auto = True
    _closes_readonly = True

    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    answer_id = fields.Many2one(
        comodel_name="dialogue.answer",
        string="Answer it was made from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="feedback_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    # What everybody reads
    code = fields.Char(readonly=True, copy=False, index="btree_not_null")
    title = fields.Char(required=True)
    question = fields.Text(string="Public question", required=True)
    answer = fields.Html(
        string="Public answer",
        required=True,
        sanitize=True,
        sanitize_attributes=True,
        sanitize_form=True,
        strip_style=True,
        strip_classes=True,
    )
    legal_basis = fields.Text()
    verdict = fields.Selection(selection=VERDICTS, readonly=True)
    authority_name = fields.Char(string="Answered by", readonly=True)
    sector_id = fields.Many2one(
        comodel_name="dialogue.sector", index="btree_not_null", check_company=True
    )
    procedure_id = fields.Many2one(
        comodel_name="dialogue.procedure", index="btree_not_null", check_company=True
    )
    year = fields.Integer(string="Year of the answer", readonly=True, aggregator=None)
    asked_on = fields.Date(readonly=True)
    answered_on = fields.Date(readonly=True)
    petitioner_name = fields.Char(
        string="Public name",
        readonly=True,
        copy=False,
        help="Filled in only while the consent of the petitioner holds.",
    )
    published_on = fields.Datetime(string="Public since", readonly=True, copy=False)
    changed_on = fields.Datetime(string="Last public change", readonly=True, copy=False)
    is_looked_at_again = fields.Boolean(
        string="Being looked at again",
        readonly=True,
        copy=False,
        help="The case was opened again: the answer holds until a new one is issued.",
    )
    # What only officials read
    withdrawal_reason = fields.Text(
        string="Why it was taken back", readonly=True, copy=False
    )
    confirmed_print = fields.Char(readonly=True, copy=False)
    confirmed_by = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, index="btree_not_null"
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    is_confirmed = fields.Boolean(
        string="I have looked at each: all of this may be public",
        compute="_compute_is_confirmed",
        inverse="_inverse_is_confirmed",
    )
    has_findings = fields.Boolean(compute="_compute_findings")
    findings_html = fields.Html(
        string="Personal data found",
        compute="_compute_findings",
        # made of escaped text
        sanitize=False,
    )
    # The case beside it
    original_subject = fields.Char(
        related="feedback_id.subject", string="Original title"
    )
    original_question = fields.Text(
        related="feedback_id.question", string="Original question"
    )
    original_answer = fields.Html(compute="_compute_original_answer", compute_sudo=True)
    publish_choice = fields.Selection(related="feedback_id.publish_choice")
    is_answer_outdated = fields.Boolean(
        compute="_compute_is_answer_outdated", compute_sudo=True
    )
    # What is searched
    search_text = fields.Text(compute="_compute_search_text", store=True)
    title_folded = fields.Char(compute="_compute_title_folded", store=True)
    title_pairs = fields.Char(compute="_compute_title_folded", store=True)

    _feedback_uniq = models.UniqueIndex(
        "(feedback_id)", "This case has its public copy already."
    )
    _published_has_date = models.Constraint(
        "CHECK (state <> 'published' OR published_on IS NOT NULL)",
        "What is public has the day on which it became so.",
    )

    @api.depends("title", "question", "answer", "legal_basis", "code")
    @api.depends("sector_id.name", "procedure_id.name")
    def _compute_search_text(self):
        for publication in self:
            publication.search_text = self._searchable(
                publication.title,
                publication.question,
                text_of_html(publication.answer),
                publication.legal_basis,
                publication.code,
                publication.sector_id.name,
                publication.procedure_id.name,
            )

    @api.depends("title")
    def _compute_title_folded(self):
        for publication in self:
            words = folded_words(publication.title)
            publication.title_folded = " ".join(words)
            publication.title_pairs = " ".join(self._pairs(words))

    @api.depends("feedback_id.answer_id", "feedback_id.state")
    def _compute_original_answer(self):
        for publication in self:
            publication.original_answer = publication.feedback_id._valid_answer().body

    @api.depends("answer_id", "feedback_id.answer_id", "feedback_id.state")
    def _compute_is_answer_outdated(self):
        for publication in self:
            publication.is_answer_outdated = publication._is_outdated()

    def _is_outdated(self):
        """Say whether one copy (in sudo) is of another answer than the one that holds.

        Through a merge that answer is another case's, so this is asked anew each time.
        """
        return self.answer_id != self.feedback_id._valid_answer()

    # ------------------------------------------------------------------
    # Personal data
    # ------------------------------------------------------------------

    def _findings(self):
        """Return what looks like personal data in the public text of one case.

        :return: list of (name of the field, kind, text); the kind is one of
            ``personal_data``, or ``name`` for who asked, where that is not to be public
        """
        self.ensure_one()
        found = []
        # sudo: the names are looked for, never shown but where they stand already
        names = self.sudo()._names_to_find()
        for name in CHECKED_FIELDS:
            text = self._checked_text(name)
            found += [(name, each.kind, each.text) for each in find_personal_data(text)]
            words = f" {' '.join(folded_words(text))} "
            found += [
                (name, "name", written)
                for written, folded in names
                if f" {folded} " in words
            ]
        return found

    def _names_to_find(self):
        """Return the names of who asked that are not public: as written, and folded."""
        petitioner = self.feedback_id.petitioner_id
        written = {petitioner.representative or ""}
        if not self.feedback_id._may_name_petitioner():
            written.add(petitioner.name or "")
        names = ((name, folded_words(name)) for name in sorted(written))
        # one word alone is too common to be told from others
        return [(name, " ".join(words)) for name, words in names if len(words) > 1]

    def _checked_text(self, name):
        value = self[name] or ""
        return text_of_html(value) if name == "answer" else value

    def _text_print(self):
        """Return the fingerprint of the public text of one case as it is now."""
        texts = (self._checked_text(name) for name in CHECKED_FIELDS)
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()

    @api.depends(*CHECKED_FIELDS)
    @api.depends_context("lang")
    def _compute_findings(self):
        kinds = {
            "mail": self.env._("mail address"),
            "phone": self.env._("phone number"),
            "identity": self.env._("9 or 12 digits, as an identity number has"),
            "tax_code": self.env._("tax code"),
            "name": self.env._("name of who asked"),
        }
        labels = {
            name: self._fields[name]._description_string(self.env)
            for name in CHECKED_FIELDS
        }
        for publication in self:
            lines = [
                Markup("<li><strong>%s</strong> (%s, %s)</li>")
                % (text, kinds[kind], labels[name])
                for name, kind, text in publication._findings()
            ]
            publication.has_findings = bool(lines)
            publication.findings_html = (
                Markup("<ul>%s</ul>") % Markup("").join(lines) if lines else False
            )

    @api.depends(*CHECKED_FIELDS, "confirmed_print")
    def _compute_is_confirmed(self):
        for publication in self:
            publication.is_confirmed = bool(publication.confirmed_print) and (
                publication.confirmed_print == publication._text_print()
            )

    def _inverse_is_confirmed(self):
        for publication in self:
            if publication.is_confirmed:
                publication.action_confirm_personal_data()
            elif publication.confirmed_print:
                # sudo: closed fields; whoever may write the text may take it back
                publication.sudo().write(
                    {
                        "confirmed_print": False,
                        "confirmed_by": False,
                        "confirmed_on": False,
                    }
                )

    def action_confirm_personal_data(self):
        """Confirm that what was found in the texts, as they are now, may be public.

        Who changes a text afterwards has to look, and confirm, again.
        """
        self.check_access("write")
        for publication in self:
            if publication.state != "draft":
                raise publication._is_frozen()
            # sudo: closed fields, which say who has just confirmed
            publication.sudo().write(
                {
                    "confirmed_print": publication._text_print(),
                    "confirmed_by": self.env.uid,
                    "confirmed_on": fields.Datetime.now(),
                }
            )

    # ------------------------------------------------------------------
    # What is closed to people outside
    # ------------------------------------------------------------------

    @api.model
    def _reads_every_field(self):
        return self.env.su or self.env.user.has_groups(STAFF)

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._plain_values(vals) for vals in vals_list])

    def write(self, vals):
        # who has no right to it is not told how it stands
        self.check_access("write")
        if not TEXT_FIELDS.isdisjoint(vals) and any(
            publication.state != "draft" for publication in self
        ):
            raise self._is_frozen()
        return super().write(self._plain_values(vals))

    @api.model
    def _plain_values(self, vals):
        """Return ``vals`` with nothing in the answer but text, lists and links."""
        if not vals.get("answer"):
            return vals
        return {**vals, "answer": plain_html(str(vals["answer"]))}

    @api.model
    def _is_frozen(self):
        return UserError(
            self.env._(
                "What is or was public does not change. Take it back and prepare it "
                "anew; its address stays the same."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(publication.published_on for publication in self):
            raise UserError(
                self.env._("What was public is part of the record and stays.")
            )

    def _check_is_complete(self):
        for publication in self:
            if (
                not (publication.title or "").strip()
                or not (publication.question or "").strip()
                or is_html_empty(publication.answer)
            ):
                raise UserError(
                    self.env._(
                        "Give case “%s” a public title, question and answer.",
                        publication.feedback_id.display_name,
                    )
                )

    def _public_text(self):
        """Return the public text of one case as markup, for its history."""
        return Markup("<p><strong>%s</strong></p><p>%s</p>%s") % (
            self.title,
            Markup("<br>").join(escape(line) for line in self.question.splitlines()),
            Markup(self.answer),  # made plain when it was written
        )
