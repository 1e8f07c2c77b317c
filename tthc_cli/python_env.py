"""Virtual environments with pinned packages, one per Python, set of pins and Odoo."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from pathlib import Path

from .console import Step
from .debian import PrivateApt, last_words, no_network, no_space, unpack
from .errors import CommandFailed, TthcError
from .paths import REPO, cache_root
from .process import environment, output_of, stream
from .stage import build_once, remove

RUNTIME = ("requirements-odoo.txt", "requirements.txt", "test-requirements.txt")
LINT = ("lint-requirements.txt",)
_NO_NETWORK = re.compile(
    r"NewConnectionError|Temporary failure|Could not fetch URL|Read timed out"
    r"|ConnectTimeoutError|Connection refused|Network is unreachable|ProxyError"
    r"|No matching distribution found",
)


def key_of(requirements: tuple[str, ...], *more: str) -> str:
    """Return a short name for this Python with these pins and ``more``."""
    digest = hashlib.sha256()
    for name in requirements:
        digest.update((REPO / name).read_bytes())
    for word in (*more, sys.base_prefix):
        digest.update(word.encode())
    python = ".".join(map(str, sys.version_info[:3]))
    return f"py{python}-{digest.hexdigest()[:12]}"


def odoo_env(packages: Path, odoo_version: str) -> Path:
    """Return the Python of an environment in which Odoo, addons and tests run.

    :param packages: the folder that holds the Odoo to import
    """
    folder = cache_root() / "env" / f"odoo-{key_of(RUNTIME, odoo_version)}"

    def build(work: Path, step: Step) -> None:
        _make(work, RUNTIME, step)
        site = next(work.glob("lib/python3*/site-packages"))
        (site / "odoo19.pth").write_text(f"{packages}\n", encoding="utf-8")

    build_once(folder, "Cài các gói Python cho Odoo", build, in_place=True)
    return folder / "bin/python"


def lint_env() -> Path:
    """Return the Python of an environment with the checkers."""
    folder = cache_root() / "env" / f"lint-{key_of(LINT)}"

    def build(work: Path, step: Step) -> None:
        _make(work, LINT, step)

    build_once(folder, "Cài các công cụ kiểm tra mã", build, in_place=True)
    return folder / "bin/python"


def _make(folder: Path, requirements: tuple[str, ...], step: Step) -> None:
    """Make an environment in ``folder`` and install the pins of ``requirements``."""
    has_pip = importlib.util.find_spec("ensurepip") is not None
    words: list[str | Path] = ["-m", "venv", folder]
    if has_pip:
        try:
            output_of([sys.executable, *words], name="python -m venv")
        except CommandFailed:
            # Debian splits the standard library: the module may be there, its
            # wheels not.
            has_pip = False
            remove(folder)
    if not has_pip:
        output_of([sys.executable, *words, "--without-pip"], name="python -m venv")
        step.note("pip")
        _add_pip(folder)
    files: list[str | Path] = []
    for name in requirements:
        files += ["-r", REPO / name]
    pip_install(folder / "bin/python", *files, step=step)


def _add_pip(folder: Path) -> None:
    """Put pip into an environment that came without, from Debian's wheel of it."""
    apt = PrivateApt(folder / "apt")
    apt.update()
    wheels = folder / "pip-wheel"
    for file in apt.download("python3-pip-whl"):
        unpack(file, wheels)
    wheel = next(wheels.rglob("pip-*.whl"))
    env = environment({"PYTHONPATH": str(wheel)})
    python = folder / "bin/python"
    output_of([python, "-m", "pip", "install", "--no-index", wheel], env=env)
    remove(wheels)
    remove(apt.folder)


def pip_install(python: Path, *words: str | Path, step: Step) -> None:
    """Let the pip of ``python`` install ``words``.

    :raise TthcError: the packages cannot be had, or there is no room for them
    """
    said: list[str] = []

    def on_line(line: str) -> None:
        said.append(line)
        if line.startswith(("Collecting ", "Installing ")):
            step.note(line.split("(")[0])

    command: list[str | Path] = [python, "-m", "pip", "install", "--no-input"]
    command.append("--disable-pip-version-check")
    code = stream([*command, *words], on_line)
    if not code:
        return
    output = "\n".join(said)
    if "No space left" in output:
        raise no_space(cache_root())
    if _NO_NETWORK.search(output):
        raise no_network(output)
    raise TthcError(
        "không cài được các gói Python.",
        "the Python packages could not be installed.",
        docker=True,
        details=last_words(output) if len(said) < 3 else "\n".join(said[-8:]),
    )
