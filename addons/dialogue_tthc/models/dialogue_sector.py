from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .feedback_states import OPEN_STATES


class DialogueSector(models.Model):
    """A field of administration (lĩnh vực), with the division that leads it."""

    _name = "dialogue.sector"
    _description = "Sector"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(help="Short and unique, for reports and imports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every department of this database uses it.",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Lead division",
        company_dependent=True,
        domain="[('company_id', 'in', [False, current_company_id])]",
        help="Cases of this sector are proposed to this division.",
    )
    procedure_ids = fields.One2many(
        comodel_name="dialogue.procedure", inverse_name="sector_id"
    )
    procedure_count = fields.Integer(
        string="Procedures", compute="_compute_procedure_count"
    )
    feedback_count = fields.Integer(
        string="Cases",
        compute="_compute_feedback_count",
        groups="dialogue_tthc.dialogue_tthc_group_specialist,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    open_feedback_count = fields.Integer(
        string="Open cases",
        compute="_compute_feedback_count",
        groups="dialogue_tthc.dialogue_tthc_group_specialist,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )

    _code_uniq = models.UniqueIndex(
        "(lower(code), COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "Another sector has this code already.",
    )

    @api.depends("procedure_ids")
    def _compute_procedure_count(self):
        counts = dict(
            self.env["dialogue.procedure"]._read_group(
                [("sector_id", "in", self.ids)], ["sector_id"], ["__count"]
            )
        )
        for sector in self:
            sector.procedure_count = counts.get(sector._origin, 0)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_feedback_count(self):
        rows = self.env["dialogue.feedback"]._read_group(
            [("sector_id", "in", self.ids)], ["sector_id", "state"], ["__count"]
        )
        total = dict.fromkeys(self.ids, 0)
        still_open = dict.fromkeys(self.ids, 0)
        for sector, state, count in rows:
            total[sector.id] += count
            if state in OPEN_STATES:
                still_open[sector.id] += count
        for sector in self:
            sector.feedback_count = total.get(sector._origin.id, 0)
            sector.open_feedback_count = still_open.get(sector._origin.id, 0)

    @api.constrains("department_id")
    def _check_department_company(self):
        """The lead division belongs to the department that names it."""
        for sector in self:
            company = sector.department_id.company_id
            if company and company != self.env.company:
                raise ValidationError(
                    self.env._(
                        "“%(division)s” belongs to %(other)s. Choose a division of "
                        "%(company)s to lead “%(sector)s”.",
                        division=sector.department_id.name,
                        other=company.name,
                        company=self.env.company.name,
                        sector=sector.name,
                    )
                )

    def action_open_feedback(self):
        """Open the cases of this sector that the user may read."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_action"
        )
        action.update(
            domain=[("sector_id", "=", self.id)],
            context={"default_sector_id": self.id},
        )
        return action

    def action_open_procedures(self):
        """Open the procedures of this sector."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_procedure_action"
        )
        action.update(
            domain=[("sector_id", "=", self.id)],
            context={"default_sector_id": self.id},
        )
        return action
