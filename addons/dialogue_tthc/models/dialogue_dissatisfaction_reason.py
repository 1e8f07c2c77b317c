from odoo import fields, models


class DialogueDissatisfactionReason(models.Model):
    """A coded reason why an answer does not satisfy."""

    _name = "dialogue.dissatisfaction.reason"
    _description = "Reason of Dissatisfaction"
    _inherit = ["dialogue.validity.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(
        required=True,
        translate=True,
        help="In the words of whoever got the answer; they choose it on the portal.",
    )
    code = fields.Char(required=True, help="Short and unique, for the statistics.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every department of this database uses it.",
    )

    _code_uniq = models.UniqueIndex(
        "(lower(code), COALESCE(company_id, 0))",
        "Another reason of dissatisfaction has this code already.",
    )
