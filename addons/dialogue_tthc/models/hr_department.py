from odoo import fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    dialogue_symbol = fields.Char(
        string="Document symbol",
        help="Abbreviation of the division in the symbols of official letters.",
    )
