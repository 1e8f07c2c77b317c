from psycopg2.errors import UniqueViolation
from stdnum.exceptions import ValidationError as NumberError
from stdnum.vn import mst

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.tools import mute_logger

from .dialogue_petitioner import KINDS

STATES = [
    ("requested", "Waiting for approval"),
    ("approved", "Approved"),
    ("refused", "Not approved"),
    ("withdrawn", "Taken back"),
    ("ended", "Ended"),
]
ROLES = [("member", "Member"), ("manager", "Manager")]
# those that a person can act for; a citizen acts for nobody, an agency writes letters
ORGANISATION_KINDS = ("enterprise", "cooperative", "household", "association")
# what a person says about the organisation; it stays as it was said
STATED = (
    "name",
    "kind",
    "tax_code",
    "position",
    "phone",
    "street",
    "ward",
    "province",
)


class DialogueMembership(models.Model):
    """One person who acts for an organisation on the portal, or wants to.

    Until it is approved it holds what the person said and nothing of the
    organisation: whoever knows a tax code gets to know, and to see, nothing by it. The
    organisation is set by the approval and by nothing else. Nobody creates or writes
    these records but the steps.
    """

    _name = "dialogue.membership"
    _description = "Membership in an Organisation"
    _inherit = ["dialogue.moves.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "tax_code", "partner_id"]
    _check_company_auto = True
    _closes_readonly = True

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="requested",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    # As stated
    name = fields.Char(string="Organisation as stated", required=True, readonly=True)
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    tax_code = fields.Char(readonly=True, index="btree_not_null")
    position = fields.Char(readonly=True, help="Of the person in the organisation.")
    phone = fields.Char(readonly=True)
    street = fields.Char(string="House number, street or village", readonly=True)
    ward = fields.Char(string="Ward or commune", readonly=True)
    province = fields.Char(readonly=True)
    address = fields.Char(compute="_compute_address")
    # As decided
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        help="The contact that the person belongs to since the approval.",
    )
    role = fields.Selection(
        selection=ROLES,
        default="member",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        help="A manager decides who belongs to the organisation, and acts for it.",
    )
    is_sharing_default = fields.Boolean(
        string="Shares new cases",
        readonly=True,
        copy=False,
        help="Cases that the person files are shown to the colleagues.",
    )
    refuse_reason = fields.Text(string="Why not", readonly=True, copy=False)
    decided_by = fields.Many2one(
        comodel_name="res.users", readonly=True, index="btree_not_null", copy=False
    )
    decided_on = fields.Datetime(readonly=True, copy=False)
    ended_on = fields.Datetime(readonly=True, copy=False)

    _one_request_uniq = models.UniqueIndex(
        "(partner_id) WHERE state = 'requested'",
        "A request of this person waits already.",
    )
    _one_organisation_uniq = models.UniqueIndex(
        "(partner_id) WHERE state = 'approved'",
        "This person belongs to an organisation already.",
    )
    _approved_has_organisation = models.Constraint(
        "CHECK (state NOT IN ('approved', 'ended') OR organisation_id IS NOT NULL)",
        "Whoever is approved belongs to an organisation.",
    )
    _requested_has_none = models.Constraint(
        "CHECK (state IN ('approved', 'ended') OR organisation_id IS NULL)",
        "Nobody belongs to an organisation before the approval.",
    )

    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        for membership in self:
            membership.display_name = self.env._(
                "%(person)s for %(organisation)s",
                person=membership.partner_id.name or "",
                organisation=membership.name or "",
            )

    @api.depends("street", "ward", "province")
    def _compute_address(self):
        for membership in self:
            parts = (membership.street, membership.ward, membership.province)
            membership.address = ", ".join(filter(None, parts)) or False

    @api.constrains("name", "kind")
    def _check_stated(self):
        for membership in self:
            if membership.kind not in ORGANISATION_KINDS:
                raise ValidationError(
                    self.env._("Choose what kind of organisation it is.")
                )
            if not membership.name.strip():
                raise ValidationError(self.env._("Give the name of the organisation."))

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _request(self, partner, stated):
        """Ask that ``partner`` may act for the organisation as ``stated``.

        A request that waits already is taken back for the new one; the same data sent
        again is the same request. An approved membership holds until the new one is
        approved.

        :param res.partner partner: a person with an account
        :param dict stated: checked values of ``STATED``; all else is left out
        :return: the request, in sudo
        """
        # superuser and not sudo(): the desk reads who created and wrote it. A person
        # has no right to these records; what they may say is listed in STATED.
        memberships = self.with_user(SUPERUSER_ID).with_context(
            mail_create_nosubscribe=True
        )
        vals = {name: stated.get(name) or False for name in STATED}
        vals["tax_code"] = self._plain_tax_code(vals["tax_code"])
        waiting = memberships.search(
            [("partner_id", "=", partner.id), ("state", "=", "requested")]
        )
        if waiting and all(waiting[name] == vals[name] for name in STATED):
            return waiting
        waiting._move("withdraw", {"ended_on": fields.Datetime.now()})
        company = partner.user_ids[:1].company_id or self.env.company
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                membership = memberships.create(
                    {**vals, "partner_id": partner.id, "company_id": company.id}
                )
        except UniqueViolation as error:
            # the twin of this request was faster; asked again, it will be found
            raise ConcurrencyError("the same request is under way") from error
        membership._plan_decision()
        return membership

    @api.model
    def _plain_tax_code(self, tax_code):
        """Return the code as it is kept: digits, a dash before a branch; or False."""
        code = mst.compact(tax_code or "").replace("\N{NO-BREAK SPACE}", "")
        code = code.upper().removeprefix("VN")
        try:
            return mst.format(mst.validate(code))
        except NumberError:
            return code or False

    @api.model
    def _tax_code_variants(self, tax_code):
        """Return the ways in which contacts may have this tax code written."""
        code = self._plain_tax_code(tax_code)
        if not code:
            return []
        digits = code.replace("-", "")
        return sorted({code, digits, f"VN{digits}"})

    def _petitioner_values(self):
        """Return what the person said, as values of ``dialogue.petitioner``."""
        self.ensure_one()
        return {
            "name": self.name,
            "kind": self.kind,
            "tax_code": self.tax_code,
            "address": self.address,
            "phone": self.phone or self.partner_id.phone or False,
            "email": self.partner_id.email or False,
            "partner_id": self.partner_id.id,
            "representative": self.partner_id.name,
            "representative_title": self.position,
        }
