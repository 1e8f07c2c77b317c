from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberError
from stdnum.vn import mst

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("enterprise", "Enterprise"),
    ("cooperative", "Cooperative"),
    ("household", "Household business"),
    ("citizen", "Citizen"),
    ("association", "Association"),
    ("agency", "Agency"),
]
# those whose tax code may be their 12-digit personal number
PERSONAL_KINDS = ("household", "citizen")
PERSONAL_NUMBER_LENGTH = 12

# as filed; open while a case is open, so that what is missing can be completed
IDENTITY = frozenset(
    {"name", "kind", "representative", "tax_code", "address", "phone", "email"}
)
# what of a contact says who files
CONTACT_FIELDS = (
    "commercial_partner_id",
    "name",
    "is_company",
    "dialogue_kind",
    "vat",
    "function",
    "phone",
    "email",
    "street",
    "street2",
    "city",
    "state_id",
    "country_id",
)


class DialoguePetitioner(models.Model):
    """Who filed a case, as they gave it on that day.

    A record of its own, so that a case can be read without its name. It is a copy:
    a later change of the contact does not rewrite what was filed.
    """

    _name = "dialogue.petitioner"
    _description = "Petitioner"
    _order = "name, id"
    _rec_names_search = ["name", "tax_code", "phone", "email"]
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram")
    kind = fields.Selection(selection=KINDS, default="enterprise", required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Contact", index="btree_not_null"
    )
    representative = fields.Char(help="Who speaks for the organisation.")
    representative_title = fields.Char(string="Position")
    tax_code = fields.Char(index="btree_not_null")
    tax_code_warning = fields.Char(compute="_compute_tax_code_warning")
    address = fields.Char()
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    email_warning = fields.Char(compute="_compute_email_warning")
    feedback_ids = fields.One2many(
        comodel_name="dialogue.feedback", inverse_name="petitioner_id", string="Cases"
    )
    feedback_count = fields.Integer(
        string="Number of cases", compute="_compute_feedback_count"
    )

    @api.depends("name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name nobody to those who may not read the petitioner.

        Links, and the message that refuses access in developer mode, are named with
        elevated rights.
        """
        super()._compute_display_name()
        if not self.env.su:
            return
        readable = self.browse().sudo(False)
        if readable.has_access("read"):
            # searched and not checked: the rule asks for cases, of which there are many
            readable = readable.search([("id", "in", self.ids)])
        hidden = self.filtered("id").sudo() - readable.sudo()
        hidden.display_name = self.env._("Name withheld")

    @api.depends("kind", "tax_code")
    def _compute_tax_code_warning(self):
        for petitioner in self:
            petitioner.tax_code_warning = self._tax_code_warning(
                petitioner.kind, petitioner.tax_code
            )

    @api.depends("email")
    def _compute_email_warning(self):
        for petitioner in self:
            email = (petitioner.email or "").strip()
            petitioner.email_warning = (
                self.env._(
                    "“%s” is not a complete e-mail address: the answer could not "
                    "be sent to it.",
                    email,
                )
                if email and not tools.email_normalize(email)
                else False
            )

    @api.depends("feedback_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_feedback_count(self):
        counts = dict(
            self.env["dialogue.feedback"]._read_group(
                [("petitioner_id", "in", self.ids)], ["petitioner_id"], ["__count"]
            )
        )
        for petitioner in self:
            petitioner.feedback_count = counts.get(petitioner._origin, 0)

    def write(self, vals):
        if not self.env.su and not IDENTITY.isdisjoint(vals):
            self._check_has_open_case()
        moved = self.browse()
        if "email" in vals:
            moved = self.filtered(
                lambda petitioner: (
                    petitioner.email
                    and tools.email_normalize(petitioner.email)
                    != tools.email_normalize(vals["email"])
                )
            )
        res = super().write(vals)
        # sudo: sealed cases, too; whoever had the wrong address must not keep a key
        moved.sudo().feedback_ids._of_one_filing()._renew_links()
        return res

    @api.constrains("name")
    def _check_name(self):
        if any(not (petitioner.name or "").strip() for petitioner in self):
            raise ValidationError(self.env._("Give the name of the petitioner."))

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Fill in what the contact says, and keep what was typed."""
        if not self.partner_id:
            return
        for name, value in self._prepare_petitioner_values(self.partner_id).items():
            if value and (name in ("name", "kind") or not self[name]):
                self[name] = value

    def action_open_feedback(self):
        """Open the cases of this petitioner."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_action"
        )
        action.update(domain=[("petitioner_id", "=", self.id)], context={})
        return action

    def _check_has_open_case(self):
        """Refuse to rewrite who filed once all is answered: it is part of the record.

        :raise UserError: every case of a petitioner has ended
        """
        # sudo: a sealed case counts, too
        for petitioner in self.sudo():
            cases = petitioner.feedback_ids
            if cases and not any(feedback.is_open for feedback in cases):
                raise UserError(
                    self.env._(
                        "The cases of “%s” have ended. Who filed them is part of the "
                        "record and does not change any more.",
                        petitioner.name,
                    )
                )

    @api.model
    def _prepare_petitioner_values(self, partner):
        """Return the values of a petitioner, as the contact ``partner`` stands today.

        A person under an organisation files for that organisation: the petitioner
        is the organisation, the person its representative. Whoever still waits to be
        let into an organisation files with what they said of it, as themselves.

        :param res.partner partner: one contact
        :return: dict for ``create``: name, kind, tax_code, address (one line), phone,
            email, partner_id, representative, representative_title; False where
            the contact says nothing
        """
        partner.ensure_one()
        # a contact has three times as many columns
        partner.fetch(CONTACT_FIELDS)
        owner = partner.commercial_partner_id or partner
        owner.fetch(CONTACT_FIELDS)
        if owner == partner and (request := partner._dialogue_request()):
            return request._petitioner_values()
        is_representative = owner != partner
        return {
            "name": owner.name or partner.name,
            "kind": owner._dialogue_petitioner_kind(),
            "tax_code": owner.vat or partner.vat or False,
            "address": owner._dialogue_one_line_address()
            or partner._dialogue_one_line_address(),
            "phone": partner.phone or owner.phone or False,
            "email": partner.email or owner.email or False,
            "partner_id": partner.id,
            "representative": is_representative and partner.name,
            "representative_title": is_representative and (partner.function or False),
        }

    @api.model
    def _tax_code_warning(self, kind, tax_code):
        """Say what is wrong with a tax code (mã số thuế, mã số doanh nghiệp).

        Officials are warned, never stopped: what was filed is what is kept.

        :param str kind: key of ``KINDS``, or False when not known
        :param str tax_code: as typed; blanks, dots and dashes do not matter
        :return: one sentence, or False when the code may be right or there is none
        """
        code = (tax_code or "").strip()
        if not code:
            return False
        digits = mst.compact(code).replace("\N{NO-BREAK SPACE}", "")
        if len(digits) == PERSONAL_NUMBER_LENGTH and digits.isdecimal():
            if kind in PERSONAL_KINDS or not kind:
                return False
            return self.env._(
                "“%s” has 12 digits, as the numbers of persons and household "
                "businesses have. An organisation has 10, a branch 10-3.",
                code,
            )
        try:
            mst.validate(digits)
        except InvalidChecksum:
            return self.env._(
                "“%s” is not a valid tax code: its check digit does not match. "
                "Perhaps a digit was mistyped.",
                code,
            )
        except NumberError:
            if kind in PERSONAL_KINDS:
                return self.env._(
                    "“%s” is not a valid tax code: it has 10 digits, 10-3 for a "
                    "branch, or the 12 digits of the personal number.",
                    code,
                )
            return self.env._(
                "“%s” is not a valid tax code: it has 10 digits, or 10-3 for a branch.",
                code,
            )
        return False
