from datetime import date, datetime

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from . import test_performance
from .common_journey import DialogueJourneyCommon

TET = "Tết Nguyên đán"
# 2026: days from Monday to Friday on which nobody works
DAYS_OFF = [
    ("2026-01-01", "holiday", "Tết Dương lịch"),
    *((f"2026-02-{day}", "holiday", f"{TET} (ngày {day})") for day in range(16, 21)),
    ("2026-04-27", "holiday", "Giỗ Tổ Hùng Vương (nghỉ bù)"),
    ("2026-04-30", "holiday", "Ngày Chiến thắng"),
    ("2026-05-01", "holiday", "Ngày Quốc tế lao động"),
    ("2026-08-22", "make_up", "Làm bù ngày 31/8"),
    ("2026-08-31", "swapped_off", "Hoán đổi sang 22/8"),
    ("2026-09-01", "holiday", "Quốc khánh (01/9)"),
    ("2026-09-02", "holiday", "Quốc khánh (02/9)"),
    ("2026-11-24", "holiday", "Ngày Văn hóa Việt Nam"),
]


class LedgerCommon(DialogueJourneyCommon):
    """Days off of 2026 and nobody else's; cases made on a day that the test names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        days = cls.env["dialogue.day"].search([])
        days.filtered(lambda day: day.state == "confirmed").action_take_back()
        days.unlink()
        days = cls.env["dialogue.day"].create(
            [
                {"date": day, "kind": kind, "name": name}
                for day, kind, name in [
                    *DAYS_OFF,
                    ("2025-01-01", "holiday", "Tết Dương lịch"),
                ]
            ]
        )
        days.action_confirm()
        cls.vietnamese = cls.env["dialogue.clock"].with_context(lang="vi_VN").env

    @classmethod
    def _to_assigned(cls, feedback):
        cls._to_accepted(feedback)
        cls._as(feedback, cls.desk).action_assign(cls.division.id, cls.specialist.id)

    def _case(self, moment, state="accepted", **vals):
        """Return a case that came to ``state`` at a moment in UTC."""
        with freeze_time(moment):
            return self._bring_to(state, **vals)

    def _clock(self, feedback, step="answer"):
        return feedback.sudo().clock_ids.filtered(lambda clock: clock.step == step)

    def _values(self, clock, **kwargs):
        return clock.with_context(lang="en_US")._ledger_values(**kwargs)


@tagged("post_install", "-at_install")
class TestLedger(LedgerCommon):
    def test_over_tet(self):
        clock = self._clock(self._case("2026-02-10 02:00:00"))
        self.assertEqual(clock.due_on, date(2026, 3, 10))
        with freeze_time("2026-02-10 02:00:00"):
            values = self._values(clock)
        text = " ".join(values["sentences"])
        self.assertIn("15 working days", text)
        self.assertIn("Tuesday 02/10/2026", text)
        self.assertIn(f"5 days off for {TET}", text)
        self.assertIn("8 days of weekends", text)
        self.assertIn("Due: Tuesday 03/10/2026.", text)
        self.assertFalse(values["hint"])
        rows = values["rows"]
        self.assertEqual(rows[0]["kind"], "received")
        self.assertEqual(rows[0]["number"], "")
        self.assertTrue(rows[-1]["is_due"])
        self.assertEqual(rows[-1]["number"], "15")
        self.assertEqual(
            [row["number"] for row in rows if row["number"]],
            [str(number) for number in range(1, 16)],
        )
        # five days of one holiday are one line, and so are the days of a weekend
        holidays = [row for row in rows if row["kind"] == "holiday"]
        self.assertEqual(len(holidays), 1)
        self.assertEqual(holidays[0]["day"], "Monday 02/16/2026 – Friday 02/20/2026")
        self.assertEqual(holidays[0]["text"], f"Holiday: {TET}")

    def test_other_due_days_of_the_issue(self):
        for received, due in (
            ("2026-04-20 02:00:00", date(2026, 5, 14)),
            ("2026-08-17 02:00:00", date(2026, 9, 9)),
        ):
            clock = self._clock(self._case(received))
            self.assertEqual(clock.due_on, due)
            with freeze_time(received):
                values = self._values(clock)
            self.assertEqual(values["rows"][-1]["number"], "15")
        # the last one: a day in exchange counts, another does not
        kinds = {row["kind"]: row for row in values["rows"]}
        self.assertEqual(kinds["make_up"]["number"], "5")
        self.assertIn("Làm bù ngày 31/8", kinds["make_up"]["text"])
        self.assertIn("Hoán đổi sang 22/8", kinds["swapped_off"]["text"])
        self.assertIn("Saturday 08/22/2026", " ".join(values["sentences"]))

    def test_vietnamese(self):
        clock = self._clock(self._case("2026-02-10 02:00:00"))
        values = clock.with_context(lang="vi_VN")._ledger_values()
        self.assertTrue(values["rows"][0]["day"].startswith("Thứ Ba 10/02/2026"))
        self.assertIn("thứ Ba 10/03/2026", " ".join(values["sentences"]))

    def test_pause_and_resume(self):
        with freeze_time("2026-06-01 02:00:00"):
            feedback = self._bring_to("accepted")
            clock = self._clock(feedback)
        before = clock.due_on
        with freeze_time("2026-06-03 02:00:00"):
            feedback.with_user(self.desk).action_ask_info("Giấy chứng nhận số mấy?")
        with freeze_time("2026-06-08 02:00:00"):
            line = clock._lines()[0]
            self.assertEqual(line["light"], "paused")
            self.assertEqual(line["note"], "Stands still since 06/03/2026")
            values = self._values(clock)
            text = " ".join(values["sentences"])
            self.assertIn("stands still since Wednesday 06/03/2026", text)
            self.assertIn("If it went on today", text)
            self.assertEqual(
                values["rows"][-1]["due_word"], "Due day if it goes on today"
            )
            feedback.with_user(self.desk).action_info_given("Số 15.")
            values = self._values(clock)
        self.assertGreater(clock.due_on, before)
        paused = [row for row in values["rows"] if row["kind"] == "paused"]
        # the days after the pause up to the day on which it goes on, in one line
        self.assertEqual(
            [row["day"] for row in paused], ["Thursday 06/04/2026 – Monday 06/08/2026"]
        )
        self.assertIn("5 days on which the term stood still", values["sentences"][1])
        self.assertEqual(values["rows"][-1]["number"], "15")
        kinds = [event["what"] for event in values["events"]]
        self.assertEqual(kinds, ["Started", "Stands still", "Goes on"])
        self.assertEqual(values["events"][1]["who"], self.desk.name)

    def test_extension(self):
        with freeze_time("2026-06-01 02:00:00"):
            feedback = self._bring_to("drafting")
            extension = feedback.with_user(self.specialist).action_request_extension(
                "2026-06-30", "Chờ Sở Tài chính cho ý kiến", "Xin lỗi Ông/Bà."
            )
            extension.with_user(self.leader).action_approve()
            clock = self._clock(feedback)
            self.assertEqual(clock.due_on, date(2026, 6, 30))
            official = self._values(clock)
            petitioner = self._values(clock, for_petitioner=True)
        self.assertIn("Due: Tuesday 06/30/2026.", " ".join(official["sentences"]))
        self.assertTrue(official["rows"][-1]["is_due"])
        self.assertTrue(
            official["rows"][-1]["day"].startswith("Tuesday 06/30/2026"),
            official["rows"][-1],
        )
        change = official["events"][-1]
        self.assertEqual(change["what"], "Extended")
        self.assertEqual(change["why"], "Chờ Sở Tài chính cho ý kiến")
        self.assertEqual(change["who"], self.leader.name)
        self.assertIn("→ 06/30/2026", change["change"])
        told = petitioner["events"][-1]
        self.assertEqual(told["why"], "Xin lỗi Ông/Bà.")
        self.assertEqual(told["who"], "")
        self.assertNotIn("Sở Tài chính", str(petitioner))
        for user in self.leader + self.desk + self.specialist:
            self.assertNotIn(user.name, str(petitioner))

    def test_markup_is_text(self):
        nasty = "<script>alert(1)</script><b>Tết</b>"
        day = self.env["dialogue.day"].create(
            {"date": "2026-06-03", "kind": "holiday", "name": nasty}
        )
        day.action_confirm()
        with freeze_time("2026-06-01 02:00:00"):
            feedback = self._bring_to("assigned")
            feedback.with_user(self.specialist).action_return_to_desk(nasty)
            clock = self._clock(feedback)
            self._pause(feedback, nasty)
            markup = clock.ledger_html
        self.assertNotIn("<script", markup)
        self.assertIn("&lt;script&gt;", markup)
        root = html.fromstring(markup)
        self.assertFalse(root.xpath("//script | //b"))

    def _pause(self, feedback, reason):
        self.env["dialogue.clock"]._pause(feedback, ["answer"], reason)

    def test_provisional(self):
        clock = self._clock(self._case("2026-12-21 02:00:00"))
        self.assertTrue(clock.is_provisional)
        with freeze_time("2026-12-21 02:00:00"):
            values = self._values(clock)
            line = clock._lines()[0]
        self.assertIn("2027", values["hint"])
        self.assertTrue(line["is_provisional"])
        self.assertTrue(line["hint"])

    def test_working_hours(self):
        with freeze_time("2026-06-05 09:30:00"):  # Friday, 16:30 in Vietnam
            feedback = self._bring_to("received", priority="1")
            clock = self._clock(feedback, "accept")
            self.assertEqual(clock.unit, "working_hour")
            line = clock._lines()[0]
            values = self._values(clock)
        with freeze_time("2026-06-08 04:00:00"):
            late = clock._lines()[0]
        self.assertEqual(late["light"], "late")
        self.assertEqual(late["note"], "Overdue since 10:30, Monday 06/08/2026")
        # one hour on Friday, three on Monday
        self.assertEqual(clock.due_at, datetime(2026, 6, 8, 3, 30))
        self.assertEqual(line["day"], "10:30, Monday 06/08/2026")
        numbers = [row["number"] for row in values["rows"]]
        self.assertEqual(numbers, ["1 h", "", "3 h"])
        self.assertIn("16:30, Friday 06/05/2026", values["sentences"][0])

    def test_calendar_days(self):
        with freeze_time("2026-06-01 02:00:00"):
            feedback = self._bring_to("accepted", term_class="national_portal")
            clock = self._clock(feedback)
            values = self._values(clock)
        # the 20th day is Sunday 21/06
        self.assertEqual(clock.due_on, date(2026, 6, 22))
        self.assertEqual(values["rows"][-1]["kind"], "first_open")
        self.assertIn("20 calendar days", values["sentences"][0])

    def test_notice_is_counted_back(self):
        clock = self.env["dialogue.clock"].new(
            {
                "step": "session_notice",
                "unit": "calendar_day",
                "length": 7,
                "started_on": date(2026, 6, 15),
                "due_on": date(2026, 6, 8),
                "company_id": self.company.id,
            }
        )
        values = self._values(clock)
        self.assertFalse(values["rows"])
        self.assertIn("Counted back", values["sentences"][0])
        self.assertIn("Monday 06/15/2026", values["sentences"][0])

    def test_ended_term_keeps_its_day(self):
        with freeze_time("2026-06-01 02:00:00"):
            feedback = self._bring_to("answered")
        clock = self._clock(feedback)
        due = clock.due_on
        day = self.env["dialogue.day"].create(
            {"date": "2026-06-10", "kind": "holiday", "name": "Ngày mới"}
        )
        day.action_confirm()
        with freeze_time("2026-06-20 02:00:00"):
            values = self._values(clock)
        self.assertEqual(clock.due_on, due)
        self.assertFalse(values["rows"])
        self.assertIn("not counted again", " ".join(values["sentences"]))

    def test_lines_nearest_first_and_paused_last(self):
        with freeze_time("2026-06-01 02:00:00"):
            feedback = self._bring_to("accepted")
            lines = feedback.clock_lines
            self.assertEqual(
                [line["step"] for line in lines], ["classify", "update", "answer"]
            )
            self.assertEqual(lines[2]["note"], "15 working days left")
            feedback.with_user(self.desk).action_ask_info("Xin gửi thêm.")
            self.assertEqual(feedback.clock_lines[0]["step"], "supplement")
            self.assertEqual(feedback.clock_lines[-1]["light"], "paused")
        with freeze_time("2026-07-01 02:00:00"):
            feedback.invalidate_recordset()
            self.assertEqual(feedback.clock_lines[0]["light"], "late")
            self.assertIn("Overdue by", feedback.clock_lines[0]["note"])
        ended = self._case("2026-06-01 02:00:00", "answered")
        self.assertEqual([line["step"] for line in ended.clock_lines], ["publish"])
        closed = self._case("2026-06-01 02:00:00", "answered", publish_choice="nothing")
        self.assertFalse(closed.clock_lines)
        self.assertFalse(self._create_feedback().clock_lines)

    def test_who_reads_the_case_opens_the_ledger(self):
        with freeze_time("2026-06-01 02:00:00"):
            feedback = self._bring_to("assigned")
        clock = self._clock(feedback)
        for user in (self.specialist, self.desk, self.leader, self.auditor):
            own = self.env["dialogue.clock"].with_user(user).browse(clock.id)
            action = own.action_open_ledger()
            self.assertEqual(action["target"], "new")
            self.assertIn("o_dialogue_ledger", own.ledger_html)
        for user in (self.colleague, self.employee_only):
            own = self.env["dialogue.clock"].with_user(user).browse(clock.id)
            with self.assertRaises(AccessError):
                own.read(["ledger_html"])


@tagged("post_install", "-at_install")
class TestLedgerCost(DialogueJourneyCommon):
    """What the due days of a page cost does not depend on how many there are."""

    _count = test_performance.TestPerformance._count

    def test_form_with_many_terms(self):
        one = self._bring_to("accepted")
        self.env["dialogue.clock"]._start(one, ["refer", "supplement"])
        self.assertEqual(len(one.clock_lines), 5)
        specification = {"clock_lines": {}, "due_note": {}, "clock_ids": {"fields": {}}}
        own = one.with_user(self.desk)
        made = self._count(lambda: own.web_read(specification))
        self.assertLess(len(made), 15, made)

    def test_list_of_cases(self):
        cases = self.env["dialogue.feedback"]
        few = [self._bring_to("accepted") for _number in range(5)]
        more = [self._bring_to("accepted") for _number in range(75)]
        specification = {"clock_lines": {}, "due_note": {}}

        def queries(records):
            own = cases.with_user(self.desk).browse([case.id for case in records])
            return len(self._count(lambda: own.web_read(specification)))

        self.assertEqual(queries(few), queries(few + more))
