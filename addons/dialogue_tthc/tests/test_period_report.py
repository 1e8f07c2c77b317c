from datetime import date, datetime
from io import BytesIO

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged

from ..models.dialogue_session_document import _figure_words
from ..report.dialogue_period_report import DIMENSIONS, KEYS
from ..tools.report_period import period
from .common import MODULE
from .document_rendering import opened
from .test_dialogue_feedback_report import ReportCommon

REPORT = "dialogue.feedback.report"
# 15 March to 14 June 2026
QUARTER = period("quarter", 2026, 2)
WORDS = {"kind": "quarter", "year": 2026, "number": 2, "is_calendar": False}
BEFORE = datetime(2026, 2, 2, 3)
DURING = datetime(2026, 4, 2, 3)
AFTER = datetime(2026, 7, 2, 3)


class PeriodCommon(ReportCommon):
    """Cases of all fates around the second quarter of 2026, looked at in August."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Period = cls.env["dialogue.period.report"].with_user(cls.desk)
        cls.other_sector = cls.env["dialogue.sector"].create({"name": "Đo lường"})
        due = date(2026, 5, 4)
        answered = cls._stamp(
            cls._bring_to("answered"),
            received_on=BEFORE,
            answered_on=DURING,
            date_deadline=due,
            satisfaction=5,
            rated_on=DURING,
            is_published=True,
            published_on=DURING,
        )
        spot = cls._bring_to(
            "accepted", origin="at_session", sector_id=cls.other_sector.id
        )
        spot.with_user(cls.desk).action_answer_on_spot("guided", "<p>Có.</p>")
        cls._stamp(
            spot,
            received_on=DURING,
            answered_on=DURING,
            satisfaction=2,
            rated_on=DURING,
            kind="both",
        )
        later = cls._stamp(
            cls._bring_to("answered", kind="regulation"),
            received_on=DURING,
            answered_on=AFTER,
            date_deadline=due,
        )
        still_open = cls._stamp(
            cls._bring_to("assigned", sector_id=False),
            received_on=BEFORE,
            date_deadline=date(2026, 7, 1),
        )
        refused = cls._bring_to("refused")
        cls._stamp(refused, received_on=DURING, ended_on=DURING)
        gone = cls._bring_to("withdrawn")
        cls._stamp(gone, received_on=BEFORE, ended_on=DURING)
        # in no cell: over before, or not there yet
        old = cls._stamp(
            cls._bring_to("answered"), received_on=BEFORE, answered_on=BEFORE
        )
        future = cls._stamp(cls._bring_to("received"), received_on=AFTER)
        cls.cases = answered | spot | later | still_open | refused | gone
        cls.others = old | future
        freezer = freeze_time("2026-08-03 03:00:00")
        freezer.start()
        cls.addClassCleanup(freezer.stop)

    def _opened(self, action):
        return (
            self.env[action["res_model"]]
            .with_user(self.desk)
            .with_context(**action["context"])
            .search(action["domain"])
        )


@tagged("post_install", "-at_install")
class TestPeriodReport(PeriodCommon):
    def test_every_case_is_counted_where_it_stood(self):
        _tables, total = self.Period._tables(QUARTER)
        self.assertEqual(
            total,
            {
                "carried": 3,
                "received": 3,
                "total": 6,
                "handled": 4,
                "on_spot": 1,
                "written": 1,
                "superior": 0,
                "other_body": 0,
                "refused": 1,
                "dropped": 1,
                "in_progress": 2,
                # the one answered after the period was overdue on its last day
                "overdue": 1,
                "published": 1,
                "rated": 2,
                "satisfied": 1,
            },
        )

    def test_what_came_in_is_handled_or_in_progress(self):
        counted = self.Period._count(QUARTER)
        for place, cell in counted.items():
            with self.subTest(place=place):
                self.assertEqual(cell["carried"] + cell["received"], cell["total"])
                self.assertEqual(cell["handled"] + cell["in_progress"], cell["total"])
                self.assertEqual(
                    cell["handled"],
                    sum(
                        cell[key]
                        for key in (
                            "on_spot",
                            "written",
                            "superior",
                            "other_body",
                            "refused",
                            "dropped",
                        )
                    ),
                )

    def test_periods_follow_each_other_without_losing_a_case(self):
        _tables, this = self.Period._tables(QUARTER)
        _tables, following = self.Period._tables(period("quarter", 2026, 3))
        self.assertEqual(following["carried"], this["in_progress"])

    def test_what_follows_a_report_is_in_the_next_one_and_changes_none(self):
        _tables, sent = self.Period._tables(QUARTER)
        answered, spot = self.cases[:2]
        self._stamp(spot, is_published=True, published_on=AFTER, rated_on=AFTER)
        # taken back later: it was public in that quarter all the same
        self._stamp(answered, is_published=False)
        _tables, this = self.Period._tables(QUARTER)
        self.assertEqual(this["published"], sent["published"])
        self.assertEqual((this["rated"], this["satisfied"]), (1, 1))
        tables, following = self.Period._tables(period("quarter", 2026, 3))
        self.assertEqual((following["published"], following["rated"]), (1, 1))
        self.assertEqual(following["satisfied"], 0)
        # handled in the quarter before
        self.assertEqual(
            sum(row["counts"]["published"] for row in tables[0]["rows"]), 1
        )
        action = self.Period.action_open_cell(
            {**WORDS, "number": 3}, "published", "sector_id", spot.sector_id.id
        )
        self.assertEqual(self._opened(action), spot)

    def test_overdue_while_the_period_runs_is_what_the_analysis_says_today(self):
        current = period("quarter", 2026, 3)
        _tables, total = self.Period._tables(current)
        Report = self.env[REPORT].with_user(self.desk)
        self.assertEqual(
            total["overdue"], Report.search_count([("is_overdue", "=", 1)])
        )
        self.assertEqual(
            Report.search([("is_overdue", "=", 1)]),
            Report.search(
                [("is_open", "=", 1), ("overdue_from", "<=", date(2026, 8, 3))]
            ),
        )

    def test_every_cell_opens_what_it_counts(self):
        tables, total = self.Period._tables(QUARTER)
        cells = [(None, None, total)]
        for table in tables:
            for row in table["rows"]:
                cells.append((table["dimension"], row["value"], row["counts"]))
        for dimension, value, counts in cells:
            for key in KEYS:
                with self.subTest(row=(dimension, value), column=key):
                    action = self.Period.action_open_cell(WORDS, key, dimension, value)
                    self.assertEqual(len(self._opened(action)), counts[key])

    def test_rows_are_named_and_those_without_come_last(self):
        tables, _total = self.Period._tables(QUARTER)
        by_sector, by_kind = tables
        self.assertEqual(
            [row["label"] for row in by_sector["rows"]],
            [*sorted([self.sector.name, self.other_sector.name]), "Not said"],
        )
        self.assertEqual(
            [row["value"] for row in by_kind["rows"]],
            ["regulation", "both", "guidance"],
        )

    def test_everybody_counts_what_they_may_read(self):
        reader = new_test_user(
            self.env, login="dlg-reader", groups=f"{MODULE}desk,{MODULE}confidential"
        )
        self.cases[0].write({"reader_ids": [(4, reader.id)], "is_sealed": True})
        for user, count in (
            (reader, 6),
            (self.desk, 5),
            # assigned to the division: answered, answered later and still open, less
            # the sealed one
            (self.specialist, 2),
            (self.colleague, 0),
        ):
            _tables, total = self.Period.with_user(user)._tables(QUARTER)
            self.assertEqual(total["total"], count, user.login)

    def test_strangers_get_nothing(self):
        for user in (self.employee_only, self.env.ref("base.public_user")):
            report = self.Period.with_user(user)
            with self.assertRaises(AccessError):
                report.get_report("quarter", 2026, 2)
            with self.assertRaises(AccessError):
                report.action_export(WORDS)

    def test_what_the_screen_sends_is_checked(self):
        for of in (
            {**WORDS, "number": 5},
            {**WORDS, "year": "x"},
            {**WORDS, "kind": "week"},
            {**WORDS, "year": None},
        ):
            with self.assertRaisesRegex(UserError, "no such period"):
                self.Period.action_open_cell(of, "total")
        for key, dimension in (("name", None), ("total", "partner_id")):
            with self.assertRaisesRegex(UserError, "no such number"):
                self.Period.action_open_cell(WORDS, key, dimension, 1)

    def test_a_row_that_counts_nothing_is_not_named(self):
        stranger = self.env["res.company"].create({"name": "Sở khác"})
        sector = self.env["dialogue.sector"].create(
            {"name": "Lĩnh vực kín", "company_id": stranger.id}
        )
        for dimension, value in (("sector_id", sector.id), ("kind", "unknown")):
            action = self.Period.action_open_cell(WORDS, "total", dimension, value)
            self.assertNotIn("(", action["name"])
            self.assertFalse(self._opened(action))

    def test_the_screen_begins_with_the_quarter_that_is_reported_on(self):
        third = {"kind": "quarter", "year": 2026, "number": 3, "is_calendar": False}
        report = self.Period.get_report()
        self.assertEqual(report["period"], third)
        self.assertEqual(report["note"], "(From 15/06/2026 to 14/09/2026)")
        self.assertEqual(report["before"], {**third, "number": 2})
        self.assertEqual(report["after"], {**third, "number": 4})
        self.assertEqual(report["periods"][2], (3, "Quarter 3 of 2026 (15/06 - 14/09)"))
        self.assertIn("10:00 03/08/2026", report["as_of"])
        # the report of a quarter is written in the two weeks after it
        with freeze_time("2026-09-29 03:00:00"):
            self.assertEqual(self.Period.get_report()["period"], third)
            window = self.env["dialogue.export.ask"].with_user(self.desk).new({})
            self.assertEqual((window.year, window.number), ("2026", 3))
        with freeze_time("2026-09-30 03:00:00"):
            self.assertEqual(self.Period.get_report()["period"]["number"], 4)

    def test_another_kind_begins_with_its_own_period(self):
        report = self.Period.get_report("month", 2026, None)
        self.assertEqual(report["period"]["number"], 8)
        with self.assertRaisesRegex(UserError, "kind of period"):
            self.Period.get_report("week")

    def test_the_first_and_the_last_period_have_one_neighbour(self):
        self.assertIsNone(self.Period.get_report("year", 1990, 1)["before"])
        self.assertIsNone(self.Period.get_report("year", 2200, 1)["after"])


@tagged("post_install", "-at_install")
class TestOneDefinition(PeriodCommon):
    """Pivot, spreadsheet and the report of a session count the same."""

    def _pivot(self, domain, groupby):
        rows = (
            self.env[REPORT]
            .with_user(self.desk)
            .formatted_read_group(list(domain), [groupby], ["feedback_count:sum"])
        )
        found = {}
        for row in rows:
            value = row[groupby]
            value = value[0] if isinstance(value, tuple) else value
            found[value or False] = row["feedback_count:sum"]
        return found

    def _sheets(self, action):
        export = self.env["dialogue.export"].browse(
            int(action["url"].rsplit("/", 1)[1])
        )
        target = BytesIO()
        export.with_user(self.desk)._as_asker()._write_file(target)
        return load_workbook(BytesIO(target.getvalue()), data_only=True)

    def test_pivot_and_spreadsheet_of_a_period(self):
        book = self._sheets(self.Period.action_export(WORDS))
        domains = self.Period._measure_domains(QUARTER)
        tables, total = self.Period._tables(QUARTER)
        for sheet, table in zip(book.worksheets, tables, strict=True):
            rows = [
                [cell.value for cell in row]
                for row in sheet.iter_rows(min_row=7, max_row=sheet.max_row)
            ]
            self.assertEqual(
                dict(zip(KEYS, rows[-1][2:-1], strict=True)), total, sheet.title
            )
            for place, row in enumerate(table["rows"]):
                cells = rows[place + 1]
                self.assertEqual(cells[1], row["label"])
                for key, number in zip(KEYS, cells[2:-1], strict=True):
                    with self.subTest(row=row["label"], column=key):
                        pivot = self._pivot(domains[key], table["dimension"])
                        self.assertEqual(number, pivot.get(row["value"], 0))

    def test_totals_open_what_they_count(self):
        target = BytesIO()
        export = self.env["dialogue.export"].browse(
            int(self.Period.action_export(WORDS)["url"].rsplit("/", 1)[1])
        )
        export.with_user(self.desk)._as_asker()._write_file(target)
        book = load_workbook(BytesIO(target.getvalue()))
        _tables, total = self.Period._tables(QUARTER)
        for sheet in book.worksheets:
            heading = [str(row[0].value) for row in sheet.iter_rows(max_row=8)]
            self.assertTrue(any("as of 10:00 03/08/2026" in text for text in heading))
            cells = sheet[sheet.max_row][2:-1]
            for key, cell in zip(KEYS, cells, strict=True):
                self.assertEqual(bool(cell.hyperlink), bool(total[key]), key)
                self.assertEqual(cell.data_type, "f", key)
                if cell.hyperlink:
                    address = cell.hyperlink.target or cell.hyperlink.location
                    self.assertIn(f"cell={key}&by=&row=", address)

    def test_document_spreadsheet_and_pivot_of_a_session_row_by_row(self):
        session = (
            self.env["dialogue.session"]
            .with_user(self.desk)
            .create({"name": "Đối thoại về sở hữu trí tuệ"})
        )
        for case in self.cases:
            self._stamp(case, session_id=session.id, origin="at_session")
        # one answered in none of the named ways, and one reported to nobody
        self._stamp(self.cases[2], outcome="undecided")
        self._stamp(self.cases[3], outcome="superior")
        groups = session._in_vietnamese()._report_figures()
        rows = [row for group in groups for row in group["rows"]]
        figures = {row["key"]: row["value"] for row in rows}
        # undecided is the one that was withdrawn
        self.assertEqual((figures["written"], figures["undecided"]), (2, 1))
        self.assertEqual((figures["superior"], figures["superior_reported"]), (1, 0))
        for row in rows:
            if row["model"] == REPORT and not row["unit"]:
                with self.subTest(pivot=row["key"]):
                    Report = self.env[REPORT].with_user(self.desk)
                    ((count,),) = Report._read_group(
                        row["domain"], [], ["feedback_count:sum"]
                    )
                    self.assertEqual(count or 0, row["value"])
        action = session.with_context(document_key="session_report")
        document = self.env["dialogue.document"].browse(
            action.action_make_document()["res_id"]
        )
        printed = [
            tuple(cell.text.strip().replace("\xa0", " ") for cell in row.cells[-2:])
            for table in opened(document.with_user(self.desk)._render()).tables
            for row in table.rows
        ]
        vietnamese = session._in_vietnamese()
        book = self._sheets(vietnamese.action_export_figures())
        written = [
            (row[1].value, row[2].value)
            for row in book.active.iter_rows()
            if isinstance(row[0].value, int)
        ]
        self.assertEqual(len(written), len(rows))
        for row, (label, value) in zip(rows, written, strict=True):
            with self.subTest(figure=row["key"]):
                self.assertEqual(label, row["label"])
                if row["value"] is None:
                    self.assertIn(value, (None, "-", ""))
                else:
                    self.assertAlmostEqual(value, row["value"])
                words = _figure_words(row["value"], row["unit"]).replace("\xa0", " ")
                self.assertIn((label.replace("\xa0", " "), words), printed)

    def test_pivot_spreadsheet_and_report_of_a_session(self):
        session = (
            self.env["dialogue.session"]
            .with_user(self.desk)
            .create({"name": "Đối thoại về sở hữu trí tuệ"})
        )
        self.cases.invalidate_recordset()
        for case in self.cases:
            self._stamp(case, session_id=session.id, origin="at_session")
        figures = {
            row["key"]: row["value"]
            for group in session._report_figures()
            for row in group["rows"]
        }
        book = self._sheets(session.action_export_figures())
        written = {
            row[1].value: row[2].value
            for row in book.active.iter_rows(min_row=5)
            if row[1].value
        }
        domain = Domain("session_id", "=", session.id)
        Report = self.env[REPORT].with_user(self.desk)
        ((*sums,),) = Report._read_group(
            domain,
            [],
            [
                "feedback_count:sum",
                "is_on_time:sum",
                "is_late:sum",
                "is_overdue:sum",
                "is_published:sum",
                "is_rated:sum",
                "on_time_share:avg",
                "satisfied_share:avg",
            ],
        )
        keys = (
            "total",
            "on_time",
            "late",
            "overdue",
            "published",
            "rated",
            "on_time_share",
            "satisfied_share",
        )
        labels = (
            "Petitions in all",
            "Answered on time",
            "Answered late",
            "Open and overdue",
            "Made public",
            "Rated",
            "Share on time",
            "Share satisfied",
        )
        for key, label, value in zip(keys, labels, sums, strict=True):
            with self.subTest(figure=key):
                self.assertEqual(figures[key], value)
                self.assertEqual(written[label], value)
        for sector_id, count in self._pivot(domain, "sector_id").items():
            self.assertEqual(figures[f"sector_id:{sector_id}"], count)
        _tables, total = self.Period._tables(QUARTER)
        self.assertEqual(figures["total"], total["total"])
        self.assertEqual(figures["on_spot"], total["on_spot"])
        self.assertEqual(figures["published"], total["published"])
        self.assertEqual(DIMENSIONS, ("sector_id", "kind"))
