from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests import tagged

from .axe import BrowserCommon
from .common import PDF

SUBJECT = "Bao lâu thì có kết quả?"
TEXT = "Nộp từ tháng 2 đến nay chưa có kết quả."
SHOWN = {
    "subject": SUBJECT,
    "question": TEXT,
}


@tagged("post_install", "-at_install")
class TestWithoutScripts(BrowserCommon):
    """Whoever has scripts switched off files a question on a small phone, by keys."""

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name, "giay-phep.pdf")
        self.file.write_bytes(PDF)

    def _open(self, page, path):
        page.set_size(320, 568)
        page.switch_scripts_off()
        page.open(path)
        self.assertFalse(page.run("Boolean(window.odoo?.loader)"))
        self._assert_fits(page)

    def _assert_fits(self, page):
        self.assertEqual(page.overflow(), [])

    def _write(self, page, **typed):
        """Go to each input in turn by Tab, in the order of the page."""
        for name, text in typed.items():
            page.tab_to(f"[name='{name}']")
            page.type(text)

    def _enter(self, page, arrived):
        page.run("window.is_old = true")
        page.press("Enter")
        page.wait(f"!window.is_old && {page.ready} && {arrived}")
        self._assert_fits(page)

    def _send_with_a_gap(self, page, missing):
        """Send by Enter although ``missing`` is empty; see what the page says."""
        self._enter(page, "document.querySelector('.o_dialogue_errors')")
        link = f'.o_dialogue_errors a[href="#feedback_{missing}"]'
        said = page.run(f"document.querySelector('{link}').textContent")
        self.assertTrue(said)
        field = f"document.querySelector('#feedback_{missing}')"
        described = page.run(f"{field}.getAttribute('aria-describedby')").split()
        self.assertIn(f"feedback_{missing}_error", described)
        for name, text in SHOWN.items():
            shown = page.run(f"document.querySelector('[name={name}]').value")
            self.assertEqual(shown, text)
        # the file came along with the first attempt and is kept
        self.assertIn(
            "giay-phep.pdf",
            page.run("document.querySelector('.o_dialogue_kept').textContent"),
        )

    def test_an_account_files_a_question(self):
        self.petitioner_user.partner_id.write({"email": False})
        with self._browser(self.petitioner_user) as page:
            self._open(page, "/my/feedback/new")
            page.choose_file("[name='files']", self.file)
            self._write(page, **SHOWN)
            page.tab_to("[name='address']")
            page.run("document.activeElement.select()")
            page.type(" ")
            self._send_with_a_gap(page, "address")
            self._write(page, address="12 Trần Phú", phone="0219 386 1234")
            self._enter(page, r"/\/feedback\/\d+$/.test(location.pathname)")
            page.tab_to(".o_dialogue_receipt_link")
            self._enter(page, "location.pathname.endsWith('/receipt')")
            receipt = page.run("document.body.textContent")
        feedback = self._filed()
        self.assertEqual(feedback.question, TEXT)
        self.assertEqual(feedback.attachment_ids.mapped("name"), ["giay-phep.pdf"])
        self.assertIn(feedback.code, receipt)

    def test_a_guest_files_a_question(self):
        with self._browser() as page:
            self._open(page, "/dialogue/ask")
            page.choose_file("[name='files']", self.file)
            self._write(
                page,
                **SHOWN,
                ward="Xã Vị Xuyên",
                province="Tỉnh Hà Giang",
                email="che@example.com",
            )
            self._send_with_a_gap(page, "name")
            self._write(page, name="Hợp tác xã chè")
            self._enter(page, "location.pathname === '/dialogue/ask/sent'")
        filing = self.env["dialogue.filing"].search([("state", "=", "waiting")])
        # the link that the mail brings
        link = filing.sudo()._link_path("filing")
        with self._browser() as page:
            self._open(page, link)
            page.tab_to("form[action$='/confirm'] button")
            self._enter(page, "!document.querySelector('form[action$=\"/confirm\"]')")
            receipt = page.run("document.body.textContent")
        feedback = self._filed()
        self.assertEqual(feedback.question, TEXT)
        self.assertEqual(feedback.attachment_ids.mapped("name"), ["giay-phep.pdf"])
        self.assertIn(feedback.code, receipt)
