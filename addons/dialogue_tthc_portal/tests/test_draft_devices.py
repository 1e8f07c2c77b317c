import json
import time

from odoo.tests import tagged

from .axe import BrowserCommon

NEW = "/my/feedback/new"
DRAFT = "/my/feedback/draft"
QUESTION = "document.querySelector('#feedback_question').value"
OTHER = "document.querySelector('.o_dialogue_other_note:not(.d-none)')"
LAPTOP = "Viết trên máy tính, chưa xong"
PHONE = "Viết tiếp trên điện thoại"
DAY = 86_400_000


@tagged("post_install", "-at_install")
class TestDraftDevices(BrowserCommon):
    """Begun on one device, gone on with on another: the newer text is shown, and the
    other one can be had.
    """

    def _forget(self):
        drafts = self.env["dialogue.filing"].search([("state", "=", "draft")])
        drafts.sudo()._forget()

    def _by_phone(self, page, text, form_key="a" * 32):
        """Keep ``text`` as another device of the same account does."""
        saved = page.run(
            f"""(async () => {{
                const shown = await (await fetch("{NEW}")).text();
                const form = new DOMParser().parseFromString(shown, "text/html")
                    .querySelector(".o_dialogue_form");
                const data = new FormData(form);
                data.set("question", {json.dumps(text)});
                data.set("form_key", {json.dumps(form_key)});
                const sent = await fetch("{DRAFT}", {{method: "POST", body: data}});
                return (await sent.json()).saved;
            }})()"""
        )
        self.assertTrue(saved)

    def _key(self, page):
        """Return the key of the form that is on the page."""
        return page.run("document.querySelector('[name=form_key]').value")

    def _write(self, page, text):
        page.run("document.querySelector('#feedback_question').select()")
        page.type(text)

    def _leave(self, page):
        page.open("/dialogue/lookup")

    def _set_clock(self, page, error):
        """Let the clock of the device be wrong by so many milliseconds."""
        page.send(
            "Page.addScriptToEvaluateOnNewDocument",
            source=f"{{ const now = Date.now; Date.now = () => now() + {error}; }}",
        )

    def _assert_shown(self, page, text, has_other):
        page.wait(f"{QUESTION} === '{text}'")
        self.assertEqual(page.run(f"Boolean({OTHER})"), has_other)

    def _swap(self, page):
        page.run(f"{OTHER}.querySelector('button').click()")

    def _check_phone_is_newer(self, page):
        page.open(NEW)
        form_key = self._key(page)
        self._write(page, LAPTOP)
        self._leave(page)
        self._by_phone(page, PHONE, form_key)
        page.open(NEW)
        self._assert_shown(page, PHONE, has_other=True)
        # nothing is lost: the older text is there, and the newer one as well
        self._swap(page)
        self._assert_shown(page, LAPTOP, has_other=True)
        self._swap(page)
        self._assert_shown(page, PHONE, has_other=True)

    def _check_laptop_is_newer(self, page):
        page.open("/dialogue/lookup")
        self._by_phone(page, "Bản đầu")
        page.open(NEW)
        self._by_phone(page, PHONE)
        # a page is on its way for a moment, and its time with it
        time.sleep(4)
        page.set_offline(True)
        self._write(page, LAPTOP)
        page.send("Page.navigate", url="about:blank")
        page.wait("location.href === 'about:blank'")
        page.set_offline(False)
        page.open(NEW)
        self._assert_shown(page, LAPTOP, has_other=True)
        self._swap(page)
        self._assert_shown(page, PHONE, has_other=True)

    def _check(self, check):
        for error in (-DAY, DAY):
            self._forget()
            with (
                self.subTest(clock=error),
                self._browser(self.petitioner_user) as page,
            ):
                self._set_clock(page, error)
                check(page)

    def test_an_older_text_does_not_cover_the_newer_draft(self):
        self._check(self._check_phone_is_newer)

    def test_a_newer_text_of_the_device_is_back(self):
        self._check(self._check_laptop_is_newer)

    def test_what_goes_on_on_the_phone_needs_no_question(self):
        with self._browser(self.petitioner_user) as page:
            page.open(NEW)
            form_key = self._key(page)
            self._write(page, LAPTOP)
            self._leave(page)
            self._by_phone(page, f"{LAPTOP}, nay đã xong", form_key)
            page.open(NEW)
            self._assert_shown(page, f"{LAPTOP}, nay đã xong", has_other=False)

    def test_a_page_that_stays_open_keeps_what_the_phone_wrote(self):
        with self._browser(self.petitioner_user) as page:
            page.open("/dialogue/lookup")
            self._by_phone(page, "Bản đầu")
            page.open(NEW)
            self._by_phone(page, PHONE)
            self._write(page, LAPTOP)
            page.wait(OTHER)
            page.wait(
                "document.querySelector('.o_dialogue_saved')"
                ".textContent.startsWith('Kept at')"
            )
            page.open(NEW)
            self._assert_shown(page, LAPTOP, has_other=True)
            self._swap(page)
            self._assert_shown(page, PHONE, has_other=True)

    def test_an_answer_that_was_not_heard_makes_no_other_text(self):
        with self._browser(self.petitioner_user) as page:
            page.open(NEW)
            self._write(page, LAPTOP)
            self._leave(page)
            page.open(NEW)
            self._assert_shown(page, LAPTOP, has_other=False)

    def test_what_is_typed_before_the_script_comes_stays(self):
        with self._browser(self.petitioner_user) as page:
            key = f"dialogue_draft_my-{self.petitioner_user.id}"
            page.open(NEW)
            page.run(
                f"localStorage.setItem('{key}',"
                f" JSON.stringify([['question', '{LAPTOP}']]))"
            )
            page.send(
                "Page.addScriptToEvaluateOnNewDocument",
                source="document.addEventListener('DOMContentLoaded', () => {"
                " const typed = document.querySelector('#feedback_question');"
                f" if (typed) {{ typed.value = '{PHONE}' }} }})",
            )
            page.open(NEW)
            self._assert_shown(page, PHONE, has_other=True)
            self._swap(page)
            self._assert_shown(page, LAPTOP, has_other=True)

    def test_a_text_kept_before_it_had_a_time_is_not_lost(self):
        with self._browser(self.petitioner_user) as page:
            key = f"dialogue_draft_my-{self.petitioner_user.id}"
            page.open(NEW)
            page.run(
                f"localStorage.setItem('{key}',"
                f" JSON.stringify([['question', '{LAPTOP}']]))"
            )
            page.open(NEW)
            self._assert_shown(page, LAPTOP, has_other=False)
            page.run("document.querySelector('.o_dialogue_restored button').click()")
            page.wait(f"{QUESTION} === ''")
