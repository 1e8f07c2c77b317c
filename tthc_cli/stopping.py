"""``tthc stop``: end the servers that ``tthc run`` started, and PostgreSQL."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from .console import say
from .errors import TthcError
from .locks import try_lock
from .paths import data_root
from .postgres import Cluster


def stop(*, force: bool = False) -> int:
    """Stop what runs; a test in progress is left alone unless ``force``.

    :raise TthcError: somebody is using PostgreSQL
    """
    for path in sorted((data_root() / "run").glob("*.pid")):
        if _end_server(path):
            say(f"Đã dừng máy chủ ở cổng {path.stem}.")
    cluster = Cluster()
    if not cluster.pid():
        say("PostgreSQL đi kèm không chạy.")
        return 0
    if not force and (users := _in_use()):
        raise TthcError(
            f"PostgreSQL đang được dùng ({', '.join(users)});"
            " dùng --force nếu vẫn muốn dừng.",
            "PostgreSQL is in use; --force stops it anyway.",
        )
    cluster.stop()
    say("Đã dừng PostgreSQL đi kèm.")
    return 0


def _in_use() -> list[str]:
    """Return the names of the databases that a command is working with."""
    names = []
    for path in sorted((data_root() / "locks").glob("database-*.lock")):
        with try_lock(path) as free:
            if not free:
                names.append(path.stem.removeprefix("database-"))
    return names


def _end_server(path: Path) -> bool:
    """End the server whose number is in ``path``; tell whether there was one."""
    try:
        pid = int(path.read_text(encoding="utf-8"))
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        path.unlink(missing_ok=True)
        return False
    if b"\0-m\0odoo\0" not in command:
        path.unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGTERM)
    for _attempt in range(150):
        if not Path(f"/proc/{pid}").exists():
            break
        time.sleep(0.1)
    return True
