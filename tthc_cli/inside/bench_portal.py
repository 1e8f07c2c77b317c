"""Time filing and reading on the portal with 100,000 cases. Runs in Odoo's Python.

Called with an Odoo configuration and the name of a database of its own, with the
addons and nothing else. A real server with two workers answers real HTTP. Ends with 1
if something is slower than promised, if a filing got lost, or if a number is missing.
"""

from __future__ import annotations

import statistics
import sys
import time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from tthc_cli.inside import bench_portal_data as data
from tthc_cli.inside import bench_portal_http as web
from tthc_cli.inside import bench_portal_pages as pages
from tthc_cli.inside.bench_reminders import number

#: clients at once -> filings that each of them sends
FILINGS = {1: 150, 4: 75, 16: 25}
ALONE = 0.040  # seconds, the median with one client
TOGETHER = 60  # cases a second with four clients
#: what a machine with other work to do may take longer
TOLERANCE = 1.25
#: seconds in which Odoo makes a contact with its history on the machine that the limits
#: were set on; a slower machine gets as much more time
REFERENCE = 0.010
#: how many receipts are written to say what one takes
LETTERS = 100


def slowness(env) -> float:
    """Return how many times slower than the machine of the limits this one is now.

    Odoo's own work is timed, none of ours. A faster machine counts as that one.
    """
    times = []
    for place in range(80):
        start = time.perf_counter()
        name = f"Bà Lan {place}"
        env["res.partner"].create({"name": name, "email": "lan@example.com"})
        env.flush_all()
        times.append(time.perf_counter() - start)
    env.cr.rollback()
    return max(1.0, statistics.median(times) / REFERENCE)


def file_cases(
    env, server: web.Server, people: list[web.Account]
) -> tuple[int, list[str]]:
    """Let more and more clients file at once.

    How slow the machine is changes within minutes: it is asked before and after each
    group of clients, and the better of both counts.

    :return: how many cases were filed, and what is wrong, line by line
    """
    filed, wrong = 0, []
    before = slowness(env)
    for clients, each in FILINGS.items():
        took, times = web.file_at_once(server, people[:clients], each)
        after = slowness(env)
        slower, before = min(before, after), after
        filed += len(times)
        rate = len(times) / took
        print(
            f"{clients} người gửi cùng lúc: {decimal(rate)} hồ sơ/s;"
            f" trung vị {milliseconds(statistics.median(times))},"
            f" p95 {milliseconds(web.p95(times))};"
            f" máy lúc này chậm gấp {decimal(slower)} lần máy định mức"
        )
        wrong += filing_verdict(
            clients, rate * slower, statistics.median(times) / slower
        )
    return filed, wrong


def write_letters(env) -> None:
    """Tell what one receipt costs the job that writes them."""
    letters = env["dialogue.letter"].search([], limit=LETTERS)
    start = time.perf_counter()
    letters._write_apart()
    env.flush_all()
    each = (time.perf_counter() - start) / (len(letters) or 1)
    env.cr.rollback()
    print(f"Viết giấy báo nhận ở tác vụ nền: {milliseconds(each)} mỗi thư")


def filing_verdict(clients: int, rate: float, median: float) -> list[str]:
    """Return what is wrong with the speed of filing, line by line.

    :param rate: cases a second, as on the machine of the limits
    :param median: seconds, likewise
    """
    if clients == 1 and median > ALONE * TOLERANCE:
        return [f"KHÔNG ĐẠT: một người gửi mất quá {milliseconds(ALONE)}"]
    if clients == 4 and rate < TOGETHER / TOLERANCE:
        return [f"KHÔNG ĐẠT: dưới {TOGETHER} hồ sơ/s khi bốn người cùng gửi"]
    return []


def numbers_verdict(filed: int, found: int, first: int, last: int) -> list[str]:
    """Return what is wrong with the numbers of the cases that were filed.

    :param filed: how many filings were confirmed
    :param found: how many cases there are
    :param first: the lowest number
    :param last: the highest
    """
    wrong = []
    if found != filed:
        wrong.append(f"KHÔNG ĐẠT: gửi {number(filed)}, có {number(found)} hồ sơ")
    if found and last - first + 1 != found:
        wrong.append(f"KHÔNG ĐẠT: mã số có chỗ trống ({first} đến {last}, {found})")
    return wrong


def read_pages(env, server: web.Server, account: web.Account) -> list[str]:
    """Time each page beside its bare SQL; return what is wrong, line by line."""
    wrong = []
    for page in pages.pages_of(env, account):
        slower = slowness(env)
        times = web.read_often(server, account, page.path, page.proof)
        env.cr.rollback()
        bare = []
        for _time in range(web.READS):
            start = time.perf_counter()
            for query in page.queries:
                env.cr.execute(query)
                env.cr.fetchall()
            bare.append(time.perf_counter() - start)
        median, sql = statistics.median(times), statistics.median(bare)
        print(
            f"{page.title}: trung vị {milliseconds(median)},"
            f" p95 {milliseconds(web.p95(times))}; SQL trần {milliseconds(sql)}"
            f" (gấp {decimal(median / sql)} lần);"
            f" máy chậm gấp {decimal(slower)} lần"
        )
        limit = pages.LIMITS[page.name]
        if median / slower > limit * TOLERANCE:
            wrong.append(f"KHÔNG ĐẠT: {page.title} quá {milliseconds(limit)}")
    return wrong


def decimal(value: float) -> str:
    """Return a number with one decimal as it is written in Vietnamese."""
    return f"{value:.1f}".replace(".", ",")


def milliseconds(value: float) -> str:
    """Return seconds as milliseconds, written in Vietnamese."""
    return f"{decimal(value * 1000)} ms"


def main(configuration: str, database: str) -> int:
    """Time everything and return the exit code."""
    config.parse_config(["-c", configuration, "--log-level=warn"], setup_logging=True)
    registry = Registry(database)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        logins = data.fill(env)
    cases = number(data.CASES)
    print(f"{cases} hồ sơ của {data.ACCOUNTS} tài khoản; máy chủ hai tiến trình")
    with web.serving(configuration) as server, registry.cursor() as cr:
        people = [web.sign_in(server, login) for login in logins]
        web.warm_up(server, people)
        env = api.Environment(cr, SUPERUSER_ID, {})
        before = data.numbers(env)[0]
        filed, wrong = file_cases(env, server, people)
        cr.rollback()
        found, first, last = data.numbers(env)
        wrong += numbers_verdict(filed + before, found, first, last)
        wrong += read_pages(env, server, people[0])
        write_letters(env)
    print("\n".join(wrong or [f"{number(filed)} hồ sơ: đủ cả, mã số liền nhau"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)  # type: ignore[union-attr]
    sys.exit(main(*sys.argv[1:]))
