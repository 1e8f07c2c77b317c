"""The parts of ``tthc`` that need neither a network nor a database."""

from tthc_cli.odoo import trouble_in


def test_trouble_starts_at_the_first_error():
    log = ["2026-01-01 00:00:00,000 1 INFO db x: fine", "Traceback (most", "  y"]
    assert trouble_in(log) == log[1:]
    assert trouble_in(log[:1]) == []
