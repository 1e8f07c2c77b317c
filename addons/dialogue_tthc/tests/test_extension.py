from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.dialogue_feedback_extension import CALL, DECIDE, DECIDED
from .common import MODULE
from .common_journey import DialogueJourneyCommon

# 15 working days from Monday 2 March 2026, no holiday in between: Monday 23 March
RECEIVED = "2026-03-02 02:00:00"
DUE = date(2026, 3, 23)
FRIDAY_BEFORE = "2026-03-20 02:00:00"
LATER = date(2026, 3, 31)
SORRY = "Xin lỗi quý công ty vì trả lời chậm."
WHY = "Chờ ý kiến Cục Sở hữu trí tuệ"


class ExtensionCommon(DialogueJourneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.dialogue_approver_id = cls.leader
        cls.other_leader = cls._create_user("leader", login="deputy")
        with freeze_time(RECEIVED):
            cls.feedback = cls._owed()

    @classmethod
    def _owed(cls, **vals):
        """Return a case that the specialist works on, due on ``DUE``."""
        feedback = cls._bring_to("accepted", **vals)
        feedback.with_user(cls.desk).action_assign(cls.division.id, cls.specialist.id)
        return feedback

    def _ask(self, feedback=None, user=None, day=LATER, reason=WHY, apology=SORRY):
        feedback = self.feedback if feedback is None else feedback
        return feedback.with_user(user or self.specialist).action_request_extension(
            day, reason, apology
        )

    def _clock(self, feedback=None):
        return (feedback or self.feedback)._answer_clock()

    def _mails(self, feedback=None):
        return self.env["mail.mail"].search(
            [
                ("subject", "=like", f"%{(feedback or self.feedback).code}%"),
                ("model", "=", False),
            ]
        )

    def _exchange(self, feedback=None):
        return (feedback or self.feedback)._petitioner_messages()

    def _planned(self, xmlid, feedback=None):
        kind = self.env.ref(xmlid)
        return (feedback or self.feedback).activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )


