"""A failing check fails the lint, and only it shows its output."""

import sys

import pytest

from tthc_cli import checking, lint, lint_odoo
from tthc_cli.checking import Check
from tthc_cli.errors import TthcError


def _broken():
    raise TthcError("không có mạng", "no network")


def test_each_check_is_one_line_and_more_if_it_fails(capsys):
    quiet = [sys.executable, "-c", "print('fine')"]
    loud = [sys.executable, "-c", "print('line 7 is wrong'); raise SystemExit(3)"]
    dumb = [sys.executable, "-c", "raise SystemExit(4)"]
    checks = [
        Check("quiet", checking.program(quiet)),
        Check("loud", checking.program(loud)),
        Check("dumb", checking.program(dumb)),
        Check("broken", _broken),
    ]
    assert checking.run_all(checks) == 3
    said = capsys.readouterr().out
    assert "✓ quiet" in said and "fine" not in said
    assert "✗ loud" in said and "    line 7 is wrong" in said
    assert "✗ dumb" in said and "mã 4" in said
    assert "✗ broken" in said and "không có mạng" in said


def test_broken_xml_is_named(tmp_path, monkeypatch):
    (tmp_path / "addons/a/views").mkdir(parents=True)
    (tmp_path / "addons/a/views/good.xml").write_text("<odoo/>", encoding="utf-8")
    (tmp_path / "addons/a/views/bad.xml").write_text("<odoo>", encoding="utf-8")
    monkeypatch.setattr(checking, "REPO", tmp_path)
    monkeypatch.setattr(lint, "REPO", tmp_path)
    found = lint.well_formed()
    assert "bad.xml" in found and "good.xml" not in found


def test_failures_are_told_without_their_stack():
    log = """2026-01-01 00:00:00,000 1 INFO db odoo.tests: Starting TestIndex.test_a ...
2026-01-01 00:00:00,000 1 ERROR db odoo.addons.test_lint: FAIL: TestIndex.test_a
Traceback (most recent call last):
  File "x.py", line 1, in test_a
AssertionError: no index
2026-01-01 00:00:00,000 1 INFO db odoo.service: Initiating shutdown
left alone"""
    told = lint_odoo.failures_in(log.splitlines())
    assert told.splitlines() == [
        "FAIL: TestIndex.test_a",
        "    AssertionError: no index",
    ]
    assert lint_odoo.failures_in(["nothing"]) == ""


@pytest.mark.parametrize("missing", lint_odoo.LINT_CLASSES)
def test_a_lint_class_that_did_not_run_is_a_failure(missing):
    class Stub:
        name = "db"

        def call(self, *words, title):
            there = [name for name in lint_odoo.LINT_CLASSES if name != missing]
            line = "INFO db odoo.addons.test_lint.tests.x: Starting %s.test_a ..."
            return "\n".join(line % name for name in there)

    stub = Stub()
    stub.odoo = stub.database = stub
    assert missing in lint_odoo.test_lint(stub)
