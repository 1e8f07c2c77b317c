from odoo import api, fields, models

from .cached import forget_cached
from .dialogue_petitioner import KINDS

DESK = "dialogue_tthc.dialogue_tthc_group_desk"


class ResPartner(models.Model):
    _inherit = "res.partner"

    dialogue_kind = fields.Selection(
        selection=KINDS,
        string="Kind of petitioner",
        help="What they are when they turn to the department. "
        "Empty: a company counts as an enterprise, a person as a citizen.",
    )
    dialogue_tax_code_warning = fields.Char(
        string="About the tax code",
        compute="_compute_dialogue_tax_code_warning",
        groups="dialogue_tthc.dialogue_tthc_group_specialist,"
        "dialogue_tthc.dialogue_tthc_group_auditor,"
        "dialogue_tthc.dialogue_tthc_group_administrator",
    )
    dialogue_feedback_count = fields.Integer(
        string="Cases", compute="_compute_dialogue_feedback_count", groups=DESK
    )
    dialogue_session_count = fields.Integer(
        string="Sessions", compute="_compute_dialogue_session_count", groups=DESK
    )

    @api.depends("vat", "dialogue_kind", "is_company", "country_id", "parent_id")
    def _compute_dialogue_tax_code_warning(self):
        petitioners = self.env["dialogue.petitioner"]
        for partner in self:
            is_foreign = partner.country_id and partner.country_id.code != "VN"
            partner.dialogue_tax_code_warning = (
                not is_foreign
                and petitioners._tax_code_warning(
                    partner._dialogue_petitioner_kind(), partner.vat
                )
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dialogue_feedback_count(self):
        rows = self.env["dialogue.feedback"]._read_group(
            [("partner_id", "child_of", self.ids)], ["partner_id"], ["id:array_agg"]
        )
        found = self._dialogue_gather_upward(rows)
        for partner in self:
            partner.dialogue_feedback_count = len(found.get(partner._origin.id, ()))

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dialogue_session_count(self):
        rows = self.env["dialogue.attendance"]._read_group(
            [("partner_id", "child_of", self.ids)],
            ["partner_id"],
            ["session_id:array_agg"],
        )
        found = self._dialogue_gather_upward(rows)
        for partner in self:
            partner.dialogue_session_count = len(found.get(partner._origin.id, ()))

    def _dialogue_gather_upward(self, rows):
        """Gather what belongs to each contact of ``self`` and to those below it.

        :param rows: pairs of a contact and a list of ids
        :return: dict of contact id -> set of ids; contacts without any are missing
        """
        own_ids = set(self.ids)
        found = {}
        for partner, ids in rows:
            ancestor = partner
            while ancestor:
                if ancestor.id in own_ids:
                    found.setdefault(ancestor.id, set()).update(ids)
                ancestor = ancestor.parent_id
        return found

    def _dialogue_petitioner_kind(self):
        """Return the kind of petitioner this contact is, also where nobody said."""
        self.ensure_one()
        owner = self.commercial_partner_id or self
        return (
            self.dialogue_kind
            or owner.dialogue_kind
            or ("enterprise" if owner.is_company else "citizen")
        )

    def _dialogue_one_line_address(self):
        """Return the postal address in one line, without the name, or False."""
        self.ensure_one()
        parts = (
            self.street,
            self.street2,
            self.city,
            self.state_id.name,
            self.country_id.code != "VN" and self.country_id.name,
        )
        # a town is often written both in the street and as the city
        line = dict.fromkeys(part.strip() for part in parts if part and part.strip())
        return ", ".join(line) or False

    def write(self, vals):
        result = super().write(vals)
        if "tz" in vals:
            # sudo: whether it is the contact of a company; most are not
            companies_sudo = self.env["res.company"].sudo()
            companies_sudo = companies_sudo.with_context(active_test=False)
            if companies_sudo.search_count([("partner_id", "in", self.ids)], limit=1):
                # where a department is, is kept: ``res.company._dialogue_rules``
                forget_cached(self.env)
        return result

    def action_open_dialogue_feedback(self):
        """Open the cases that this contact, or one below it, filed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_action"
        )
        action.update(domain=[("partner_id", "child_of", self.ids)], context={})
        return action

    def action_open_dialogue_sessions(self):
        """Open the sessions to which this contact, or one below it, was invited."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_session_action"
        )
        action.update(
            domain=[("attendance_ids.partner_id", "child_of", self.ids)], context={}
        )
        return action
