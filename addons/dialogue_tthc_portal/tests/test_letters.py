import html
import re
from functools import partial

from lxml import html as lxml_html

from odoo.tests import tagged

from odoo.addons.dialogue_tthc.models.dialogue_link import SCOPES

from .leaks import LEAK, mark_everything
from .letters import LINKS, OFFICIAL, WITHOUT_LINK, LettersCommon

SHOWN = ("subject", "body_html", "email_from", "email_to", "reply_to", "headers")
LANGUAGES = {"vi_VN", "en_US"}
# shorter words can be the same in two languages by chance
LONG = 12
LINK = re.compile(r"/dialogue/(case|rating|filing|invitation)/([\w-]+)")


def plain(text):
    return " ".join(html.unescape(text).split())


def words(markup):
    """Return the texts between the marks of a template."""
    return {plain(text) for text in lxml_html.fromstring(markup).itertext()}


@tagged("post_install", "-at_install")
class TestLetters(LettersCommon):
    """Each letter, once: nothing internal in it, in its reader's language."""

    def test_every_letter_is_in_the_table(self):
        names = set(self._templates())
        scenes = {name for name in names if hasattr(self, f"_write_{name}")}
        self.assertEqual(names - scenes, OFFICIAL)
        self.assertLessEqual({*LINKS, *WITHOUT_LINK}, scenes)

    def test_each_is_written_once_and_carries_its_link(self):
        self._check_each(self._assert_link)

    def _assert_link(self, name, _template, mails):
        self.assertEqual(len(mails), 1)
        self.assertFalse(mails.model or mails.res_id)
        found = dict(LINK.findall(mails.body_html))
        scope = None if name in WITHOUT_LINK else LINKS.get(name, "case")
        self.assertEqual(set(found) - {"rating"}, {scope} - {None})
        for kind, token in found.items():
            opened = self.env[SCOPES[kind].model]._link_find(token, kind)
            self.assertEqual(len(opened), 1)

    def test_each_is_in_the_language_of_its_reader(self):
        """Whatever the department writes in, and whoever takes the step."""
        self.env["res.lang"]._activate_lang("vi_VN")
        for lang in sorted(LANGUAGES):
            (other,) = LANGUAGES - {lang}
            self.reader.lang = lang
            officials = self.desk + self.specialist + self.leader
            (self.company.partner_id + officials.partner_id).lang = other
            self._check_each(partial(self._assert_language, lang, other))

    def _assert_language(self, lang, other, _name, template, mail):
        mine, others = (
            {
                text
                for part in self._parts(template.with_context(lang=code))
                for text in part
                if len(text) >= LONG
            }
            for code in (lang, other)
        )
        told = plain(" ".join(lxml_html.fromstring(mail.body_html).itertext()))
        self.assertTrue([text for text in mine - others if text in told], told)
        self.assertEqual([text for text in others - mine if text in told], [])
        subject = template.with_context(lang=lang).subject
        for part in re.split(r"\{\{.*?\}\}", subject):
            self.assertIn(part.strip(), mail.subject)
        self.assertNotEqual(subject, template.with_context(lang=other).subject)
        said = re.search(r'<html lang="([^"]*)"', mail.body_html)
        if said:
            self.assertEqual(said[1].replace("-", "_"), lang)

    def _parts(self, template):
        yield words(template.body_html)
        layout = self.env.ref("dialogue_tthc.petitioner_letter")
        yield words(layout.with_context(lang=template.env.context["lang"]).arch_db)
        # the button to the page of the case
        yield {template.env._("Open the page of your petition")}


@tagged("post_install", "-at_install")
class TestLettersLeak(LettersCommon):
    """All that is internal is marked before each letter is written."""

    def _before_letter(self):
        officials = self.desk + self.specialist + self.leader + self.auditor
        mark_everything(self.env, officials + self.colleague)

    def test_no_letter_tells_anything_internal(self):
        self._check_each(self._assert_nothing_internal)

    def _assert_nothing_internal(self, _name, _template, mails):
        for mail in mails:
            files = mail.attachment_ids
            for text in (
                *(mail[name] or "" for name in SHOWN),
                *files.mapped("name"),
                *(file.raw.decode("utf-8", "replace") for file in files),
            ):
                self._assert_clean(text)

    def _assert_clean(self, text):
        text = html.unescape(text)
        # a calendar file is folded in the middle of words
        for seen in (text, text.replace("\r\n ", "")):
            where = seen.find(LEAK)
            self.assertEqual(where, -1, seen[max(where - 200, 0) : where + 100])
