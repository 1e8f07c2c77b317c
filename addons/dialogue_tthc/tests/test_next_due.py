import importlib.util
from datetime import datetime, time
from pathlib import Path

from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.dialogue_feedback_due import DUE_KEYS
from .test_due_state import DAY, TODAY, DueCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.5.0/pre-next_due.py"
COLUMNS = ("next_due_on", "next_paused_on")


@tagged("post_install", "-at_install")
class TestNextDue(DueCommon):
    """Lists of work show and follow the next day that binds."""

    def _accept_clock(self, case):
        return self.env["dialogue.clock"]._open(case, ["accept"])

    def test_until_it_is_accepted_it_is_the_day_of_accepting(self):
        case = self._bring_to("received")
        day = self._accept_clock(case).due_on
        self.assertTrue(day)
        self.assertEqual(case.next_due_on, day)
        self.assertEqual(case.next_due_state, "soon")
        self.assertEqual(case.next_due_note, "To accept: 1 working day left")
        # figures of answers do not know it
        self.assertEqual(case.due_state, "none")
        case.with_user(self.desk).action_accept()
        self.assertEqual(case.next_due_on, case.date_deadline)
        self.assertEqual(case.next_due_note, case.due_note)

    def test_late_to_accept_is_overdue(self):
        case = self._bring_to("received")
        late = case.next_due_on + DAY
        with freeze_time(datetime.combine(late, time(3))):
            self.env.invalidate_all()
            self.assertEqual(case.next_due_state, "overdue")
            self.assertFalse(case.is_overdue)
            found = self.Feedback.search([("next_due_state", "=", "overdue")])
            self.assertIn(case, found)

    def test_it_stands_still_while_the_petitioner_is_asked(self):
        case = self._bring_to("need_info")
        self.assertEqual(case.next_paused_on, TODAY)
        self.assertEqual(case.next_due_state, "paused")
        case.with_user(self.desk).action_info_given("Có đủ.")
        self.assertFalse(case.next_paused_on)
        self.assertEqual(case.next_due_on, self._accept_clock(case).due_on)

    def test_it_follows_its_clock(self):
        case = self._bring_to("received")
        self._accept_clock(case)._fix(TODAY + 9 * DAY, "agreed", "Ngày khác")
        self.assertEqual(case.next_due_on, self._accept_clock(case).due_on)

    def test_a_case_that_was_refused_owes_nothing(self):
        case = self._bring_to("refused")
        self.assertFalse(case.next_due_on)
        self.assertEqual(case.next_due_state, "ended")

    def test_the_new_case_stands_among_the_others(self):
        """It came last, below all that have a day for their answer."""
        new = self._bring_to("received")
        near, far = self._bring_to("accepted"), self._bring_to("accepted")
        for case, day in ((near, TODAY), (far, TODAY + 6 * DAY)):
            clock = self.env["dialogue.clock"]._open(case, ["answer"])
            clock._fix(day, "agreed", "Ngày khác")
        view = self.env.ref("dialogue_tthc.dialogue_feedback_view_list_work")
        arch = self.Feedback.get_view(view.id, "list")["arch"]
        self.assertIn('default_order="next_due_on, id"', arch)
        found = self.Feedback.search(
            [("id", "in", (new | near | far).ids)], order="next_due_on, id"
        )
        self.assertEqual(found.ids, (near | new | far).ids)

    def test_python_and_sql_agree_on_every_kind_of_case(self):
        values = self._every_kind()
        for columns in values:
            columns["next_due_on"] = columns.pop("date_deadline")
            columns["next_paused_on"] = columns.pop("paused_on")
        cases = self._add_many(values)
        mine = Domain("id", "in", cases.ids)
        groups = self.Feedback.with_user(self.desk).formatted_read_group(
            mine, ["next_due_state"], ["__count", "id:recordset"]
        )
        self.assertEqual([group["next_due_state"] for group in groups], DUE_KEYS)
        for key in DUE_KEYS:
            with self.subTest(due_state=key):
                found = self.Feedback.search(mine & Domain("next_due_state", "=", key))
                self.assertTrue(found)
                self.assertEqual(
                    found,
                    cases.filtered(lambda c, k=key: c.next_due_state == k).sorted(),
                )

    def test_a_list_costs_the_same_however_long(self):
        spec = {
            name: {}
            for name in ("next_due_on", "next_due_state", "next_due_note", "code")
        }
        cases = self.Feedback.with_user(self.leader)

        def page():
            return cases.web_search_read(
                [("is_open", "=", True)], spec, limit=80, order="next_due_on, id"
            )

        self._add(state="received", next_due_on=TODAY)
        few = self._queries(page)
        self._add_many(
            {"state": "received", "next_due_on": TODAY + n * DAY} for n in range(40)
        )
        self.assertEqual(self._queries(page), few)

    def test_the_few_due_are_found_by_an_index(self):
        self._add_many(
            {"state": "received", "next_due_on": TODAY - n * DAY} for n in range(1, 9)
        )
        self._fill_with_closed(20000)
        domain = Domain("next_due_state", "in", ("overdue", "today", "soon"))
        query = self.Feedback.with_user(self.leader)._search(domain)
        lines = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(line for (line,) in lines)
        self.assertIn("dialogue_feedback_open_next_due_idx", plan)
        self.assertNotIn("Seq Scan on dialogue_feedback", plan)

    def test_an_upgrade_fills_it_as_it_would_be_computed(self):
        names = ("received", "need_info", "accepted", "refused")
        cases = self.template.union(*(self._bring_to(name) for name in names))
        asked = self._bring_to("accepted")
        asked.with_user(self.desk).action_ask_info("Xin gửi giấy chứng nhận.")
        cases |= asked
        before = [[case[name] for name in COLUMNS] for case in cases]
        self.env.flush_all()
        for name in COLUMNS:
            self.cr.execute(
                SQL(
                    "ALTER TABLE dialogue_feedback DROP COLUMN %s", SQL.identifier(name)
                )
            )
        spec = importlib.util.spec_from_file_location("next_due", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.cr, "19.0.1.4.0")
        script.migrate(self.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        after = [[case[name] for name in COLUMNS] for case in cases]
        self.assertEqual(after, before)
