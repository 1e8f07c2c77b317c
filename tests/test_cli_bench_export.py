"""The bench of the spreadsheet fails when it is slow, greedy or incomplete."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from tthc_cli.bench import BENCHES


@pytest.fixture(name="bench")
def _bench():
    # it runs in Odoo's Python, which is where these tests run, too
    return pytest.importorskip("tthc_cli.inside.bench_export")


def test_it_is_there():
    assert [part.title for part in BENCHES["export"]] == ["Xuất bảng tổng hợp"]


def test_a_good_one_passes_and_tells_both(bench):
    lines, good = bench.verdict(30.0, 20.0, 40, 100_008, 100_000)
    assert good
    assert "30,0 s" in lines[0]
    assert "20,0 s; gấp 1,50 lần" in lines[1]
    assert "40 MB" in lines[2]


@pytest.mark.parametrize(
    ("ours", "memory", "rows", "said"),
    [
        (40.1, 40, 100_008, "quá chậm"),
        (30, 151, 100_008, "tốn quá nhiều bộ nhớ"),
        (30, 40, 99_999, "chỉ có 99.999 dòng"),
    ],
)
def test_a_bad_one_is_told(bench, ours, memory, rows, said):
    lines, good = bench.verdict(ours, 20.0, memory, rows, 100_000)
    assert not good
    assert lines[-1].startswith("KHÔNG ĐẠT")
    assert said in lines[-1]


def test_rows_are_counted_also_where_a_part_cuts_one(bench):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        body = b'<row r="1"></row>' * 200_000
        archive.writestr("xl/worksheets/sheet1.xml", body)
    assert bench.rows_of(target.getvalue()) == 200_000


def test_memory_is_what_the_process_grew_by(bench):
    with bench.Memory() as memory:
        block = bytearray(60 * 1024 * 1024)
    assert len(block) and 50 < memory.grown < 90
