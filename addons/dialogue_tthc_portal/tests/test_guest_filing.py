from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import dialogue_limit
from .common import MARKUP, PDF, PortalHttpCommon

ASK = "/dialogue/ask"


@tagged("post_install", "-at_install")
class TestGuestFiling(PortalHttpCommon):
    """Asking without an account: confirmed by mail, opened by a private link."""

    def setUp(self):
        super().setUp()
        self._login(None)

    def _guest(self, **vals):
        form = self._form(
            petitioner_kind="enterprise",
            name="Công ty TNHH Mận Đỏ",
            representative="Lý Thị Mận",
            street="Số 5",
            ward="Xã Vị Xuyên",
            province="Tỉnh Hà Giang",
            email="Man@Example.com",
            phone="",
        )
        return {**form, **vals}

    def _ask(self, files=None, **vals):
        return self._post(f"{ASK}/submit", self._guest(**vals), files)

    def _waiting(self):
        self.env.invalidate_all()
        return self.env["dialogue.filing"].search([("state", "=", "waiting")])

    def _mails(self):
        self.env.invalidate_all()
        self._write_letters()
        return self.env["mail.mail"].sudo().search([("model", "=", False)])

    def _confirm(self, token):
        return self._post(f"/dialogue/filing/{token}/confirm")

    # ------------------------------------------------------------------
    # The form
    # ------------------------------------------------------------------

    def test_at_most_six_inputs_are_required(self):
        for login, path in ((None, ASK), (self.petitioner_user, "/my/feedback/new")):
            self._login(login)
            page = self.url_open(path).text
            # what is copied for a further question is not on the page yet
            before, _tag, rest = page.partition("<template")
            page = before + rest.partition("</template>")[2]
            self.assertLessEqual(page.count('required="required"'), 6)
            self.assertGreaterEqual(page.count('required="required"'), 2)

    def test_asked_it_waits_for_the_link(self):
        before = self._mails()
        response = self._ask(files={"files": ("đơn.pdf", PDF, "application/pdf")})
        self.assertTrue(response.headers["Location"].endswith(f"{ASK}/sent"))
        self.assertFalse(self._filed())
        filing = self._waiting()
        self.assertEqual(filing.email, "man@example.com")
        mail = self._mails() - before
        self.assertEqual(mail.email_to, "man@example.com")
        page = self.url_open(f"{ASK}/sent")
        self.assertIn("man@example.com", page.text)
        # it may wait in the outgoing queue
        self.assertIn("A mail with a link is on its way", page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        # whoever only has this page has not shown that the address is theirs
        self.assertNotIn("/dialogue/filing/", page.text)

    def test_confirmed_it_is_a_case_with_code_and_secret(self):
        self._ask(files={"files": ("đơn.pdf", PDF, "application/pdf")})
        filing = self._waiting()
        token = filing._link_token("filing")
        page = self.url_open(f"/dialogue/filing/{token}")
        self.assertIn("Nộp từ tháng 2", page.text)
        self.assertIn("đơn.pdf", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        response = self._confirm(token)
        self.assertEqual(response.status_code, 303)
        case = self._filed()
        self.assertEqual(case.state, "received")
        self.assertEqual(case.channel, "portal")
        self.assertFalse(case.partner_id)
        petitioner = case.petitioner_id
        self.assertEqual(petitioner.name, "Công ty TNHH Mận Đỏ")
        self.assertEqual(petitioner.representative, "Lý Thị Mận")
        self.assertEqual(petitioner.address, "Số 5, Xã Vị Xuyên, Tỉnh Hà Giang")
        self.assertEqual(petitioner.email, "man@example.com")
        page = self.url_open(f"/dialogue/filing/{token}")
        for text in (case.code, case._lookup_secret(), case._link_path("case")):
            self.assertIn(text, page.text)

    def test_too_many_mails_to_an_address_cost_nobody_their_question(self):
        limits = {"mail": {"mail": (1, 60)}}
        self.startPatcher(patch.dict(dialogue_limit.LIMITS, limits))
        before = self._mails()
        self._ask()
        for key in ("b", "c"):
            response = self._ask(form_key=key * 32, question="Hỏi thêm")
            self.assertTrue(response.headers["Location"].endswith(f"{ASK}/sent"))
        self.assertEqual(len(self._waiting()), 3)
        self.assertEqual(len(self._mails() - before), 1)
        page = self.url_open(f"{ASK}/sent").text
        self.assertIn("not sent the link yet", page)
        self.assertNotIn("A mail with a link is on its way", page)
        # the same counter wherever a mail to that address is asked for
        for path in (f"{ASK}/mail", "/dialogue/lookup/mail"):
            response = self._post(path, {"code": "x", "email": "man@example.com"})
            self.assertIn("come back after", response.text)

    def test_whoever_sits_down_later_learns_and_changes_nothing(self):
        self._ask()
        filing = self._waiting()
        filing.submitted_on -= timedelta(minutes=31)
        self.env.flush_all()
        page = self.url_open(f"{ASK}/sent").text
        self.assertNotIn("man@example.com", page)
        self.assertNotIn(f'action="{ASK}/mail"', page)
        self.assertIn("Call the department", page)
        before = self._mails()
        self._post(f"{ASK}/mail", {"email": "ke-la@example.com"})
        self.assertEqual(self._waiting().email, "man@example.com")
        self.assertFalse(self._mails() - before)

    def test_an_old_mail_opens_no_case_any_more(self):
        self._ask()
        filing = self._waiting()
        token = filing._link_token("filing")
        self._confirm(token)
        case = self._filed()
        self.env["dialogue.filing"].browse(filing.id).confirmed_on -= timedelta(days=2)
        page = self.url_open(f"/dialogue/filing/{token}").text
        self.assertIn(case.code, page)
        self.assertNotIn(case._lookup_secret(), page)
        self.assertNotIn("/dialogue/case/", page)

    def test_what_cannot_be_filed_says_why(self):
        self._ask()
        filing = self._waiting()
        with patch.object(type(filing), "_make_cases", side_effect=UserError("Thiếu")):
            response = self._confirm(filing._link_token("filing"))
        self.assertEqual(response.status_code, 200)
        self.assertIn("Thiếu", response.text)
        self.assertTrue(self._waiting())

    def test_who_was_not_taken_in_reads_why(self):
        self._ask()
        filing = self._waiting()
        token = filing._link_token("filing")
        filing.with_user(self.desk).action_discard(f"Quảng cáo {MARKUP}")
        page = self.url_open(f"/dialogue/filing/{token}").text
        self.assertIn("Quảng cáo", page)
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("Confirm and send", page)
        self.assertEqual(self._confirm(token).status_code, 303)
        self.assertFalse(self._filed())

    def test_the_text_of_a_guest_stays_in_their_browser(self):
        file = {"files": ("đơn.pdf", PDF, "application/pdf")}
        self._ask(files=file, question="")
        kept = self.env["dialogue.filing"].search([("state", "=", "draft")])
        self.assertTrue(kept.attachment_ids)
        self.assertFalse(kept.typed)

    def test_the_mail_scanners_get_changes_nothing(self):
        self._ask()
        token = self._waiting()._link_token("filing")
        for _time in range(3):
            self.url_open(f"/dialogue/filing/{token}")
            self.url_open(f"/dialogue/filing/{token}", method="HEAD")
        with mute_logger("odoo.http"):
            response = self.url_open(f"/dialogue/filing/{token}/confirm")
        self.assertEqual(response.status_code, 405)
        self.assertTrue(self._waiting())
        self.assertFalse(self._filed())

    def test_confirmed_twice_is_one_case(self):
        self._ask(subject_2="Câu hai", question_2="Chi tiết")
        token = self._waiting()._link_token("filing")
        self._confirm(token)
        self._confirm(token)
        self.assertEqual(len(self._filed()), 2)
        page = self.url_open(f"/dialogue/filing/{token}").text
        for case in self._filed():
            self.assertIn(case.code, page)

    def test_sent_twice_waits_once_and_after_that_is_the_same_case(self):
        self._ask()
        mails = self._mails()
        self._ask()
        filing = self._waiting()
        self.assertEqual(len(filing), 1)
        self.assertEqual(self._mails(), mails)
        self._confirm(filing._link_token("filing"))
        self._ask()
        self.assertFalse(self._waiting())
        self.assertEqual(len(self._filed()), 1)

    # ------------------------------------------------------------------
    # What is checked
    # ------------------------------------------------------------------

    def test_errors_keep_everything(self):
        response = self._ask(
            files={"files": ("đơn.pdf", PDF, "application/pdf")},
            name="",
            ward="",
            province="",
            email="không phải thư",
            question="Đã gõ rất dài",
            publish_choice="nothing",
        )
        for text in (
            'href="#feedback_name"',
            'href="#feedback_ward"',
            'href="#feedback_province"',
            'href="#feedback_email"',
            "không phải thư",
            "Đã gõ rất dài",
            "Lý Thị Mận",
            "đơn.pdf",
        ):
            self.assertIn(text, response.text)
        self.assertFalse(self._waiting())

    def test_tax_codes_by_kind(self):
        right, branch, person = "0100109106", "0100109106-001", "001099012345"
        cases = [
            ("enterprise", right, True),
            ("enterprise", "0100 109 106", True),
            ("enterprise", branch, True),
            ("enterprise", person, False),
            ("enterprise", "0100109107", False),
            ("enterprise", "123", False),
            ("cooperative", right, True),
            ("household", person, True),
            ("household", right, True),
            ("household", "12345678901", False),
            ("association", person, False),
            ("enterprise", "", True),
        ]
        for number, (kind, code, is_right) in enumerate(cases):
            with self.subTest(kind=kind, code=code):
                response = self._ask(
                    petitioner_kind=kind,
                    tax_code=code,
                    form_key=f"{number:032x}",
                    email=f"so{number}@example.com",
                )
                self.assertEqual(response.status_code, 303 if is_right else 200)
                if not is_right:
                    self.assertIn('href="#feedback_tax_code"', response.text)

    def test_of_a_person_no_number_is_kept(self):
        self._ask(petitioner_kind="citizen", tax_code="001099012345")
        content = self._waiting().content
        self.assertFalse(content["petitioner"]["tax_code"])
        self.assertFalse(content["petitioner"]["representative"])

    def test_markup_stays_text(self):
        names = ("subject", "question", "name", "street", "ward", "province")
        self._ask(**dict.fromkeys(names, MARKUP))
        token = self._waiting()._link_token("filing")
        self._confirm(token)
        again = self._ask(**dict.fromkeys(names, MARKUP), kind="x", form_key="b" * 32)
        pages = [again.text, self.url_open(f"/dialogue/filing/{token}").text]
        for text in pages:
            self.assertNotIn("<script>alert('x')", text)
            self.assertIn("&lt;script&gt;alert(", text)

    def test_only_known_values_are_written(self):
        self._ask(
            state="answered",
            partner_id=self.stranger.partner_id.id,
            company_id=self.other_company.id,
            channel="phone",
            tax_warning="x",
        )
        filing = self._waiting()
        self._confirm(filing._link_token("filing"))
        case = self._filed()
        self.assertEqual((case.state, case.channel), ("received", "portal"))
        self.assertFalse(case.partner_id)
        self.assertEqual(case.company_id, self.company)

    def test_a_signed_in_petitioner_is_sent_to_their_own_form(self):
        self._login(self.petitioner_user)
        response = self.url_open(ASK, allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith("/my/feedback/new"))

    # ------------------------------------------------------------------
    # A mistyped address
    # ------------------------------------------------------------------

    def test_the_address_is_corrected_and_the_old_link_ends(self):
        self._ask()
        filing = self._waiting()
        wrong = filing._link_token("filing")
        before = self._mails()
        response = self._post(f"{ASK}/mail", {"email": "dung@example.com"})
        self.assertIn("notice=again", response.headers["Location"])
        self.assertEqual((self._mails() - before).email_to, "dung@example.com")
        self.assertEqual(self.url_open(f"/dialogue/filing/{wrong}").status_code, 404)
        self._confirm(wrong)
        self.assertFalse(self._filed())
        self._confirm(self._waiting()._link_token("filing"))
        self.assertEqual(self._filed().petitioner_id.email, "dung@example.com")

    def test_a_wrong_correction_says_so(self):
        self._ask()
        response = self._post(f"{ASK}/mail", {"email": "dung@"})
        self.assertIn("is not a complete e-mail address", response.text)
        self.assertEqual(self._waiting().email, "man@example.com")

    def test_another_browser_corrects_nothing(self):
        self._ask()
        self._login(None)
        self.assertNotIn("man@example.com", self.url_open(f"{ASK}/sent").text)
        self._post(f"{ASK}/mail", {"email": "ke-trom@example.com"})
        self.assertEqual(self._waiting().email, "man@example.com")

    def test_mails_to_one_address_are_limited(self):
        self._ask()
        before = self._mails()
        for _time in range(5):
            response = self._post(f"{ASK}/mail", {"email": "man@example.com"})
        self.assertIn("Please come back after", response.text)
        # the mail of the form is one of the five
        self.assertEqual(len(self._mails() - before), 4)

    # ------------------------------------------------------------------
    # Attacks
    # ------------------------------------------------------------------

    @mute_logger("odoo.http")
    def test_links_that_open_nothing_have_one_answer(self):
        self._ask()
        filing = self._waiting()
        token = filing._link_token("filing")
        case = self._create_own()
        draft = filing.copy({"form_key": "d" * 32, "fingerprint": False})
        draft.state = "draft"
        for wrong in (
            "x",
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            case._link_token("case"),
            case._link_token("rating"),
            draft._link_token("filing"),
            token.replace(f"{filing.id}-", "999999-", 1),
        ):
            with self.subTest(wrong):
                answers = [
                    self.url_open(f"/dialogue/filing/{wrong}", allow_redirects=False),
                    self._confirm(wrong),
                ]
                for answer in answers:
                    self.assertEqual(answer.status_code, 404)
                    self.assertNotIn("Nộp từ tháng 2", answer.text)
        self.assertFalse(self._filed().filtered(lambda c: c != case))

    @mute_logger("odoo.http")
    def test_without_the_seal_of_the_page_nothing_is_confirmed(self):
        self._ask()
        token = self._waiting()._link_token("filing")
        response = self.url_open(
            f"/dialogue/filing/{token}/confirm", data={"x": "1"}, allow_redirects=False
        )
        self.assertEqual(response.status_code, 400)
        self.assertTrue(self._waiting())

    def test_the_key_of_an_accounts_form_opens_nothing_for_a_guest(self):
        self._login(self.petitioner_user)
        self._file(files={"files": ("a.pdf", PDF, "application/pdf")}, subject="")
        kept = self.env["dialogue.filing"].search([("state", "=", "draft")])
        self._login(None)
        response = self._ask(kept_file=kept.attachment_ids.id, name="")
        self.assertNotIn("a.pdf", response.text)
        self._ask(kept_file=kept.attachment_ids.id)
        self.assertFalse(self._waiting().attachment_ids)
        self.assertEqual(kept.state, "draft")

    def test_the_database_decides_between_twins_that_confirm(self):
        self._ask()
        filing = self._waiting()
        calls = []
        Filing = type(filing)
        make = Filing._make_cases

        def counted(room, files, **kwargs):
            calls.append(room.id)
            return make(room, files, **kwargs)

        with patch.object(Filing, "_make_cases", counted):
            token = filing._link_token("filing")
            self._confirm(token)
            self._confirm(token)
        self.assertEqual(calls, [filing.id])
