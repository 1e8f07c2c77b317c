from odoo.tests import tagged

from .axe import BrowserCommon
from .common_public import PublicCommon

TEXT = "Nộp từ tháng 2 đến nay chưa có kết quả."
GUEST = {
    "subject": "Bao lâu thì có kết quả?",
    "question": TEXT,
    "name": "Hợp tác xã chè",
    "ward": "Xã Vị Xuyên",
    "province": "Tỉnh Hà Giang",
    "email": "che@example.com",
}
ACCOUNT = {"subject": "Bao lâu thì có kết quả?", "question": TEXT}
SAID = "document.querySelector('.o_dialogue_saved').textContent"
KEPT = "Object.entries(localStorage).filter(([key]) => key.startsWith('dialogue_'))"
BOX = "document.querySelector('.o_dialogue_similar')"


class FormCommon(BrowserCommon):
    """A form that is filled in by a person in a browser."""

    def _fill(self, page, typed):
        for name, text in typed.items():
            page.run(f"document.querySelector('[name={name}]').select()")
            page.type(text)

    def _draft(self):
        """Return the one form that is begun and not sent."""
        self.env.invalidate_all()
        return self.env["dialogue.filing"].search([("state", "=", "draft")]).sudo()


@tagged("post_install", "-at_install")
class TestFormLine(FormCommon):
    """The line fails while somebody sends, or between two keys."""

    def _send_without_a_line(self, page, path, typed, arrived):
        page.open(path)
        self._fill(page, typed)
        page.set_offline(True)
        page.wait("navigator.onLine === false")
        page.run("document.querySelector('.o_dialogue_send').click()")
        page.wait("document.querySelector('.o_dialogue_offline').checkVisibility()")
        self.assertEqual(page.run("location.pathname"), path)
        page.set_offline(False)
        page.wait(f"{arrived}.test(location.pathname) && {page.ready}")
        # sent, so the device forgets it
        page.wait(f"{KEPT}.length === 0")

    def test_what_a_guest_sends_goes_when_the_line_is_back(self):
        with self._browser() as page:
            arrived = r"/^\/dialogue\/ask\/sent$/"
            self._send_without_a_line(page, "/dialogue/ask", GUEST, arrived)
        filing = self.env["dialogue.filing"].search([("state", "=", "waiting")])
        self.assertEqual(filing.sudo().content["questions"][0]["question"], TEXT)

    def test_what_an_account_sends_goes_when_the_line_is_back(self):
        with self._browser(self.petitioner_user) as page:
            arrived = r"/^\/my\/feedback\/\d+$/"
            self._send_without_a_line(page, "/my/feedback/new", ACCOUNT, arrived)
        self.assertEqual(self._filed().mapped("question"), [TEXT])

    def test_what_an_account_types_is_kept_by_the_server(self):
        with self._browser(self.petitioner_user) as page:
            page.open("/my/feedback/new")
            self._fill(page, ACCOUNT)
            page.wait(f"{SAID}.startsWith('Kept at')")
            page.wait(f"{KEPT}.length === 0")
        self.assertEqual(self._draft().typed["question"], TEXT)

    def test_what_was_typed_last_is_kept_when_the_page_is_left(self):
        with self._browser(self.petitioner_user) as page:
            page.open("/my/feedback/new")
            self._fill(page, ACCOUNT)
            page.open("/dialogue/lookup")
            # nobody heard whether it arrived
            self.assertIn(TEXT, page.run(f"JSON.stringify({KEPT})"))
        self.assertEqual(self._draft().typed["question"], TEXT)

    def test_without_a_line_it_is_kept_by_the_device_and_then_by_the_server(self):
        with self._browser(self.petitioner_user) as page:
            page.open("/my/feedback/new")
            page.set_offline(True)
            self._fill(page, ACCOUNT)
            page.wait(f"{SAID} === 'Kept on this device.'")
            self.assertIn(TEXT, page.run(f"JSON.stringify({KEPT})"))
            page.set_offline(False)
            page.wait(f"{SAID}.startsWith('Kept at')")
        self.assertEqual(self._draft().typed["question"], TEXT)

    def test_who_is_signed_out_meanwhile_keeps_it_on_the_device(self):
        with self._browser(self.petitioner_user) as page:
            page.open("/my/feedback/new")
            page.sign_out()
            self._fill(page, ACCOUNT)
            page.wait(f"{SAID} === 'Kept on this device.'")
            self.assertIn(TEXT, page.run(f"JSON.stringify({KEPT})"))
        self.assertFalse(self._draft())


@tagged("post_install", "-at_install")
class TestSimilarAnswers(FormCommon, PublicCommon):
    """While a question is typed, published answers to the like are offered."""

    def test_answers_alike_are_offered(self):
        publication = self._publish(subject="Chi phí đăng ký <b>nhãn hiệu</b> chè")
        path = publication._public_path()
        with self._browser() as page:
            page.open("/dialogue/ask")
            self.assertFalse(page.run(f"{BOX}.checkVisibility()"))
            # without diacritics, as many type on a phone
            self._fill(page, {"subject": "chi phi dang ky nhan hieu"})
            page.wait(f"{BOX}.checkVisibility()")
            link = f"{BOX}.querySelector('a')"
            self.assertEqual(page.run(f"{link}.textContent"), publication.title)
            self.assertEqual(page.run(f"{link}.getAttribute('href')"), path)
            self.assertFalse(page.run(f"{BOX}.querySelectorAll('b').length"))
            # what is typed stays: it opens beside the form
            self.assertEqual(page.run(f"{link}.target"), "_blank")
            self.assertEqual(page.run(f"{link}.rel"), "noopener")
            self._fill(page, {"subject": "xyzxyz wvwvwv qjqjqj"})
            page.wait(f"!{BOX}.checkVisibility()")

    def test_without_a_line_there_is_none(self):
        self._publish(subject="Chi phí đăng ký nhãn hiệu chè")
        with self._browser() as page:
            page.open("/dialogue/ask")
            self._fill(page, {"subject": "chi phi dang ky nhan hieu"})
            page.wait(f"{BOX}.checkVisibility()")
            page.set_offline(True)
            self._fill(page, {"subject": "chi phi dang ky nhan hieu che"})
            page.wait(f"!{BOX}.checkVisibility()")
            subject = page.run("document.querySelector('[name=subject]').value")
            self.assertEqual(subject, "chi phi dang ky nhan hieu che")
