from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestDialogueSession(SessionCommon):
    def test_whole_way(self):
        self.session.action_announce()
        self.assertEqual(self.session.state, "announced")
        self.now.move_to("2026-11-20 03:00:00")
        self.session.action_start()
        self.session.action_conclude()
        self.session.action_resume()
        self.session.action_conclude()
        self.session.action_close()
        self.assertEqual(self.session.state, "closed")

    def test_steps_out_of_order_are_refused(self):
        steps = ("action_start", "action_conclude", "action_resume", "action_close")
        for step in steps:
            with self.subTest(step=step), self.assertRaises(UserError):
                getattr(self.session, step)()
        self.assertEqual(self.session.state, "draft")

    def test_state_is_not_written(self):
        with self.assertRaises(UserError):
            self.session.write({"state": "closed"})
        with self.assertRaises(UserError):
            self._create_session(state="announced")

    def test_announce_needs_time_place_and_chair(self):
        for missing in ("date_start", "date_end", "location", "chair_id"):
            session = self._create_session(**{missing: False})
            with self.subTest(missing=missing), self.assertRaises(UserError):
                session.action_announce()

    def test_announce_online_needs_link(self):
        session = self._create_session(mode="online", location=False)
        with self.assertRaisesRegex(UserError, "link"):
            session.action_announce()
        session.online_link = "https://hop.example.com/1"
        session.action_announce()
        hybrid = self._create_session(mode="hybrid")
        with self.assertRaisesRegex(UserError, "link"):
            hybrid.action_announce()

    def test_round_in_writing_needs_no_place(self):
        session = self._create_session(mode="in_writing", location=False)
        session.action_announce()
        self.assertTrue(session.event_id.allday)
        self.assertEqual(session.event_id.show_as, "free")

    def test_announced_session_stays_complete(self):
        self._announce()
        for name in ("date_start", "location", "chair_id"):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.session.write({name: False})

    def test_end_after_start(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._create_session(date_end=datetime(2026, 11, 20, 1, 30))

    def test_question_deadline_before_session(self):
        self.session.question_deadline = "2026-11-20"
        with self.assertRaises(ValidationError):
            self.session.question_deadline = "2026-11-21"

    def test_question_deadline_of_round_in_writing(self):
        session = self._create_session(
            mode="in_writing", date_end=datetime(2026, 12, 1, 9)
        )
        session.question_deadline = "2026-12-01"
        with self.assertRaises(ValidationError):
            session.question_deadline = "2026-12-02"

    def test_numbers_run_by_year_without_gap(self):
        other = self._create_session(
            date_start=datetime(2026, 12, 31, 18), date_end=datetime(2026, 12, 31, 20)
        )
        self.assertFalse(self.session.number)
        self._announce()
        self.assertEqual((self.session.year, self.session.number), (2026, 1))
        other.action_announce()
        # half past one on New Year's Day, where the department is
        self.assertEqual((other.year, other.number), (2027, 1))
        third = self._announce(self._create_session())
        self.assertEqual((third.year, third.number), (2026, 2))

    def test_number_is_given_once(self):
        self._announce()
        copy = self.session.copy()
        self.assertFalse(copy.number)
        self.assertEqual(copy.state, "draft")
        for vals in ({"number": 9}, {"year": 2020}, {"event_id": False}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.session.write(vals)
        with self.assertRaises(UserError):
            self._create_session(number=9)

    def test_kind_as_the_plan_has_it(self):
        plan = self.env["dialogue.plan"].create(
            {"name": "Kế hoạch", "year": 2026, "kind": "talk"}
        )
        session = self._create_session(plan_id=plan.id)
        self.assertEqual(session.kind, "talk")
        session.kind = "contact_dialogue"
        self.assertEqual(session.kind, "contact_dialogue")
        self.assertEqual(self.session.kind, "contact_dialogue")

    def test_number_in_the_book_of_the_plan(self):
        plan = self.env["dialogue.plan"].create({"name": "Kế hoạch", "year": 2025})
        session = self._create_session(plan_id=plan.id)
        session.action_announce()
        self.assertEqual((session.year, session.number), (2025, 1))

    def test_plan_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        plan = self.env["dialogue.plan"].create(
            {"name": "Kế hoạch", "year": 2026, "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self.session.sudo().plan_id = plan

    def test_officials_only_at_the_table(self):
        portal = self.env["res.users"].create(
            {
                "name": "Khách",
                "login": "dlg-portal",
                "group_ids": [Command.set([self.env.ref("base.group_portal").id])],
            }
        )
        with self.assertRaises(ValidationError):
            self.session.sudo().secretary_id = portal

    def test_cancel_needs_reason(self):
        for reason in (False, "  ", ""):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self.session.action_cancel(reason)

    def test_cancel_with_replacement(self):
        written = self._create_session(mode="in_writing", location=False)
        self._announce()
        self.session.action_cancel("Mưa lũ", written.id)
        self.assertEqual(self.session.state, "cancelled")
        self.assertEqual(self.session.replaced_by_id, written)
        with self.assertRaises(UserError):
            self.session.action_announce()

    def test_cancel_wizard(self):
        wizard = (
            self.env["dialogue.session.cancel"]
            .with_user(self.desk)
            .create({"session_id": self.session.id, "reason": "Bão"})
        )
        wizard.action_cancel()
        self.assertEqual(self.session.cancel_reason, "Bão")

    def test_session_does_not_replace_itself(self):
        with self.assertRaises(UserError):
            self.session.action_cancel("Bão", self.session.id)
        with self.assertRaises(ValidationError):
            self.session.replaced_by_id = self.session

    def test_cancel_after_concluding_is_refused(self):
        self._hold().action_conclude()
        with self.assertRaises(UserError):
            self.session.action_cancel("Nhầm")

    def test_ended_session_is_frozen(self):
        self._hold().action_conclude()
        self.session.action_close()
        for vals in ({"name": "Khác"}, {"conclusion": "Khác"}, {"location": "Khác"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.session.write(vals)
        self.session.active = False

    def test_running_session_is_not_archived(self):
        self._announce()
        with self.assertRaises(ValidationError):
            self.session.action_archive()

    def test_session_with_questions_is_not_deleted(self):
        self._ask()
        with self.assertRaisesRegex(UserError, "questions"):
            self.session.unlink()

    def test_session_with_sealed_question_is_not_deleted(self):
        case = self._ask()
        reader = self._create_user("confidential")
        case.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        with self.assertRaises(UserError):
            self.session.unlink()

    def test_announced_session_is_not_deleted(self):
        draft = self._create_session(date_start=False, date_end=False)
        draft.unlink()
        self.assertFalse(draft.exists())
        self._announce()
        with self.assertRaises(UserError):
            self.session.unlink()

    def test_agenda_of_an_ended_session_stays(self):
        self.session.agenda_item_ids = [Command.create({"name": "Khai mạc"})]
        item = self.session.agenda_item_ids
        self._hold().action_conclude()
        self.session.action_close()
        for change in (
            lambda: item.write({"name": "Bế mạc"}),
            item.unlink,
            lambda: item.create({"name": "Bế mạc", "session_id": self.session.id}),
            lambda: item.copy(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                change()

    def test_agenda_follows_start(self):
        self.session.agenda_item_ids = [
            Command.create({"name": "Trả lời", "duration": 60, "sequence": 20}),
            Command.create({"name": "Khai mạc", "duration": 15, "sequence": 10}),
        ]
        opening, answers = self.session.agenda_item_ids.sorted("sequence")
        self.assertEqual(opening.date_start, self.session.date_start)
        self.assertEqual(answers.date_start, datetime(2026, 11, 20, 1, 45))
        self.assertEqual(self.session.agenda_end, datetime(2026, 11, 20, 2, 45))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.session.agenda_item_ids = [
                Command.create({"name": "Nghỉ", "duration": 0})
            ]

    def test_form_of_each_role_opens(self):
        with Form(self.session) as form:
            form.name = "Đối thoại lần 1"
        for user in (self.specialist, self.auditor, self.leader):
            views = (
                self.env["dialogue.session"]
                .with_user(user)
                .get_views([(False, "form"), (False, "list"), (False, "kanban")])
            )
            arch = views["views"]["form"]["arch"]
            self.assertEqual("attendance_ids" in arch, user != self.specialist)
            self.assertEqual("action_open_announce" in arch, user == self.leader)


@tagged("post_install", "-at_install")
class TestSessionClosing(SessionCommon):
    def _conclude(self):
        self._hold().action_conclude()

    def test_open_question_blocks_the_end_of_the_meeting(self):
        case = self._ask()
        with self.assertRaisesRegex(UserError, case.code):
            self._conclude()
        self.assertEqual(self.session.state, "in_progress")

    def test_owner_with_due_day_lets_it_close(self):
        case = self._ask()
        case.action_accept()
        case.action_plan_written(self.division.id)
        self._conclude()
        self.session.action_close()
        self.assertEqual(self.session.state, "closed")

    def test_due_day_without_owner_is_not_enough(self):
        case = self._ask()
        case.sudo().date_deadline = "2099-01-15"
        with self.assertRaises(UserError):
            self._conclude()

    def test_planned_referral_is_with_whoever_follows_it_up(self):
        case = self._ask()
        case.action_accept()
        referral = case.action_plan_referral()
        self.assertEqual(case.user_id, referral.user_id)
        self._conclude()
        self.assertEqual(self.session.state, "concluding")

    def test_answered_and_ended_questions_let_it_close(self):
        answered, withdrawn = self._ask(), self._ask()
        answered.action_accept()
        answered.action_answer_on_spot("guided", "<p>Ba tháng.</p>")
        withdrawn.action_withdraw("Đã tự giải quyết")
        self._conclude()
        self.session.action_close()
        self.assertEqual(self.session.state, "closed")

    def test_sealed_question_blocks_the_end_without_being_named(self):
        case = self._ask(subject="Tố giác cán bộ")
        reader = self._create_user("confidential")
        case.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        with self.assertRaises(UserError) as refusal:
            self._conclude()
        self.assertNotIn("Tố giác", str(refusal.exception))
        self.assertIn("1 sealed", str(refusal.exception))


@tagged("post_install", "-at_install")
class TestSessionFigures(SessionCommon):
    def test_counters(self):
        self._hold()
        self.env["dialogue.attendance"].with_user(self.desk).create(
            {"session_id": self.session.id, "name": "Bà Bình"}
        )
        on_spot, upward, owed = self._ask(), self._ask(), self._ask(origin="before")
        on_spot.action_answer_on_spot("guided", "<p>Có.</p>")
        upward.action_accept()
        upward.action_plan_referral()
        owed.action_accept()
        owed.action_plan_written(self.division.id)
        counts = {
            "feedback_count": 3,
            "before_count": 1,
            "at_session_count": 2,
            "after_count": 0,
            "absent_invitee_count": 0,
            "answered_count": 1,
            "owed_count": 2,
            "overdue_count": 0,
            "beyond_count": 1,
            "invited_count": 0,
            "attended_count": 1,
        }
        self.assertEqual(
            self.session.read(list(counts))[0], {"id": self.session.id, **counts}
        )

    def test_counters_in_sets(self):
        sessions = self.session.union(*(self._create_session() for _ in range(9)))
        names = ["feedback_count", "invited_count", "commitment_count", "overlap_note"]
        self.session.read(names)
        self.env.invalidate_all()
        with self.assertQueryCount(self._queries_of(self.session, names) + 2):
            sessions.read(names)

    def _queries_of(self, records, names):
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        records.read(names)
        count = self.cr.sql_log_count - before
        self.env.invalidate_all()
        return count

    def test_specialist_counts_own_cases_only(self):
        owed, _other = self._ask(), self._ask()
        owed.action_accept()
        owed.action_plan_written(self.division.id)
        self.assertEqual(self.session.feedback_count, 2)
        self.assertEqual(self.session.with_user(self.specialist).feedback_count, 1)
        with self.assertRaises(AccessError):
            self.session.with_user(self.specialist).read(["attended_count"])

    def test_earlier_sessions_still_owe(self):
        owed, answered = self._ask(), self._ask()
        answered.action_answer_on_spot("guided", "<p>Có.</p>")
        task = (
            self.env["dialogue.commitment"]
            .with_user(self.desk)
            .create(
                {
                    "name": "Tập huấn",
                    "session_id": self.session.id,
                    "department_id": self.division.id,
                    "date_deadline": "2099-01-15",
                }
            )
        )
        following = self._create_session(
            date_start=datetime(2026, 12, 20, 1), date_end=datetime(2026, 12, 20, 2)
        )
        self.assertEqual(following.earlier_feedback_ids, owed)
        self.assertEqual(following.earlier_commitment_ids, task)
        self.assertFalse(self.session.earlier_feedback_ids)

    def test_smart_buttons(self):
        self._announce()
        for name in (
            "action_view_attendances",
            "action_view_commitments",
            "action_view_event",
        ):
            with self.subTest(name=name):
                action = getattr(self.session, name)()
                self.assertEqual(action["type"], "ir.actions.act_window")


@tagged("post_install", "-at_install")
class TestSessionRights(SessionCommon):
    def test_specialist_and_auditor_move_nothing(self):
        session = self.session
        for user in (self.specialist, self.auditor, self.administrator):
            theirs = session.with_user(user)
            for step in ("action_announce", "action_start", "action_close"):
                with self.subTest(user=user.login, step=step):
                    with self.assertRaises(AccessError):
                        getattr(theirs, step)()
            with self.assertRaises(AccessError):
                theirs.action_cancel("Không thích")
            with self.assertRaises(AccessError):
                theirs.write({"name": "Khác"})
            with self.assertRaises(AccessError):
                theirs.unlink()
        self.assertEqual(session.state, "draft")

    def test_wizards_are_for_the_desk(self):
        for user in (self.specialist, self.auditor):
            for model in (
                "dialogue.session.invite",
                "dialogue.session.capture",
                "dialogue.session.cancel",
                "dialogue.attendance.decline",
            ):
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).create(
                            {"session_id": self.session.id}
                            if model != "dialogue.attendance.decline"
                            else {}
                        )

    def test_other_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = self._create_user("desk", login="stranger")
        stranger.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        sessions = self.env["dialogue.session"].with_user(stranger)
        self.assertFalse(sessions.search([("id", "=", self.session.id)]))
        with self.assertRaises(AccessError):
            sessions.browse(self.session.id).action_cancel("Không thích")


@tagged("post_install", "-at_install")
class TestSessionCalendar(SessionCommon):
    def test_entry_follows_the_session(self):
        self.assertFalse(self.session.event_id)
        mails = self.env["mail.mail"].search_count([])
        self._announce()
        event = self.session.event_id
        self.assertEqual(event.start, self.session.date_start)
        self.assertEqual(event.stop, self.session.date_end)
        self.assertEqual(event.location, "Hội trường Sở")
        self.assertEqual(event.privacy, "confidential")
        self.assertEqual(event.partner_ids, (self.chair | self.desk).partner_id)
        self.session.write(
            {
                "name": "Đối thoại về đo lường",
                "date_start": datetime(2026, 11, 21, 2),
                "date_end": datetime(2026, 11, 21, 5),
                "location": "Hội trường tầng 2",
                "secretary_id": self.specialist.id,
            }
        )
        self.assertEqual(self.session.event_id, event)
        self.assertEqual(event.name, "Đối thoại về đo lường")
        self.assertEqual(event.start, datetime(2026, 11, 21, 2))
        self.assertEqual(event.stop, datetime(2026, 11, 21, 5))
        self.assertEqual(event.location, "Hội trường tầng 2")
        self.assertEqual(event.partner_ids, (self.chair | self.specialist).partner_id)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertFalse(self.session.activity_ids)

    def test_invitees_are_not_in_the_calendar(self):
        self.env["dialogue.attendance"].with_user(self.desk).create(
            {"session_id": self.session.id, "partner_id": self.enterprise.id}
        )
        self._announce()
        self.assertNotIn(self.enterprise, self.session.event_id.partner_ids)
        self.assertNotIn(self.enterprise, self.session.message_partner_ids)

    def test_entry_goes_with_a_cancelled_session(self):
        event = self._announce().event_id
        self.session.action_cancel("Bão")
        self.assertFalse(event.exists())
        self.assertFalse(self.session.event_id)

    def test_entry_is_not_changed_by_hand(self):
        event = self._announce().event_id.with_user(self.chair)
        with self.assertRaises(UserError):
            event.write({"start": datetime(2026, 11, 22, 2)})
        with self.assertRaises(UserError):
            event.unlink()
        with self.assertRaises(UserError):
            event.action_archive()

    def test_other_entries_are_free(self):
        event = (
            self.env["calendar.event"]
            .with_user(self.employee_only)
            .create(
                {
                    "name": "Họp phòng",
                    "start": datetime(2026, 11, 20, 1),
                    "stop": datetime(2026, 11, 20, 2),
                }
            )
        )
        event.write({"start": datetime(2026, 11, 20, 1, 15)})
        event.unlink()

    def test_overlap_of_the_chair_is_told(self):
        other = self._create_session(
            name="Tọa đàm",
            date_start=datetime(2026, 11, 20, 4),
            date_end=datetime(2026, 11, 20, 6),
        )
        self.assertIn("Tọa đàm", self.session.overlap_note)
        self.assertIn(self.session.name, other.overlap_note)
        # told, not refused
        self._announce()
        self._announce(other)
        other.action_cancel("Trùng lịch")
        self.session.invalidate_recordset()
        self.assertFalse(self.session.overlap_note)

    def test_no_overlap(self):
        for vals in (
            {"chair_id": self.desk.id},
            {
                "date_start": datetime(2026, 11, 20, 4, 30),
                "date_end": datetime(2026, 11, 20, 6),
            },
            {"mode": "in_writing"},
        ):
            with self.subTest(vals=vals):
                other = self._create_session(**vals)
                self.assertFalse(other.overlap_note)
                other.action_cancel("Thử")

    def test_overlap_shows_in_the_form(self):
        with Form(self.env["dialogue.session"].with_user(self.desk)) as form:
            form.name = "Mới"
            form.date_start = datetime(2026, 11, 20, 2)
            form.date_end = datetime(2026, 11, 20, 3)
            form.chair_id = self.chair
            self.assertIn(self.session.name, form.overlap_note)
