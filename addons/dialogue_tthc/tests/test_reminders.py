from datetime import timedelta
from functools import partial
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.legal_clock import shift_working_days
from .reminders_common import BEGIN, RemindersCommon


@tagged("post_install", "-at_install")
class TestReminderPlan(RemindersCommon):
    """The next day on which somebody is reminded."""

    def test_the_first_rung_is_planned_with_the_start(self):
        _case, clock = self._assigned()
        self.assertEqual(clock.due_on, fields.Date.to_date("2026-11-23"))
        self.assertEqual(clock.remind_on, self._day(clock, -3))

    def test_days_before_the_start_are_dropped(self):
        with freeze_time(BEGIN):
            case = self._bring_to("received", received_on=BEGIN)
        clock = self._clock(case, "accept")
        self.assertEqual(clock.remind_on, clock.due_on)

    def test_nothing_is_planned_while_it_stands_still_or_after_its_end(self):
        case, clock = self._assigned()
        with freeze_time(BEGIN + timedelta(days=1)):
            case.with_user(self.specialist).action_ask_info("Xin gửi thêm.")
        self.assertEqual(clock.state, "paused")
        self.assertFalse(clock.remind_on)
        with freeze_time(BEGIN + timedelta(days=3)):
            case.with_user(self.desk).action_info_given("Đây.")
        self.assertEqual(clock.remind_on, self._day(clock, -3))
        with freeze_time(BEGIN + timedelta(days=4)):
            case.with_user(self.desk).action_withdraw("Thôi.")
        self.assertFalse(clock.remind_on)

    def test_without_ladder_or_due_day_nobody_is_reminded(self):
        case, clock = self._assigned()
        clock.term_id.ladder_id = False
        clock._plan_reminders()
        self.assertFalse(clock.remind_on)
        self.assertEqual(case.state, "assigned")

    def test_a_moved_day_moves_the_reminder(self):
        _case, clock = self._assigned()
        with freeze_time(BEGIN + timedelta(days=1)):
            clock._fix(fields.Date.to_date("2026-12-07"), "extended", "Cần thêm")
        self.assertEqual(clock.remind_on, self._day(clock, -3))

    def test_where_no_term_holds_the_usual_ladder_speaks(self):
        _case, clock = self._assigned()
        clock.term_id = False
        clock._plan_reminders()
        self.assertEqual(clock.remind_on, self._day(clock, -3))

    def test_what_counts_backwards_is_reminded_of(self):
        with freeze_time(BEGIN):
            session = self.env["dialogue.session"].create({"name": "Đối thoại"})
            clock = self.clocks._start(
                session,
                ["session_notice"],
                lambda _session: fields.Datetime.to_datetime("2026-12-02 01:00:00"),
            )
        self.assertEqual(clock.due_on, fields.Date.to_date("2026-11-25"))
        self.assertEqual(clock.remind_on, self._day(clock, -3))

    def test_a_ladder_that_changes_is_looked_at_again(self):
        _case, clock = self._assigned()
        day = fields.Date.to_date("2026-11-10")
        with freeze_time(f"{day} 03:00:00"):
            clock.term_id.ladder_id.rung_ids.filtered(
                lambda rung: rung.distance == -3
            ).distance = -5
            self.assertEqual(clock.remind_on, day)
        self._alone(clock)
        self._run(day)
        self.assertEqual(clock.remind_on, self._day(clock, -5))
        self.assertFalse(self._notices(clock))

    def test_a_ladder_that_is_gone_reminds_nobody(self):
        _case, clock = self._assigned()
        ladder = clock.term_id.ladder_id.copy()
        clock.term_id.ladder_id = ladder
        clock._plan_reminders()
        self.assertTrue(clock.remind_on)
        day = fields.Date.to_date("2026-11-10")
        with freeze_time(f"{day} 03:00:00"):
            ladder.unlink()
        self.assertEqual(clock.remind_on, day)
        self._alone(clock)
        self._run(day)
        self.assertFalse(clock.remind_on)
        self.assertFalse(self._notices(clock))

    def test_planning_many_costs_as_much_as_planning_one(self):
        clocks = self.clocks
        for _case in range(6):
            clocks |= self._assigned()[1]
        self.env.flush_all()

        def cost(some):
            some.write({"remind_on": False})
            return self._queries(some._plan_reminders)

        cost(clocks)
        one, many = cost(clocks[:1]), cost(clocks)
        self.assertEqual(len(one), len(many), "\n".join(many))


