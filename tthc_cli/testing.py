"""``tthc test``: a fresh database, both addons, pytest-odoo with a real browser."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .addons import addons_of, our_addons, with_own_dependencies
from .browser import browser_folder
from .databases import Database
from .install import fresh, renew, temporary
from .locks import locked
from .node_tools import axe_script
from .odoo import Odoo, ready_odoo
from .office import ready_office
from .paths import REPO
from .process import follow_parent

#: Each has a database, a server and at times a browser: more would crowd a machine.
MOST_WORKERS = 4


def run_tests(
    words: list[str],
    *,
    keep: str | None = None,
    reuse: str | None = None,
    demo: bool = False,
    coverage: bool = False,
) -> int:
    """Run the tests and return pytest's exit code.

    :param words: what pytest is given: paths, -k, -x and so on
    :param keep: a name for the fresh database, which is then left when done
    :param reuse: a database to update and leave instead of a fresh one
    :param demo: install the demo data
    :param coverage: measure it
    :raise TthcError: the set-up failed
    """
    # First, because it may be what stops us.
    browser = browser_folder()
    ready_office()
    axe_script()
    odoo = ready_odoo()
    paths = [word for word in words if _is_path(word)]
    addons = with_own_dependencies(addons_of(paths) if paths else our_addons())
    kept = reuse or keep
    if not kept:
        with temporary(odoo, "test", addons, demo=demo) as database:
            return _pytest(odoo, database, browser, words, coverage=coverage)
    database = Database(odoo.server, kept)
    with locked(database.lock, f"dùng {kept}"):
        _prepare(odoo, database, addons, demo=demo, reuse=bool(reuse))
        return _pytest(odoo, database, browser, words, coverage=coverage)


def _is_path(word: str) -> bool:
    return not word.startswith("-") and Path(word.split("::")[0]).exists()


def _prepare(
    odoo: Odoo, database: Database, addons: list[str], *, demo: bool, reuse: bool
) -> None:
    """Bring ``database`` to where the tests can start."""
    mark = database.mark() if database.exists() else None
    if reuse and mark and mark.ready and mark.kind == "kept" and mark.demo == demo:
        renew(odoo, database, sorted({*addons, *mark.addons} & set(our_addons())))
    else:
        fresh(odoo, database, addons, "kept", demo=demo)


def _pytest(
    odoo: Odoo, database: Database, browser: Path, words: list[str], *, coverage: bool
) -> int:
    path = os.pathsep.join([str(browser), odoo.server.env()["PATH"]])
    with odoo.configuration(database.name) as conf:
        env = odoo.server.env(
            PATH=path,
            ODOO_RC=str(conf),
            PYTHONPATH=str(REPO),
            TTHC_AXE=str(axe_script()),
            TTHC_DATABASE=database.name,
        )
        python = [str(odoo.python), "-m"]
        options = ["-p", "tthc_cli.pytest_plugin", "--odoo-http"]
        options += [f"--odoo-database={database.name}"]
        if not coverage:
            options += _workers(words)
            return _watch([*python, "pytest", *options, *words], env)
        env["COVERAGE_FILE"] = str(conf.parent / "coverage")
        run = ["coverage", "run", "-m", "pytest"]
        code = _watch([*python, *run, *options, *words], env)
        return _watch([*python, "coverage", "report"], env) or code


def _workers(words: list[str]) -> list[str]:
    """Return the options that let the whole suite use all cores.

    Each worker takes whole files and has a copy of the database. A part of the suite
    is not worth the copies.
    """
    cores = min(len(os.sched_getaffinity(0)), MOST_WORKERS)
    if cores == 1 or any(_is_path(word) or word.startswith("-n") for word in words):
        return []
    # in the order of setup.cfg, where what takes long comes first: by itself a file
    # of one long test would come last, and the other cores wait for it
    return ["-n", str(cores), "--dist", "loadfile", "--no-loadscope-reorder"]


def _watch(command: list[str], env: dict[str, str]) -> int:
    """Run ``command`` before the person's eyes and return its exit code."""
    with _interruptible():
        child = subprocess.Popen(command, cwd=REPO, env=env, preexec_fn=follow_parent)
        return child.wait()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C reach pytest alone, which then ends in its own way."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
