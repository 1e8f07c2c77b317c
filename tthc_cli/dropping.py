"""``tthc drop``: which databases this command made, and away with some of them."""

from __future__ import annotations

from .console import say
from .databases import Database, ours
from .locks import try_lock
from .odoo import ready_odoo


def drop(names: list[str]) -> int:
    """Drop the databases ``names``, or list those of ours if there are none.

    :raise TthcError: one of them was not made by this command
    """
    server = ready_odoo().server
    if not names:
        for name, mark in sorted(ours(server).items()):
            state = "" if mark.ready else "  (dở dang)"
            say(f"{name}  [{mark.kind}]{state}")
        return 0
    left = 0
    for name in names:
        database = Database(server, name)
        with try_lock(database.lock) as idle, try_lock(database.serving) as unserved:
            if not database.exists():
                say(f"Không có “{name}”.")
            elif idle and unserved:
                database.drop()
                say(f"Đã xoá “{name}”.")
            else:
                left += 1
                say(f"“{name}” đang được dùng: giữ nguyên.")
    return 1 if left else 0
