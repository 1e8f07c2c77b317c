from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..models.feedback_states import MOVES, OPEN_STATES, STATES
from .common_journey import DialogueJourneyCommon

ALL_STATES = tuple(state for state, _label in STATES)


@tagged("post_install", "-at_install")
class TestFeedbackMoves(DialogueJourneyCommon):
    # The table itself

    def test_table_is_the_one_of_the_design(self):
        pairs = {(s, m.target) for m in MOVES for s in m.sources}
        self.assertLessEqual(
            {
                ("draft", "received"),
                ("received", "need_info"),
                ("need_info", "received"),
                ("received", "accepted"),
                ("received", "refused"),
                ("accepted", "assigned"),
                ("accepted", "answered"),
                ("assigned", "drafting"),
                ("assigned", "referred"),
                ("referred", "answered"),
                ("drafting", "review"),
                ("review", "answered"),
                ("answered", "closed"),
                ("answered", "reopened"),
                ("reopened", "assigned"),
            },
            pairs,
        )
        for state in OPEN_STATES:
            self.assertIn((state, "withdrawn"), pairs)
            self.assertIn((state, "merged"), pairs)

    def test_every_state_is_reached_by_moves(self):
        for state in ALL_STATES:
            with self.subTest(state=state):
                self.assertEqual(self._bring_to(state).state, state)

    def test_every_move_refuses_every_other_state(self):
        for state in ALL_STATES:
            feedback = self._bring_to(state)
            for move in MOVES:
                if state in move.sources:
                    continue
                with (
                    self.subTest(state=state, move=move.name),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    feedback._move(move.name)
                self.assertEqual(feedback.state, state)

    def test_every_pair_of_states_is_refused_by_write(self):
        for state in ALL_STATES:
            feedback = self._bring_to(state)
            for target in ALL_STATES:
                for user in (self.env.user, self.desk, self.leader):
                    with (
                        self.subTest(state=state, target=target, user=user.login),
                        self.assertRaises(UserError),
                        self.cr.savepoint(),
                    ):
                        feedback.with_user(user).write({"state": target})
            self.assertEqual(feedback.state, state)

    def test_roles_of_every_move(self):
        """Whoever is not in the group of a move is refused, wherever the case is."""
        groups = {
            "dialogue_tthc.dialogue_tthc_group_specialist": (),
            "dialogue_tthc.dialogue_tthc_group_desk": (self.specialist,),
            "dialogue_tthc.dialogue_tthc_group_leader": (self.specialist, self.desk),
        }
        outsiders = (self.auditor, self.administrator, self.employee_only)
        for move in MOVES:
            source = move.sources[-1]
            feedback = self._bring_to(source)
            feedback.sudo().write(
                {"department_id": self.division.id, "user_id": self.specialist.id}
            )
            for user in (*groups[move.group], *outsiders):
                with (
                    self.subTest(move=move.name, user=user.login),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    feedback.with_user(user)._move(move.name)
            self.assertEqual(feedback.state, source)

    # Other doors to the state

    def test_create_in_another_state_is_refused(self):
        for state in ALL_STATES[1:]:
            with (
                self.subTest(state=state),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self._create_feedback(state=state)

    def test_create_with_a_default_state_is_refused(self):
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env["dialogue.feedback"].with_context(default_state="closed").create(
                {"subject": "a", "question": "b"}
            )

    def test_import_cannot_set_the_state(self):
        result = self.env["dialogue.feedback"].load(
            ["subject", "question", "state"], [["a", "b", "Answered"]]
        )
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])

    def test_forged_context_is_refused(self):
        feedback = self._bring_to("received")
        for forged in (True, {"ids": feedback.ids, "target": "closed"}, "closed"):
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.with_user(self.desk).with_context(
                    dialogue_move_ticket=forged
                ).write({"state": "closed"})

    def test_one2many_command_cannot_set_the_state(self):
        feedback = self._bring_to("received")
        parent = self._bring_to("received")
        with self.assertRaises(UserError), self.cr.savepoint():
            parent.write(
                {"child_ids": [fields.Command.update(feedback.id, {"state": "closed"})]}
            )

    # Journeys

    def test_written_answer(self):
        feedback = self._bring_to("answered")
        answer = feedback.answer_id
        self.assertEqual(answer.state, "issued")
        self.assertEqual(answer.author_id, self.specialist)
        self.assertEqual(answer.approver_id, self.leader)
        self.assertEqual(feedback.outcome, "written")
        self.assertTrue(feedback.answered_on)
        document = answer.document_id
        self.assertEqual(document.state, "issued")
        self.assertEqual(document.reference, f"{document.number:02d}/SKHCN-QLCN")
        self.assertNotIn(self.enterprise.name, document.name)

    def test_author_does_not_approve(self):
        feedback = self._bring_to("drafting")
        draft = feedback.answer_ids
        draft.sudo().author_id = self.leader
        self._write_answer(feedback)
        feedback.with_user(self.leader).action_submit()
        with self.assertRaises(UserError), self.cr.savepoint():
            feedback.with_user(self.leader).action_issue()
        self.company.dialogue_allow_self_approval = True
        feedback.with_user(self.leader).action_issue()
        self.assertEqual(feedback.state, "answered")

    def test_answer_on_the_spot(self):
        feedback = self._create_feedback(origin="at_session", channel="meeting")
        case = feedback.with_user(self.desk)
        case.action_receive()
        case.action_accept()
        case.action_answer_on_spot("guided", "<p>Trong 15 ngày.</p>")
        self.assertEqual(feedback.state, "answered")
        self.assertEqual(feedback.outcome, "on_spot")
        self.assertEqual(feedback.answer_id.mode, "on_spot")
        self.assertFalse(feedback.answer_id.document_id)

    def test_only_a_session_answers_on_the_spot(self):
        letter = self._bring_to("accepted").with_user(self.desk)
        with self.assertRaises(UserError), self.cr.savepoint():
            letter.action_answer_on_spot("guided", "<p>Trong 15 ngày.</p>")
        self.assertFalse(letter.answer_ids)

    def test_who_filed_stays_once_all_is_answered(self):
        feedback = self._bring_to("accepted")
        petitioner = feedback.petitioner_id.with_user(self.desk)
        petitioner.phone = "0219 386 0000"
        feedback.with_user(self.desk).action_withdraw("Tự giải quyết xong.")
        with self.assertRaises(UserError), self.cr.savepoint():
            petitioner.name = "Người khác"

    def test_promise_becomes_a_commitment(self):
        feedback = self._bring_to("drafting")
        self._write_answer(feedback, verdict="will_do")
        with self.assertRaises(UserError), self.cr.savepoint():
            feedback.with_user(self.specialist).action_submit()
        day = fields.Date.add(fields.Date.today(), days=30)
        self._write_answer(
            feedback,
            verdict="will_do",
            promised_action="Sửa biểu mẫu",
            promised_on=day,
        )
        feedback.with_user(self.specialist).action_submit()
        feedback.with_user(self.leader).action_issue()
        commitment = feedback.commitment_ids
        self.assertEqual(commitment.name, "Sửa biểu mẫu")
        self.assertEqual(commitment.date_deadline, day)
        self.assertEqual(commitment.department_id, self.division)

    def test_returned_answer_is_improved(self):
        feedback = self._bring_to("review")
        with self.assertRaises(UserError), self.cr.savepoint():
            feedback.with_user(self.leader).action_return_draft(" ")
        feedback.with_user(self.leader).action_return_draft("Nêu căn cứ pháp lý.")
        answer = feedback.answer_ids
        self.assertEqual(answer.state, "returned")
        self.assertEqual(answer.return_count, 1)
        self._write_answer(feedback, legal_basis="NĐ 65/2023")
        feedback.with_user(self.specialist).action_submit()
        feedback.with_user(self.leader).action_issue()
        self.assertEqual(feedback.answer_ids, answer)

    def test_reopened_case_gets_a_new_version(self):
        feedback = self._bring_to("reopened")
        first = feedback.answer_id
        self.assertEqual(first.state, "issued")
        desk = feedback.with_user(self.desk)
        desk.action_assign(self.division.id, self.specialist.id)
        feedback.with_user(self.specialist).action_start_draft()
        self._write_answer(feedback)
        feedback.with_user(self.specialist).action_submit()
        feedback.with_user(self.leader).action_issue()
        self.assertEqual(first.state, "superseded")
        self.assertEqual(feedback.answer_id.version, 2)
        self.assertEqual(feedback.reopen_count, 1)

    def test_issued_answer_is_frozen(self):
        answer = self._bring_to("answered").answer_id
        for user in (self.env.user, self.leader, self.desk, self.specialist):
            for vals in (
                {"body": "<p>x</p>"},
                {"state": "draft"},
                {"verdict": "beyond"},
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    answer.with_user(user).write(vals)
        with self.assertRaises(UserError), self.cr.savepoint():
            answer.unlink()

    def test_refusal_needs_reason_and_guidance(self):
        feedback = self._bring_to("received").with_user(self.desk)
        reason = self._refusal_reason()
        for args in ((reason.id, " "), (0, "Xin gửi"), (999999999, "Xin gửi")):
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.action_refuse(*args)
        feedback.action_refuse(reason.id, "Xin gửi Thanh tra Sở.")
        self.assertEqual(feedback.outcome, "refused")

    def test_refusal_is_appealed_once(self):
        feedback = self._bring_to("refused")
        case = feedback.with_user(self.desk)
        case.action_appeal("Đây không phải là tố cáo.")
        self.assertEqual(feedback.state, "received")
        self.assertEqual(feedback.outcome, "undecided")
        case.action_refuse(feedback.refusal_reason_id.id, "Xin gửi Thanh tra Sở.")
        with self.assertRaises(UserError), self.cr.savepoint():
            case.action_appeal("Vẫn không đồng ý.")

    def test_information_brings_the_case_back_to_where_it_stood(self):
        for start, back in (
            ("received", "received"),
            ("accepted", "accepted"),
            ("drafting", "assigned"),
        ):
            with self.subTest(start=start):
                feedback = self._bring_to(start)
                feedback.with_user(self.desk).action_ask_info("Xin gửi thêm.")
                with self.assertRaises(UserError), self.cr.savepoint():
                    feedback.with_user(self.desk).action_info_given("  ")
                feedback.with_user(self.desk).action_info_given("Đã gửi.")
                self.assertEqual(feedback.state, back)

    def test_acceptance_needs_identity(self):
        petitioner = self._create_petitioner(address=False)
        feedback = self._bring_to("received", petitioner_id=petitioner.id)
        with self.assertRaises(UserError), self.cr.savepoint():
            feedback.with_user(self.desk).action_accept()
        petitioner.address = "1 Hà Giang"
        feedback.with_user(self.desk).action_accept()

    def test_assignment_needs_division_and_day(self):
        feedback = self._bring_to("accepted").with_user(self.desk)
        for args in (
            (0, False, self.soon),
            (self.division.id, False, "2001-01-01"),
            (self.division.id, False, "2099-01-01"),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.action_assign(*args)

    def test_officer_is_an_official(self):
        account = new_test_user(
            self.env, login="dlg-account", groups="base.group_portal"
        )
        feedback = self._bring_to("accepted")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            feedback.with_user(self.desk).action_assign(
                self.division.id, account.id, self.soon
            )
        self.assertEqual(feedback.state, "accepted")

    def test_reassignment_keeps_the_day(self):
        feedback = self._bring_to("drafting")
        day = feedback.date_deadline
        feedback.with_user(self.desk).action_assign(
            self.other_division.id, self.colleague.id
        )
        self.assertEqual(feedback.department_id, self.other_division)
        self.assertEqual(feedback.date_deadline, day)
        with self.assertRaises(AccessError), self.cr.savepoint():
            feedback.with_user(self.colleague).action_assign(self.division.id)

    def test_case_about_behaviour_never_goes_to_its_division(self):
        below = self.env["hr.department"].create(
            {"name": "Tổ", "parent_id": self.division.id}
        )
        feedback = self._bring_to(
            "accepted", kind="behaviour", concerned_department_id=self.division.id
        )
        case = feedback.with_user(self.desk)
        for division, user in (
            (self.division, False),
            (below, False),
            (self.other_division, self.specialist.id),
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                case.action_assign(division.id, user, self.soon)
        case.action_assign(self.other_division.id, self.colleague.id, self.soon)
        self.assertEqual(feedback.state, "assigned")

    def test_split_keeps_all_receipts(self):
        feedback = self._bring_to("received")
        children = feedback.with_user(self.desk).action_split(
            [{"subject": f"Câu {n}", "question": "Nội dung"} for n in range(4)]
        )
        self.assertEqual(len(set((feedback | children).mapped("code"))), 5)
        self.assertEqual(children.parent_id, feedback)
        self.assertEqual(children.petitioner_id, feedback.petitioner_id)
        self.assertEqual(set(children.mapped("state")), {"received"})
        for parts in ([], [{"subject": " ", "question": "x"}]):
            with self.assertRaises(UserError), self.cr.savepoint():
                feedback.with_user(self.desk).action_split(parts)

    def test_merged_cases_share_the_answer(self):
        target = self._bring_to("review")
        letters = self.env["dialogue.feedback"]
        for _letter in range(4):
            letters |= self._bring_to("received")
        letters.with_user(self.desk).action_merge(target.id)
        target.with_user(self.leader).action_issue()
        for letter in letters:
            self.assertEqual(letter._valid_answer(), target.answer_id)
            self.assertTrue(letter.code)
        letters[0].with_user(self.desk).action_unmerge("Câu hỏi khác nhau.")
        self.assertEqual(letters[0].state, "received")
        self.assertFalse(letters[0]._valid_answer())

    def test_merge_refuses_nonsense(self):
        feedback = self._bring_to("received")
        case = feedback.with_user(self.desk)
        into_it = self._bring_to("received")
        into_it.with_user(self.desk).action_merge(feedback.id)
        for target in (feedback, self._bring_to("refused"), into_it):
            with self.assertRaises(UserError), self.cr.savepoint():
                case.action_merge(target.id)
        with self.assertRaises(UserError), self.cr.savepoint():
            case.action_merge(999999999)

    def test_received_case_is_never_deleted(self):
        feedback = self._bring_to("received")
        with self.assertRaises(UserError), self.cr.savepoint():
            feedback.with_user(self.desk).unlink()
        self._bring_to("draft").with_user(self.desk).unlink()

    def test_moves_are_all_or_nothing(self):
        good, done = self._bring_to("received"), self._bring_to("closed")
        with self.assertRaises(UserError), self.cr.savepoint():
            (good | done).with_user(self.desk).action_accept()
        self.assertEqual(good.state, "received")

    def test_hostile_arguments_are_refused(self):
        feedback = self._bring_to("accepted").with_user(self.desk)
        for call in (
            lambda: feedback.action_withdraw(None),
            lambda: feedback.action_withdraw(["x"]),
            lambda: feedback.action_take_back({}),
            lambda: feedback.action_plan_referral(kind="nowhere"),
            lambda: feedback.action_plan_referral(
                partner_id=999999999, kind="other_body"
            ),
            lambda: feedback.action_answer_on_spot("nonsense", "<p>x</p>"),
            lambda: feedback.action_answer_on_spot("guided", "<p><br></p>"),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call()
        self.assertEqual(feedback.state, "accepted")

    def test_petitioner_is_told_and_named_nowhere(self):
        feedback = self._bring_to("drafting", is_name_hidden=True)
        mails = self.env["mail.mail"].search([("email_to", "=", self.enterprise.email)])
        self.assertTrue(mails)
        self.assertFalse(any(mails.mapped("res_id")))
        feedback._post_from_petitioner("Xin bổ sung.")
        case = feedback.with_user(self.specialist)
        self.assertTrue(case.petitioner_label)
        self.assertNotIn(self.enterprise.name, case.petitioner_label)
        for message in case.message_ids:
            self.assertNotIn(self.enterprise, message.sudo().author_id)
            self.assertNotIn(self.enterprise, message.sudo().notified_partner_ids)
            self.assertNotIn(self.enterprise.name, str(message.body))
        self.assertNotIn(self.enterprise, case.sudo().message_partner_ids)
        self.assertEqual(len(feedback._petitioner_messages()), 1)

    def test_activities_follow_the_case(self):
        self.company.write(
            {
                "dialogue_desk_user_id": self.desk.id,
                "dialogue_approver_id": self.leader.id,
            }
        )
        feedback = self._bring_to("received")
        self.assertEqual(feedback.activity_ids.user_id, self.desk)
        feedback.with_user(self.desk).action_accept()
        feedback.with_user(self.desk).action_assign(
            self.division.id, self.specialist.id, self.soon
        )
        self.assertEqual(feedback.activity_ids.user_id, self.specialist)
        feedback.with_user(self.specialist).action_start_draft()
        self._write_answer(feedback)
        feedback.with_user(self.specialist).action_submit()
        self.assertEqual(feedback.activity_ids.user_id, self.leader)
        feedback.with_user(self.leader).action_issue()
        self.assertFalse(feedback.activity_ids)

    # Nobody is forgotten

    def test_merged_cases_stand_alone_when_their_case_ends_without_answer(self):
        reason = self._refusal_reason()
        for end, arguments in (
            ("action_withdraw", ("Người gửi đã tự giải quyết.",)),
            ("action_refuse", (reason.id, "Xin gửi đơn đến Thanh tra.")),
        ):
            with self.subTest(end=end):
                target, letter, archived = (
                    self._bring_to("received"),
                    self._bring_to("assigned"),
                    self._bring_to("received"),
                )
                (letter | archived).with_user(self.desk).action_merge(target.id)
                archived.with_user(self.desk).active = False
                getattr(target.with_user(self.desk), end)(*arguments)
                for case in letter | archived:
                    self.assertEqual(case.state, "received")
                    self.assertTrue(case.active)
                    self.assertFalse(case.merged_into_id)
                    self.assertFalse(case.accepted_on)

    def _mails_to_petitioner(self):
        return self.env["mail.mail"].search_count(
            [("email_to", "=", self.enterprise.email), ("subject", "ilike", "answered")]
        )

    def test_case_that_joins_an_answered_one_gets_the_answer(self):
        target, letter, archived = (
            self._bring_to("answered"),
            self._bring_to("received"),
            self._bring_to("received"),
        )
        before = self._mails_to_petitioner()
        letter.with_user(self.desk).action_merge(target.id)
        self.assertEqual(self._mails_to_petitioner(), before + 1)
        # the archive keeps nobody from the answer
        target.with_user(self.desk).action_reopen("Chưa rõ.")
        archived.with_user(self.desk).action_merge(target.id)
        self.assertEqual(self._mails_to_petitioner(), before + 1)
        archived.with_user(self.desk).active = False
        target.with_user(self.desk).action_assign(self.division.id, self.specialist.id)
        target.with_user(self.specialist).action_start_draft()
        self._write_answer(target)
        target.with_user(self.specialist).action_submit()
        target.with_user(self.leader).action_issue()
        self.assertEqual(self._mails_to_petitioner(), before + 4)

    def test_reopened_case_can_be_answered_on_the_spot(self):
        feedback = self._bring_to("reopened", origin="at_session")
        earlier = feedback.answer_id
        case = feedback.with_user(self.desk)
        case.action_assign(self.division.id, self.specialist.id)
        feedback.with_user(self.specialist).action_return_to_desk("Trả lời ngay được.")
        case.action_answer_on_spot("guided", "<p>Xin xem hướng dẫn.</p>")
        self.assertEqual(earlier.state, "superseded")
        self.assertEqual(feedback.answer_id.mode, "on_spot")

    def test_case_opened_again_leaves_the_archive(self):
        feedback = self._bring_to("closed").with_user(self.desk)
        feedback.active = False
        feedback.action_reopen("Chưa trả lời đúng câu hỏi.")
        self.assertTrue(feedback.active)

    def test_information_leads_back_to_where_the_case_stood(self):
        feedback = self._bring_to("assigned").with_user(self.desk)
        referral = feedback.action_plan_referral()
        referral.action_submit()
        referral.with_user(self.leader).action_send()
        feedback.action_take_back("Thuộc thẩm quyền của Sở.")
        feedback.action_ask_info("Xin gửi giấy chứng nhận.")
        feedback.action_info_given("Đã gửi.")
        self.assertEqual(feedback.state, "accepted")

    def test_desk_is_told_of_what_comes_back_to_it(self):
        self.company.dialogue_desk_user_id = self.desk
        returned, reopened = self._bring_to("assigned"), self._bring_to("reopened")
        returned.with_user(self.specialist).action_return_to_desk("Không đúng phòng.")
        referred = self._bring_to("referred")
        referred.with_user(self.desk).action_take_back("Thuộc thẩm quyền của Sở.")
        for case in returned | reopened | referred:
            self.assertEqual(case.activity_ids.user_id, self.desk, case.state)

    def test_somebody_is_told_of_every_message_of_the_petitioner(self):
        self.company.dialogue_desk_user_id = self.desk
        kind = self.env.ref("dialogue_tthc.mail_activity_feedback_message")
        for state, user in (("accepted", self.desk), ("drafting", self.specialist)):
            feedback = self._bring_to(state)
            for _time in range(2):
                feedback._post_from_petitioner("Xin bổ sung.")
            told = feedback.activity_ids.filtered(
                lambda activity: activity.activity_type_id == kind
            )
            self.assertEqual(told.user_id, user)
            self.assertEqual(len(told), 1)
            feedback.with_user(self.desk).action_ask_info("Xin gửi giấy chứng nhận.")
            feedback._post_from_petitioner("Đã gửi.")
            feedback.with_user(self.desk).action_info_given("Đã gửi.")
            self.assertNotIn(kind, feedback.activity_ids.activity_type_id)

    def test_head_is_told_of_a_case_without_officer(self):
        self.division.manager_id = self.specialist.employee_id
        feedback = self._bring_to("accepted").with_user(self.desk)
        feedback.action_assign(self.division.id, False, self.soon)
        self.assertEqual(feedback.activity_ids.user_id, self.specialist)

    def test_work_is_not_left_without_division_or_day(self):
        feedback = self._bring_to("drafting").with_user(self.desk)
        with self.assertRaises(UserError), self.cr.savepoint():
            feedback.write({"department_id": False})
        with self.assertRaises(AccessError), self.cr.savepoint():
            feedback.write({"date_deadline": False})

    def test_letter_of_ours_counts_as_such_whatever_was_planned(self):
        feedback = self._bring_to("review")
        feedback.sudo().outcome = "undecided"
        planned = self._bring_to("drafting")
        planned.with_user(self.desk).action_plan_referral()
        self._write_answer(planned)
        planned.with_user(self.specialist).action_submit()
        for case in feedback | planned:
            case.with_user(self.leader).action_issue()
            self.assertEqual(case.outcome, "written")

    def test_activity_follows_officer_and_day(self):
        feedback = self._bring_to("assigned").with_user(self.desk)
        feedback.action_assign(self.division.id, self.specialist.id, self.soon)
        feedback.write({"user_id": self.colleague.id})
        self.assertEqual(feedback.activity_ids.user_id, self.colleague)
        self.assertEqual(feedback.activity_ids.date_deadline, feedback.date_deadline)

    def test_words_for_the_petitioner_are_mailed(self):
        feedback = self._bring_to("referred")
        wizard = (
            self.env["dialogue.feedback.move"]
            .with_user(self.desk)
            .create(
                {
                    "step": "write",
                    "feedback_ids": feedback.ids,
                    "message": "Xin chờ thêm <5 ngày>.",
                }
            )
        )
        wizard.action_apply()
        mails = self.env["mail.mail"].search(
            [("email_to", "=", self.enterprise.email), ("subject", "ilike", "message")]
        )
        self.assertEqual(len(mails), 2)
        self.assertIn("&lt;5 ngày&gt;", "".join(mails.mapped("body_html")))
        self.assertFalse(any(mails.mapped("res_id")))
