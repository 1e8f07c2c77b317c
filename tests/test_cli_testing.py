"""The whole suite uses all cores, a part of it one."""

import pytest

from tthc_cli import testing

BY_FILE = ["--dist", "loadfile", "--no-loadscope-reorder"]


@pytest.mark.parametrize(
    ("cores", "words", "options"),
    [
        (1, [], []),
        (2, [], ["-n", "2", *BY_FILE]),
        (2, ["-k", "plans"], ["-n", "2", *BY_FILE]),
        (64, [], ["-n", "4", *BY_FILE]),
        (2, ["tests/test_cli_testing.py"], []),
        (2, ["-n0"], []),
        (2, ["-n", "1"], []),
    ],
)
def test_workers(monkeypatch, cores, words, options):
    monkeypatch.setattr(testing.os, "sched_getaffinity", lambda _pid: range(cores))
    assert testing._workers(words) == options
