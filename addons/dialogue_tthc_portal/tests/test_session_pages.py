from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MARKUP
from .route_table import ROUTES, SESSION
from .session_common import PortalSessionCommon

NOWHERE = 2_000_000_000


@tagged("post_install", "-at_install")
class TestSessionPages(PortalSessionCommon):
    """What everybody may know of an announced session."""

    def setUp(self):
        super().setUp()
        self._login(None)
        self.url = self.meeting._public_path()

    def _fill(self, route, number, material_id=None):
        return route.replace("<int:session_id>", str(number)).replace(
            "<int:material_id>", str(material_id or self.handout.id)
        )

    def _hold(self):
        self.env.flush_all()
        self.cr.execute(
            "UPDATE dialogue_session SET date_start = now() - interval '3 hours', "
            "date_end = now() - interval '1 hour', question_deadline = NULL "
            "WHERE id = %s",
            [self.meeting.id],
        )
        self.env.invalidate_all()
        self.meeting.action_start()
        self.meeting.action_conclude()

    def test_an_announced_session(self):
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 200)
        for word in (
            self.meeting.name,
            "08:30",
            "20/11/2099",
            "Hội trường Sở",
            "18/11/2099",
            "Khai mạc",
            "Tài liệu cho mọi người",
            f"/dialogue/ask?session_id={self.meeting.id}",
        ):
            with self.subTest(word):
                self.assertIn(word, response.text)
        self._assert_nothing_internal(response.text)
        self.assertNotIn("Tài liệu cho đại biểu", response.text)
        self.assertNotIn(self.leader.name, response.text)
        self.assertEqual(response.text.count("<h1"), 1)

    def test_the_agenda_says_what_earlier_sessions_owe(self):
        self.assertNotIn("question(s) without answer", self.url_open(self.url).text)
        self.meeting.action_carry_over()
        for url in (self.url, self.link):
            with self.subTest(url=url):
                self.assertIn("0 question(s) without answer", self.url_open(url).text)

    def test_the_link_to_join_is_never_public(self):
        self.guest.action_confirm()
        for path in ("", "/calendar.ics"):
            self.assertNotIn("meet.example", self.url_open(self.url + path).text)

    @mute_logger("odoo.http")
    def test_what_is_not_announced_is_not_there(self):
        draft = self._create_session(name="Buổi còn dự thảo")
        dropped = self._create_session(name="Buổi đã bỏ")
        dropped.action_cancel("Bão")
        for user in (None, self.petitioner_user, self.stranger):
            self._login(user)
            for route, row in ROUTES.items():
                if not route.startswith(SESSION):
                    continue
                for number in (draft.id, dropped.id, NOWHERE, 0, 99999999999999999999):
                    response = self.url_open(self._fill(route, number))
                    with self.subTest(route=route, number=number):
                        self.assertEqual(response.status_code, row.missing)
                        self.assertNotIn("Buổi", response.text)

    @mute_logger("odoo.http")
    def test_the_wrong_method_is_refused(self):
        for route in ROUTES:
            if route.startswith(SESSION):
                path = self._fill(route, self.meeting.id)
                with self.subTest(route):
                    self.assertEqual(self._post(path).status_code, 405)

    @mute_logger("odoo.http")
    def test_files(self):
        response = self.url_open(f"{self.url}/file/{self.handout.id}")
        self.assertEqual(response.content, b"%PDF-1.4\n")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", response.headers["Content-Security-Policy"])
        for number in (self.inner.id, NOWHERE):
            response = self.url_open(f"{self.url}/file/{number}")
            self.assertEqual(response.status_code, 404)

    def test_a_cancelled_session_says_what_takes_its_place(self):
        draft = self._create_session(name="Buổi còn dự thảo")
        self.meeting.action_cancel("Bão số 9", draft.id)
        page = self.url_open(self.url).text
        self.assertIn("Bão số 9", page)
        self.assertNotIn("Buổi còn dự thảo", page)
        self.assertNotIn("session_id=", page)
        draft.action_announce("Để thử")
        self.assertIn("Buổi còn dự thảo", self.url_open(self.url).text)

    def test_the_result_is_shown_when_it_is_published(self):
        self._hold()
        self.meeting.conclusion = "<p>KẾT LUẬN ĐỂ THỬ</p><script>alert(1)</script>"
        self.assertNotIn("KẾT LUẬN", self.url_open(self.url).text)
        self.meeting.action_publish_here()
        page = self.url_open(self.url).text
        self.assertIn("KẾT LUẬN ĐỂ THỬ", page)
        self.assertNotIn("alert(1)", page)
        self._assert_nothing_internal(page)
        self.assertNotIn("What was promised", page)
        self.env["dialogue.commitment"].create(
            {
                "name": "VIỆC HỨA NỘI BỘ",
                "session_id": self.meeting.id,
                "user_id": self.desk.id,
                "date_deadline": "2026-12-01",
            }
        )
        page = self.url_open(self.url).text
        # as numbers: who does what by when is told in the conclusion
        self.assertIn("What was promised", page)
        self.assertNotIn("VIỆC HỨA NỘI BỘ", page)
        self.meeting.action_close()
        self.assertIn("KẾT LUẬN ĐỂ THỬ", self.url_open(self.url).text)
        self.meeting.active = False
        self.assertIn("KẾT LUẬN ĐỂ THỬ", self.url_open(self.url).text)

    def test_a_result_elsewhere_is_pointed_to(self):
        self._hold()
        self.meeting.conclusion = "<p>KẾT LUẬN ĐỂ THỬ</p>"
        for place, is_link in (
            ("https://example.com/ket-luan", True),
            ("Bảng tin của Sở", False),
            ("javascript:alert(1)", False),
        ):
            self.meeting.action_publish_result(place, is_correction=True)
            page = self.url_open(self.url).text
            with self.subTest(place):
                self.assertIn(place, page)
                self.assertEqual(f'href="{place}"' in page, is_link)
                self.assertNotIn("KẾT LUẬN ĐỂ THỬ", page)

    def test_public_answers_of_the_session_are_linked(self):
        feedback = self._create_own(session_id=self.meeting.id)
        self._answer(feedback)
        action = feedback.with_user(self.desk).action_open_publication()
        publication = self.env["dialogue.publication"].browse(action["res_id"])
        publication.title = "CÔNG KHAI ĐỂ THỬ"
        self.assertNotIn("CÔNG KHAI ĐỂ THỬ", self.url_open(self.url).text)
        publication.with_user(self.leader).action_publish()
        page = self.url_open(self.url).text
        self.assertIn("CÔNG KHAI ĐỂ THỬ", page)
        self.assertIn(publication._public_path(), page)

    def test_markup_stays_text(self):
        self.meeting.write({"name": MARKUP, "location": MARKUP})
        self.meeting.agenda_item_ids.write({"name": MARKUP, "presenter": MARKUP})
        self.handout.name = MARKUP
        page = self.url_open(self.url).text
        self.assertNotIn("<script>alert('x')", page)
        self.assertEqual(self.url_open(self.link).text.count("<script>alert('x')"), 0)
