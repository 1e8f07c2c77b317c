"""What pytest has to know when it runs the tests of this repository.

- Tests outside an addon may use Odoo's base classes.
- A browser test that finds no browser fails: a skip would hide it.
- A worker has files of its own, as it has a database of its own.
- A run in which every test was skipped fails.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path
from unittest.mock import patch

import pytest

import odoo.tests.common
import odoo.tools

#: A busy machine may need a minute to show the browser's first page.
BROWSER_PATIENCE = 600


def pytest_configure(config: pytest.Config) -> None:
    """Prepare Odoo's test classes."""
    common = odoo.tests.common
    common.CHECK_BROWSER_ITERATIONS = BROWSER_PATIENCE
    # Odoo gives these to the classes in an addon only.
    common.BaseCase.test_tags = {"standard", "at_install"}
    common.BaseCase.test_module = "tests"


@pytest.fixture(scope="session", autouse=True)
def own_files(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """Give each worker its files: pytest-odoo lets all share those of the original.

    The clean-up of one would delete what another needs.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    request.getfixturevalue("load_registry")
    shared = Path(odoo.tools.config.filestore("any"))
    own = shared.with_name(odoo.tests.common.get_db_name())
    shutil.rmtree(own, ignore_errors=True)
    if shared.is_dir():
        # Odoo names a file after its content and never changes one: links do.
        shutil.copytree(shared, own, copy_function=os.link)
    with patch.object(odoo.tools.config, "filestore", lambda _name: str(own)):
        yield
    shutil.rmtree(own, ignore_errors=True)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, object, None]:
    """Turn a skip for want of a browser into a failure."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and call.excinfo and "chrome" in str(call.excinfo.value).lower():
        report.outcome = "failed"
        report.longrepr = f"No browser: {call.excinfo.value}"


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail the run if nothing was really tested."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus != 0 or not reporter or session.config.option.collectonly:
        return
    if not any(reporter.stats.get(kind) for kind in ("passed", "xfailed")):
        session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
