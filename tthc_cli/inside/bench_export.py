"""Time one spreadsheet of 100,000 cases beside bare xlsxwriter. Runs in Odoo's Python.

Called with an Odoo configuration and the name of a database of its own, with the
addons and nothing else. Ours is made by the job in the background, from the request
to the kept file; the bare one writes the same cells from the same query, cell by cell,
and does nothing else. Ends with 1 if ours takes too long, takes too much memory, or
has not all the rows.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
import zipfile
from io import BytesIO
from statistics import median
from tempfile import TemporaryFile

import xlsxwriter

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import SQL, config

from tthc_cli.inside.bench_reminders import copies, number, picked, seconds

CASES = 100_000
PETITIONERS = 5_000
ROUNDS = 3
RATIO = 2.0  # times what bare xlsxwriter takes
MEMORY = 150  # MB more than before
YEAR = 1990
GROUP = "dialogue_tthc.dialogue_tthc_group_"
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MEGABYTE = 1024 * 1024
QUESTION = (
    "Công ty chúng tôi nộp hồ sơ đăng ký nhãn hiệu từ tháng 2 nhưng đến nay chưa nhận"
    " được kết quả. Đề nghị quý Sở cho biết hồ sơ đang ở bước nào, khi nào có kết quả"
    " và doanh nghiệp cần bổ sung giấy tờ gì để không phải đi lại nhiều lần. Hồ sơ số "
)
ANSWER = (
    "<p>Sở Khoa học và Công nghệ cảm ơn ý kiến của Quý doanh nghiệp.</p><ul><li>Hồ sơ"
    " đang được thẩm định nội dung tại Cục Sở hữu trí tuệ.</li><li>Thời hạn thẩm định"
    " là 9 tháng kể từ ngày công bố đơn.</li></ul><p>Sở sẽ thông báo &amp; hỗ trợ theo"
    " dõi kết quả của hồ sơ số "
)


class Memory:
    """How much more memory the process takes than when this was begun, at most.

    A context manager; ``grown`` is in megabytes.
    """

    grown = 0.0

    def __enter__(self):
        gc.collect()
        self._before = _resident()
        self._highest = self._before
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *_error):
        self._over.set()
        self._watch.join()
        self._note()
        self.grown = (self._highest - self._before) / _MEGABYTE

    def _look(self):
        while not self._over.wait(0.02):
            self._note()

    def _note(self):
        self._highest = max(self._highest, _resident())


def _resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * _PAGE


def fill(env):
    """Make a desk and so many answered cases, each with its own answer.

    :return: the user of the desk
    """
    env.company.write({"name": "Sở Khoa học và Công nghệ"})
    env.user.group_ids += env.ref(f"{GROUP}leader")
    desk = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": "Trần Thị Bưởi",
                "login": "bench-desk",
                "lang": "vi_VN",
                "tz": "Asia/Ho_Chi_Minh",
                "group_ids": [(4, env.ref(f"{GROUP}desk").id)],
            }
        )
    )
    case = _one_case(env)
    answer, petitioner = case.answer_id, case.petitioner_id
    copies(
        env,
        petitioner,
        {
            "name": SQL("'Công ty TNHH số ' || spread"),
            "tax_code": SQL("lpad(spread::text, 10, '0')"),
        },
        PETITIONERS,
    )
    people = env["dialogue.petitioner"].search([("id", ">", petitioner.id)]).ids
    copies(
        env,
        case,
        {
            "year": SQL("%s", YEAR),
            "number": SQL("spread + 1"),
            "code": SQL("'PAKN.1990.' || lpad((spread + 1)::text, 6, '0') || '-0'"),
            "petitioner_id": picked(people),
            "petitioner_label": SQL("'Công ty TNHH số ' || (spread %% 5000)"),
            "question": SQL("%s || spread", QUESTION),
            "satisfaction": SQL("spread %% 6"),
            "received_on": SQL("now() - spread * interval '1 minute'"),
        },
        CASES,
    )
    env.cr.execute("SELECT min(id) FROM dialogue_feedback WHERE year = %s", [YEAR])
    (first,) = env.cr.fetchone()
    copies(
        env,
        answer,
        {
            "feedback_id": SQL("%s + spread", first),
            "body": SQL("%s || spread || '</p>'", ANSWER),
        },
        CASES,
    )
    env.cr.execute(
        "UPDATE dialogue_feedback f SET answer_id = a.id FROM dialogue_answer a"
        " WHERE a.feedback_id = f.id AND f.year = %s",
        [YEAR],
    )
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return desk


def _one_case(env):
    """Return a case with its answer, brought there by its steps."""
    department = env["hr.department"].create({"name": "Phòng Quản lý công nghệ"})
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
            "question": QUESTION,
            "petitioner_id": petitioner.id,
            "sector_id": env["dialogue.sector"].create({"name": "Sở hữu trí tuệ"}).id,
        }
    )
    case.action_receive()
    case.action_accept()
    case.action_assign(department.id, env.user.id)
    case.action_start_draft()
    case.answer_ids.write({"verdict": "guided", "body": ANSWER})
    case.action_submit()
    env.company.dialogue_allow_self_approval = True
    case.action_issue()
    env.flush_all()
    return case


def bare(env, query, target):
    """Write the rows of ``query`` with nothing but xlsxwriter."""
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
    )
    sheet = book.add_worksheet()
    env.cr.execute(SQL("DECLARE bare NO SCROLL CURSOR FOR %s", query))
    row = 0
    while True:
        env.cr.execute("FETCH 1000 FROM bare")
        found = env.cr.fetchall()
        if not found:
            break
        for values in found:
            # the rank is a cell of the row, too
            sheet.write(row, 0, row + 1)
            for index, value in enumerate(values, start=1):
                sheet.write(row, index, value)
            row += 1
    env.cr.execute("CLOSE bare")
    book.close()


def timed_bare(env):
    """Return the seconds that bare xlsxwriter takes for the cells."""
    query = env["dialogue.feedback"]._working_table_query([("year", "=", YEAR)])
    with TemporaryFile() as file:
        start = time.perf_counter()
        bare(env, query, file)
        took = time.perf_counter() - start
    env.cr.rollback()
    return took


def timed_ours(env):
    """Return seconds and megabytes of a request, from asking to keeping, and rows."""
    with Memory() as memory:
        start = time.perf_counter()
        action = env["dialogue.export"]._request_table(
            [("year", "=", YEAR)], "Bảng tổng hợp"
        )
        env.cr.commit()
        root = env(user=SUPERUSER_ID, context={})
        root["dialogue.export"]._cron_make()
        took = time.perf_counter() - start
    export = root["dialogue.export"].browse(action["res_id"])
    assert export.state == "done", export.failure
    return took, memory.grown, rows_of(export.attachment_id.raw)


def rows_of(content):
    """Return how many rows the first sheet of a file has."""
    found, tail = 0, b""
    with (
        zipfile.ZipFile(BytesIO(content)) as archive,
        archive.open("xl/worksheets/sheet1.xml") as file,
    ):
        while part := file.read(1 << 20):
            found += (tail + part).count(b"<row ")
            # what is cut in two is found once
            tail = part[-4:]
    return found


def verdict(ours, bare_seconds, memory, rows, least):
    """Return what is told, line by line, and whether all is well.

    :param ours: seconds of ours
    :param bare_seconds: seconds of bare xlsxwriter
    :param memory: megabytes that the process grew by
    :param rows: rows in the file
    :param least: rows that have to be there
    """
    ratio = ours / bare_seconds
    lines = [
        f"{number(CASES)} hồ sơ, từ lúc yêu cầu đến khi có tệp: {seconds(ours)}",
        f"chỉ xlsxwriter, cùng các ô từ cùng truy vấn: {seconds(bare_seconds)};"
        f" gấp {f'{ratio:.2f}'.replace('.', ',')} lần"
        f" (giới hạn {f'{RATIO:g}'.replace('.', ',')})",
        f"bộ nhớ tăng thêm: {number(round(memory))} MB (giới hạn {MEMORY} MB)",
    ]
    wrong = []
    if ratio > RATIO:
        wrong.append("KHÔNG ĐẠT: quá chậm")
    if memory > MEMORY:
        wrong.append("KHÔNG ĐẠT: tốn quá nhiều bộ nhớ")
    if rows < least:
        wrong.append(f"KHÔNG ĐẠT: tệp chỉ có {number(rows)} dòng")
    return [*lines, *wrong], not wrong


def main(configuration, database):
    """Time both and return the exit code."""
    config.parse_config(["-c", configuration, "--log-level=warn"], setup_logging=True)
    with Registry(database).cursor() as cr:
        desk = fill(api.Environment(cr, SUPERUSER_ID, {}))
        env = api.Environment(cr, desk.id, {"lang": "vi_VN"})
        found = []
        for place in range(ROUNDS):
            # by turns, so that both have the same machine; ours first, so that its
            # memory is not hidden in what the other took before
            ours, memory, rows = timed_ours(env)
            bare_seconds = timed_bare(env)
            found.append((ours, bare_seconds, memory, rows))
            print(
                f"  lần {place + 1}: {seconds(ours)} so với {seconds(bare_seconds)},"
                f" +{number(round(memory))} MB"
            )
        ours_all, bare_all, memory_all, rows_all = zip(*found, strict=True)
        lines, good = verdict(
            median(ours_all),
            median(bare_all),
            max(memory_all),
            min(rows_all),
            CASES,
        )
    print("\n".join(lines))
    return 0 if good else 1


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    sys.exit(main(*sys.argv[1:]))
