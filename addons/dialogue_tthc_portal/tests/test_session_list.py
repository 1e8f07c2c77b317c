from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..models import dialogue_session as dialogue_session_module
from .common import MARKUP
from .session_common import PortalSessionCommon

START = "/dialogue"
LIST = "/dialogue/sessions"
REGISTER = "/dialogue/answers"


@tagged("post_install", "-at_install")
class TestSessionList(PortalSessionCommon):
    """Which sessions everybody finds, and in what order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.running = cls._past("Đang họp zq", 0, "in_progress")
        cls.newer = cls._past("Vừa họp zq", 2, "concluding")
        cls.older = cls._past("Họp lâu rồi zq", 400, "closed")
        cls.forgotten = cls._past("Chưa ghi đã họp zq", 3, "announced")
        cls.hidden = (
            cls._past("Buổi dự thảo zq", 4, "draft", number=0)
            + cls._past("Buổi đã huỷ zq", 5, "cancelled")
            + cls._past("Dự thảo đã huỷ zq", 6, "cancelled", number=0)
            + cls._past("Chưa thông báo zq", 7, "closed", number=0)
        )

    @classmethod
    def _past(cls, name, days, state, number=None):
        """Return a session of so many days ago, as if it had come to that state."""
        session = cls._create_session(name=name, question_deadline=False)
        begin = fields.Datetime.now() - timedelta(days=days, minutes=90)
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE dialogue_session SET state = %s, number = %s, year = 1990, "
            "date_start = %s, date_end = %s, cancel_reason = 'Bão', "
            "conclusion = 'DAI-BIEU-KHAC' WHERE id = %s",
            [
                state,
                session.id if number is None else number,
                begin,
                begin + timedelta(hours=3 if state == "in_progress" else 1),
                session.id,
            ],
        )
        cls.env.invalidate_all()
        return session

    def _names(self, path, section="//main"):
        page = html.fromstring(self.url_open(path).text)
        return [
            name
            for name in page.xpath(
                f"{section}//li//a[contains(@class, 'o_dialogue_link')]/text()"
            )
            if name.endswith("zq") or name == self.meeting.name
        ]

    def _lines(self, path=LIST):
        page = html.fromstring(self.url_open(path).text)
        return {
            "".join(line.xpath(".//a/text()")): " ".join(line.text_content().split())
            for line in page.xpath("//main//li[contains(@class, 'list-group-item')]")
        }

    def test_what_runs_comes_first_then_the_newest(self):
        held = [s.name for s in self.running + self.newer + self.forgotten + self.older]
        section = "//section[contains(@class, 'o_dialogue_held')]"
        self.assertEqual(self._names(START, section), held)
        self.assertEqual(self._names(LIST), [held[0], self.meeting.name, *held[1:]])

    def test_what_nobody_may_know_of_is_in_no_list(self):
        for user in (None, self.petitioner_user, self.stranger, self.outsider):
            self._login(user)
            for path in (START, LIST, f"{LIST}/page/2"):
                text = self.url_open(path).text
                for session in self.hidden:
                    with self.subTest(path, session=session.name):
                        self.assertNotIn(session.name, text)
                        self.assertNotIn(f"{LIST}/{session.id}", text)
                self._assert_nothing_internal(text)
                self.assertNotIn(self.leader.name, text)
                self.assertNotIn("Bão", text)

    def test_each_path_in_the_list_opens(self):
        for session in self.running + self.newer + self.older + self.forgotten:
            self.assertEqual(self.url_open(session._public_path()).status_code, 200)

    def test_it_is_told_whether_the_result_is_published(self):
        lines = self._lines()
        self.assertIn("In progress", lines[self.running.name])
        self.assertNotIn("Result", lines[self.meeting.name])
        for session in self.newer + self.older + self.forgotten:
            self.assertIn("Result not published yet", lines[session.name])
        self.newer.action_publish_here()
        line = self._lines()[self.newer.name]
        self.assertIn("Result published on", line)
        # the list says that there is one, its page says what it is
        self.assertNotIn("DAI-BIEU-KHAC", line)

    def test_an_archived_session_stays_public(self):
        self.older.active = False
        self.assertIn(self.older.name, self._names(LIST))

    def test_markup_stays_text(self):
        self.newer.name = MARKUP
        for path in (START, LIST):
            self.assertNotIn("<script>alert('x')", self.url_open(path).text)

    def test_pages_hold_each_session_once(self):
        sessions = self.env["dialogue.session"]
        whole, total = sessions._public_sessions(limit=1000)
        self.assertEqual(len(whole), total)
        for size in (1, 2, 3):
            lines = []
            for offset in range(0, total + size, size):
                part, counted = sessions._public_sessions(limit=size, offset=offset)
                self.assertEqual(counted, total)
                lines += part
            self.assertEqual(lines, whole)
        self.assertEqual(
            [line["part"] for line in whole],
            sorted(
                (line["part"] for line in whole),
                key=["running", "coming", "past"].index,
            ),
        )

    def test_what_is_not_on_the_first_page_is_linked(self):
        def links():
            page = html.fromstring(self.url_open(START).text)
            return page.xpath(f"//main//a[@href='{LIST}']")

        for number in range(6):
            self._past(f"Cũ {number} zq", 500 + number, "closed")
        self.assertTrue(links())
        section = "//section[contains(@class, 'o_dialogue_held')]"
        self.assertEqual(len(self._names(START, section)), 5)
        self.env.cr.execute("UPDATE dialogue_session SET number = 0")
        self.env.invalidate_all()
        self.assertFalse(links())
        self.assertNotIn("o_dialogue_held", self.url_open(START).text)

    def test_a_page_past_the_end_leads_back(self):
        for number in (99, 999999999999):
            response = self.url_open(f"{LIST}/page/{number}")
            self.assertEqual(response.status_code, 200)
            self.assertIn("X-Robots-Tag", response.headers)
            page = html.fromstring(response.text)
            links = page.xpath("//main//div[@role='status']//a/@href")
            self.assertEqual(links, [LIST])
            self.assertFalse(
                page.xpath("//main//li//a[contains(@class, 'o_dialogue_link')]")
            )
        self.assertNotIn("X-Robots-Tag", self.url_open(LIST).headers)

    def test_a_list_takes_few_queries_however_many_sessions(self):
        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["dialogue.session"]._public_sessions(limit=100)
            return self.cr.sql_log_count - before

        count()
        few = count()
        for number in range(4):
            self._past(f"Cũ {number} zq", 500 + number, "closed")
        self.assertEqual(count(), few)

    def _publish_of(self, session, subject):
        feedback = self._create_own(session_id=session.id, subject=subject)
        self._answer(feedback)
        action = feedback.with_user(self.desk).action_open_publication()
        publication = self.env["dialogue.publication"].browse(action["res_id"])
        publication.with_user(self.leader).action_publish()
        return publication

    def test_answers_of_a_session_do_not_end_without_a_word(self):
        self.patch(dialogue_session_module, "ANSWERS_SHOWN", 2)
        for number in range(2):
            self._publish_of(self.running, f"Câu {number} zq")
        path = f"{REGISTER}?session={self.running.id}"
        page = html.fromstring(self.url_open(self.running._public_path()).text)
        self.assertFalse(page.xpath(f"//main//a[@href='{path}']"))
        self._publish_of(self.running, "Câu cuối zq")
        self._publish_of(self.newer, "Buổi khác zq")
        page = html.fromstring(self.url_open(self.running._public_path()).text)
        self.assertTrue(page.xpath(f"//main//a[@href='{path}']"))
        self.assertIn("newest 2 of 3", page.text_content())
        self.assertEqual(self._names(path), ["Câu cuối zq", "Câu 1 zq", "Câu 0 zq"])
        # a further search stays with the session
        register = html.fromstring(self.url_open(path).text)
        self.assertEqual(
            register.xpath("//main//input[@name='session']/@value"),
            [str(self.running.id)],
        )
        self.assertEqual(self._names(f"{path}&q=cuoi"), ["Câu cuối zq"])

    def test_the_register_knows_no_session_that_nobody_may_know_of(self):
        for session in self.hidden[0] + self.hidden[2]:
            self._publish_of(session, f"Câu của {session.id} zq")
            text = self.url_open(f"{REGISTER}?session={session.id}").text
            self.assertNotIn(session.name, text)
            # and answers are not told to be of it
            self.assertNotIn('name="session"', text)
