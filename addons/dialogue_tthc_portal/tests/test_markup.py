import re
from pathlib import Path

from lxml import etree

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from .common import PDF
from .route_fixtures import RouteCommon
from .route_table import ROUTES

# a mark of its own in each place, so that a test says which one ran
NASTY = (
    "{mark}<script>window.ran='{mark}'</script><img src=x onerror=\"ran='{mark}'\">"
    "&amp;\"'}}{{{{1+1}}}}\u202edetrever\u200f${{7*7}}"
)


def nasty(mark):
    """Return a text that does harm wherever it is taken for anything but text."""
    return NASTY.format(mark=mark)


@tagged("post_install", "-at_install")
class TestForms(BaseCase):
    def test_every_form_that_waits_for_the_network_can_say_so(self):
        """Without the note, the button of a form would be dead when offline."""
        notes = {
            f"dialogue_tthc_portal.{name}" for name in ("offline_note", "filing_foot")
        }
        forms = [
            form
            for path in Path(__file__).parents[1].glob("views/*.xml")
            for form in etree.parse(path).iter("form")
            if "o_dialogue_form"
            in re.findall(
                r"[\w-]+", form.get("class", "") + " " + form.get("t-att-class", "")
            )
        ]
        self.assertGreater(len(forms), 5)
        for form in forms:
            with self.subTest(form.getparent().get("id"), form=dict(form.attrib)):
                called = {call.get("t-call") for call in form.iter("t")}
                self.assertTrue(called & notes)


@tagged("post_install", "-at_install")
class TestMarkup(RouteCommon):
    """Names, questions and names of files full of markup stay text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterprise.name = nasty("enterprise")
        cls.petitioner_user.partner_id.name = nasty("user")
        cls.sector.name = nasty("sector")
        procedure = cls.env["dialogue.procedure"].create(
            {"name": nasty("procedure"), "sector_id": cls.sector.id}
        )
        cls.feedback.write(
            {
                "subject": nasty("subject"),
                "question": nasty("question"),
                "procedure_id": procedure.id,
            }
        )
        cls.feedback.petitioner_id.name = nasty("petitioner")
        cls.feedback.attachment_ids.name = nasty("file") + ".pdf"
        cls.feedback.info_request = nasty("request")
        cls.feedback._post_to_petitioner(nasty("officer"))
        cls._seen_by(cls.feedback, cls.petitioner_user)._portal_post(
            nasty("message"), [(nasty("name") + ".pdf", PDF)]
        )
        cls.env.flush_all()

    @mute_logger("odoo.http")
    def test_markup_stays_text_on_every_page(self):
        for name in ("public", "the owner"):
            self._login(self.people[name])
            for route, row in ROUTES.items():
                if row.method != "GET":
                    continue
                with self.subTest(route, by=name):
                    response = self._call(row, self._good_path(route, row))
                    if "html" in response.headers.get("Content-Type", ""):
                        self._assert_text(response.text)

    def _assert_text(self, text):
        for harm in ("<script>window.ran", "<img src=x"):
            where = text.find(harm)
            self.assertEqual(where, -1, text[max(where - 200, 0) : where + 200])

    @mute_logger("odoo.http")
    def test_what_was_typed_comes_back_as_text(self):
        self._login(self.petitioner_user)
        form = {name: nasty(name) for name in ("question", "address", "phone", "kind")}
        self._assert_text(self._file(subject="", **form).text)
        page = self.url_open(f"/my/feedback?search={nasty('search')}&sortby=<script>")
        self._assert_text(page.text)

    def test_files_go_out_under_a_safe_name(self):
        self._login(self.petitioner_user)
        for file in self.feedback._portal_attachments():
            url = f"/my/feedback/{self.feedback.id}/file/{file.id}"
            response = self.url_open(url)
            disposition = response.headers["Content-Disposition"]
            self.assertTrue(disposition.startswith("attachment"))
            self.assertNotIn("<", disposition)
            self.assertNotIn("\u202e", disposition)
