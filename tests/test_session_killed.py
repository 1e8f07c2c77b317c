"""The desk of a session outlives its server: nothing that was typed is lost."""

import time
from datetime import datetime, timedelta, timezone

import pytest

from odoo.addons.dialogue_tthc.tests.test_session_console_browser import NO_STORAGE

from .browser_page import CONTROL, BrowserPage
from .live_server import Caller, LiveServer, copied_database, until

#: Seconds without a line.
CUT = 30
ROLES = ("administrator", "desk")
LOGIN = "desk-of-the-killed"
PASSWORD = "mat-khau-dai-va-la"
NUMBERS = range(1, 11)
DESK = ".o_dialogue_console"
FORM = f"{DESK} .o_dialogue_console_form"
LINE = f"{DESK} .o_dialogue_console_line"
#: Whose answer is lost when the server is killed again.
LOST = 4


def _question(number):
    return f"Câu hỏi số {number}: bao giờ có giấy chứng nhận sở hữu trí tuệ?"


def _now():
    # as the database has it
    return datetime.now(timezone.utc).replace(tzinfo=None)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with copied_database() as database:
        log = tmp_path_factory.mktemp("server") / "server.log"
        server = LiveServer(database, log)
        try:
            server.start()
            yield server
        finally:
            server.kill()


@pytest.fixture(scope="module")
def secretary(server):
    """The id of the user LOGIN, and that of a sector whose questions a division has."""
    admin = Caller(server, "admin", "admin")
    groups = dict(
        server.rows(
            "SELECT name, res_id FROM ir_model_data"
            " WHERE module = 'dialogue_tthc' AND model = 'res.groups'"
        )
    )
    group = {role: int(groups[f"dialogue_tthc_group_{role}"]) for role in ROLES}
    [[me]] = server.rows("SELECT id FROM res_users WHERE login = 'admin'")
    admin.call(
        "res.users", "write", [int(me)], {"group_ids": [(4, group["administrator"])]}
    )
    [secretary] = admin.call(
        "res.users",
        "create",
        [
            {
                "name": "Nguyễn Thị Đầu Mối",
                "login": LOGIN,
                "password": PASSWORD,
                "lang": "vi_VN",
                "tz": "Asia/Ho_Chi_Minh",
                "group_ids": [(4, group["desk"])],
            }
        ],
    )
    [division] = admin.call(
        "hr.department", "create", [{"name": "Phòng Sở hữu trí tuệ"}]
    )
    [sector] = admin.call(
        "dialogue.sector",
        "create",
        [{"name": "Sở hữu trí tuệ", "department_id": division}],
    )
    return secretary, sector


@pytest.fixture
def meeting(server, secretary):
    """The id of a session under way, whose secretary is LOGIN."""
    user, sector = secretary
    if not server.is_running():
        # the test before left it dead
        server.start()
    desk = Caller(server, LOGIN, PASSWORD)
    now = _now().replace(microsecond=0)
    [session] = desk.call(
        "dialogue.session",
        "create",
        [
            {
                "name": "Đối thoại về sở hữu trí tuệ",
                "date_start": str(now - timedelta(hours=1)),
                "date_end": str(now + timedelta(hours=2)),
                "location": "Hội trường Sở",
                "chair_id": user,
                "secretary_id": user,
                "sector_ids": [(4, sector)],
            }
        ],
    )
    desk.call(
        "dialogue.session", "action_announce", [session], "Nhập lại sau buổi đối thoại"
    )
    desk.call("dialogue.session", "action_start", [session])
    return session


@pytest.fixture
def page():
    page = BrowserPage()
    try:
        yield page
    finally:
        page.stop()


