import re

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MARKUP
from .session_common import PortalSessionCommon

QUESTION = "Phí thử nghiệm bao giờ giảm?"


@tagged("post_install", "-at_install")
class TestPhonePages(PortalSessionCommon):
    """Check-in, question from the hall and exit survey, as a phone has them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        begins = fields.Datetime.add(fields.Datetime.now(), minutes=-5)
        cls.meeting.write(
            {
                "question_deadline": False,
                "short_notice_reason": "Để thử",
                "date_start": begins,
                "date_end": fields.Datetime.add(begins, hours=3),
            }
        )
        cls.meeting.action_start()
        cls.desk.password = cls.desk.login
        cls.hall = cls.meeting._link_path("hall")
        cls.survey = cls.meeting._link_path("survey")
        cls.door = cls.guest._link_path("check_in")

    def setUp(self):
        super().setUp()
        self._login(None)

    def _ask(self, **vals):
        page = self.url_open(self.hall).text
        key = re.search(r'name="form_key" value="([^"]+)"', page)[1]
        return self._post(
            f"{self.hall}/ask",
            {"name": "Lê Văn Cam", "question": QUESTION, "form_key": key, **vals},
        )

    def _take_another_phone(self):
        for cookie in list(self.opener.cookies):
            if cookie.name in ("dialogue_hall", "dialogue_survey"):
                self.opener.cookies.clear(cookie.domain, cookie.path, cookie.name)

    def _questions(self):
        self.env.invalidate_all()
        return self.meeting.hall_question_ids

    # ------------------------------------------------------------------
    # Check-in
    # ------------------------------------------------------------------

    def test_a_guest_shows_the_code_and_cannot_check_in(self):
        page = self.url_open(self.door).text
        for word in (self.guest.name, self.meeting.name, self.guest.check_in_code):
            self.assertIn(word, page)
        self.assertIn("data:image/svg+xml", page)
        self.assertNotIn("/arrive", page)
        for user in (None, self.petitioner_user):
            self._login(user)
            self.assertEqual(self._post(f"{self.door}/arrive").status_code, 404)
        self.env.invalidate_all()
        self.assertEqual(self.guest.state, "invited")

    def test_staff_check_a_guest_in_once(self):
        self._login(self.desk)
        self.assertIn("/arrive", self.url_open(self.door).text)
        self.assertEqual(self.guest.state, "invited")
        response = self._post(f"{self.door}/arrive")
        self.assertTrue(response.headers["Location"].endswith("?notice=new"))
        self.env.invalidate_all()
        self.assertEqual(self.guest.state, "attended")
        moment = self.guest.checked_in_on
        response = self._post(f"{self.door}/arrive")
        self.assertTrue(response.headers["Location"].endswith("?notice=again"))
        self.env.invalidate_all()
        self.assertEqual(self.guest.checked_in_on, moment)
        self.assertEqual(self.other.state, "invited")

    def test_staff_of_another_department_check_nobody_in(self):
        self.desk.write(
            {
                "company_ids": [(6, 0, self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        self._login(self.desk)
        self.assertEqual(self._post(f"{self.door}/arrive").status_code, 404)
        self.env.invalidate_all()
        self.assertEqual(self.guest.state, "invited")

    def test_whoever_comes_finds_the_code_on_the_invitation(self):
        self.assertNotIn(self.guest.check_in_code, self.url_open(self.link).text)
        self.guest.with_user(self.desk).action_confirm()
        self.assertIn(self.guest.check_in_code, self.url_open(self.link).text)

    # ------------------------------------------------------------------
    # Question from the hall
    # ------------------------------------------------------------------

    def test_a_question_waits_and_becomes_a_case(self):
        response = self._ask(question=f"{QUESTION} {MARKUP}", is_name_hidden="1")
        self.assertEqual(response.status_code, 303)
        question = self._questions()
        self.assertEqual(question.state, "waiting")
        self.assertTrue(question.is_name_hidden)
        self.assertEqual(question.create_uid, self.env.ref("base.user_root"))
        asked = question._link_path("asked")
        self.assertTrue(response.headers["Location"].endswith(asked))
        self.assertNotIn("<script>alert", self.url_open(asked).text)
        # it is not shown to the hall before it is let in, only to who asked
        self.assertIn("Your questions", self.url_open(self.hall).text)
        self._take_another_phone()
        self.assertNotIn(QUESTION, self.url_open(self.hall).text)
        case = question.with_user(self.desk).action_take_in()
        self.env.flush_all()
        page = self.url_open(asked).text
        self.assertIn(case.code, page)
        self.assertIn(case._link_path("case"), page)
        self.assertEqual(self.url_open(case._link_path("case")).status_code, 200)
        page = self.url_open(self.hall).text
        self.assertIn(QUESTION, page)
        self.assertNotIn("Lê Văn Cam", page)

    def test_turned_down_says_why(self):
        self._ask()
        question = self._questions()
        question.with_user(self.desk).action_refuse("Vừa được trả lời")
        self.assertIn(
            "Vừa được trả lời", self.url_open(question._link_path("asked")).text
        )

    def test_sent_twice_is_one_question(self):
        for _time in range(2):
            self.assertEqual(self._ask(form_key="k" * 22).status_code, 303)
        self.assertEqual(len(self._questions()), 1)

    def test_bad_input_comes_back_with_what_was_typed(self):
        for vals, words in (
            ({"name": ""}, "Write your name"),
            ({"question": " "}, "Write your question"),
            ({"question": "x" * 1001}, "1001"),
        ):
            with self.subTest(vals):
                response = self._ask(**vals)
                self.assertEqual(response.status_code, 200)
                self.assertIn(words, response.text)
                self.assertIn(vals.get("name", "Lê Văn Cam"), response.text)
        self.assertFalse(self._questions())

    def test_closed_keeps_what_was_typed(self):
        self.meeting.action_hall_close()
        self.env.flush_all()
        response = self._post(
            f"{self.hall}/ask", {"name": "Lê Văn Cam", "question": QUESTION}
        )
        self.url_open(self.hall)
        response = self._post(
            f"{self.hall}/ask", {"name": "Lê Văn Cam", "question": QUESTION}
        )
        self.assertIn("No more questions", response.text)
        self.assertIn(QUESTION, response.text)
        self.assertFalse(self._questions())

    def test_too_often_is_told_when_to_come_back(self):
        self.env["ir.config_parameter"].set_param(
            "dialogue_tthc_portal.limit.hall.link", "2/60"
        )
        for number in range(2):
            self._ask(question=f"Câu {number}")
        response = self._ask(question="Câu nữa")
        self.assertIn("too often", response.text)
        self.assertIn("Câu nữa", response.text)
        self.assertEqual(len(self._questions()), 2)

    def test_me_too_counts_each_browser_once(self):
        self._ask()
        question = self._questions()
        data = {"question": question.id}
        self._take_another_phone()
        self.url_open(self.hall)
        self._post(f"{self.hall}/echo", data)
        self._questions()
        self.assertEqual(question.echo_count, 0, "not let in yet")
        question.with_user(self.desk).action_take_in()
        for _time in range(2):
            self._post(f"{self.hall}/echo", data)
        self._questions()
        self.assertEqual(question.echo_count, 1)
        self.assertIn("You ask this too", self.url_open(self.hall).text)

    @mute_logger("odoo.http")
    def test_without_a_cookie_nothing_is_counted(self):
        response = self._post(
            f"{self.survey}/answer", {"clear": "5", "heard": "5", "helpful": "5"}
        )
        self.assertIn("cookie", response.text)
        self.env.invalidate_all()
        self.assertFalse(self.meeting.survey_count)

    # ------------------------------------------------------------------
    # Exit survey
    # ------------------------------------------------------------------

    def test_answered_once_and_unnamed(self):
        page = self.url_open(self.survey).text
        self.assertEqual(page.count('type="radio"'), 15)
        data = {"clear": "5", "heard": "4", "helpful": "3"}
        response = self._post(f"{self.survey}/answer", {**data, "heard": ""})
        self.assertIn("Choose an answer", response.text)
        for _time in range(2):
            response = self._post(f"{self.survey}/answer", data)
            self.assertEqual(response.status_code, 303)
        self.assertIn("were counted", self.url_open(self.survey).text)
        self.env.invalidate_all()
        self.assertEqual(self.meeting.survey_count, 1)
        for value in ("6", "0", "-1", "x", "５"):
            self._take_another_phone()
            self.url_open(self.survey)
            self._post(f"{self.survey}/answer", {**data, "clear": value})
        self.env.invalidate_all()
        self.assertEqual(self.meeting.survey_count, 1)

    def test_cookies_are_apart_and_for_these_pages_alone(self):
        for path, name in ((self.hall, "hall"), (self.survey, "survey")):
            cookie = self.url_open(path).headers["Set-Cookie"]
            self.assertIn(f"dialogue_{name}=", cookie)
            for word in (f"Path=/dialogue/{name}", "HttpOnly", "SameSite=Lax"):
                self.assertIn(word, cookie)

    def test_the_form_shows_links_to_the_desk_alone(self):
        session = self.meeting.with_user(self.desk)
        self.assertTrue(session.hall_url.endswith(self.hall))
        self.assertTrue(session.survey_qr)
        fields_seen = self.meeting.with_user(self.specialist).fields_get()
        self.assertNotIn("hall_url", fields_seen)
        guest = self.guest.with_user(self.desk)
        self.assertTrue(guest.check_in_url.endswith(self.door))
        self.assertIn("data:image/svg+xml", guest.check_in_qr)
        self.other.with_user(self.desk).action_decline("Bận")
        self.assertFalse(self.other.with_user(self.desk).check_in_url)
        for user in (self.specialist, self.petitioner_user):
            fields_seen = self.guest.with_user(user).fields_get()
            self.assertNotIn("check_in_url", fields_seen)

    def test_the_big_screen_shows_the_page_that_is_open_now(self):
        session = self.meeting.with_user(self.desk)
        for close, kind in (("", "hall"), ("action_hall_close", "survey")):
            if close:
                getattr(session, close)()
            phone = session.screen_load()["phone"]
            self.assertEqual(phone["kind"], kind)
            self.assertTrue(phone["url"].endswith(session._link_path(kind)))
            self.assertIn("data:image/svg+xml", phone["qr"])
        session.action_conclude()
        self.assertEqual(session.screen_load()["phone"]["kind"], "survey")
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=20)):
            self.assertFalse(session.screen_load()["phone"])
