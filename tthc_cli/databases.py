"""Databases that this command made: made, marked, copied and dropped here only.

The mark is the comment on the database, a small JSON: what it is for, whether it was
finished, and with which state of the addons. A database without our mark is somebody
else's and is never dropped.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .errors import CommandFailed, TthcError
from .paths import lock_file
from .postgres import Server


@dataclass
class Mark:
    """What we know about a database of ours."""

    kind: str
    ready: bool = False
    demo: bool = False
    odoo: str = ""
    addons: dict[str, str] = field(default_factory=dict)
    tthc: int = 1


class Database:
    """A database by its name, on a server, with its folder of files."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name

    @property
    def files(self) -> Path:
        """The folder of its attachments."""
        return self.server.data / "filestore" / self.name

    @property
    def lock(self) -> Path:
        """The lock of whoever makes, updates or tests it."""
        return lock_file(f"database-{self.server.key}{self.name}")

    @property
    def serving(self) -> Path:
        """The lock that its servers share."""
        return lock_file(f"serving-{self.server.key}{self.name}")

    def exists(self) -> bool:
        """Tell whether the server has it."""
        found = "SELECT 1 FROM pg_database WHERE datname = :'name'"
        return self.server.sql(found, name=self.name).strip() == "1"

    def mark(self) -> Mark | None:
        """Return our mark on it, or None when it has none."""
        comment = self.server.sql(
            "SELECT shobj_description(oid, 'pg_database')"
            " FROM pg_database WHERE datname = :'name'",
            name=self.name,
        )
        return _read(comment)

    def set_mark(self, mark: Mark) -> None:
        """Write our mark on it."""
        self.server.sql(
            "COMMENT ON DATABASE :\"name\" IS :'mark'",
            name=self.name,
            mark=json.dumps(asdict(mark)),
        )

    def is_empty(self) -> bool:
        """Tell whether nobody has put a table into it."""
        tables = (
            "SELECT count(*) FROM information_schema.tables"
            " WHERE table_schema = 'public'"
        )
        counted = self.server.sql(tables, database=self.name)
        return counted.strip() == "0"

    def create(self, mark: Mark, *, template: Database | None = None) -> bool:
        """Create it as a copy of ``template``, or empty with Odoo's extensions.

        An empty database of that name, made by hand or left by an interrupted call,
        is taken over.

        :return: whether it is a copy
        :raise TthcError: the server refuses, or it is somebody else's
        """
        mark.ready = False
        taken_over = self.exists()
        if not taken_over:
            statement = 'CREATE DATABASE :"name" TEMPLATE :"template" ENCODING \'UTF8\''
            source = template.name if template else "template0"
            try:
                self.server.sql(statement, name=self.name, template=source)
            except CommandFailed as error:
                raise TthcError(
                    f"không tạo được cơ sở dữ liệu “{self.name}”.",
                    f"the database '{self.name}' cannot be created.",
                    details=error.output,
                ) from error
        elif not self.is_empty():
            raise self.not_ours()
        self.set_mark(mark)
        if template and not taken_over:
            self._copy_files(template)
            return True
        self._add_extensions()
        return False

    def not_ours(self) -> TthcError:
        """Return the error for a database that this command did not make."""
        return TthcError(
            f"cơ sở dữ liệu “{self.name}” không do lệnh này tạo ra nên được giữ nguyên;"
            " hãy chọn tên khác bằng --database.",
            f"the database '{self.name}' was not made by this command and is left"
            " alone; choose another name with --database.",
        )

    def drop(self) -> None:
        """Drop it with its files; nothing happens if it does not exist.

        What the workers of a killed test run made of it goes first.

        :raise TthcError: it does not bear our mark
        """
        if self.exists():
            if not self.mark():
                raise self.not_ours()
            for copy in self._copies():
                copy._drop()
            self._drop()
        shutil.rmtree(self.files, ignore_errors=True)

    def _copies(self) -> list[Database]:
        """Return the copies of it that test workers have, named by pytest-odoo."""
        names = self.server.sql(
            "SELECT datname FROM pg_database"
            " WHERE starts_with(datname, :'name' || '-gw')",
            name=self.name,
        )
        return [Database(self.server, name) for name in names.splitlines()]

    def _drop(self) -> None:
        try:
            self.server.sql('DROP DATABASE :"name" WITH (FORCE)', name=self.name)
        except CommandFailed:
            # Autovacuum is at work in it: not ours to end, but this waits for it.
            self.server.sql('DROP DATABASE :"name"', name=self.name)
        shutil.rmtree(self.files, ignore_errors=True)

    def _copy_files(self, source: Database) -> None:
        shutil.rmtree(self.files, ignore_errors=True)
        if source.files.is_dir():
            # Odoo names a file after its content and never changes one: links do.
            shutil.copytree(source.files, self.files, copy_function=os.link)

    def _add_extensions(self) -> None:
        """Add what Odoo adds to a database of its own making."""
        self.server.sql("GRANT CREATE ON SCHEMA public TO PUBLIC", database=self.name)
        with suppress(CommandFailed):
            self.server.sql(
                "CREATE EXTENSION IF NOT EXISTS pg_trgm;"
                "CREATE EXTENSION IF NOT EXISTS unaccent;"
                "ALTER FUNCTION unaccent(text) IMMUTABLE",
                database=self.name,
            )


def _read(comment: str) -> Mark | None:
    """Return the mark that ``comment`` is, or None when it is something else."""
    try:
        values = json.loads(comment)
        return Mark(**values) if values.get("tthc") else None
    except (ValueError, TypeError, AttributeError):
        return None


def ours(server: Server) -> dict[str, Mark]:
    """Return the databases with our mark, by name."""
    rows = server.sql(
        "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"
    )
    found = {}
    for row in rows.splitlines():
        name, _tab, comment = row.partition("\t")
        if mark := _read(comment):
            found[name] = mark
    return found
