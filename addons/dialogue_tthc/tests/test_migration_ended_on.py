import importlib.util
from datetime import datetime
from pathlib import Path

from odoo import Command
from odoo.tests import tagged

from .test_dialogue_feedback_report import ReportCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.3.0/post-ended_on.py"
DAY = datetime(2026, 3, 10, 3)


@tagged("post_install", "-at_install")
class TestMigrationEndedOn(ReportCommon):
    """Rows as 19.0.1.2.0 left them: ended without an answer, nobody knows when."""

    def _upgrade(self):
        spec = importlib.util.spec_from_file_location("ended_on", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        self.cr.execute("UPDATE dialogue_feedback SET ended_on = NULL")
        script.migrate(self.cr, "19.0.1.2.0")
        self.env.invalidate_all()

    def _note_history(self, case):
        """Keep in the history that the status changed, which tests leave out."""
        state = self.env["ir.model.fields"]._get("dialogue.feedback", "state")
        self.env["mail.message"].create(
            {
                "model": "dialogue.feedback",
                "res_id": case.id,
                "date": DAY,
                "tracking_value_ids": [
                    Command.create({"field_id": state.id, "new_value_char": "Refused"})
                ],
            }
        )

    def test_the_history_says_when_it_ended(self):
        refused = self._bring_to("refused")
        self._note_history(refused)
        self._upgrade()
        self.assertEqual(refused.ended_on, DAY)

    def test_without_a_history_the_last_change_counts(self):
        gone = self._bring_to("withdrawn")
        self._stamp(gone, write_date=DAY)
        self._upgrade()
        self.assertEqual(gone.ended_on, DAY)

    def test_a_case_under_way_or_answered_has_none(self):
        cases = self._bring_to("assigned") | self._bring_to("answered")
        self._upgrade()
        self.assertFalse(any(cases.mapped("ended_on")))


@tagged("post_install", "-at_install")
class TestEndedOn(ReportCommon):
    """The day on which a case ended without an answer follows its steps."""

    def test_it_is_there_while_the_case_stays_ended(self):
        case = self._bring_to("refused")
        self.assertTrue(case.ended_on)
        self.assertEqual(self._row(case).ended_on, case.company_id._dialogue_today())
        case.with_user(self.desk).action_appeal("Chúng tôi đã gửi đủ giấy tờ.")
        self.assertFalse(case.ended_on)
        self.Report.invalidate_model()
        self.assertFalse(self._row(case).ended_on)

    def test_an_answered_case_ended_on_the_day_of_its_answer(self):
        case = self._stamp(
            self._bring_to("answered"), answered_on=datetime(2026, 3, 9, 17)
        )
        self.assertEqual(str(self._row(case).ended_on), "2026-03-10")
        self.assertFalse(case.ended_on)
