from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.legal_clock import ClockError, WorkCalendar, shift_working_days
from ..tools.reminder_ladder import Reached, Rung, next_day, reached

CALENDAR = WorkCalendar(
    {date(2026, 9, 1): "Quốc khánh", date(2026, 9, 2): "Quốc khánh"},
    {date(2026, 8, 22): "Làm bù"},
    swapped_off={date(2026, 8, 31): "Nghỉ hoán đổi"},
)
DUE = date(2026, 9, 9)  # Wednesday
LADDER = (
    Rung(-3, "officer"),
    Rung(-1, "officer"),
    Rung(0, "officer"),
    Rung(1, "officer"),
    Rung(1, "head"),
    Rung(3, "head"),
    Rung(3, "leader"),
    Rung(8, "officer", repeat=5),
    Rung(8, "leader", repeat=5),
)
DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
RUNGS = st.lists(
    st.builds(
        Rung,
        st.integers(-20, 20),
        st.sampled_from(["officer", "head", "leader"]),
        st.integers(0, 7),
    ),
    max_size=6,
)


@tagged("post_install", "-at_install")
class TestReminderLadder(BaseCase):
    """When which rung is reached, by hand and by what always holds."""

    def _next(self, after, rungs=LADDER, due=DUE):
        return next_day(rungs, due, after=after, calendar=CALENDAR)

    def _reached(self, since, today, rungs=LADDER, due=DUE):
        found = reached(rungs, due, since=since, today=today, calendar=CALENDAR)
        return [(one.day, one.distance, one.audience) for one in found]

    def test_days_of_the_rungs_one_after_the_other(self):
        days = [date(2026, 8, 17)]
        while len(days) < 9:
            days.append(self._next(days[-1]))
        self.assertEqual(
            days[1:],
            [
                date(2026, 9, 4),  # T-3, a Friday
                date(2026, 9, 8),
                date(2026, 9, 9),
                date(2026, 9, 10),
                date(2026, 9, 14),  # T+3, over a weekend
                date(2026, 9, 21),  # T+8
                date(2026, 9, 28),  # and every five working days
                date(2026, 10, 5),
            ],
        )

    def test_days_before_the_start_are_of_no_use(self):
        self.assertEqual(self._next(date(2026, 9, 7)), date(2026, 9, 8))
        self.assertEqual(self._next(date(2026, 9, 8)), date(2026, 9, 9))

    def test_holidays_and_make_up_days_are_counted(self):
        # due Thu 03/09: T-3 is Wed 26/08, because Mon to Wed are off
        self.assertEqual(
            self._next(date(2026, 8, 1), due=date(2026, 9, 3)), date(2026, 8, 26)
        )
        # due Mon 24/08: the Saturday before is worked
        self.assertEqual(
            self._next(date(2026, 8, 20), [Rung(-1, "officer")], date(2026, 8, 24)),
            date(2026, 8, 22),
        )

    def test_an_empty_ladder_has_no_day(self):
        self.assertIsNone(self._next(date(2026, 8, 1), rungs=()))
        self.assertIsNone(self._next(DUE, rungs=[Rung(0, "officer")]))
        self.assertEqual(self._reached(DUE, DUE, rungs=()), [])

    def test_all_audiences_of_the_day_are_reached(self):
        day = date(2026, 9, 14)
        self.assertEqual(
            self._reached(day, day), [(day, 3, "head"), (day, 3, "leader")]
        )

    def test_after_days_without_a_job_the_furthest_speaks_alone(self):
        today = date(2026, 9, 15)
        self.assertEqual(
            self._reached(date(2026, 9, 4), today),
            [
                (date(2026, 9, 10), 1, "officer"),
                (date(2026, 9, 14), 3, "head"),
                (date(2026, 9, 14), 3, "leader"),
            ],
        )

    def test_what_was_looked_at_is_not_reached_again(self):
        self.assertEqual(self._reached(date(2026, 9, 15), date(2026, 9, 18)), [])

    def test_repeats_go_on_without_end(self):
        today = date(2026, 12, 31)
        found = self._reached(date(2026, 9, 22), today)
        self.assertEqual(
            [audience for _d, _n, audience in found], ["leader", "officer"]
        )
        for day, distance, _audience in found:
            self.assertLessEqual(today - day, timedelta(days=7))
            self.assertEqual((distance - 8) % 5, 0)
            self.assertEqual(shift_working_days(DUE, distance, CALENDAR), day)

    def test_before_the_first_rung_nobody_is_reached(self):
        self.assertEqual(self._reached(date(2026, 8, 17), date(2026, 9, 3)), [])

    def test_repeat_of_less_than_a_day_is_refused(self):
        with self.assertRaises(ClockError):
            Rung(1, "officer", repeat=-1)

    @settings(max_examples=300, deadline=None)
    @given(RUNGS, DAYS, DAYS)
    def test_next_day_is_later_and_worked(self, rungs, due, after):
        found = self._next(after, rungs, due)
        if found:
            self.assertGreater(found, after)
            self.assertTrue(CALENDAR.is_working(found))
            # and nothing lies between
            self.assertEqual(self._next(found - DAY, rungs, due), found)

    @settings(max_examples=300, deadline=None)
    @given(RUNGS, DAYS, DAYS)
    def test_next_day_reaches_something(self, rungs, due, after):
        found = self._next(after, rungs, due)
        if found:
            self.assertTrue(self._reached(found, found, rungs, due))

    @settings(max_examples=300, deadline=None)
    @given(RUNGS, DAYS, DAYS, st.integers(0, 60))
    def test_each_audience_is_reached_once(self, rungs, due, since, days):
        found = reached(
            rungs, due, since=since, today=since + days * DAY, calendar=CALENDAR
        )
        audiences = [one.audience for one in found]
        self.assertEqual(len(audiences), len(set(audiences)))
        for one in found:
            self.assertIsInstance(one, Reached)
            self.assertTrue(since <= one.day <= since + days * DAY)

    @settings(max_examples=150, deadline=None)
    @given(RUNGS, DAYS, DAYS)
    def test_going_day_by_day_misses_nothing(self, rungs, due, start):
        """What is reached day by day are the days that come one after the other."""
        by_day = {
            day
            for number in range(1, 40)
            for day in [start + number * DAY]
            if reached(rungs, due, since=day, today=day, calendar=CALENDAR)
        }
        one_by_one, day = set(), start
        while (day := self._next(day, rungs, due)) and day < start + 40 * DAY:
            one_by_one.add(day)
        self.assertEqual(by_day, one_by_one)
