from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import DialogueCommon


@tagged("post_install", "-at_install")
class TestDialoguePlan(DialogueCommon):
    @classmethod
    def _create_plan(cls, **vals):
        return (
            cls.env["dialogue.plan"]
            .with_user(cls.desk)
            .create(
                {
                    "name": "Đối thoại trực tiếp năm 2026",
                    "year": 2026,
                    "purposes": "Nắm bắt vướng mắc\n\n Giải thích chính sách ",
                    "contents": "Giải đáp vướng mắc",
                    "time_frame": "Trong năm 2026",
                    **vals,
                }
            )
        )

    @classmethod
    def _issue(cls, plan, number=None, day=None):
        plan.action_submit()
        plan.with_user(cls.leader).action_approve()
        plan.action_issue(number, day)

    def test_draft_has_neither_number_nor_day(self):
        plan = self._create_plan()
        self.assertFalse(plan.number)
        self.assertFalse(plan.date)
        self.assertEqual(plan.symbol, "KH-SKHCN")
        self.assertEqual(plan.place, "Hà Giang")

    def test_items_are_the_lines(self):
        plan = self._create_plan()
        self.assertEqual(
            plan._items("purposes"), ["Nắm bắt vướng mắc", "Giải thích chính sách"]
        )

    @freeze_time("2026-03-10")
    def test_issue_draws_number_and_day(self):
        first, second = self._create_plan(), self._create_plan()
        self._issue(first)
        self._issue(second)
        self.assertEqual((first.state, first.date), ("issued", date(2026, 3, 10)))
        self.assertEqual(second.number, first.number + 1)
        self.assertEqual(first.reference, f"{first.number:02d}/KH-SKHCN")
        self.assertEqual(first.document_id.state, "issued")

    @freeze_time("2026-03-10")
    def test_typed_number_is_checked_for_doubles(self):
        first, second = self._create_plan(), self._create_plan()
        self._issue(first, 45, "2026-03-05")
        self.assertEqual(first.reference, "45/KH-SKHCN")
        second.action_submit()
        second.with_user(self.leader).action_approve()
        for number, day in (
            (45, None),
            (-1, None),
            (46, "2026-03-11"),
            (46, "2024-12-31"),
        ):
            with self.subTest(number=number, day=day), self.assertRaises(UserError):
                second.action_issue(number, day)
        self.assertEqual(second.state, "approved")
        second.action_issue()
        self.assertEqual(second.number, 46)

    @freeze_time("2026-03-10")
    def test_signature_says_in_which_capacity(self):
        deputy = self._create_user("leader", self.division, "deputy")
        deputy.sudo().employee_id.job_title = "Phó Giám đốc"
        plan = self._create_plan()
        plan.action_submit()
        plan.with_user(deputy).action_approve()
        self.assertEqual(plan.signing_capacity, "KT.")
        self.assertEqual(plan.signer_title, "Phó Giám đốc")
        self.assertEqual(plan.signer_name, deputy.name)
        typed = self._create_plan(
            signing_capacity="TUQ.", signer_title="Chánh Văn phòng", signer_name="An"
        )
        typed.action_submit()
        typed.with_user(self.leader).action_approve()
        self.assertEqual(typed.signing_capacity, "TUQ.")

    @freeze_time("2026-03-10")
    def test_basis_is_not_later_than_the_plan(self):
        plan = self._create_plan()
        with self.assertRaises(UserError):
            plan.basis_ids = [Command.create({"name": "Sau", "date": "2026-03-11"})]
        plan.basis_ids = [Command.create({"name": "KH 90", "date": "2026-03-09"})]
        plan.action_submit()
        plan.with_user(self.leader).action_approve()
        with self.assertRaises(UserError):
            plan.action_issue(None, "2026-03-08")
        plan.action_issue()
        # the slip of one real plan: of July, resting on a decision of August
        with freeze_time("2019-07-01"):
            other = self._create_plan(name="Kế hoạch 2019", year=2019)
            with self.assertRaises(UserError):
                other.basis_ids = [
                    Command.create({"name": "2191/QĐ-UBND", "date": "2019-08-24"})
                ]

    @freeze_time("2026-03-10")
    def test_issued_plan_is_frozen(self):
        plan = self._create_plan(
            basis_ids=[Command.create({"name": "KH 90"})],
            assignment_ids=[Command.create({"name": "Chuẩn bị", "unit": "VP"})],
        )
        self._issue(plan)
        for user in (self.desk, self.leader):
            mine = plan.with_user(user)
            for call in (
                lambda mine=mine: mine.write({"name": "Khác"}),
                lambda mine=mine: mine.write({"purposes": "Khác"}),
                lambda mine=mine: mine.write({"signer_name": "Khác"}),
                lambda mine=mine: mine.basis_ids.write({"name": "Khác"}),
                lambda mine=mine: mine.assignment_ids.unlink(),
                lambda mine=mine: mine.write({"basis_ids": [Command.clear()]}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.document_id.write({"name": "Khác"}),
                lambda mine=mine: mine.document_id.unlink(),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    call()
        plan.planned_session_count = 3
        self.assertEqual(plan.sessions_held, "0/3")

    def test_text_is_closed_once_handed_in(self):
        plan = self._create_plan()
        plan.action_submit()
        with self.assertRaises(UserError):
            plan.purposes = "Khác"
        plan.with_user(self.leader).action_return("Bổ sung căn cứ.")
        plan.purposes = "Khác"
        self.assertEqual(plan.return_reason, "Bổ sung căn cứ.")

    def test_who_may_do_what(self):
        plan = self._create_plan()
        with self.assertRaises(UserError):
            self._create_plan(purposes=" \n ").action_submit()
        for user in (self.specialist, self.auditor):
            with self.assertRaises(AccessError), self.cr.savepoint():
                plan.with_user(user).action_submit()
        plan.action_submit()
        for call in (plan.action_approve, lambda: plan.action_return("x")):
            with self.assertRaises(AccessError), self.cr.savepoint():
                call()
        with self.assertRaises(UserError):
            plan.with_user(self.leader).action_return("  ")
        with self.assertRaises(UserError):
            plan.action_issue()

    def test_leader_says_how_a_plan_is_signed(self):
        plan = self._create_plan()
        plan.action_submit()
        signature = {"signing_capacity": "TL.", "signer_title": "CHÁNH VĂN PHÒNG"}
        for user, vals in (
            (self.desk, signature),
            (self.leader, {**signature, "purposes": "Khác"}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                plan.with_user(user).write(vals)
        approved = plan.with_user(self.leader)
        approved.write({**signature, "signer_name": "Nguyễn Văn An"})
        approved.action_approve()
        self.assertEqual(plan.signing_capacity, "TL.")
        with self.assertRaises(UserError), self.cr.savepoint():
            approved.write(signature)

    def test_leader_is_told_of_a_plan_handed_in(self):
        self.company.dialogue_approver_id = self.leader
        plan = self._create_plan()
        plan.action_submit()
        self.assertEqual(plan.activity_ids.user_id, self.leader)
        plan.with_user(self.leader).action_approve()
        self.assertFalse(plan.activity_ids)

    def test_document_moves_with_its_plan_only(self):
        plan = self._create_plan()
        document = plan.document_id
        for call in (document.action_submit, document.action_cancel):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()
        with self.assertRaises(UserError), self.cr.savepoint():
            plan.document_id = self._create_plan().document_id

    @freeze_time("2026-03-10")
    def test_copy_into_this_year(self):
        old = self._create_plan(
            name="Đối thoại năm 2025, theo Kế hoạch 12025",
            year=2025,
            time_frame="Quý II năm 2025",
            signer_name="An",
            signer_title="GIÁM ĐỐC",
            basis_ids=[Command.create({"name": "KH 90", "date": "2017-03-30"})],
            assignment_ids=[
                Command.create({"name": "Chuẩn bị", "date_deadline": "2025-05-01"})
            ],
        )
        action = old.action_copy_to_next_year()
        new = self.env["dialogue.plan"].browse(action["res_id"])
        self.assertEqual(new.name, "Đối thoại năm 2026, theo Kế hoạch 12025")
        self.assertEqual(new.time_frame, "Quý II năm 2026")
        self.assertEqual((new.year, new.state, new.number), (2026, "draft", 0))
        self.assertEqual(new.signer_name, "An")
        self.assertEqual(new.basis_ids.name, "KH 90")
        self.assertEqual(new.assignment_ids.date_deadline, date(2026, 5, 1))
        self.assertEqual(new.previous_id, old)
        self.assertNotEqual(new.document_id, old.document_id)
        for year in (2025, 0, 99999, "2026", None):
            with self.subTest(year=year), self.assertRaises(UserError):
                old._copy_to_year(year)

    @freeze_time("2026-03-10")
    def test_counters_and_sessions(self):
        plan = self._create_plan(planned_session_count=2)
        self._issue(plan)
        context = plan.action_new_session()["context"]
        form = Form(
            self.env["dialogue.session"].with_user(self.desk).with_context(**context)
        )
        session = form.save()
        self.assertEqual(session.plan_id, plan)
        self._create_feedback(session_id=session.id).action_receive()
        self._create_feedback(session_id=session.id)
        self.assertEqual(plan.sessions_held, "0/2")
        self.assertEqual((plan.feedback_count, plan.answered_count), (1, 0))
        with self.assertRaises(UserError):
            plan.action_finish()
        with self.assertRaises(UserError):
            plan.unlink()

    def test_nonsense_is_refused(self):
        for vals in ({"year": 26}, {"year": 20260}, {"planned_session_count": -1}):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_plan(**vals).flush_recordset()

    def test_wizard_keeps_the_refusal(self):
        plan = self._create_plan()
        plan.action_submit()
        wizard = (
            self.env["dialogue.plan.move"]
            .with_user(self.leader)
            .create({"plan_id": plan.id, "step": "return", "reason": "Sửa lại"})
        )
        wizard.action_apply()
        self.assertEqual(plan.state, "draft")
