from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser

from .common import DialogueCommon

# what a browser does that may keep nothing; where it forbids even to look, Odoo itself
# does not start
NO_STORAGE = """
    const {setItem} = Storage.prototype;
    const storage = window.localStorage;
    Storage.prototype.setItem = function (...args) {
        if (this === storage) {
            throw new DOMException("forbidden", "QuotaExceededError");
        }
        return setItem.apply(this, args);
    };
"""


@tagged("post_install", "-at_install")
class TestSessionConsoleBrowser(HttpCase, DialogueCommon):
    """The secretary at work in a real browser, with a line that comes and goes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "vi_VN"
        cls.sector.department_id = cls.division
        for user in (cls.desk, cls.leader):
            user.write({"lang": "vi_VN", "tz": "Asia/Ho_Chi_Minh"})
        now = fields.Datetime.now().replace(microsecond=0)
        cls.meeting = (
            cls.env["dialogue.session"]
            .with_user(cls.desk)
            .create(
                {
                    "name": "Đối thoại về sở hữu trí tuệ",
                    "date_start": now - timedelta(hours=1),
                    "date_end": now + timedelta(hours=2),
                    "location": "Hội trường Sở",
                    "chair_id": cls.leader.id,
                    "secretary_id": cls.desk.id,
                    "sector_ids": [(4, cls.sector.id)],
                }
            )
        )
        cls.meeting.action_announce("Nhập lại sau buổi đối thoại")
        cls.meeting.action_start()

    def _walk(self, tour, page="session-console", timeout=180):
        url = f"/odoo/dialogue-sessions/{self.meeting.id}/{page}"
        self.start_tour(url, tour, login=self.desk.login, timeout=timeout)
        self.env.invalidate_all()

    def _numbers(self):
        """Return the numbers of the questions in the order of their codes."""
        cases = self.meeting.feedback_ids.sorted("number")
        return [int(case.question.split()[3]) for case in cases]

    def test_twenty_utterances(self):
        self._walk("session_console_records")
        self.assertEqual(self._numbers(), list(range(1, 21)))
        cases = self.meeting.feedback_ids
        self.assertEqual(set(cases.mapped("state")), {"assigned"})
        # guessed from the words, and its division with it
        self.assertEqual(cases.sector_id, self.sector)
        self.assertEqual(cases.department_id, self.division)
        self.assertEqual(len(self.meeting.attendance_ids), 20)

    def test_line_is_cut_and_the_page_loaded_again(self):
        self._walk("session_console_survives")
        self.assertEqual(self._numbers(), list(range(1, 11)))

    def test_page_without_a_server_looks_for_it(self):
        page = self.url_open("/odoo/offline").text
        self.assertIn('fetch("/web/health"', page)

    def test_refused_entry_is_mended(self):
        self._walk("session_console_mends")
        case = self.meeting.feedback_ids
        self.assertEqual(len(case), 1)
        self.assertEqual(str(case.date_deadline), "2099-01-15")
        self.assertEqual(case.hand_count, 1)
        self.assertIn("Vừ Mí Sính", self.meeting.attendance_ids.mapped("name"))
        self.assertEqual(self.meeting._speech_share()["authority"], 0)

    def _forbid_storage(self):
        navigate_to = ChromeBrowser.navigate_to

        def navigate_without(browser, *args, **kwargs):
            browser._websocket_request(
                "Page.addScriptToEvaluateOnNewDocument", params={"source": NO_STORAGE}
            )
            return navigate_to(browser, *args, **kwargs)

        self.patch(ChromeBrowser, "navigate_to", navigate_without)

    def test_without_storage_all_is_sent(self):
        self._forbid_storage()
        self._walk("session_console_forbidden")
        self.assertEqual(self._numbers(), [1, 2, 3, 4])

    def test_storage_is_full_in_the_middle(self):
        self._walk("session_console_full")
        self.assertEqual(self._numbers(), [9, 1, 2, 3])
        mended = self.meeting.feedback_ids.sorted("number")[0]
        self.assertEqual(str(mended.date_deadline), "2099-01-15")

    def test_refused_entry_is_dropped(self):
        self._walk("session_console_drops")
        self.assertFalse(self.meeting.feedback_ids)

    def test_half_typed_question_is_set_aside(self):
        session = self.meeting.with_user(self.desk)
        for number in (1, 2):
            session.action_console_record(
                f"key-undecided-{number}",
                {
                    "speaker_name": f"Bà Bình {number}",
                    "question": f"Câu hỏi số {number} chưa quyết",
                    "outcome": "undecided",
                },
            )
        self._walk("session_console_sets_aside")
        self.assertEqual(self._numbers(), [1, 2, 7, 9])
        first, second, typed, _mended = self.meeting.feedback_ids.sorted("number")
        self.assertEqual(first.state, "received")
        self.assertEqual(second.outcome, "on_spot")
        self.assertEqual(typed.question, "Câu hỏi số 7 đã gõ xong?")
        self.assertIn("Vừ Mí Sính", self.meeting.attendance_ids.mapped("name"))

    def test_the_answer_that_is_ready_is_offered(self):
        group = self.env["dialogue.question.group"].create(
            {
                "session_id": self.meeting.id,
                "name": "Thời gian",
                "department_id": self.division.id,
                "draft_answer": "Ba tháng.",
                "stage": "ready",
            }
        )
        case = (
            self.env["dialogue.feedback"]
            .with_user(self.desk)
            ._file(
                {
                    "subject": "Mất bao lâu",
                    "question": "Mất bao lâu thì có nhãn hiệu?",
                    "origin": "before",
                    "channel": "portal",
                    "session_id": self.meeting.id,
                    "sector_id": self.sector.id,
                },
                {
                    "name": "Ông An",
                    "kind": "citizen",
                    "address": "Tổ 3, phường Hà Giang 1",
                    "phone": "0912345678",
                },
            )
        )
        case.group_id = group
        self._walk("session_console_prepared")
        self.assertEqual(case.state, "answered")
        self.assertIn("Bốn tháng.", case.answer_ids.body)

    def test_screen_shows_the_session(self):
        session = self.meeting.with_user(self.desk)
        session.action_console_record(
            "key-screen-1",
            {
                "speaker_name": "Bà Bình",
                "question": "Câu hỏi trên màn hình",
                "outcome": "undecided",
            },
        )
        session.action_console_floor("key-screen-2", {"side": "authority"})
        self._walk("session_screen_follows", page="session-screen")
