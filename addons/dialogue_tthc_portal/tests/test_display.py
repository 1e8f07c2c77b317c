import gzip
import re
from pathlib import Path

from odoo.tests import tagged

from ..tools.display import COOKIE, Display, is_own_page, page_to_return_to
from .axe import BrowserCommon

HOME = "/dialogue"
# what our own files may weigh on the first page, as they travel
LIMIT = 60 * 1024
SUBJECT = "document.querySelector('[name=subject]')"
STATUS = "document.querySelector('.o_dialogue_display [role=status]')"
ADDONS = Path(__file__).parents[2]


@tagged("post_install", "-at_install")
class TestDisplay(BrowserCommon):
    """Text size and colours: with and without JavaScript, here and nowhere else."""

    def _looks(self, path="/my/feedback"):
        """Return text size and colours of a page."""
        text = self.url_open(path).text
        size = re.search(r"o_dialogue_size_(\d)", text[:400])
        theme = re.search(r"o_dialogue_(auto|light|dark)", text)
        return size and int(size[1]), theme and theme[1]

    def _press(self, **data):
        return self._post("/dialogue/display", {"back": "/my/feedback", **data})

    def test_cookies_that_make_no_sense_choose_nothing(self):
        for cookie in (
            None,
            "",
            "dark",
            "dark.",
            "dark.x",
            "<b>.1",
            "dark.1; x",
            "0.0",
        ):
            self.assertEqual(Display.parse(cookie), Display(), cookie)
        self.assertEqual(Display.parse("dark.2"), Display("dark", 2))
        self.assertEqual(Display.parse("light.9"), Display("light", 2))

    def test_three_sizes_and_two_themes(self):
        display = Display()
        sizes = [display.size]
        for step in ("smaller", "larger", "larger", "larger", "smaller", "x"):
            display = display.change(size=step)
            sizes.append(display.size)
        self.assertEqual(sizes, [0, 0, 1, 2, 2, 1, 1])
        self.assertEqual(display.change(theme="dark").theme, "dark")
        self.assertEqual(display.change(theme="pink").theme, "auto")

    def test_it_leads_back_to_our_own_pages_alone(self):
        for good in ("/dialogue", "/my/feedback?search=%C4%91", "/dialogue/answers/1"):
            self.assertEqual(page_to_return_to(good), good)
        for bad in (
            None,
            "",
            "https://example.com",
            "//example.com/dialogue",
            "/\\\\example.com",
            "/dialogue\\\\@example.com",
            "/web/session/logout",
            "/my/feedback/../../web/session/logout",
            "/dialogue/%2e%2e/web/session/logout",
            "/dialogue\\r\\nX: y",
            "/dialoguex",
            "javascript:alert(1)",
            "/dialogue?" + "x" * 3000,
        ):
            self.assertEqual(page_to_return_to(bad), HOME, bad)

    def test_without_javascript(self):
        self._login(self.petitioner_user)
        self.assertEqual(self._looks(), (0, "auto"))
        response = self._press(size="larger")
        self.assertEqual(response.status_code, 303)
        self.assertURLEqual(response.headers["Location"], "/my/feedback")
        self._press(theme="dark")
        self.assertEqual(self._looks(), (1, "dark"))
        self.assertIn("SameSite=Lax", response.headers["Set-Cookie"])

    def test_nobody_is_led_elsewhere(self):
        self._login(None)
        for back in ("https://example.com/", "//example.com", "/web/session/logout"):
            response = self._press(size="larger", back=back)
            self.assertURLEqual(response.headers["Location"], HOME)

    def test_pages_of_others_stay_as_they_are(self):
        self.assertFalse(is_own_page("/my/account"))
        self._login(self.petitioner_user)
        self._press(theme="dark")
        for path in ("/my/account", "/my/security"):
            self.assertEqual(self._looks(path), (None, None), path)

    def test_typed_text_is_not_left_behind_without_javascript(self):
        """The answer to a form has no buttons that would lead away from it."""
        self._login(self.petitioner_user)
        page = self._file(subject="").text
        form = page[page.index("o_dialogue_display d-print-none") :]
        self.assertIn('hidden="hidden"', form[: form.index(">")])

    def test_with_javascript_the_page_stays(self):
        with self._browser(self.petitioner_user) as page:
            page.open("/my/feedback/new")
            page.run(f"{SUBJECT}.value = 'Đã gõ'")
            for name, value in (("size", "larger"), ("theme", "dark")):
                page.run(
                    f"document.querySelector('.o_dialogue_display [name={name}]"
                    f"[value={value}]').click()"
                )
            page.wait("document.body.classList.contains('o_dialogue_dark')")
            self.assertEqual(page.run(f"{SUBJECT}.value"), "Đã gõ")
            self.assertEqual(
                page.run(f"{STATUS}.innerText"),
                "Text: larger. Colours: dark.",
            )
            self.assertIn(f"{COOKIE}=dark.1", page.run("document.cookie"))
            page.open("/my/feedback")
            self.assertEqual(
                page.run("getComputedStyle(document.body).backgroundColor"),
                "rgb(22, 24, 28)",
            )

    def test_the_device_decides_until_somebody_chooses(self):
        with self._browser(self.petitioner_user) as page:
            background = "getComputedStyle(document.body).backgroundColor"
            page.open("/my/feedback")
            self.assertEqual(page.run(background), "rgb(255, 255, 255)")
            page.set_media(color_scheme="dark")
            self.assertEqual(page.run(background), "rgb(22, 24, 28)")
            page.look("light", 0)
            self.assertEqual(page.run(background), "rgb(255, 255, 255)")

    def test_our_own_files_are_light(self):
        """Styles, scripts and pictures of ours, compiled and compressed."""
        qweb = self.env["ir.qweb"]
        bundle = qweb._get_asset_bundle("web.assets_frontend", css=True, js=True)
        bundle.preprocess_css()
        own = [
            asset
            for asset in (*bundle.stylesheets, *bundle.javascripts)
            if (asset.url or "").startswith("/dialogue_tthc")
        ]
        self.assertGreater(len(own), 3)
        weight = sum(len(gzip.compress(asset.content.encode())) for asset in own)
        pictures = set(re.findall(r'src="/(dialogue_tthc[^"?]*)', self._first_page()))
        weight += sum(
            len(gzip.compress((ADDONS / picture).read_bytes())) for picture in pictures
        )
        self.assertLess(weight, LIMIT)

    def _first_page(self):
        response = self.url_open(HOME)
        # until there is one, the list is what people see first
        if response.status_code == 404:
            self._login(self.petitioner_user)
            response = self.url_open("/my/feedback")
        return response.text
