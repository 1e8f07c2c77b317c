from odoo import fields, models


class DialogueLegalDocument(models.Model):
    """A legal document as data: law changes, code does not."""

    _name = "dialogue.legal.document"
    _description = "Legal Document"
    _order = "issued_on desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    number = fields.Char(string="Number and symbol", required=True, index=True)
    name = fields.Char(string="Abstract", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(comodel_name="res.company", index="btree_not_null")
    issuer = fields.Char(string="Issuing body")
    issued_on = fields.Date()
    valid_from = fields.Date()
    valid_to = fields.Date()
    replaced_by_id = fields.Many2one(
        comodel_name="dialogue.legal.document", index="btree_not_null"
    )
