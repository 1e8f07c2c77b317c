import math
import re
from contextlib import contextmanager

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.dialogue_tthc.models.dialogue_link import SCOPES

from ..controllers.again import is_text_sent
from ..controllers.feedback_form import REQUEST_MAX
from ..tools.display import is_own_page
from .route_fixtures import MARK, NOWHERE, VARIABLE, RouteCommon
from .route_table import CASE, EXTENDED, OFFICE, ROUTES

GONE = (0, NOWHERE, 99999999999999999999)
BODIES = {"application/json": "{}", "text/plain": "csrf_token=x&body=x"}
REFUSED = (400, 403, 405, 415)


@tagged("post_install", "-at_install")
class TestRouteMatrix(RouteCommon):
    """Every route, with every kind of person, key, method and body."""

    def _rows(self, *doors, method=None):
        """Yield (path, row) of the routes behind these doors."""
        for route, row in ROUTES.items():
            if method in (None, row.method) and (not doors or row.door in doors):
                yield route, row

    @contextmanager
    def _unchanged(self, *what):
        """Run a part of a test that must change nothing in the database."""
        with self.subTest(" ".join(map(str, what))):
            before = self._snapshot()
            yield
            after = self._snapshot()
            self.assertEqual([k for k in after if after[k] != before.get(k)], [])

    def _denied(self, answers, status):
        """Check that all these answers are one, and tell nothing."""
        first = self._answer_of(answers[0])
        for response in answers:
            self.assertEqual(response.status_code, status)
            self.assertEqual(self._answer_of(response), first)
            self.assertNotIn(MARK, response.text)

    def test_every_route_is_in_the_table(self):
        found = {}
        for rule in self._routing_map().iter_rules():
            ours = "dialogue_tthc" in rule.endpoint.func.__module__
            if is_own_page(rule.rule) or ours:
                found[rule.rule] = rule.endpoint.routing
        self.assertEqual(set(found) - EXTENDED - OFFICE, set(ROUTES))
        for route, row in ROUTES.items():
            with self.subTest(route):
                routing = found[route]
                self.assertEqual(routing["type"], "http")
                self.assertEqual(list(routing["methods"]), [row.method])
                auth = "user" if row.door == "account" else "public"
                self.assertEqual(routing["auth"], auth)
                self.assertTrue(routing.get("csrf", True))
                if row.method == "POST":
                    length = routing.get("max_content_length", math.inf)
                    self.assertLessEqual(length, REQUEST_MAX)
                self.assertIn(row.door, {"account", "public", *SCOPES})
                has_key = row.door in SCOPES or "_id>" in route
                self.assertEqual(row.missing is not None, has_key, "missing")

    def test_routes_of_officials_are_closed_to_petitioners(self):
        for user in (None, self.petitioner_user):
            self._login(user)
            for route in OFFICE:
                path = re.sub(r"<int:\w+>", "1", route)
                with mute_logger("odoo.http"):
                    response = self.url_open(path, allow_redirects=False)
                with self.subTest(user=user and user.login, path=path):
                    self.assertIn(response.status_code, (303, 403, 404))
                    self.assertNotIn("attachment", str(response.headers))

    def test_whoever_has_the_right_gets_there(self):
        people = {
            "account": [self.petitioner_user],
            "public": [None, self.petitioner_user],
        }
        for route, row in self._rows(method="GET"):
            for user in people.get(row.door, [None, self.stranger]):
                with self.subTest(route, user=user and user.login):
                    self._login(user)
                    response = self._call(row, self._good_path(route, row))
                    status = row.signed_in if user else 200
                    self.assertEqual(response.status_code, status)

    def test_the_public_is_sent_to_sign_in(self):
        self._login(None)
        for route, row in self._rows("account"):
            with self._unchanged(route):
                path = self._path(route)
                response = self._call(row, path)
                if row.method == "POST" and is_text_sent(path, row.data):
                    # with the way to sign in, and with what was typed
                    self.assertEqual(response.status_code, 400)
                    self.assertIn("/web/login", response.text)
                    continue
                self.assertEqual(response.status_code, 303)
                self.assertIn("/web/login", response.headers["Location"])

    @mute_logger("odoo.http")
    def test_not_yours_and_not_there_are_one_answer(self):
        for name, user in self.people.items():
            if name in ("public", "the owner"):
                continue
            self._login(user)
            for route, row in self._rows("account"):
                for variable in VARIABLE.findall(route):
                    if variable in ("page", "attachment_id"):
                        continue
                    mine = self.ids[variable][0]
                    with self._unchanged(name, route):
                        self._denied(
                            [
                                self._call(row, self._path(route, **{variable: number}))
                                for number in (mine, *GONE)
                            ],
                            row.missing,
                        )

    @mute_logger("odoo.http")
    def test_hidden_ids_of_public_pages_are_not_there(self):
        for route, row in self._rows("public"):
            for variable in VARIABLE.findall(route):
                if variable == "page":
                    continue
                for name in ("public", "the owner"):
                    self._login(self.people[name])
                    hidden = self.ids[variable][1]
                    with self._unchanged(name, route):
                        self._denied(
                            [
                                self._call(row, self._path(route, **{variable: number}))
                                for number in (hidden, *GONE)
                            ],
                            row.missing,
                        )

    @mute_logger("odoo.http")
    def test_files_of_others_are_not_there(self):
        self._login(self.petitioner_user)
        for route, row in self._rows():
            if "attachment_id" not in route:
                continue
            good = self._good_path(route, row)
            own = str(self.ids["attachment_id"][0])
            self.assertTrue(good.endswith(f"/{own}"), route)
            with self._unchanged(route):
                self._denied(
                    [
                        self._call(row, good.removesuffix(own) + str(number))
                        for number in (self.ids["attachment_id"][1], *GONE)
                    ],
                    404,
                )

    @mute_logger("odoo.http")
    def test_a_link_that_is_no_good_opens_nothing(self):
        for scope in self.opened:
            tokens = self._bad_tokens(scope)
            for name in ("public", "another enterprise", "a colleague", "the owner"):
                self._login(self.people[name])
                for route, row in self._rows(scope):
                    with self._unchanged(name, route):
                        self._denied(
                            [
                                self._call(row, self._path(route, token=token))
                                for token in tokens.values()
                            ],
                            row.missing,
                        )

    @mute_logger("odoo.http")
    def test_a_link_taken_back_opens_nothing(self):
        self._login(None)
        for scope, (record, _other) in self.opened.items():
            token = record._link_token(scope)
            record._link_renew()
            self.env.flush_all()
            for route, row in self._rows(scope):
                with self._unchanged(route):
                    response = self._call(row, self._path(route, token=token))
                    self._denied([response], row.missing)

    def test_pages_behind_a_link_stay_with_its_holder(self):
        self._login(None)
        for scope in self.opened:
            for route, row in self._rows(scope, method="GET"):
                with self.subTest(route):
                    headers = self._call(row, self._good_path(route, row)).headers
                    self.assertIn("no-store", headers["Cache-Control"])
                    self.assertEqual(headers["Referrer-Policy"], "no-referrer")
                    self.assertEqual(headers["X-Robots-Tag"], "noindex")

    @mute_logger("odoo.http")
    def test_the_wrong_method_is_refused(self):
        self._login(self.petitioner_user)
        for route, row in self._rows():
            with self._unchanged(route):
                path = self._good_path(route, row)
                if row.method == "GET":
                    response = self._post(path, {"body": "KẺ LẠ GHI"})
                else:
                    response = self.url_open(path, allow_redirects=False)
                self.assertEqual(response.status_code, 405)
                for method in ("PUT", "DELETE", "PATCH"):
                    response = self.url_open(path, method=method, allow_redirects=False)
                    self.assertIn(response.status_code, REFUSED, method)

    def test_what_changes_is_seen(self):
        """The look at the data is worth something: a change does not escape it."""
        self._login(self.petitioner_user)
        before = self._snapshot()
        route = f"{CASE}/info"
        self._call(ROUTES[route], self._path(route))
        after = self._snapshot()
        self.assertNotEqual(after["mail_message"], before["mail_message"])

    @mute_logger("odoo.http")
    def test_looking_changes_nothing(self):
        """A mail scanner opens every link; a browser loads pages ahead."""
        for name, user in self.people.items():
            self._login(user)
            for route, row in self._rows(method="GET"):
                with self._unchanged(name, route):
                    self._call(row, self._good_path(route, row))

    @mute_logger("odoo.http")
    def test_no_change_without_the_token_of_a_form(self):
        """None, a wrong one, that of another session or one whose time is over."""
        for name, user in self.people.items():
            self._login(self.stranger if user != self.stranger else self.desk)
            others = self._token()
            self._login(user)
            tokens = self._bad_form_tokens() | {"another session's": others}
            for route, row in self._rows(method="POST"):
                if row.door == "account" and not user:
                    continue
                with self._unchanged(name, route):
                    path = self._good_path(route, row)
                    for kind, token in tokens.items():
                        response = self._call(row, path, token)
                        self.assertEqual(response.status_code, 400, kind)

    @mute_logger("odoo.http")
    def test_no_change_by_another_kind_of_body(self):
        """Another site can make a browser send these, with its cookies."""
        self._login(self.petitioner_user)
        for route, row in self._rows():
            for kind, body in BODIES.items():
                with self._unchanged(route, kind):
                    response = self.opener.request(
                        row.method,
                        self.base_url() + self._good_path(route, row),
                        data=body,
                        headers={"Content-Type": kind},
                        allow_redirects=False,
                        timeout=12,
                    )
                    if row.method == "POST":
                        self.assertIn(response.status_code, REFUSED)
                    else:
                        shown = (row.signed_in, *REFUSED)
                        self.assertIn(response.status_code, shown)
