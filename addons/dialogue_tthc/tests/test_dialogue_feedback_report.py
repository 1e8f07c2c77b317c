from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common_journey import DialogueJourneyCommon


class ReportCommon(DialogueJourneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["dialogue.feedback.report"]

    @classmethod
    def _stamp(cls, feedback, **values):
        """Set what the moves set, so that the days of a case are known by hand."""
        feedback.flush_recordset()
        assignments = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in values.items()
        )
        cls.env.cr.execute(
            SQL(
                "UPDATE dialogue_feedback SET %s WHERE id = %s",
                assignments,
                feedback.id,
            )
        )
        feedback.invalidate_recordset()
        return feedback

    def _row(self, feedback):
        return self.Report.browse(feedback.id)

    def _figures(self, feedback):
        row = self._row(feedback)
        return (row.is_answered, row.is_on_time, row.is_late, row.is_overdue)

    def _share(self, feedbacks):
        ((share,),) = self.Report._read_group(
            [("id", "in", feedbacks.ids)], aggregates=["on_time_share:avg"]
        )
        return share


@tagged("post_install", "-at_install")
class TestDialogueFeedbackReport(ReportCommon):
    def test_a_case_counts_from_its_receipt_on(self):
        draft = self._bring_to("draft")
        received = self._bring_to("received")
        rows = self.Report.search([("id", "in", (draft | received).ids)])
        self.assertEqual(rows.feedback_id, received)
        self.assertEqual(rows.display_name, received.code)
        received.action_archive()
        self.assertTrue(self.Report.search([("id", "=", received.id)]))

    def test_answered_on_the_due_day_in_vietnam_is_on_time(self):
        due = date(2026, 3, 10)
        # 23:59:59 and 00:00:00 in Vietnam, seven hours ahead of UTC
        last_second = self._stamp(
            self._bring_to("answered"),
            date_deadline=due,
            answered_on=datetime(2026, 3, 10, 16, 59, 59),
        )
        first_second = self._stamp(
            self._bring_to("answered"),
            date_deadline=due,
            answered_on=datetime(2026, 3, 10, 17, 0, 0),
        )
        # still the day before in UTC, the due day already in Vietnam
        morning = self._stamp(
            self._bring_to("closed"),
            date_deadline=due,
            answered_on=datetime(2026, 3, 9, 17, 0, 0),
        )
        self.assertEqual(self._figures(last_second), (1, 1, 0, 0))
        self.assertEqual(self._figures(first_second), (1, 0, 1, 0))
        self.assertEqual(self._figures(morning), (1, 1, 0, 0))
        self.assertEqual(self._row(last_second).answered_on, date(2026, 3, 10))
        self.assertEqual(self._row(first_second).answered_on, date(2026, 3, 11))
        self.assertEqual(self._row(morning).answered_on, date(2026, 3, 10))

    def test_open_is_overdue_from_midnight_in_vietnam(self):
        case = self._stamp(self._bring_to("assigned"), date_deadline=date(2026, 3, 10))
        for instant, overdue in (
            ("2026-03-10 16:59:59", 0),
            ("2026-03-10 17:00:00", 1),
        ):
            with self.subTest(instant=instant), freeze_time(instant):
                # whatever the reader's own time zone is
                for tz in ("America/Los_Angeles", "Asia/Ho_Chi_Minh", False):
                    report = self.Report.with_context(tz=tz)
                    report.invalidate_model()
                    self.assertEqual(report.browse(case.id).is_overdue, overdue)

    def test_without_due_day_an_answer_is_on_time_and_nothing_overdue(self):
        on_spot = self._bring_to("accepted", origin="at_session")
        on_spot.with_user(self.desk).action_answer_on_spot("guided", "<p>Có.</p>")
        waiting = self._bring_to("accepted")
        self.assertEqual(self._figures(on_spot), (1, 1, 0, 0))
        self.assertEqual(self._figures(waiting), (0, 0, 0, 0))

    def test_on_time_ratio_of_design_5(self):
        """On time / (answered + open and overdue); all else is left out."""
        due = date(2026, 3, 10)
        early, late = datetime(2026, 3, 1, 2), datetime(2026, 3, 20, 2)
        on_time = self.env["dialogue.feedback"]
        for _index in range(3):
            on_time |= self._stamp(
                self._bring_to("answered"), date_deadline=due, answered_on=early
            )
        answered_late = self._stamp(
            self._bring_to("answered"), date_deadline=due, answered_on=late
        )
        overdue = self._stamp(self._bring_to("assigned"), date_deadline=due)
        not_due = self._stamp(
            self._bring_to("assigned"), date_deadline=date(2099, 1, 1)
        )
        refused = self._stamp(self._bring_to("refused"), date_deadline=due)
        withdrawn = self._stamp(self._bring_to("withdrawn"), date_deadline=due)
        left_out = not_due | refused | withdrawn
        cases = on_time | answered_late | overdue | left_out
        self.assertAlmostEqual(self._share(cases), 3 / (4 + 1))
        self.assertAlmostEqual(self._share(on_time | overdue), 3 / 4)
        self.assertEqual(self._share(overdue), 0)
        # no denominator is no share, which is something else than 0 %
        self.assertIs(self._share(left_out), False)
        ((answered, times, lates, overdues),) = self.Report._read_group(
            [("id", "in", cases.ids)],
            aggregates=[
                "is_answered:sum",
                "is_on_time:sum",
                "is_late:sum",
                "is_overdue:sum",
            ],
        )
        self.assertEqual((answered, times, lates, overdues), (4, 3, 1, 1))

    def test_reopened_counts_as_open_again(self):
        case = self._stamp(self._bring_to("reopened"), date_deadline=date(2026, 3, 10))
        row = self._row(case)
        self.assertEqual((row.is_answered, row.is_open, row.is_overdue), (0, 1, 1))
        self.assertEqual(row.reopened, 1)
        self.assertFalse(row.answered_on)

    def test_days_to_answer_are_days_in_vietnam(self):
        case = self._stamp(
            self._bring_to("answered"),
            received_on=datetime(2026, 3, 1, 17, 30),  # 2 March in Vietnam
            answered_on=datetime(2026, 3, 5, 16, 30),  # 5 March in Vietnam
        )
        row = self._row(case)
        self.assertEqual(row.days_to_answer, 3)
        self.assertEqual(row.received_on, date(2026, 3, 2))
        waiting = self._bring_to("accepted")
        ((average,),) = self.Report._read_group(
            [("id", "in", (case | waiting).ids)], aggregates=["days_to_answer:avg"]
        )
        self.assertEqual(average, 3)

    def test_figures_equal_counts_by_search(self):
        for state in (
            "draft", "received", "need_info", "accepted", "assigned", "drafting",
            "review", "referred", "answered", "closed", "reopened", "refused",
            "withdrawn", "merged",
        ):  # fmt: skip
            self._bring_to(state)
        self._stamp(self._bring_to("assigned"), date_deadline=date(2026, 1, 5))
        Feedback = self.env["dialogue.feedback"].with_context(active_test=False)
        counted = [("number", ">", 0)]
        for figure, domain in (
            ("is_answered", [("state", "in", ("answered", "closed"))]),
            ("is_open", [("is_open", "=", True)]),
            ("is_overdue", [("is_overdue", "=", True)]),
            ("is_refused", [("state", "=", "refused")]),
            ("reopened", [("reopen_count", ">", 0)]),
        ):
            with self.subTest(figure=figure):
                expected = Feedback.search(counted + domain)
                self.assertTrue(expected)
                self.assertEqual(
                    self.Report.search([(figure, "=", 1)]).feedback_id, expected
                )
                ((total,),) = self.Report._read_group([], aggregates=[f"{figure}:sum"])
                self.assertEqual(total, len(expected))
        groups = self.Report._read_group([], ["state", "outcome"], ["__count"])
        by_search = Feedback._read_group(counted, ["state", "outcome"], ["__count"])
        self.assertEqual(sorted(groups), sorted(by_search))

    def test_unsaved_changes_are_in_the_figures(self):
        case = self._bring_to("assigned")
        case.date_deadline = date(2026, 1, 5)
        self.assertEqual(self.Report.search([("is_overdue", "=", 1)]).feedback_id, case)

    def test_pivot_as_the_web_client_reads_it(self):
        cases = self._bring_to("answered") | self._bring_to("refused")
        (group,) = self.Report.with_user(self.leader).formatted_read_group(
            [("id", "in", cases.ids)],
            ["received_on:month"],
            ["__count", "on_time_share:avg", "days_to_answer:avg"],
        )
        self.assertEqual((group["__count"], group["on_time_share:avg"]), (2, 1))

    def test_opens_the_cases(self):
        cases = self._bring_to("received") | self._bring_to("received")
        one = self._row(cases[0]).action_open_feedback()
        self.assertEqual((one["res_model"], one["res_id"]), (cases._name, cases[0].id))
        both = self.Report.browse(cases.ids).action_open_feedback()
        self.assertEqual(both["domain"], [("id", "in", cases.ids)])

    def test_one_table_is_read_and_no_long_text(self):
        fields_read = set(self.Report._fields)
        self.assertFalse(
            fields_read
            & {"question", "petitioner_id", "petitioner_label", "partner_id"}
        )
        query = self.Report.with_user(self.leader)._search([("is_overdue", "=", 1)])
        plan = "\n".join(
            line
            for (line,) in self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        )
        self.assertNotIn("Join", plan)
        self.assertNotIn("Loop", plan)
        self.assertIn("dialogue_feedback", plan)

    def test_figures_are_read_from_the_narrow_index(self):
        columns = [
            name
            for name, field in self.Report._fields.items()
            if field.store and field.column_type and name != "code"
        ]
        self.env.flush_all()
        # on the few rows of a test any index on the company would do: only the narrow
        # one is left, in this transaction, and whether it serves alone is asked
        for index in ("number_uniq", "_company_id_index"):
            self.env.cr.execute(
                SQL("DROP INDEX %s", SQL.identifier(f"dialogue_feedback_{index}"))
            )
        for setting in ("enable_seqscan", "enable_bitmapscan"):
            self.env.cr.execute(SQL("SET LOCAL %s = off", SQL.identifier(setting)))
        plan = "\n".join(
            line
            for (line,) in self.env.execute_query(
                SQL(
                    "EXPLAIN SELECT %s FROM %s AS report WHERE company_id = %s",
                    SQL(", ").join(SQL.identifier(name) for name in columns),
                    self.Report._table_sql,
                    self.company.id,
                )
            )
        )
        self.assertIn("Index Only Scan using dialogue_feedback_report_idx", plan)


