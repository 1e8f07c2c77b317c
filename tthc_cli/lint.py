"""``tthc lint``: every check of the repository; fails if one fails."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from xml.parsers import expat

from .addons import our_addons
from .checking import Check, files, program, run_all
from .console import say
from .errors import TthcError
from .lint_odoo import LintDatabase, odoo_checks
from .node_tools import NodeTools
from .paths import REPO
from .process import stream
from .python_env import lint_env

_YAML = "{extends: default, rules: {line-length: {max: 100}, document-start: disable}}"
_COMPOSE = "vendor.compose-spec"
_PYTHON = ("tthc", "tthc_cli/**/*.py", "addons/**/*.py", "tests/**/*.py")
#: What prettier formats.
_FORMATTED = ("addons/**/*.xml", "addons/**/*.js", "addons/**/*.scss", "*.cjs")


def lint(*, fix: list[str] | None = None, only: str = "") -> int:
    """Check everything and return the exit code.

    :param fix: mend first, below these paths, what the tools can mend; all if empty
    :param only: the names of the checks to run, separated by commas; all if empty
    :raise TthcError: there is no such check
    """
    python = lint_env()
    node = NodeTools(python)
    if fix is not None:
        _mend(python, node, fix)
    database = LintDatabase()
    checks = [*static_checks(python, node), *odoo_checks(database)]
    if only:
        wanted = set(only.split(","))
        if unknown := wanted - {check.name for check in checks}:
            raise TthcError(
                f"không có mục kiểm tra {', '.join(sorted(unknown))};"
                f" có: {', '.join(check.name for check in checks)}",
                "there is no such check.",
            )
        checks = [check for check in checks if check.name in wanted]
    with closing(database):
        failed = run_all(checks)
    say(f"{len(checks) - failed} đạt, {failed} không đạt ({len(checks)} mục kiểm tra)")
    return 1 if failed else 0


def _mend(python: Path, node: NodeTools, paths: list[str]) -> None:
    """Let the tools mend what they can below ``paths``."""
    roots = [Path(path).resolve() for path in paths] or [REPO]

    def chosen(*patterns: str) -> list[str]:
        found = files(*patterns)
        return [
            name
            for name in found
            if any((REPO / name).is_relative_to(root) for root in roots)
        ]

    if found := chosen(*_PYTHON):
        ruff: list[str | Path] = [python, "-m", "ruff"]
        stream([*ruff, "check", "--fix", "--quiet", *found], say, cwd=REPO)
        stream([*ruff, "format", "--quiet", *found], say, cwd=REPO)
    if found := chosen(*_FORMATTED):
        words = ["--write", "--list-different", *found]
        stream(node.prettier(*words), say, env=node.env(), cwd=REPO)
    if found := chosen("addons/**/*.js"):
        stream(node.eslint("--fix", *found), say, env=node.env(), cwd=REPO)


def static_checks(python: Path, node: NodeTools) -> list[Check]:
    """Return the checks that need no database."""
    tools = python.parent
    addons = [f"addons/{name}" for name in our_addons()]
    module: list[str | Path] = [python, "-m"]

    def on_files(name: str, words: Sequence[str | Path], *patterns: str) -> Check:
        found = files(*patterns)
        if not found:
            return Check(name, lambda: "")
        env = node.env() if words and words[0] == node.node else None
        return Check(name, program([*words, *found], env=env))

    hooks: list[str | Path] = [python, tools / "oca-checks-odoo-module"]
    po_hooks: list[str | Path] = [python, tools / "oca-checks-po"]
    po_hooks += ["--disable=po-pretty-format"]
    return [
        Check("ruff-check", program([*module, "ruff", "check", "."])),
        Check("ruff-format", program([*module, "ruff", "format", "--check", "."])),
        Check("mypy", program([*module, "mypy", "tthc_cli"])),
        Check(
            "pylint-odoo",
            program(
                [
                    *module,
                    "pylint",
                    "--rcfile=setup.cfg",
                    # a model whose moves, needs and screens are files of their own
                    # is easier to find one's way in than one of a thousand lines
                    "--disable=consider-merging-classes-inherited",
                    *addons,
                ]
            ),
        ),
        Check("oca-odoo-module", program([*hooks, *addons])),
        on_files("oca-po", po_hooks, "addons/*/i18n/*.po*"),
        Check("xml-well-formed", well_formed),
        on_files("prettier", node.prettier("--check"), *_FORMATTED),
        on_files("eslint", node.eslint("--max-warnings=0"), "addons/**/*.js"),
        on_files("shellcheck", [tools / "shellcheck"], ".ci/run", "docker/**/*.sh"),
        on_files("hadolint", [tools / "hadolint"], "docker/**/Dockerfile"),
        on_files(
            "yamllint",
            [*module, "yamllint", "-d", _YAML, "--strict"],
            "docker/**/*.yaml",
        ),
        on_files(
            "compose-schema",
            [python, tools / "check-jsonschema", "--builtin-schema", _COMPOSE],
            "docker/**/compose*.yaml",
        ),
    ]


def well_formed() -> str:
    """Return the XML files that are not well-formed, with the reason."""
    wrong = []
    for name in files("addons/**/*.xml", "addons/**/*.svg"):
        try:
            expat.ParserCreate().Parse((REPO / name).read_bytes(), True)
        except expat.ExpatError as error:
            wrong.append(f"{name}: {error}")
    return "\n".join(wrong)
