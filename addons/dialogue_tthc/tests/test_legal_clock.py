import importlib.util
import shutil
import subprocess
import sys
import tempfile
import threading
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

MODULE = Path(__file__).parents[1] / "tools" / "legal_clock.py"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def load():
    """Load the clock by its path, as a script without Odoo would."""
    spec = importlib.util.spec_from_file_location("legal_clock_by_path", MODULE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


clock = load()
ClockError, DayKind, Pause = clock.ClockError, clock.DayKind, clock.Pause
due_day, due_calendar_day = clock.due_day, clock.due_calendar_day
between = clock.working_days_between
HOURS = clock.WorkHours()


def on(text):
    """Read a date as people write it: ``13/01/2026``."""
    return datetime.strptime(text, "%d/%m/%Y").date()


def days(year, text, name):
    return {on(f"{day}/{year}"): name for day in text.split()}


# Vietnam's days, holidays on a weekend left out but for one.
HOLIDAYS = {
    **days(2023, "02/01", "Tết Dương lịch"),
    **days(2023, "20/01 23/01 24/01 25/01 26/01", "Tết Nguyên đán"),
    **days(2023, "01/05 02/05 03/05", "Giỗ Tổ, 30/4, 1/5"),
    **days(2023, "01/09 04/09", "Quốc khánh"),
    **days(2024, "01/01", "Tết Dương lịch"),
    **days(2024, "08/02 09/02 12/02 13/02 14/02", "Tết Nguyên đán"),
    **days(2024, "18/04 30/04 01/05", "Giỗ Tổ, 30/4, 1/5"),
    **days(2024, "02/09 03/09", "Quốc khánh"),
    **days(2025, "01/01", "Tết Dương lịch"),
    **days(2025, "27/01 28/01 29/01 30/01 31/01", "Tết Nguyên đán"),
    **days(2025, "07/04 30/04 01/05", "Giỗ Tổ, 30/4, 1/5"),
    **days(2025, "01/09 02/09", "Quốc khánh"),
    **days(2026, "01/01", "Tết Dương lịch"),
    **days(2026, "16/02 17/02 18/02 19/02 20/02", "Tết Nguyên đán"),
    **days(2026, "26/04 27/04", "Giỗ Tổ Hùng Vương"),
    **days(2026, "30/04 01/05", "30/4, 1/5"),
    **days(2026, "01/09 02/09", "Quốc khánh"),
}
SWAPPED = {
    on(text): "Hoán đổi" for text in ("29/04/2024", "02/05/2025", "02/01/2026")
} | {on("31/08/2026"): "Hoán đổi sang 22/8"}
MAKE_UP = {
    on(text): "Làm bù"
    for text in ("04/05/2024", "26/04/2025", "10/01/2026", "22/08/2026")
}
CULTURE_DAY = {on("24/11/2026"): "Ngày Văn hóa Việt Nam"}


def vietnam(more=(), **options):
    off = {**HOLIDAYS, **dict(more)}
    return clock.WorkCalendar(off, MAKE_UP, swapped_off=SWAPPED, **options)


VIETNAM = vietnam(CULTURE_DAY)


class Naive:
    """The same rules counted on the fingers: day by day, minute by minute."""

    def __init__(self, off, worked):
        self.off, self.worked = off, worked
        self.calendar = clock.WorkCalendar(
            dict.fromkeys(off, "off"), dict.fromkeys(worked, "worked")
        )

    def works(self, day):
        if day.weekday() >= 5:
            return day in self.worked
        return day not in self.off

    @staticmethod
    def stands(day, pauses):
        return any(p.start < day <= p.end for p in pauses)

    def due(self, day, number, pauses=()):
        while number:
            day += DAY
            number -= self.works(day) and not self.stands(day, pauses)
        return day

    def due_calendar(self, day, number, pauses=()):
        while number:
            day += DAY
            number -= not self.stands(day, pauses)
        while not self.works(day) or self.stands(day, pauses):
            day += DAY
        return day

    def due_moment(self, moment, minutes, pauses=()):
        while minutes:
            open_now = self.works(moment.date()) and any(
                start <= moment.time() < end for start, end in HOURS.blocks
            )
            minutes -= open_now and not any(a <= moment < b for a, b in pauses)
            moment += MINUTE
        return moment


FIRST = on("01/12/2024")
dates = st.integers(0, 500).map(lambda number: FIRST + number * DAY)
moments = st.builds(
    lambda day, minute: datetime.combine(day, time()) + minute * MINUTE,
    dates,
    st.integers(0, 24 * 60 - 1),
)
lengths = st.integers(1, 60)


@st.composite
def calendars(draw):
    off, worked = draw(st.sets(dates, max_size=40)), draw(st.sets(dates, max_size=15))
    return Naive(
        {day for day in off if day.weekday() < 5},
        {day for day in worked if day.weekday() >= 5},
    )


@st.composite
def pauses_around(draw, received, number=4):
    """Some pauses, in any order, some before the receipt, some over one another."""
    found = draw(
        st.lists(st.tuples(st.integers(-20, 60), st.integers(0, 25)), max_size=number)
    )
    return [
        Pause(received + start * DAY, received + (start + length) * DAY)
        for start, length in found
    ]


def tried(*strategies, examples=100):
    """Like ``given``, the same in every run and whatever the machine is busy with."""

    def decorate(test):
        return settings(
            derandomize=True, deadline=None, max_examples=examples, database=None
        )(given(*strategies)(test))

    return decorate


@tagged("post_install", "-at_install")
class TestLegalClockDays(BaseCase):
    """Due dates worked out by hand on a paper calendar."""

    def test_exact_due_days(self):
        for received, number, due in (
            ("22/12/2025", 15, "13/01/2026"),  # 2/1 off, Sat 10/1 worked
            ("10/02/2026", 15, "10/03/2026"),  # Tết
            ("20/04/2026", 15, "14/05/2026"),  # Giỗ Tổ moved, 30/4, 1/5
            ("17/08/2026", 15, "09/09/2026"),  # 2/9 with its swap
            ("17/08/2026", 5, "22/08/2026"),  # a Saturday that is worked
            ("24/04/2025", 5, "05/05/2025"),  # Sat 26/4 worked, 2/5 off
            ("20/08/2026", 10, "07/09/2026"),
            ("02/11/2026", 5, "09/11/2026"),
            ("20/11/2026", 15, "14/12/2026"),  # 24/11 off
        ):
            with self.subTest(received=received, number=number):
                due = on(due)
                self.assertEqual(due_day(on(received), number, VIETNAM).day, due)
                self.assertEqual(between(on(received), due, VIETNAM), number)

    def test_without_the_day_nobody_has_confirmed(self):
        due = due_day(on("20/11/2026"), 15, vietnam())
        self.assertEqual(due.day, on("11/12/2026"))

    def test_the_ledger_tells_each_day(self):
        due = due_day(on("31/12/2025"), 6, VIETNAM)
        self.assertEqual(
            [
                (f"{line.day:%d/%m}", line.kind.value, line.number)
                for line in due.ledger
            ],
            [
                ("31/12", "received", None),
                ("01/01", "holiday", None),
                ("02/01", "swapped_off", None),
                ("03/01", "weekend", None),
                ("04/01", "weekend", None),
                ("05/01", "counted", 1),
                ("06/01", "counted", 2),
                ("07/01", "counted", 3),
                ("08/01", "counted", 4),
                ("09/01", "counted", 5),
                ("10/01", "make_up", 6),
            ],
        )
        names = {line.kind: line.name for line in due.ledger}
        self.assertEqual(names[DayKind.HOLIDAY], "Tết Dương lịch")
        self.assertEqual(names[DayKind.MAKE_UP], "Làm bù")
        self.assertEqual(names[DayKind.COUNTED], "")
        self.assertIs(due.ledger, due.ledger)

    def test_a_pause_stops_the_days_after_its_start_up_to_its_end(self):
        # Monday; paused on Tuesday, which counts; goes on on Friday, which does not
        pause = Pause(on("03/11/2026"), on("06/11/2026"))
        due = due_day(on("02/11/2026"), 3, VIETNAM, pauses=[pause])
        self.assertEqual(due.day, on("10/11/2026"))
        self.assertEqual(
            [line.number for line in due.ledger],
            [None, 1, None, None, None, None, None, 2, 3],
        )
        kinds = [line.kind for line in due.ledger]
        self.assertEqual(kinds[2:5], [DayKind.PAUSED] * 3)
        self.assertEqual(kinds[5:7], [DayKind.WEEKEND] * 2)

    def test_a_pause_of_no_day_changes_nothing(self):
        pauses = [Pause(on("03/11/2026"), on("03/11/2026"))]
        for function in (due_day, due_calendar_day):
            self.assertEqual(
                function(on("02/11/2026"), 5, VIETNAM, pauses=pauses),
                function(on("02/11/2026"), 5, VIETNAM),
            )

    def test_while_the_clock_stands_still_there_is_no_due_day(self):
        received, calendar = on("02/11/2026"), VIETNAM
        still = [Pause(on("05/11/2026"), None)]
        # paused on the due day itself: it still counts
        self.assertEqual(
            due_day(received, 3, calendar, pauses=still).day, still[0].start
        )
        for function in (due_day, due_calendar_day):
            with self.assertRaises(ClockError):
                function(received, 4, calendar, pauses=still)
        self.assertEqual(
            clock.days_used(received, on("30/12/2026"), calendar, pauses=still), 3
        )
        # ends on a Saturday, and from Friday on nothing runs
        weekend = [Pause(on("07/11/2026"), None)]
        with self.assertRaises(ClockError):
            due_calendar_day(received, 5, calendar, pauses=weekend)

    def test_calendar_days_end_on_a_working_day(self):
        due = due_calendar_day(on("25/04/2026"), 5, VIETNAM)  # to Thu 30/4
        self.assertEqual(due.day, on("04/05/2026"))
        self.assertEqual(
            [line.number for line in due.ledger],
            [None, 1, 2, 3, 4, 5, None, None, None, None],
        )
        self.assertEqual(
            [line.kind for line in due.ledger[5:]],
            [
                DayKind.COUNTED,
                DayKind.HOLIDAY,
                DayKind.WEEKEND,
                DayKind.WEEKEND,
                DayKind.COUNTED,
            ],
        )
        # the Monday on which it would end stands still, and so may what comes later
        for end, last in (("03/05/2026", "04/05/2026"), ("04/05/2026", "05/05/2026")):
            pauses = [Pause(on("30/04/2026"), on(end)), Pause(on("05/05/2026"), None)]
            due = due_calendar_day(on("25/04/2026"), 5, VIETNAM, pauses=pauses)
            self.assertEqual(due.day, on(last))
        # to a Saturday that is worked
        due = due_calendar_day(on("17/08/2026"), 5, VIETNAM)
        self.assertEqual(due.day, on("22/08/2026"))

    def test_a_year_nobody_knows_makes_the_day_provisional(self):
        calendar = vietnam(known_years={2025, 2026})
        for received, number, provisional in (
            ("22/12/2025", 15, False),
            ("01/12/2026", 5, False),
            ("28/12/2026", 15, True),
            ("30/12/2024", 5, True),
        ):
            with self.subTest(received=received):
                due = due_day(on(received), number, calendar)
                self.assertEqual(due.is_provisional, provisional)
                self.assertFalse(due_day(on(received), number, VIETNAM).is_provisional)
        self.assertTrue(calendar.is_known(on("31/12/2026")))
        self.assertFalse(calendar.is_known(on("01/01/2027")))

    def test_left_and_overdue(self):
        due = on("05/05/2025")  # a Monday
        for today, number, overdue in (
            ("24/04/2025", 5, False),
            ("04/05/2025", 1, False),
            ("05/05/2025", 0, False),
            ("06/05/2025", 1, True),
            ("12/05/2025", 5, True),
        ):
            with self.subTest(today=today):
                found = clock.standing(due, on(today), VIETNAM)
                self.assertEqual(found, clock.Standing(number, overdue))
        # nobody has worked since: overdue, but by no working day yet
        found = clock.standing(on("09/05/2025"), on("10/05/2025"), VIETNAM)
        self.assertEqual(found, clock.Standing(0, True))

    def test_notice_is_given_on_a_working_day(self):
        for event, notice in (
            ("20/11/2026", "13/11/2026"),
            ("23/11/2026", "16/11/2026"),
            ("22/11/2026", "13/11/2026"),  # seven days before is a Sunday
            ("29/08/2026", "22/08/2026"),  # a Saturday that is worked
            ("26/02/2026", "13/02/2026"),  # in Tết
        ):
            with self.subTest(event=event):
                found = clock.latest_notice(on(event), 7, VIETNAM)
                self.assertEqual(found, on(notice))
        self.assertEqual(
            clock.latest_notice(on("22/11/2026"), 0, VIETNAM), on("20/11/2026")
        )

    def test_what_a_day_is(self):
        for text, kind, works in (
            ("20/11/2026", DayKind.COUNTED, True),
            ("21/11/2026", DayKind.WEEKEND, False),
            ("26/04/2026", DayKind.HOLIDAY, False),  # on a Sunday
            ("31/08/2026", DayKind.SWAPPED_OFF, False),
            ("22/08/2026", DayKind.MAKE_UP, True),
        ):
            with self.subTest(day=text):
                self.assertEqual(VIETNAM.kind(on(text)), kind)
                self.assertEqual(VIETNAM.is_working(on(text)), works)
        self.assertEqual(VIETNAM.name(on("24/11/2026")), "Ngày Văn hóa Việt Nam")
        self.assertEqual(VIETNAM.name(on("25/11/2026")), "")


@tagged("post_install", "-at_install")
class TestLegalClockProperties(BaseCase):
    """What holds for every calendar, every receipt and every term."""

    @tried(calendars(), dates, lengths)
    def test_as_counted_on_the_fingers(self, naive, received, number):
        calendar = naive.calendar
        due = due_day(received, number, calendar)
        self.assertEqual(due.day, naive.due(received, number))
        self.assertTrue(naive.works(due.day))
        self.assertEqual(between(received, due.day, calendar), number)
        self.assertEqual(between(due.day, received, calendar), -number)
        self.assertEqual(clock.shift_working_days(received, number, calendar), due.day)
        back = clock.shift_working_days(due.day, -number, calendar)
        self.assertEqual(between(back, due.day, calendar), number)
        self.assertLessEqual(back, received)
        self.assertEqual(between(back, received, calendar), 0)
        rest = clock.shift_working_days(received, 0, calendar)
        same = received if naive.works(received) else naive.due(received, 1)
        self.assertEqual(rest, same)

    @tried(calendars(), dates, lengths, st.data())
    def test_pauses_as_counted_on_the_fingers(self, naive, received, number, data):
        pauses = data.draw(pauses_around(received))
        calendar = naive.calendar
        due = due_day(received, number, calendar, pauses=pauses)
        self.assertEqual(due.day, naive.due(received, number, pauses))
        used = clock.days_used(received, due.day, calendar, pauses=pauses)
        self.assertEqual(used, number)
        used = clock.days_used(received, due.day - DAY, calendar, pauses=pauses)
        self.assertEqual(used, number - 1)
        last = due_calendar_day(received, number, calendar, pauses=pauses)
        self.assertEqual(last.day, naive.due_calendar(received, number, pauses))
        counted = [line.day for line in last.ledger if line.number == number]
        used = clock.calendar_days_used(received, counted[0], calendar, pauses=pauses)
        self.assertEqual(used, number)

    @tried(calendars(), dates, st.integers(-10, 80), st.data())
    def test_days_that_ran_as_counted_on_the_fingers(self, naive, received, n, data):
        until, pauses = received + n * DAY, data.draw(pauses_around(received))
        still = [*pauses, Pause(received + 30 * DAY, None)]
        passed = [received + (number + 1) * DAY for number in range(n)]
        ran = [day for day in passed if not naive.stands(day, pauses)]
        first = [day for day in ran if day <= still[-1].start]
        for found, expected in ((pauses, ran), (still, first)):
            used = clock.days_used(received, until, naive.calendar, pauses=found)
            self.assertEqual(used, sum(map(naive.works, expected)))
            used = clock.calendar_days_used(
                received, until, naive.calendar, pauses=found
            )
            self.assertEqual(used, len(expected))

    @tried(calendars(), dates, dates, lengths, lengths)
    def test_later_or_longer_is_never_earlier(self, naive, one, other, a, b):
        for function in (due_day, due_calendar_day):
            first, last = min(one, other), max(one, other)
            self.assertLessEqual(
                function(first, a, naive.calendar).day,
                function(last, a, naive.calendar).day,
            )
            self.assertLessEqual(
                function(one, min(a, b), naive.calendar).day,
                function(one, max(a, b), naive.calendar).day,
            )
        if a != b:
            self.assertNotEqual(
                due_day(one, a, naive.calendar).day, due_day(one, b, naive.calendar).day
            )

    @tried(calendars(), dates, lengths, lengths)
    def test_terms_add_up(self, naive, received, a, b):
        first = due_day(received, a, naive.calendar).day
        self.assertEqual(
            due_day(first, b, naive.calendar).day,
            due_day(received, a + b, naive.calendar).day,
        )

    @tried(calendars(), dates, lengths, st.data())
    def test_the_ledger_is_whole(self, naive, received, number, data):
        pauses = data.draw(pauses_around(received))
        for function in (due_day, due_calendar_day):
            due = function(received, number, naive.calendar, pauses=pauses)
            lines = due.ledger
            self.assertEqual(
                [line.day for line in lines],
                [received + n * DAY for n in range((due.day - received).days + 1)],
            )
            self.assertEqual(lines[0].kind, DayKind.RECEIVED)
            numbers = [line.number for line in lines if line.number]
            self.assertEqual(numbers, list(range(1, number + 1)))
            for line in lines[1:]:
                stands = naive.stands(line.day, pauses)
                self.assertEqual(line.kind is DayKind.PAUSED, stands)
                if function is due_day:
                    counts = naive.works(line.day) and not stands
                    self.assertEqual(line.number is not None, counts)
        self.assertEqual(
            due_day(received, number, naive.calendar, pauses=pauses).ledger[-1].number,
            number,
        )

    @tried(calendars(), dates, lengths, st.data())
    def test_one_more_pause_is_never_earlier(self, naive, received, number, data):
        pauses = data.draw(pauses_around(received))
        one_more = [*pauses, *data.draw(pauses_around(received, 1))]
        for function in (due_day, due_calendar_day):
            self.assertLessEqual(
                function(received, number, naive.calendar, pauses=pauses).day,
                function(received, number, naive.calendar, pauses=one_more).day,
            )
            self.assertEqual(
                function(received, number, naive.calendar, pauses=one_more),
                function(received, number, naive.calendar, pauses=one_more[::-1]),
            )

    @tried(calendars(), dates, lengths, st.integers(0, 50), st.integers(0, 30))
    def test_what_was_left_runs_from_the_end_of_the_pause(
        self, naive, received, number, start, length
    ):
        pause = Pause(received + start * DAY, received + (start + length) * DAY)
        used = clock.days_used(received, pause.start, naive.calendar)
        due = due_day(received, number, naive.calendar, pauses=[pause]).day
        if used < number:
            rest = due_day(pause.end, number - used, naive.calendar).day
            self.assertEqual(due, rest)
        else:
            self.assertEqual(due, due_day(received, number, naive.calendar).day)

    @tried(calendars(), dates, dates)
    def test_left_days_run_out_one_by_one(self, naive, due, today):
        found = clock.standing(due, today, naive.calendar)
        self.assertEqual(found.is_overdue, today > due)
        self.assertEqual(found.days, abs(between(today, due, naive.calendar)))

    @tried(calendars(), dates, st.integers(0, 30))
    def test_no_later_working_day_is_early_enough(self, naive, event, number):
        found = clock.latest_notice(event, number, naive.calendar)
        limit = event - number * DAY
        self.assertTrue(naive.works(found))
        self.assertLessEqual(found, limit)
        self.assertEqual(between(found, limit, naive.calendar), 0)


@tagged("post_install", "-at_install")
class TestLegalClockHours(BaseCase):
    def due(self, text, minutes, **options):
        received = datetime.strptime(text, "%d/%m/%Y %H:%M")
        due = clock.due_moment(received, minutes, VIETNAM, HOURS, **options)
        return f"{due.moment:%d/%m/%Y %H:%M}"

    def test_exact_moments(self):
        self.assertEqual(HOURS.minutes, 480)
        self.assertEqual(HOURS.closes, time(17, 30))
        for received, minutes, due in (
            ("02/11/2026 08:00", 120, "02/11/2026 10:00"),
            ("02/11/2026 08:00", 480, "03/11/2026 08:00"),
            ("02/11/2026 07:30", 480, "02/11/2026 17:30"),  # not 7:30 on the next day
            ("02/11/2026 07:30", 240, "02/11/2026 11:30"),  # not 13:30
            ("02/11/2026 12:00", 60, "02/11/2026 14:30"),
            ("06/11/2026 17:00", 60, "09/11/2026 08:00"),  # over a weekend
            ("21/08/2026 17:00", 60, "22/08/2026 08:00"),  # to a Saturday worked
            ("07/11/2026 09:00", 1, "09/11/2026 07:31"),
            ("23/11/2026 17:30", 480, "25/11/2026 17:30"),  # 24/11 off
        ):
            with self.subTest(received=received, minutes=minutes):
                self.assertEqual(self.due(received, minutes), due)

    def test_pauses_and_their_ledger(self):
        received = datetime(2026, 11, 5, 16, 30)
        pauses = [
            (datetime(2026, 11, 6, 8, 0), datetime(2026, 11, 6, 10, 0)),
            (datetime(2026, 11, 9, 7, 0), datetime(2026, 11, 10, 7, 30)),
        ]
        due = clock.due_moment(received, 540, VIETNAM, HOURS, pauses=pauses)
        self.assertEqual(due.moment, datetime(2026, 11, 10, 9, 30))
        self.assertEqual(
            [(line.kind.value, line.minutes) for line in due.ledger],
            [
                ("received", 60),
                ("counted", 360),
                ("weekend", 0),
                ("weekend", 0),
                ("paused", 0),
                ("counted", 120),
            ],
        )
        # from midnight on, a day off included
        pauses = [(datetime(2026, 11, 7), datetime(2026, 11, 8))]
        due = clock.due_moment(received, 600, VIETNAM, HOURS, pauses=pauses)
        kinds = [line.kind.value for line in due.ledger]
        self.assertEqual(kinds[1:4], ["counted", "paused", "weekend"])
        still = [(datetime(2026, 11, 6, 8, 0), None)]
        with self.assertRaises(ClockError):
            clock.due_moment(received, 540, VIETNAM, HOURS, pauses=still)
        self.assertEqual(
            clock.minutes_used(
                received, datetime(2026, 12, 1, 8, 0), VIETNAM, HOURS, still
            ),
            90,
        )

    @tried(calendars(), moments, st.integers(1, 900), st.data(), examples=40)
    def test_as_counted_minute_by_minute(self, naive, received, minutes, data):
        found = data.draw(
            st.lists(
                st.tuples(st.integers(-900, 4000), st.integers(0, 2000)), max_size=3
            )
        )
        pauses = [
            (received + start * MINUTE, received + (start + length) * MINUTE)
            for start, length in found
        ]
        due = clock.due_moment(received, minutes, naive.calendar, HOURS, pauses=pauses)
        self.assertEqual(due.moment, naive.due_moment(received, minutes, pauses))

    @tried(calendars(), moments, st.integers(1, 9000), st.integers(1, 9000))
    def test_terms_of_minutes_add_up(self, naive, received, a, b):
        first = clock.due_moment(received, a, naive.calendar, HOURS).moment
        self.assertEqual(
            clock.due_moment(first, b, naive.calendar, HOURS).moment,
            clock.due_moment(received, a + b, naive.calendar, HOURS).moment,
        )

    @tried(calendars(), moments, st.integers(0, 59_999_999), st.integers(1, 9000))
    def test_an_end_lies_in_office_hours(self, naive, received, fraction, minutes):
        received += timedelta(microseconds=fraction)
        calendar = naive.calendar
        due = clock.due_moment(received, minutes, calendar, HOURS)
        at = due.moment.time()
        self.assertTrue(naive.works(due.moment.date()))
        self.assertTrue(any(start < at <= end for start, end in HOURS.blocks))
        used = clock.minutes_used(received, due.moment, calendar, HOURS)
        self.assertEqual(used, minutes)
        self.assertEqual(sum(line.minutes for line in due.ledger), minutes)
        self.assertEqual(due.ledger[0].day, received.date())
        self.assertEqual(due.ledger[-1].day, due.moment.date())

    def test_the_day_of_receipt(self):
        for text, shifted in (
            ("06/11/2026 09:00", "06/11/2026"),
            ("06/11/2026 05:00", "06/11/2026"),
            ("06/11/2026 12:00", "06/11/2026"),
            ("06/11/2026 17:30", "06/11/2026"),
            ("06/11/2026 17:31", "09/11/2026"),
            ("07/11/2026 09:00", "09/11/2026"),
            ("22/08/2026 09:00", "22/08/2026"),
            ("31/08/2026 09:00", "03/09/2026"),
        ):
            moment = datetime.strptime(text, "%d/%m/%Y %H:%M")
            with self.subTest(moment=text):
                day = clock.receipt_day(moment, VIETNAM, HOURS, shift=True)
                self.assertEqual(day, on(shifted))
                day = clock.receipt_day(moment, VIETNAM, HOURS, shift=False)
                self.assertEqual(day, moment.date())

    def test_office_hours_that_cannot_be(self):
        for blocks in (
            (),
            ((time(9), time(9)),),
            ((time(9), time(8)),),
            ((time(13), time(17)), (time(8), time(12))),
            ((time(8), time(12)), (time(11), time(17))),
            ((time(8), time(12, 0, 1)),),
            ((time(8, tzinfo=timezone.utc), time(12, tzinfo=timezone.utc)),),
        ):
            with self.subTest(blocks=blocks), self.assertRaises(ClockError):
                clock.WorkHours(blocks)


@tagged("post_install", "-at_install")
class TestLegalClockInput(BaseCase):
    def test_what_is_no_term(self):
        received, moment = on("02/11/2026"), datetime(2026, 11, 2, 8)
        aware = moment.replace(tzinfo=timezone.utc)
        for number in (0, -1, 1.5, True, "15", None, 10**9, 10**30):
            for function, start, *more in (
                (due_day, received),
                (due_calendar_day, received),
                (clock.due_moment, moment, HOURS),
            ):
                if function is clock.due_moment and number == 10**9:
                    number = 10**12
                with self.subTest(number=number, function=function.__name__):
                    with self.assertRaises(ClockError):
                        function(start, number, VIETNAM, *more)
        for function, *arguments in (
            (due_day, moment, 5, VIETNAM),
            (due_calendar_day, moment, 5, VIETNAM),
            (clock.due_moment, received, 5, VIETNAM, HOURS),
            (clock.due_moment, aware, 5, VIETNAM, HOURS),
            (between, received, moment, VIETNAM),
            (Pause, moment, None),
            (Pause, received, received - DAY),
            (clock.latest_notice, received, -1, VIETNAM),
            (VIETNAM.is_working, moment),
        ):
            with self.subTest(function=function), self.assertRaises(ClockError):
                function(*arguments)
        with self.assertRaises(ClockError):
            clock.due_moment(
                moment, 5, VIETNAM, HOURS, pauses=[(moment, moment - MINUTE)]
            )

    def test_the_ends_of_time(self):
        for function, *arguments in (
            (due_day, date.max, 1, VIETNAM),
            (due_calendar_day, date.max, 1, VIETNAM),
            # a Friday, so the term would end on the day after the last
            (due_calendar_day, date.max - DAY, 2, VIETNAM),
            (clock.shift_working_days, date.min, -1, VIETNAM),
            (clock.latest_notice, date.min, 1, VIETNAM),
            (clock.due_moment, datetime.max, 1, VIETNAM, HOURS),
        ):
            with self.subTest(function=function), self.assertRaises(ClockError):
                function(*arguments)
        self.assertEqual(due_day(date.min, 1, vietnam()).day, date(1, 1, 2))

    def test_a_day_cannot_be_off_and_worked(self):
        day = on("22/08/2026")
        with self.assertRaises(ClockError):
            clock.WorkCalendar({day: "off"}, {day: "worked"})
        with self.assertRaises(ClockError):
            clock.WorkCalendar({}, {day: "worked"}, swapped_off={day: "off"})

    def test_a_holiday_is_a_holiday_also_when_it_was_swapped(self):
        day = on("02/01/2026")
        calendar = clock.WorkCalendar({day: "Tết"}, {}, swapped_off={day: "Hoán đổi"})
        self.assertEqual(calendar.kind(day), DayKind.HOLIDAY)
        self.assertEqual(calendar.name(day), "Tết")

    def test_a_calendar_does_not_change(self):
        off = {on("03/11/2026"): "off"}
        calendar = clock.WorkCalendar(off, {})
        off.clear()
        self.assertFalse(calendar.is_working(on("03/11/2026")))
        self.assertEqual(due_day(on("02/11/2026"), 1, calendar).day, on("04/11/2026"))
        with self.assertRaises(AttributeError):
            calendar.days_off = {}
        self.assertEqual(len({calendar, clock.WorkCalendar({}, {}), calendar}), 2)

    def test_threads_may_share_a_calendar(self):
        calendar, wrong = vietnam(), []
        naive = Naive({*HOLIDAYS, *SWAPPED}, set(MAKE_UP))

        def count(year):
            for number in range(1, 40):
                day = date(year, 3, 1)
                if due_day(day, number, calendar).day != naive.due(day, number):
                    wrong.append((year, number))

        years = [2026, 2010, 2040, 1990, 2024, 2060]
        threads = [threading.Thread(target=count, args=(year,)) for year in years]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_it_needs_nothing_but_the_standard_library(self):
        code = (
            "import importlib.util, sys\n"
            "spec = importlib.util.spec_from_file_location('c', sys.argv[1])\n"
            "module = importlib.util.module_from_spec(spec)\n"
            "spec.loader.exec_module(module)\n"
            "from datetime import date\n"
            "calendar = module.WorkCalendar({}, {})\n"
            "print(module.due_day(date(2026, 11, 2), 5, calendar).day)\n"
        )
        # -I -S: neither the environment nor any package is seen
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code, str(MODULE)],
            capture_output=True,
            text=True,
            check=True,
        )
        self.assertEqual(done.stdout.strip(), "2026-11-09")

    def test_it_says_that_its_parts_are_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            alone = shutil.copy(MODULE, folder)
            done = subprocess.run(
                [sys.executable, "-I", "-S", alone], capture_output=True, text=True
            )
        self.assertIn("ImportError: no legal_clock_parts beside", done.stderr)
