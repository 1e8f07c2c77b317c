from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools.case_code import format_code, parse_code
from .feedback_states import OPEN_STATES, STATES

KINDS = [
    ("behaviour", "Behaviour of an official"),
    ("regulation", "A regulation"),
    ("both", "Behaviour and regulation"),
    ("initiative", "Initiative or proposal"),
    ("guidance", "Request for guidance"),
]
ORIGINS = [
    ("before", "Sent before the session"),
    ("at_session", "Raised at the session"),
    ("after", "Sent after the session"),
    ("absent_invitee", "Sent by an absent invitee"),
    ("outside", "Outside any session"),
]
CHANNELS = [
    ("meeting", "At the meeting"),
    ("portal", "Portal"),
    ("paper", "Paper letter"),
    ("counter", "At the counter"),
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("other", "Another system"),
]
OUTCOMES = [
    ("undecided", "Not decided yet"),
    ("on_spot", "Answered on the spot"),
    ("written", "Answered in writing"),
    ("superior", "Beyond authority, reported to the superior"),
    ("other_body", "Forwarded to the competent body"),
    ("refused", "Not accepted"),
]
BEHAVIOUR_KINDS = ("behaviour", "both")


class DialogueFeedback(models.Model):
    """One case: what somebody asked, complained of or proposed, until it is answered.

    The state changes by the moves of ``feedback_states.MOVES`` only. Who asked is in
    ``petitioner_id``; everybody who may read the case reads ``petitioner_label``,
    which names nobody when the petitioner asked not to be named.
    """

    _name = "dialogue.feedback"
    _description = "Feedback"
    _inherit = [
        "dialogue.moves.mixin",
        "dialogue.number.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "received_on desc, id desc"
    _rec_name = "subject"
    _rec_names_search = ["code", "subject"]
    _check_company_auto = True
    _closes_readonly = True

    # Identity
    code = fields.Char(
        compute="_compute_code", store=True, index=True, copy=False, tracking=True
    )
    year = fields.Integer(readonly=True, copy=False)
    number = fields.Integer(readonly=True, copy=False)
    subject = fields.Char(required=True, index="trigram", tracking=True)
    question = fields.Text(
        required=True,
        tracking=True,
        help="What was asked, in the words of the petitioner.",
    )
    kind = fields.Selection(
        selection=KINDS, default="guidance", required=True, tracking=True
    )
    origin = fields.Selection(selection=ORIGINS, default="outside", required=True)
    channel = fields.Selection(selection=CHANNELS, default="paper", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="dialogue_feedback_attachment_rel",
        string="Files of the petitioner",
        bypass_search_access=True,
        copy=False,
    )
    # Subject matter
    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    sector_id = fields.Many2one(
        comodel_name="dialogue.sector",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    procedure_id = fields.Many2one(
        comodel_name="dialogue.procedure",
        index="btree_not_null",
        check_company=True,
    )
    legal_document_id = fields.Many2one(
        comodel_name="dialogue.legal.document",
        string="Regulation concerned",
        index="btree_not_null",
        check_company=True,
    )
    legal_article = fields.Char(string="Article, clause")
    concerned_department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division concerned",
        index="btree_not_null",
        check_company=True,
        help="The division whose official the case is about. "
        "It never handles the case itself.",
    )
    # People
    petitioner_id = fields.Many2one(
        comodel_name="dialogue.petitioner",
        string="Who it is from",
        index="btree_not_null",
        check_company=True,
        copy=False,
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Filed by",
        index="btree_not_null",
        copy=False,
        groups="base.group_portal,dialogue_tthc.dialogue_tthc_group_desk",
    )
    petitioner_label = fields.Char(
        string="Petitioner",
        compute="_compute_petitioner_label",
        compute_sudo=True,
        store=True,
        precompute=True,
    )
    petitioner_kind = fields.Selection(
        related="petitioner_id.kind",
        related_sudo=True,
        string="Kind of petitioner",
        store=True,
        precompute=True,
        groups=False,
    )
    is_name_hidden = fields.Boolean(
        string="Name withheld from the division",
        help="The petitioner asked not to be named to the division that handles "
        "the case. Only the desk and the leaders see who it is.",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Lead division",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        copy=False,
    )
    cooperating_department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="dialogue_feedback_cooperating_rel",
        string="Cooperating divisions",
        check_company=True,
        copy=False,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Officer",
        index="btree_not_null",
        tracking=True,
        copy=False,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    is_sealed = fields.Boolean(
        string="Sealed",
        tracking=True,
        copy=False,
        help="A sealed case is shown to its named readers and to nobody else.",
    )
    reader_ids = fields.Many2many(
        comodel_name="res.users",
        relation="dialogue_feedback_reader_rel",
        string="Named readers",
        copy=False,
        domain="[('share', '=', False)]",
    )
    # Progress
    priority = fields.Selection(
        selection=[("0", "Normal"), ("1", "Urgent")], default="0", tracking=True
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    outcome = fields.Selection(
        selection=OUTCOMES,
        string="Way of answering",
        default="undecided",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    received_on = fields.Datetime(
        copy=False,
        tracking=True,
        help="When it came in. A letter entered later keeps the day on which it came.",
    )
    accepted_on = fields.Datetime(readonly=True, copy=False)
    assigned_on = fields.Datetime(readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    ended_on = fields.Datetime(
        readonly=True,
        copy=False,
        help="When it ended without an answer: refused, withdrawn or merged.",
    )
    date_deadline = fields.Date(
        string="Answer due on",
        readonly=True,
        tracking=True,
        copy=False,
        help="Counted by the legal clock; see why behind the day.",
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    # What the moves ask for
    info_request = fields.Text(
        string="Information asked for", readonly=True, copy=False
    )
    info_answer = fields.Text(string="Information received", readonly=True, copy=False)
    refusal_reason_id = fields.Many2one(
        comodel_name="dialogue.refusal.reason",
        readonly=True,
        copy=False,
        check_company=True,
    )
    refusal_guidance = fields.Text(string="Where to turn to", readonly=True, copy=False)
    appeal_reason = fields.Text(readonly=True, copy=False)
    appeal_count = fields.Integer(string="Times appealed", readonly=True, copy=False)
    reopen_reason = fields.Text(readonly=True, copy=False)
    reopen_count = fields.Integer(string="Times reopened", readonly=True, copy=False)
    withdrawal_reason = fields.Text(readonly=True, copy=False)
    # Links
    parent_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Split from",
        readonly=True,
        index="btree_not_null",
        copy=False,
        check_company=True,
    )
    child_ids = fields.One2many(
        comodel_name="dialogue.feedback",
        inverse_name="parent_id",
        string="Split into",
    )
    merged_into_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        readonly=True,
        index="btree_not_null",
        copy=False,
        check_company=True,
    )
    merged_ids = fields.One2many(
        comodel_name="dialogue.feedback",
        inverse_name="merged_into_id",
        string="Merged cases",
    )
    answer_ids = fields.One2many(
        comodel_name="dialogue.answer", inverse_name="feedback_id"
    )
    answer_id = fields.Many2one(
        comodel_name="dialogue.answer",
        string="Issued answer",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
    )
    verdict = fields.Selection(related="answer_id.verdict", store=True)
    referral_line_ids = fields.One2many(
        comodel_name="dialogue.referral.line",
        inverse_name="feedback_id",
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    commitment_ids = fields.One2many(
        comodel_name="dialogue.commitment", inverse_name="feedback_id"
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, year, number) WHERE number > 0",
        "This case number is already taken.",
    )
    _received_has_number = models.Constraint(
        "CHECK (state IN ('draft', 'withdrawn', 'merged') OR number > 0)",
        "A received case has its number.",
    )
    _answered_has_date = models.Constraint(
        "CHECK (state NOT IN ('answered', 'closed') OR answered_on IS NOT NULL)",
        "An answered case keeps the date of its answer.",
    )
    _recent_idx = models.Index("(received_on DESC, id DESC)")
    # the rules ask for the few sealed cases all the time
    _sealed_idx = models.Index("(id) WHERE is_sealed")
    _open_deadline_idx = models.Index(
        "(company_id, date_deadline) "
        "WHERE state NOT IN ('answered', 'closed', 'refused', 'withdrawn', 'merged')"
    )

    @api.depends("year", "number")
    def _compute_code(self):
        for feedback in self:
            feedback.code = (
                format_code(feedback.year, feedback.number)
                if feedback.number
                else False
            )

    @api.depends("is_name_hidden", "petitioner_id.name")
    def _compute_petitioner_label(self):
        for feedback in self:
            if feedback.is_name_hidden:
                lang = feedback.company_id.partner_id.lang or self.env.lang
                feedback.petitioner_label = feedback.with_context(lang=lang).env._(
                    "Name withheld on request"
                )
            else:
                feedback.petitioner_label = feedback.petitioner_id.name

    @api.depends("state")
    def _compute_is_open(self):
        for feedback in self:
            feedback.is_open = feedback.state in OPEN_STATES

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", OPEN_STATES)

    @api.depends("code", "subject")
    def _compute_display_name(self):
        for feedback in self:
            feedback.display_name = (
                f"{feedback.code} {feedback.subject}"
                if feedback.code
                else feedback.subject
            )

    @api.model
    def _search_display_name(self, operator, value):
        # a code read from paper or heard on the phone: spaces and case do not matter
        if operator in ("ilike", "=") and isinstance(value, str):
            parsed = parse_code(value)
            if parsed:
                year, number = parsed
                return Domain("year", "=", year) & Domain("number", "=", number)
        return super()._search_display_name(operator, value)

    @api.constrains(
        "kind",
        "concerned_department_id",
        "department_id",
        "cooperating_department_ids",
        "user_id",
    )
    def _check_not_own_judge(self):
        """A case about an official's behaviour never goes to that official's division.

        Divisions below the one concerned count as the same division.
        """
        for feedback in self.sudo():
            concerned = feedback.concerned_department_id
            if feedback.kind not in BEHAVIOUR_KINDS or not concerned:
                continue
            handling = (
                feedback.department_id
                | feedback.cooperating_department_ids
                | feedback.user_id.employee_ids.department_id
            )
            path = f"/{concerned.parent_path or f'{concerned.id}/'}"
            if any(
                f"/{department.parent_path}".startswith(path) for department in handling
            ):
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s” is about %(division)s. "
                        "Choose another division and officer to handle it.",
                        case=feedback.display_name,
                        division=concerned.name,
                    )
                )

    @api.constrains("user_id")
    def _check_officer(self):
        """Whoever handles a case is an official, never an account of the portal."""
        for feedback in self.sudo():
            if feedback.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%s is not an official of this department. "
                        "Choose another officer.",
                        feedback.user_id.name,
                    )
                )

    @api.constrains("is_sealed", "reader_ids")
    def _check_sealed_has_reader(self):
        """A sealed case has a named reader who may read sealed cases."""
        for feedback in self.sudo():
            if not feedback.is_sealed:
                continue
            if not any(
                reader.has_group("dialogue_tthc.dialogue_tthc_group_confidential")
                for reader in feedback.reader_ids
            ):
                raise ValidationError(
                    self.env._(
                        "Name at least one reader with the right to confidential "
                        "cases before sealing case “%s”.",
                        feedback.display_name,
                    )
                )

    def _concerned_divisions(self):
        """Return the divisions that one case is about: it never goes to them."""
        if self.kind not in BEHAVIOUR_KINDS or not self.concerned_department_id:
            return self.env["hr.department"]
        return self.env["hr.department"].search(
            [("id", "child_of", self.concerned_department_id.id)]
        )

    @api.constrains("received_on")
    def _check_received_on(self):
        now = fields.Datetime.now()
        for feedback in self:
            if feedback.received_on and feedback.received_on > now:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot have come in at a time that is still to come.",
                        feedback.display_name,
                    )
                )

    @api.constrains("parent_id", "merged_into_id")
    def _check_no_circle(self):
        if self._has_cycle() or self._has_cycle("merged_into_id"):
            raise ValidationError(
                self.env._("A case cannot be split from or merged into itself.")
            )

    def write(self, vals):
        if (
            "received_on" in vals
            and not self.env.su
            and any(feedback.state != "draft" for feedback in self)
        ):
            raise UserError(
                self.env._("The day of receipt does not change after the receipt.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        if any(feedback.number for feedback in self):
            raise UserError(
                self.env._(
                    "A received case is part of the record and cannot be deleted. "
                    "Use Withdraw or Merge instead."
                )
            )

    def _number_series(self):
        return {"company_id": self.company_id.id, "year": self.year}

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Whoever handles a case writes in its history, without a right to its fields.

        Others (auditors, portal users) would need the right to write, which they
        have not.
        """
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "create" and self.env.user.has_group(
            "dialogue_tthc.dialogue_tthc_group_specialist"
        ):
            return dict.fromkeys(self, "read")
        return result

    def _mail_get_partner_fields(self, introspect_fields=False):
        # nobody is proposed as a recipient: that would name the petitioner
        return []
