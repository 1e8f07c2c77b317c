"""Bringing a database to where it should be: made, translated, up to date."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from .addons import fingerprint, foreign_dependencies
from .console import warn
from .databases import Database, Mark, ours
from .locks import locked, try_lock
from .odoo import LANGUAGE, Odoo
from .paths import log_file

#: Raise it when what a template holds changes.
_TEMPLATE = 2


def template(odoo: Odoo, addons: list[str]) -> Database:
    """Return a database with what ``addons`` need and Vietnamese; make it once."""
    needed = foreign_dependencies(addons)
    words = (*needed, odoo.source.version, LANGUAGE, str(_TEMPLATE))
    digest = hashlib.sha256("|".join(words).encode()).hexdigest()[:10]
    database = Database(odoo.server, f"tthc_template_{digest}")
    mark = database.mark() if database.exists() else None
    if mark and mark.ready:
        return database
    with locked(database.lock, "tạo cơ sở dữ liệu mẫu"):
        mark = database.mark() if database.exists() else None
        if mark and mark.ready:
            return database
        _make(
            odoo,
            database,
            Mark("template", odoo=odoo.source.version),
            needed,
            title="Tạo cơ sở dữ liệu mẫu",
            finish=lambda: _add_language(odoo, database),
        )
    return database


def _add_language(odoo: Odoo, database: Database) -> None:
    """Load Vietnamese beside English, which stays the default: tests compare words."""
    words = ("i18n", "loadlang", "-l", LANGUAGE)
    odoo.call(database.name, *words, title="Nạp tiếng Việt")


def _make(
    odoo: Odoo,
    database: Database,
    mark: Mark,
    names: list[str],
    *,
    title: str,
    source: Database | None = None,
    finish: Callable[[], None] | None = None,
) -> None:
    """Make ``database`` anew with ``names`` installed, and call it ready.

    :param source: the database to copy, if any
    :param finish: what else must be done before it is ready
    """
    if database.exists() and database.mark():
        # Asked for anew, or left unfinished by an interrupted call.
        database.drop()
    words = ["-i", ",".join(names), "--stop-after-init", "--no-http"]
    if not database.create(mark, template=source) and mark.kind != "template":
        words.append(f"--load-language={LANGUAGE}")
    if mark.demo:
        words.append("--with-demo")
    odoo.call(database.name, *words, title=title)
    if finish:
        finish()
    mark.ready = True
    database.set_mark(mark)


def fresh(
    odoo: Odoo,
    database: Database,
    addons: list[str],
    kind: str,
    *,
    demo: bool = False,
    finish: Callable[[], None] | None = None,
) -> None:
    """Make ``database`` anew with ``addons`` installed.

    Without demo data it is a copy of the template, which saves most of the time.

    :param finish: what else must be done before the database counts as ready
    """
    source = None if demo else template(odoo, addons)
    prints = {name: fingerprint(name) for name in addons}
    mark = Mark(kind, demo=demo, odoo=odoo.source.version, addons=prints)
    title = f"Cài {', '.join(addons)}"
    _make(odoo, database, mark, addons, title=title, source=source, finish=finish)


def renew(odoo: Odoo, database: Database, addons: list[str]) -> bool:
    """Update in ``database`` those of ``addons`` that changed; tell if any did.

    An update that is interrupted is done again by the next call.
    """
    mark = database.mark()
    assert mark and mark.ready, database.name
    prints = {name: fingerprint(name) for name in addons}
    missing = [name for name in addons if name not in mark.addons]
    changed = [name for name in addons if mark.addons.get(name) != prints[name]]
    changed = [name for name in changed if name not in missing]
    if mark.odoo != odoo.source.version:
        changed = ["base"]
    if not missing and not changed:
        return False
    words = ["--stop-after-init", "--no-http"]
    if missing:
        words += ["-i", ",".join(missing)]
    if changed:
        words += ["-u", ",".join(changed), "--i18n-overwrite"]
        # Half an update must not look like a whole one.
        unfinished = mark.addons | dict.fromkeys(changed, "")
        database.set_mark(replace(mark, addons=unfinished))
    title = f"Cập nhật {', '.join(missing + changed)}"
    odoo.call(database.name, *words, title=title)
    mark.addons |= prints
    mark.odoo = odoo.source.version
    database.set_mark(mark)
    return True


def sweep(odoo: Odoo) -> None:
    """Drop the test databases that killed runs left behind, and logs of last week."""
    week_ago = time.time() - 7 * 86400
    for log in log_file("any").parent.glob("tthc_*.log"):
        with suppress(FileNotFoundError):
            if log.stat().st_mtime < week_ago:
                log.unlink()
    for name, mark in ours(odoo.server).items():
        if mark.kind != "test":
            continue
        database = Database(odoo.server, name)
        with try_lock(database.lock) as free:
            if free:
                warn(f"· Xoá cơ sở dữ liệu của lần chạy bị ngắt: {name}")
                database.drop()
                database.lock.unlink(missing_ok=True)


@contextmanager
def temporary(
    odoo: Odoo, purpose: str, addons: list[str], *, demo: bool = False
) -> Iterator[Database]:
    """Yield a database of its own name with ``addons``, and drop it afterwards."""
    sweep(odoo)
    database = Database(odoo.server, f"tthc_{purpose}_{secrets.token_hex(4)}")
    with locked(database.lock, f"dùng {database.name}"):
        try:
            fresh(odoo, database, addons, "test", demo=demo)
            yield database
        finally:
            database.drop()
            database.lock.unlink(missing_ok=True)
