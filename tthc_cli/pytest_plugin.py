"""What pytest has to know when it runs the tests of this repository.

- Tests outside an addon may use Odoo's base classes.
- A browser test that finds no browser fails: a skip would hide it.
- A run in which every test was skipped fails.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest

import odoo.tests.common

#: A busy machine may need a minute to show the browser's first page.
BROWSER_PATIENCE = 600


def pytest_configure(config: pytest.Config) -> None:
    """Prepare Odoo's test classes."""
    common = odoo.tests.common
    common.CHECK_BROWSER_ITERATIONS = BROWSER_PATIENCE
    # Odoo gives these to the classes in an addon only.
    common.BaseCase.test_tags = {"standard", "at_install"}
    common.BaseCase.test_module = "tests"


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
