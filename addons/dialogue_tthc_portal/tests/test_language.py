from lxml import html

from odoo.tests import tagged

from .common import PortalHttpCommon
from .page_states import PAGES, PageStates

# what people and officials wrote, in the language of the dialogue
WRITTEN = {
    "dialogue.agenda.item": ("name",),
    "dialogue.answer": ("body", "legal_basis", "promised_action"),
    "dialogue.feedback": ("subject", "question", "info_request", "refusal_guidance"),
    "dialogue.filing": ("drop_reason",),
    "dialogue.hall.question": ("question",),
    "dialogue.publication": ("title", "question", "answer"),
    "dialogue.session": ("name", "conclusion", "cancel_reason"),
}
# shorter words may stand in any sentence
LONG = 10
# what is chosen from a list is a word of the form, and what is typed is being written
PLAIN = "//body//text()[not(ancestor::script or ancestor::style or ancestor::option or "
PLAIN += "ancestor::textarea or ancestor::template)]"


def plain(text):
    return " ".join((text or "").split())


@tagged("post_install", "-at_install")
class TestLanguage(PortalHttpCommon, PageStates):
    """Each page says its language, and what somebody wrote there says its own."""

    def setUp(self):
        super().setUp()
        self.paths = {row.state: None for row in PAGES}
        for state in self.paths:
            self.paths[state] = getattr(self, state)()
        self.env.flush_all()

    def _speak(self, lang):
        """Let all pages be in this language, with and without an account."""
        self.lang = lang
        self.env["res.lang"]._activate_lang(lang)
        self.env["ir.default"].set("res.partner", "lang", lang)
        for who in {row.who for row in PAGES if row.who}:
            getattr(self, who).lang = lang
        self.env.flush_all()

    def _pages(self):
        """Yield state and parsed page for each state and whoever sees it."""
        seen = sorted({(row.who or "", row.state) for row in PAGES})
        last = None
        for who, state in seen:
            if who != last:
                # a browser keeps the language of its last visit
                self.opener.cookies.clear()
                self._login(getattr(self, who) if who else None)
                self.opener.cookies.set("frontend_lang", self.lang)
                last = who
            yield state, html.fromstring(self.url_open(self.paths[state]).content)

    def test_each_page_says_its_language(self):
        for lang, said in (("en_US", "en-US"), ("vi_VN", "vi-VN")):
            self._speak(lang)
            for state, page in self._pages():
                with self.subTest(state, lang=lang):
                    self.assertEqual(page.get("lang"), said)

    def test_what_somebody_wrote_says_its_own(self):
        self._speak("en_US")
        written = self._written()
        found = 0
        for state, page in self._pages():
            with self.subTest(state):
                for node in page.xpath(PLAIN):
                    text = plain(node)
                    if not any(piece in text for piece in written):
                        continue
                    block = (
                        node.getparent()
                        if node.is_text
                        else node.getparent().getparent()
                    )
                    said = block.xpath("ancestor-or-self::*[@lang][1]/@lang")[-1:]
                    self.assertEqual(said, ["vi"], html.tostring(block)[:300])
                    found += 1
        self.assertGreater(found, 50)

    def _written(self):
        """Return the texts that people and officials wrote, paragraph by paragraph."""
        texts = [
            record[name]
            for model, names in WRITTEN.items()
            for record in self.env[model].with_context(active_test=False).search([])
            for name in names
            if record[name]
        ]
        cases = self.env["dialogue.feedback"].search([])
        for case in cases:
            texts += case._petitioner_messages().mapped("body")
        return {
            piece
            for text in texts
            for part in html.fragment_fromstring(text, create_parent=True).itertext()
            for piece in map(plain, part.splitlines())
            if len(piece) >= LONG
        }
