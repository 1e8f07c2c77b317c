"""The bench of the portal fails when it is slow, loses a case or skips a number."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tthc_cli.bench import BENCHES
from tthc_cli.inside import bench_portal, bench_portal_http


@pytest.fixture
def server():
    """A server that takes a form, except for one whose login is "bad"."""
    taken = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._say(200, "trang")

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            taken.append(body)
            if "csrf_token=bad" in body:
                self._say(200, "<p>Hãy ghi địa chỉ</p>")
            else:
                self._say(303, "", "/my/feedback/7?notice=filed")

        def _say(self, status, text, location=""):
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Set-Cookie", "session_id=abc; HttpOnly")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield bench_portal_http.Server(httpd.server_port), taken
    httpd.shutdown()
    httpd.server_close()


def test_it_can_be_asked_for():
    assert [part.title for part in BENCHES["portal"]] == ["Gửi và xem trên cổng"]


@pytest.mark.parametrize(
    ("clients", "rate", "median", "said"),
    [
        (1, 25, 0.040, ""),
        (1, 25, 0.051, "một người gửi mất quá 40,0 ms"),
        (4, 60, 0.060, ""),
        (4, 47, 0.060, "dưới 60 hồ sơ/s"),
        (16, 10, 1.0, ""),
    ],
)
def test_slow_filing_is_told(clients, rate, median, said):
    wrong = bench_portal.filing_verdict(clients, rate, median)
    assert said in " ".join(wrong)
    assert bool(wrong) == bool(said)


def test_only_a_machine_that_stays_slow_gets_more_time(monkeypatch):
    def judged(*factors):
        told = iter(factors)
        monkeypatch.setattr(bench_portal, "FILINGS", {4: 12})
        monkeypatch.setattr(bench_portal, "slowness", lambda _env: next(told))
        monkeypatch.setattr(
            bench_portal.web, "file_at_once", lambda *_args: (0.4, [0.1] * 12)
        )
        return bench_portal.file_cases(None, None, [None] * 4)

    # 30 a second
    assert judged(2.0, 2.0) == (12, [])
    # one disturbed look excuses nothing
    for factors in ((1.0, 1.0), (1.0, 5.0), (5.0, 1.0)):
        filed, wrong = judged(*factors)
        assert filed == 12
        assert "dưới 60" in wrong[0]


@pytest.mark.parametrize(
    ("filed", "found", "first", "last", "said"),
    [
        (3, 3, 5, 7, ""),
        (3, 2, 5, 6, "gửi 3, có 2"),
        (3, 3, 5, 8, "chỗ trống"),
        (0, 0, None, None, ""),
    ],
)
def test_a_lost_case_or_number_is_told(filed, found, first, last, said):
    wrong = bench_portal.numbers_verdict(filed, found, first, last)
    assert said in " ".join(wrong)
    assert bool(wrong) == bool(said)


def test_clients_file_at_once_and_each_form_is_another(server):
    server, taken = server
    people = [bench_portal_http.Account(str(place), token="t") for place in range(3)]
    took, times = bench_portal_http.file_at_once(server, people, 4)
    assert len(times) == len(taken) == len(set(taken)) == 12
    assert took > 0
    assert people[0].cookies == {"session_id": "abc"}


def test_what_is_not_taken_is_no_filing(server):
    server, _taken = server
    account = bench_portal_http.Account("bad", token="bad")
    with pytest.raises(RuntimeError, match="Hãy ghi địa chỉ"):
        bench_portal_http.file_one(server, account)


def test_another_page_is_no_proof(server, monkeypatch):
    monkeypatch.setattr(bench_portal_http, "READS", 3)
    server, _taken = server
    account = bench_portal_http.Account("x")
    assert len(bench_portal_http.read_often(server, account, "/", "trang")) == 3
    with pytest.raises(RuntimeError, match="không có"):
        bench_portal_http.read_often(server, account, "/", "không có")
