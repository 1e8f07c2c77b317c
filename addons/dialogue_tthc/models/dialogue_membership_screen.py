from odoo import api, fields, models
from odoo.fields import Domain

from .dialogue_petitioner import KINDS


class DialogueMembership(models.Model):
    """What only the screen of the desk needs: the stated beside what is known."""

    _inherit = "dialogue.membership"

    email = fields.Char(related="partner_id.email", string="E-mail")
    tax_code_warning = fields.Char(compute="_compute_tax_code_warning")
    found_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Contacts with this tax code",
        compute="_compute_found",
    )
    found_count = fields.Integer(compute="_compute_found")
    found_id = fields.Many2one(
        comodel_name="res.partner", string="Contact", compute="_compute_found"
    )
    found_name = fields.Char(string="Name on record", compute="_compute_found")
    found_kind = fields.Selection(
        selection=KINDS, string="Kind on record", compute="_compute_found"
    )
    found_tax_code = fields.Char(string="Tax code on record", compute="_compute_found")
    found_phone = fields.Char(string="Phone on record", compute="_compute_found")
    found_address = fields.Char(string="Address on record", compute="_compute_found")
    colleague_ids = fields.Many2many(
        comodel_name="dialogue.membership",
        string="Members of the organisation",
        compute="_compute_colleague_ids",
    )
    rival_ids = fields.Many2many(
        comodel_name="dialogue.membership",
        string="Others with this tax code or person",
        compute="_compute_rival_ids",
    )

    @api.depends("kind", "tax_code")
    def _compute_tax_code_warning(self):
        petitioners = self.env["dialogue.petitioner"]
        for membership in self:
            membership.tax_code_warning = petitioners._tax_code_warning(
                membership.kind, membership.tax_code
            )

    @api.depends("tax_code", "organisation_id")
    def _compute_found(self):
        codes = {
            variant
            for membership in self
            for variant in self._tax_code_variants(membership.tax_code)
        }
        partners = self.env["res.partner"].search(
            Domain("vat", "in", sorted(codes)) & Domain("is_company", "=", True)
        )
        by_code = partners.grouped(lambda partner: self._plain_tax_code(partner.vat))
        for membership in self:
            found = by_code.get(membership.tax_code or "", partners.browse())
            chosen = membership.organisation_id or found[:1]
            membership.found_ids = found
            membership.found_count = len(found)
            membership.found_id = chosen
            membership.found_name = chosen.name
            membership.found_kind = chosen.dialogue_kind
            membership.found_tax_code = chosen.vat
            membership.found_phone = chosen.phone
            membership.found_address = (
                chosen._dialogue_one_line_address() if chosen else False
            )

    @api.depends("found_ids", "organisation_id")
    def _compute_colleague_ids(self):
        organisations = self.found_ids | self.organisation_id
        members = self.search(
            [
                ("organisation_id", "in", organisations.ids),
                ("state", "=", "approved"),
            ]
        )
        for membership in self:
            own = membership.found_ids | membership.organisation_id
            membership.colleague_ids = (
                members.filtered(lambda one, own=own: one.organisation_id in own)
                - membership._origin
            )

    @api.depends("tax_code", "partner_id")
    def _compute_rival_ids(self):
        codes = [code for code in self.mapped("tax_code") if code]
        others = self.search(
            (
                Domain("tax_code", "in", codes)
                | Domain("partner_id", "in", self.partner_id.ids)
            )
            & Domain("state", "!=", "approved")
        )
        for membership in self:
            membership.rival_ids = (
                others.filtered(
                    lambda one, own=membership: (
                        one.partner_id == own.partner_id
                        or (own.tax_code and one.tax_code == own.tax_code)
                    )
                )
                - membership._origin
            )

    def action_open_organisation(self):
        """Open the contact of the organisation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.organisation_id.id,
            "views": [(False, "form")],
            "target": "current",
        }
