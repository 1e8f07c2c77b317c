from odoo import fields, models

KINDS = [
    ("enterprise", "Enterprise"),
    ("cooperative", "Cooperative"),
    ("household", "Household business"),
    ("citizen", "Citizen"),
    ("association", "Association"),
    ("agency", "Agency"),
]


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
    representative = fields.Char()
    representative_title = fields.Char(string="Position")
    tax_code = fields.Char(index="btree_not_null")
    address = fields.Char()
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    feedback_ids = fields.One2many(
        comodel_name="dialogue.feedback", inverse_name="petitioner_id"
    )
