from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .dialogue_feedback_due import ANSWERED_STATES
from .dialogue_publication import STAFF, STATES

PUBLISH = "publish"
# a case that comes to one of these states may become public, or cease to be so
FOLLOWED_STATES = ("answered", "reopened", "merged", "refused", "withdrawn")
# what decides whether, and with which name, a case may be public
PUBLICITY_FIELDS = frozenset(
    {"is_name_hidden", "is_name_public", "is_sealed", "publish_choice"}
)


class DialogueFeedback(models.Model):
    """A case and its public copy: whether there may be one, and what it follows.

    Whatever happens to a case, or to what its petitioner wants, reaches the copy and
    the term for it through :meth:`_follow_publicity`.
    """

    _inherit = "dialogue.feedback"

    publication_ids = fields.One2many(
        comodel_name="dialogue.publication",
        inverse_name="feedback_id",
        string="Public copy",
        readonly=True,
        copy=False,
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    publication_state = fields.Selection(
        selection=STATES,
        string="For the public",
        compute="_compute_publication",
        compute_sudo=True,
    )
    is_published = fields.Boolean(
        string="Public",
        readonly=True,
        copy=False,
        help="Anybody can read question and answer.",
    )
    published_on = fields.Datetime(
        string="First public on",
        readonly=True,
        copy=False,
        help="Since when anybody could read the answer. It stays when that is taken "
        "back, as reports told it.",
    )
    is_publication_owed = fields.Boolean(
        string="To be made public",
        compute="_compute_publication",
        search="_search_is_publication_owed",
        compute_sudo=True,
    )

    @api.depends("publication_ids.state", "clock_ids.state", "clock_ids.step")
    def _compute_publication(self):
        owed = self.env["dialogue.clock"]._open(self, [PUBLISH]).feedback_id
        for feedback in self:
            feedback.publication_state = feedback.publication_ids.state
            feedback.is_publication_owed = feedback._origin in owed

    def _search_is_publication_owed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain(
            "clock_ids", "any", [("step", "=", PUBLISH), ("state", "!=", "stopped")]
        )

    # ------------------------------------------------------------------
    # Whether it may be public
    # ------------------------------------------------------------------

    def _may_name_petitioner(self):
        """Say whether the name of who asked may be public: consent holds today."""
        self.ensure_one()
        return (
            self.publish_choice == "named"
            and self.is_name_public
            and not self.is_name_hidden
        )

    def _public_name(self):
        """Return the name to be made public of one case in sudo, or False."""
        return self._may_name_petitioner() and self.petitioner_id.name

    def _publication_problem(self):
        """Return why one case in sudo may not be public, as a sentence, or None."""
        self.ensure_one()
        if self.is_sealed or self._answering_case().is_sealed:
            return self.env._("Case “%s” is sealed.", self.code)
        if self.publish_choice == "nothing":
            return self.env._(
                "The petitioner of case “%s” wants nothing of it to be public.",
                self.display_name,
            )
        if (
            self.state in ("refused", "withdrawn")
            or self._valid_answer().state != "issued"
        ):
            return self.env._(
                "Case “%s” has no answer that holds: there is nothing to make public.",
                self.display_name,
            )
        return None

    def _answering_case(self):
        """Return the case whose answer holds for this one: itself, if not merged."""
        feedback = self
        while feedback.state == "merged" and feedback.merged_into_id:
            feedback = feedback.merged_into_id
        return feedback

    # ------------------------------------------------------------------
    # Preparing
    # ------------------------------------------------------------------

    def action_open_publication(self):
        """Open the public copy of one case; prepare it if there is none.

        :return: an action
        :raise UserError: nothing of it may be public
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not self.env.user.has_groups(STAFF):
            raise AccessError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )
        # sudo: whether there is one; its form asks for the right to read it
        publication_sudo = self.sudo().publication_ids
        if not publication_sudo:
            self.check_access("write")
            problem = self.sudo()._publication_problem()
            if problem:
                raise UserError(problem)
            # sudo: nobody has the right to create one; the right to write the case,
            # and that it may be public, were checked just above
            publication_sudo = publication_sudo.create(
                {
                    "feedback_id": self.id,
                    **self.sudo()._prepare_publication_values(),
                }
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make public"),
            "res_model": "dialogue.publication",
            "res_id": publication_sudo.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _prepare_publication_values(self):
        """Return what a public copy takes from one case in sudo, nobody's name in it.

        :return: dict for ``dialogue.publication``
        """
        self.ensure_one()
        answer = self._valid_answer()
        company = self.company_id
        local = company._dialogue_local
        answered_on = local(answer.issued_on).date()
        bases = [
            answer.legal_basis,
            *answer.legal_document_ids.mapped("display_name"),
        ]
        return {
            "answer_id": answer.id,
            "code": self.code,
            "title": self.subject,
            "question": self.question,
            "answer": answer.body,
            "legal_basis": "\n".join(basis for basis in bases if basis) or False,
            "verdict": answer.verdict,
            "authority_name": company.dialogue_issuer or company.name,
            "sector_id": self.sector_id.id,
            "procedure_id": self.procedure_id.id,
            "year": answered_on.year,
            "asked_on": self.received_on and local(self.received_on).date(),
            "answered_on": answered_on,
        }

    # ------------------------------------------------------------------
    # What the copy follows
    # ------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if not PUBLICITY_FIELDS.isdisjoint(vals):
            # those merged into a case that is sealed now have its answer
            feedbacks = self._with_merged()
            feedbacks._follow_publicity()
            feedbacks._start_publication_clock()
        return result

    def _after_move(self, move, note=None):
        res = super()._after_move(move, note)
        if move.target in FOLLOWED_STATES or move.name == "unmerge":
            # those merged into it have its answer
            self._with_merged()._follow_publicity()
        return res

    def _follow_publicity(self):
        """Let public copies, and the term for them, follow the cases as they are now.

        - What may not be public any more is taken back at once.
        - A copy of an answer that gave way to another is taken back, and prepared
          once more with the new one.
        - A name is public for as long as the consent holds.
        - The term ends where there is nothing to be made public any more.
        """
        # sudo: copies follow the case, whoever moved it or took a consent back
        feedbacks = self.sudo()
        for publication in feedbacks.publication_ids:
            publication._follow_feedback()
        feedbacks._follow_publications()

    def _follow_publications(self):
        """Say on the cases (in sudo) whether they are public; end what is done."""
        public = self.filtered(lambda case: case.publication_ids.state == "published")
        for cases, is_public in ((public, True), (self - public, False)):
            changed = cases.filtered(
                lambda case, is_public=is_public: case.is_published != is_public
            )
            if changed:
                changed.write({"is_published": is_public})
        first = public.filtered(lambda case: not case.published_on)
        if first:
            first.write({"published_on": fields.Datetime.now()})
        self.env["dialogue.clock"]._stop(
            self.filtered(lambda case: not case._owes_publication()),
            [PUBLISH],
            self.env._("Made public, or not to be made public"),
        )

    def _owes_publication(self):
        """Say whether one case in sudo is to be made public, and is not yet."""
        if self.state not in ANSWERED_STATES or self._publication_problem():
            return False
        publication = self.publication_ids
        return publication.state != "published" or publication._is_outdated()

    def _start_publication_clock(self):
        """Start the term for those cases that are to be made public."""
        # sudo: as in _follow_publicity
        self.env["dialogue.clock"]._start(
            self.sudo().filtered(lambda case: case._owes_publication()),
            [PUBLISH],
            reason=self.env._("The answer is to be made public"),
        )
