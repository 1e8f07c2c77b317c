"""The checks that ask Odoo: its own lint classes, and the translations."""

from __future__ import annotations

import re
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from .addons import our_addons
from .checking import Check
from .databases import Database
from .install import temporary
from .odoo import Odoo, OdooFailed, ready_odoo
from .serve import free_port
from .translations import check_translations, export_terms

LINT_CLASSES = (
    "TestIndex",
    "TestNaming",
    "TestLintOverrideSignatures",
    "RoutesLinter",
    "TestOnchangeDomains",
    "ManifestLinter",
)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ ")
_STARTED = re.compile(r"test_lint\.tests\.\S+: Starting (\w+)\.")


class LintDatabase:
    """A database with our addons, made when the first check asks for it."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    @cached_property
    def odoo(self) -> Odoo:
        """The Odoo to ask."""
        return ready_odoo()

    @cached_property
    def database(self) -> Database:
        """The database, with the addons installed."""
        return self._stack.enter_context(temporary(self.odoo, "lint", our_addons()))

    def close(self) -> None:
        """Drop it if it was made."""
        self._stack.close()


def odoo_checks(lint: LintDatabase) -> list[Check]:
    """Return the checks that need a database."""
    return [
        Check("translations", lambda: translations(lint)),
        # It installs a module more, so it comes last.
        Check("odoo-test-lint", lambda: test_lint(lint)),
    ]


def test_lint(lint: LintDatabase) -> str:
    """Run Odoo's own lint classes on our addons; return what they find."""
    tags = ",".join(f"/test_lint:{name}" for name in LINT_CLASSES)
    # Odoo serves while it tests, whatever is said of it: on a port that nobody has.
    port = f"--http-port={free_port()}"
    words = ["-i", "test_lint", f"--test-tags={tags}", "--stop-after-init", port]
    database = lint.database
    try:
        said = lint.odoo.call(database.name, *words, title="test_lint của Odoo")
    except OdooFailed as error:
        return failures_in(error.lines) or str(error)
    left = set(LINT_CLASSES) - set(_STARTED.findall(said))
    return f"Odoo không chạy {', '.join(sorted(left))}" if left else ""


def failures_in(lines: list[str]) -> str:
    """Return what the failed tests in a log say, without their stacks."""
    found: list[str] = []
    inside = False
    for line in lines:
        if _STAMP.match(line):
            inside = " FAIL: " in line or " ERROR: " in line
            found += [line.split(": ", 1)[1]] if inside else []
        elif inside and line.strip() and not line.startswith(("Traceback", "  File ")):
            found.append(f"    {line}")
    return "\n".join(found)


def translations(lint: LintDatabase) -> str:
    """Return the terms without a Vietnamese translation, and stale templates."""
    wrong = []
    with tempfile.TemporaryDirectory(prefix="tthc-") as folder:
        for name in our_addons():
            pot = export_terms(lint.odoo, lint.database, name, Path(folder))
            wrong.append(check_translations(lint.odoo, name, pot))
    return "\n".join(filter(None, wrong))
