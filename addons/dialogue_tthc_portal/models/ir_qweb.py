from odoo import models
from odoo.http import request

from ..tools.display import COOKIE, Display, is_own_page


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _prepare_frontend_environment(self, values):
        """Tell the layout of our own pages how they shall look; others stay as is.

        The language is told to all: a reader of screens has to know it on each.
        """
        irQweb = super()._prepare_frontend_environment(values)
        lang = (irQweb.env.lang or "en_US").partition("@")[0]
        values["dialogue_html"] = {"lang": lang.replace("_", "-")}
        values["dialogue_display"] = None
        if request and is_own_page(request.httprequest.path):
            display = Display.parse(request.httprequest.cookies.get(COOKIE))
            values["dialogue_display"] = display
            values["dialogue_html"]["class"] = f"o_dialogue_size_{display.size}"
        return irQweb
