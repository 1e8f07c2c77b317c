from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .sheet_common import HEADINGS, SheetCommon, workbook


@tagged("post_install", "-at_install")
class TestSheetForget(SheetCommon):
    """Files go after a month; what is not in the register goes unseen never."""

    def _later(self, imported, days):
        """Let days pass since the last step and the reminder, then clean up."""
        self.env.flush_all()
        then = fields.Datetime.now() - timedelta(days=days)
        self.env.cr.execute(
            SQL(
                "UPDATE dialogue_sheet_import SET write_date = %s,"
                " reminded_on = reminded_on - %s WHERE id = %s",
                then,
                days,
                imported.id,
            )
        )
        self.env.invalidate_all()
        self.env["dialogue.sheet.import"]._gc_sheets()

    def _half_bad(self):
        return workbook(
            HEADINGS,
            self._case_row(1),
            self._case_row(2, **{"Ngày gửi": "31/02/2026"}),
        )

    def test_month_later_what_was_all_taken_in_is_forgotten(self):
        imported = self._taken(workbook(HEADINGS, self._case_row()))
        self._later(imported, 25)
        self.assertTrue(imported.file)
        self.assertFalse(imported.activity_ids)
        self._later(imported, 31)
        self.assertFalse(imported.file)
        self.assertTrue(imported.is_forgotten)
        self.assertEqual(imported.taken_count, 1)

    def test_rows_left_are_reminded_of_before_they_go(self):
        imported = self._taken(self._half_bad())
        self._later(imported, 40)
        self.assertEqual(imported.bad_count, 1)
        activity = imported.activity_ids
        self.assertEqual(activity.user_id, self.desk)
        self.assertIn("1", activity.summary)
        self._later(imported, 30)
        self.assertEqual(imported.bad_count, 1)
        self.assertEqual(imported.activity_ids, activity)
        activity.with_user(self.desk).action_feedback()
        self._later(imported, 1)
        self.assertFalse(imported.bad_count)
        self.assertFalse(imported.file)
        self.assertIn("1", imported.message_ids[0].body)

    def test_reminder_that_nobody_ends_keeps_rows_for_two_months(self):
        imported = self._checked(self._half_bad())
        self._later(imported, 21)
        self._later(imported, 39)
        self.assertEqual(imported.to_take_count, 1)
        self._later(imported, 2)
        self.assertFalse(imported.to_take_count)
        self.assertTrue(imported.exists())
        self.assertFalse(imported.activity_ids)

    def test_desk_is_reminded_of_the_work_of_somebody_who_left(self):
        imported = self._taken(self._half_bad())
        self.company.dialogue_desk_user_id = self.leader
        self.leader.group_ids |= self.env.ref("dialogue_tthc.dialogue_tthc_group_desk")
        self.desk.sudo().active = False
        self._later(imported, 21)
        self.assertEqual(imported.activity_ids.user_id, self.leader)

    def test_next_step_ends_the_reminder(self):
        imported = self._checked(self._half_bad())
        self._later(imported, 21)
        self.assertTrue(imported.activity_ids)
        imported.action_take_in()
        self.assertFalse(imported.activity_ids)
        self.assertFalse(imported.reminded_on)
        self.assertEqual(imported.bad_count, 1)

    def test_file_that_was_never_read_is_reminded_of_and_goes(self):
        imported = self._upload(self._half_bad())
        self._later(imported, 31)
        self.assertTrue(imported.activity_ids)
        self._later(imported, 41)
        self.assertFalse(imported.exists())
