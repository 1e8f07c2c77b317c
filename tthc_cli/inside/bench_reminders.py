"""Time the reminder job on one morning with 100,000 open cases. Runs in Odoo's Python.

Called with an Odoo configuration and the name of a database of its own, with the
addons and nothing else. Ends with 1 if the job is too slow, if a second run on the
same morning says anything, or if a clock that had its day is left over.
"""

import sys
import time
from datetime import date, timedelta

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tools import SQL, config

CASES = 100_000
DIVISIONS = 10
OFFICERS = 40
LIMIT = 60.0  # seconds for one morning
SPREAD = 20  # working days before and after today
TODAY = date(2026, 11, 18)  # a Wednesday
GROUP = "dialogue_tthc.dialogue_tthc_group_"
COUNTED = ("dialogue_clock_notice", "mail_activity", "mail_mail")


def people(env):
    """Make the officers, heads and leader of the department.

    :return: list of (department, its officers)
    """
    company = env.company

    def user(login, role):
        return (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": login,
                    "login": login,
                    "email": f"{login}@example.com",
                    "lang": "vi_VN",
                    "tz": "Asia/Ho_Chi_Minh",
                    "group_ids": [(4, env.ref(GROUP + role).id)],
                }
            )
        )

    def employee(of_user, department):
        vals = {"user_id": of_user.id, "department_id": department.id}
        return env["hr.employee"].create({"name": of_user.name, **vals})

    company.dialogue_desk_user_id = user("bench-desk", "desk")
    company.dialogue_approver_id = user("bench-leader", "leader")
    divisions = []
    for number in range(DIVISIONS):
        department = env["hr.department"].create({"name": f"Phòng số {number}"})
        head = user(f"bench-head-{number}", "specialist")
        department.manager_id = employee(head, department)
        officers = env["res.users"]
        for place in range(OFFICERS // DIVISIONS):
            officer = user(f"bench-officer-{number}-{place}", "specialist")
            employee(officer, department)
            officers |= officer
        divisions.append((department, officers))
    return divisions


def one_case(env, department, officer):
    """Return a case at work, brought there by its steps, and its answer's clock."""
    petitioner = env["dialogue.petitioner"].create(
        {
            "name": "Công ty TNHH Nước Xanh",
            "kind": "enterprise",
            "address": "12 Trần Phú, Hà Giang",
            "phone": "0219 386 0000",
        }
    )
    case = env["dialogue.feedback"].create(
        {
            "subject": "Bao lâu thì có giấy chứng nhận nhãn hiệu?",
            "question": "Hồ sơ nộp từ tháng 2 đến nay chưa có kết quả.",
            "petitioner_id": petitioner.id,
        }
    )
    case.action_receive()
    case.action_accept()
    day = max(case.date_deadline, case.company_id._dialogue_today())
    case.action_assign(department.id, officer.id, day)
    clock = case.clock_ids.filtered(lambda one: one.step == "answer")
    env.flush_all()
    return case, clock


def copies(env, template, given, rows):
    """Copy one record by SQL.

    :param template: the record
    :param dict given: column -> SQL of its value; ``spread`` is the row's number
    :param rows: how many
    """
    columns = [
        name
        for name, field in template._fields.items()
        if field.store and field.column_type and name not in ("id", *given)
    ]
    kept = SQL(", ").join(SQL.identifier(template._table, name) for name in columns)
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s, %s) SELECT %s, %s FROM %s,"
            " generate_series(0, %s) AS spread WHERE id = %s",
            SQL.identifier(template._table),
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL(", ").join(map(SQL.identifier, given)),
            kept,
            SQL(", ").join(given.values()),
            SQL.identifier(template._table),
            rows - 1,
            template.id,
        )
    )


def picked(values):
    """Return SQL that takes one of ``values`` after the other, row by row."""
    return SQL("(%s::int[])[1 + spread %% %s]", list(values), len(values))


def fill(env):
    """Insert the cases and their clocks; the due days lie around today."""
    divisions = people(env)
    case, clock = one_case(env, divisions[0][0], divisions[0][1][0])
    calendar = env.company._dialogue_calendar()
    shift = sys.modules[
        "odoo.addons.dialogue_tthc.tools.legal_clock"
    ].shift_working_days
    dues = [shift(TODAY, far, calendar) for far in range(-SPREAD, SPREAD + 1)]
    pairs = [(own.id, user.id) for own, users in divisions for user in users]
    copies(
        env,
        case,
        {
            "year": SQL("1990"),
            "number": SQL("spread + 1"),
            "code": SQL("'PAKN.1990.' || (spread + 1)"),
            "department_id": picked([own for own, _user in pairs]),
            "user_id": picked([user for _own, user in pairs]),
        },
        CASES,
    )
    env.cr.execute("SELECT min(id) FROM dialogue_feedback WHERE year = 1990")
    first = env.cr.fetchone()[0]
    copies(
        env,
        clock,
        {
            "feedback_id": SQL("%s + spread", first),
            "started_on": SQL("%s::date", date(2026, 8, 3)),
            "due_on": SQL(
                "(%s::date[])[1 + (spread / %s) %% %s]", dues, len(pairs), len(dues)
            ),
        },
        CASES,
    )
    env.cr.execute("DELETE FROM mail_mail")
    env.cr.execute("DELETE FROM mail_activity")
    env.cr.execute("UPDATE dialogue_clock SET remind_on = NULL")
    env.cr.execute("ANALYZE")
    env.cr.commit()


