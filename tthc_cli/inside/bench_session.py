"""Time a session of 300 people and 120 questions. Runs in Odoo's Python.

Called with an Odoo configuration and the name of a database of its own, with the
addons and nothing else. Two secretaries take the questions down as the desk of a
session does: each act is a transaction of its own, both work at once, and one act in
ten is sent twice. Ends with 1 if an entry is too slow, if a question is missing or
comes in twice, if a number is left out, or if what follows is read too slowly.
"""

import multiprocessing
import random
import statistics
import sys
import time
from datetime import timedelta
from functools import partial

from odoo import SUPERUSER_ID, api, fields, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config

from tthc_cli.inside.bench_reminders import GROUP

PEOPLE = 300
QUESTIONS = 120
WARM = 5
PAUSE = 0.5  # seconds between two entries of one secretary; at a session a minute
# of every ten acts one is sent again, as after a line that broke
REPEATED = 10
LIMIT = 0.2  # seconds for one entry, 95 of 100, commit included
#: seconds in which Odoo makes a contact on the machine that the limit was set on, 95 of
#: 100; a machine that is slower, or has other work to do, gets as much more time
PLAIN = 0.03
FOLLOW = 0.5  # seconds to read what changed: the rest of two seconds is the network


def prepare(env):
    """Make two secretaries and a session under way.

    :return: (ids of the users, id of the session, ids of those on the list, id of the
        division, id of the sector)
    """
    users = [
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login,
                "login": login,
                "lang": "vi_VN",
                "tz": "Asia/Ho_Chi_Minh",
                "group_ids": [(4, env.ref(f"{GROUP}desk").id)],
            }
        )
        .id
        for login in ("bench-first", "bench-second")
    ]
    division = env["hr.department"].create({"name": "Phòng Sở hữu trí tuệ"})
    sector = env["dialogue.sector"].create(
        {"name": "Sở hữu trí tuệ", "code": "BENCH", "department_id": division.id}
    )
    now = fields.Datetime.now()
    session = (
        env["dialogue.session"]
        .with_user(users[0])
        .create(
            {
                "name": "Đối thoại với doanh nghiệp",
                "date_start": now - timedelta(hours=1),
                "date_end": now + timedelta(hours=2),
                "location": "Hội trường",
                "chair_id": users[0],
                "secretary_id": users[1],
            }
        )
    )
    session.action_announce("Nhập lại sau buổi đối thoại")
    session.action_start()
    people = session.attendance_ids.create(
        [
            {"session_id": session.id, "name": f"Công ty TNHH Số {number}"}
            for number in range(PEOPLE)
        ]
    )
    env.cr.commit()
    return users, session.id, people.ids, division.id, sector.id


def secretary(database, user_id, session_id, entries):
    """Send ``entries`` one after the other, as one browser does.

    Between two of them somebody has to speak: here for a moment only.

    :return: list of seconds that each took, and of what Odoo's own work took meanwhile
    """
    registry, times, plain = Registry(database), [], []
    pauses = random.Random(user_id)
    for number, (key, vals) in enumerate(entries):
        time.sleep(pauses.uniform(0, 2 * PAUSE))
        plain.append(contact(registry))
        for _again in range(1 + (number % REPEATED == 0)):
            begun = time.perf_counter()
            with registry.cursor() as cr:
                env = api.Environment(cr, user_id, {"lang": "vi_VN"})
                session = env["dialogue.session"].browse(session_id)
                retrying(partial(session.action_console_record, key, vals), env)
            times.append(time.perf_counter() - begun)
    return times[WARM:], plain[WARM:]


