from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError
from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MARKUP, PortalCommon, PortalHttpCommon

SECRET = "BÍ-MẬT-NỘI-BỘ"
CLOCK_MODELS = (
    "dialogue.clock",
    "dialogue.clock.event",
    "dialogue.clock.notice",
    "dialogue.day",
    "dialogue.term",
    "dialogue.ladder",
    "dialogue.extension",
    "dialogue.clock.calculator",
)


class ClockCommon(PortalCommon):
    """A case whose history is full of words that are not for its petitioner."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk.name = f"{SECRET} đầu mối"
        cls.leader.name = f"{SECRET} lãnh đạo"
        cls.specialist.name = f"{SECRET} chuyên viên"
        cls.feedback = cls._create_own()
        desk_case = cls.feedback.with_user(cls.desk)
        desk_case.action_accept()
        desk_case.action_assign(cls.division.id, cls.specialist.id)
        cls.clock = cls._clock("answer")

    @classmethod
    def _clock(cls, step):
        clocks = cls.env["dialogue.clock"]._open(cls.feedback, [step])
        return clocks.with_context(lang="en_US")

    def _extend(self):
        day = fields.Date.add(self.clock.due_on, days=14)
        extension = self.feedback.with_user(self.specialist).action_request_extension(
            day, f"{SECRET} chờ ý kiến", f"Xin lỗi Ông/Bà. {MARKUP}"
        )
        extension.with_user(self.leader).action_approve()
        return extension

    def _pause(self):
        self.feedback.with_user(self.specialist).action_return_to_desk(
            f"{SECRET} không phải việc của phòng"
        )
        self.clock._log("recalculated", f"{SECRET} lịch")
        self.feedback.with_user(self.desk).action_ask_info("Xin gửi giấy đăng ký.")


@tagged("post_install", "-at_install")
class TestPortalClock(ClockCommon):
    def _portal_clocks(self):
        own = self._seen_by(self.feedback, self.petitioner_user)
        return {clock["step"]: clock for clock in own._portal_clocks()}

    def test_closed_to_portal_users(self):
        for name in CLOCK_MODELS:
            records = self.env[name].with_user(self.petitioner_user)
            with self.subTest(model=name):
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(records.has_access(operation))
                with self.assertRaises(AccessError), mute_logger("odoo.models"):
                    records.search_read([], ["id"])
        clock = self.clock.with_user(self.petitioner_user).sudo(False)
        for call in (
            lambda: clock.read(["due_on"]),
            lambda: clock.read(["ledger_html"]),
            lambda: clock.due_note,
            lambda: clock.event_ids.mapped("reason"),
        ):
            clock.invalidate_recordset()
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                call()
        own = self._seen_by(self.feedback, self.petitioner_user)
        for name in ("clock_lines", "clock_ids", "due_note", "paused_on", "term_class"):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                own.read([name])

    def test_same_days_as_the_back_office(self):
        official = self.clock._ledger_values()
        shown = self._portal_clocks()["answer"]["ledger"]
        self.assertTrue(official["rows"])
        self.assertEqual(shown["rows"], official["rows"])
        self.assertEqual(shown["sentences"], official["sentences"])

    def test_only_what_is_for_the_petitioner(self):
        self._extend()
        self._pause()
        shown = self._portal_clocks()
        self.assertEqual(set(shown), {"supplement", "answer", "update"})
        self.assertNotIn(SECRET, str(shown))
        answer = shown["answer"]
        self.assertEqual(answer["light"], "paused")
        self.assertIn("wait for it", answer["pause"])
        self.assertIn("Xin lỗi Ông/Bà.", answer["extension"]["apology"])
        self.assertFalse(any(event["who"] for event in answer["ledger"]["events"]))

    def test_words_of_a_list(self):
        late = self._create_own()
        late.sudo().date_deadline = fields.Date.today() - timedelta(days=30)
        both = self.feedback | late
        words = both.with_user(self.petitioner_user)._portal_due_words()
        self.assertEqual(words[late.id]["light"], "late")
        self.assertIn("working days left", words[self.feedback.id]["note"])
        self.assertFalse(
            self._seen_by(self.feedback, self.stranger)._portal_due_words()
        )

    def test_list_costs_the_same_for_many(self):
        cases = [self._create_own() for _number in range(12)]
        for case in cases:
            case.with_user(self.desk).action_accept()
        own = self.env["dialogue.feedback"].with_user(self.petitioner_user)

        def queries(number):
            ids = [case.id for case in cases[:number]]
            own.browse(ids)._portal_due_words()
            self.env.flush_all()
            self.env.invalidate_all()
            made = []
            execute = Cursor.execute

            def noting(cr, query, *args, **kwargs):
                made.append(query)
                return execute(cr, query, *args, **kwargs)

            with patch.object(Cursor, "execute", noting):
                own.browse(ids)._portal_due_words()
            return len(made)

        self.assertEqual(queries(2), queries(12))


@tagged("post_install", "-at_install")
class TestPortalClockPage(ClockCommon, PortalHttpCommon):
    def setUp(self):
        super().setUp()
        self._login(self.petitioner_user)

    def _page(self):
        response = self.url_open(f"/my/feedback/{self.feedback.id}")
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_page_has_the_rows_of_the_back_office(self):
        page = html.fromstring(self._page())
        official = html.fromstring(self.clock.with_user(self.desk).ledger_html)

        def rows(root):
            return [
                [" ".join(cell.text_content().split()) for cell in row.xpath("./td")]
                for row in root.xpath(".//table[contains(@class, 'ledger_days')]")[
                    0
                ].xpath(".//tbody/tr")
            ]

        due = page.xpath("//*[contains(@class, 'o_dialogue_due ')]")
        answer = [
            part for part in due if part.xpath("./h3[text()='The authority answers']")
        ][0]
        self.assertTrue(rows(answer))
        self.assertEqual(rows(answer), rows(official))
        # a plain disclosure: no script, and the keyboard opens it
        self.assertTrue(answer.xpath("./details/summary"))

    def test_each_term_says_who_has_something_to_do(self):
        waiting = self._create_own()
        waiting.with_user(self.desk).action_ask_info("Xin gửi giấy đăng ký.")
        for case, said in (
            (
                self._create_own(),
                {"The authority says whether it accepts the question"},
            ),
            (self.feedback, {"The authority answers"}),
            (waiting, {"You send what we need"}),
        ):
            page = html.fromstring(self.url_open(f"/my/feedback/{case.id}").text)
            titles = page.xpath("//*[contains(@class, 'o_dialogue_due ')]/h3/text()")
            self.assertLessEqual(said, set(titles))
            for title in titles:
                self.assertTrue(title.startswith(("The authority ", "You ")), title)

    def test_page_tells_nothing_internal(self):
        self._extend()
        self._pause()
        page = self._page()
        self.assertNotIn(SECRET, page)
        self.assertIn("Stands still since", page)
        self.assertIn("Xin lỗi Ông/Bà.", page)
        self.assertNotIn("<script>alert", page)
        self.assertIn("We asked you for something and wait for it.", page)

    def test_a_strangers_case_is_not_there(self):
        self._login(self.stranger)
        response = self.url_open(f"/my/feedback/{self.feedback.id}")
        self.assertNotIn("o_dialogue_ledger", response.text)
        self.assertNotIn("o_dialogue_due", response.text)

    def test_ended_case_has_no_due_days(self):
        self._answer(self._create_own())
        self.feedback.with_user(self.desk).action_withdraw("Đã tự giải quyết.")
        self.assertNotIn("o_dialogue_ledger", self._page())

    def test_list_says_what_is_left(self):
        page = self.url_open("/my/feedback").text
        self.assertIn("working days left", page)

    def test_rpc_is_refused(self):
        for model, method in (
            ("dialogue.clock", "search_read"),
            ("dialogue.clock.event", "search_read"),
            ("dialogue.day", "search_read"),
        ):
            with self.subTest(model=model), mute_logger("odoo.http"):
                result = self.url_open(
                    f"/web/dataset/call_kw/{model}/{method}",
                    json={
                        "jsonrpc": "2.0",
                        "params": {
                            "model": model,
                            "method": method,
                            "args": [[]],
                            "kwargs": {},
                        },
                    },
                ).json()
                self.assertIn("AccessError", str(result["error"]))
        with mute_logger("odoo.http"):
            result = self.url_open(
                "/web/dataset/call_kw/dialogue.clock/action_open_ledger",
                json={
                    "jsonrpc": "2.0",
                    "params": {
                        "model": "dialogue.clock",
                        "method": "action_open_ledger",
                        "args": [self.clock.ids],
                        "kwargs": {},
                    },
                },
            ).json()
        self.assertNotIn(SECRET, str(result))
