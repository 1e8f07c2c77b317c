from datetime import date, datetime, time, timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.dialogue_feedback_due import DUE_KEYS, due_state_of
from ..models.feedback_states import ENDED_STATES, OWED_STATES, STATES
from ..models.res_company import Horizon
from .common_journey import DialogueJourneyCommon

# Wednesday; the third working day after it is Monday
TODAY = date(2026, 3, 11)
SOON = date(2026, 3, 16)
DAY = timedelta(days=1)
HORIZON = Horizon(TODAY, SOON, "Asia/Ho_Chi_Minh")


class DueCommon(DialogueJourneyCommon):
    """It is Wednesday, 11 March 2026, ten in the morning in Vietnam."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Feedback = cls.env["dialogue.feedback"]
        cls.template = cls._bring_to("answered")
        cls.last = 0

    def setUp(self):
        super().setUp()
        frozen = freeze_time(datetime.combine(TODAY, time(3)))
        frozen.start()
        self.addCleanup(frozen.stop)

    def _add(self, **values):
        """Copy the answered case in the database; return the copy.

        :param values: columns to set besides
        """
        return self._add_many([values])

    def _add_many(self, values_list):
        columns = [
            name
            for name, field in self.template._fields.items()
            if field.store
            and field.column_type
            and name not in ("id", "number", "year", "code")
        ]
        self.env.flush_all()
        ids = []
        for values in values_list:
            type(self).last += 1
            picked = SQL(", ").join(
                SQL("%s", values[name] or None)
                if name in values
                else SQL.identifier(name)
                for name in columns
            )
            ((new_id,),) = self.env.execute_query(
                SQL(
                    """
                    INSERT INTO dialogue_feedback (%s, year, number, code)
                    SELECT %s, 1990, %s, %s FROM dialogue_feedback WHERE id = %s
                    RETURNING id
                    """,
                    SQL(", ").join(map(SQL.identifier, columns)),
                    picked,
                    self.last,
                    f"PAKN.1990.{self.last}",
                    self.template.id,
                )
            )
            ids.append(new_id)
        return self.Feedback.browse(ids)

    def _fill_with_closed(self, count):
        """Put so many closed cases into the database, and let it know."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO dialogue_feedback
                    (year, number, code, state, answered_on, company_id, subject,
                     question, kind, origin, channel, outcome, publish_choice, active)
                SELECT 1991, n, 'PAKN.1991.' || n, 'closed', now(), company_id,
                       subject, question, kind, origin, channel, outcome,
                       publish_choice, TRUE
                  FROM dialogue_feedback, generate_series(1, %s) AS n
                 WHERE id = %s
                """,
                count,
                self.template.id,
            )
        )
        self.env.cr.execute(SQL("ANALYZE dialogue_feedback"))

    def _queries(self, call):
        """Return how many queries ``call`` makes with cold record caches."""
        call()  # rights and views are warm in a running server
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

    def _every_kind(self):
        """Return the columns of cases of every state and every sort of day."""
        days = [None, *(TODAY + n * DAY for n in (-9, -1, 0, 1, 2, 5, 6, 30))]
        values = []
        for state, _label in STATES:
            for due in days:
                pauses = [None]
                if state in OWED_STATES:
                    pauses += [TODAY - 5 * DAY, TODAY - DAY, TODAY]
                for paused_on in pauses:
                    values.append(
                        {
                            "state": state,
                            "date_deadline": due,
                            "paused_on": paused_on,
                            # half past midnight of the day, in Vietnam
                            "answered_on": datetime.combine(TODAY - DAY, time(17, 30)),
                        }
                    )
        return values


@tagged("post_install", "-at_install")
class TestDueState(DueCommon):
    def _assert_agrees(self, cases):
        """Assert that fields, searches, groups and figures say the same of cases."""
        mine = Domain("id", "in", cases.ids)
        computed = {
            key: cases.filtered(lambda case, key=key: case.due_state == key)
            for key in DUE_KEYS
        }
        groups = dict(self.Feedback._read_group(mine, ["due_state"], ["id:recordset"]))
        for key in DUE_KEYS:
            with self.subTest(due_state=key):
                found = self.Feedback.search(mine & Domain("due_state", "=", key))
                others = self.Feedback.search(mine & Domain("due_state", "!=", key))
                self.assertEqual(found, computed[key].sorted())
                self.assertEqual(others, (cases - computed[key]).sorted())
                self.assertEqual(
                    groups.get(key, self.Feedback).sorted(), computed[key].sorted()
                )
                self.assertEqual(
                    cases.filtered_domain([("due_state", "=", key)]), computed[key]
                )
                rows = self.env["dialogue.feedback.report"].search(
                    mine & Domain("due_state", "=", key)
                )
                self.assertEqual(rows.feedback_id.sorted(), computed[key].sorted())
        return computed

    def test_python_and_sql_agree_on_every_kind_of_case(self):
        cases = self._add_many(self._every_kind())
        computed = self._assert_agrees(cases)
        for key, found in computed.items():
            self.assertTrue(found, key)
        self.assertEqual(cases.filtered("is_overdue"), computed["overdue"])
        self.assertEqual(
            self.Feedback.search([("is_overdue", "=", True), ("id", "in", cases.ids)]),
            computed["overdue"].sorted(),
        )
        Report = self.env["dialogue.feedback.report"]
        for flag, key in (
            ("is_overdue", "overdue"),
            ("is_on_time", "answered_on_time"),
            ("is_late", "answered_late"),
        ):
            rows = Report.search([(flag, "=", 1), ("id", "in", cases.ids)])
            self.assertEqual(rows.feedback_id.sorted(), computed[key].sorted())

    def test_departments_have_days_of_their_own(self):
        """In Honolulu it is still Tuesday, and there "soon" is two days ahead."""
        far = self.env["res.company"].create(
            {"name": "Sở khác", "dialogue_soon_days": 1}
        )
        far.partner_id.tz = "Pacific/Honolulu"
        cases = self._add_many(
            {**values, "company_id": company.id}
            for company in (self.company, far)
            for values in self._every_kind()
        )
        self._assert_agrees(cases)
        due = {
            company: self._add(
                company_id=company.id, state="assigned", date_deadline=TODAY
            ).due_state
            for company in (self.company, far)
        }
        self.assertEqual(due, {self.company: "today", far: "soon"})

    def test_each_key(self):
        def state_of(state="assigned", due=None, paused_on=None, answered=None):
            return due_state_of(state, due, paused_on, answered, HORIZON)

        self.assertEqual(state_of("draft", TODAY - DAY), "none")
        self.assertEqual(state_of(), "none")
        self.assertEqual(state_of(due=TODAY - DAY), "overdue")
        self.assertEqual(state_of(due=TODAY), "today")
        self.assertEqual(state_of(due=TODAY + DAY), "soon")
        self.assertEqual(state_of(due=SOON), "soon")
        self.assertEqual(state_of(due=SOON + DAY), "on_track")
        # standing still: late before is late still, and not late before is not
        self.assertEqual(
            state_of(due=TODAY - 3 * DAY, paused_on=TODAY - DAY), "overdue"
        )
        self.assertEqual(state_of(due=TODAY - DAY, paused_on=TODAY - DAY), "paused")
        self.assertEqual(state_of(due=TODAY + DAY, paused_on=TODAY - DAY), "paused")
        self.assertEqual(state_of(paused_on=TODAY - DAY), "paused")
        # answered
        self.assertEqual(state_of("answered", TODAY, None, TODAY), "answered_on_time")
        self.assertEqual(state_of("closed", TODAY, None, TODAY + DAY), "answered_late")
        self.assertEqual(state_of("answered", None, None, TODAY), "answered_on_time")
        for state in ("refused", "withdrawn", "merged"):
            self.assertEqual(state_of(state, TODAY - DAY), "ended")
            self.assertIn(state, ENDED_STATES)

    def test_today_is_the_day_of_the_department(self):
        case = self._add(state="assigned", date_deadline=date(2026, 3, 10))
        for instant, state in (
            ("2026-03-10 16:59:59", "today"),
            ("2026-03-10 17:00:00", "overdue"),
        ):
            with self.subTest(instant=instant), freeze_time(instant):
                for tz in ("America/Los_Angeles", "Pacific/Auckland", False):
                    self.env.invalidate_all()
                    seen = case.with_context(tz=tz)
                    self.assertEqual(seen.due_state, state)
                    self.assertEqual(
                        seen.search([("due_state", "=", state), ("id", "=", case.id)]),
                        case,
                    )

    def test_soon_is_a_setting_in_working_days(self):
        case = self._add(state="assigned", date_deadline=SOON)
        self.assertEqual(case.due_state, "soon")
        self.company.dialogue_soon_days = 2
        self.env.invalidate_all()
        self.assertEqual(case.due_state, "on_track")
        self.company.dialogue_soon_days = 0
        self.env.invalidate_all()
        self.assertFalse(self.Feedback.search([("due_state", "=", "soon")]) & case)
        for days in (-1, 21):
            with self.assertRaises(ValidationError):
                self.company.dialogue_soon_days = days

    def test_a_pause_by_moves(self):
        with freeze_time("2026-03-02 03:00:00"):
            case = self._bring_to("accepted")
        due = case.date_deadline
        self.assertTrue(due)
        self.assertEqual(case.due_state, "on_track")
        case.with_user(self.desk).action_ask_info("Xin gửi giấy chứng nhận.")
        self.assertEqual(case.due_state, "paused")
        self.assertIn("Stands still since", case.due_note)
        with freeze_time(datetime.combine(due + 9 * DAY, time(3))):
            self.env.invalidate_all()
            self.assertEqual(case.due_state, "paused")

    def test_words_count_working_days(self):
        for due, words in (
            (date(2026, 3, 9), "Overdue by 2 working days"),
            (TODAY, "Due today"),
            (SOON, "3 working days left"),
        ):
            case = self._add(state="assigned", date_deadline=due)
            self.assertEqual(case.due_note, words)
        friday = self._add(state="assigned", date_deadline=date(2026, 3, 6))
        with freeze_time("2026-03-07 03:00:00"):
            self.env.invalidate_all()
            self.assertEqual(friday.due_state, "overdue")
            self.assertEqual(friday.due_note, "Overdue since the last working day")

    def test_an_extended_case_is_known_as_one(self):
        case = self._bring_to("accepted")
        self.assertFalse(case.was_extended)
        clock = self.env["dialogue.clock"]._open(case, ["answer"])
        clock._fix(case.date_deadline + 7 * DAY, "extended", "Xin lỗi")
        self.assertTrue(case.was_extended)
        row = self.env["dialogue.feedback.report"].browse(case.id)
        self.assertEqual(row.was_extended, 1)

    # Groups and lists

    def test_it_can_be_grouped_and_sorted(self):
        for model in ("dialogue.feedback", "dialogue.feedback.report"):
            described = self.env[model].fields_get(["due_state"])["due_state"]
            for what in ("groupable", "sortable", "searchable"):
                self.assertTrue(described[what], (model, what))

    def test_the_worst_comes_first(self):
        cases = self._add_many(self._every_kind())
        mine = [("id", "in", cases.ids)]
        for model in (self.Feedback, self.env["dialogue.feedback.report"]):
            records = model.with_user(self.desk)
            for groups in (
                records.formatted_read_group(mine, ["due_state"], ["__count"]),
                records.web_read_group(mine, ["due_state"], ["__count"])["groups"],
            ):
                self.assertEqual([group["due_state"] for group in groups], DUE_KEYS)
            ((first, _state, _count), *_others) = records._read_group(
                mine, ["due_state", "state"], ["__count"], order="due_state, state"
            )
            self.assertEqual(first, "overdue")
            by_division = records.formatted_read_group(
                mine, ["department_id", "due_state"], ["__count"]
            )
            self.assertEqual([group["due_state"] for group in by_division], DUE_KEYS)
            sets = records.formatted_read_grouping_sets(
                mine, [[], ["due_state"], ["due_state", "department_id"]], ["__count"]
            )
            self.assertEqual([group["due_state"] for group in sets[1]], DUE_KEYS)
        in_order = self.Feedback.search(mine, order="due_state, id")
        self.assertEqual(in_order[0].due_state, "overdue")
        self.assertEqual(in_order[-1].due_state, "ended")

    def test_a_group_opens_to_what_it_counts(self):
        cases = self._add_many(self._every_kind())
        for group in self.Feedback.with_user(self.leader).formatted_read_group(
            [("id", "in", cases.ids)], ["due_state"], ["__count"]
        ):
            behind = Domain("id", "in", cases.ids) & Domain(group["__extra_domain"])
            self.assertEqual(self.Feedback.search_count(behind), group["__count"])

    def test_lists_and_figures_cost_the_same_however_many(self):
        spec = {name: {} for name in ("due_state", "due_note", "is_overdue", "code")}
        cases = self.Feedback.with_user(self.leader)
        rows = self.env["dialogue.feedback.report"].with_user(self.leader)
        wanted = [("due_state", "in", ("overdue", "today", "soon"))]
        pages = {
            "list": lambda: cases.web_search_read(wanted, spec, limit=80),
            "groups": lambda: cases.web_read_group([], ["due_state"], ["__count"]),
            "pivot": lambda: rows.formatted_read_grouping_sets(
                [], [[], ["due_state"]], ["__count", "on_time_share:avg"]
            ),
        }
        values = self._every_kind()
        self._add_many(values)
        few = {page: self._queries(call) for page, call in pages.items()}
        for _index in range(3):
            self._add_many(values)
        for page, call in pages.items():
            with self.subTest(page=page):
                self.assertEqual(self._queries(call), few[page])
                self.assertLess(few[page], 12)

    def test_the_few_overdue_are_found_by_an_index(self):
        self._add_many(
            {"state": "assigned", "date_deadline": TODAY - n * DAY} for n in range(1, 9)
        )
        self._fill_with_closed(20000)
        for domain in (
            [("is_overdue", "=", True)],
            [("due_state", "in", ("overdue", "today", "soon"))],
        ):
            query = self.Feedback.with_user(self.leader)._search(domain)
            plan = "\n".join(
                line
                for (line,) in self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            )
            self.assertIn("dialogue_feedback_open_deadline_idx", plan)
            self.assertNotIn("Seq Scan on dialogue_feedback", plan)