def contact(registry):
    """Return the seconds in which Odoo makes a contact; it is not kept."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        begun = time.perf_counter()
        env["res.partner"].create({"name": "Bà Lan", "email": "lan@example.com"})
        env.flush_all()
        took = time.perf_counter() - begun
        cr.rollback()
    return took


def entries_of(people, division, sector, first):
    """Return every second question as (key, what was typed)."""
    return [
        (
            f"bench-entry-{number}",
            {
                "attendance_id": people[number * 2 % PEOPLE],
                "question": f"Câu hỏi số {number}: bao giờ có kết quả sở hữu trí tuệ?",
                "sector_id": sector,
                "outcome": "written",
                "department_id": division,
            },
        )
        for number in range(first, QUESTIONS, 2)
    ]


def percentile(times, part):
    """Return the time that ``part`` of all (0 to 1) do not exceed."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


def milliseconds(value):
    """Return seconds as milliseconds, as they are written in Vietnamese."""
    return f"{value * 1000:.0f} ms"


def problems(env, session_id):
    """Return what is wrong with what was taken down, as a list of sentences."""
    cases = env["dialogue.session"].browse(session_id).feedback_ids
    found = []
    if sorted(cases.mapped("question")) != sorted(
        f"Câu hỏi số {number}: bao giờ có kết quả sở hữu trí tuệ?"
        for number in range(QUESTIONS)
    ):
        found.append(f"{len(cases)} câu hỏi: thiếu hoặc trùng")
    if set(cases.mapped("state")) != {"assigned"}:
        found.append("có câu hỏi chưa được giao")
    numbers = sorted(cases.mapped("number"))
    if numbers != list(range(numbers[0], numbers[0] + QUESTIONS)):
        found.append("số của hồ sơ có chỗ trống")
    return found


def follow(registry, user_id, session_id, name, *args):
    """Return the median seconds of one way to read what changed, named ``name``."""
    times = []
    for _round in range(20):
        with registry.cursor() as cr:
            env = api.Environment(cr, user_id, {"lang": "vi_VN"})
            begun = time.perf_counter()
            getattr(env["dialogue.session"].browse(session_id), name)(*args)
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main(configuration, database):
    """Time the session and return the exit code."""
    config.parse_config(["-c", configuration, "--log-level=error"], setup_logging=True)
    registry = Registry(database)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN"})
        users, session_id, people, division, sector = prepare(env)
    shares = [entries_of(people, division, sector, first) for first in (0, 1)]
    # a process for each, as a server has them; they open lines of their own
    sql_db.close_all()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        alone = pool.apply(secretary, (database, users[0], session_id, shares[0][:30]))
        works = [
            pool.apply_async(secretary, (database, user, session_id, entries))
            for user, entries in zip(users, (shares[0][30:], shares[1]), strict=True)
        ]
        works = [work.get() for work in works]
    both = [[each for work in works for each in work[part]] for part in (0, 1)]
    wrong = []
    for title, (took, plain) in (("một thư ký", alone), ("hai thư ký", both)):
        late = percentile(took, 0.95)
        slower = max(1.0, percentile(plain, 0.95) / PLAIN)
        print(
            f"ghi một câu hỏi, {title}: p50 {milliseconds(statistics.median(took))},"
            f" p95 {milliseconds(late)}; cho phép {milliseconds(LIMIT * slower)}"
            f" (máy này lúc này chậm gấp {slower:.0f} lần máy định mức)"
        )
        if late > LIMIT * slower:
            wrong.append(f"{title}: ghi một câu hỏi quá chậm")
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        wrong += problems(env, session_id)
        last = env["dialogue.session"].browse(session_id).feedback_ids[-1:].ids
    for title, name, args in (
        ("bàn thư ký kia đọc điều mới", "console_changes", (last, people[:1])),
        ("màn hình lớn đọc lại", "screen_load", ()),
        ("mở bàn thư ký", "console_load", ()),
    ):
        took = follow(registry, users[1], session_id, name, *args)
        print(f"{title}: {milliseconds(took)}")
        if name != "console_load" and took > FOLLOW * slower:
            wrong.append(f"{title}: quá chậm")
    for sentence in wrong:
        print(f"KHÔNG ĐẠT: {sentence}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    sys.exit(main(*sys.argv[1:]))
