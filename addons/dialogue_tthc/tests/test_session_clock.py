from ast import literal_eval
from datetime import date, datetime
from unittest.mock import patch

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .session_common import SessionCommon


class SessionClockCommon(SessionCommon):
    """The session is on Friday 20 November 2026; its notice is due on Friday 13."""

    def _clocks(self, step, session=None):
        return (
            (session or self.session)
            .sudo()
            .clock_ids.filtered(lambda clock: clock.step == step)
        )

    def _at(self, moment):
        """Let it be ``moment``, in UTC: seven hours before the department."""
        self.now.move_to(moment)


@tagged("post_install", "-at_install")
class TestSessionNotice(SessionClockCommon):
    def test_notice_runs_from_the_day_on(self):
        notice = self._clocks("session_notice")
        self.assertEqual(notice.state, "running")
        self.assertEqual(notice.due_on, date(2026, 11, 13))
        self.assertEqual(self.session.notice_due_on, date(2026, 11, 13))
        self.assertEqual(notice.legal_basis, notice.term_id.legal_basis)
        undated = self._create_session(date_start=False, date_end=False)
        self.assertFalse(undated.sudo().clock_ids)
        undated.write(
            {
                "date_start": datetime(2026, 11, 23, 1),
                "date_end": datetime(2026, 11, 23, 3),
            }
        )
        self.assertEqual(undated.notice_due_on, date(2026, 11, 16))

    def test_notice_is_told_in_words(self):
        line = self.session.clock_lines[0]
        self.assertEqual(line["step"], "session_notice")
        self.assertIn("working days left", line["note"])
        vietnamese = self.session.with_context(lang="vi_VN")
        self.assertIn("Thứ Sáu 13/11/2026", vietnamese.clock_lines[0]["day"])
        self.assertIn("thứ Sáu 13/11/2026", vietnamese.due_sentence)

    def test_notice_ending_on_a_day_off_is_due_before(self):
        # seven days before Sunday 22 November is a Sunday
        session = self._create_session(
            date_start=datetime(2026, 11, 22, 1), date_end=datetime(2026, 11, 22, 3)
        )
        self.assertEqual(session.notice_due_on, date(2026, 11, 13))

    def test_notice_ends_with_the_announcement(self):
        self._announce()
        notice = self._clocks("session_notice")
        self.assertEqual(notice.state, "stopped")
        self.assertEqual(notice.stopped_on, date(2026, 11, 2))
        self.assertEqual(self.session.announced_on, date(2026, 11, 2))
        self.assertFalse(self.session.short_notice_reason)
        self.assertFalse(self.session.due_light)

    def test_notice_ends_with_the_cancellation(self):
        self.session.action_cancel("Bão")
        self.assertEqual(self._clocks("session_notice").state, "stopped")

    def test_moved_draft_is_counted_anew(self):
        self.session.write(
            {
                "date_start": datetime(2026, 11, 27, 1),
                "date_end": datetime(2026, 11, 27, 3),
            }
        )
        notice = self._clocks("session_notice")
        self.assertEqual(notice.due_on, date(2026, 11, 20))
        event = notice.event_ids.sorted("id")[-1]
        self.assertEqual(event.kind, "recalculated")
        self.assertEqual(
            (event.old_due_on, event.new_due_on),
            (date(2026, 11, 13), date(2026, 11, 20)),
        )
        # another hour of the same day changes nothing
        self.session.date_start = datetime(2026, 11, 27, 2)
        self.assertEqual(notice.event_ids.sorted("id")[-1], event)

    def test_draft_that_loses_its_day_owes_no_notice(self):
        self.session.write({"date_start": False, "date_end": False})
        self.assertEqual(self._clocks("session_notice").state, "stopped")
        self.session.write(
            {
                "date_start": datetime(2026, 11, 27, 1),
                "date_end": datetime(2026, 11, 27, 3),
            }
        )
        self.assertEqual(
            self._clocks("session_notice").sorted("id").mapped("state"),
            ["stopped", "running"],
        )
        self.assertEqual(self.session.notice_due_on, date(2026, 11, 20))

    def test_exactly_seven_days_is_in_time(self):
        # 23:59 of the 13th where the department is
        self._at("2026-11-13 16:59:00")
        self.session.action_announce()
        self.assertEqual(self.session.state, "announced")
        self.assertFalse(self.session.short_notice_reason)

    def test_exactly_seven_days_on_a_day_off_is_in_time(self):
        """The day shown is a working day; the rule counts days of the calendar."""
        session = self._create_session(
            date_start=datetime(2026, 11, 21, 1), date_end=datetime(2026, 11, 21, 3)
        )
        self.assertEqual(session.notice_due_on, date(2026, 11, 13))
        self._at("2026-11-14 03:00:00")
        session.action_announce()
        self.assertEqual(session.state, "announced")

    def test_short_notice_needs_a_reason(self):
        # midnight has passed where the department is
        self._at("2026-11-13 17:00:00")
        for reason in (None, False, "", "  ", 7, ["x"]):
            with self.subTest(reason=reason), self.assertRaises(UserError) as refusal:
                self.session.action_announce(reason)
            self.assertIn("11/13/2026", str(refusal.exception))
        self.assertEqual(self.session.state, "draft")
        self.session.action_announce(" Họp gấp theo yêu cầu của tỉnh ")
        self.assertEqual(
            self.session.short_notice_reason, "Họp gấp theo yêu cầu của tỉnh"
        )
        note = self.session.message_ids.filtered(
            lambda message: "Họp gấp" in (message.body or "")
        )
        self.assertIn("6 days", note.body)

    def test_reason_without_need_is_not_kept(self):
        self.session.action_announce("Cho chắc")
        self.assertFalse(self.session.short_notice_reason)

    def test_several_at_once(self):
        near = self._create_session(
            date_start=datetime(2026, 11, 5, 1), date_end=datetime(2026, 11, 5, 3)
        )
        both = self.session | near
        with self.assertRaises(UserError):
            both.action_announce()
        self.assertEqual(set(both.mapped("state")), {"draft"})
        both.action_announce("Họp gấp")
        self.assertEqual(both.mapped("short_notice_reason"), [False, "Họp gấp"])

    def test_session_entered_after_it_was_held(self):
        past = self._create_session(
            date_start=datetime(2026, 10, 15, 1), date_end=datetime(2026, 10, 15, 3)
        )
        self.assertEqual(past.due_light, "late")
        with self.assertRaises(UserError):
            past.action_announce()
        past.action_announce("Nhập lại sau buổi họp")
        past.action_start()
        past.action_conclude()
        self.assertEqual(past.result_due_on, date(2026, 10, 26))
        self.assertEqual(past.due_light, "late")

    def test_button_asks_for_the_reason(self):
        self._at("2026-11-16 03:00:00")
        action = self.session.action_open_announce()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.desk)
            .with_context(**action["context"])
            .create({"reason": "Họp gấp"})
        )
        wizard.action_apply()
        self.assertEqual(self.session.state, "announced")
        self.assertEqual(self.session.short_notice_reason, "Họp gấp")

    def test_button_announces_in_time(self):
        self.assertFalse(self.session.action_open_announce())
        self.assertEqual(self.session.state, "announced")

    def test_late_evening_counts_where_the_department_is(self):
        # 23:30 on the 20th and 00:30 on the 21st, in Hà Giang
        late = self._create_session(
            date_start=datetime(2026, 11, 20, 16, 30),
            date_end=datetime(2026, 11, 20, 17, 30),
        )
        self.assertEqual(late.notice_due_on, date(2026, 11, 13))
        self._announce(late)
        self._at("2026-11-20 17:40:00")
        late.action_start()
        late.action_conclude()
        # ten days after the 21st, on which it ended
        self.assertEqual(late.result_due_on, date(2026, 12, 1))

    def test_no_term_no_notice(self):
        self.env["dialogue.term"].search(
            [("step", "=", "session_notice")]
        ).active = False
        session = self._create_session(
            date_start=datetime(2026, 11, 3, 1), date_end=datetime(2026, 11, 3, 3)
        )
        self.assertFalse(session.sudo().clock_ids)
        session.action_announce()
        self.assertEqual(session.state, "announced")

    def test_term_of_the_company_goes_before_the_shared_one(self):
        self.env["dialogue.term"].create(
            {
                "step": "session_notice",
                "length": 3,
                "unit": "calendar_day",
                "company_id": self.company.id,
            }
        )
        session = self._create_session()
        self.assertEqual(session.notice_due_on, date(2026, 11, 17))
        self._at("2026-11-17 03:00:00")
        session.action_announce()
        self.assertEqual(session.state, "announced")
        # the clock that ran before keeps the term that it began with
        with self.assertRaises(UserError):
            self.session.action_announce()

    def test_draft_with_a_day_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Cancel it"):
            self.session.unlink()
        self._create_session(date_start=False, date_end=False).unlink()

    def test_drafts_from_before_there_were_terms(self):
        self.env.cr.execute(
            "DELETE FROM dialogue_clock_event WHERE clock_id IN %s",
            (tuple(self._clocks("session_notice").ids),),
        )
        self.env.cr.execute(
            "DELETE FROM dialogue_clock WHERE session_id = %s", (self.session.id,)
        )
        self.env.invalidate_all()
        self._at("2026-11-16 03:00:00")
        with self.assertRaises(UserError):
            self.session.action_announce()

    def test_filters(self):
        view = self.env.ref("dialogue_tthc.dialogue_session_view_search")
        arch = etree.fromstring(view.arch)

        def found(name):
            domain = arch.find(f".//filter[@name='{name}']").get("domain")
            return (
                self.env["dialogue.session"]
                .with_user(self.specialist)
                .search([*literal_eval(domain), ("id", "=", self.session.id)])
            )

        self.assertTrue(found("filter_notice_due"))
        self._hold()
        self.assertFalse(found("filter_notice_due"))
        self.assertFalse(found("filter_unpublished"))
        self.session.action_conclude()
        self.assertTrue(found("filter_unpublished"))
        self.assertFalse(found("filter_result_overdue"))
        self._at("2026-12-02 03:00:00")
        self.assertTrue(found("filter_result_overdue"))
        self.session.action_publish_result("Bảng tin")
        self.assertFalse(found("filter_unpublished"))
        self.assertFalse(found("filter_result_overdue"))


