from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PDF, PortalHttpCommon
from .route_table import CASE, ROUTES

NOWHERE = 2_000_000_000


@tagged("post_install", "-at_install")
class TestPortalRoutes(PortalHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_own(subject="DẤU VẾT CHỦ ĐỀ")
        cls.feedback._attach([("dau-vet.pdf", PDF)])
        cls.file = cls.feedback.attachment_ids
        cls.feedback.with_user(cls.desk).action_ask_info("DẤU VẾT YÊU CẦU")

    def _methods(self):
        return [
            (path, row.method) for path, row in ROUTES.items() if row.door == "account"
        ]

    def _path(self, route, feedback_id=None, attachment_id=None):
        return (
            route.replace("<int:feedback_id>", str(feedback_id or self.feedback.id))
            .replace("<int:attachment_id>", str(attachment_id or self.file.id))
            .replace("<int:page>", "1")
        )

    def _call(self, method, path, token=True):
        if method == "GET":
            return self.url_open(path, allow_redirects=False)
        data = {"body": "KẺ LẠ GHI", "subject": "KẺ LẠ GHI"}
        if token:
            return self._post(path, data)
        return self.url_open(path, data=data, allow_redirects=False)

    def _snapshot(self):
        self.env.invalidate_all()
        return (
            self.feedback.state,
            len(self.feedback.message_ids),
            self.env["dialogue.feedback"].search_count([]),
            len(self.feedback.attachment_ids),
        )

    def test_every_route_is_in_the_table(self):
        found = {}
        for rule in self._routing_map().iter_rules():
            endpoint = rule.endpoint
            if "dialogue_tthc_portal" in endpoint.func.__module__ or (
                "/feedback" in rule.rule and rule.rule.startswith("/my/")
            ):
                found[rule.rule] = endpoint.routing
        own = {
            path: routing
            for path, routing in found.items()
            if path.startswith("/my/feedback")
        }
        self.assertEqual(set(own), {path for path, _method in self._methods()})
        for path, routing in own.items():
            with self.subTest(path):
                self.assertEqual(routing["methods"], [ROUTES[path].method])
                self.assertEqual(routing["auth"], "user")
                self.assertTrue(routing.get("csrf", True))

    def test_the_owner_gets_there(self):
        self._login(self.petitioner_user)
        for route, method in self._methods():
            if method == "GET":
                with self.subTest(route):
                    response = self._call(method, self._path(route))
                    self.assertEqual(response.status_code, 200)

    def test_the_public_is_sent_to_sign_in(self):
        self._login(None)
        before = self._snapshot()
        for route, method in self._methods():
            with self.subTest(route):
                response = self._call(method, self._path(route), token=False)
                self.assertEqual(response.status_code, 303)
                self.assertIn("/web/login", response.headers["Location"])
        self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_the_wrong_method_is_refused(self):
        self._login(self.petitioner_user)
        before = self._snapshot()
        for route, method in self._methods():
            with self.subTest(route):
                wrong = "POST" if method == "GET" else "GET"
                response = self._call(wrong, self._path(route))
                self.assertEqual(response.status_code, 405)
        self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_no_change_without_the_token(self):
        self._login(self.petitioner_user)
        before = self._snapshot()
        for route, method in self._methods():
            if method == "POST":
                with self.subTest(route):
                    response = self._call(method, self._path(route), token=False)
                    self.assertEqual(response.status_code, 400)
        self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_not_yours_and_not_there_are_one_answer(self):
        before = self._snapshot()
        self.desk.password = self.desk.login
        for user in (self.stranger, self.coworker, self.outsider, self.desk):
            self._login(user)
            for route, row in ROUTES.items():
                if "feedback_id" not in route:
                    continue
                method, status = row.method, row.missing
                with self.subTest(route=route, login=user.login):
                    answers = [
                        self._call(method, self._path(route, feedback_id=number))
                        for number in (
                            self.feedback.id,
                            NOWHERE,
                            0,
                            99999999999999999999,
                        )
                    ]
                    for answer in answers:
                        self.assertEqual(answer.status_code, status)
                        self.assertEqual(
                            answer.headers.get("Location"),
                            answers[0].headers.get("Location"),
                        )
                        self.assertNotIn("DẤU VẾT", answer.text)
        self.assertEqual(self._snapshot(), before)

    @mute_logger("odoo.http")
    def test_files_of_others_and_of_the_house_are_not_there(self):
        Attachment = self.env["ir.attachment"]
        foreign = self._create_own(self.stranger)
        foreign._attach([("nguoi-la.pdf", PDF)])
        internal = Attachment.create(
            {
                "name": "noi-bo.pdf",
                "raw": PDF,
                "res_model": "dialogue.feedback",
                "res_id": self.feedback.id,
            }
        )
        note = self.feedback.with_user(self.desk).message_post(
            body="x",
            attachments=[("ghi-chu.pdf", PDF)],
            subtype_xmlid="mail.mt_note",
        )
        link = Attachment.create(
            {"name": "ngoài", "type": "url", "url": "https://example.com"}
        )
        self.feedback.attachment_ids += link
        self._login(self.petitioner_user)
        for number in (
            foreign.attachment_ids.id,
            internal.id,
            note.attachment_ids.id,
            link.id,
            NOWHERE,
            99999999999999999999,
        ):
            for path in (
                self._path(f"{CASE}/file/<int:attachment_id>", None, number),
                f"/web/content/{number}",
                f"/web/content/{number}?access_token=guess",
                f"/web/content/ir.attachment/{number}/raw",
                f"/web/image/{number}",
            ):
                with self.subTest(path):
                    response = self.url_open(path, allow_redirects=False)
                    self.assertNotEqual(response.content, PDF)
                    if "/web/image" not in path and number < 2**31:
                        self.assertIn(response.status_code, (404,))

    def test_files_are_saved_and_never_run(self):
        self._login(self.petitioner_user)
        response = self.url_open(self._path(f"{CASE}/file/<int:attachment_id>"))
        self.assertEqual(response.content, PDF)
        headers = response.headers
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", headers["Content-Security-Policy"])
        self.assertIn("no-store", headers["Cache-Control"])

    @mute_logger("odoo.http")
    def test_what_is_uploaded_is_not_reachable_by_others(self):
        for user in (self.stranger, self.coworker, None):
            self._login(user)
            for path in (
                self._path(f"{CASE}/file/<int:attachment_id>"),
                f"/web/content/{self.file.id}",
            ):
                with self.subTest(path=path, login=user and user.login):
                    response = self.url_open(path, allow_redirects=False)
                    self.assertNotEqual(response.content, PDF)
                    self.assertNotEqual(response.status_code, 200)

    def test_links_in_mails_lead_to_the_page(self):
        url = f"/mail/view?model=dialogue.feedback&res_id={self.feedback.id}"
        self._login(self.petitioner_user)
        response = self.url_open(url, allow_redirects=False)
        self.assertIn(self.feedback._portal_url(), response.headers["Location"])
