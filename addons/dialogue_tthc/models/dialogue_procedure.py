from odoo import fields, models


class DialogueProcedure(models.Model):
    """An administrative procedure (thủ tục hành chính) of the catalogue."""

    _name = "dialogue.procedure"
    _description = "Administrative Procedure"
    _order = "name, id"
    _rec_names_search = ["name", "national_code"]
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every department of this database uses it.",
    )
    sector_id = fields.Many2one(
        comodel_name="dialogue.sector",
        required=True,
        index=True,
        check_company=True,
    )
    national_code = fields.Char(index="btree_not_null")
