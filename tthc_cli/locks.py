"""Locks between processes: two commands at once wait for each other, and say so."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .console import warn


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def locked(path: Path, what: str, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock ``path``; wait for whoever has it, with a message.

    The kernel lets go of the lock when the process ends, however it ends.

    :param what: what the other one is doing, for the message
    :param shared: True to hold it together with other readers
    """
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    handle = _open(path)
    try:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            warn(f"· Đợi một lệnh tthc khác: {what} … (waiting for another tthc)")
            fcntl.flock(handle, kind)
        yield
    finally:
        os.close(handle)


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Yield True and hold the lock ``path`` if it was free, else yield False."""
    handle = _open(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
