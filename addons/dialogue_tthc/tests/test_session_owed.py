from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestSessionOwed(SessionCommon):
    """What a session still owes, and what the next one begins with."""

    def _hold_with_debts(self):
        """Hold the session; it owes one question and one commitment."""
        self._hold()
        case = self._ask()
        case.action_accept()
        case.action_plan_written(self.division.id)
        self._promise()
        self.session.action_conclude()
        return case

    def _promise(self, **vals):
        return self.env["dialogue.commitment"].create(
            {
                "name": "Sửa mẫu đơn",
                "session_id": self.session.id,
                "department_id": self.division.id,
                "date_deadline": "2026-12-01",
                **vals,
            }
        )

    def _next(self):
        return self._create_session(
            name="Đối thoại lần sau",
            date_start=datetime(2027, 3, 10, 1),
            date_end=datetime(2027, 3, 10, 4),
        )

    def test_figures_and_their_door(self):
        self._hold_with_debts()
        self.assertEqual(self.session.owed_total, 2)
        self.assertEqual(self.session.owed_overdue_count, 0)
        door = self.session.action_view_owed()
        found = self.env[door["res_model"]].search(door["domain"])
        self.assertEqual(len(found), 1)
        self.now.move_to("2027-02-01 03:00:00")
        self.env.invalidate_all()
        self.assertEqual(self.session.owed_overdue_count, 2)

    def test_open_referrals_are_counted_for_the_desk(self):
        self._hold()
        case = self._ask()
        case.action_accept()
        case.action_plan_referral()
        self.assertEqual(self.session.owed_referral_count, 1)
        door = self.session.action_view_owed_referrals()
        self.assertEqual(
            self.env["dialogue.referral"].search(door["domain"]),
            case.referral_line_ids.referral_id,
        )

    def test_figures_of_many_sessions_cost_as_much_as_those_of_one(self):
        self._hold()
        case = self._ask()
        case.action_accept()
        case.action_plan_referral()
        referral = case.referral_line_ids.referral_id
        other = self._next()
        referral.sudo().session_id = other
        self.env["dialogue.speech"]._begin(self.session, "participants")
        self.now.move_to("2026-11-20 03:01:00")
        many = self.session | other | self._next() | self._next()
        names = ("owed_referral_count", "participant_share", "participant_share_target")

        def count(sessions):
            self.env.flush_all()
            self.env.invalidate_all()
            sessions.mapped("plan_id.participant_share")
            sessions.mapped("company_id.dialogue_participant_share")
            before = self.env.cr.sql_log_count
            figures = [[session[name] for name in names] for session in sessions]
            return figures, self.env.cr.sql_log_count - before

        count(many)
        figures, queries = count(many)
        self.assertEqual(figures, [[1, 1.0, 60], [1, 0, 60], [0, 0, 60], [0, 0, 60]])
        self.assertLessEqual(queries, count(self.session)[1])

    def test_public_numbers_count_no_sealed_case(self):
        self._hold_with_debts()
        sealed = self._ask()
        reader = self._create_user("confidential")
        sealed.sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        self._promise(feedback_id=sealed.id)
        public = self.session.with_user(self.env.ref("base.public_user")).sudo()
        self.assertEqual(
            public._public_debt(),
            {
                "asked": 1,
                "answered": 0,
                "owed": 1,
                "overdue": 0,
                "promised": 1,
                "kept": 0,
                "open": 1,
                "late": 0,
                "is_settled": False,
            },
        )

    def test_an_empty_agenda_begins_with_what_is_owed(self):
        self._hold_with_debts()
        session = self._announce(self._next())
        (item,) = session.agenda_item_ids
        self.assertTrue(item.is_carry_over)
        self.assertIn("1 question(s)", item.debt)
        self.assertIn("1 commitment(s)", item.debt)
        self.assertIn("0 of these overdue", item.debt)
        self.now.move_to("2027-02-01 03:00:00")
        self.env.invalidate_all()
        self.assertIn("2 of these overdue", item.debt)

    def test_an_archived_session_still_owes_and_another_department_does_not(self):
        self._hold_with_debts()
        session = self._announce(self._next())
        # as a closed one may be, and its debts stay
        self.env.cr.execute(
            "UPDATE dialogue_session SET active = FALSE WHERE id = %s",
            [self.session.id],
        )
        self.env.invalidate_all()
        self.assertIn("1 question(s)", session.agenda_item_ids.debt)
        other = self.env["res.company"].create({"name": "Sở khác"})
        theirs = (
            self.env["dialogue.session"]
            .sudo()
            .create(
                {
                    "name": "Đối thoại ở Sở khác",
                    "company_id": other.id,
                    "date_start": session.date_start,
                    "date_end": session.date_end,
                }
            )
        )
        self.assertIn("0 question(s)", theirs._debt_words())

    def test_what_is_sealed_is_not_in_the_numbers(self):
        self._hold_with_debts()
        sealed = self._ask()
        sealed.action_accept()
        self._promise(feedback_id=sealed.id)
        session = self._announce(self._next())
        item = session.agenda_item_ids
        self.assertIn("2 question(s)", item.debt)
        self.assertIn("2 commitment(s)", item.debt)
        reader = self._create_user("confidential")
        sealed.sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        for reading in (item.with_user(self.desk), item.sudo()):
            self.env.invalidate_all()
            self.assertIn("1 question(s)", reading.debt)
            self.assertIn("1 commitment(s)", reading.debt)

    def test_it_stays_true_until_the_session_begins(self):
        case = self._hold_with_debts()
        session = self._announce(self._next())
        item = session.agenda_item_ids
        case.action_withdraw("Đã xong")
        self.env.invalidate_all()
        self.assertIn("0 question(s)", item.debt)
        self.now.move_to("2027-03-10 02:00:00")
        session.action_start()
        stated = item.debt
        self.session.commitment_ids.with_user(self.desk).action_cancel("Không cần")
        self.env.invalidate_all()
        self.assertEqual(item.debt, stated)

    def test_by_the_button_it_comes_first(self):
        self._hold_with_debts()
        session = self._next()
        session.agenda_item_ids = [Command.create({"name": "Khai mạc"})]
        session.action_carry_over()
        session.action_carry_over()
        items = session.agenda_item_ids.sorted("sequence")
        self.assertEqual(items.mapped("is_carry_over"), [True, False])

    def test_nothing_owed_no_item(self):
        self._announce()
        self.assertFalse(self.session.agenda_item_ids)

    def test_the_invitation_says_what_we_owe(self):
        self._hold_with_debts()
        session = self._next()
        session.action_carry_over()
        guest = self.env["dialogue.attendance"].create(
            {"session_id": session.id, "name": "Bà Bình"}
        )
        item = guest._agenda_words(session.agenda_item_ids)
        self.assertIn(session.agenda_item_ids.debt, item)
        self.assertIn("1 commitment(s)", item)

    def test_nobody_types_in_our_debts(self):
        with self.assertRaises(UserError):
            self.session.agenda_item_ids = [
                Command.create({"name": "Không nợ gì", "stated_debt": "0"})
            ]

    def test_the_minutes_say_who_owes_what_by_when(self):
        case = self._hold_with_debts()
        values = self.session._minutes_values()
        (owed,) = values["owed"]
        self.assertEqual(owed["code"], case.code)
        self.assertEqual(owed["unit"], self.division.name)
        self.assertTrue(owed["due"])
        self.assertEqual(values["tasks"][0]["task"], "Sửa mẫu đơn")
        self.assertFalse(values["shares"])

    def test_the_minutes_of_the_next_say_what_became_of_each_promise(self):
        self._hold_with_debts()
        session = self._announce(self._next())
        self.now.move_to("2027-03-10 02:00:00")
        session.action_start()
        values = session._in_vietnamese()._minutes_values()
        (debt,), (promise,) = values["earlier"], values["promises"]
        self.assertIn("1", debt)
        self.assertEqual(promise["task"], "Sửa mẫu đơn")
        self.assertEqual(promise["owner"], self.division.name)
        self.assertRegex(promise["kept"], "Quá hạn|Overdue")

    def test_the_minutes_say_how_the_time_was_shared(self):
        self._hold()
        speeches = self.env["dialogue.speech"]
        speeches._begin(self.session, "authority")
        self.now.move_to("2026-11-20 03:10:00")
        speeches._begin(self.session, "participants")
        self.now.move_to("2026-11-20 03:40:00")
        self.session.action_conclude()
        (line,) = self.session._minutes_values()["shares"]
        self.assertIn("75%", line)
        self.assertIn("60%", line)

    def test_a_round_in_writing_takes_the_place_of_a_cancelled_session(self):
        self._announce()
        case = self._ask(origin="before")
        with self.assertRaises(UserError):
            self.session.action_replace_in_writing()
        self.session.action_cancel("Bão số 9")
        action = self.session.action_replace_in_writing()
        session = self.env["dialogue.session"].browse(action["res_id"])
        self.assertEqual(session.mode, "in_writing")
        self.assertEqual(self.session.replaced_by_id, session)
        self.assertEqual(case.session_id, session)
        self._announce(session)
        self.assertEqual(session.state, "announced")
        with self.assertRaises(UserError):
            self.session.action_replace_in_writing()
