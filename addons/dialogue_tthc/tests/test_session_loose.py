from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestSessionLoose(SessionCommon):
    """What a session owes has an owner and a day once the meeting has ended."""

    def _conclude(self):
        self._hold().action_conclude()

    def _end_transaction(self):
        self.env.cr.flush()

    def test_the_meeting_does_not_end_with_a_loose_question(self):
        case = self._ask(self._hold())
        with self.assertRaisesRegex(UserError, case.code):
            self.session.action_conclude()
        case.user_id = self.desk
        self.session.action_conclude()

    def test_questions_sent_before_count_too(self):
        case = self._ask(self._announce(), origin="before", channel="portal")
        self.now.move_to("2026-11-20 03:00:00")
        self.session.action_start()
        with self.assertRaisesRegex(UserError, case.code):
            self.session.action_conclude()

    def test_a_late_question_gets_the_secretary(self):
        self._conclude()
        case = self._ask(origin="after")
        self._end_transaction()
        self.assertEqual(case.user_id, self.session.secretary_id)
        self.assertTrue(case._has_day())
        self.assertFalse(self.session._missing("close"))

    def test_one_decided_at_once_keeps_what_was_decided(self):
        self._conclude()
        case = self._ask()
        case.action_accept()
        case.action_plan_written(self.division.id)
        self._end_transaction()
        self.assertFalse(case.user_id)
        self.assertEqual(case.department_id, self.division)

    def test_without_secretary_the_chair_has_it(self):
        self.session.secretary_id = False
        self._conclude()
        case = self._ask(origin="after")
        self._end_transaction()
        self.assertEqual(case.user_id, self.chair)

    def test_a_case_about_a_division_never_goes_there(self):
        own = self.env["hr.employee"].create(
            {"name": "Chi", "user_id": self.desk.id, "department_id": self.division.id}
        )
        self._conclude()
        case = self._ask(
            origin="after",
            kind="behaviour",
            concerned_department_id=own.department_id.id,
        )
        self._end_transaction()
        self.assertEqual(case.user_id, self.chair)

    def test_a_sealed_case_stays_with_its_readers(self):
        reader = self._create_user("confidential")
        reader.group_ids += self.env.ref("dialogue_tthc.dialogue_tthc_group_desk")
        self._conclude()
        case = self._ask(origin="after")
        case.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        self._end_transaction()
        self.assertEqual(case.sudo().user_id, reader)

    def test_a_sealed_case_goes_to_a_reader_outside_the_desk(self):
        reader = self._create_user("confidential")
        case = self._ask(self._hold(), origin="after")
        case.user_id = self.desk
        self.session.action_conclude()
        case.sudo().write(
            {
                "is_sealed": True,
                "reader_ids": [Command.set(reader.ids)],
                "user_id": False,
            }
        )
        self._end_transaction()
        self.assertEqual(case.user_id, reader)

    def test_what_a_petitioner_writes_is_not_turned_away_for_want_of_an_owner(self):
        case = self._ask(self._hold(), origin="after")
        case.user_id = self.desk
        self.session.action_conclude()
        nobody = self.env["res.users"]
        with patch.object(
            self.env.registry["dialogue.feedback"], "_caretaker", lambda _self: nobody
        ):
            case.sudo().user_id = False
            with self.assertRaisesRegex(UserError, "put somebody in charge"):
                case.with_user(self.desk).sudo()._take_care()
            # as the pages of petitioners do it
            case.with_user(SUPERUSER_ID)._take_care()
        self.env.cr.precommit.clear()
        self.assertFalse(case.user_id)
        self.assertEqual(self.session._missing("close")[0]["id"], case.id)

    def test_returned_to_the_desk_it_is_not_left_to_nobody(self):
        self._hold()
        case = self._ask()
        case.action_accept()
        case.action_plan_written(self.division.id)
        self.session.action_conclude()
        self.session.action_close()
        case.action_return_to_desk("Không đúng lĩnh vực")
        self._end_transaction()
        self.assertEqual(case.user_id, self.session.secretary_id)

    def test_a_reopened_case_of_a_closed_session_has_an_owner(self):
        self._hold()
        case = self._ask()
        case.action_answer_on_spot("guided", "<p>Ba tháng.</p>")
        self.session.action_conclude()
        self.session.action_close()
        case.action_reopen("Chưa rõ")
        self._end_transaction()
        self.assertEqual(case.user_id, self.session.secretary_id)
        self.assertTrue(case.date_deadline)

    def test_where_no_term_holds_it_gets_a_day(self):
        self._conclude()
        self.env["dialogue.term"].search([]).action_archive()
        case = self._ask(origin="after")
        self._end_transaction()
        self.assertTrue(case.date_deadline)

    def test_merged_into_a_case_of_nobody_it_is_still_missing(self):
        other = self._create_session(name="Khác")
        target = self._ask(self._announce(other), origin="before")
        case = self._ask(self._hold())
        case.action_merge(target.id)
        with self.assertRaisesRegex(UserError, target.code):
            self.session.action_conclude()
        target.user_id = self.desk
        self.session.action_conclude()

    def test_merged_after_the_end_its_case_has_an_owner(self):
        self._hold()
        case = self._ask()
        case.user_id = self.desk
        self.session.action_conclude()
        target = self._ask(
            self._announce(self._create_session(name="Khác")), origin="before"
        )
        self._end_transaction()
        self.assertFalse(target.user_id)
        case.action_merge(target.id)
        self._end_transaction()
        self.assertEqual(target.user_id, self.session.secretary_id)

    def test_a_commitment_of_a_closed_session_has_an_owner(self):
        self._conclude()
        task = self.env["dialogue.commitment"].create(
            {
                "name": "Sửa mẫu đơn",
                "session_id": self.session.id,
                "department_id": self.division.id,
                "date_deadline": "2026-12-01",
            }
        )
        self.session.action_close()
        task.department_id = False
        self._end_transaction()
        self.assertEqual(task.user_id, self.session.secretary_id)

    def test_a_cancelled_session_owes_nothing(self):
        self._announce()
        case = self._ask(origin="before")
        self.session.action_cancel("Bão số 9")
        self._end_transaction()
        self.assertFalse(case.user_id)

    def test_a_division_with_cases_is_not_deleted(self):
        self._hold()
        case = self._ask()
        case.action_accept()
        case.action_plan_written(self.other_division.id)
        self.colleague.employee_ids.department_id = False
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.other_division.unlink()
