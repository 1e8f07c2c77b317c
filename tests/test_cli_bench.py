"""A bench fails when a part is too slow or wrong, and tells what there is."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from tthc_cli import bench as bench_module
from tthc_cli.bench import BENCHES, Part, bench
from tthc_cli.errors import TthcError
from tthc_cli.inside import bench_engine
from tthc_cli.main import main
from tthc_cli.paths import ADDONS, REPO

CLOCK = ADDONS / "dialogue_tthc/tools/legal_clock.py"
DAYS = [date(2026, 11, 2) + timedelta(number) for number in range(3)]


@pytest.fixture
def parts(monkeypatch):
    """A bench of parts that only say how they ended; returns what was run."""
    ran = []

    def part(name, good):
        def run(odoo):
            ran.append((name, odoo))
            return good

        return Part(name, run)

    monkeypatch.setattr(bench_module, "ready_odoo", lambda: "odoo")
    monkeypatch.setitem(BENCHES, "good", (part("a", True), part("b", True)))
    monkeypatch.setitem(BENCHES, "bad", (part("a", False), part("b", True)))
    return ran


def test_an_unknown_bench_is_told_with_what_there_is(monkeypatch, capsys):
    monkeypatch.setattr(bench_module, "ready_odoo", lambda: pytest.fail("set up"))
    with pytest.raises(TthcError, match="ticker"):
        bench("ticker")
    assert main(["bench", "ticker"]) == 1
    assert "không có phép đo “ticker”; có: clock" in capsys.readouterr().err
    assert main(["bench"]) == 0
    assert "clock  [Tính hạn" in capsys.readouterr().out


def test_every_part_runs_even_when_one_fails(parts, capsys):
    assert bench("good") == 0
    assert bench("bad") == 1
    assert parts == [("a", "odoo"), ("b", "odoo")] * 2
    assert capsys.readouterr().out == "a:\nb:\n" * 2


def test_the_clock_agrees_with_the_loop():
    clock = bench_engine.load(CLOCK)
    off, worked = bench_engine.days_of(bench_engine.YEARS)
    assert all(day.weekday() == 5 for day in worked)
    asked = bench_engine.questions(3000, bench_engine.YEARS)
    assert len(asked) == 3000
    by_clock = bench_engine.counted_by_clock(clock, asked, off, worked)
    assert by_clock == bench_engine.counted_day_by_day(asked, off, worked)
    assert {day.year for day in by_clock} == set(bench_engine.YEARS)
    assert set(worked) & set(by_clock)


def test_a_wrong_or_slow_clock_fails():
    lines, good = bench_engine.verdict(DAYS, 0.5, DAYS, 2.0)
    assert good
    assert any("gấp 4,0 lần" in line for line in lines)
    lines, good = bench_engine.verdict(DAYS, 1.01, DAYS, 2.0)
    assert not good
    assert any("quá chậm" in line for line in lines)
    lines, good = bench_engine.verdict(DAYS, 0.5, [*DAYS[:2], DAYS[0]], 2.0)
    assert not good
    assert any("KHÔNG ĐẠT: 1 hạn" in line for line in lines)


def test_the_exit_code_tells(tmp_path):
    """Run as it is run, on a clock that is always a day late."""
    wrong = tmp_path / "legal_clock.py"
    wrong.write_text(
        "from datetime import timedelta\n"
        "from types import SimpleNamespace\n"
        "WorkCalendar = dict.fromkeys\n"
        "def due_day(received, days, calendar):\n"
        "    return SimpleNamespace(day=received + timedelta(days))\n",
        encoding="utf-8",
    )
    program = REPO / "tthc_cli/inside/bench_engine.py"
    done = subprocess.run(
        [sys.executable, program, wrong], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "KHÔNG ĐẠT" in done.stdout
    assert not done.stderr
