"""``tthc run``: bring the database to where it should be, and serve it here."""

from __future__ import annotations

import http.client
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from .addons import our_addons
from .console import Step, say
from .databases import Database
from .demo_users import demo_table
from .errors import TthcError
from .install import fresh, renew
from .locks import locked, try_lock
from .odoo import LANGUAGE, TIMEZONE, Odoo, ready_odoo
from .odoo_source import announce
from .office import ready_office
from .paths import REPO, data_root, log_file
from .process import follow_parent

HOST = "127.0.0.1"
#: Nothing is mailed to the invented addresses of the demo data by whatever mail server
#: the machine has; one that is set up in Odoo itself is used.
_NO_MAIL = {"smtp_server": HOST, "smtp_port": "9"}
_INSIDE = Path(__file__).parent / "inside"


def run(*, port: int, name: str, demo: bool, reset: bool, verbose: bool) -> int:
    """Serve the database ``name`` on ``port`` until stopped; return the exit code.

    :param demo: install the demo data, if the database is made now
    :param reset: drop the database first
    :param verbose: show Odoo's log
    :raise TthcError: it cannot be served, and why
    """
    check_port(port)
    odoo = ready_odoo()
    ready_office()
    announce(odoo.source)
    database = Database(odoo.server, name)
    with ExitStack() as stack:
        with locked(database.lock, f"chuẩn bị {name}"):
            if reset:
                _drop(database)
            password = _bring_up(odoo, database, demo=demo)
            shared = locked(database.serving, "xoá cơ sở dữ liệu", shared=True)
            stack.enter_context(shared)
        return _serve(odoo, database, port, password, verbose=verbose)


def check_port(port: int) -> None:
    """Make sure that nobody listens on ``port``.

    :raise TthcError: somebody does, or the port may not be had
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            if not port:
                # The system would take any free one, and nobody would know which.
                raise OverflowError(port)
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise TthcError(
                f"cổng {port} đang bận hoặc không dùng được;"
                f" hãy chọn cổng khác, ví dụ --port {free_port()}, hoặc ./tthc stop.",
                f"port {port} is taken; choose another with --port.",
            ) from error


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _drop(database: Database) -> None:
    """Drop the database that is to be made anew, telling so."""
    if not database.exists():
        return
    if not database.mark():
        raise database.not_ours()
    with try_lock(database.serving) as free:
        if not free:
            raise TthcError(
                f"cơ sở dữ liệu “{database.name}” đang được một lệnh tthc run khác"
                " dùng; hãy dừng lệnh đó trước (./tthc stop).",
                f"the database '{database.name}' is being served; stop that first.",
            )
        say(f"Xoá cơ sở dữ liệu “{database.name}” và tệp của nó tại {database.files}")
        database.drop()


def _bring_up(odoo: Odoo, database: Database, *, demo: bool) -> str:
    """Make or update ``database``; return the new password of its administrator, or ''.

    :raise TthcError: it is somebody else's
    """
    addons = our_addons()
    mark = database.mark() if database.exists() else None
    if mark and mark.ready:
        if mark.demo and not demo:
            raise TthcError(
                f"cơ sở dữ liệu “{database.name}” đã có dữ liệu mẫu; muốn không có thì"
                " thêm --reset (làm lại) hoặc --database TÊN_KHÁC.",
                f"the database '{database.name}' has demo data already; add --reset"
                " to make it anew, or choose another with --database.",
            )
        renew(odoo, database, addons)
        return ""
    if mark:
        say(f"Lần tạo “{database.name}” trước bị ngắt giữa chừng: làm lại.")
    password = secrets.token_urlsafe(9)

    def finish() -> None:
        odoo.call(
            database.name,
            *("shell", "--no-http", "--log-level=warn"),
            title="Đặt tiếng Việt và giờ Việt Nam làm mặc định",
            stdin=(_INSIDE / "localise.py").read_text(encoding="utf-8"),
            env={
                "TTHC_LANGUAGE": LANGUAGE,
                "TTHC_TIMEZONE": TIMEZONE,
                "TTHC_ADMIN_PASSWORD": password,
            },
        )

    fresh(odoo, database, addons, "run", demo=demo, finish=finish)
    return password


def _serve(
    odoo: Odoo, database: Database, port: int, password: str, *, verbose: bool
) -> int:
    """Run Odoo until it ends or we are told to stop; return the exit code."""
    log = log_file(f"{database.name}-{port}")
    options = {"http_port": str(port), "max_cron_threads": "1", **_NO_MAIL}
    with odoo.configuration(database.name, **options) as conf, log.open("wb") as out:
        check_port(port)
        started = time.monotonic()
        child = subprocess.Popen(
            list(map(str, odoo.command("-c", conf))),
            cwd=REPO,
            env=odoo.server.env(),
            stdin=subprocess.DEVNULL,
            stdout=None if verbose else out,
            stderr=None if verbose else subprocess.STDOUT,
            preexec_fn=follow_parent,
        )
        pid = data_root() / "run" / f"{port}.pid"
        pid.parent.mkdir(parents=True, exist_ok=True)
        pid.write_text(str(child.pid), encoding="utf-8")
        try:
            _wait_until_up(child, port, log)
            _tell(database, port, password, log, time.monotonic() - started)
            signal.signal(signal.SIGTERM, _interrupt)
            code = child.wait()
        except KeyboardInterrupt:
            code = _end(child)
        finally:
            _end(child)
            pid.unlink(missing_ok=True)
    say("Đã dừng. (Stopped.)")
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else code


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(child: subprocess.Popen[bytes]) -> int:
    """End Odoo in its own way, then by force."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
    return child.wait()


def _wait_until_up(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until Odoo answers on ``port``.

    :raise TthcError: it ended instead
    """
    with Step("Khởi động Odoo"):
        while True:
            if child.poll() is not None:
                tail = log.read_text(errors="replace").splitlines()[-20:]
                raise TthcError(
                    f"Odoo đã dừng khi khởi động; nhật ký: {log}",
                    f"Odoo ended while starting; its log: {log}",
                    details="\n".join(tail),
                )
            if _answers(port):
                return
            time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        link = http.client.HTTPConnection(HOST, port, timeout=60)
        # The login page makes Odoo load the registry, so that the first visitor
        # does not wait for it.
        link.request("GET", "/web/login")
        return link.getresponse().status < 500
    except OSError:
        return False


def _tell(
    database: Database, port: int, password: str, log: Path, seconds: float
) -> None:
    """Print where it is and who may log in."""
    mark = database.mark()
    say()
    say(f"Đối thoại TTHC: http://{HOST}:{port}  (khởi động trong {seconds:.1f} s)")
    say()
    for line in demo_table(database) if mark and mark.demo else []:
        say(line)
    if password:
        say(f"Quản trị Odoo: đăng nhập “admin”, mật khẩu {password}")
        say("  (chỉ hiện một lần này; hãy ghi lại hoặc đổi sau khi đăng nhập)")
    elif not (mark and mark.demo):
        say("Đăng nhập bằng “admin” với mật khẩu đã hiện khi tạo cơ sở dữ liệu;")
        say("  quên thì đặt lại: ./tthc passwd, hoặc làm lại từ đầu: --reset")
    say()
    say(f"Nhật ký: {log}")
    say("Dừng: Ctrl-C.  PostgreSQL đi kèm chạy tiếp đến khi ./tthc stop.")
    sys.stdout.flush()
