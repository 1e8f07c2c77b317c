"""A server of two workers and clients that ask it, each with its own account."""

from __future__ import annotations

import re
import secrets
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tthc_cli.process import follow_parent

HOST = "127.0.0.1"
PATIENCE = 120
READS = 40
_TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')
_KEY = re.compile(r'name="form_key"\s+value="([^"]+)"')
_ODOO = str(Path(__file__).with_name("odoo_server.py"))
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Server:
    """Where the server answers."""

    port: int


@dataclass
class Account:
    """Somebody who is signed in.

    :param login: their login
    :param cookies: what the server gave them
    :param token: what each form of theirs carries
    """

    login: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    text: str


def p95(times: list[float]) -> float:
    """Return the time within which 95 of 100 were done."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(configuration: str) -> Iterator[Server]:
    """Run Odoo with two workers while it is needed."""
    server = Server(free_port())
    words = ["-c", configuration, "--workers=2", "--log-level=warn"]
    words += [f"--http-port={server.port}", f"--gevent-port={free_port()}"]
    # nothing leaves the machine: mails wait in their table
    words += [f"--smtp={HOST}", "--smtp-port=9"]
    # it ends with us, however we end
    command = [sys.executable, _ODOO, *words]
    child = subprocess.Popen(command, preexec_fn=follow_parent)
    try:
        _wait(server, child)
        yield server
    finally:
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()


def _wait(server: Server, child: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and child.poll() is None:
        try:
            if ask(server, Account(""), "/web/health").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def ask(
    server: Server, account: Account, path: str, form: dict[str, str] | None = None
) -> Answer:
    """Send one request; with ``form`` a POST."""
    connection = HTTPConnection(HOST, server.port, timeout=PATIENCE)
    cookies = "; ".join(f"{name}={value}" for name, value in account.cookies.items())
    headers = {"Cookie": cookies} if cookies else {}
    try:
        if form is None:
            connection.request("GET", path, headers=headers)
        else:
            body = urlencode(form).encode()
            connection.request("POST", path, body, headers | _FORM)
        response = connection.getresponse()
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _is, value = line.partition(";")[0].partition("=")
            account.cookies[name] = value
        return Answer(response.status, response.headers.get("Location") or "", text)
    finally:
        connection.close()


def sign_in(server: Server, login: str) -> Account:
    """Return an account that is signed in and has a form open."""
    account = Account(login)
    page = ask(server, account, "/web/login")
    form = {"login": login, "password": login, "csrf_token": _found(_TOKEN, page)}
    ask(server, account, "/web/login", form)
    account.token = _found(_TOKEN, ask(server, account, "/my/feedback/new"))
    return account


def _found(pattern: re.Pattern, answer: Answer) -> str:
    found = pattern.search(answer.text)
    if not found:
        raise RuntimeError(f"{answer.status} {answer.location}: no {pattern.pattern}")
    return found[1]


def file_one(server: Server, account: Account) -> float:
    """File one case; return how many seconds it took.

    :raise RuntimeError: it was not taken
    """
    mark = secrets.token_hex(16)
    form = {
        "csrf_token": account.token,
        "form_key": mark,
        "subject": f"Bao lâu thì có kết quả? {mark[:6]}",
        "question": "Hồ sơ nộp từ tháng 2 đến nay chưa có kết quả.",
        "kind": "guidance",
        "address": "12 Trần Phú, Hà Giang",
        "phone": "0219 386 0000",
    }
    start = time.perf_counter()
    answer = ask(server, account, "/my/feedback/submit", form)
    took = time.perf_counter() - start
    path = urlsplit(answer.location).path
    if answer.status != 303 or not path.startswith("/my/feedback/"):
        words = " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())
        raise RuntimeError(
            f"not filed: {answer.status} {answer.location} {words[:500]}"
        )
    return took


def file_at_once(
    server: Server, accounts: list[Account], each: int
) -> tuple[float, list[float]]:
    """Let all ``accounts`` file ``each`` cases, one after the other each.

    :return: seconds for all of it, and of each filing
    """
    ready = threading.Barrier(len(accounts) + 1)

    def work(account: Account) -> list[float]:
        ready.wait()
        return [file_one(server, account) for _case in range(each)]

    with ThreadPoolExecutor(len(accounts)) as pool:
        futures = [pool.submit(work, account) for account in accounts]
        ready.wait()
        start = time.perf_counter()
        times = [took for future in futures for took in future.result()]
        return time.perf_counter() - start, times


def warm_up(server: Server, accounts: list[Account]) -> None:
    """Let every worker load what it needs once."""
    for _round in range(3):
        file_at_once(server, accounts[:4], 4)
        for account in accounts[:4]:
            ask(server, account, "/my/feedback")


def read_often(server: Server, account: Account, path: str, proof: str) -> list[float]:
    """Return how many seconds each of several visits to ``path`` took.

    :param proof: what must be on the page
    :raise RuntimeError: it is not the page
    """
    times = []
    for visit in range(READS + 4):
        start = time.perf_counter()
        answer = ask(server, account, path)
        took = time.perf_counter() - start
        if answer.status != 200 or proof not in answer.text:
            raise RuntimeError(f"{path}: {answer.status}, without {proof!r}")
        # the first ones load what the workers do not have yet
        if visit >= 4:
            times.append(took)
    return times
