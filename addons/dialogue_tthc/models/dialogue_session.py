from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dialogue_plan import KINDS

MODES = [
    ("in_person", "In person"),
    ("online", "Online"),
    ("hybrid", "In person and online"),
    ("in_writing", "In writing"),
]
STATES = [
    ("draft", "Draft"),
    ("announced", "Announced"),
    ("in_progress", "In progress"),
    ("concluding", "Being concluded"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
ENDED_STATES = ("closed", "cancelled")
# what an ended session may still change: where the record is kept, not what it says
FREE_FIELDS = frozenset(
    {
        "active",
        "activity_ids",
        "event_id",
        "is_result_public",
        "material_ids",
        "message_follower_ids",
        "message_ids",
        "message_main_attachment_id",
        "replaced_by_id",
        "result_place",
        "result_published_on",
        "state",
    }
)


class DialogueSession(models.Model):
    """One dialogue session: announced, held, concluded, and what it still owes.

    It is announced with its time, place and chair, and closed only when every
    question has an answer or an owner with a due day. The calendar follows it.
    """

    _name = "dialogue.session"
    _description = "Dialogue Session"
    _inherit = [
        "dialogue.moves.mixin",
        "dialogue.document.owner.mixin",
        "dialogue.number.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _closes_readonly = True

    # Identity
    name = fields.Char(string="Topic", required=True, tracking=True)
    number = fields.Integer(
        string="No. in the year",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Given when the session is announced.",
    )
    year = fields.Integer(readonly=True, copy=False, aggregator=None)
    active = fields.Boolean(default=True, copy=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    plan_id = fields.Many2one(
        comodel_name="dialogue.plan",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    kind = fields.Selection(
        selection=KINDS,
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
    )
    sector_ids = fields.Many2many(comodel_name="dialogue.sector", check_company=True)
    # Time and place
    mode = fields.Selection(
        selection=MODES,
        string="Form of meeting",
        default="in_person",
        required=True,
        tracking=True,
    )
    date_start = fields.Datetime(string="Begins at", copy=False, tracking=True)
    date_end = fields.Datetime(string="Ends at", copy=False, tracking=True)
    location = fields.Char(string="Venue", tracking=True)
    online_link = fields.Char(string="Link to join", copy=False)
    question_deadline = fields.Date(
        string="Questions until",
        copy=False,
        tracking=True,
        help="Day until which questions can be sent in advance.",
    )
    event_id = fields.Many2one(
        comodel_name="calendar.event",
        string="Calendar entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    # People
    chair_id = fields.Many2one(
        comodel_name="res.users",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    secretary_id = fields.Many2one(
        comodel_name="res.users",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    attendance_ids = fields.One2many(
        comodel_name="dialogue.attendance",
        inverse_name="session_id",
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    agenda_item_ids = fields.One2many(
        comodel_name="dialogue.agenda.item",
        inverse_name="session_id",
        string="Agenda",
        copy=True,
    )
    agenda_end = fields.Datetime(string="Agenda ends at", compute="_compute_agenda_end")
    # Progress
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
    feedback_ids = fields.One2many(
        comodel_name="dialogue.feedback", inverse_name="session_id", string="Questions"
    )
    commitment_ids = fields.One2many(
        comodel_name="dialogue.commitment",
        inverse_name="session_id",
        string="Commitments",
    )
    conclusion = fields.Html(copy=False, help="What the chair concluded.")
    cancel_reason = fields.Text(
        string="Reason of cancellation", readonly=True, copy=False, tracking=True
    )
    replaced_by_id = fields.Many2one(
        comodel_name="dialogue.session",
        copy=False,
        index="btree_not_null",
        check_company=True,
        domain="[('id', '!=', id), ('state', '!=', 'cancelled')]",
        help="The session that takes the place of this cancelled one.",
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, year, number) WHERE number > 0",
        "Another session of this year has this number already.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end > date_start)",
        "A session ends after it begins. Correct the time.",
    )
    _cancelled_has_reason = models.Constraint(
        "CHECK (state <> 'cancelled' OR cancel_reason IS NOT NULL)",
        "A cancelled session keeps the reason.",
    )

    @api.depends("plan_id")
    def _compute_kind(self):
        for session in self:
            session.kind = session.plan_id.kind or session.kind or "contact_dialogue"

    @api.depends("date_start", "agenda_item_ids.duration")
    def _compute_agenda_end(self):
        for session in self:
            minutes = sum(session.agenda_item_ids.mapped("duration"))
            session.agenda_end = (
                fields.Datetime.add(session.date_start, minutes=minutes)
                if session.date_start and minutes
                else False
            )

    @api.constrains("question_deadline", "date_start", "date_end", "mode")
    def _check_question_deadline(self):
        """Questions are sent before the session; to a written round, during it."""
        for session in self:
            last = (
                session.date_end if session.mode == "in_writing" else session.date_start
            )
            if (
                session.question_deadline
                and last
                and session.question_deadline
                > session.company_id._dialogue_local(last).date()
            ):
                raise ValidationError(
                    self.env._(
                        "Questions to “%(session)s” cannot be sent after it: "
                        "choose a last day not later than the session.",
                        session=session.name,
                    )
                )

    @api.constrains("chair_id", "secretary_id")
    def _check_officials(self):
        """Chair and secretary are officials: the calendar invites them."""
        for session in self.sudo():
            for user in session.chair_id | session.secretary_id:
                if user.share:
                    raise ValidationError(
                        self.env._(
                            "%s is not an official of this department and cannot "
                            "chair a session or keep its minutes.",
                            user.name,
                        )
                    )

    @api.constrains(
        "date_start", "date_end", "location", "online_link", "mode", "chair_id"
    )
    def _check_announced_complete(self):
        """What was announced stays complete."""
        for session in self:
            if session.state in ("announced", "in_progress", "concluding"):
                session._need_schedule(None)
                session._need_place(None)
                session._need_chair(None)

    @api.constrains("replaced_by_id")
    def _check_replacement(self):
        if self._has_cycle("replaced_by_id"):
            raise ValidationError(self.env._("A session cannot be replaced by itself."))

    @api.constrains("active")
    def _check_archived(self):
        for session in self:
            if not session.active and session.state not in ("draft", *ENDED_STATES):
                raise ValidationError(
                    self.env._(
                        "“%s” is under way. Close or cancel it before archiving it.",
                        session.name,
                    )
                )

    def write(self, vals):
        if not FREE_FIELDS.issuperset(vals):
            for session in self:
                if session.state in ENDED_STATES:
                    raise UserError(
                        self.env._(
                            "“%s” has ended and is part of the record: "
                            "it does not change any more.",
                            session.name,
                        )
                    )
        result = super().write(vals)
        if not self._event_fields().isdisjoint(vals):
            self._sync_event()
            self._follow_by_officials()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_questions(self):
        # sudo: a question counts also when this user may not read it (a sealed one)
        counts = self.env["dialogue.feedback"].sudo().with_context(active_test=False)
        asked = counts._read_group(
            [("session_id", "in", self.ids)], ["session_id"], limit=1
        )
        if asked:
            raise UserError(
                self.env._(
                    "“%s” has questions and cannot be deleted. Cancel it instead.",
                    asked[0][0].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_announced(self):
        for session in self:
            if session.state != "draft":
                raise UserError(
                    self.env._(
                        "“%s” was announced and is part of the record. "
                        "Cancel it or archive it instead.",
                        session.name,
                    )
                )

    def _number_series(self):
        return {"company_id": self.company_id.id, "year": self.year}
