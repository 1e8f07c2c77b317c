from odoo import fields, models


class DialogueSector(models.Model):
    """A field of administration (lĩnh vực), with the division that leads it."""

    _name = "dialogue.sector"
    _description = "Sector"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
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
        domain="[('company_id', 'in', allowed_company_ids)]",
        help="Cases of this sector are proposed to this division.",
    )
