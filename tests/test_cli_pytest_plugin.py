"""A run that tested nothing, or had no browser, does not look green."""

import os
import subprocess
import sys

from tthc_cli.paths import REPO


def _run(folder, body):
    file = folder / "test_it.py"
    file.write_text(f"import unittest\nfrom odoo.tests import common\n{body}\n")
    words = ["-p", "no:odoo", "-p", "tthc_cli.pytest_plugin", "-q", str(file)]
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    # this run has no database, whatever the one around it has
    for name in ("ODOO_RC", "PYTEST_XDIST_WORKER"):
        env.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", f"--rootdir={folder}", *words],
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_browser_fails(tmp_path):
    body = (
        "def test_fine(): pass\n"
        "class TestTour(unittest.TestCase):\n"
        "    def test_tour(self):\n"
        "        raise unittest.SkipTest('Chrome executable not found')\n"
    )
    done = _run(tmp_path, body)
    assert done.returncode == 1, done.stdout
    assert "1 failed, 1 passed" in done.stdout


def test_only_skipped_fails(tmp_path):
    body = (
        "class TestTagged(common.BaseCase):\n"
        "    def test_skipped(self):\n"
        "        assert 'standard' in self.test_tags\n"
        "        self.skipTest('not today')\n"
    )
    done = _run(tmp_path, body)
    assert done.returncode == 5, done.stdout + done.stderr
    assert "1 skipped" in done.stdout
