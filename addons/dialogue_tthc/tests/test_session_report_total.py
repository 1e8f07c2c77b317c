from io import BytesIO

from openpyxl import load_workbook

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import MODULE
from .session_common import SessionCommon
from .test_dialogue_feedback_report import ReportCommon


@tagged("post_install", "-at_install")
class TestSessionReportTotal(SessionCommon, ReportCommon):
    """Report, appendix, notice, spreadsheet and screen have the same number."""

    def setUp(self):
        super().setUp()
        self._hold()
        self.open_case = self._ask()
        self.gone, self.merged, sealed, self.archived = (
            self._ask() for _each in "4321"
        )
        self._stamp(self.gone, state="withdrawn", ended_on=self.now())
        self._stamp(
            self.merged,
            state="merged",
            merged_into_id=self.open_case.id,
            ended_on=self.now(),
        )
        self._stamp(self.archived, active=False)
        self.reader = new_test_user(
            self.env, login="dlg-reader", groups=f"{MODULE}desk,{MODULE}confidential"
        )
        sealed.sudo().write(
            {"reader_ids": [Command.link(self.reader.id)], "is_sealed": True}
        )
        self.draft = self._create_feedback(session_id=self.session.id)

    def _sheet_codes(self, action, user):
        export = self.env["dialogue.export"].browse(
            int(action["url"].rsplit("/", 1)[1])
        )
        target = BytesIO()
        export.with_user(user)._as_asker()._write_file(target)
        sheet = load_workbook(BytesIO(target.getvalue())).active
        return [
            row[1].value for row in sheet.iter_rows() if isinstance(row[0].value, int)
        ]

    def test_all_have_the_same_cases(self):
        self.assertFalse(self.draft.number)
        told = self.open_case | self.gone | self.archived
        for user in (self.desk, self.reader):
            with self.subTest(user=user.login):
                session = self.session.with_user(user)
                figures = {
                    row["key"]: row["value"]
                    for group in session._report_figures()
                    for row in group["rows"]
                }
                self.assertEqual(figures["total"], len(told))
                rows = session._summary_values()["cases"]
                self.assertEqual(
                    {row["code"] for row in rows}, set(told.mapped("code"))
                )
                self.assertEqual(session._notice_values()["count"], len(told))
                ask = (
                    self.env["dialogue.export.ask"]
                    .with_user(user)
                    .create({"scope": "session", "session_id": session.id})
                )
                self.assertEqual(ask.case_count, len(told))
                for action in (session.action_export_table(), ask.action_ask()):
                    self.assertEqual(
                        set(self._sheet_codes(action, user)), set(told.mapped("code"))
                    )

    def test_the_appendix_says_that_a_case_was_withdrawn(self):
        rows = self.session.with_user(self.desk)._summary_values()["cases"]
        (answer,) = (row["answer"] for row in rows if row["code"] == self.gone.code)
        self.assertRegex(answer, "Đã rút|Withdrawn")

    def test_a_draft_is_in_no_figure_of_the_screen(self):
        session = self.session.with_user(self.desk)
        # without the archived one, which the list behind the number does not show
        self.assertEqual(session.feedback_count, 2)