@tagged("post_install", "-at_install")
class TestReminderJob(RemindersCommon):
    """What the job does on one morning, and that it does it once."""

    def test_the_whole_ladder(self):
        _case, clock = self._assigned()
        self._alone(clock)
        day, last = clock.remind_on, self._day(clock, 13)
        while day <= last:
            self._run(day)
            day += timedelta(days=1)
        self.assertEqual(
            self._notices(clock),
            [
                (-3, "officer", self.specialist),
                (-1, "officer", self.specialist),
                (0, "officer", self.specialist),
                (1, "head", self.head),
                (1, "officer", self.specialist),
                (3, "head", self.head),
                (3, "leader", self.leader),
                (8, "leader", self.leader),
                (8, "officer", self.specialist),
                (13, "leader", self.leader),
                (13, "officer", self.specialist),
            ],
        )
        self.assertEqual(clock.remind_on, self._day(clock, 18))
        self.assertEqual(
            self._activities(clock).user_id, self.specialist | self.head | self.leader
        )

    def test_again_on_the_same_day_nothing_is_new(self):
        _case, clock = self._assigned()
        self._alone(clock)
        with self._new_mails() as mails:
            self._run(self._day(clock, 1))
            self._run(self._day(clock, 1))
            # not even when the clock is looked at again
            clock.remind_on = self._day(clock, 1)
            self._run(self._day(clock, 1))
        self.assertEqual(len(self._notices(clock)), 2)
        self.assertEqual(len(self._activities(clock)), 2)
        self.assertEqual(len(mails), 1)
        self.assertEqual(
            mails[0].recipient_ids, (self.specialist | self.head).partner_id
        )

    def test_days_missed_bring_no_burst(self):
        _case, clock = self._assigned()
        self._alone(clock)
        self._run(self._day(clock, 4))
        self.assertEqual(
            self._notices(clock),
            [
                (1, "officer", self.specialist),
                (3, "head", self.head),
                (3, "leader", self.leader),
            ],
        )
        self.assertEqual(clock.remind_on, self._day(clock, 8))

    def test_on_a_day_off_nothing_is_said(self):
        _case, clock = self._assigned()
        self._alone(clock)
        clock.remind_on = "2026-11-20"
        self._run(fields.Date.to_date("2026-11-22"))
        self.assertFalse(self._notices(clock))
        self._run(fields.Date.to_date("2026-11-23"))
        self.assertEqual(self._notices(clock), [(0, "officer", self.specialist)])

    def test_the_next_activity_takes_the_place_of_the_one_before(self):
        _case, clock = self._assigned()
        self._alone(clock)
        self.specialist.lang = "en_US"
        self._run(self._day(clock, -3))
        activity = self._activities(clock)
        self.assertEqual(
            activity.summary, "Answer: due on 11/23/2026, with 3 working days left"
        )
        self.assertEqual(activity.date_deadline, clock.due_on)
        self._run(self._day(clock, 1))
        own = self._activities(clock).filtered(
            lambda one: one.user_id == self.specialist
        )
        self.assertEqual(len(own), 1)
        self.assertEqual(
            own.summary, "Answer: due on 11/23/2026, overdue by 1 working day"
        )

    def test_nobody_follows_the_case_by_being_reminded(self):
        case, clock = self._assigned()
        self._alone(clock)
        before = case.message_partner_ids
        self._run(self._day(clock, 3))
        self.assertEqual(case.message_partner_ids, before)

    def test_reminders_end_with_the_term(self):
        case, clock = self._assigned()
        self._alone(clock)
        self._run(self._day(clock, -3))
        self.assertTrue(self._activities(clock))
        case.with_user(self.desk).action_withdraw("Thôi.")
        self.assertFalse(self._activities(clock))

    def test_reminders_of_a_day_that_moved_are_taken_away(self):
        _case, clock = self._assigned()
        self._alone(clock)
        self._run(self._day(clock, -3))
        clock._fix(fields.Date.to_date("2026-12-07"), "extended", "Cần thêm")
        self.assertFalse(self._activities(clock))

    def test_whoever_has_the_case_no_more_is_left_alone(self):
        case, clock = self._assigned()
        self._alone(clock)
        self._run(self._day(clock, -3))
        case.with_user(self.desk).write(
            {"department_id": self.other_division.id, "user_id": self.colleague.id}
        )
        self.assertFalse(self._activities(clock))
        self._run(self._day(clock, -1))
        self.assertEqual(self._activities(clock).user_id, self.colleague)

    def _several(self, count):
        clocks = self.clocks
        for _case in range(count):
            clocks |= self._assigned()[1]
        self.clocks.search([("id", "not in", clocks.ids)]).write({"remind_on": False})
        return clocks

    def test_batches_go_by_id_and_end_with_the_time(self):
        clocks = self._several(5)
        day = self._day(clocks[0], -3)
        self.assertEqual(self._run(day, size=2, seconds=0), [2])
        self.assertEqual(len(clocks.filtered(lambda one: one.remind_on == day)), 3)
        self.assertEqual(self._run(day, size=2), [2, 1, 1])
        self.assertFalse(clocks.filtered(lambda one: one.remind_on == day))
        self.assertEqual(len(clocks.notice_ids), 5)

    def test_what_a_batch_costs_does_not_grow(self):
        template = self._several(1)
        self._copy(template, 200)
        day = self._day(template, 3)
        costs = {}
        for count in (10, 200):
            clocks = self.clocks.search(
                [("feedback_id.year", "=", 1990)], limit=count, order="id"
            )
            (self.clocks.search([]) - clocks).write({"remind_on": False})
            self.env["dialogue.clock.notice"].search([]).unlink()
            clocks.write({"remind_on": day})
            costs[count] = self._queries(partial(self._run, day))
            self.assertEqual(len(clocks.notice_ids), 2 * count)
        self.assertLess(len(costs[10]), 250)
        self.assertAlmostEqual(
            len(costs[10]), len(costs[200]), delta=15, msg="\n".join(costs[200])
        )

    def _copy(self, clock, count):
        """Copy a case with its clock ``count`` times by SQL."""
        case = clock.feedback_id
        self.env.flush_all()
        self._copy_rows(
            case,
            {
                "year": SQL("1990"),
                "number": SQL("n"),
                "code": SQL("'PAKN.1990.' || n"),
            },
            count,
        )
        self.env.cr.execute(
            "SELECT min(id) - 1 FROM dialogue_feedback WHERE year = 1990"
        )
        first = self.env.cr.fetchone()[0]
        self._copy_rows(clock, {"feedback_id": SQL("%s + n", first)}, count)
        self.env.invalidate_all()

    def _copy_rows(self, record, given, count):
        names = [
            SQL.identifier(name)
            for name, field in record._fields.items()
            if field.store and field.column_type and name not in ("id", *given)
        ]
        table = SQL.identifier(record._table)
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %s) AS n"
                " WHERE id = %s",
                table,
                SQL(", ").join([*names, *map(SQL.identifier, given)]),
                SQL(", ").join([*names, *given.values()]),
                table,
                count,
                record.id,
            )
        )

    def test_one_that_cannot_be_told_does_not_silence_the_others(self):
        clocks = self._several(5)
        bad = clocks[3]
        day = self._day(bad, -3)
        job = type(self.clocks)
        original = job._tell

        def tell(batch, speaking, today):
            if bad in batch:
                raise ValueError("hỏng")
            return original(batch, speaking, today)

        # a savepoint stands in for the transaction, which a test may not end
        def lock(model, query):
            ids = [row[0] for row in model.env.execute_query(query)]
            self.env.cr.execute("SAVEPOINT batch")
            return ids

        def rollback():
            self.env.cr.clear()
            self.env.cr.execute("ROLLBACK TO SAVEPOINT batch")

        with (
            patch.object(job, "_tell", tell),
            patch.object(job, "_locked", lock),
            patch.object(self.env.cr, "rollback", rollback),
            self.assertLogs("odoo.addons.dialogue_tthc", "ERROR") as logs,
        ):
            self._run(day)
        self.assertIn(f"term {bad.id}", logs.output[0])
        self.assertEqual(len((clocks - bad).notice_ids), 4)
        self.assertFalse(bad.notice_ids)
        self.assertEqual(bad.remind_on, day)

    def test_a_morning_is_every_day(self):
        cron = self.env.ref("dialogue_tthc.ir_cron_clock_remind")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "days"))
        self.assertEqual(cron.nextcall.hour, 0)  # 7 o'clock in Vietnam
        self.assertEqual(cron.user_id, self.env.ref("base.user_root"))


