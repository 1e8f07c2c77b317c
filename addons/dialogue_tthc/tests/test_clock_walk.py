from collections import Counter
from datetime import datetime, time, timedelta
from random import Random

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.dialogue_clock import PAUSED, RUNNING, STOPPED
from ..models.dialogue_feedback_due import DUE_KEYS
from ..models.feedback_states import ENDED_STATES, OWED_STATES
from .common_journey import DialogueJourneyCommon

# more of them by hand, after a change of the clock: hundreds of walks held
SEEDS = (3, 5, 8)
STEPS = 40
CASES = 3
DAY = timedelta(days=1)
BLOCKS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))
VIETNAM = timedelta(hours=7)
# which steps a case can be taken through, by its state
MOVES = {
    "received": "accept accept accept ask_info refuse merge split reclass withdraw",
    "need_info": "info_given info_given withdraw merge reclass",
    "accepted": "assign assign_day assign_day ask_info refer reclass merge split",
    "assigned": "draft draft return_to_desk ask_info assign_day extend refer reclass",
    "drafting": "submit submit return_to_desk ask_info extend assign_day reclass",
    "review": "issue issue return_draft extend reclass",
    "referred": "reply reply take_back return_reply issue_reply extend reclass",
    "reopened": "assign assign_day extend",
    "answered": "reopen close",
    "closed": "reopen",
    "refused": "appeal",
    "merged": "unmerge",
    "withdrawn": "wait",
}
EVERYWHERE = ("write", "write", "morning", "confirm", "take_back", "move", "wait")


