"""Running Odoo: its configuration, its commands, what its log tells."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from .console import Step
from .errors import TthcError
from .odoo_source import OdooSource, odoo_source
from .paths import ADDONS, REPO, data_root, log_file
from .postgres import Server, server
from .process import stream
from .python_env import odoo_env

LANGUAGE = "vi_VN"
TIMEZONE = "Asia/Ho_Chi_Minh"
_LOADING = re.compile(r"[Ll]oading (?:module )?(\S+) \((\d+)/(\d+)\)")
_TROUBLE = re.compile(
    r"^\S+ \S+ \d+ (ERROR|CRITICAL) |^Traceback|^\S*(Error|Exception):"
    r"|^.* WARNING .* demo data failed to install"
)


class OdooFailed(TthcError):
    """Odoo ended with an error, or logged one.

    :param title: what was being done
    :param log: where its whole log is
    :param lines: what it said
    """

    def __init__(self, title: str, log: Path, lines: list[str]) -> None:
        self.lines = lines
        super().__init__(
            f"Odoo báo lỗi khi: {title}; toàn bộ nhật ký: {log}",
            f"Odoo failed; its whole log: {log}",
            details=shorten(trouble_in(lines) or lines[-15:]),
        )


@dataclass(frozen=True)
class Odoo:
    """An Odoo that can be run: its source, the Python for it, and a server."""

    source: OdooSource
    python: Path
    server: Server

    @contextmanager
    def configuration(self, database: str, **options: str) -> Iterator[Path]:
        """Yield a configuration file for ``database`` while it is needed.

        How to reach PostgreSQL is not in it: that travels by PG* variables.

        :param options: further lines of the file
        """
        lines = {
            "addons_path": f"{self.source.addons},{ADDONS}",
            "data_dir": str(self.server.data),
            "db_name": database,
            "dbfilter": f"^{re.escape(database)}$",
            "list_db": "False",
            "admin_passwd": secrets.token_urlsafe(24),
            "http_interface": "127.0.0.1",
            "max_cron_threads": "0",
            "unaccent": "True",
            "screenshots": str(data_root() / "screenshots"),
            **options,
        }
        text = "\n".join(f"{name} = {value}" for name, value in lines.items())
        with tempfile.TemporaryDirectory(prefix="tthc-") as folder:
            path = Path(folder, "odoo.conf")
            path.touch(mode=0o600)
            path.write_text(f"[options]\n{text}\n", encoding="utf-8")
            yield path

    def command(self, *words: str | Path) -> list[str | Path]:
        """Return the command line that calls Odoo with ``words``."""
        return [self.python, "-m", "odoo", *words]

    def call(
        self,
        database: str,
        *words: str,
        title: str,
        stdin: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> str:
        """Call Odoo on ``database``, showing its progress; return what it printed.

        :param title: what is being done, for the person
        :param stdin: what it can read
        :param env: further variables
        :raise OdooFailed: it ended with an error, or logged one
        """
        variables = self.server.env(**(env or {}))
        lines: list[str] = []
        log = log_file(f"{database}-setup")
        subcommand = list(takewhile(lambda word: not word.startswith("-"), words))
        rest = words[len(subcommand) :]
        with (
            Step(title) as step,
            self.configuration(database) as conf,
            log.open("a", encoding="utf-8") as copy,
        ):

            def on_line(line: str) -> None:
                lines.append(line)
                copy.write(f"{line}\n")
                if found := _LOADING.search(line):
                    name, number, count = found.groups()
                    step.note(f"{number}/{count} {name}")

            command = self.command(*subcommand, "-c", conf, *rest)
            code = stream(command, on_line, env=variables, cwd=REPO, stdin=stdin)
            if code or trouble_in(lines):
                raise OdooFailed(title, log, lines)
        return "\n".join(lines)


def trouble_in(lines: list[str]) -> list[str]:
    """Return the lines of a log from its first error on."""
    for number, line in enumerate(lines):
        if _TROUBLE.match(line):
            return lines[number:]
    return []


def shorten(lines: list[str], *, most: int = 18, width: int = 300) -> str:
    """Return the first and the last of ``lines``, none of them endless."""
    if len(lines) > most:
        lines = [*lines[:3], "[…]", *lines[3 - most :]]
    return "\n".join(
        line if len(line) <= width else f"{line[:width]}…" for line in lines
    )


def ready_odoo() -> Odoo:
    """Return an Odoo that can be run, setting up what is missing.

    :raise TthcError: something cannot be had on this machine
    """
    source = odoo_source()
    python = odoo_env(source.packages, source.version)
    return Odoo(source, python, server(python))