@tagged("post_install", "-at_install")
class TestReminderRights(RemindersCommon):
    def test_the_job_is_not_called_over_the_network(self):
        for name in ("_cron_remind", "_plan_reminders", "_send_digests", "_remind"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                get_public_method(self.clocks.with_user(self.specialist), name)
        with self.assertRaises(AccessError):
            get_public_method(
                self.env["mail.activity"].with_user(self.specialist), "_plan_quietly"
            )

    def test_notices_are_closed(self):
        _case, clock = self._assigned()
        self._alone(clock)
        self._run(self._day(clock, -3))
        notice = clock.notice_ids
        self.assertEqual(len(notice), 1)
        self.assertTrue(notice.with_user(self.specialist).read(["day"]))
        vals = {
            "clock_id": clock.id,
            "company_id": self.company.id,
            "due_on": clock.due_on,
            "day": clock.due_on,
            "audience": "officer",
        }
        for user in self.people | self.administrator:
            own = notice.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    own.write({"day": clock.due_on})
                with self.assertRaises(AccessError):
                    own.unlink()
                with self.assertRaises(AccessError):
                    own.create(vals)
                with self.assertRaises(AccessError):
                    clock.with_user(user).write({"remind_on": False})

    def test_no_two_notices_are_alike(self):
        _case, clock = self._assigned()
        self._alone(clock)
        day = self._day(clock, -3)
        self._run(day)
        self.assertEqual(shift_working_days(clock.due_on, -3, self.calendar), day)
        self.assertEqual(clock.notice_ids.day, day)
        self.assertEqual(clock.notice_ids.department_id, self.division)
        self.assertFalse(clock.notice_ids.is_waiting_for_digest)