@tagged("post_install", "-at_install")
class TestClockWalk(DialogueJourneyCommon):
    """Cases walk at random through their steps while the calendar changes.

    After each step everything about their terms has to agree, and each due day with
    one that is counted here, day by day, from the events alone.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Day = cls.env["dialogue.day"].with_user(cls.administrator)
        cls.company.dialogue_approver_id = cls.leader
        cls.company.dialogue_desk_user_id = cls.desk
        ladder = cls.env.ref("dialogue_tthc.dialogue_ladder_officials")
        cls.env["dialogue.term"].create(
            [
                {
                    "step": "answer",
                    "term_class": "urgent",
                    "length": 6,
                    "ladder_id": ladder.id,
                },
                {
                    "step": "classify",
                    "term_class": "national_portal",
                    "length": 12,
                    "unit": "working_hour",
                    "ladder_id": ladder.id,
                },
            ]
        )
        cls.reason = cls._refusal_reason()

    def setUp(self):
        super().setUp()
        self.made = Counter()
        self._kinds = {}

    # ------------------------------------------------------------------
    # The walk
    # ------------------------------------------------------------------

    def _walk(self, seed, steps):
        self.random = Random(seed)  # noqa: S311 no secret: the same walk again
        self.now = datetime(2026, 1, 5, 2) + self.random.randrange(300) * DAY
        # clock id -> the day that people named, as it stands after pauses
        self.named, self.chain, self.days = {}, {}, self.Day
        self.cases = self.env["dialogue.feedback"]
        with freeze_time(self.now):
            for _number in range(CASES):
                self.cases |= self._bring_to("received")
        for number in range(steps):
            hours = self.random.choice([0, 1, 5, 12, 24, 24, 48, 72, 120])
            self.now += timedelta(hours=hours, minutes=self.random.randrange(60))
            with freeze_time(self.now):
                made = self._step()
                self.env.flush_all()
                self.env.invalidate_all()
                try:
                    self._check()
                except AssertionError as error:
                    # what comes after it would only say the same
                    raise AssertionError(f"after step {number}, {made}") from error

    def _step(self):
        """Make one step that is possible, and return its name."""
        case = self.random.choice(self.cases)
        name = self.random.choice((*MOVES[case.state].split() * 2, *EVERYWHERE))
        named = dict(self.named)
        try:
            with self.cr.savepoint():
                getattr(self, f"_do_{name}")(case)
                self.env.flush_all()
        except UserError as error:
            # refused: then nothing changed at all
            self.env.invalidate_all()
            self.named = named
            return f"{name}: {error}"
        self.made[name] += 1
        return name

    def _today(self):
        return (self.now + VIETNAM).date()

    def _later(self, least, most):
        return self._today() + self.random.randint(least, most) * DAY

    def _answer(self, case):
        return case.clock_ids.filtered(
            lambda clock: clock.step == "answer" and clock.state != STOPPED
        )

    def _do_wait(self, case):
        pass

    def _do_accept(self, case):
        case.with_user(self.desk).action_accept()

    def _do_ask_info(self, case):
        case.with_user(self.desk).action_ask_info("Xin gửi thêm.")

    def _do_info_given(self, case):
        fixed = case.clock_ids.filtered(
            lambda clock: clock.state == PAUSED and clock.id in self.named
        )
        self._shift_named(fixed)
        case.with_user(self.desk).action_info_given("Đã gửi.")

    def _shift_named(self, clocks):
        """Move named days by the working days on which their terms stood still."""
        for clock in clocks:
            if clock.due_on >= clock.paused_on:
                stood = sum(
                    self._works(clock.paused_on + number * DAY)
                    for number in range(1, (self._today() - clock.paused_on).days + 1)
                )
                day = clock.due_on
                while stood or not self._works(day):
                    day += DAY
                    stood -= bool(stood) and self._works(day)
                self.named[clock.id] = day

    def _do_refuse(self, case):
        case.with_user(self.desk).action_refuse(self.reason.id, "Xin gửi nơi khác.")

    def _do_appeal(self, case):
        case.with_user(self.desk).action_appeal("Không đồng ý.")

    def _do_withdraw(self, case):
        if self.random.random() < 0.3:
            case.with_user(self.desk).action_withdraw("Đã tự giải quyết.")

    def _do_merge(self, case):
        target = self.random.choice(self.cases - case)
        case.with_user(self.desk).action_merge(target.id)

    def _do_unmerge(self, case):
        case.with_user(self.desk).action_unmerge("Khác nhau.")

    def _do_split(self, case):
        if len(self.cases) < 2 * CASES:
            self.cases |= case.with_user(self.desk).action_split(
                [{"subject": "Câu hỏi khác", "question": "Còn việc này?"}]
            )

    def _do_assign(self, case):
        case.with_user(self.leader).action_assign(self.division.id, self.specialist.id)

    def _do_assign_day(self, case):
        user = self.random.choice([self.leader, self.desk])
        before = self._answer(case).due_on
        day = self._later(-2, 25)
        if before and before > self._today() and self.random.random() < 0.7:
            day = self._later(0, (before - self._today()).days)
        case.with_user(user).action_assign(
            self.division.id, self.specialist.id, date_deadline=day
        )
        clock = self._answer(case)
        if before != day:
            self.named[clock.id] = day

    def _do_return_to_desk(self, case):
        case.with_user(self.specialist).action_return_to_desk("Không thuộc phòng.")

    def _do_draft(self, case):
        case.with_user(self.specialist).action_start_draft()

    def _do_submit(self, case):
        case.with_user(self.specialist).action_start_draft()
        self._write_answer(case)
        case.with_user(self.specialist).action_submit()

    def _do_return_draft(self, case):
        case.with_user(self.leader).action_return_draft("Chưa rõ.")

    def _do_issue(self, case):
        case.with_user(self.leader).action_issue()

    def _do_close(self, case):
        case.with_user(self.desk).action_close()

    def _do_reopen(self, case):
        case.with_user(self.desk).action_reopen("Chưa trả lời hết.")

    def _do_refer(self, case):
        referral = case.with_user(self.desk).action_plan_referral()
        referral.action_submit()
        referral.with_user(self.leader).action_send()

    def _line(self, case):
        return case.referral_line_ids.sorted("id")[-1:].with_user(self.desk)

    def _do_reply(self, case):
        line = self._line(case)
        answer = self._answer(case)
        if line.progress == "waiting" and not line.answer_id:
            paused = answer.state == PAUSED and answer.id in self.named
            self._shift_named(answer if paused else answer.browse())
        line.write({"reply": "<p>Tỉnh đồng ý.</p>", "verdict": "resolved"})
        line.referral_id.action_record_reply()

    def _do_return_reply(self, case):
        self._line(case).with_user(self.leader).action_return_reply("Chưa rõ.")

    def _do_issue_reply(self, case):
        case.with_user(self.leader).action_issue_reply()

    def _do_take_back(self, case):
        """Take back the case, or, where it is not referred, a day off."""
        if case.state == "referred":
            answer = self._answer(case)
            paused = answer.state == PAUSED and answer.id in self.named
            self._shift_named(answer if paused else answer.browse())
            case.with_user(self.desk).action_take_back("Làm được.")
        else:
            confirmed = self.days.filtered(lambda day: day.state == "confirmed")
            confirmed[:1].action_take_back()

    def _do_extend(self, case):
        extension = case.with_user(self.specialist).action_request_extension(
            self._later(1, 60), "Cần thêm thời gian.", "Xin thứ lỗi."
        )
        extension.with_user(self.leader).action_approve()
        self.named[extension.clock_id.id] = extension.new_due_on

    def _do_reclass(self, case):
        name = self.random.choice(["complex", "national_portal", "normal"])
        vals = {"term_class": name, "priority": "0"}
        if self.random.random() < 0.3:
            vals = {"priority": "1"}
        before = {clock.id: clock.due_on for clock in case.clock_ids}
        case.with_user(self.leader).write(vals)
        if self._answer(case).unit == "by_leader":
            # the day holds that it had, until somebody sets another
            for clock in self._answer(case):
                if before[clock.id]:
                    self.named.setdefault(clock.id, before[clock.id])

    def _do_write(self, case):
        case.with_user(self.desk)._write_to_petitioner("Chúng tôi đang xem xét.")

    def _do_morning(self, _case):
        if self._works(self._today()):
            clocks = self.cases.clock_ids.filtered(
                lambda clock: (
                    clock.state == RUNNING
                    and clock.remind_on
                    and clock.remind_on <= self._today()
                )
            )
            clocks.sudo()._remind(self._today())

    def _do_confirm(self, _case):
        day = self._later(-5, 30)
        due = [
            clock.due_on
            for clock in self.cases.clock_ids
            if clock.due_on and clock.state != STOPPED
        ]
        if due and self.random.random() < 0.6:
            day = self.random.choice(due)
        kind = "holiday"
        if day.weekday() > 4:
            kind = self.random.choice(["holiday", "make_up"])
        elif self.random.random() < 0.3:
            kind = "swapped_off"
        if not self.Day.search_count([("date", "=", day)]):
            self.days |= self.Day.create({"date": day, "kind": kind, "name": "Nghỉ"})
        proposed = self.days.filtered(lambda one: one.state == "proposed")
        proposed.action_confirm()

    def _do_move(self, _case):
        days = self.days.filtered(lambda day: day.kind == "holiday")[-1:]
        target = self._later(-3, 20)
        if days and not self.Day.search_count([("date", "=", target)]):
            days.action_move_to(target)

    # ------------------------------------------------------------------
    # What has to hold
    # ------------------------------------------------------------------

    def _check(self):
        self._kinds = {
            day.date: day.kind for day in self.Day.search([("state", "=", "confirmed")])
        }
        for case in self.cases:
            self._check_case(case)
            for clock in case.clock_ids:
                self._check_clock(clock)
        self._check_figures()

    def _check_case(self, case):
        answers = case.clock_ids.filtered(lambda clock: clock.step == "answer")
        current = answers.filtered(lambda clock: clock.state != STOPPED)
        shown = current
        if case.state in ENDED_STATES:
            shown = answers.sorted("id")[-1:] if case.accepted_on else current
            # what is left to do with an answer that was given: make it public
            handling = case.clock_ids.filtered(lambda clock: clock.step != "publish")
            self.assertEqual(set(handling.mapped("state")), {STOPPED})
        self.assertEqual(case.date_deadline, shown.due_on)
        self.assertEqual(case.paused_on, current.paused_on)
        self.assertEqual(bool(case.paused_on), current.state == PAUSED)
        steps = [clock.step for clock in case.clock_ids if clock.state != STOPPED]
        self.assertEqual(len(steps), len(set(steps)))
        if case.state in OWED_STATES:
            running = case.clock_ids.filtered(
                lambda clock: clock.state == RUNNING and clock.due_on
            )
            awaits = case.term_class == "complex" and not current.due_on
            self.assertTrue(running or (awaits and case.state == "accepted"))

    def _check_clock(self, clock):
        self._check_events(clock)
        if clock.state != RUNNING:
            self.assertFalse(clock.remind_on)
            return
        if not clock.due_on:
            self.assertEqual(clock.unit, "by_leader")
            self.assertFalse(clock.remind_on)
            return
        self.assertTrue(clock.remind_on)
        self.assertGreaterEqual(clock.remind_on, clock.started_on)
        self.assertTrue(self._works(clock.due_on), clock.due_on)
        self.assertEqual(clock.is_fixed, clock.id in self.named, clock.step)
        due_on, due_at = self._recount(clock)
        self.assertEqual(clock.due_on, due_on, clock.step)
        self.assertEqual(clock.due_at, due_at, clock.step)
        ledger = clock._ledger()
        last = getattr(ledger, "day", None) or ledger.moment.date()
        if clock.due_on > clock.started_on:
            self.assertEqual(last, clock.due_on)
            self.assertEqual(ledger.ledger[-1].day, clock.due_on)

    def _check_events(self, clock):
        """Each event begins where the one before ended; the last one ends today."""
        events = clock.event_ids.sorted("id")
        due = False
        for event in events:
            self.assertEqual(event.old_due_on, due, event.kind)
            due = event.new_due_on
        self.assertEqual(due, clock.due_on, (clock.step, events.mapped("kind")))
        lines = [(event.id, event.kind, event.new_due_on) for event in events]
        before = self.chain.get(clock.id, [])
        self.assertEqual(lines[: len(before)], before)
        moved = [
            event
            for event in events[len(before) :]
            if event.old_due_on != event.new_due_on
        ]
        if before:
            self.assertEqual(len(moved), before[-1][2] != clock.due_on)
        self.chain[clock.id] = lines

    def _works(self, day):
        kind = self._kinds.get(day)
        return kind == "make_up" or (not kind and day.weekday() < 5)

    def _recount(self, clock):
        """Return the due day and moment, counted by the simplest means there are."""
        if clock.id in self.named:
            day = self.named[clock.id]
            while not self._works(day):
                day += DAY
            return day, False
        pauses = []
        for event in clock.event_ids.sorted("id"):
            if event.kind == "paused":
                pauses.append([event, None])
            elif event.kind == "resumed":
                pauses[-1][1] = event
        if clock.unit == "working_hour":
            return self._recount_hours(clock, pauses)

        def stands(day):
            return any(start.day < day <= end.day for start, end in pauses)

        day, left = clock.started_on, clock.length
        while left:
            day += DAY
            counts = clock.unit == "calendar_day" or self._works(day)
            left -= counts and not stands(day)
        while not self._works(day) or (clock.unit == "calendar_day" and stands(day)):
            day += DAY
        return day, False

    def _recount_hours(self, clock, pauses):
        moment, left = clock.started_at + VIETNAM, clock.length * 3600
        while True:
            runs = self._works(moment.date()) and any(
                start <= moment.time() < end for start, end in BLOCKS
            )
            if runs and not any(
                start.moment + VIETNAM <= moment < end.moment + VIETNAM
                for start, end in pauses
            ):
                left -= 60
            moment += timedelta(minutes=1)
            if left <= 0:
                return moment.date(), moment - VIETNAM

    def _check_figures(self):
        for key in DUE_KEYS:
            found = self.env["dialogue.feedback"].search(
                [("due_state", "=", key), ("id", "in", self.cases.ids)]
            )
            here = self.cases.filtered(lambda case, key=key: case.due_state == key)
            self.assertEqual(set(found.ids), set(here.ids), key)
        lines = self.env["dialogue.feedback.report"].search(
            [("feedback_id", "in", self.cases.ids)]
        )
        share = {line.feedback_id.id: line for line in lines}
        for case in self.cases:
            line, due = share[case.id], case.date_deadline
            answered = case.state in ("answered", "closed")
            late = answered and due and (case.answered_on + VIETNAM).date() > due
            today = case.paused_on or self._today()
            overdue = case.state in OWED_STATES and bool(due) and due < today
            self.assertEqual(
                (line.is_on_time, line.is_late, line.is_overdue),
                (int(answered and not late), int(bool(late)), int(overdue)),
            )

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_walks(self):
        for seed in SEEDS:
            with self.subTest(seed=seed), self.cr.savepoint():
                self._walk(seed, STEPS)
        # they went nearly everywhere
        self.assertGreater(len(self.made), 20, self.made)
