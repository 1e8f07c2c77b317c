"""Time the legal clock beside a loop over the days. Runs in Odoo's environment.

Called with the path of ``legal_clock.py``; needs nothing but that file and the
folder ``legal_clock_parts`` beside it. Ends with 1 if the clock is too slow or does
not agree with the loop.
"""

import importlib.util
import sys
import time
from datetime import date, timedelta

COUNT = 100_000
LIMIT = 1.0  # seconds for so many due days
YEARS = (2024, 2025, 2026)
#: Working days of the terms, one after the other.
TERMS = (1, 5, 7, 10, 15, 20, 30, 45, 60)
_DAY = timedelta(days=1)


def load(path):
    """Load the clock from its file."""
    spec = importlib.util.spec_from_file_location("legal_clock", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def days_of(years):
    """Return days off and make-up days as many as a calendar of Vietnam has.

    What is timed does not depend on which days they are.
    """
    off, worked = {}, {}
    for year in years:
        for month, day in ((1, 1), (4, 30), (5, 1), (9, 1), (9, 2), (11, 24)):
            off[date(year, month, day)] = "Nghỉ lễ"
        for number in range(7):
            off[date(year, 2, 12) + number * _DAY] = "Tết Nguyên đán"
        saturday = date(year, 8, 22)
        worked[saturday + (5 - saturday.weekday()) % 7 * _DAY] = "Làm bù"
    return off, worked


def questions(count, years):
    """Return ``count`` days of receipt over the years, each with a term."""
    first = date(min(years), 1, 1)
    span = (date(max(years), 9, 30) - first).days
    return [
        (first + number % span * _DAY, TERMS[number % len(TERMS)])
        for number in range(count)
    ]


def counted_by_clock(clock, asked, off, worked):
    """Return the due days by the clock, its calendar made from nothing."""
    calendar = clock.WorkCalendar(off, worked)
    return [clock.due_day(received, term, calendar).day for received, term in asked]


def counted_day_by_day(asked, off, worked):
    """Return the due days by a loop over the days, as one writes it at first."""
    found = []
    for received, term in asked:
        day = received
        while term:
            day += _DAY
            if day in worked if day.weekday() >= 5 else day not in off:
                term -= 1
        found.append(day)
    return found


def timed(function, *arguments):
    """Return what the function returns, and the seconds it took."""
    start = time.perf_counter()
    result = function(*arguments)
    return result, time.perf_counter() - start


def seconds(number):
    """Return seconds as they are written in Vietnamese."""
    return f"{number:.2f}".replace(".", ",") + " s"


def verdict(clock_days, clock_time, loop_days, loop_time, limit=LIMIT):
    """Return what is to be told, line by line, and whether all is well."""
    count = f"{len(clock_days):,}".replace(",", ".")
    ratio = f"{loop_time / clock_time:.1f}".replace(".", ",")
    lines = [
        f"{count} hạn trên lịch {len(YEARS)} năm: {seconds(clock_time)}"
        f" (giới hạn {seconds(limit)})",
        f"đếm từng ngày: {seconds(loop_time)}, chậm gấp {ratio} lần",
    ]
    wrong = sum(a != b for a, b in zip(clock_days, loop_days, strict=True))
    if wrong:
        lines.append(f"KHÔNG ĐẠT: {wrong} hạn khác với cách đếm từng ngày")
    else:
        lines.append("hai cách ra cùng một ngày ở mọi hạn")
    if clock_time > limit:
        lines.append("KHÔNG ĐẠT: quá chậm")
    return lines, not wrong and clock_time <= limit


def main(path):
    """Time both and return the exit code."""
    clock = load(path)
    off, worked = days_of(YEARS)
    asked = questions(COUNT, YEARS)
    by_clock = timed(counted_by_clock, clock, asked, off, worked)
    by_loop = timed(counted_day_by_day, asked, off, worked)
    lines, good = verdict(*by_clock, *by_loop)
    print("\n".join(lines))
    return 0 if good else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1]))