def plan(env):
    """Set the next day of every clock, as the job left it on the day before."""
    yesterday = TODAY - timedelta(days=1)
    for table in COUNTED:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.cr.execute("DELETE FROM mail_message WHERE message_type = 'email_outgoing'")
    env.invalidate_all()
    clocks = env["dialogue.clock"].search(
        [("feedback_id.year", "=", 1990), ("state", "=", "running")]
    )
    clocks._set_next(clocks._next_days(lambda _clock: yesterday))
    env.cr.commit()
    env.invalidate_all()


def count(env):
    """Return how many rows there are of what the job makes."""
    found = {}
    for table in COUNTED:
        env.cr.execute(SQL("SELECT count(*) FROM %s", SQL.identifier(table)))
        found[table] = env.cr.fetchone()[0]
    return found


def waiting(env):
    """Return how many clocks have their day today or before."""
    domain = [("state", "=", "running"), ("remind_on", "<=", TODAY)]
    return env["dialogue.clock"].search_count(domain)


def morning(env, title):
    """Run the job to its end and again; return what is wrong, line by line."""
    before = waiting(env)
    start, queries = time.perf_counter(), sql_db.sql_counter
    env["dialogue.clock"]._cron_remind()
    took, queries = time.perf_counter() - start, sql_db.sql_counter - queries
    made = count(env)
    env.invalidate_all()
    env["dialogue.clock"]._cron_remind()
    again = count(env)
    left = waiting(env)
    thousands = max(before, 1) / 1000
    print(
        f"{title}: {number(CASES)} hồ sơ đang mở, {number(before)} đến mức nhắc:"
        f" {seconds(took)} (giới hạn {seconds(LIMIT)})"
    )
    print(
        f"  {number(round(before / took))} hồ sơ/s; {number(queries)} câu truy vấn,"
        f" {number(round(queries / thousands))} cho mỗi 1.000 hồ sơ;"
        f" {number(made['dialogue_clock_notice'])} lần nhắc,"
        f" {number(made['mail_activity'])} việc cần làm,"
        f" {number(made['mail_mail'])} thư"
    )
    return verdict(took, made, again, left)


def verdict(took, made, again, left):
    """Return what is wrong, line by line; nothing if all is well.

    :param took: seconds
    :param made: what the job made, see :func:`count`
    :param again: the same after it was run again
    :param left: how many clocks had their day and were not looked at
    """
    wrong = []
    if took > LIMIT:
        wrong.append(f"KHÔNG ĐẠT: quá {seconds(LIMIT)}")
    if again != made:
        wrong.append(f"KHÔNG ĐẠT: chạy lại còn nhắc thêm ({made} -> {again})")
    if left:
        wrong.append(f"KHÔNG ĐẠT: còn {number(left)} hồ sơ chưa được nhắc")
    if not all(made.values()):
        wrong.append("KHÔNG ĐẠT: không ai được nhắc")
    return wrong


def number(value):
    """Return a whole number as it is written in Vietnamese."""
    return f"{value:,}".replace(",", ".")


def seconds(value):
    """Return seconds as they are written in Vietnamese."""
    return f"{value:.1f}".replace(".", ",") + " s"


def main(configuration, database):
    """Time the mornings and return the exit code."""
    config.parse_config(["-c", configuration, "--log-level=warn"], setup_logging=True)
    wrong = []
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        fill(env)
        # the morning is the same on whatever day this is run
        type(env["res.company"])._dialogue_today = lambda _self: TODAY
        for is_digest, title in (
            (False, "Mỗi hạn một thư"),
            (True, "Mỗi phòng một thư buổi sáng"),
        ):
            plan(env)
            env.company.dialogue_is_digest = is_digest
            cr.commit()
            wrong += morning(env, title)
    print(
        "\n".join(wrong or ["chạy lại trong cùng buổi sáng: không ai bị nhắc hai lần"])
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    sys.exit(main(*sys.argv[1:]))
