import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.day_text import day_text
from .feedback_states import LEADER

KINDS = [
    ("contact_dialogue", "Contact and dialogue"),
    ("talk", "Talk"),
    ("both", "Dialogue and talk"),
]
# what the plan says; it is frozen once the plan is issued
TEXT_FIELDS = (
    "name",
    "year",
    "kind",
    "introduction",
    "purposes",
    "requirements",
    "participants",
    "forms",
    "contents",
    "time_frame",
    "budget",
    "closing",
    "basis_ids",
    "assignment_ids",
    "symbol",
    "place",
    "issuer",
    "superior",
    "signing_capacity",
    "signer_title",
    "signer_name",
    "recipients",
)
# how it is signed is for the leader to say, who approves it
SIGNATURE_FIELDS = frozenset({"signer_name", "signer_title", "signing_capacity"})
FROZEN_STATES = ("issued", "done")
FIRST_YEAR, LAST_YEAR = 1990, 2100


class DialoguePlan(models.Model):
    """A year's plan of dialogue, with the sections of the real ones.

    Each section is a text with one item a line, so that it can be pasted from and
    read like the paper. Head, number and signature are those of its official
    document (``document_id``), which exists from the start and is numbered when the
    plan is issued. An issued plan does not change its text.
    """

    _name = "dialogue.plan"
    _description = "Dialogue Plan"
    _inherit = [
        "dialogue.moves.mixin",
        "dialogue.document.owner.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "year desc, id desc"
    _check_company_auto = True
    _closes_readonly = True
    _set_at_creation = frozenset({"document_id"})

    # Identity
    name = fields.Char(
        string="Title",
        required=True,
        tracking=True,
        help="What the plan is about, as it stands under the words KẾ HOẠCH.",
    )
    year = fields.Integer(
        default=lambda self: fields.Date.context_today(self).year,
        required=True,
        tracking=True,
        aggregator=None,
    )
    kind = fields.Selection(selection=KINDS, default="contact_dialogue", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    # Sections
    basis_ids = fields.One2many(
        comodel_name="dialogue.plan.basis",
        inverse_name="plan_id",
        string="Bases",
        copy=True,
    )
    purposes = fields.Text(help="One purpose a line.")
    requirements = fields.Text(help="One requirement a line.")
    participants = fields.Text(help="One group of participants a line.")
    forms = fields.Text(string="Forms of dialogue", help="One form a line.")
    contents = fields.Text(help="One subject a line.")
    time_frame = fields.Text(string="Time")
    budget = fields.Text()
    assignment_ids = fields.One2many(
        comodel_name="dialogue.plan.assignment",
        inverse_name="plan_id",
        string="Assignments",
        copy=True,
    )
    note = fields.Text(
        string="Not placed",
        help="Lines of an imported text that belong to no section.",
    )
    is_public = fields.Boolean(
        string="Published", help="The plan may be shown to the public once issued."
    )
    # Document
    document_id = fields.Many2one(
        comodel_name="dialogue.document",
        string="Official document",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    number = fields.Integer(related="document_id.number", aggregator=None)
    date = fields.Date(string="Issued on", related="document_id.date", store=True)
    reference = fields.Char(related="document_id.reference")
    symbol = fields.Char(related="document_id.symbol", readonly=False)
    place = fields.Char(related="document_id.place", readonly=False)
    issuer = fields.Char(related="document_id.issuer", readonly=False)
    superior = fields.Char(related="document_id.superior", readonly=False)
    signing_capacity = fields.Selection(
        related="document_id.signing_capacity", readonly=False
    )
    signer_title = fields.Char(related="document_id.signer_title", readonly=False)
    signer_name = fields.Char(related="document_id.signer_name", readonly=False)
    recipients = fields.Text(related="document_id.recipients", readonly=False)
    # Progress
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("issued", "Issued"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    approver_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, index="btree_not_null"
    )
    return_reason = fields.Text(readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)
    previous_id = fields.Many2one(
        comodel_name="dialogue.plan",
        string="Copied from",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    session_ids = fields.One2many(
        comodel_name="dialogue.session", inverse_name="plan_id"
    )
    is_signable = fields.Boolean(compute="_compute_is_signable")
    planned_session_count = fields.Integer(
        string="Planned sessions", default=1, tracking=True
    )
    session_count = fields.Integer(compute="_compute_counts")
    held_session_count = fields.Integer(
        string="Sessions held", compute="_compute_counts"
    )
    sessions_held = fields.Char(string="Held of planned", compute="_compute_counts")
    feedback_count = fields.Integer(string="Cases", compute="_compute_counts")
    answered_count = fields.Integer(string="Answered", compute="_compute_counts")

    _planned_not_negative = models.Constraint(
        "CHECK (planned_session_count BETWEEN 0 AND 366)",
        "Plan between 0 and 366 sessions a year.",
    )
    _year_sensible = models.Constraint(
        f"CHECK (year BETWEEN {FIRST_YEAR} AND {LAST_YEAR})",
        "Give the year of the plan in four digits.",
    )

    @api.depends("session_ids.state", "planned_session_count")
    def _compute_counts(self):
        # an archived session was held all the same
        Session = self.env["dialogue.session"].with_context(active_test=False)
        by_plan = [("plan_id", "in", self.ids), ("state", "!=", "cancelled")]
        sessions = {
            plan.id: count
            for plan, count in Session._read_group(by_plan, ["plan_id"], ["__count"])
        }
        held = {
            plan.id: count
            for plan, count in Session._read_group(
                [*by_plan, ("state", "in", ("concluding", "closed"))],
                ["plan_id"],
                ["__count"],
            )
        }
        plan_of = dict(
            Session.search([("plan_id", "in", self.ids)]).mapped(
                lambda session: (session.id, session.plan_id.id)
            )
        )
        cases, answered = {}, {}
        for session, state, count in self.env["dialogue.feedback"]._read_group(
            [("session_id", "in", list(plan_of)), ("state", "!=", "draft")],
            ["session_id", "state"],
            ["__count"],
        ):
            plan_id = plan_of[session.id]
            cases[plan_id] = cases.get(plan_id, 0) + count
            if state in ("answered", "closed"):
                answered[plan_id] = answered.get(plan_id, 0) + count
        for plan in self:
            plan.session_count = sessions.get(plan.id, 0)
            plan.held_session_count = held.get(plan.id, 0)
            plan.sessions_held = (
                f"{plan.held_session_count}/{plan.planned_session_count}"
            )
            plan.feedback_count = cases.get(plan.id, 0)
            plan.answered_count = answered.get(plan.id, 0)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_signable(self):
        is_leader = self.env.user.has_group(LEADER)
        for plan in self:
            plan.is_signable = is_leader and plan.state == "submitted"

    @api.depends("name", "year", "reference", "number")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = (
                f"{plan.reference} {plan.name}" if plan.number else plan.name
            )

    @api.constrains("year")
    def _check_year(self):
        for plan in self:
            if plan.date and plan.year not in (plan.date.year, plan.date.year + 1):
                raise ValidationError(
                    self.env._(
                        "A plan for %(year)s cannot be issued on %(date)s. "
                        "Correct the year.",
                        year=plan.year,
                        date=day_text(plan.date),
                    )
                )

    def _latest_basis_day(self):
        """Return the last day a basis of this plan can bear.

        That is the day the plan is issued; before it is issued the end of its year,
        or today where that comes first.
        """
        if self.date:
            return self.date
        year_end = fields.Date.to_date(f"{self.year:04d}-12-31")
        return min(year_end, fields.Date.context_today(self))

    @api.model_create_multi
    def create(self, vals_list):
        Document = self.env["dialogue.document"]
        prepared = []
        for vals in vals_list:
            company = self.env["res.company"].browse(
                vals.get("company_id") or self.env.company.id
            )
            values = Document._prepare_document_values(
                company, "KH", vals.get("name") or "/"
            )
            prepared.append((vals, values))
        documents = Document.create([values for _vals, values in prepared])
        # the head comes with the document; what the caller gives goes over it. Never
        # in sudo: the values may hold commands on any other record
        for vals in vals_list:
            self._check_closed_fields(
                {name: value for name, value in vals.items() if name != "company_id"}
            )
        return super().create(
            [
                {**vals, "document_id": document.id}
                for (vals, _values), document in zip(prepared, documents, strict=True)
            ]
        )

    def write(self, vals):
        if not set(TEXT_FIELDS).isdisjoint(vals):
            self._check_text_open(set(TEXT_FIELDS) & set(vals))
        result = super().write(vals)
        if "name" in vals:
            self.document_id.write({"name": vals["name"]})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        for plan in self:
            if plan.state in FROZEN_STATES or plan.session_ids:
                raise UserError(
                    self.env._(
                        "“%s” is issued or has sessions and stays in the record. "
                        "Archive it instead.",
                        plan.name,
                    )
                )

    def unlink(self):
        documents = self.document_id
        result = super().unlink()
        documents.unlink()
        return result

    def _check_text_open(self, names=()):
        """Refuse a change of what a plan says, lines included, once it was handed in.

        :param names: fields that change; nothing: a line of the plan
        :raise UserError: a plan is no draft any more
        """
        if self.env.su:
            return
        is_signature = names and SIGNATURE_FIELDS.issuperset(names)
        may_sign = is_signature and self.env.user.has_group(LEADER)
        for plan in self:
            if plan.state in FROZEN_STATES:
                raise UserError(
                    self.env._(
                        "An issued plan does not change any more. "
                        "Copy it, or issue a new plan that replaces it."
                    )
                )
            if plan.state != "draft" and not (may_sign and plan.state == "submitted"):
                raise UserError(
                    self.env._(
                        "“%s” was handed in. It has to be returned before its text "
                        "can change.",
                        plan.name,
                    )
                )

    def _items(self, section):
        """Return the items of a section: a list of str, one for each line of text.

        :param str section: name of a text field, for example ``purposes``
        """
        self.ensure_one()
        lines = (self[section] or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _copy_to_year(self, year):
        """Copy these plans into ``year`` as drafts.

        The old year in title and time frame becomes the new one; due days move by as
        many years; number, day, approval and sessions stay behind.

        :param int year: the new year
        :return: the new plans
        :raise UserError: the year is that of the plan itself, or no year at all
        """
        if not (isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR):
            raise UserError(self.env._("Give the year of the plan in four digits."))
        copies = self.browse()
        for plan in self:
            if plan.year == year:
                raise UserError(
                    self.env._("Choose another year than that of the plan itself.")
                )
            copy = plan.copy(
                {
                    "name": plan._in_year(plan.name, year),
                    "time_frame": plan._in_year(plan.time_frame, year),
                    "year": year,
                    **{
                        name: plan[name]
                        for name in (
                            "place",
                            "issuer",
                            "superior",
                            "symbol",
                            "signing_capacity",
                            "signer_title",
                            "signer_name",
                            "recipients",
                        )
                    },
                }
            )
            # sudo: the link to the plan copied from is closed to forms
            copy.sudo().previous_id = plan
            for assignment in copy.assignment_ids.filtered("date_deadline"):
                assignment.date_deadline = fields.Date.add(
                    assignment.date_deadline, years=year - plan.year
                )
            copies |= copy
        return copies

    def _in_year(self, text, year):
        return re.sub(rf"\b{self.year}\b", str(year), text) if text else text