@tagged("post_install", "-at_install")
class TestSessionMoved(SessionClockCommon):
    """The day of an announced session changes, or it is started on another."""

    def _move(self, day, **vals):
        self.session.write(
            {
                "date_start": datetime.combine(day, datetime.min.time()).replace(
                    hour=1
                ),
                "date_end": datetime.combine(day, datetime.min.time()).replace(hour=3),
                **vals,
            }
        )

    def test_moved_in_time(self):
        self._announce()
        self._at("2026-11-10 03:00:00")
        self._move(date(2026, 11, 27))
        self.assertEqual(self.session.announced_on, date(2026, 11, 10))
        self.assertEqual(self.session.event_id.start, self.session.date_start)

    def test_moved_to_a_near_day_needs_a_reason(self):
        self._announce()
        self._at("2026-11-10 03:00:00")
        field = self.session._fields["short_notice_reason"].string
        with self.assertRaisesRegex(UserError, field), self.cr.savepoint():
            self._move(date(2026, 11, 12))
        self.assertEqual(self.session._held_on(), date(2026, 11, 20))
        self._move(date(2026, 11, 12), short_notice_reason="Lãnh đạo đi công tác")
        self.assertEqual(self.session.announced_on, date(2026, 11, 10))
        # a reason of before is none for the next move
        with self.assertRaises(UserError), self.cr.savepoint():
            self._move(date(2026, 11, 13))

    def test_another_hour_needs_none(self):
        self._announce()
        self._at("2026-11-19 03:00:00")
        self.session.write(
            {
                "date_start": datetime(2026, 11, 20, 2),
                "date_end": datetime(2026, 11, 20, 5),
            }
        )
        self.assertEqual(self.session.announced_on, date(2026, 11, 2))

    def test_moved_in_the_form(self):
        self._announce()
        self._at("2026-11-10 03:00:00")
        with Form(self.session) as form:
            form.date_start = datetime(2026, 11, 12, 1)
            form.date_end = datetime(2026, 11, 12, 3)
            form.short_notice_reason = "Lãnh đạo đi công tác"
        self.assertEqual(self.session._held_on(), date(2026, 11, 12))

    def test_not_started_before_its_day(self):
        self._announce()
        # 23:59 of the day before
        self._at("2026-11-19 16:59:00")
        with self.assertRaisesRegex(UserError, "11/20/2026"):
            self.session.action_start()
        self._at("2026-11-19 17:01:00")
        self.session.action_start()
        self.assertEqual(self.session.state, "in_progress")


