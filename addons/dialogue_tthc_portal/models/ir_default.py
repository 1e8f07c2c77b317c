from odoo import api, models, tools


class IrDefault(models.Model):
    """The language of visitors, which every page asks for, kept in memory."""

    _inherit = "ir.default"

    @api.model
    @tools.ormcache()
    def _visitors_lang(self):
        """Return the language code that new contacts get, or None.

        Whatever changes a default clears what is kept in memory.
        """
        # sudo: one word that says nothing about anybody
        return self.sudo()._get("res.partner", "lang")
