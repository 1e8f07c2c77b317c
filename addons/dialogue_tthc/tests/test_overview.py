from datetime import date, datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..report.dialogue_overview import COUNTED
from .test_due_state import DAY, TODAY, DueCommon


@tagged("post_install", "-at_install")
class TestOverview(DueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Overview = cls.env["dialogue.overview"]

    def setUp(self):
        super().setUp()
        divisions = (self.division.id, self.other_division.id, None)
        self.cases = self._add_many(
            {
                **values,
                "department_id": department,
                "user_id": None,
                "received_on": received_on,
            }
            for department in divisions
            for received_on in (datetime(2026, 1, 5), datetime(2025, 6, 5))
            for values in self._every_kind()
        )
        self._add_many(
            {
                "state": "assigned",
                "department_id": self.other_division.id,
                "user_id": None,
                "date_deadline": TODAY - n * DAY,
            }
            for n in range(1, 9)
        )

    def _rows(self, user):
        # one transaction here, where each user has one of their own
        self.env.invalidate_all()
        return self.Overview.with_user(user).search([])

    def _behind(self, action, user):
        """Return the cases that the user gets to see when they press a number."""
        Feedback = self.env[action["res_model"]].with_user(user)
        return Feedback.with_context(**action["context"]).search(action["domain"])

    def test_the_worst_division_stands_first(self):
        rows = self._rows(self.leader)
        mine = rows.filtered(
            lambda row: row.department_id in self.division | self.other_division
        )
        self.assertEqual(mine[0].department_id, self.other_division)
        self.assertEqual(
            rows.mapped("overdue_count"),
            sorted(rows.mapped("overdue_count"), reverse=True),
        )

    def test_each_number_opens_exactly_its_cases(self):
        self.cases[::3].action_archive()
        for user in (self.leader, self.desk, self.auditor, self.specialist):
            rows = self._rows(user)
            self.assertTrue(rows)
            for row in rows:
                found = row.with_context(lang="en_US")
                behind = self._behind(found.action_open_cases(), user)
                self.assertEqual(len(behind), row.open_count)
                self.assertEqual(behind.department_id, row.department_id)
                for key in COUNTED:
                    action = found.with_context(due_state=key).action_open_cases()
                    with self.subTest(user=user.login, row=row.id, due_state=key):
                        self.assertEqual(
                            len(self._behind(action, user)), row[f"{key}_count"]
                        )

    def test_the_parts_are_the_whole(self):
        rows = self._rows(self.leader)
        for row in rows:
            self.assertEqual(
                row.open_count, sum(row[f"{key}_count"] for key in COUNTED)
            )
        totals = self.Overview.with_user(self.leader).retrieve_totals()
        self.assertEqual(totals["open"], sum(rows.mapped("open_count")))
        for tile in totals["tiles"]:
            key = tile["key"]
            self.assertEqual(tile["count"], sum(rows.mapped(f"{key}_count")))
            action = self.Overview.with_user(self.leader).action_open_all(key)
            self.assertEqual(len(self._behind(action, self.leader)), tile["count"])
        action = self.Overview.with_user(self.leader).action_open_all()
        self.assertEqual(len(self._behind(action, self.leader)), totals["open"])

    def test_the_share_is_that_of_the_analysis(self):
        Report = self.env["dialogue.feedback.report"].with_user(self.leader)
        this_year = [("received_on", ">=", date(2026, 1, 1))]
        expected = dict(
            Report._read_group(this_year, ["department_id"], ["on_time_share:avg"])
        )
        rows = self._rows(self.leader)
        for row in rows:
            share = expected[row.department_id]
            self.assertEqual(row.has_share, share is not False)
            self.assertAlmostEqual(row.on_time_share, share or 0)
        ((total,),) = Report._read_group(this_year, aggregates=["on_time_share:avg"])
        totals = self.Overview.with_user(self.leader).retrieve_totals()
        self.assertAlmostEqual(totals["share"], total)
        action = rows[0].action_open_share()
        self.assertEqual(action["res_model"], Report._name)
        self.assertEqual(
            Report.search_count(action["domain"]),
            Report.search_count([("department_id", "=", rows[0].department_id.id)]),
        )

    def test_cases_of_nobody_have_a_row(self):
        (row,) = self._rows(self.desk).filtered(lambda row: not row.department_id)
        self.assertEqual(row.display_name, "Not assigned yet")
        self.assertTrue(row.open_count)
        behind = self._behind(row.action_open_cases(), self.desk)
        self.assertFalse(behind.department_id)
        self.assertEqual(behind.company_id, self.company)

    def test_everybody_sees_the_figures_of_what_they_may_read(self):
        self.assertEqual(self._rows(self.specialist).department_id, self.division)
        self.assertEqual(self._rows(self.colleague).department_id, self.other_division)
        totals = self.Overview.with_user(self.specialist).retrieve_totals()
        self.assertEqual(
            totals["open"], sum(self._rows(self.specialist).mapped("open_count"))
        )

    def test_sealed_cases_count_for_their_readers_only(self):
        reader = self._create_user("leader", login="reader")
        reader.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        before = self._rows(self.leader)[0].overdue_count
        sealed = self._add(
            state="assigned",
            department_id=self.other_division.id,
            date_deadline=TODAY - DAY,
        )
        sealed.write({"reader_ids": [Command.set(reader.ids)], "is_sealed": True})
        self.assertEqual(self._rows(self.leader)[0].overdue_count, before)
        self.assertEqual(self._rows(reader)[0].overdue_count, before + 1)

    def test_companies_are_separate(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = self._create_user("leader", login="stranger")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertFalse(self._rows(stranger))
        self._add(state="accepted", company_id=other.id, department_id=None)
        row = self._rows(stranger)
        self.assertEqual((row.id, row.open_count), (-other.id, 1))

    def test_a_number_opens_its_cases_though_the_row_is_gone(self):
        section = self.env["hr.department"].create({"name": "Tổ"})
        action = self.Overview.with_user(self.desk).browse(section.id)
        self.assertFalse(self._behind(action.action_open_cases(), self.desk))

    def test_queries_do_not_grow_with_divisions(self):
        spec = {name: {} for name in ("display_name", "open_count", "overdue_count")}
        Overview = self.Overview.with_user(self.leader)

        def load():
            self.env.invalidate_all()
            Overview.web_search_read([], spec, limit=80)
            Overview.retrieve_totals()

        few = self._queries(load)
        divisions = self.env["hr.department"].create(
            [{"name": f"Phòng {n}"} for n in range(30)]
        )
        self._add_many(
            {"state": "assigned", "department_id": division.id, "date_deadline": TODAY}
            for division in divisions
        )
        self.assertEqual(self._queries(load), few)
        self.assertLess(few, 15)

    def test_on_the_morning_of_a_new_year_there_is_no_share_yet(self):
        with freeze_time("2027-01-01 03:00:00"):
            self.env.invalidate_all()
            totals = self.Overview.with_user(self.leader).retrieve_totals()
            self.assertIs(totals["share"], False)
            for row in self._rows(self.leader):
                self.assertFalse(row.has_share)
