from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.dialogue_tthc.models import dialogue_filing

from ..models import dialogue_limit
from .common import PDF, PortalHttpCommon

SUBMIT = "/my/feedback/submit"


@tagged("post_install", "-at_install")
class TestFilingDrafts(PortalHttpCommon):
    """A reload, an error, an old page or a lost session costs no character."""

    def setUp(self):
        super().setUp()
        self._login(self.petitioner_user)

    def _drafts(self):
        return self.env["dialogue.filing"].search([("state", "=", "draft")])

    def _save(self, **vals):
        return self._post("/my/feedback/draft", self._form(**vals))

    def test_what_was_typed_is_offered_again(self):
        response = self._save(question="Dở dang\n  đến đây", subject_2="Câu hai")
        self.assertTrue(response.json()["saved"])
        page = self.url_open("/my/feedback/new").text
        for text in ("Dở dang\n  đến đây", "Câu hai", "a" * 32, "We have kept"):
            self.assertIn(text, page)
        self.assertFalse(self._filed())

    def test_of_many_begun_forms_the_newest_are_kept(self):
        self.startPatcher(patch.object(dialogue_filing, "DRAFTS_MAX", 2))
        for key in "abc":
            self._save(form_key=key * 32)
        self._login(self.stranger)
        self._save(form_key="d" * 32)
        keys = self._drafts().sudo().mapped("form_key")
        self.assertEqual({key[0] for key in keys}, set("bcd"))

    def test_what_is_kept_has_an_end(self):
        self._save(
            subject="x" * 5000,
            question="y" * 50_000,
            question_2="z" * 50_000,
            kind="k" * 99,
        )
        typed = self._drafts().typed
        self.assertEqual(len(typed["subject"]), 400)
        self.assertEqual(len(typed["question"]), 20_000)
        self.assertEqual(len(typed["more"][0]["question"]), 20_000)
        self.assertEqual(len(typed["kind"]), 40)

    def test_files_are_not_kept_without_end(self):
        limits = {"keep": {"account": (1, 60)}}
        self.startPatcher(patch.dict(dialogue_limit.LIMITS, limits))
        for number in range(2):
            response = self._file(
                files={"files": (f"{number}.pdf", PDF, "application/pdf")},
                form_key=f"{number}" * 32,
                subject="",
            )
        self.assertEqual(self._drafts().attachment_ids.mapped("name"), ["0.pdf"])
        self.assertIn("choose the files again", response.text)

    def test_files_of_a_guest_are_kept_for_two_days(self):
        self._save()
        self._login(None)
        self._post(
            "/dialogue/ask/submit",
            self._form(form_key="b" * 32, subject=""),
            {"files": ("a.pdf", PDF, "application/pdf")},
        )
        self.assertEqual(len(self._drafts()), 2)
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            self.env["dialogue.filing"]._gc_filings()
        self.assertEqual(self._drafts().partner_id, self.petitioner_user.partner_id)

    def test_others_do_not_see_it(self):
        self._save(question="Dở dang")
        for user in (self.stranger, self.coworker):
            self._login(user)
            self.assertNotIn("Dở dang", self.url_open("/my/feedback/new").text)
        self._save(question="Của người khác")
        self.assertEqual(len(self._drafts()), 2)

    def test_it_is_thrown_away_by_its_account_alone(self):
        self._save()
        self._login(self.stranger)
        self._save(discard="1")
        self.assertEqual(len(self._drafts()), 1)
        self._login(self.petitioner_user)
        response = self._save(discard="1")
        self.assertIn("/my/feedback/new", response.headers["Location"])
        self.assertFalse(self._drafts())

    def test_sent_it_is_no_draft_any_more(self):
        self._save()
        self._file()
        self.assertEqual(len(self._filed()), 1)
        # the page saves once more while it is left
        self._save()
        self.assertFalse(self._drafts())
        self.assertNotIn("We have kept", self.url_open("/my/feedback/new").text)

    def test_files_that_came_with_an_error_are_kept(self):
        files = [
            ("files", ("a.pdf", PDF, "application/pdf")),
            ("files", ("b.pdf", PDF + b"b", "application/pdf")),
            ("files", ("c.pdf", b"MZ", "application/pdf")),
        ]
        response = self._file(files=files, subject="")
        self.assertIn("“c.pdf” cannot be taken", response.text)
        kept = self._drafts().attachment_ids.sorted("name")
        self.assertEqual(kept.mapped("name"), ["a.pdf", "b.pdf"])
        self.assertEqual(set(kept.mapped("res_model")), {"dialogue.filing"})
        self._file(
            files=[("files", ("d.pdf", PDF + b"d", "application/pdf"))],
            kept_file=kept.ids,
            drop_file=kept[1].id,
        )
        names = self._filed().attachment_ids.mapped("name")
        self.assertEqual(sorted(names), ["a.pdf", "d.pdf"])

    def test_a_file_that_is_kept_is_nobody_elses(self):
        self._file(files={"files": ("a.pdf", PDF, "application/pdf")}, subject="")
        kept = self._drafts().attachment_ids
        self._login(self.stranger)
        self._file(kept_file=kept.id, form_key="a" * 32)
        self.assertFalse(self._filed().attachment_ids)
        for path in (f"/web/content/{kept.id}", f"/web/image/{kept.id}"):
            with self.subTest(path), mute_logger("odoo.http"):
                self.assertNotEqual(self.url_open(path).content, PDF)
        self.assertTrue(kept.exists())

    # ------------------------------------------------------------------
    # Sent too late
    # ------------------------------------------------------------------

    @mute_logger("odoo.http")
    def test_an_old_page_comes_back_with_its_text(self):
        response = self.url_open(
            SUBMIT,
            data={**self._form(question="Viết cả giờ"), "csrf_token": "cũ"},
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 400)
        for text in ("Viết cả giờ", "press “Send” again", "a" * 32, "csrf_token"):
            self.assertIn(text, response.text)
        self.assertFalse(self._filed())
        self.assertFalse(self._drafts())

    @mute_logger("odoo.http")
    def test_who_is_signed_out_meanwhile_keeps_their_text(self):
        self._login(None)
        # a slash at the end is the same form
        for path in (SUBMIT, f"{SUBMIT}/"):
            response = self._post(path, self._form(question="Viết cả giờ"))
            self.assertEqual(response.status_code, 400)
            for text in ("Viết cả giờ", "sign in again", f'action="{SUBMIT}"'):
                self.assertIn(text, response.text)
        self.assertFalse(self._filed())

    @mute_logger("odoo.http")
    def test_a_guests_old_page_gets_another_key(self):
        self._login(None)
        response = self.url_open(
            "/dialogue/ask/submit",
            data={**self._form(question="Viết cả giờ"), "email": "a@example.com"},
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 400)
        self.assertIn("Viết cả giờ", response.text)
        self.assertIn("a@example.com", response.text)
        self.assertNotIn("a" * 32, response.text)

    @mute_logger("odoo.http")
    def test_without_text_it_is_an_error_like_any_other(self):
        response = self.url_open(SUBMIT, data={"subject": "x"}, allow_redirects=False)
        self.assertEqual(response.status_code, 400)
        self.assertNotIn("o_dialogue_form", response.text)