@tagged("post_install", "-at_install")
class TestDialogueFeedbackReportAccess(ReportCommon):
    def _assert_same_as_cases(self, user):
        cases = (
            self.env["dialogue.feedback"]
            .with_user(user)
            .with_context(active_test=False)
            .search([("number", ">", 0)])
        )
        rows = self.Report.with_user(user).search([])
        self.assertEqual(rows.ids and set(rows.ids), cases.ids and set(cases.ids))
        ((count,),) = self.Report.with_user(user)._read_group(
            [], aggregates=["__count"]
        )
        self.assertEqual(count, len(cases))
        return cases

    def test_everybody_sees_the_figures_of_what_they_may_read(self):
        section = self.env["hr.department"].create(
            {"name": "Tổ", "parent_id": self.division.id}
        )
        own = self._bring_to("assigned")
        below = self._bring_to("assigned")
        below.write({"department_id": section.id, "user_id": False})
        helping = self._bring_to("assigned")
        helping.write(
            {
                "department_id": self.other_division.id,
                "user_id": False,
                "cooperating_department_ids": [(6, 0, self.division.ids)],
            }
        )
        elsewhere = self._bring_to("assigned")
        elsewhere.write({"department_id": self.other_division.id, "user_id": False})
        self.assertEqual(
            self._assert_same_as_cases(self.specialist), own | below | helping
        )
        everything = own | below | helping | elsewhere
        self.assertEqual(
            self._assert_same_as_cases(self.colleague), helping | elsewhere
        )
        for user in (self.desk, self.leader, self.auditor):
            self.assertGreaterEqual(self._assert_same_as_cases(user), everything)

    def test_sealed_cases_count_for_their_readers_only(self):
        reader = self._create_user("leader", login="reader")
        reader.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        sealed = self._bring_to("accepted")
        sealed.write({"reader_ids": [(6, 0, reader.ids)], "is_sealed": True})
        for user in (self.desk, self.leader, self.auditor):
            self.assertNotIn(sealed, self._assert_same_as_cases(user))
        self.assertIn(sealed, self._assert_same_as_cases(reader))

    def test_companies_are_separate(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = self._create_user("leader", login="stranger")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self._bring_to("received")
        self.assertFalse(self._assert_same_as_cases(stranger))

    def test_read_only_and_closed_to_others(self):
        row = self._row(self._bring_to("assigned"))
        for user in (self.specialist, self.desk, self.leader, self.auditor):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(row.with_user(user).has_access(operation))
        for user in (self.administrator, self.employee_only):
            with self.assertRaises(AccessError):
                self.Report.with_user(user).search([])
            with self.assertRaises(AccessError):
                self.Report.with_user(user).formatted_read_group([], [], ["__count"])
