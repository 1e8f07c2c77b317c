from unittest.mock import patch

from odoo import http
from odoo.tests import tagged

from .axe import BrowserCommon
from .route_table import ASK, LIST

PAGE = "/dialogue/offline"
KEPT = """
(async () => {
    const pages = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
            const {pathname, search} = new URL(request.url);
            pages.push(pathname + search);
        }
    }
    return pages.join();
})()
"""


@tagged("post_install", "-at_install")
class TestOffline(BrowserCommon):
    """A form loaded without a line says what became of the text."""

    def test_the_page_is_in_itself_and_does_nothing(self):
        response = self.url_open(PAGE)
        self.assertEqual(response.status_code, 200)
        self.assertIn('<html lang="en-US">', response.text)
        policy = response.headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("form-action 'none'", policy)
        for word in ("<script", "<link", "src=", "http"):
            self.assertNotIn(word, response.text)
        self.assertNotIn("session_id", response.headers.get("Set-Cookie", ""))

    def test_a_worker_minds_one_form(self):
        for form in (ASK, f"{LIST}/new"):
            response = self.url_open(f"{form}/offline.js")
            headers = response.headers
            self.assertEqual(headers["Service-Worker-Allowed"], form)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("text/javascript", headers["Content-Type"])
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"])

    def test_each_language_has_its_form_and_its_page(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        for asked, told in (("vi_VN", "vi-VN"), ("xx_XX", "en-US"), ("../x", "en-US")):
            page = self.url_open(PAGE, params={"lang": asked})
            self.assertIn(f'<html lang="{told}">', page.text)
        self._assert_minded({"vi_VN": "/vi", "en_US": "", "x\r\ny: z": ""})
        with self._browser(None) as page:
            page.open(f"/vi{ASK}")
            page.wait("navigator.serviceWorker.controller")
            with patch.object(http.Application, "__call__", side_effect=TimeoutError):
                page.open(f"/vi{ASK}")
                page.wait("document.documentElement.lang === 'vi-VN'")
                page.wait("document.querySelector('main a')")

    def test_where_visitors_read_vietnamese_that_form_has_no_prefix(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.env["ir.default"].set("res.partner", "lang", "vi_VN")
        self._assert_minded({"vi_VN": "", "en_US": "/en", "xx_XX": ""})

    def _assert_minded(self, prefixes):
        """Assert which form the worker of each language minds, as its page says."""
        for asked, prefix in prefixes.items():
            worker = self.url_open(f"{ASK}/offline.js", params={"lang": asked})
            minded = worker.headers["Service-Worker-Allowed"]
            self.assertEqual(minded, f"{prefix}{ASK}")
            if asked in self.env["res.lang"].search([]).mapped("code"):
                self.opener.cookies.clear()
                self.opener.cookies.set("frontend_lang", asked)
                page = self.url_open(minded)
                self.assertEqual(page.url, self.base_url() + minded)
                self.assertIn(f'data-path="{minded}"', page.text)

    def test_a_reload_without_a_line_loses_nothing(self):
        with self._browser(None) as page:
            page.open(ASK)
            page.run("navigator.serviceWorker.ready.then(() => true)")
            page.wait("navigator.serviceWorker.controller")
            self.assertEqual(page.run(KEPT), f"{PAGE}?lang=en_US")
            page.run(
                "const typed = document.querySelector('[name=question]');"
                "typed.value = 'Câu hỏi dở dang';"
                "typed.dispatchEvent(new Event('input', {bubbles: true}))"
            )
            with patch.object(http.Application, "__call__", side_effect=TimeoutError):
                page.open(ASK)
                page.wait(
                    "document.querySelector('h1').textContent.includes('no conn')"
                )
                self.assertEqual(page.run("location.pathname"), ASK)
            page.run("document.querySelector('main a').click()")
            page.wait("document.querySelector('[name=question]')?.value")
            self.assertEqual(
                page.run("document.querySelector('[name=question]').value"),
                "Câu hỏi dở dang",
            )
            # nothing but that page was kept on the way
            self.assertEqual(page.run(KEPT), f"{PAGE}?lang=en_US")
