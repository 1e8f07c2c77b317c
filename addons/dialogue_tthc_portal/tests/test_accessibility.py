import json

from odoo.tests import tagged

from .axe import BrowserCommon
from .page_states import PAGES, PageStates

# each text size in each theme, in turn on a phone and on a wide screen; the largest
# text on a phone in both, for there it is tightest
LOOKS = (
    ("light", 0, 320),
    ("light", 1, 1280),
    ("light", 2, 320),
    ("dark", 0, 1280),
    ("dark", 1, 1280),
    ("dark", 2, 320),
)
# where the focus is, and whether a person sees that it is there
FOCUSED = """(() => {
    const element = document.activeElement;
    if (!element || element === document.body) { return null; }
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
        key: element.id || element.name + "=" + element.value || "",
        tag: element.tagName,
        text: (element.innerText || "").trim().slice(0, 40),
        href: element.getAttribute("href"),
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        within: box.width > 0 && box.height > 0,
    };
})()"""
# everything by which a page can be used; of radio buttons one is enough: that which is
# chosen, or the first one of a group in which nothing is
CONTROLS = """[...document.querySelectorAll(
    "a[href], button, input:not([type='hidden']), select, textarea, summary"
)].filter(element => element.checkVisibility() && !element.disabled
    && (element.type !== "radio" || element.checked || (
        !document.querySelector(`input[name="${element.name}"]:checked`)
        && element === document.querySelector(`input[name="${element.name}"]`)))
    && element.closest("[aria-hidden='true']") === null).length"""
SMALL = """[...document.querySelectorAll(
    "button, select, textarea, a.btn, summary, "
    + "input:not([type='hidden'], [type='radio'], [type='checkbox'])"
)].filter(element => element.checkVisibility()
    && element.closest("[aria-hidden='true']") === null
    && element.getBoundingClientRect().height < 43.5
).map(element => `${element.tagName}.${element.className}: `
    + element.getBoundingClientRect().height)"""


@tagged("post_install", "-at_install")
class TestAccessibility(BrowserCommon, PageStates):
    """Every page in every state, light and dark, in each text size, narrow and wide."""

    def setUp(self):
        super().setUp()
        # all states are made before a browser asks for anything: two at a time is
        # more than one connection to the database takes
        self.paths = {state: getattr(self, state)() for state in self._states()}
        self.env.flush_all()

    def _states(self):
        return {shown.state: None for shown in PAGES}

    def _pages(self):
        """Yield a browser page and a row for each of ``PAGES``, ready to look at."""
        for who in {shown.who: None for shown in PAGES}:
            with self._browser(who and getattr(self, who)) as page:
                for shown in (row for row in PAGES if row.who == who):
                    page.set_size(1280)
                    self._show(page, shown)
                    yield page, shown

    def _show(self, page, shown):
        page.open(self.paths[shown.state])
        if shown.act:
            page.run(f"(() => {{ {shown.act} }})()")
        if shown.send:
            page.press_button(shown.send)
        if shown.is_again:
            page.open(self.paths[shown.state])
        if shown.seen:
            page.wait(
                f"document.querySelector({json.dumps(shown.seen)}).checkVisibility()"
            )

    def _assert_none(self, lines):
        self.assertFalse(lines, "\n".join(["", *lines]))

    def test_axe_finds_no_barrier(self):
        for page, shown in self._pages():
            for theme, size, width in LOOKS:
                page.look(theme, size)
                page.set_size(width)
                with self.subTest(shown, theme=theme, size=size, width=width):
                    self._assert_none(page.overflow())
                    self._assert_none(page.barriers())

    def test_keyboard_and_finger_reach_everything(self):
        for page, shown in self._pages():
            with self.subTest(shown, by="keyboard"):
                places = self._walk(page, page.run(CONTROLS))
                # counted now: a script hides some as soon as it has arrived
                self.assertEqual(places, page.run(CONTROLS))
            page.set_size(320)
            with self.subTest(shown, by="finger"):
                self._assert_none(page.run(SMALL))

    def _walk(self, page, most):
        """Press Tab until it comes round; return how many places it stopped at."""
        places = 0
        # from the top, also where the page puts the cursor into an input
        page.run("document.body.tabIndex = -1; document.body.focus()")
        page.run("document.body.removeAttribute('tabindex'); window.stops = new Set()")
        # it ends where it began; keys that are still on their way cost a step each
        for _step in range(3 * most):
            page.press("Tab")
            focused = page.run(FOCUSED)
            if not focused:
                continue  # past the end of the page: the next one is its beginning
            if not page.run("stops.size < stops.add(document.activeElement).size"):
                if page.run("document.activeElement === [...stops][0]"):
                    break
                continue  # on a busy machine the key is still on its way
            self.assertTrue(focused["seen"], focused)
            self.assertTrue(focused["within"], focused)
            places += 1
        return places

    def test_the_first_tab_skips_to_the_content(self):
        with self._browser(self.petitioner_user) as page:
            page.open("/my/feedback/new")
            page.press("Tab")
            self.assertEqual(page.run(FOCUSED)["href"], "#dialogue_main")
            page.press("Enter")
            page.wait("document.activeElement.id === 'dialogue_main'")

    def test_a_case_is_filed_by_keyboard_alone(self):
        with self._browser(self.petitioner_user) as page:
            page.open("/my/feedback/new")
            self._tab_to(page, "subject")
            page.type("Bao lâu thì có kết quả?")
            self._tab_to(page, "question")
            page.type("Nộp từ tháng 2 đến nay chưa có kết quả.")
            self._tab_to(page, "phone")
            page.press("Enter")
            page.wait(r"/feedback\/\d+/.test(location.pathname)")
        self.assertEqual(self._filed().subject, "Bao lâu thì có kết quả?")

    def _tab_to(self, page, name):
        for _step in range(60):
            page.press("Tab")
            if page.run("document.activeElement.name") == name:
                return
        self.fail(f"Tab does not reach {name}")
