import html
import itertools

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.dialogue_tthc.models.dialogue_link import SCOPES

from .leaks import LEAK, SHOWN, mark_everything, marked_fields
from .letters import leave_behind
from .route_fixtures import RouteCommon
from .route_table import ROUTES


@tagged("post_install", "-at_install")
class TestLeaks(RouteCommon):
    """Nothing internal gets out, whatever page, feed or file is looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = [cls.feedback, *cls._at_every_stage()]
        for feedback in cls.cases:
            leave_behind(feedback, cls.desk)
        cls.officials = (
            cls.desk + cls.specialist + cls.colleague + cls.leader + cls.auditor
        )
        mark_everything(cls.env, cls.officials)

    @classmethod
    def _at_every_stage(cls):
        """Return cases of the enterprise: drafted, answered anew, referred, refused."""
        drafted, answered, referred, refused = (cls._create_own() for _case in range(4))
        for feedback in (drafted, referred):
            feedback.with_user(cls.desk).action_accept()
        drafted.with_user(cls.desk).action_assign(cls.division.id, cls.specialist.id)
        drafted.with_user(cls.specialist).action_start_draft()
        drafted.answer_ids.with_user(cls.specialist).write(
            {"verdict": "guided", "body": "<p>nháp</p>", "legal_basis": "nháp"}
        )
        cls._answer(answered)
        refused.with_user(cls.desk).action_refuse(cls.reason.id, "Gửi Sở Xây dựng.")
        return [drafted, answered, referred, refused]

    def _assert_clean(self, text):
        text = html.unescape(text)
        # JSON writes letters beyond ASCII as numbers
        for form in (LEAK, LEAK.encode("unicode_escape").decode()):
            where = text.find(form)
            self.assertEqual(where, -1, text[max(where - 200, 0) : where + 100])

    def _outsiders(self):
        """Return all who are not of the house: an official reads their own name."""
        return [
            (name, user)
            for name, user in self.people.items()
            if not user or user._is_portal()
        ]

    def test_what_is_shown_is_there(self):
        """The list of what people are told names fields that exist."""
        for model, names in SHOWN.items():
            self.assertLessEqual(names, set(self.env[model]._fields), model)
        self.assertGreater(len(marked_fields(self.env)), 40)

    def _paths(self, route, row):
        """Yield paths of ``route``: each case in turn, each good link."""
        if row.door in SCOPES:
            records = self.opened[row.door]
            if records[0]._name == "dialogue.feedback":
                records = [*records, *self.cases]
            for record in records:
                yield self._path(route, token=record._link_token(row.door))
        elif "feedback_id" in route:
            for feedback in self.cases:
                yield self._path(route, feedback_id=feedback.id)
        else:
            yield self._path(route)

    @mute_logger("odoo.http")
    def test_no_page_tells_anything_internal(self):
        seen = 0
        for name, user in self._outsiders():
            self._login(user)
            for route, row in ROUTES.items():
                if row.method != "GET":
                    continue
                for path in self._paths(route, row):
                    with self.subTest(name, path=path):
                        response = self.url_open(path, allow_redirects=False)
                        self._assert_clean(response.content.decode("utf-8", "replace"))
                        self._assert_clean(str(dict(response.headers)))
                        seen += response.status_code == 200
        self.assertGreater(seen, 10)

    @mute_logger("odoo.http")
    def test_no_answer_to_a_form_tells_anything_internal(self):
        for name, user in self._outsiders():
            self._login(user)
            for route, row in ROUTES.items():
                if row.method != "POST":
                    continue
                for path in self._paths(route, row):
                    # nothing in it: what comes back is the page with its errors
                    with self.subTest(name, path=path):
                        self._assert_clean(self._post(path, {}).text)

    def test_no_list_of_files_tells_anything_internal(self):
        for feedback, user in itertools.product(self.cases, self.people.values()):
            if not user or not user._is_portal():
                continue
            for case in self._seen_by(feedback, user):
                for file in case._portal_attachments():
                    self._assert_clean(file.name)
