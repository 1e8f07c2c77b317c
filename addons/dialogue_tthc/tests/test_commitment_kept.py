from odoo.tests import tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestCommitmentKept(SessionCommon):
    """Whether a promise was kept, for the next session and for the petitioner."""

    def _promise(self):
        self._hold()
        case = self._ask()
        case.action_answer_on_spot(
            "will_do",
            "<p>Sẽ sửa.</p>",
            promised_action="Sửa mẫu đơn",
            promised_on="2026-12-01",
        )
        task = case.commitment_ids
        task.department_id = self.division
        return case, task

    def _settle(self, task):
        task.with_user(self.desk).action_report_done("Đã ban hành mẫu mới")
        task.with_user(self.leader).action_check()

    def test_kept_in_time(self):
        _case, task = self._promise()
        self.assertEqual(task.kept, "open")
        self._settle(task)
        self.assertEqual(task.kept, "kept")

    def test_kept_late(self):
        _case, task = self._promise()
        self.now.move_to("2026-12-20 03:00:00")
        self.env.invalidate_all()
        self.assertEqual(task.kept, "overdue")
        self._settle(task)
        self.assertEqual(task.kept, "kept_late")

    def test_the_petitioner_hears_that_it_was_kept(self):
        case, task = self._promise()
        before = case._petitioner_messages()
        self._settle(task)
        (message,) = case._petitioner_messages() - before
        self.assertIn("Sửa mẫu đơn", message.body)

    def test_the_petitioner_hears_that_it_was_given_up(self):
        case, task = self._promise()
        before = case._petitioner_messages()
        task.with_user(self.desk).action_cancel("Luật đã đổi")
        (message,) = case._petitioner_messages() - before
        self.assertIn("Luật đã đổi", message.body)

    def test_a_task_of_the_conclusion_tells_nobody(self):
        case, _task = self._promise()
        task = self.env["dialogue.commitment"].create(
            {
                "name": "Tập huấn",
                "session_id": self.session.id,
                "feedback_id": case.id,
                "department_id": self.division.id,
                "date_deadline": "2026-12-01",
            }
        )
        before = case._petitioner_messages()
        self._settle(task)
        self.assertEqual(case._petitioner_messages(), before)

    def test_it_is_reported_in_words(self):
        _case, task = self._promise()
        self._settle(task)
        (line,) = task._report_of(task)
        self.assertEqual(line["owner"], self.division.name)
        self.assertEqual(line["kept"], "Kept in time")
