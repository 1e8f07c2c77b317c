from odoo import api, models


class ResCompany(models.Model):
    """A new department begins with the shipped document templates."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["dialogue.document.template"]._ensure_templates(companies)
        return companies
