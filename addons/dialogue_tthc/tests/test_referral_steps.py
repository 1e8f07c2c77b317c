from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_referral import ReferralCommon


@tagged("post_install", "-at_install")
class TestReferralSteps(ReferralCommon):
    """A referral from its draft to the day it is sent."""

    # ------------------------------------------------------------------
    # Submit, return, cancel
    # ------------------------------------------------------------------

    def test_submit_needs_a_case(self):
        referral = self.Referral.with_user(self.desk).create(
            {"partner_id": self.ministry.id}
        )
        with self.assertRaises(UserError):
            referral.action_submit()

    def test_submitted_is_fixed_for_the_desk(self):
        referral = self._plan(self._accepted(2))
        referral.action_submit()
        with self.assertRaises(UserError):
            referral.partner_id = self.ministry
        with self.assertRaises(UserError):
            referral.line_ids[0].proposal = "Khác"
        with self.assertRaises(UserError):
            referral.line_ids[0].unlink()
        with self.assertRaises(UserError):
            referral.unlink()
        as_leader = referral.with_user(self.leader)
        as_leader.line_ids[0].proposal = "Lãnh đạo sửa"
        self.assertEqual(referral.line_ids[0].proposal, "Lãnh đạo sửa")

    def test_return_needs_leader_and_reason(self):
        referral = self._plan(self._accepted())
        referral.action_submit()
        with self.assertRaises(AccessError):
            referral.action_return("Thiếu")
        for reason in ("", "  ", None, False):
            with self.assertRaises(UserError):
                referral.with_user(self.leader).action_return(reason)
        referral.with_user(self.leader).action_return("Thiếu đề xuất")
        self.assertEqual(referral.state, "draft")
        self.assertEqual(referral.return_reason, "Thiếu đề xuất")
        referral.action_submit()
        self.assertFalse(referral.return_reason)

    def test_cancel_frees_the_cases(self):
        case = self._bring_to("assigned")
        referral = self._plan(case)
        referral.action_submit()
        referral.action_cancel()
        self.assertEqual(referral.state, "cancelled")
        self.assertEqual((case.state, case.outcome), ("assigned", "undecided"))
        self.assertNotEqual(self._plan(case), referral)
        with self.assertRaises(UserError):
            referral.action_submit()

    def test_approver_is_asked_and_officer_follows_up(self):
        self.company.dialogue_approver_id = self.leader
        referral = self._plan(self._accepted())
        referral.reply_expected_on = fields.Date.today() + timedelta(days=15)
        referral.action_submit()
        self.assertEqual(referral.activity_ids.user_id, self.leader)
        referral.with_user(self.leader).action_send()
        self.assertEqual(referral.activity_ids.user_id, self.desk)
        self.assertEqual(
            referral.activity_ids.date_deadline, referral.reply_expected_on
        )

    # ------------------------------------------------------------------
    # Send
    # ------------------------------------------------------------------

    def test_send_refers_every_case_with_one_document(self):
        referral = self._sent(3)
        self.assertEqual(referral.state, "sent")
        cases = referral.line_ids.feedback_id
        self.assertEqual(set(cases.mapped("state")), {"referred"})
        self.assertEqual(set(referral.line_ids.mapped("progress")), {"waiting"})
        document = referral.document_id
        self.assertEqual((document.kind, document.state), ("BC", "issued"))
        self.assertTrue(document.number)
        self.assertEqual(referral.sent_on, document.date)
        self.assertEqual(document.signer_name, self.leader.name)
        for case in cases:
            self.assertIn(document.reference, str(case._petitioner_messages()[-1].body))

    def test_send_forwarding_slip_with_typed_number_and_signer(self):
        referral = self._plan(
            self._accepted(), kind="other_body", partner_id=self.ministry.id
        )
        referral.action_submit()
        day = fields.Date.today() - timedelta(days=1)
        referral.with_user(self.leader).action_send(
            41,
            day,
            {"signer_name": "Trần Văn A", "signer_title": "PHÓ GIÁM ĐỐC", "state": "x"},
        )
        document = referral.document_id
        self.assertEqual((document.kind, document.number), ("PC", 41))
        self.assertEqual((document.date, referral.sent_on), (day, day))
        self.assertEqual(document.signer_title, "PHÓ GIÁM ĐỐC")
        self.assertEqual(referral.line_ids.feedback_id.outcome, "other_body")

    def test_send_refusals(self):
        referral = self._plan(self._accepted())
        with self.assertRaises(UserError):
            referral.with_user(self.leader).action_send()  # not handed in
        referral.action_submit()
        with self.assertRaises(AccessError):
            referral.action_send()
        with self.assertRaises(UserError):
            referral.with_user(self.leader).action_send(-5)
        taken = self._sent(1).document_id
        with self.assertRaises(UserError), self.env.cr.savepoint():
            referral.with_user(self.leader).action_send(taken.number)
        two = referral | self._plan(self._accepted())
        with self.assertRaises(UserError):
            two.with_user(self.leader).action_send(7)

    def test_send_names_cases_that_stand_elsewhere(self):
        cases = self._accepted(2)
        referral = self._plan(cases)
        referral.action_submit()
        cases[1].with_user(self.desk).action_ask_info("Gửi thêm hồ sơ.")
        with self.assertRaisesRegex(UserError, cases[1].code):
            referral.with_user(self.leader).action_send()
        cases[1].with_user(self.desk).action_info_given("Đã gửi.")
        referral.with_user(self.leader).action_send()
        self.assertEqual(set(cases.mapped("state")), {"referred"})

    def test_withdrawn_and_merged_cases_do_not_block(self):
        cases = self._accepted(3)
        referral = self._plan(cases)
        referral.action_submit()
        cases[0].with_user(self.desk).action_withdraw("Đã tự giải quyết.")
        cases[1].with_user(self.desk).action_merge(cases[2].id)
        self.assertEqual(cases[0].outcome, "undecided")
        referral.with_user(self.leader).action_send()
        self.assertEqual(
            referral.line_ids.mapped("progress"), ["dropped", "dropped", "waiting"]
        )
        self.assertEqual(referral.line_count, 1)
        self.assertEqual(cases[0].state, "withdrawn")

    def test_all_cases_gone_cannot_be_sent(self):
        case = self._accepted()
        referral = self._plan(case)
        referral.action_submit()
        case.with_user(self.desk).action_withdraw("Đã tự giải quyết.")
        with self.assertRaises(UserError):
            referral.with_user(self.leader).action_send()

    def test_what_was_sent_stays(self):
        referral = self._sent()
        as_leader = referral.with_user(self.leader)
        for vals in ({"name": "x"}, {"partner_id": self.ministry.id}):
            with self.assertRaises(UserError):
                as_leader.write(vals)
        with self.assertRaises(UserError):
            as_leader.line_ids[0].proposal = "Khác"
        with self.assertRaises(UserError):
            as_leader.line_ids[0].unlink()
        with self.assertRaises(UserError):
            referral.line_ids.sudo()[0].unlink()
        with self.assertRaises(UserError):
            as_leader.unlink()
        with self.assertRaises(UserError):
            self.env["dialogue.referral.line"].with_user(self.leader).create(
                {"referral_id": referral.id, "feedback_id": self._accepted().id}
            )
        with self.assertRaises(UserError):
            referral.action_cancel()

    # ------------------------------------------------------------------
    # By wizard
    # ------------------------------------------------------------------

    def _step(self, user, referral, step, **vals):
        return (
            self.env["dialogue.referral.move"]
            .with_user(user)
            .create({"referral_id": referral.id, "step": step, **vals})
        )

    def test_steps_that_ask(self):
        referral = self._plan(self._accepted())
        referral.action_submit()
        self._step(self.leader, referral, "return", text="Bổ sung").action_apply()
        self.assertEqual(referral.return_reason, "Bổ sung")
        referral.action_submit()
        send = self._step(self.leader, referral, "send", number=12)
        self.assertEqual(send.signer_name, self.leader.name)
        expected = fields.Date.today() + timedelta(days=10)
        send.reply_expected_on = expected
        send.action_apply()
        self.assertEqual(referral.document_id.number, 12)
        self.assertEqual(referral.reply_expected_on, expected)
        self._step(self.desk, referral, "remind", text="Gọi điện").action_apply()
        self.assertEqual(referral.reminder_count, 1)
        self._reply(referral.line_ids)
        referral.action_record_reply()
        self._step(
            self.leader,
            referral,
            "return_reply",
            line_id=referral.line_ids.id,
            text="Sửa",
        ).action_apply()
        self.assertEqual(referral.line_ids.progress, "waiting")

    def test_the_steps_decide_nothing_themselves(self):
        referral = self._plan(self._accepted())
        referral.action_submit()
        with self.assertRaises(AccessError):
            self._step(self.desk, referral, "send").action_apply()
        with self.assertRaises(UserError):
            self._step(self.leader, referral, "return", text=" ").action_apply()
        with self.assertRaises(UserError):
            self._step(self.leader, referral, "return_reply", text="x").action_apply()
        self.assertEqual(referral.state, "submitted")

    # ------------------------------------------------------------------
    # Who may do what
    # ------------------------------------------------------------------

    def test_closed_fields_are_closed_by_hand(self):
        referral = self._sent(1)
        as_leader = referral.with_user(self.leader)
        for vals in (
            {"state": "done"},
            {"sent_on": "2020-01-01"},
            {"document_id": False},
            {"reminder_count": 9},
            {"reminded_on": "2020-01-01"},
            {"return_reason": "x"},
            {"company_id": self.company.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                as_leader.write(vals)
        for vals in (
            {"progress": "answered"},
            {"answer_id": False},
            {"reply_reference": "x"},
            {"reply_date": "2020-01-01"},
            {"feedback_id": self._accepted().id},
            {"referral_id": referral.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                as_leader.line_ids.write(vals)

    def test_nothing_starts_further_on(self):
        Referral = self.Referral.with_user(self.leader)
        base = {"partner_id": self.ministry.id}
        for vals in (
            {"state": "sent"},
            {"sent_on": "2020-01-01"},
            {"reminder_count": 1},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                Referral.create({**base, **vals})
            context = {f"default_{key}": value for key, value in vals.items()}
            with self.subTest(context=context), self.assertRaises(UserError):
                Referral.with_context(**context).create(base)
        draft = Referral.create(base)
        for vals in (
            {"progress": "dropped"},
            {"reply": "<p>x</p>"},
            {"verdict": "resolved"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.env["dialogue.referral.line"].with_user(self.leader).create(
                    {
                        "referral_id": draft.id,
                        "feedback_id": self._accepted().id,
                        **vals,
                    }
                )

    def test_who_may_do_what(self):
        referral = self._sent(1)
        line = referral.line_ids
        for user in (self.specialist, self.administrator, self.employee_only):
            for record in (referral, line):
                with self.subTest(user=user.login, model=record._name):
                    for operation in ("read", "write", "create", "unlink"):
                        self.assertFalse(record.with_user(user).has_access(operation))
        for record in (referral, line):
            self.assertTrue(record.with_user(self.auditor).has_access("read"))
            for operation in ("write", "create", "unlink"):
                self.assertFalse(record.with_user(self.auditor).has_access(operation))

    def test_moves_are_refused_to_those_without_access(self):
        sent = self._sent(1)
        draft = self._plan(self._accepted())
        handed_in = self._plan(self._accepted(), partner_id=self.ministry.id)
        handed_in.action_submit()
        self._reply(sent.line_ids)
        calls = (
            (draft, "action_submit", ()),
            (draft, "action_cancel", ()),
            (handed_in, "action_return", ("x",)),
            (handed_in, "action_send", ()),
            (sent, "action_remind", ()),
            (sent, "action_record_reply", ()),
            (sent, "action_finish", ()),
            (sent.line_ids, "action_return_reply", ("x",)),
        )
        for user in (self.specialist, self.auditor, self.administrator):
            for record, method, arguments in calls:
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(UserError),
                ):
                    getattr(record.with_user(user), method)(*arguments)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(handed_in.state, "submitted")
        self.assertEqual((sent.state, sent.reminder_count), ("sent", 0))
