"""What a check is, and how its outcome is told: one line, and more if it failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .console import say
from .errors import TthcError
from .paths import REPO
from .process import Command, environment, stream


@dataclass(frozen=True)
class Check:
    """A named check.

    :param name: how it is called on the command line
    :param run: does it; what it returns is what is wrong, '' when nothing is
    """

    name: str
    run: Callable[[], str]


def program(
    command: Command, *, env: Mapping[str, str] | None = None
) -> Callable[[], str]:
    """Return a check that passes when ``command`` ends well."""

    def run() -> str:
        said: list[str] = []
        variables = env if env is not None else environment()
        code = stream(command, said.append, env=variables, cwd=REPO)
        return "\n".join(said) or f"mã {code}" if code else ""

    return run


def files(*patterns: str) -> list[str]:
    """Return the files of the checkout that match one of ``patterns``, sorted."""

    def found() -> Iterator[Path]:
        for pattern in patterns:
            yield from REPO.glob(pattern)

    return sorted(str(path.relative_to(REPO)) for path in set(found()))


def run_all(checks: list[Check]) -> int:
    """Run ``checks``, tell the outcome of each, return how many failed."""
    failed = 0
    for check in checks:
        start = time.monotonic()
        try:
            wrong = check.run()
        except TthcError as error:
            wrong = str(error)
        seconds = time.monotonic() - start
        say(f"{'✗' if wrong else '✓'} {check.name:<24} {seconds:6.1f} s")
        if wrong:
            failed += 1
            say("\n".join(f"    {line}" for line in wrong.rstrip().splitlines()))
    return failed
