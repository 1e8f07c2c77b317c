from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.sql_db import Cursor
from odoo.tests import new_test_user, tagged
from odoo.tools import file_open, mute_logger

from .common import MODULE, DialogueCommon
from .common_journey import DialogueJourneyCommon

TEMPLATE = "dialogue_tthc/static/xls/dialogue_day.xlsx"
FIELDS = ["date", "kind", "name", "source"]
# ten in the morning in Hà Giang, a Monday; 15 working days on is 14/05/2026
ACCEPTED = "2026-04-20 03:00:00"
DUE = date(2026, 5, 14)


class DialogueDayCommon(DialogueCommon):
    """Days to play with, kept by the administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Day = cls.env["dialogue.day"].with_user(cls.administrator)
        # what is shipped is confirmed when the addon is installed, not updated
        cls.env["dialogue.day"]._confirm_shipped()

    @classmethod
    def _create_day(cls, day="2026-05-08", **vals):
        return cls.Day.create({"date": day, "name": "Ngày nghỉ thử", **vals})

    @classmethod
    def _create_other_department(cls):
        """Return another company and its administrator."""
        other = cls.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            cls.env,
            login="dlg-other-administrator",
            groups=f"{MODULE}administrator",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        return other, stranger


@tagged("post_install", "-at_install")
class TestDialogueDay(DialogueDayCommon):
    # What is shipped

    def test_shipped_days_are_confirmed_all_but_the_undecided(self):
        lines = self.env["ir.model.data"].search(
            [("module", "=", "dialogue_tthc"), ("model", "=", "dialogue.day")]
        )
        days = self.env["dialogue.day"].browse(lines.mapped("res_id"))
        undecided = self.env.ref("dialogue_tthc.dialogue_day_2026_11_24")
        self.assertEqual(undecided.state, "proposed")
        self.assertIn("xác nhận", undecided.source)
        self.assertEqual(set((days - undecided).mapped("state")), {"confirmed"})
        self.assertEqual(set(days.mapped("year")), {2023, 2024, 2025, 2026})
        self.assertTrue(all(days.mapped("source")))

    def test_confirming_what_is_shipped_twice_does_nothing(self):
        with patch.object(type(self.env["dialogue.clock"]), "_recalculate") as counted:
            self.env["dialogue.day"]._confirm_shipped()
        self.assertFalse(any(call.args[0] for call in counted.call_args_list))

    def test_calendar_works_make_up_days_and_not_swapped_ones(self):
        calendar = self.company._dialogue_calendar()
        for worked in (date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10)):
            self.assertTrue(calendar.is_working(worked), worked)
        for off in (date(2024, 4, 29), date(2025, 5, 2), date(2026, 2, 20)):
            self.assertFalse(calendar.is_working(off), off)
        self.assertTrue(calendar.is_working(date(2026, 11, 24)))
        self.assertFalse(calendar.is_known(date(2027, 1, 4)))

    # Bad input

    @mute_logger("odoo.sql_db")
    def test_a_day_twice(self):
        self._create_day()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_day()

    def test_own_day_goes_before_the_one_of_everybody(self):
        day = self._create_day(kind="swapped_off", name="Chung")
        day.action_confirm()
        own = self._create_day(company_id=self.company.id, name="Riêng")
        own.action_confirm()
        self.assertEqual(
            self.company._dialogue_calendar().name(date(2026, 5, 8)), "Riêng"
        )
        own.action_take_back()
        self.assertEqual(
            self.company._dialogue_calendar().name(date(2026, 5, 8)), "Chung"
        )

    def test_a_year_is_known_by_a_day_of_everybody_even_under_an_own_one(self):
        shared = self._create_day("2027-01-01", name="Chung")
        own = self._create_day("2027-01-01", company_id=self.company.id, name="Riêng")
        (shared | own).action_confirm()
        self.assertTrue(self.company._dialogue_calendar().is_known(date(2027, 3, 1)))

    def test_make_up_day_on_a_monday(self):
        with self.assertRaisesRegex(ValidationError, "Saturday or a Sunday"):
            self._create_day("2026-05-04", kind="make_up")

    def test_swapped_off_on_a_sunday(self):
        with self.assertRaisesRegex(ValidationError, "Monday to Friday"):
            self._create_day("2026-05-10", kind="swapped_off")

    def test_years_that_cannot_be(self):
        for day in ("0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"):
            with self.subTest(day=day), self.assertRaisesRegex(ValidationError, "year"):
                self._create_day(day)

    def test_huge_names(self):
        for name in ("name", "source"):
            with (
                self.assertRaisesRegex(ValidationError, "Shorten"),
                self.cr.savepoint(),
            ):
                self._create_day(**{name: "x" * 100_000})

    def test_a_confirmed_day_stays_as_it_is(self):
        day = self._create_day()
        day.action_confirm()
        for vals in (
            {"date": "2026-05-11"},
            {"kind": "swapped_off"},
            {"company_id": self.company.id},
        ):
            with self.assertRaisesRegex(UserError, "Take the confirmation back"):
                day.write(vals)
        with self.assertRaisesRegex(UserError, "Take the confirmation back"):
            day.unlink()
        day.name = "Tên đúng hơn"
        self.assertEqual(
            self.company._dialogue_calendar().name(date(2026, 5, 8)), "Tên đúng hơn"
        )

    def test_state_changes_by_moves_alone(self):
        day = self._create_day()
        with self.assertRaises(UserError):
            day.write({"state": "confirmed"})
        with self.assertRaisesRegex(UserError, "Not confirmed"):
            self._create_day("2026-05-11", state="confirmed")
        day.action_confirm()
        with self.assertRaises(UserError):
            day.action_confirm()

    def test_another_department_is_out_of_reach(self):
        _other, stranger = self._create_other_department()
        day = self._create_day(company_id=self.company.id)
        with self.assertRaises(AccessError):
            day.with_user(stranger).action_confirm()
        with self.assertRaises(AccessError):
            day.with_user(stranger).write({"name": "khác"})
        with self.assertRaises(AccessError):
            day.with_user(stranger).unlink()
        with self.assertRaises(AccessError):
            self.Day.with_user(stranger).create(
                {
                    "date": "2026-06-08",
                    "name": "x",
                    "company_id": self.company.id,
                }
            )

    def test_others_do_not_change_days(self):
        day = self._create_day()
        for user in (self.desk, self.leader, self.specialist, self.auditor):
            own = day.with_user(user)
            self.assertTrue(own.name)
            for call in (
                own.action_confirm,
                own.action_remove,
                lambda own=own: own.action_move_to("2026-05-11"),
                lambda own=own: own.write({"name": "khác"}),
            ):
                with self.assertRaises(AccessError):
                    call()

    # Import

    def test_import_brings_in_proposed_days(self):
        result = self.Day.load(
            FIELDS,
            [
                ["2027-01-01", "holiday", "Tết Dương lịch", "Thông báo 1"],
                ["2027-05-03", "holiday", "Nghỉ bù", ""],
            ],
        )
        self.assertFalse(result["messages"])
        days = self.Day.browse(result["ids"])
        self.assertEqual(set(days.mapped("state")), {"proposed"})

    @mute_logger("odoo.sql_db")
    def test_import_tells_the_row(self):
        result = self.Day.load(
            FIELDS,
            [
                ["2027-01-01", "holiday", "Tết Dương lịch", ""],
                ["2027-01-01", "holiday", "Hai lần", ""],
                ["2027-05-04", "make_up", "Thứ Ba", ""],
                ["không phải ngày", "holiday", "Lạ", ""],
                ["2027-05-05", "nghỉ chơi", "Lạ", ""],
                ["2027-05-06", "holiday", "", ""],
            ],
        )
        self.assertFalse(result["ids"])
        told = {
            message["rows"]["from"]: message["message"]
            for message in result["messages"]
        }
        self.assertEqual(set(told), {1, 2, 3, 4, 5}, told)
        self.assertIn("in the list already", told[1])
        self.assertIn("Saturday or a Sunday", told[2])

    @mute_logger("odoo.sql_db")
    def test_import_of_confirmed_days_is_refused(self):
        result = self.Day.load(
            [*FIELDS, "state"], [["2027-01-01", "holiday", "Tết", "", "confirmed"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("press “Confirm”", result["messages"][0]["message"])

    def test_export_can_be_imported(self):
        self.administrator.group_ids += self.env.ref("base.group_allow_export")
        day = self._create_day(source="Thông báo 2")
        rows = day.export_data(FIELDS)["datas"]
        day.unlink()
        result = self.Day.load(FIELDS, [[str(cell) for cell in row] for row in rows])
        self.assertFalse(result["messages"])
        self.assertEqual(self.Day.browse(result["ids"]).date, date(2026, 5, 8))

    def test_model_file_goes_through_the_import(self):
        template = self.Day.get_import_templates()[0]["template"]
        self.assertEqual(template.lstrip("/"), TEMPLATE)
        with file_open(TEMPLATE, "rb") as file:
            content = file.read()
            file.seek(0)
            headers = [cell.value for cell in load_workbook(file).worksheets[0][1]]
        self.assertEqual(headers[0], "Ngày")
        run = self.env["base_import.import"].create(
            {
                "res_model": "dialogue.day",
                "file": content,
                "file_name": "dialogue_day.xlsx",
                "file_type": "application/vnd.openxmlformats-officedocument"
                ".spreadsheetml.sheet",
            }
        )
        run = run.with_user(self.administrator).with_context(lang="vi_VN")
        preview = run.parse_preview({"has_headers": True}, count=10)
        self.assertNotIn("error", preview, preview.get("error"))
        matched = preview["matches"]
        self.assertEqual(len(matched), len(preview["headers"]), matched)
        names = [matched[index][0] for index in range(len(matched))]
        self.assertEqual(names[:4], FIELDS)
        result = run.execute_import(names, preview["headers"], preview["options"])
        self.assertFalse(result["messages"])
        days = self.Day.browse(result["ids"])
        self.assertEqual(
            set(days.mapped("kind")), {"holiday", "swapped_off", "make_up"}
        )

    # The banner

    def test_no_notice_while_the_year_is_known(self):
        for moment in ("2026-11-22 03:00:00", "2026-11-30 16:59:00"):
            with freeze_time(moment):
                self.assertFalse(self.Day.get_missing_notice(), moment)

    def test_notice_from_december_on_until_the_next_year_is_there(self):
        # the 1st of December begins at 17:00 UTC of the day before
        with freeze_time("2026-11-30 17:01:00"):
            self.assertIn("2027", self.Day.get_missing_notice())
            self._create_day("2027-01-02", company_id=self.company.id).action_confirm()
            self._create_day("2027-01-09", kind="make_up").action_confirm()
            coming = self._create_day("2027-01-01")
            self.assertIn("2027", self.Day.get_missing_notice())
            coming.action_confirm()
            self.assertFalse(self.Day.get_missing_notice())

    def test_notice_when_the_year_itself_is_empty(self):
        with freeze_time("2027-02-22 03:00:00"):
            self.assertIn("2027", self.Day.get_missing_notice())
            self.assertIn("2027", self.Day.with_user(self.desk).get_missing_notice())


@tagged("post_install", "-at_install")
class TestDialogueDayRecount(DialogueJourneyCommon, DialogueDayCommon):
    """A day that is confirmed, taken back or moved moves the open due days."""

    def _accept(self, count=1, **vals):
        """Return cases accepted on 20/04/2026, each by itself."""
        with freeze_time(ACCEPTED):
            return self.env["dialogue.feedback"].union(
                *(self._bring_to("accepted", **vals) for _ in range(count))
            )

    def _clock(self, feedback, step="answer"):
        return (
            self.env["dialogue.clock"]
            .sudo()
            .search([("feedback_id", "=", feedback.id), ("step", "=", step)])
        )

    def test_confirming_and_taking_back(self):
        feedback = self._accept()
        clock = self._clock(feedback)
        self.assertEqual(clock.due_on, DUE)
        before = clock.event_ids
        day = self._create_day()
        self.assertEqual(clock.due_on, DUE)
        with freeze_time("2026-04-21 03:00:00"):
            day.action_confirm()
        self.assertEqual(clock.due_on, date(2026, 5, 15))
        self.assertEqual(feedback.date_deadline, date(2026, 5, 15))
        event = clock.event_ids - before
        self.assertEqual(len(event), 1)
        self.assertEqual(event.kind, "recalculated")
        self.assertEqual(event.old_due_on, DUE)
        self.assertEqual(event.new_due_on, date(2026, 5, 15))
        self.assertIn("Ngày nghỉ thử", event.reason)
        self.assertEqual(event.user_id, self.administrator)
        day.action_take_back()
        self.assertEqual(clock.due_on, DUE)
        self.assertEqual(feedback.date_deadline, DUE)
        self.assertEqual(len(clock.event_ids - before), 2)

    def test_a_day_beside_the_term_moves_nothing(self):
        clock = self._clock(self._accept())
        events = clock.event_ids
        for day in ("2026-04-20", "2026-04-13", "2026-05-15", "2026-05-16"):
            self._create_day(day).action_confirm()
        self.assertEqual(clock.due_on, DUE)
        self.assertEqual(clock.event_ids, events)

    def test_ended_cases_never_change(self):
        with freeze_time(ACCEPTED):
            feedback = self._create_feedback()
            # at home the day that is named when it is assigned is today's
            self.patch(type(self), "soon", date(2026, 5, 12))
            self._to_answered(feedback)
        clocks = feedback.sudo().clock_ids
        ended = clocks.filtered(lambda clock: clock.state == "stopped")
        self.assertIn("answer", ended.mapped("step"))
        before = {clock: (clock.due_on, clock.event_ids) for clock in ended}
        self._create_day().action_confirm()
        self.assertEqual(
            before, {clock: (clock.due_on, clock.event_ids) for clock in ended}
        )

    def test_a_move_counts_once(self):
        clock = self._clock(self._accept())
        day = self._create_day("2026-05-18")
        day.action_confirm()
        before = clock.event_ids
        # from after the term into it
        day.action_move_to("2026-05-08")
        self.assertEqual(day.state, "confirmed")
        self.assertEqual(day.date, date(2026, 5, 8))
        self.assertEqual(clock.due_on, date(2026, 5, 15))
        self.assertEqual(len(clock.event_ids - before), 1)
        # within the term nothing changes, and out of it it goes back
        day.action_move_to("2026-05-07")
        self.assertEqual(len(clock.event_ids - before), 1)
        day.action_move_to("2026-05-25")
        self.assertEqual(clock.due_on, DUE)
        day.action_move_to("2026-05-11")
        day.action_remove()
        self.assertFalse(day.exists())
        self.assertEqual(clock.due_on, DUE)

    @mute_logger("odoo.sql_db")
    def test_a_move_to_a_wrong_date_changes_nothing(self):
        clock = self._clock(self._accept())
        day = self._create_day(kind="swapped_off")
        day.action_confirm()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            day.action_move_to("2026-05-10")
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            day.action_move_to("2026-05-01")
        self.assertEqual(day.state, "confirmed")
        self.assertEqual(clock.due_on, date(2026, 5, 15))

    def test_year_without_days_is_provisional_until_they_come(self):
        with freeze_time("2026-12-21 03:00:00"):
            feedback = self._bring_to("accepted")
        clock = self._clock(feedback)
        self.assertTrue(clock.is_provisional)
        # Mondays to Fridays alone: the 15th is 11/01/2027
        self.assertEqual(clock.due_on, date(2027, 1, 11))
        first = self._create_day("2027-01-01")
        first.action_confirm()
        self.assertFalse(clock.is_provisional)
        self.assertEqual(clock.due_on, date(2027, 1, 12))
        first.action_take_back()
        self.assertTrue(clock.is_provisional)
        self.assertEqual(clock.due_on, date(2027, 1, 11))

    def test_a_day_at_the_end_of_the_year_makes_it_known(self):
        with freeze_time("2027-03-01 03:00:00"):
            clock = self._clock(self._bring_to("accepted"))
        self.assertTrue(clock.is_provisional)
        late = self._create_day("2027-12-31")
        events = clock.event_ids
        late.action_confirm()
        self.assertFalse(clock.is_provisional)
        late.action_take_back()
        self.assertTrue(clock.is_provisional)
        self.assertEqual(clock.event_ids, events)

    def test_own_day_touches_own_cases_alone(self):
        clock = self._clock(self._accept())
        other, stranger = self._create_other_department()
        day = self.Day.with_user(stranger).create(
            {"date": "2026-05-08", "name": "Riêng", "company_id": other.id}
        )
        day.action_confirm()
        self.assertEqual(clock.due_on, DUE)
        self._create_day(company_id=self.company.id).action_confirm()
        self.assertEqual(clock.due_on, date(2026, 5, 15))

    def test_notice_of_a_session_moves_both_ways(self):
        session = self.env["dialogue.session"].create({"name": "Buổi"})
        # seven days before Friday 15/05/2026 is Friday 08/05/2026
        clock = self.env["dialogue.clock"]._start(
            session, ["session_notice"], lambda _session: datetime(2026, 5, 15, 3)
        )
        self.assertEqual(clock.due_on, date(2026, 5, 8))
        day = self._create_day()
        day.action_confirm()
        self.assertEqual(clock.due_on, date(2026, 5, 7))
        day.action_take_back()
        self.assertEqual(clock.due_on, date(2026, 5, 8))

    def test_queries_do_not_grow_with_the_cases(self):
        self._accept(5)
        day = self._create_day()
        few = self._count(day.action_confirm)
        day.action_take_back()
        self._accept(45)
        many = self._count(day.action_confirm)
        self.assertEqual(
            self.env["dialogue.clock"]
            .sudo()
            .search_count([("step", "=", "answer"), ("due_on", "=", "2026-05-15")]),
            50,
        )
        self.assertLessEqual(len(many), len(few) + 5, "\n".join(many))

    def test_queries_do_not_grow_with_planned_answers(self):
        self.patch(type(self), "soon", DUE)
        day = self._create_day()
        made = []
        for count in (2, 8):
            with freeze_time(ACCEPTED):
                for _number in range(count):
                    self._bring_to("drafting")
            made.append(self._count(day.action_confirm))
            day.action_take_back()
        few, many = made
        self.assertLessEqual(len(many), len(few) + 2, "\n".join(many))

    def _count(self, call):
        """Return the statements that ``call`` makes with cold record caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        made = []
        execute = Cursor.execute

        def noting(cr, query, *args, **kwargs):
            made.append(" ".join(str(getattr(query, "code", query)).split())[:160])
            return execute(cr, query, *args, **kwargs)

        with patch.object(Cursor, "execute", noting):
            call()
            self.env.flush_all()
        return made
