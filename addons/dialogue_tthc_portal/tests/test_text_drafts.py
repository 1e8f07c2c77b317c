from odoo.tests import tagged

from .axe import BrowserCommon

BODY = "document.querySelector('#text_body').value"
KEPT = "Object.entries(localStorage).filter(([key]) => key.includes('_text-'))"
TEXT = "Bổ sung: giấy phép cũ số 12"


@tagged("post_install", "-at_install")
class TestTextDrafts(BrowserCommon):
    """What is typed into a short form stays on the device until it was sent."""

    def setUp(self):
        super().setUp()
        self.feedback = self._create_own()
        self.link = self.feedback._link_path("case")
        self.case = f"/my/feedback/{self.feedback.id}"

    def _write(self, page, text):
        page.run("document.querySelector('#text_body').select()")
        page.type(text)

    def test_it_is_there_again_until_it_was_sent(self):
        with self._browser() as page:
            page.open(self.link)
            self._write(page, TEXT)
            page.open("/dialogue/lookup")
            kept = page.run(f"JSON.stringify({KEPT})")
            self.assertIn(TEXT, kept)
            # whoever looks into the device gets no link of it
            self.assertNotIn(self.link.rpartition("/")[2], kept)
            page.open(self.link)
            page.wait(f"{BODY} === '{TEXT}'")
            page.press_button("form[action$='/message'] [type='submit']")
            page.wait("document.querySelector('.alert-success').checkVisibility()")
            self.assertEqual(page.run(BODY), "")
            self.assertEqual(page.run(f"{KEPT}.length"), 0)
            # the next one goes off and does not arrive: this page does not say it did
            self._write(page, "Còn một việc nữa")
            page.run(
                f"(() => {{ const [key, kept] = {KEPT}[0];"
                "localStorage.setItem(key,"
                " JSON.stringify({...JSON.parse(kept), isSent: true})) })()"
            )
            page.run("window.is_old = true")
            page.send("Page.reload")
            page.wait(f"!window.is_old && {page.ready}")
            page.wait(f"{BODY} === 'Còn một việc nữa'")

    def test_nobody_else_at_the_same_device_sees_it(self):
        with self._browser(self.petitioner_user) as page:
            page.open(self.case)
            self._write(page, TEXT)
            page.wait(f"{KEPT}.length === 1")
            page.sign_out()
            page.open(self.link)
            self.assertEqual(page.run(BODY), "")
