from odoo import http
from odoo.http import request

from ..tools.display import COOKIE, COOKIE_DAYS, Display, page_to_return_to
from .feedback_form import FORM_MAX


class DisplayController(http.Controller):
    """Text size and colours of our pages, for whoever has no JavaScript."""

    @http.route(
        "/dialogue/display",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
        max_content_length=FORM_MAX,
    )
    def dialogue_display(self, theme="", size="", back="", **kwargs):
        """Keep in the visitor's own cookie what was pressed, and go back."""
        display = Display.parse(request.httprequest.cookies.get(COOKIE))
        display = display.change(theme, size)
        response = request.redirect(page_to_return_to(back))
        response.set_cookie(
            COOKIE,
            str(display),
            max_age=COOKIE_DAYS * 86400,
            secure=request.httprequest.scheme == "https",
            samesite="Lax",
        )
        return response
