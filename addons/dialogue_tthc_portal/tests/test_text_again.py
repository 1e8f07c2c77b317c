import re

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MARKUP, PDF
from .session_common import PortalSessionCommon

TEXT = "Viết cả giờ.\n  Dòng hai"
# what no two pages have in common
SEAL = re.compile(r"[0-9a-f]{40}o[0-9]+")
# name of the text in each step of a case, by account and by private link
STEPS = {
    "info": "body",
    "message": "body",
    "withdraw": "body",
    "reopen": "body",
    "appeal": "body",
    "rate": "comment",
}


@tagged("post_install", "-at_install")
class TestTextAgain(PortalSessionCommon):
    """A text that was sent too late comes back, to whoever wrote it alone."""

    def setUp(self):
        super().setUp()
        self.feedback = self._create_own()
        self.case = f"/my/feedback/{self.feedback.id}"
        self.case_link = self.feedback._link_path("case")
        self._login(self.petitioner_user)

    def _too_late(self, path, files=None, headers=None, **data):
        """Send a form whose seal is too old."""
        return self.url_open(
            path,
            data={"csrf_token": "cũ", **data},
            files=files,
            headers=headers,
            allow_redirects=False,
        )

    def _form_of(self, response):
        """Return the form on a page that came back: its path and its values."""
        page = html.fromstring(response.text)
        form = page.xpath("//form[contains(@class, 'o_dialogue_form')]")[0]
        return form.get("action"), dict(form.form_values())

    def _assert_back(self, response, text=TEXT):
        self.assertEqual(response.status_code, 400)
        self.assertIn("Nothing has been sent yet", response.text)
        self.assertIn("no-store", response.headers["Cache-Control"])
        values = self._form_of(response)[1]
        self.assertIn(text, [value.lstrip("\n") for value in values.values()])
        self.assertNotEqual(values["csrf_token"], "cũ")

    @mute_logger("odoo.http")
    def test_every_text_comes_back_and_can_be_sent(self):
        for base in (self.case, self.case_link):
            for step, name in STEPS.items():
                with self.subTest(base=base, step=step):
                    response = self._too_late(f"{base}/{step}", **{name: TEXT})
                    self._assert_back(response)
                    self.assertEqual(self._form_of(response)[0], f"{base}/{step}")
        self.assertFalse(self.feedback._portal_messages())
        response = self._too_late(f"{self.case_link}/message", body=TEXT)
        path, values = self._form_of(response)
        response = self.url_open(path, data=values, allow_redirects=False)
        self.assertIn("notice=posted", response.headers["Location"])
        self.env.invalidate_all()
        self.assertEqual(len(self.feedback._portal_messages()), 1)

    @mute_logger("odoo.http")
    def test_what_was_chosen_goes_along(self):
        vote = {"level": "4", "reason_ids": ["1", "2"], "comment": TEXT}
        response = self._too_late(f"{self.case_link}/rate", **vote)
        for value in ('name="level" value="4"', 'name="reason_ids" value="2"'):
            self.assertIn(value, response.text)
        reply = {"answer": "decline", "reason": "Bận", "opinion": TEXT}
        for path in (self.path, self.link):
            with self.subTest(path):
                response = self._too_late(f"{path}/reply", **reply)
                self._assert_back(response)
                values = self._form_of(response)[1]
                self.assertEqual(values["answer"], "decline")
                self.assertEqual(values["reason"].strip(), "Bận")
        before = self._snapshot()
        path, values = self._form_of(response)
        response = self.url_open(path, data=values, allow_redirects=False)
        self.assertIn("notice=opinion", response.headers["Location"])
        self.assertNotEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_a_question_from_the_hall_comes_back(self):
        path = f"{self.meeting._link_path('hall')}/ask"
        asked = {"question": TEXT, "name": "Lan", "is_name_hidden": "1"}
        response = self._too_late(path, form_key="a" * 22, **asked)
        self._assert_back(response)
        values = self._form_of(response)[1]
        self.assertEqual(values["is_name_hidden"], "1")
        # a page of somebody else could have sent it
        self.assertNotEqual(values["form_key"], "a" * 22)

    @mute_logger("odoo.http")
    def test_files_have_to_be_chosen_again(self):
        files = {"files": ("a.pdf", PDF, "application/pdf")}
        response = self._too_late(f"{self.case}/message", files, body=TEXT)
        self._assert_back(response)
        self.assertIn("choose the files again", response.text)
        self.assertIn('type="file"', response.text)

    @mute_logger("odoo.http")
    def test_who_is_signed_out_meanwhile_keeps_the_text(self):
        written_by = str(self.petitioner_user.id)
        self._login(None)
        for path in (f"{self.case}/message", f"{self.case}/message/"):
            with self.subTest(path):
                data = {"body": TEXT, "written_by": written_by}
                response = self._post(path, data)
                self._assert_back(response)
                self.assertIn("sign in again", response.text)
                # whose it is, is not forgotten on the way
                values = self._form_of(response)[1]
                self.assertEqual(values["written_by"], written_by)
        response = self._post(
            f"{self.path}/reply", {"answer": "decline", "reason": "x"}
        )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.feedback._portal_messages())

    @mute_logger("odoo.http")
    def test_nobody_else_sees_it(self):
        """Somebody else signs in at the same browser, and sends the open page."""
        page = html.fromstring(self.url_open(self.case).text)
        written_by = page.xpath("//input[@name='written_by']/@value")
        self.assertEqual(set(written_by), {str(self.petitioner_user.id)})
        self._login(self.stranger)
        filing = {"question": TEXT, "subject": TEXT}
        for path, data in {
            f"{self.case}/message": {"body": TEXT},
            f"{self.case_link}/message": {"body": TEXT},
            f"{self.path}/reply": {"opinion": TEXT, "answer": "decline"},
            "/my/feedback/submit": filing,
            "/dialogue/ask/submit": filing,
        }.items():
            with self.subTest(path):
                response = self._too_late(path, written_by=written_by[0], **data)
                self.assertEqual(response.status_code, 400)
                self.assertNotIn("Viết cả giờ", response.text)
                self.assertIn("Nothing has been sent yet", response.text)

    @mute_logger("odoo.http")
    def test_it_says_nothing_about_the_case_of_another(self):
        other = self._create_own(self.stranger)
        told = set()
        for case in (other.id, self.feedback.id, 2_000_000_000):
            path = f"/my/feedback/{case}/message"
            response = self._too_late(path, body=TEXT)
            self._assert_back(response)
            self.assertNotIn(other.code, response.text)
            self.assertNotIn(self.feedback.code, response.text)
            text = SEAL.sub("", response.text.replace(f"/{case}/", "/0/"))
            told.add(text)
        self.assertEqual(len(told), 1)
        told = {
            self._too_late(f"/dialogue/case/{token}/message", body=TEXT).status_code
            for token in ("1-1-x", self.case_link.rpartition("/")[2])
        }
        self.assertEqual(told, {400})

    @mute_logger("odoo.http")
    def test_markup_stays_text(self):
        for path, name in (
            (f"{self.case}/message", "body"),
            (f"{self.case}/rate", "comment"),
            (f"{self.link}/reply", "opinion"),
        ):
            with self.subTest(path):
                text = f"</textarea>{MARKUP}"
                response = self._too_late(
                    path, **{name: text, "level": f'">{MARKUP}', "answer": MARKUP}
                )
                self._assert_back(response, text)
                self.assertNotIn(MARKUP, response.text)

    @mute_logger("odoo.http")
    def test_a_page_of_somebody_else_shows_nothing_here(self):
        own = self.base_url()
        for headers, is_shown in (
            ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, False),
            ({"Sec-Fetch-Site": "same-site", "Origin": own}, False),
            ({"Origin": "https://evil.example"}, False),
            ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
            ({"Origin": own}, True),
            ({"Origin": "null"}, True),
        ):
            for path, name in (
                (f"{self.case}/withdraw", "body"),
                ("/dialogue/ask/submit", "question"),
            ):
                with self.subTest(path=path, headers=headers):
                    response = self._too_late(path, headers=headers, **{name: TEXT})
                    self.assertEqual(response.status_code, 400)
                    self.assertEqual("Viết cả giờ" in response.text, is_shown)

    @mute_logger("odoo.http")
    def test_without_a_text_it_is_an_error_like_any_other(self):
        for data in ({}, {"body": "  "}, {"level": "1"}):
            response = self._too_late(f"{self.case}/message", **data)
            self.assertNotIn("o_dialogue_form", response.text)
        response = self.url_open(f"{self.case}/message?body=x", allow_redirects=False)
        self.assertEqual(response.status_code, 405)
        self._login(None)
        response = self._post(f"{self.case}/message", {})
        self.assertIn("/web/login", response.headers["Location"])
