from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.dialogue_tthc_portal.models import dialogue_limit

from ..models.dialogue_feedback import PORTAL_READABLE
from ..models.dialogue_feedback_case import PAGE_FIELDS
from .common import MARKUP, PDF, PortalHttpCommon
from .route_table import LINK, RATING, ROUTES

PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@tagged("post_install", "-at_install")
class TestCaseLink(PortalHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_own(subject="DẤU VẾT CHỦ ĐỀ")
        cls.feedback._attach([("dau-vet.pdf", PDF)])
        cls.generic = cls.env.ref("dialogue_tthc.dissatisfaction_reason_generic")

    def setUp(self):
        super().setUp()
        self._login(None)
        self.startPatcher(patch.dict(dialogue_limit.LIMITS, {"act": {}}))

    def _case(self, path=""):
        return self.feedback._link_path("case") + path

    def _rating(self, path=""):
        return self.feedback._link_path("rating") + path

    def _state(self):
        self.env.invalidate_all()
        return self.feedback.state

    # Which link opens what

    def test_the_page_is_that_of_the_account(self):
        page = self.url_open(self._case())
        self.assertEqual(page.status_code, 200)
        for name, value in PRIVATE.items():
            self.assertEqual(page.headers[name], value)
        for text in (self.feedback.code, "DẤU VẾT CHỦ ĐỀ", self.feedback.question):
            self.assertIn(text, page.text)
        own = self.feedback._portal_page("x")
        seen = self._seen_by(self.feedback, self.petitioner_user)._portal_page("x")
        self.assertEqual(own, seen)

    def test_it_shows_what_a_portal_user_may_read(self):
        self.assertLessEqual(set(PAGE_FIELDS), PORTAL_READABLE)

    @mute_logger("odoo.http")
    def test_what_does_not_open_has_one_answer(self):
        other = self._create_own(self.stranger)
        rating, case = self.feedback._link_token("rating"), other._link_token("case")
        number, day, seal = self.feedback._link_token("case").split("-", 2)
        draft = self._create_feedback()
        tokens = (
            "x",
            rating,
            f"{number}-{day}-{'A' * 32}",
            f"{number}-{int(day) + 1}-{seal}",
            f"{other.id}-{day}-{seal}",
            f"2000000000-{day}-{seal}",
            draft._link_token("case"),
        )
        for route, row in ROUTES.items():
            if row.door not in ("case", "rating"):
                continue
            wrong = [t for t in tokens if row.door == "case" or t != rating]
            texts = set()
            for token in wrong + ([case] if row.door == "rating" else []):
                path = route.replace("<string:token>", token).replace(
                    "<int:attachment_id>", str(self.feedback.attachment_ids.id)
                )
                answer = (
                    self.url_open(path, allow_redirects=False)
                    if row.method == "GET"
                    else self._post(path, row.data)
                )
                with self.subTest(path):
                    self.assertEqual(answer.status_code, row.missing)
                    self.assertNotIn("DẤU VẾT", answer.text)
                    self.assertIn("cannot be opened", answer.text)
                texts.add(answer.headers["Referrer-Policy"])
            self.assertEqual(texts, {"no-referrer"})
        self.assertEqual(self._state(), "received")

    @mute_logger("odoo.http")
    def test_no_change_without_the_token_of_the_form_or_by_get(self):
        for route, row in ROUTES.items():
            if row.door not in ("case", "rating") or row.method != "POST":
                continue
            path = route.replace("<string:token>", self.feedback._link_token(row.door))
            with self.subTest(route):
                # without values it would not be a POST
                data = row.data or {"x": "x"}
                answer = self.url_open(path, data=data, allow_redirects=False)
                self.assertEqual(answer.status_code, 400)
                self.assertEqual(self.url_open(path).status_code, 405)
        self.assertEqual(self._state(), "received")

    def test_a_renewed_link_ends_the_old_one(self):
        path = self._case()
        self.feedback._link_renew()
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_every_route_of_the_links_is_in_the_table(self):
        found = {
            rule.rule: rule.endpoint.routing
            for rule in self._routing_map().iter_rules()
            if rule.rule.startswith((LINK, RATING, "/dialogue/lookup"))
        }
        self.assertLessEqual(set(found), set(ROUTES))
        for path, routing in found.items():
            with self.subTest(path):
                self.assertEqual(routing["methods"], [ROUTES[path].method])
                self.assertEqual(routing["auth"], "public")
                self.assertTrue(routing.get("csrf", True))

    # What is done there

    def test_files_are_those_of_the_case(self):
        own = self.url_open(self._case(f"/file/{self.feedback.attachment_ids.id}"))
        self.assertEqual(own.content, PDF)
        self.assertTrue(own.headers["Content-Disposition"].startswith("attachment"))
        foreign = self._create_own(self.stranger)
        foreign._attach([("nguoi-la.pdf", PDF)])
        other = self.url_open(self._case(f"/file/{foreign.attachment_ids.id}"))
        self.assertEqual(other.status_code, 404)
        self.assertNotEqual(other.content, PDF)

    def test_messages_and_information_arrive(self):
        self._post(self._case("/message"), {"body": MARKUP})
        page = self.url_open(self._case())
        self.assertNotIn("<script>alert", page.text)
        self.assertIn("&lt;script&gt;alert", page.text)
        self.feedback.with_user(self.desk).action_ask_info("Gửi giấy phép.")
        files = {"files": ("giay-phep.pdf", PDF, "application/pdf")}
        response = self._post(self._case("/info"), {"body": "Đây."}, files)
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self._state(), "received")
        self.assertEqual(self.feedback.info_answer, "Đây.")
        own = self.env.ref("dialogue_tthc.partner_petitioner")
        messages = self.feedback._petitioner_messages()
        self.assertEqual(messages[-1].author_id, own)
        self.assertTrue(messages[-1].create_uid._is_superuser())

    def test_empty_input_is_named_and_nothing_is_lost(self):
        page = self._post(self._case("/withdraw"), {"body": " "})
        self.assertEqual(page.status_code, 200)
        self.assertIn('id="withdraw_body_error"', page.text)
        self.assertEqual(self._state(), "received")

    def test_withdrawing(self):
        response = self._post(self._case("/withdraw"), {"body": "Đã xong."})
        self.assertIn("notice=withdraw", response.headers["Location"])
        self._post(self._case("/withdraw"), {"body": "Đã xong."})
        self.assertEqual(self._state(), "withdrawn")
        again = self._post(self._case("/withdraw"), {"body": "Lần nữa."})
        self.assertIn("has ended already", again.text)

    def test_reopening_and_appealing(self):
        self._answer(self.feedback)
        page = self.url_open(self._case())
        self.assertIn("/reopen", page.text)
        self.assertNotIn("/withdraw", page.text)
        self._post(self._case("/reopen"), {"body": "Chưa rõ."})
        self.assertEqual(self._state(), "reopened")
        self.feedback = self._create_own()
        self.feedback.with_user(self.desk).action_refuse(self.reason.id, "Gửi Sở khác.")
        self.assertIn("/appeal", self.url_open(self._case()).text)
        self._post(self._case("/appeal"), {"body": "Không đúng."})
        self.assertEqual(self._state(), "received")

    def test_the_account_has_the_same_steps_for_its_own_case(self):
        path = self.feedback._portal_url()
        self._login(self.coworker)
        self._post(f"{path}/withdraw", {"body": "Thôi."})
        self.assertEqual(self._state(), "received")
        self._login(self.petitioner_user)
        self._post(f"{path}/withdraw", {"body": "Thôi."})
        self.assertEqual(self._state(), "withdrawn")
        self.assertTrue(self.feedback.write_uid._is_superuser())

    def test_parts_are_reached_by_their_own_links(self):
        parts = self.feedback.with_user(self.desk).action_split(
            [{"subject": "Phần hai", "question": "Còn phí thì sao?"}]
        )
        page = self.url_open(self._case())
        self.assertIn("Phần hai", page.text)
        [link] = self.feedback._portal_page("x")["parts"]
        part = self.url_open(link["url"])
        self.assertIn("Còn phí thì sao?", part.text)
        self.assertIn(self.feedback.code, part.text)
        [back] = parts.sudo()._portal_page("x")["whole"]
        self.assertIn("/dialogue/case/", back["url"])

    def test_promises_show_what_became_of_them(self):
        self.feedback.with_user(self.desk).action_accept()
        self.feedback.sudo().origin = "at_session"
        self.feedback.with_user(self.leader).action_answer_on_spot(
            "will_do",
            "<p>Sẽ làm.</p>",
            promised_action="Gửi bản mẫu",
            promised_on="2020-01-02",
        )
        self.env["dialogue.commitment"].create(
            {
                "name": "NỘI BỘ",
                "feedback_id": self.feedback.id,
                "date_deadline": "2030-01-01",
            }
        )
        page = self.url_open(self._case()).text
        self.assertIn("Gửi bản mẫu", page)
        self.assertIn("Not done yet", page)
        self.assertNotIn("NỘI BỘ", page)
        promise = self.feedback.commitment_ids.filtered("answer_id")
        promise.with_user(self.desk).action_report_done("Đã gửi")
        self.assertIn("being checked", self.url_open(self._case()).text)
        promise.with_user(self.leader).action_check()
        self.assertEqual(promise.kept, "kept_late")
        self.assertIn("Done late, on", self.url_open(self._case()).text)

    def test_the_division_is_named_and_the_official_is_not(self):
        self.feedback.with_user(self.desk).action_accept()
        self.feedback.with_user(self.desk).action_assign(
            self.division.id, self.specialist.id
        )
        page = self.url_open(self._case()).text
        self.assertIn(self.division.name, page)
        for word in (self.specialist.name, self.specialist.login):
            self.assertNotIn(word, page)

    # Rating

    def test_a_get_never_votes(self):
        self._answer(self.feedback)
        for path in (
            self._rating(),
            self._rating("?level=5&what=vote&solved_later=no"),
            self._rating("/vote?level=5"),
            self._rating("/solved?solved_later=no"),
            self._case("/rate?level=5"),
        ):
            self.url_open(path)
        self.env.invalidate_all()
        self.assertFalse(self.feedback.vote_ids)

    def test_a_vote_by_the_link_of_the_letter(self):
        self._answer(self.feedback)
        page = self.url_open(self._rating())
        self.assertIn("Very satisfied", page.text)
        # the link of the rating shows no more than the head of the case
        self.assertNotIn(self.feedback.question, page.text)
        poor = self._post(self._rating("/vote"), {"level": "2", "comment": MARKUP})
        self.assertIn('id="rating_reason_ids_error"', poor.text)
        self.assertNotIn("<script>alert", poor.text)
        self.assertIn("&lt;script&gt;alert", poor.text)
        response = self._post(
            self._rating("/vote"),
            {"level": "2", "reason_ids": [str(self.generic.id)]},
        )
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(self.feedback.vote_ids.score, 2)
        self.assertEqual(self.feedback.vote_ids.reason_ids, self.generic)
        self._post(self._case("/rate"), {"level": "5", "solved": "yes"})
        self.env.invalidate_all()
        self.assertEqual(self.feedback.vote_ids.score, 5)
        self.assertTrue(self.feedback.vote_ids.write_uid._is_superuser())

    def test_nonsense_is_no_vote(self):
        self._answer(self.feedback)
        for data in (
            {},
            {"level": "99"},
            {"level": "1", "reason_ids": ["x", "-1", "99999999999"]},
            {"level": "5", "comment": "x" * 2001},
        ):
            page = self._post(self._rating("/vote"), data)
            self.assertEqual(page.status_code, 200)
        self.env.invalidate_all()
        self.assertFalse(self.feedback.vote_ids)

    def test_it_is_asked_later_whether_it_is_solved(self):
        self._answer(self.feedback)
        self.assertNotIn("solved by now", self.url_open(self._rating()).text)
        self.feedback.sudo().solved_asked_on = "2026-01-01 00:00:00"
        self.env.flush_all()
        self.assertIn("solved by now", self.url_open(self._rating()).text)
        self._post(self._rating("/solved"), {"solved_later": "no"})
        self.env.invalidate_all()
        self.assertEqual(self.feedback.vote_ids.solved_later, "no")

    def test_before_the_answer_the_page_says_so(self):
        page = self.url_open(self._rating())
        self.assertIn("no answer yet", page.text)
        self.assertNotIn("Very satisfied", page.text)

    # Letters and limits

    def test_letters_carry_the_links(self):
        self._write_letters()
        mails = self.env["mail.mail"].search(
            [("email_to", "=", self.feedback.petitioner_id.email)], order="id"
        )
        self.assertIn("/dialogue/case/", mails[-1].body_html)
        self.assertNotIn("/dialogue/rating/", mails[-1].body_html)
        self._answer(self.feedback)
        mails = self.env["mail.mail"].search(
            [("email_to", "=", self.feedback.petitioner_id.email)], order="id"
        )
        self.assertIn("/dialogue/case/", mails[-1].body_html)
        self.assertIn("/dialogue/rating/", mails[-1].body_html)
        self.assertTrue(self.base_url().startswith("http"))

    def test_too_much_from_one_link_has_to_wait(self):
        with patch.dict(dialogue_limit.LIMITS, {"act": {"link": (1, 60)}}):
            path = self._case("/message")
            self._post(path, {"body": "Một."})
            page = self._post(path, {"body": "Hai, và không mất."})
        self.assertIn("come back after", page.text)
        self.assertIn("Hai, và không mất.", page.text)

    def test_the_list_names_no_case_in_its_path(self):
        self._login(self.petitioner_user)
        page = self.url_open("/my/feedback").text
        path = page[page.index("o_portal_submenu") :].partition("</ol>")[0]
        self.assertNotIn(self.feedback.code, path)
        page = self.url_open(self.feedback._portal_url()).text
        path = page[page.index("o_portal_submenu") :].partition("</ol>")[0]
        self.assertIn(self.feedback.code, path)
