from unittest.mock import patch

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MARKUP
from .route_table import INVITATION, INVITATION_LINK, ROUTES, SESSIONS
from .session_common import PortalSessionCommon

NOWHERE = 2_000_000_000
OPINION = "Đề nghị rút ngắn thời gian cấp phép."


@tagged("post_install", "-at_install")
class TestInvitation(PortalSessionCommon):
    """The page of an invitation and the reply, by the link and by the account."""

    def setUp(self):
        super().setUp()
        self._login(None)

    def _doors(self):
        """Yield the path of the page by each door, signed in or not as it needs."""
        self._login(None)
        yield self.link
        self._login(self.petitioner_user)
        yield self.path

    def test_the_page_says_what_an_invitee_needs(self):
        for path in self._doors():
            with self.subTest(path):
                response = self.url_open(path)
                self.assertEqual(response.status_code, 200)
                text = response.text
                for word in (
                    self.meeting.name,
                    "08:30",
                    "20/11/2099",
                    "Hội trường Sở",
                    "Khai mạc",
                    "Tài liệu cho đại biểu",
                    "Yes, I come",
                    "18/11/2099",
                ):
                    self.assertIn(word, text)
                self._assert_nothing_internal(text)
                self.assertEqual(text.count("<h1"), 1)

    def test_opening_it_changes_nothing(self):
        before = self._snapshot()
        for path in self._doors():
            for query in ("", "?answer=confirm", "?notice=confirm"):
                self.url_open(f"{path}{query}")
            self.url_open(f"{path}/calendar.ics")
        self.assertEqual(self._snapshot(), before)

    def test_pages_behind_the_link_stay_with_its_holder(self):
        for path in ("", "/calendar.ics", f"/file/{self.inner.id}"):
            with self.subTest(path):
                headers = self.url_open(f"{self.link}{path}").headers
                self.assertIn("no-store", headers["Cache-Control"])
                self.assertEqual(headers["Referrer-Policy"], "no-referrer")
                self.assertEqual(headers["X-Robots-Tag"], "noindex")

    def test_accept_naming_a_delegate(self):
        for path, door in zip(self._doors(), ("link", "account"), strict=True):
            with self.subTest(path):
                response = self._reply(
                    path, answer="confirm", delegate_name=f"Bà {MARKUP}"
                )
                self.assertEqual(response.status_code, 303)
                self.env.invalidate_all()
                self.assertEqual(self.guest.state, "confirmed")
                self.assertEqual(self.guest.delegate_name, f"Bà {MARKUP}")
                page = self.url_open(path).text
                self.assertNotIn("<script>alert", page)
                self.assertIn("meet.example", page)
                self.assertEqual(self.guest.reply_door, door)
                self.guest.action_undo()
                self.guest.delegate_name = False

    def test_decline_with_a_reason(self):
        response = self._reply(answer="decline", reason="Đi công tác")
        self.assertTrue(response.headers["Location"].endswith("?notice=decline"))
        self.env.invalidate_all()
        self.assertEqual(self.guest.state, "declined")
        self.assertEqual(self.guest.absence_reason, "Đi công tác")
        self.assertIn("Đi công tác", self.url_open(self.link).text)

    def test_an_opinion_becomes_a_case_with_its_files(self):
        response = self._reply(
            answer="decline", reason="Bận", opinion=OPINION, files=self._pdf()
        )
        self.assertTrue(response.headers["Location"].endswith("?notice=opinion"))
        self.env.invalidate_all()
        case = self.guest.feedback_id
        self.assertEqual(case.question, OPINION)
        self.assertEqual(case.attachment_ids.mapped("name"), ["y-kien.pdf"])
        self.assertEqual(case.create_uid, self.env.ref("base.user_root"))
        self.assertIn(case.code, self.url_open(f"{self.link}?notice=opinion").text)
        # the same again, from the account: it is there already
        self._login(self.petitioner_user)
        self._reply(self.path, answer="decline", reason="Bận", opinion=OPINION)
        self.env.invalidate_all()
        self.assertEqual(
            self.meeting.feedback_ids.filtered(lambda f: f.question == OPINION), case
        )
        self.assertEqual(self.url_open(case._portal_url()).status_code, 200)

    def test_bad_input_comes_back_with_what_was_typed(self):
        before = self._snapshot()
        for data, files, words in (
            ({"answer": "decline", "opinion": OPINION}, None, "why not"),
            (
                {"answer": "decline", "reason": "x" * 501, "opinion": OPINION},
                None,
                "500",
            ),
            (
                {"answer": "decline", "reason": "Bận", "opinion": OPINION},
                [("files", ("x.pdf", b"MZ", "application/pdf"))],
                "cannot be taken",
            ),
            ({"answer": "confirm", "delegate_phone": "0912"}, None, "in your place"),
            ({"answer": "undo"}, None, "whether you come"),
            ({}, None, "whether you come"),
        ):
            with self.subTest(data=data):
                response = self._reply(files=files, **data)
                self.assertEqual(response.status_code, 200)
                self.assertIn(words, response.text)
                self.assertIn("no-store", response.headers["Cache-Control"])
                for name in ("opinion", "delegate_phone"):
                    self.assertIn(data.get(name, ""), response.text)
        self.assertEqual(self._snapshot(), before)

    def test_too_late_is_said_and_nothing_typed_is_lost(self):
        self.env.flush_all()
        self.cr.execute(
            "UPDATE dialogue_session SET date_start = '2020-01-01', "
            "date_end = '2020-01-02', question_deadline = '2019-12-31' WHERE id = %s",
            [self.meeting.id],
        )
        self.env.invalidate_all()
        page = self.url_open(self.link).text
        self.assertIn("has begun", page)
        self.assertNotIn("Yes, I come", page)
        response = self._reply(answer="decline", reason="Bận", opinion=OPINION)
        self.assertEqual(response.status_code, 200)
        self.assertIn("has begun", response.text)
        self.assertIn(OPINION, response.text)
        self.env.invalidate_all()
        self.assertEqual(self.guest.state, "invited")

    def test_a_cancelled_session_says_so(self):
        other = self._create_session(name="Buổi thay thế")
        other.action_announce("Để thử")
        self.meeting.action_cancel("Bão số 9", other.id)
        page = self.url_open(self.link).text
        for word in ("Bão số 9", "Buổi thay thế", other._public_path()):
            self.assertIn(word, page)
        self.assertNotIn("Yes, I come", page)
        calendar = self.url_open(f"{self.link}/calendar.ics").text
        self.assertIn("METHOD:CANCEL", calendar)

    def test_too_often_is_told_when_to_come_back(self):
        limit = "dialogue_tthc_portal.limit.act.link"
        self.env["ir.config_parameter"].set_param(limit, "2/60")
        for _time in range(2):
            self._reply(answer="confirm")
        response = self._reply(answer="decline", reason="Bận", opinion=OPINION)
        self.assertEqual(response.status_code, 200)
        self.assertIn("too often", response.text)
        self.assertIn(OPINION, response.text)

    def test_two_replies_at_once_are_tried_one_after_the_other(self):
        calls = []
        original = type(self.guest)._lock_reply

        def busy(attendance):
            calls.append(1)
            if len(calls) == 1:
                raise ConcurrencyError("another reply is under way")
            return original(attendance)

        with (
            patch.object(type(self.guest), "_lock_reply", busy),
            patch("odoo.service.model.time.sleep"),
            mute_logger("odoo.service.model", "odoo.http"),
        ):
            response = self._reply(answer="confirm")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(len(calls), 2)
        self.env.invalidate_all()
        self.assertEqual(self.guest.state, "confirmed")

    def test_files_are_saved_and_never_run(self):
        for path in self._doors():
            response = self.url_open(f"{path}/file/{self.inner.id}")
            with self.subTest(path):
                self.assertEqual(response.content, b"%PDF-1.4\n")
                headers = response.headers
                self.assertIn("attachment", headers["Content-Disposition"])
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("sandbox", headers["Content-Security-Policy"])

    def test_the_list_and_the_card(self):
        draft = self._create_session(name="Buổi còn dự thảo")
        self._invite(self.petitioner_user.partner_id, draft)
        self._login(self.petitioner_user)
        page = self.url_open(SESSIONS).text
        self.assertIn(self.meeting.name, page)
        self.assertIn("Please reply", page)
        self.assertNotIn("Buổi còn dự thảo", page)
        self._assert_nothing_internal(page)
        self.assertIn(SESSIONS, self.url_open("/my").text)
        self._login(self.outsider)
        self.assertIn("No invitation yet", self.url_open(SESSIONS).text)

    def test_the_manager_of_an_organisation_replies_for_it(self):
        guest = self._invite(self.enterprise)
        self._login(self.petitioner_user)
        path = f"/my/sessions/{guest.id}"
        response = self.url_open(path, allow_redirects=False)
        # lying under an organisation does not make one its manager
        self.assertEqual(response.status_code, 303)
        with patch.object(
            type(self.enterprise),
            "_dialogue_managed_organisation",
            lambda _partner: self.enterprise.sudo(),
        ):
            self._reply(path, answer="confirm")
        self.env.invalidate_all()
        self.assertEqual(guest.state, "confirmed")
        self.assertEqual(guest.replied_by_id, self.petitioner_user)

    def test_questions_are_sent_by_the_door_one_came_by(self):
        ask = f"/dialogue/ask?session_id={self.meeting.id}"
        self.assertIn(ask, self.url_open(self.link).text)
        self._login(self.petitioner_user)
        ask = f"/my/feedback/new?session_id={self.meeting.id}"
        self.assertIn(ask, self.url_open(self.path).text)

    def test_pages_take_few_queries_whatever_the_number_of_invitees(self):
        def queries():
            self.env.invalidate_all()
            rooms = self.env["dialogue.attendance"].with_user(self.petitioner_user)
            before = self.cr.sql_log_count
            invitation = rooms._portal_find(self.guest.id)
            invitation._portal_values("/x")
            [line._portal_line() for line in rooms._portal_invitations()]
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        partners = self.env["res.partner"].create(
            [{"name": f"DN {number}"} for number in range(300)]
        )
        for partner in partners:
            self._invite(partner)
        self.assertLessEqual(queries(), few + 1)


