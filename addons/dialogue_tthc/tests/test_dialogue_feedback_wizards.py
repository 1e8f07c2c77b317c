from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..wizards.dialogue_feedback_move import STEPS
from .common_journey import DialogueJourneyCommon


@tagged("post_install", "-at_install")
class TestDialogueFeedbackWizards(DialogueJourneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason, cls.other_reason = cls.env["dialogue.refusal.reason"].create(
            [
                {"name": "Khiếu nại", "code": "T-KN", "guidance": "Gửi Thanh tra."},
                {"name": "Không rõ", "code": "T-KR", "guidance": "Nêu rõ thủ tục."},
            ]
        )
        cls.sector.department_id = cls.division
        cls.due = fields.Date.today() + timedelta(days=10)

    def _open(self, step, feedbacks, user, model="dialogue.feedback.move", **context):
        return Form(
            self.env[model]
            .with_user(user)
            .with_context(
                default_step=step,
                active_model=feedbacks._name,
                active_id=feedbacks[:1].id,
                active_ids=feedbacks.ids,
                **context,
            )
        )

    def _apply(self, form):
        return form.save().action_apply()

    # Every step through its screen

    def test_ask_and_give_information(self):
        feedback = self._bring_to("assigned")
        form = self._open("ask_info", feedback, self.specialist)
        form.question = "Gửi bản chụp biên nhận."
        self._apply(form)
        self.assertEqual(feedback.state, "need_info")
        self.assertEqual(feedback.info_request, "Gửi bản chụp biên nhận.")
        form = self._open("info_given", feedback, self.desk)
        form.information = "Đã gửi."
        self._apply(form)
        self.assertEqual(
            (feedback.state, feedback.info_answer), ("assigned", "Đã gửi.")
        )

    def test_refuse_proposes_words_and_keeps_typed_ones(self):
        feedback = self._bring_to("received")
        form = self._open("refuse", feedback, self.desk)
        form.refusal_reason_id = self.reason
        self.assertEqual(form.guidance, "Gửi Thanh tra.")
        form.refusal_reason_id = self.other_reason
        self.assertEqual(form.guidance, "Nêu rõ thủ tục.")
        form.guidance = "Lời của đầu mối."
        form.refusal_reason_id = self.reason
        self.assertEqual(form.guidance, "Lời của đầu mối.")
        self._apply(form)
        self.assertEqual(feedback.state, "refused")
        self.assertEqual(feedback.refusal_reason_id, self.reason)
        self.assertEqual(feedback.refusal_guidance, "Lời của đầu mối.")

    def test_appeal(self):
        feedback = self._bring_to("refused")
        form = self._open("appeal", feedback, self.desk)
        form.reason = "Đây không phải khiếu nại."
        self._apply(form)
        self.assertEqual(feedback.state, "received")

    def test_assign_proposes_division_and_its_officers(self):
        feedback = self._bring_to("accepted")
        form = self._open("assign", feedback, self.desk)
        self.assertEqual(form.department_id, self.division)
        self.assertEqual(form.candidate_ids[:], self.specialist)
        # what the term gives is proposed
        self.assertEqual(form.date_deadline, feedback.date_deadline)
        form.user_id = self.specialist
        form.department_id = self.other_division
        self.assertFalse(form.user_id)  # not an officer of that division
        form.user_id = self.colleague
        form.date_deadline = self.due
        self._apply(form)
        self.assertEqual(feedback.state, "assigned")
        self.assertEqual(feedback.department_id, self.other_division)
        self.assertEqual(feedback.user_id, self.colleague)
        self.assertEqual(feedback.date_deadline, self.due)

    def test_assign_shows_the_working_day_that_a_day_off_becomes(self):
        with freeze_time("2026-03-02 05:00:00"):
            feedback = self._bring_to("accepted")
            form = self._open("assign", feedback, self.desk)
            form.date_deadline = "2026-03-14"  # a Saturday
            self.assertEqual(form.date_deadline, date(2026, 3, 16))

    def test_assign_never_proposes_the_division_concerned(self):
        feedback = self._bring_to(
            "accepted", kind="behaviour", concerned_department_id=self.division.id
        )
        form = self._open("assign", feedback, self.desk)
        self.assertFalse(form.department_id)

    def test_reassign_keeps_what_stands(self):
        feedback = self._bring_to("assigned")
        form = self._open("assign", feedback, self.desk)
        self.assertEqual(form.department_id, feedback.department_id)
        self.assertEqual(form.user_id, self.specialist)
        self.assertEqual(form.date_deadline, feedback.date_deadline)
        form.department_id = self.other_division
        self._apply(form)
        self.assertEqual(feedback.department_id, self.other_division)
        self.assertFalse(feedback.user_id)

    def test_plan_written(self):
        feedback = self._bring_to("accepted")
        form = self._open("plan_written", feedback, self.desk)
        form.date_deadline = self.due
        self._apply(form)
        self.assertEqual((feedback.state, feedback.outcome), ("assigned", "written"))

    def test_return_to_desk_leaves_the_case_out_of_reach(self):
        feedback = self._bring_to("assigned")
        form = self._open("return_to_desk", feedback, self.specialist)
        form.reason = "Không thuộc phòng."
        action = self._apply(form)
        self.assertEqual(feedback.state, "accepted")
        self.assertEqual(action["res_model"], "dialogue.feedback")
        self.assertEqual(action["target"], "main")

    def test_return_draft_from_the_answer(self):
        feedback = self._bring_to("review")
        answer = feedback.answer_ids
        form = self._open("return_draft", answer, self.leader)
        form.reason = "Nêu căn cứ."
        self._apply(form)
        self.assertEqual(feedback.state, "drafting")
        self.assertEqual(answer.state, "returned")
        self.assertEqual(
            feedback.with_user(self.specialist).return_reason, "Nêu căn cứ."
        )

    def test_take_back(self):
        feedback = self._bring_to("referred")
        form = self._open("take_back", feedback, self.desk)
        form.reason = "Thuộc thẩm quyền của Sở."
        self._apply(form)
        self.assertEqual(feedback.state, "accepted")

    def test_reopen(self):
        feedback = self._bring_to("closed")
        form = self._open("reopen", feedback, self.desk)
        form.reason = "Thiếu câu 2."
        self._apply(form)
        self.assertEqual(feedback.state, "reopened")

    def test_withdraw(self):
        feedback = self._bring_to("received")
        form = self._open("withdraw", feedback, self.desk)
        form.reason = "Đã tự giải quyết."
        self._apply(form)
        self.assertEqual(feedback.state, "withdrawn")

    def test_merge_and_unmerge(self):
        feedback, target = self._bring_to("received"), self._bring_to("accepted")
        form = self._open("merge", feedback, self.desk)
        form.target_id = target
        self._apply(form)
        self.assertEqual((feedback.state, feedback.merged_into_id), ("merged", target))
        form = self._open("unmerge", feedback, self.desk)
        form.reason = "Hai nội dung khác nhau."
        self._apply(form)
        self.assertEqual(feedback.state, "received")

    def test_merge_into_itself_is_refused(self):
        feedback = self._bring_to("received")
        form = self._open("merge", feedback, self.desk)
        form.target_id = feedback
        wizard = form.save()
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertEqual(feedback.state, "received")

    def test_write_to_the_petitioner(self):
        feedback = self._bring_to("received")
        form = self._open("write", feedback, self.desk)
        form.message = "Sở đang xem xét."
        self._apply(form)
        self.assertIn("Sở đang xem xét.", feedback._petitioner_messages()[-1].body)

    def test_write_is_for_the_desk(self):
        feedback = self._bring_to("assigned")
        count = len(feedback._petitioner_messages())
        form = self._open("write", feedback, self.specialist)
        form.message = "Từ chuyên viên."
        wizard = form.save()
        with self.assertRaises(AccessError):
            wizard.action_apply()
        self.assertEqual(len(feedback._petitioner_messages()), count)

    # Words are required, and kept

    def test_words_are_required(self):
        cases = {
            "ask_info": "received",
            "refuse": "received",
            "reopen": "answered",
            "withdraw": "received",
            "merge": "received",
            "take_back": "referred",
        }
        for step, state in cases.items():
            form = self._open(step, self._bring_to(state), self.desk)
            with self.subTest(step=step), self.assertRaises(AssertionError):
                form.save()

    def test_blank_words_are_refused_and_kept(self):
        feedback = self._bring_to("received")
        wizard = (
            self.env["dialogue.feedback.move"]
            .with_user(self.desk)
            .create(
                {
                    "step": "withdraw",
                    "feedback_ids": [Command.set(feedback.ids)],
                    "reason": "   ",
                }
            )
        )
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertEqual(feedback.state, "received")
        self.assertEqual(wizard.reason, "   ")

    def test_refusal_of_the_case_keeps_what_was_typed(self):
        feedback = self._bring_to("received")
        form = self._open("withdraw", feedback, self.desk)
        form.reason = "Đã tự giải quyết."
        wizard = form.save()
        feedback.with_user(self.desk).action_withdraw("Người khác nhanh hơn.")
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertEqual(wizard.reason, "Đã tự giải quyết.")
        self.assertEqual(feedback.withdrawal_reason, "Người khác nhanh hơn.")

    # Many at once

    def test_bulk_assign_by_sector(self):
        other = self.env["dialogue.sector"].create({"name": "Đo lường T"})
        other.department_id = self.other_division
        first = self._bring_to("accepted")
        second = self._bring_to("accepted", sector_id=other.id)
        form = self._open("assign", first | second, self.desk)
        self.assertFalse(form.department_id)
        form.date_deadline = self.due
        action = self._apply(form)
        self.assertEqual(first.department_id, self.division)
        self.assertEqual(second.department_id, self.other_division)
        self.assertEqual((first | second).mapped("date_deadline"), [self.due] * 2)
        self.assertEqual(action["tag"], "display_notification")

    def test_bulk_assign_names_the_case_without_division(self):
        other = self.env["dialogue.sector"].create({"name": "Chưa có phòng"})
        first = self._bring_to("accepted")
        second = self._bring_to("accepted", sector_id=other.id, subject="Câu lạc phòng")
        form = self._open("assign", first | second, self.desk)
        form.date_deadline = self.due
        wizard = form.save()
        with (
            self.assertRaisesRegex(UserError, "Câu lạc phòng"),
            self.cr.savepoint(),
        ):
            wizard.action_apply()
        self.assertEqual((first | second).mapped("state"), ["accepted", "accepted"])

    def test_bulk_leaves_out_what_cannot_move_and_says_so(self):
        ready, assigned, draft = (
            self._bring_to("accepted"),
            self._bring_to("assigned"),
            self._bring_to("draft"),
        )
        form = self._open("assign", ready | assigned | draft, self.desk)
        self.assertEqual(form.feedback_ids[:], ready)
        self.assertEqual(form.left_out_ids[:], assigned | draft)
        form.date_deadline = self.due
        self._apply(form)
        self.assertEqual(ready.state, "assigned")
        self.assertEqual(assigned.user_id, self.specialist)

    def test_bulk_reassign_needs_a_division(self):
        cases = self._bring_to("assigned") | self._bring_to("drafting")
        wizard = self._open("assign", cases, self.desk).save()
        wizard.department_id = False
        with self.assertRaises(UserError):
            wizard.action_apply()
        self.assertEqual(cases.user_id, self.specialist)

    def test_bulk_with_nothing_possible_is_told(self):
        cases = self._bring_to("draft") | self._bring_to("closed")
        wizard = self._open("assign", cases, self.desk).save()
        self.assertFalse(wizard.feedback_ids)
        with self.assertRaises(UserError):
            wizard.action_apply()

    # On the spot, split, issue

    def test_answer_on_the_spot(self):
        feedback = self._bring_to("accepted", origin="at_session")
        form = self._open(False, feedback, self.desk, model="dialogue.feedback.answer")
        form.verdict = "will_do"
        form.body = "<p>Sở sẽ sửa.</p>"
        with self.assertRaises(AssertionError):  # a promise says what and when
            form.save()
        form.promised_action = "Sửa quy trình"
        form.promised_on = self.due
        self._apply(form)
        self.assertEqual((feedback.state, feedback.outcome), ("answered", "on_spot"))
        self.assertEqual(feedback.answer_id.promised_on, self.due)

    def test_answer_on_the_spot_forgets_a_promise_not_made(self):
        feedback = self._bring_to("accepted", origin="at_session")
        form = self._open(False, feedback, self.desk, model="dialogue.feedback.answer")
        form.verdict = "will_do"
        form.promised_action = "Sửa quy trình"
        form.verdict = "resolved"
        form.body = "<p>Đã xong.</p>"
        self._apply(form)
        self.assertFalse(feedback.answer_id.promised_action)

    def test_answer_without_a_case(self):
        wizard = (
            self.env["dialogue.feedback.answer"]
            .with_user(self.desk)
            .create({"verdict": "resolved", "body": "<p>x</p>"})
        )
        with self.assertRaises(UserError):
            wizard.action_apply()

    def test_split(self):
        feedback = self._bring_to("received")
        form = self._open(False, feedback, self.desk, model="dialogue.feedback.split")
        self.assertEqual(form.question, feedback.question)
        for subject in ("Phí", "Nơi nộp"):
            with form.line_ids.new() as line:
                line.subject = subject
                line.question = f"{subject}?"
        action = self._apply(form)
        self.assertEqual(feedback.child_ids.mapped("subject"), ["Nơi nộp", "Phí"])
        self.assertCountEqual(action["domain"][0][2], feedback.child_ids.ids)
        self.assertEqual(feedback.child_count, 2)

    def test_split_without_lines_is_refused(self):
        feedback = self._bring_to("received")
        wizard = self._open(
            False, feedback, self.desk, model="dialogue.feedback.split"
        ).save()
        with self.assertRaises(UserError):
            wizard.action_apply()

    def test_issue_with_a_given_number(self):
        feedback = self._bring_to("review")
        form = self._open(False, feedback, self.leader, model="dialogue.answer.issue")
        form.number = 57
        self._apply(form)
        self.assertEqual(feedback.state, "answered")
        self.assertEqual(feedback.answer_id.document_id.number, 57)

    def test_issue_many_draws_numbers(self):
        cases = self._bring_to("review") | self._bring_to("review")
        form = self._open(
            False, cases.answer_ids, self.leader, model="dialogue.answer.issue"
        )
        wizard = form.save()
        wizard.number = 5  # for one letter only
        wizard.action_apply()
        self.assertEqual(set(cases.mapped("state")), {"answered"})
        first, second = cases.answer_id.document_id.mapped("number")
        self.assertNotEqual(first, second)

    def test_issue_without_answers_is_refused(self):
        wizard = self.env["dialogue.answer.issue"].with_user(self.leader).create({})
        with self.assertRaises(UserError):
            wizard.action_apply()

    # Who may, and hostile arguments

    def test_who_may_open_what(self):
        allowed = {
            "dialogue.feedback.move": (self.specialist, self.desk, self.leader),
            "dialogue.feedback.answer": (self.desk, self.leader),
            "dialogue.feedback.split": (self.desk, self.leader),
            "dialogue.feedback.split.line": (self.desk, self.leader),
            "dialogue.answer.issue": (self.leader,),
        }
        users = (
            self.specialist
            | self.desk
            | self.leader
            | self.auditor
            | self.administrator
            | self.employee_only
        )
        for model, may in allowed.items():
            for user in users:
                for operation in ("read", "write", "create"):
                    with self.subTest(model=model, user=user.login, op=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            user in may,
                        )

    def test_specialist_makes_no_step_of_the_desk(self):
        feedback = self._bring_to("assigned")
        state = feedback.state
        for step, _label in STEPS:
            if step in ("ask_info", "return_to_desk"):
                continue
            wizard = (
                self.env["dialogue.feedback.move"]
                .with_user(self.specialist)
                .create(
                    {
                        "step": step,
                        "feedback_ids": [Command.set(feedback.ids)],
                        "reason": "x",
                        "information": "x",
                        "message": "x",
                        "guidance": "x",
                        "refusal_reason_id": self.reason.id,
                        "department_id": self.other_division.id,
                        "date_deadline": self.due,
                        "target_id": feedback.id,
                    }
                )
            )
            with (
                self.subTest(step=step),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                wizard.action_apply()
            feedback.invalidate_recordset()
            self.assertEqual(feedback.state, state)
            self.assertEqual(feedback.department_id, self.division)

    def test_specialist_reaches_no_foreign_case(self):
        foreign = self._bring_to("received", subject="Việc phòng khác")
        with self.assertRaises(AccessError):
            self._open("ask_info", foreign, self.specialist)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["dialogue.feedback.move"].with_user(self.specialist).create(
                {
                    "step": "ask_info",
                    "feedback_ids": [Command.set(foreign.ids)],
                    "question": "x",
                }
            ).action_apply()
        self.assertEqual(foreign.state, "received")

    def test_unknown_step_is_refused(self):
        with self.assertRaises(ValueError):
            self.env["dialogue.feedback.move"].with_user(self.desk).create(
                {"step": "unlink"}
            )

    def test_nobody_reads_what_another_typed(self):
        feedback = self._bring_to("received")
        models = {
            "dialogue.feedback.move": {"step": "withdraw", "reason": "riêng"},
            "dialogue.feedback.answer": {"verdict": "guided", "body": "riêng"},
            "dialogue.feedback.split": {"feedback_id": feedback.id},
        }
        other = self._create_user("desk", login="desk-two")
        for model, vals in models.items():
            wizard = self.env[model].with_user(self.desk).create(vals)
            with self.subTest(model=model), self.assertRaises(AccessError):
                wizard.with_user(other).read([])
            with self.subTest(model=model), self.assertRaises(AccessError):
                wizard.with_user(other).action_apply()