def _sign_in(page, server, meeting):
    place = f"/odoo/dialogue-sessions/{meeting}/session-console"
    page.navigate_to(f"{server.url}/web/login?redirect={place}")
    page.wait_for("input[name='login']:focus")
    page.type(LOGIN)
    page.press("Tab")
    page.wait_for("input[name='password']:focus")
    page.type(PASSWORD)
    page.press("Enter")
    page.wait_for(f"{FORM} input[name='speaker_name']:focus")
    # the browser now shows the page without the server, too
    page.wait(
        "navigator.serviceWorker.ready.then((registration) =>"
        " registration.active.state === 'activated')"
    )


def _record(page, number):
    """Take one question down by keyboard."""
    page.wait_for(f"{FORM} input[name='speaker_name']:focus")
    page.type(f"Người hỏi {number}")
    page.press("Enter")
    page.wait_for(f"{FORM} textarea[name='question']:focus")
    page.type(_question(number))
    page.press("Enter", CONTROL)
    _waiting(page, number)


def _waiting(page, count):
    """Wait until the page says that ``count`` entries are not sent."""
    page.wait_for(f"{LINE}[data-pending='{count}']")
    assert len(page.texts(f"{DESK} .o_dialogue_console_pending")) == count


def _questions(server, meeting):
    found = server.rows(
        f"SELECT question FROM dialogue_feedback WHERE session_id = {meeting}"
        " ORDER BY number"
    )
    return [question for [question] in found]


def test_ten_entries_outlive_the_server(server, meeting, page):
    _sign_in(page, server, meeting)
    server.kill()
    dead_since = time.monotonic()
    for number in NUMBERS[:4]:
        _record(page, number)
    page.set_offline(True)
    for number in NUMBERS[4:6]:
        _record(page, number)
    time.sleep(max(0, dead_since + CUT - time.monotonic()))
    page.reload()
    _waiting(page, 6)
    for number in NUMBERS[6:8]:
        _record(page, number)
    page.set_offline(False)
    for number in NUMBERS[8:]:
        _record(page, number)
    page.wait_for(f"{LINE}.text-bg-danger")
    assert _questions(server, meeting) == []
    typed_until = _now()

    # killed again in the middle: the server did it and could not tell
    lost = page.lose_answer("*/action_console_record", LOST, server.kill)
    server.start()
    until(lost.is_set, "an answer was lost")
    assert _questions(server, meeting) == [_question(n) for n in NUMBERS[:LOST]]
    _waiting(page, len(NUMBERS) - LOST + 1)

    server.start()
    _waiting(page, 0)
    page.wait_for(f"{LINE}.text-bg-success")
    assert _questions(server, meeting) == [_question(n) for n in NUMBERS]
    shown = page.texts(f"{DESK} .o_dialogue_console_question .o_dialogue_console_text")
    assert shown == [_question(n) for n in reversed(NUMBERS)]
    # one guest for each, on the list once
    guests = server.rows(
        f"SELECT name FROM dialogue_attendance WHERE session_id = {meeting} ORDER BY id"
    )
    assert guests == [[f"Người hỏi {number}"] for number in NUMBERS]
    # with the time at which it was asked, to the second
    [[last]] = server.rows(
        f"SELECT max(received_on) FROM dialogue_feedback WHERE session_id = {meeting}"
    )
    assert datetime.fromisoformat(last) <= typed_until + timedelta(seconds=1)


def test_a_page_that_alone_has_the_words_is_not_closed_unasked(server, meeting, page):
    page.ask("Page.addScriptToEvaluateOnNewDocument", source=NO_STORAGE)
    asked = page.stay()
    _sign_in(page, server, meeting)
    server.kill()
    for number in NUMBERS[:2]:
        _record(page, number)
    page.wait_for(f"{DESK} .o_dialogue_console_unkept")
    page.begin_reload()
    until(lambda: asked, "the browser asks")
    assert asked == ["beforeunload"]
    _waiting(page, 2)
    server.start()
    _waiting(page, 0)
    assert _questions(server, meeting) == [_question(n) for n in NUMBERS[:2]]
    page.reload()
    page.wait_for(f"{DESK} .o_dialogue_console_question")
    assert len(asked) == 1