@tagged("post_install", "-at_install")
class TestExtension(ExtensionCommon):
    def setUp(self):
        super().setUp()
        freezer = freeze_time("2026-03-10 02:00:00")
        freezer.start()
        self.addCleanup(freezer.stop)

    def test_due_day_of_the_case(self):
        self.assertEqual(self.feedback.date_deadline, DUE)

    # The whole way

    def test_asked_approved_told(self):
        mails, words = self._mails(), self._exchange()
        extension = self._ask()
        self.assertEqual(
            (extension.state, extension.old_due_on, extension.new_due_on),
            ("requested", DUE, LATER),
        )
        self.assertEqual(extension.requested_by, self.specialist)
        self.assertEqual(self.feedback.date_deadline, DUE)
        self.assertEqual(self._mails(), mails)
        self.assertEqual(self._planned(DECIDE).user_id, self.leader)
        self.assertEqual(self._planned(DECIDE).date_deadline, date(2026, 3, 20))
        self.assertEqual(self.feedback.open_extension_id, extension)

        extension.with_user(self.leader).action_approve()
        clock = self._clock()
        self.assertEqual((clock.due_on, clock.is_fixed), (LATER, True))
        self.assertEqual(self.feedback.date_deadline, LATER)
        self.assertEqual(extension.state, "approved")
        self.assertEqual(extension.decided_by, self.leader)
        self.assertTrue(extension.decided_on)
        event = clock.event_ids[0]
        self.assertEqual(
            (event.kind, event.old_due_on, event.new_due_on, event.user_id),
            ("extended", DUE, LATER, self.leader),
        )
        self.assertEqual(event.reason, WHY)
        # told once: one mail and one message, with the words and the new day
        mail = self._mails() - mails
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, self.enterprise.email)
        self.assertFalse(mail.model or mail.res_id)
        self.assertIn(SORRY, mail.body_html)
        self.assertIn("03/31/2026", mail.body_html)
        self.assertNotIn(WHY, mail.body_html)
        message = self._exchange() - words
        self.assertEqual(len(message), 1)
        self.assertIn(SORRY, message.body)
        self.assertIn("03/31/2026", message.body)
        self.assertNotIn(WHY, message.body)
        # activities
        self.assertFalse(self._planned(DECIDE))
        self.assertEqual(self._planned(DECIDED).user_id, self.specialist)
        self.assertFalse(self.feedback.open_extension_id)
        self.assertEqual(self.feedback._approved_extension(), extension)

    def test_petitioner_reads_their_language(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.enterprise.lang = "vi_VN"
        mails = self._mails()
        self._ask().with_user(self.leader).action_approve()
        self.assertIn("31/03/2026", (self._mails() - mails).body_html)

    def test_petitioners_of_merged_cases_are_told(self):
        with freeze_time("2026-03-03 02:00:00"):
            joined = self._bring_to(
                "received",
                petitioner_id=self._create_petitioner(email="b@example.com").id,
            )
            joined.with_user(self.desk).action_merge(self.feedback.id)
        mails = self._mails(joined)
        extension = self._ask()
        extension.with_user(self.leader).action_approve()
        mail = self._mails(joined) - mails
        self.assertEqual(mail.mapped("email_to"), ["b@example.com"])
        self.assertIn(SORRY, mail.body_html)
        self.assertIn(SORRY, self._exchange(joined)[-1].body)
        self.assertEqual(joined._approved_extension(), extension)

    def test_petitioner_without_mail_is_phoned(self):
        self.company.dialogue_desk_user_id = self.desk
        with freeze_time(RECEIVED):
            case = self._owed(
                petitioner_id=self._create_petitioner(email=False, phone="0219").id
            )
        self._ask(case).with_user(self.leader).action_approve()
        self.assertFalse(self._mails(case))
        self.assertEqual(self._planned(CALL, case).user_id, self.desk)
        self._ask().with_user(self.leader).action_approve()
        self.assertFalse(self._planned(CALL))

    def test_rejected(self):
        mails = self._mails()
        extension = self._ask()
        with self.assertRaisesRegex(UserError, "why"):
            extension.with_user(self.leader).action_reject("  ")
        extension.with_user(self.leader).action_reject("Còn đủ thời gian")
        self.assertEqual(extension.state, "rejected")
        self.assertEqual(extension.reject_reason, "Còn đủ thời gian")
        self.assertEqual(self.feedback.date_deadline, DUE)
        self.assertEqual(self._mails(), mails)
        self.assertFalse(self._planned(DECIDE))
        self.assertEqual(self._planned(DECIDED).user_id, self.specialist)
        self.assertFalse(self.feedback._approved_extension())
        # a better reason may be given
        again = self._ask(day=date(2026, 3, 25))
        self.assertFalse(self._planned(DECIDED))
        again.with_user(self.leader).action_approve()
        self.assertEqual(self.feedback.date_deadline, date(2026, 3, 25))

    def test_taken_back(self):
        extension = self._ask()
        colleague = self._create_user("specialist", self.division, "desk-mate")
        with self.assertRaisesRegex(UserError, "takes it back"):
            extension.with_user(colleague).action_cancel()
        extension.with_user(self.specialist).action_cancel()
        self.assertEqual(extension.state, "cancelled")
        self.assertFalse(self._planned(DECIDE))
        self._ask().with_user(self.desk).action_cancel()

    # Who

    def test_two_pairs_of_eyes(self):
        extension = self._ask(user=self.leader)
        self.assertEqual(self._planned(DECIDE).user_id, self.other_leader)
        with self.assertRaisesRegex(UserError, "another leader"):
            extension.with_user(self.leader).action_approve()
        extension.with_user(self.other_leader).action_approve()
        self.assertEqual(self.feedback.date_deadline, LATER)

    def test_one_person_where_the_department_says_so(self):
        self.company.dialogue_allow_self_approval = True
        extension = self._ask(user=self.leader)
        extension.with_user(self.leader).action_approve()
        self.assertEqual(self.feedback.date_deadline, LATER)
        self.assertFalse(self._planned(DECIDED))

    def test_who_may_not(self):
        for user in (self.auditor, self.colleague, self.administrator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._ask(user=user)
        extension = self._ask(user=self.desk)
        for user in (
            self.specialist,
            self.desk,
            self.auditor,
            self.colleague,
            self.administrator,
            self.employee_only,
        ):
            for name, args in (("action_approve", ()), ("action_reject", ("Không",))):
                with (
                    self.subTest(user=user.login, step=name),
                    self.assertRaises(AccessError),
                ):
                    getattr(extension.with_user(user), name)(*args)
        self.assertEqual(extension.state, "requested")

    def test_sealed_case(self):
        reader = new_test_user(
            self.env,
            login="dlg-sealed-leader",
            groups=f"{MODULE}leader,{MODULE}confidential",
        )
        extension = self._ask()
        self.feedback.write(
            {"reader_ids": [Command.set(reader.ids)], "is_sealed": True}
        )
        for user in (self.leader, self.specialist, self.auditor, self.desk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                extension.with_user(user).read(["reason"])
        with self.assertRaises(AccessError):
            extension.with_user(self.leader).action_approve()
        self.assertFalse(self._planned(DECIDE))
        # the requester may not read it any more: the activity would lead nowhere
        extension.with_user(reader).action_approve()
        self.assertFalse(self._planned(DECIDED))
        # and only readers are asked
        with freeze_time(RECEIVED):
            sealed = self._owed()
        sealed.write({"reader_ids": [Command.set(reader.ids)], "is_sealed": True})
        own = self._ask(sealed, reader)
        self.assertFalse(self._planned(DECIDE, sealed))
        self.assertNotIn(own, own.with_user(self.leader).search([]))

    def test_another_department(self):
        extension = self._ask()
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="dlg-stranger",
            groups=f"{MODULE}leader,{MODULE}auditor,{MODULE}confidential",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self._ask(user=stranger)
        with self.assertRaises(AccessError):
            extension.with_user(stranger).action_approve()
        with self.assertRaises(AccessError):
            extension.with_user(stranger).read(["reason"])
        self.assertFalse(extension.with_user(stranger).search([]))

    # What is refused

    def test_too_late_to_ask(self):
        for moment in ("2026-03-23 02:00:00", "2026-03-24 02:00:00"):
            with freeze_time(moment):
                with self.assertRaises(UserError) as caught:
                    self._ask()
                self.assertIn("03/23/2026", str(caught.exception))
                self.assertIn("03/20/2026", str(caught.exception))
                self.feedback.invalidate_recordset(["is_extendable"])
                self.assertFalse(self.feedback.is_extendable)
        # the Sunday before is not yet the day; it counts where the department is
        with freeze_time("2026-03-22 16:59:00"):
            self.feedback.invalidate_recordset(["is_extendable"])
            self.assertTrue(self.feedback.is_extendable)
        with freeze_time("2026-03-22 17:01:00"):
            self.feedback.invalidate_recordset(["is_extendable"])
            self.assertFalse(self.feedback.is_extendable)

    def test_too_late_to_approve(self):
        extension = self._ask()
        mails = self._mails()
        with freeze_time("2026-03-23 02:00:00"):
            with self.assertRaisesRegex(UserError, "03/20/2026"):
                extension.with_user(self.leader).action_approve()
            self.assertEqual(self._mails(), mails)
            extension.with_user(self.leader).action_reject("Đã đến hạn")
        self.assertEqual(self.feedback.date_deadline, DUE)

    def test_once_for_a_term(self):
        self._ask().with_user(self.leader).action_approve()
        self.assertFalse(self.feedback.is_extendable)
        with self.assertRaisesRegex(UserError, "once"):
            self._ask(day=date(2026, 4, 15))

    def test_one_request_at_a_time(self):
        self._ask()
        self.assertFalse(self.feedback.is_extendable)
        with self.assertRaisesRegex(UserError, "waits for a leader already"):
            self._ask(user=self.desk)

    def test_wrong_days(self):
        for day in (
            DUE,
            date(2026, 3, 1),
            "1900-01-01",
            date(2027, 3, 24),
            date(9999, 12, 31),
            "9999-12-31",
            "31/03/2026",
            "mai",
            False,
            None,
            0,
            7,
            {},
            [],
            True,
        ):
            with self.subTest(day=day), self.assertRaises(UserError):
                self._ask(day=day)
        self.assertFalse(self.feedback.extension_ids)
        # to the day a year later is possible
        self.assertTrue(self._ask(day=date(2027, 3, 23)))

    def test_words_are_needed(self):
        for reason, apology in (
            ("", SORRY),
            (" \n", SORRY),
            (None, SORRY),
            (WHY, "  "),
            (WHY, False),
            (["x"], SORRY),
        ):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self._ask(reason=reason, apology=apology)

    def test_day_off_moves_to_the_next_working_day(self):
        extension = self._ask(day=date(2026, 3, 28))  # a Saturday
        self.assertEqual(extension.new_due_on, date(2026, 3, 30))
        extension.with_user(self.leader).action_approve()
        self.assertEqual(self.feedback.date_deadline, date(2026, 3, 30))

    def test_year_whose_days_off_are_not_known(self):
        calendar = self.company._dialogue_calendar()
        day = date(2027, 3, 15)
        self.assertFalse(calendar.is_known(day))
        self._ask(day=day).with_user(self.leader).action_approve()
        self.assertTrue(self._clock().is_provisional)

    def test_markup_stays_text(self):
        evil = "<script>alert(1)</script><b>đậm</b>"
        mails = self._mails()
        self._ask(reason=evil, apology=evil).with_user(self.leader).action_approve()
        mail = self._mails() - mails
        for body in (
            mail.body_html,
            self._exchange()[-1].body,
            *self.feedback.message_ids.mapped("body"),
        ):
            self.assertNotIn("<script", body)
            self.assertNotIn("<b>đậm", body)

    def test_without_a_term_of_the_answer(self):
        with freeze_time(RECEIVED):
            received = self._bring_to("received")
        with self.assertRaisesRegex(UserError, "no day to extend"):
            self._ask(received, self.desk)
        draft = self._create_feedback()
        with self.assertRaisesRegex(UserError, "no day to extend"):
            self._ask(draft, self.desk)

    def test_several_at_once(self):
        with freeze_time(RECEIVED):
            other = self._owed()
        both = self.feedback | other
        with self.assertRaisesRegex(UserError, "one case at a time"):
            self._ask(both)
        with self.assertRaisesRegex(UserError, "one case at a time"):
            self._ask(self.env["dialogue.feedback"])

    # What happens in between

    def test_day_agreed_meanwhile(self):
        extension = self._ask()
        self.feedback.with_user(self.desk).action_assign(
            self.division.id, self.specialist.id, date(2026, 3, 18)
        )
        extension.with_user(self.leader).action_approve()
        self.assertEqual(extension.old_due_on, date(2026, 3, 18))
        self.assertEqual(self.feedback.date_deadline, LATER)

    def test_request_ends_with_the_term(self):
        steps = {
            "withdrawn": lambda case: case.action_withdraw("Không cần nữa"),
            "paused": lambda case: case.action_ask_info("Xin gửi bản sao"),
            "merged": lambda case: case.action_merge(self.feedback.id),
        }
        for name, step in steps.items():
            with self.subTest(name):
                with freeze_time(RECEIVED):
                    case = self._owed()
                extension = self._ask(case)
                step(case.with_user(self.desk))
                self.assertEqual(extension.state, "cancelled")
                self.assertFalse(self._planned(DECIDE, case))
                with self.assertRaises(UserError):
                    extension.with_user(self.leader).action_approve()

    def test_request_ends_with_the_answer(self):
        extension = self._ask()
        self.feedback.with_user(self.specialist).action_start_draft()
        self._write_answer(self.feedback)
        self.feedback.with_user(self.specialist).action_submit()
        self.assertEqual(extension.state, "requested")
        self.feedback.with_user(self.leader).action_issue()
        self.assertEqual(extension.state, "cancelled")
        # a new term after reopening may be extended again
        self.feedback.with_user(self.desk).action_reopen("Chưa rõ")
        again = self._ask(user=self.desk, day=date(2026, 4, 20))
        again.with_user(self.leader).action_approve()
        self.assertEqual(self.feedback.date_deadline, date(2026, 4, 20))

    def test_extended_reopened_extended_again(self):
        first = self._ask()
        first.with_user(self.leader).action_approve()
        self.feedback.with_user(self.specialist).action_start_draft()
        self._write_answer(self.feedback)
        self.feedback.with_user(self.specialist).action_submit()
        self.feedback.with_user(self.leader).action_issue()
        self.assertEqual(self.feedback._approved_extension(), first)
        self.feedback.with_user(self.desk).action_reopen("Chưa rõ")
        self.assertFalse(self.feedback._approved_extension())
        self.assertTrue(self.feedback.with_user(self.desk).is_extendable)

    def test_paused_term_is_not_extended(self):
        self.feedback.with_user(self.specialist).action_ask_info("Xin gửi bản sao")
        with self.assertRaisesRegex(UserError, "stands still"):
            self._ask()
        self.feedback.with_user(self.desk).action_info_given("Đã gửi")
        self.assertTrue(self._ask())

    def test_extended_then_paused(self):
        self._ask().with_user(self.leader).action_approve()
        self.feedback.with_user(self.specialist).action_ask_info("Xin gửi bản sao")
        with freeze_time("2026-03-12 02:00:00"):
            self.feedback.with_user(self.desk).action_info_given("Đã gửi")
        # it stood still for two working days
        self.assertEqual(self.feedback.date_deadline, date(2026, 4, 2))

    # By the network

    def test_records_are_made_by_steps_alone(self):
        extension = self._ask()
        values = {
            "feedback_id": self.feedback.id,
            "clock_id": self._clock().id,
            "reason": "x",
            "apology": "x",
            "old_due_on": "2026-03-23",
            "new_due_on": "2026-12-31",
            "requested_by": self.specialist.id,
        }
        for user in (self.specialist, self.desk, self.leader, self.administrator):
            records = self.env["dialogue.extension"].with_user(user)
            with self.subTest(user=user.login):
                for state in ("requested", "approved"):
                    with self.assertRaises(UserError):
                        records.create({**values, "state": state})
                for vals in (
                    {"state": "approved"},
                    {"new_due_on": "2026-12-31"},
                    {"apology": "khác"},
                    {"feedback_id": self.feedback.id},
                ):
                    with self.assertRaises(UserError):
                        extension.with_user(user).write(vals)
                with self.assertRaises(UserError):
                    extension.with_user(user).unlink()
        self.assertEqual(extension.state, "requested")

    def test_second_approval_changes_nothing(self):
        extension = self._ask()
        extension.with_user(self.leader).action_approve()
        mails = self._mails()
        with self.assertRaisesRegex(UserError, "is at"):
            extension.with_user(self.other_leader).action_approve()
        self.assertEqual(self._mails(), mails)
        kinds = self._clock().event_ids.mapped("kind")
        self.assertEqual(kinds.count("extended"), 1)

    # The windows

    def _window(self, feedbacks, user):
        return (
            self.env["dialogue.feedback.extend"]
            .with_user(user)
            .with_context(active_model="dialogue.feedback", active_ids=feedbacks.ids)
        )

    def test_window(self):
        with Form(self._window(self.feedback, self.specialist)) as form:
            self.assertEqual(form.due_on, DUE)
            self.assertTrue(form.apology)
            form.new_due_on = date(2026, 3, 28)
            self.assertIn("03/28/2026 is a day off", form.day_note)
            self.assertIn("Monday 03/30/2026", form.day_note)
            form.new_due_on = date(9999, 12, 31)
            self.assertIn("more than a year", form.day_note)
            form.new_due_on = date(2026, 3, 2)
            self.assertIn("Choose a later day", form.day_note)
            form.new_due_on = LATER
            form.reason = WHY
        form.record.action_apply()
        extension = self.feedback.extension_ids
        self.assertEqual((extension.reason, extension.new_due_on), (WHY, LATER))
        self.assertEqual(extension.apology, form.record.apology)

    def test_window_on_several_cases(self):
        with freeze_time(RECEIVED):
            other = self._owed()
        form = Form(self._window(self.feedback | other, self.specialist))
        self.assertIn("one case at a time", form.obstacle)
        window = self._window(self.feedback | other, self.specialist).create(
            {"new_due_on": LATER, "reason": WHY, "apology": SORRY}
        )
        with self.assertRaisesRegex(UserError, "one case at a time"):
            window.action_apply()

    def test_window_on_cases_of_others(self):
        with self.assertRaises(AccessError):
            Form(self._window(self.feedback, self.colleague))
        windows = self.env["dialogue.feedback.extend"].with_user(self.colleague)
        with self.assertRaises(AccessError):
            windows.create({"feedback_ids": [Command.set(self.feedback.ids)]})
        window = windows.create({"new_due_on": LATER, "reason": WHY, "apology": SORRY})
        with self.assertRaises(UserError):
            window.action_apply()
        # what was selected goes out of reach while the window is open
        own = self._window(self.feedback, self.specialist).create(
            {"new_due_on": LATER, "reason": WHY, "apology": SORRY}
        )
        self.feedback.with_user(self.desk).action_assign(self.other_division.id)
        own.invalidate_recordset()
        with self.assertRaises(UserError):
            own.action_apply()
        with self.assertRaises(AccessError):
            self.feedback.with_user(self.specialist).read(["subject"])

    def test_window_says_why_not(self):
        with freeze_time("2026-03-24 02:00:00"):
            form = Form(self._window(self.feedback, self.specialist))
            self.assertIn("has come", form.obstacle)

    def test_window_at_once(self):
        window = self._window(self.feedback, self.leader).create(
            {"new_due_on": LATER, "reason": WHY, "apology": SORRY}
        )
        self.assertFalse(window.may_decide)
        with self.assertRaisesRegex(UserError, "another leader"):
            window.action_apply_and_approve()
        self.feedback.extension_ids.filtered(
            lambda ext: ext.state == "requested"
        ).with_user(self.desk).action_cancel()
        self.company.dialogue_allow_self_approval = True
        window.invalidate_recordset()
        self.assertTrue(window.may_decide)
        window.action_apply_and_approve()
        self.assertEqual(self.feedback.date_deadline, LATER)
        with freeze_time(RECEIVED):
            other = self._owed()
        with self.assertRaises(AccessError):
            self._window(other, self.specialist).create(
                {"new_due_on": LATER, "reason": WHY, "apology": SORRY}
            ).action_apply_and_approve()

    @mute_logger("odoo.sql_db")
    def test_window_of_the_refusal(self):
        extension = self._ask()
        window = (
            self.env["dialogue.extension.decide"]
            .with_user(self.leader)
            .with_context(active_id=extension.id, active_model="dialogue.extension")
            .create({"reject_reason": "Còn đủ thời gian"})
        )
        self.assertEqual(window.extension_id, extension)
        window.action_apply()
        self.assertEqual(extension.state, "rejected")
