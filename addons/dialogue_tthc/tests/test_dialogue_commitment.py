from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestCommitment(SessionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls._promise()

    @classmethod
    def _promise(cls, **vals):
        return (
            cls.env["dialogue.commitment"]
            .with_user(cls.desk)
            .create(
                {
                    "name": "Tập huấn đăng ký nhãn hiệu",
                    "session_id": cls.session.id,
                    "department_id": cls.division.id,
                    "user_id": cls.specialist.id,
                    "date_deadline": "2099-01-15",
                    **vals,
                }
            )
        )

    def _upload(self, user, **vals):
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create({"name": "bien-ban.pdf", "raw": b"%PDF-1.4", **vals})
        )

    def test_done_and_checked_by_two_persons(self):
        self.task.with_user(self.specialist).action_report_done("Biên bản ngày 15/12")
        self.assertEqual(self.task.state, "done")
        self.assertEqual(self.task.done_by_id, self.specialist)
        self.task.action_check()
        self.assertEqual(self.task.state, "checked")

    def test_same_person_cannot_check(self):
        self.task.action_report_done("Đã làm")
        with self.assertRaises(UserError):
            self.task.action_check()
        self.task.with_user(self.leader).action_check()
        self.assertEqual(self.task.state, "checked")

    def test_done_needs_evidence(self):
        for evidence in (False, "", "  "):
            with self.subTest(evidence=evidence), self.assertRaises(UserError):
                self.task.action_report_done(evidence)

    def test_sent_back(self):
        self.task.with_user(self.specialist).action_report_done("Đã làm")
        self.task.action_send_back()
        self.assertEqual((self.task.state, self.task.done_by_id.id), ("todo", False))

    def test_given_up_with_reason(self):
        with self.assertRaises(UserError):
            self.task.action_cancel(" ")
        self.task.action_cancel("Không còn kinh phí")
        self.assertEqual(self.task.state, "cancelled")

    def test_evidence_wizard(self):
        action = self.task.with_user(self.specialist).action_open_report()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.specialist)
            .with_context(**action["context"])
            .create(
                {
                    "evidence": "Biên bản kèm theo",
                    "attachment_ids": [
                        fields.Command.set(self._upload(self.specialist).ids)
                    ],
                }
            )
        )
        wizard.action_apply()
        self.assertEqual(self.task.state, "done")
        self.assertEqual(self.task.attachment_ids.res_id, self.task.id)
        # colleagues who read the task read its file
        self.assertTrue(self.task.attachment_ids.with_user(self.leader).raw)

    def test_file_uploaded_after_a_first_try(self):
        """The window has an id by then, and the file points to it."""
        wizard = (
            self.env["dialogue.commitment.settle"]
            .with_user(self.specialist)
            .create({"commitment_id": self.task.id})
        )
        with self.assertRaises(UserError):
            wizard.action_apply()
        upload = self._upload(self.specialist, res_model=wizard._name, res_id=wizard.id)
        wizard.write(
            {"evidence": "Biên bản", "attachment_ids": [fields.Command.set(upload.ids)]}
        )
        wizard.action_apply()
        self.assertEqual(self.task.attachment_ids, upload)

    def test_wizard_gives_up(self):
        action = self.task.action_open_cancel()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.desk)
            .with_context(**action["context"])
            .create({"reason": "Không còn kinh phí"})
        )
        wizard.action_apply()
        self.assertEqual(self.task.state, "cancelled")

    def test_files_of_others_are_refused(self):
        theirs = self.task.with_user(self.specialist)
        secret = self._upload(
            self.leader, res_model="dialogue.session", res_id=self.session.id
        )
        own_elsewhere = self._upload(
            self.desk, res_model="dialogue.session", res_id=self.session.id
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            theirs.action_report_done("Đã làm", secret.ids)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.task.action_report_done("Đã làm", own_elsewhere.ids)
        self.assertEqual(self.task.state, "todo")

    def test_fields_of_the_moves_are_closed(self):
        for vals in (
            {"evidence": "Đã làm"},
            {"done_by_id": self.leader.id},
            {"state": "checked"},
            {"attachment_ids": [fields.Command.set([])]},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.task.write(vals)
        with self.assertRaises(UserError):
            self._promise(evidence="Đã làm")

    def test_settled_task_does_not_change(self):
        self.task.action_cancel("Không còn kinh phí")
        with self.assertRaises(UserError):
            self.task.date_deadline = "2099-02-01"

    def test_promised_task_is_not_deleted(self):
        with self.assertRaises(UserError):
            self._promise().unlink()
        self.task.with_user(self.specialist).action_report_done("Đã làm")
        with self.assertRaises(UserError):
            self.task.unlink()

    def test_rights(self):
        for user in (self.colleague, self.auditor, self.administrator):
            theirs = self.task.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                theirs.action_report_done("Đã làm")
        theirs = self.task.with_user(self.specialist)
        with self.assertRaises(AccessError):
            theirs.write({"date_deadline": "2099-02-01"})
        with self.assertRaises(AccessError):
            theirs.action_cancel("Ngại")
        theirs.action_report_done("Đã làm")
        with self.assertRaises(AccessError):
            theirs.action_check()
        with self.assertRaises(AccessError):
            theirs.action_send_back()

    def test_overdue_as_shown_and_as_found(self):
        late = self._promise(date_deadline="2020-01-15")
        self.assertTrue(late.is_overdue)
        found = self.env["dialogue.commitment"].search([("is_overdue", "=", True)])
        self.assertIn(late, found)
        self.assertNotIn(self.task, found)
        late.action_report_done("Đã làm")
        self.assertFalse(late.is_overdue)
        self.assertNotIn(
            late, self.env["dialogue.commitment"].search([("is_overdue", "=", True)])
        )

    def test_conclusion_makes_commitments(self):
        self.session.write(
            {
                "conclusion": "<p>Tập huấn thêm.</p>",
                "commitment_ids": [
                    fields.Command.create(
                        {
                            "name": "Rà soát thủ tục",
                            "department_id": self.division.id,
                            "date_deadline": "2099-03-01",
                        }
                    )
                ],
            }
        )
        self.assertEqual(self.session.commitment_open_count, 2)

    def test_filter_of_my_division(self):
        mine = (
            self.env["dialogue.commitment"]
            .with_user(self.specialist)
            .search([("department_id.member_ids.user_id", "=", self.specialist.id)])
        )
        self.assertEqual(mine, self.task)