@tagged("post_install", "-at_install")
class TestInvitationDoors(PortalSessionCommon):
    """Who has no business with an invitation gets one answer, whatever is wrong."""

    def _routes(self, door):
        start = INVITATION_LINK if door == "invitation" else INVITATION
        return {path: row for path, row in ROUTES.items() if path.startswith(start)}

    def _call(self, row, path, token=True, method=None):
        if (method or row.method) == "GET":
            return self.url_open(path, allow_redirects=False)
        if token:
            return self._post(path, row.data)
        return self.url_open(path, data=row.data, allow_redirects=False)

    def _fill(self, route, number=None, token=None):
        return (
            route.replace("<int:attendance_id>", str(number or self.guest.id))
            .replace("<string:token>", token or self.link.rpartition("/")[2])
            .replace("<int:material_id>", str(self.inner.id))
        )

    @mute_logger("odoo.http")
    def test_not_yours_and_not_there_are_one_answer(self):
        before = self._snapshot()
        draft = self._create_session(name="Dự thảo")
        unseen = self._invite(self.stranger.partner_id, draft)
        self.desk.password = self.desk.login
        for user in (self.stranger, self.coworker, self.outsider, self.desk):
            self._login(user)
            for route, row in self._routes("account").items():
                with self.subTest(route=route, login=user.login):
                    answers = [
                        self._call(row, self._fill(route, number))
                        for number in (
                            self.guest.id,
                            unseen.id,
                            NOWHERE,
                            99999999999999999999,
                        )
                    ]
                    for answer in answers:
                        self.assertEqual(answer.status_code, row.missing)
                        self.assertEqual(
                            answer.headers.get("Location"),
                            answers[0].headers.get("Location"),
                        )
                        self.assertNotIn("Tài liệu", answer.text)
        self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_the_public_is_sent_to_sign_in(self):
        before = self._snapshot()
        self._login(None)
        for route, row in self._routes("account").items():
            with self.subTest(route):
                response = self._call(row, self._fill(route), token=False)
                if response.status_code == 400:
                    # what was typed, with the way to sign in: test_text_again
                    self.assertTrue(route.endswith("/reply"))
                    self.assertIn("/web/login", response.text)
                    continue
                self.assertEqual(response.status_code, 303)
                self.assertIn("/web/login", response.headers["Location"])
        self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_links_that_open_nothing(self):
        draft = self._create_session(name="Dự thảo")
        unseen = self._invite(self.stranger.partner_id, draft)
        token = self.link.rpartition("/")[2]
        number, last_day, seal = token.split("-", 2)
        case = self._create_own()
        before = self._snapshot()
        gone = self.other._link_token("invitation")
        self.other._link_renew()
        self.env.flush_all()
        for user in (None, self.stranger, self.petitioner_user):
            self._login(user)
            for route, row in self._routes("invitation").items():
                answers = [
                    self._call(row, self._fill(route, token=wrong))
                    for wrong in (
                        f"{self.other.id}-{last_day}-{seal}",
                        f"{number}-{int(last_day) + 1}-{seal}",
                        f"{number}-{last_day}-{'x' * 32}",
                        case._link_token("case"),
                        unseen._link_token("invitation"),
                        gone,
                        "x",
                    )
                ]
                with self.subTest(route=route, login=user and user.login):
                    for answer in answers:
                        self.assertEqual(answer.status_code, row.missing)
                        self.assertNotIn("Đối thoại về sở hữu", answer.text)
                        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_no_change_without_the_token_or_by_another_method(self):
        before = self._snapshot()
        for door, user in (("invitation", None), ("account", self.petitioner_user)):
            self._login(user)
            for route, row in self._routes(door).items():
                path = self._fill(route)
                wrong = "POST" if row.method == "GET" else "GET"
                with self.subTest(route):
                    response = self._call(row, path, method=wrong)
                    self.assertEqual(response.status_code, 405)
                    if row.method == "POST":
                        response = self._call(row, path, token=False)
                        self.assertEqual(response.status_code, 400)
        self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_files_of_other_sessions_are_not_there(self):
        foreign = self.env["dialogue.session.material"].create(
            {
                "session_id": self._create_session().id,
                "name": "Tài liệu khác",
                "file": "UERG",
            }
        )
        self._login(self.petitioner_user)
        for path in (self.path, self.link):
            for number in (foreign.id, NOWHERE, 0):
                with self.subTest(path=path, number=number):
                    response = self.url_open(f"{path}/file/{number}")
                    self.assertEqual(response.status_code, 404)
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "dialogue.session.material"),
                ("res_field", "=", "file"),
                ("res_id", "=", self.inner.id),
            ]
        )
        for path in (
            f"/web/content/{attachment.id}",
            f"/web/content/dialogue.session.material/{self.inner.id}/file",
        ):
            with self.subTest(path):
                self.assertNotEqual(self.url_open(path).content, b"%PDF-1.4\n")

    def test_portal_users_have_no_right_to_the_models(self):
        for model in ("dialogue.attendance", "dialogue.session.material"):
            rooms = self.env[model].with_user(self.petitioner_user)
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(model=model, operation=operation):
                    self.assertFalse(rooms.has_access(operation))
