"""Time the import of a register of 10,000 rows. Runs in Odoo's Python.

Called with an Odoo configuration and the name of a database of its own, with the
addons and nothing else. The job does the work, in batches that are committed, as it
does when somebody clicks. Ends with 1 if it is too slow, if a row is missing or comes
in twice, or if a number is left out.
"""

import base64
import io
import sys
import time

from openpyxl import Workbook

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from tthc_cli.inside.bench_portal import decimal, slowness

ROWS = 10_000
# how many of them were answered: the others are received, and their terms run
ANSWERED = 6_000
#: seconds from the click on "Check" to the last row, on the machine that the limits of
#: the portal were set on; a slower one gets as much more time
LIMIT = 60.0
HEADINGS = (
    "STT",
    "Mã số",
    "Ngày tiếp nhận",
    "Tên tổ chức, cá nhân",
    "Mã số thuế",
    "Địa chỉ",
    "Số điện thoại",
    "Email",
    "Lĩnh vực",
    "Nội dung phản ánh, kiến nghị",
    "Kênh tiếp nhận",
    "Nội dung trả lời",
    "Số văn bản",
    "Ngày trả lời",
    "Ghi chú",
)


def register():
    """Return the bytes of a register as a department keeps it."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Sổ theo dõi")
    page.append(["SỔ THEO DÕI PHẢN ÁNH, KIẾN NGHỊ"])
    page.append([])
    page.append(HEADINGS)
    for number in range(ROWS):
        is_answered = number < ANSWERED
        day = f"{1 + number % 28:02d}/{1 + number % 12:02d}"
        page.append(
            [
                number + 1,
                f"KN-{number}",
                f"{day}/{2019 + number % 4}",
                f"Công ty TNHH Số {number}",
                "0100109106",
                f"{number} Trần Phú, Hà Giang",
                "02193860000",
                f"so{number}@example.com",
                "Sở hữu trí tuệ",
                f"Hồ sơ số {number} nộp đã lâu mà chưa có kết quả. " * 5,
                "Văn bản",
                "Đã trả lời theo quy định hiện hành. " * 5 if is_answered else None,
                f"{number}/SKHCN-VP" if is_answered else None,
                f"{day}/2024" if is_answered else None,
                "đã ghi sổ",
            ]
        )
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def step(registry, import_id, name):
    """Click on a button, then let the job work until it has nothing left.

    :return: seconds from the click on, and how many of them the click itself takes
    """
    begun = time.monotonic()
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN"})
        getattr(env["dialogue.sheet.import"].browse(import_id), name)()
    click = time.monotonic() - begun
    with registry.cursor() as cr:
        api.Environment(cr, SUPERUSER_ID, {})["dialogue.sheet.import"]._cron_work()
    return time.monotonic() - begun, click


def problems(env, import_id):
    """Return what is wrong with what was taken in, as a list of sentences."""
    imported = env["dialogue.sheet.import"].browse(import_id)
    cases = env["dialogue.feedback"].search([])
    found = []
    if imported.state != "done" or imported.taken_count != ROWS:
        found.append(f"nhập được {imported.taken_count} dòng, {imported.state}")
    if len(cases) != ROWS or len(set(cases.mapped("former_code"))) != ROWS:
        found.append(f"{len(cases)} hồ sơ: thiếu hoặc trùng")
    closed = cases.filtered("is_taken_over")
    if len(closed) != ANSWERED or set(closed.mapped("state")) != {"closed"}:
        found.append(f"{len(closed)} hồ sơ cũ đã đóng")
    for year, own in cases.grouped("year").items():
        if sorted(own.mapped("number")) != list(range(1, len(own) + 1)):
            found.append(f"số của năm {year} có chỗ trống")
    if mails := env["mail.mail"].search_count([]):
        found.append(f"{mails} thư đã gửi")
    return found


def number(value):
    """Return a whole number as it is written in Vietnamese."""
    return f"{value:,.0f}".replace(",", ".")


def seconds(value):
    """Return seconds as they are written in Vietnamese."""
    return f"{value:.1f}".replace(".", ",") + " s"


def rate(took):
    """Return seconds, and how many rows that is in one."""
    return f"{seconds(took)}, {number(ROWS / took)} dòng/s"


def main(configuration, database):
    """Time the import and return the exit code."""
    config.parse_config(["-c", configuration, "--log-level=warn"], setup_logging=True)
    registry = Registry(database)
    content = register()
    print(f"{number(ROWS)} dòng trong tệp {number(len(content) / 1024)} kB")
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN"})
        imported = env["dialogue.sheet.import"].create(
            {
                "target": "feedback",
                "file": base64.b64encode(content),
                "file_name": "so-theo-doi.xlsx",
            }
        )
        begun = time.monotonic()
        imported.action_read()
        print(f"nhận ra tiêu đề cột: {seconds(time.monotonic() - begun)}")
        import_id = imported.id
    started = time.process_time()
    checked, first = step(registry, import_id, "action_check")
    print(f"kiểm tra từng dòng: {rate(checked)}")
    taken, second = step(registry, import_id, "action_take_in")
    print(f"nhập: {rate(taken)}")
    print(f"lần bấm chờ lâu nhất: {seconds(max(first, second))}")
    with registry.cursor() as cr:
        slower = slowness(api.Environment(cr, SUPERUSER_ID, {}))
    limit = LIMIT * slower
    print(
        f"cả hai: {rate(checked + taken)}; cho phép {seconds(limit)}"
        f" (máy này lúc này chậm gấp {decimal(slower)} lần máy định mức)"
    )
    # on a machine that others use too, this says what the work itself costs
    print(f"trong đó bộ xử lý của Odoo: {seconds(time.process_time() - started)}")
    with registry.cursor() as cr:
        wrong = problems(api.Environment(cr, SUPERUSER_ID, {}), import_id)
    if checked + taken > limit:
        wrong.append(f"quá {seconds(limit)}")
    for sentence in wrong:
        print(f"KHÔNG ĐẠT: {sentence}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    sys.exit(main(*sys.argv[1:]))
