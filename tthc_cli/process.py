"""Calling other programs, and reading what they say."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .errors import CommandFailed

Command = Sequence[str | Path]
_PR_SET_PDEATHSIG = 1


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return our environment with ``extra``, without what bends a foreign Python."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "PYTHONHOME", "OPENERP_SERVER", "ODOO_RC"}
    }
    env.update(extra or {})
    return env


def follow_parent() -> None:
    """Let the kernel end this new child when the command dies, however it dies."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def output_of(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
    name: str = "",
) -> str:
    """Run ``command`` and return its standard output.

    :param name: what to call it in an error
    :raise CommandFailed: it ended with an error, or there is no such program
    """
    try:
        done = subprocess.run(
            [str(word) for word in command],
            env=dict(env) if env is not None else environment(),
            cwd=cwd,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            preexec_fn=follow_parent,
        )
    except FileNotFoundError as error:
        raise CommandFailed(name or str(command[0]), 127, str(error)) from error
    if done.returncode:
        said = done.stderr + done.stdout
        raise CommandFailed(name or str(command[0]), done.returncode, said)
    return done.stdout


def stream(
    command: Command,
    on_line: Callable[[str], None],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
) -> int:
    """Run ``command``, give each line it says to ``on_line``, return its exit code."""
    process = subprocess.Popen(
        [str(word) for word in command],
        env=dict(env) if env is not None else environment(),
        cwd=cwd,
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        preexec_fn=follow_parent,
    )
    try:
        if stdin is not None and process.stdin:
            process.stdin.write(stdin)
            process.stdin.close()
        if process.stdout:
            for line in process.stdout:
                on_line(line.rstrip("\n"))
        return process.wait()
    except BaseException:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
