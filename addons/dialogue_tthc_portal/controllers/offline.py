from odoo import http
from odoo.http import request
from odoo.tools import file_open

from .guest import ASK_URL
from .portal import LIST_URL

OFFLINE_URL = "/dialogue/offline"
WORKER = "dialogue_tthc_portal/static/worker/offline.js"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
# what the worker itself may ask for: the page and the form
WORKER_POLICY = "default-src 'none'; connect-src 'self'"


class OfflineController(http.Controller):
    """A form that is loaded without a line: a page that says what became of the text.

    The worker of a form minds the path of that form alone, in the language of whoever
    has it before them, and keeps that page alone.
    """

    @http.route(
        OFFLINE_URL,
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
        save_session=False,
    )
    def offline_page(self, lang=None, **kwargs):
        code = self._language(lang).code
        page = (
            request.env["ir.qweb"]
            .with_context(lang=code)
            ._render(
                "dialogue_tthc_portal.offline_page",
                {"language": code.replace("_", "-")},
            )
        )
        return request.make_response(
            f"<!DOCTYPE html>\n{page}",
            [
                *HEADERS.items(),
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Security-Policy", PAGE_POLICY),
                ("Cache-Control", "private, no-cache"),
            ],
        )

    @http.route(
        [f"{ASK_URL}/offline.js", f"{LIST_URL}/new/offline.js"],
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
    )
    def offline_worker(self, lang=None, **kwargs):
        form = request.httprequest.path.rpartition("/")[0]
        # as the page of that language names it
        request.update_context(lang=self._language(lang).code)
        form = request.env["ir.http"]._url_for(form)
        with file_open(WORKER, "rb") as script:
            body = script.read()
        return request.make_response(
            body,
            [
                *HEADERS.items(),
                ("Content-Type", "text/javascript; charset=utf-8"),
                ("Content-Security-Policy", WORKER_POLICY),
                ("Service-Worker-Allowed", form),
                ("Cache-Control", "no-cache"),
            ],
        )

    @staticmethod
    def _language(code):
        """Return the data of an active language; the visitors' for any other code."""
        language = request.env["res.lang"]._get_data(code=code)
        return language or request.env["ir.http"]._get_default_lang()
