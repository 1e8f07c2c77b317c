from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .dialogue_referral_line import LIVE_PROGRESS
from .feedback_states import DESK, LEADER
from .moves_mixin import Move

KINDS = [
    ("superior", "Report to the superior"),
    ("other_body", "Forward to the competent body"),
]
STATES = [
    ("draft", "Draft"),
    ("submitted", "Waiting for approval"),
    ("sent", "Sent"),
    ("replied", "Replied"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
# states in which the other body still owes something
SENT_STATES = ("sent", "replied")
# what the referral says; it is fixed when the referral is handed in
HEAD_FIELDS = {"name", "kind", "partner_id", "session_id"}
REPLY_FIELDS = {"reply_reference", "reply_date"}


class DialogueReferral(models.Model):
    """Cases sent together to one body: reported upward, or forwarded sideways.

    The cases stay ours until each petitioner has an answer: the reply of the body is
    written on each line and brought back as an answer of ours. What was sent does
    not change; no petitioner is named here or in the history.
    """

    _name = "dialogue.referral"
    _description = "Referral"
    _inherit = [
        "dialogue.moves.mixin",
        "dialogue.document.owner.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "sent_on desc, id desc"
    _check_company_auto = True
    _closes_readonly = True

    _moves = (
        Move("submit", ("draft",), "submitted", DESK, ("lines",)),
        Move("return", ("submitted",), "draft", LEADER, ("return_reason",)),
        Move("send", ("submitted",), "sent", LEADER, ("lines", "ready_cases")),
        Move("record_reply", SENT_STATES, "replied", DESK, ("replies",)),
        Move("finish", SENT_STATES, "done", DESK, ("all_answered",)),
        Move("cancel", ("draft", "submitted"), "cancelled", DESK),
    )

    name = fields.Char(
        string="Abstract",
        compute="_compute_name",
        required=True,
        precompute=True,
        store=True,
        readonly=False,
        tracking=True,
    )
    kind = fields.Selection(selection=KINDS, default="superior", required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Addressed to",
        default=lambda self: self.env.company.dialogue_superior_id,
        required=True,
        index=True,
        tracking=True,
        check_company=True,
    )
    session_id = fields.Many2one(
        comodel_name="dialogue.session", index="btree_not_null", check_company=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="In charge",
        default=lambda self: self.env.user,
        index="btree_not_null",
        tracking=True,
        copy=False,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The officer of the desk who follows the referral up.",
    )
    line_ids = fields.One2many(
        comodel_name="dialogue.referral.line",
        inverse_name="referral_id",
        string="Cases",
    )
    # Progress
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    return_reason = fields.Text(readonly=True, copy=False)
    document_id = fields.Many2one(
        comodel_name="dialogue.document",
        string="Official document",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    document_reference = fields.Char(related="document_id.reference")
    sent_on = fields.Date(readonly=True, copy=False)
    reply_expected_on = fields.Date(
        string="Reply expected by", tracking=True, copy=False
    )
    reminder_count = fields.Integer(string="Reminders sent", readonly=True, copy=False)
    reminded_on = fields.Date(string="Last reminder", readonly=True, copy=False)
    reply_reference = fields.Char(
        string="Number of the reply",
        copy=False,
        help="Number and symbol of the letter that brings the replies entered next.",
    )
    reply_date = fields.Date(string="Date of the reply", copy=False)
    is_overdue = fields.Boolean(
        string="Reply overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
    )
    is_editable = fields.Boolean(compute="_compute_is_editable")
    # Figures
    line_count = fields.Integer(string="Number of cases", compute="_compute_counts")
    waiting_count = fields.Integer(
        string="Cases without reply", compute="_compute_counts"
    )
    replied_count = fields.Integer(
        string="Answers to approve", compute="_compute_counts"
    )
    answered_count = fields.Integer(string="Cases answered", compute="_compute_counts")

    _waiting_idx = models.Index(
        "(company_id, reply_expected_on) WHERE state IN ('sent', 'replied')"
    )

    @api.depends("kind", "partner_id")
    def _compute_name(self):
        for referral in self:
            # words that somebody typed are kept when kind or body changes
            if not referral.name or referral._has_usual_name():
                body = referral.partner_id.name
                referral.name = body and referral._usual_name(referral.kind, body)

    def _usual_name(self, kind, body):
        """Return the abstract that a referral of ``kind`` to ``body`` usually has."""
        env = self._in_company_lang().env
        if kind == "superior":
            return env._(
                "Petitions beyond our authority, reported to %(body)s", body=body
            )
        return env._("Petitions forwarded to %(body)s", body=body)

    def _has_usual_name(self):
        """Say whether the abstract is the usual one for whatever kind and body."""
        for kind, _label in KINDS:
            before, _body, after = self._usual_name(kind, "\n").partition("\n")
            if self.name.startswith(before) and self.name.endswith(after):
                return True
        return False

    @api.depends("state", "reply_expected_on", "line_ids.progress")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for referral in self:
            referral.is_overdue = (
                referral.state in SENT_STATES
                and bool(referral.reply_expected_on)
                and referral.reply_expected_on < today
                and "waiting" in referral.line_ids.mapped("progress")
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return (
            Domain("state", "in", SENT_STATES)
            & Domain("reply_expected_on", "<", today)
            & Domain("line_ids.progress", "=", "waiting")
        )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_editable(self):
        for referral in self:
            referral.is_editable = referral._is_editable()

    @api.depends("line_ids.progress")
    def _compute_counts(self):
        groups = self.env["dialogue.referral.line"]._read_group(
            [("referral_id", "in", self.ids), ("progress", "!=", "dropped")],
            ["referral_id", "progress"],
            ["__count"],
        )
        counts = {}
        for referral, progress, count in groups:
            counts.setdefault(referral.id, {})[progress] = count
        for referral in self:
            by_progress = counts.get(referral._origin.id, {})
            referral.line_count = sum(by_progress.values())
            referral.waiting_count = by_progress.get("waiting", 0)
            referral.replied_count = by_progress.get("replied", 0)
            referral.answered_count = by_progress.get("answered", 0)

    @api.constrains("reply_date", "sent_on")
    def _check_reply_date(self):
        today = fields.Date.context_today(self)
        for referral in self:
            if not referral.reply_date:
                continue
            if referral.reply_date > today:
                raise ValidationError(
                    self.env._("The date of the reply lies in the future.")
                )
            if referral.sent_on and referral.reply_date < referral.sent_on:
                raise ValidationError(
                    self.env._("The reply cannot be older than the referral itself.")
                )

    @api.constrains("partner_id", "company_id")
    def _check_not_to_ourselves(self):
        for referral in self:
            if referral.partner_id == referral.company_id.partner_id:
                raise ValidationError(
                    self.env._("A referral goes to another body than your own.")
                )

    def write(self, vals):
        if not self.env.su:
            self._check_write(vals)
        result = super().write(vals)
        if "kind" in vals:
            # sudo: the outcome is closed; it says what the draft will do with them
            self.line_ids.filtered(
                lambda line: line.progress == "planned"
            ).feedback_id.sudo().write({"outcome": vals["kind"]})
        return result

    def unlink(self):
        # through the ORM, so that the cases forget the plan
        self.line_ids.unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(referral.state not in ("draft", "cancelled") for referral in self):
            raise UserError(
                self.env._("A referral that was handed in is kept. Cancel it instead.")
            )

    def _check_write(self, vals):
        """Refuse what the status does not allow to be written by hand."""
        for referral in self:
            if HEAD_FIELDS & set(vals) and not referral._is_editable():
                raise UserError(
                    self.env._(
                        "“%s” was handed in already: what it says does not change any "
                        "more. Ask a leader to return it.",
                        referral.name,
                    )
                )
            if REPLY_FIELDS & set(vals) and referral.state not in SENT_STATES:
                raise UserError(
                    self.env._(
                        "A reply can be entered when the referral has been sent."
                    )
                )

    def _is_editable(self):
        """Say whether the current user may still change what the referral says."""
        self.ensure_one()
        return self.state == "draft" or (
            self.state == "submitted"
            and (self.env.su or self.env.user.has_group(LEADER))
        )

    def _in_company_lang(self):
        """Return ``self`` in the language that the department writes in."""
        lang = self.company_id.partner_id.lang or self.env.lang
        return self.with_context(lang=lang)

    @api.model
    def _collect(self, feedbacks, kind, partner, proposal=False):
        """Put cases on the open draft referral to a body, or on a new one.

        Cases of one session go together; a sealed case goes alone.

        :param feedbacks: ``dialogue.feedback`` of one company, all referable now
        :param str kind: key of ``KINDS``
        :param res.partner partner: the body
        :param str proposal: what the department proposes for these cases
        :return: the draft ``dialogue.referral``
        :raise UserError: a case is on another unfinished referral
        """
        if len(feedbacks.company_id) != 1:
            raise UserError(
                self.env._("Choose cases of one department to refer them together.")
            )
        if len(feedbacks) > 1 and any(feedbacks.mapped("is_sealed")):
            raise UserError(self.env._("A sealed case goes on a referral of its own."))
        referral = self._find_draft(feedbacks, kind, partner)
        if not referral:
            referral = self.create(self._prepare_draft_values(feedbacks, kind, partner))
        referral._add_cases(feedbacks, proposal)
        return referral

    @api.model
    def _find_draft(self, feedbacks, kind, partner):
        """Return the open draft that these cases would join, or an empty recordset."""
        if any(feedbacks.mapped("is_sealed")):
            live = feedbacks.referral_line_ids.filtered(
                lambda line: line.progress == "planned" and line.state == "draft"
            ).referral_id
            return live.filtered(
                lambda referral: (referral.kind, referral.partner_id) == (kind, partner)
            )
        drafts = self.search(
            [
                ("company_id", "=", feedbacks.company_id.id),
                ("kind", "=", kind),
                ("partner_id", "=", partner.id),
                ("session_id", "=", self._common_session(feedbacks).id),
                ("state", "=", "draft"),
                ("line_ids", "not any", [("feedback_id.is_sealed", "=", True)]),
            ],
            order="id",
        )
        # the draft that the user came from, if it is one of these
        chosen = self.env.context.get("dialogue_draft_id")
        return drafts.filtered(lambda draft: draft.id == chosen) or drafts[:1]

    def _common_session(self, feedbacks):
        sessions = {feedback.session_id for feedback in feedbacks}
        return sessions.pop() if len(sessions) == 1 else feedbacks.session_id.browse()

    def _prepare_draft_values(self, feedbacks, kind, partner):
        return {
            "company_id": feedbacks.company_id.id,
            "kind": kind,
            "partner_id": partner.id,
            "session_id": self._common_session(feedbacks).id,
        }

    def _add_cases(self, feedbacks, proposal=False):
        """Put cases on this draft; those already on it take the new proposal."""
        known = self.line_ids.filtered(lambda line: line.feedback_id in feedbacks)
        dropped = known.filtered(lambda line: line.progress == "dropped")
        dropped._check_not_elsewhere(dropped.feedback_id.ids)
        # sudo: the progress is closed; a case comes back on the draft it had left
        dropped.sudo().progress = "planned"
        if proposal:
            known.proposal = proposal
        self.env["dialogue.referral.line"].create(
            [
                {
                    "referral_id": self.id,
                    "feedback_id": feedback.id,
                    "proposal": proposal,
                }
                for feedback in feedbacks - known.feedback_id
            ]
        )

    def _live_lines(self):
        """Return the lines whose petitioners still wait because of this referral."""
        return self.line_ids.filtered(lambda line: line.progress in LIVE_PROGRESS)