@tagged("post_install", "-at_install")
class TestSessionResult(SessionClockCommon):
    def _conclude(self):
        self._hold().action_conclude()

    def test_result_runs_from_the_day_of_the_session(self):
        self._conclude()
        result = self._clocks("session_result")
        self.assertEqual(result.started_on, date(2026, 11, 20))
        self.assertEqual(result.due_on, date(2026, 11, 30))
        self.assertEqual(self.session.result_due_on, date(2026, 11, 30))
        self.assertIn("result", self.session.due_sentence)

    def test_back_to_the_meeting_ends_it(self):
        self._conclude()
        self.session.action_resume()
        self.assertEqual(self._clocks("session_result").state, "stopped")
        self.session.action_conclude()
        self.assertEqual(
            self._clocks("session_result").sorted("id").mapped("state"),
            ["stopped", "running"],
        )

    def test_beginning_of_a_session_under_way_is_a_leaders_to_correct(self):
        self._hold()
        later = fields.Datetime.add(self.session.date_start, minutes=-30)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.session.with_user(self.desk).date_start = later
        self.session.with_user(self.leader).date_start = later
        self.assertEqual(self.session.date_start, later)

    def test_time_corrected_while_concluding(self):
        self._conclude()
        self.session.write({"date_end": datetime(2026, 11, 23, 4)})
        result = self._clocks("session_result")
        self.assertEqual(result.due_on, date(2026, 12, 3))
        self.assertEqual(result.event_ids.sorted("id")[-1].kind, "recalculated")

    def test_closed_session_still_owes_its_result(self):
        self._conclude()
        self.session.action_close()
        self.assertEqual(self._clocks("session_result").state, "running")
        with self.assertRaises(UserError):
            self.session.write({"result_place": "Bảng tin"})
        self._at("2026-12-01 03:00:00")
        self.session.invalidate_recordset()
        self.assertEqual(self.session.due_light, "late")
        self.session.action_publish_result("https://skhcn.example.org/kq")
        self.assertEqual(self._clocks("session_result").state, "stopped")
        self.assertEqual(self.session.result_published_on, date(2026, 12, 1))
        self.assertFalse(self.session.due_light)

    def test_published_on_a_day_typed(self):
        self._conclude()
        self._at("2026-11-25 03:00:00")
        for day in ("2026-11-26", "2026-11-19"):
            with self.subTest(day=day), self.assertRaises(UserError):
                self.session.action_publish_result("Bảng tin", day)
        self.session.action_publish_result("Bảng tin", "2026-11-24")
        self.assertEqual(self.session.result_published_on, date(2026, 11, 24))
        result = self._clocks("session_result")
        self.assertEqual(result.stopped_on, date(2026, 11, 24))
        self.assertEqual(result.event_ids.sorted("id")[-1].day, date(2026, 11, 25))

    def test_publishing_says_where(self):
        self._conclude()
        for place in (None, False, "", "  ", 7):
            with self.subTest(place=place), self.assertRaises(UserError):
                self.session.action_publish_result(place)

    def test_nothing_to_publish_before_the_end(self):
        for session in (self.session, self._hold()):
            with self.assertRaisesRegex(UserError, "end the meeting"):
                session.action_publish_result("Bảng tin")

    def test_published_once_and_corrected(self):
        self._conclude()
        self.session.action_publish_result("Bảng tin")
        with self.assertRaisesRegex(UserError, "already"):
            self.session.action_publish_result("Nơi khác")
        self.session.action_publish_result("https://dung.example.org", None, True)
        self.assertEqual(self.session.result_place, "https://dung.example.org")
        # once public, it is not owed again
        self.session.action_resume()
        self.session.action_conclude()
        self.assertEqual(self._clocks("session_result").mapped("state"), ["stopped"])

    def test_somebody_else_is_at_it(self):
        self._conclude()
        with (
            patch.object(
                self.env.registry["dialogue.session"],
                "lock_for_update",
                side_effect=LockError("locked"),
            ),
            self.assertRaisesRegex(UserError, "Somebody else"),
        ):
            self.session.action_publish_result("Bảng tin")

    def test_window(self):
        self._conclude()
        action = self.session.action_open_publish()
        wizards = (
            self.env[action["res_model"]]
            .with_user(self.desk)
            .with_context(**action["context"])
        )
        with Form(wizards) as form:
            self.assertEqual(form.day, date(2026, 11, 20))
            form.place = "Bảng tin"
        form.record.action_apply()
        self.assertEqual(self.session.result_place, "Bảng tin")
        with Form(wizards) as form:
            self.assertEqual(form.place, "Bảng tin")
            form.place = "Cổng thông tin"
        form.record.action_apply()
        self.assertEqual(self.session.result_place, "Cổng thông tin")

    def test_rights(self):
        self._conclude()
        for user in (self.specialist, self.auditor, self.administrator):
            theirs = self.session.with_user(user)
            for call in (
                lambda theirs=theirs: theirs.action_publish_result("Bảng tin"),
                lambda theirs=theirs: theirs.action_announce("Gấp"),
                lambda theirs=theirs: theirs.write({"short_notice_reason": "x"}),
                lambda theirs=theirs: theirs.write({"result_place": "x"}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()
        for vals in ({"result_place": "x"}, {"announced_on": "2026-11-01"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.session.write(vals)
        # those who read it see what it owes
        self.assertTrue(self.session.with_user(self.specialist).clock_lines)

    def test_other_company(self):
        self._conclude()
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = self._create_user("desk", login="stranger")
        stranger.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            self.session.with_user(stranger).action_publish_result("Bảng tin")
        theirs = (
            self.env["dialogue.session"]
            .with_user(stranger)
            .create({"name": "Buổi", "date_start": fields.Datetime.now()})
        )
        self.assertEqual(theirs.sudo().clock_ids.company_id, other)
