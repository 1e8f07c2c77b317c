"""``tthc shell``, ``tthc psql``, ``tthc odoo``: the tools of whoever works on it."""

from __future__ import annotations

import secrets
import shutil
import subprocess

from .console import say
from .databases import Database
from .errors import TthcError
from .odoo import Odoo, ready_odoo
from .paths import REPO

_NEW_PASSWORD = """
import os
user = env["res.users"].search([("login", "=", os.environ["TTHC_LOGIN"])])
user.ensure_one().password = os.environ["TTHC_PASSWORD"]
env.cr.commit()
"""


def _existing(odoo: Odoo, name: str) -> Database:
    database = Database(odoo.server, name)
    if not database.exists():
        raise TthcError(
            f"chưa có cơ sở dữ liệu “{name}”; hãy chạy ./tthc run trước.",
            f"there is no database '{name}'; run ./tthc run first.",
        )
    return database


def shell(name: str, words: list[str]) -> int:
    """Open Odoo's Python shell on the database ``name``."""
    return odoo(name, ["shell", "--no-http", *words])


def odoo(name: str, words: list[str]) -> int:
    """Call Odoo's command line with ``words`` on the database ``name``."""
    ready = ready_odoo()
    database = _existing(ready, name)
    subcommand = words[:1] if words and not words[0].startswith("-") else []
    with ready.configuration(database.name) as conf:
        command = ready.command(*subcommand, "-c", conf, *words[len(subcommand) :])
        words = [str(word) for word in command]
        return subprocess.call(words, env=ready.server.env(), cwd=REPO)


def psql(name: str, words: list[str]) -> int:
    """Open psql on the database ``name``; the system's own one edits lines better."""
    ready = ready_odoo()
    database = _existing(ready, name)
    program = shutil.which("psql") or str(ready.server.programs / "psql")
    return subprocess.call(
        [program, "-d", database.name, *words], env=ready.server.env()
    )


def passwd(name: str, words: list[str]) -> int:
    """Give a user of the database ``name`` a new random password and print it."""
    ready = ready_odoo()
    database = _existing(ready, name)
    login = words[0] if words else "admin"
    password = secrets.token_urlsafe(9)
    ready.call(
        database.name,
        *("shell", "--no-http", "--log-level=warn"),
        title=f"Đặt mật khẩu mới cho “{login}”",
        stdin=_NEW_PASSWORD,
        env={"TTHC_LOGIN": login, "TTHC_PASSWORD": password},
    )
    say(f"{login}: {password}")
    return 0


CALLS = {"shell": shell, "odoo": odoo, "psql": psql, "passwd": passwd}
