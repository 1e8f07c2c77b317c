from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MARKUP
from .session_common import PortalSessionCommon

QUESTION = "Phí thử nghiệm bao giờ giảm?"
HALL = "odoo.addons.dialogue_tthc.models.dialogue_session_hall"
SCORES = {"clear": "5", "heard": "4", "helpful": "3"}


@tagged("post_install", "-at_install")
class TestPhoneAttacks(PortalSessionCommon):
    """The pages for phones in the hands of somebody who means no good."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meeting = cls._run(cls.meeting)
        cls.elsewhere = cls._run(cls._create_session(name="BUỔI KHÁC"))
        cls.hall = cls.meeting._link_path("hall")
        cls.survey = cls.meeting._link_path("survey")
        cls.door = cls.guest._link_path("check_in")

    @classmethod
    def _run(cls, meeting):
        begins = fields.Datetime.now() - timedelta(minutes=5)
        meeting.write(
            {
                "question_deadline": False,
                "short_notice_reason": "Để thử",
                "date_start": begins,
                "date_end": begins + timedelta(hours=3),
            }
        )
        if meeting.state == "draft":
            meeting.action_announce("Để thử")
        meeting.action_start()
        return meeting

    def setUp(self):
        super().setUp()
        self._login(None)

    def _questions(self, meeting=None):
        self.env.invalidate_all()
        return (meeting or self.meeting).hall_question_ids

    def _ask(self, **vals):
        self.url_open(self.hall)
        return self._post(
            f"{self.hall}/ask", {"name": "Lê Văn Cam", "question": QUESTION, **vals}
        )

    # ------------------------------------------------------------------
    # Question from the hall
    # ------------------------------------------------------------------

    def test_ten_thousand_letters_come_back_to_be_shortened(self):
        for name in ("question", "name", "organisation"):
            with self.subTest(name):
                response = self._ask(**{name: "ă" * 10_000})
                self.assertEqual(response.status_code, 200)
                self.assertIn("invalid-feedback", response.text)
                self.assertIn("ă" * 200, response.text)
        self.assertFalse(self._questions())

    def test_markup_stays_text_on_every_page_it_reaches(self):
        self._ask(name=MARKUP, organisation=MARKUP, question=MARKUP)
        question = self._questions()
        self.assertEqual(question.question, MARKUP)
        pages = [question._link_path("asked"), self.hall]
        question.with_user(self.desk).action_take_in()
        self.env.flush_all()
        pages += [question._link_path("asked"), self.hall]
        for page in pages:
            self.assertNotIn(MARKUP, self.url_open(page).text)

    def test_what_no_page_sends_does_no_harm(self):
        for vals in (
            {"name": "a\x00b"},
            {"state": "taken", "session_id": str(self.elsewhere.id)},
            {"form_key": "x" * 5000},
            {"form_key": "'; DROP TABLE res_users; --"},
            {"is_name_hidden": "2" * 10_000},
        ):
            with self.subTest(str(vals)[:40]):
                self.assertEqual(self._ask(**vals).status_code, 303)
        self.assertEqual(set(self._questions().mapped("state")), {"waiting"})
        self.assertEqual(self._questions().session_id, self.meeting)
        self.assertFalse(self._questions(self.elsewhere))

    def test_a_forged_cookie_is_no_key(self):
        for value in (
            "x",
            "x" * 5000,
            "../../etc",
            "a" * 22,
            "a" * 22 + "." + "0" * 32,
            "%00" * 8,
        ):
            with self.subTest(value[:20]):
                self.opener.cookies.set("dialogue_hall", value, path="/dialogue/hall")
                response = self._post(
                    f"{self.hall}/ask", {"name": "x", "question": QUESTION}
                )
                self.assertIn("cookie", response.text)
                self.opener.cookies.clear()
                self._login(None)
        self.assertFalse(self._questions())

    def test_a_key_of_the_survey_is_none_in_the_hall(self):
        self.url_open(self.survey)
        key = self.opener.cookies.get("dialogue_survey")
        self.opener.cookies.clear()
        self.opener.cookies.set("dialogue_hall", key, path="/dialogue/hall")
        response = self._post(f"{self.hall}/ask", {"name": "x", "question": QUESTION})
        self.assertIn("cookie", response.text)
        self.assertFalse(self._questions())

    def test_a_flood_stops_before_it_stops_the_session(self):
        with patch(f"{HALL}.MOST_WAITING", 2):
            for number in range(3):
                response = self._ask(question=f"Câu {number}")
        self.assertIn("Many questions wait", response.text)
        self.assertIn("Câu 2", response.text)
        waiting = self._questions().with_user(self.desk)
        self.assertEqual(len(waiting), 2)
        window = self.env["dialogue.hall.refuse"].with_user(self.desk)
        window = window.with_context(active_ids=waiting.ids)
        window.create({"reason": "Gửi hàng loạt"}).action_apply()
        self.assertEqual(set(waiting.mapped("state")), {"refused"})

    def test_renewed_links_are_not_told_to_those_they_were_renewed_for(self):
        asked = self._ask().headers["Location"]
        self.assertIn(self.hall, self.url_open(asked).text)
        self.meeting.action_hall_renew()
        self.env.flush_all()
        page = self.url_open(asked)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("/dialogue/hall/", page.text)
        case = self._questions().with_user(self.desk).action_take_in()
        self.env.flush_all()
        self.assertIn("/dialogue/case/", self.url_open(asked).text)
        case._renew_links()
        self.env.flush_all()
        self.assertNotIn("/dialogue/case/", self.url_open(asked).text)
        hall = self.meeting._link_path("hall")
        self.assertNotIn("/dialogue/asked/", self.url_open(hall).text)

    def test_me_too_only_of_this_session(self):
        for vals in ("khác", "này"):
            meeting = self.elsewhere if vals == "khác" else self.meeting
            meeting._hall_ask({"name": "x", "question": vals}, "b" * 22, "f" * 22)
        foreign = self._questions(self.elsewhere)
        (foreign | self._questions()).with_user(self.desk).action_take_in()
        self.env.flush_all()
        self.url_open(self.hall)
        for number in (foreign.id, "x", "-1", "0", "9" * 30, "１", ""):
            response = self._post(f"{self.hall}/echo", {"question": number})
            self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertFalse(foreign.echo_count + self._questions().echo_count)

    def test_a_session_that_ended_takes_nothing_and_loses_nothing(self):
        self._ask()
        question = self._questions()
        case = question.with_user(self.desk).action_take_in()
        case.with_user(self.desk).action_refuse(self.reason.id, "Gửi Sở Xây dựng.")
        self.meeting.action_conclude()
        self.env.flush_all()
        response = self._ask(question="Câu đến muộn")
        self.assertIn("The session is over", response.text)
        self.assertIn("Câu đến muộn", response.text)
        # another phone has no button, and pressing it all the same counts nothing
        self.opener.cookies.clear()
        self._login(None)
        self.assertNotIn("/echo", self.url_open(self.hall).text)
        self._post(f"{self.hall}/echo", {"question": question.id})
        self.assertEqual(len(self._questions()), 1)
        self.assertFalse(question.echo_count)

    # ------------------------------------------------------------------
    # Survey and check-in
    # ------------------------------------------------------------------

    def test_a_survey_that_is_over_counts_nothing(self):
        self.url_open(self.survey)
        late = fields.Datetime.now() - timedelta(days=10)
        self.env.cr.execute(
            "UPDATE dialogue_session SET date_start = %s, date_end = %s WHERE id = %s",
            [late - timedelta(hours=3), late, self.meeting.id],
        )
        self.env.invalidate_all()
        response = self._post(f"{self.survey}/answer", SCORES)
        self.assertIn("over", response.text)
        self.env.invalidate_all()
        self.assertFalse(self.meeting.survey_count)

    def test_one_phone_answers_the_surveys_of_two_sessions(self):
        for meeting in (self.meeting, self.elsewhere):
            path = meeting._link_path("survey")
            self.url_open(path)
            for _time in range(2):
                self._post(f"{path}/answer", SCORES)
        self.env.invalidate_all()
        self.assertEqual(self.meeting.survey_count, 1)
        self.assertEqual(self.elsewhere.survey_count, 1)

    @mute_logger("odoo.http")
    def test_officials_who_keep_no_list_check_nobody_in(self):
        for user in (self.specialist, self.auditor):
            user.password = user.login
            self._login(user)
            with self.subTest(user.login):
                self.assertNotIn("/arrive", self.url_open(self.door).text)
                self.assertEqual(self._post(f"{self.door}/arrive").status_code, 404)
        self.env.invalidate_all()
        self.assertEqual(self.guest.state, "invited")

    def test_on_another_day_staff_are_told_why_not(self):
        coming = self._create_session(name="BUỔI SAU")
        guest = self._invite(self.petitioner_user.partner_id, coming)
        coming.action_announce("Để thử")
        self.desk.password = self.desk.login
        self._login(self.desk)
        door = guest._link_path("check_in")
        self.assertNotIn("/arrive", self.url_open(door).text)
        response = self._post(f"{door}/arrive")
        self.assertEqual(response.status_code, 200)
        self.assertIn("alert-danger", response.text)
        self.env.invalidate_all()
        self.assertEqual(guest.state, "invited")

    def test_a_link_to_what_is_prepared_opens_nothing(self):
        draft = self._create_session(name="BUỔI NHÁP")
        guest = self._invite(self.petitioner_user.partner_id, draft)
        for path in (
            draft._link_path("hall"),
            draft._link_path("survey"),
            guest._link_path("check_in"),
        ):
            with self.subTest(path), mute_logger("odoo.http"):
                response = self.url_open(path)
                self.assertEqual(response.status_code, 404)
                self.assertNotIn("BUỔI NHÁP", response.text)

    def test_a_guest_sees_nothing_internal(self):
        self.meeting.message_post(body="GHICHU-NOIBO")
        for path in (self.door, self.hall, self.survey):
            self._assert_nothing_internal(self.url_open(path).text)
