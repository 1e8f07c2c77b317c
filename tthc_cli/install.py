"""Bringing a database to where it should be: made, translated, up to date."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from .addons import fingerprint, foreign_dependencies
from .console import warn
from .databases import Database, Mark, ours
from .locks import locked, try_lock
from .odoo import LANGUAGE, Odoo
from .paths import lock_file, log_file

#: Raise it when what a template holds changes.
_TEMPLATE = 1


def database_lock(name: str) -> str:
    """Return the name of the lock of whoever makes, updates or tests a database."""
    return f"database-{name}"


def serving_lock(name: str) -> str:
    """Return the name of the lock that servers of a database share."""
    return f"serving-{name}"


def template(odoo: Odoo, addons: list[str]) -> Database:
    """Return a database with what ``addons`` need and Vietnamese; make it once."""
    needed = foreign_dependencies(addons)
    words = (*needed, odoo.source.version, LANGUAGE, str(_TEMPLATE))
    digest = hashlib.sha256("|".join(words).encode()).hexdigest()[:10]
    database = Database(odoo.server, f"tthc_template_{digest}")
    mark = database.mark() if database.exists() else None
    if mark and mark.ready:
        return database
    with locked(lock_file(database_lock(database.name)), "tạo cơ sở dữ liệu mẫu"):
        mark = database.mark() if database.exists() else None
        if mark and mark.ready:
            return database
        _create(database, Mark("template", odoo=odoo.source.version))
        _install(odoo, database, needed, "Tạo cơ sở dữ liệu mẫu")
    return database


def _create(database: Database, mark: Mark, *, source: Database | None = None) -> Mark:
    """Make ``database`` anew, dropping what an interrupted call left of it."""
    if database.exists():
        database.drop()
    database.create(mark, template=source)
    return mark


def _install(
    odoo: Odoo,
    database: Database,
    names: list[str],
    title: str,
    finish: Callable[[], None] | None = None,
) -> None:
    """Install ``names`` into a database that is not ready yet, and call it ready.

    :param finish: what else must be done before it is
    """
    mark = database.mark()
    assert mark and not mark.ready, database.name
    words = ["-i", ",".join(names), "--stop-after-init", "--no-http"]
    if mark.kind == "template" or mark.demo:
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
    _create(
        database,
        Mark(kind, demo=demo, odoo=odoo.source.version, addons=prints),
        source=source,
    )
    _install(odoo, database, addons, f"Cài {', '.join(addons)}", finish)


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
        with try_lock(lock_file(database_lock(name))) as free:
            if free:
                warn(f"· Xoá cơ sở dữ liệu của lần chạy bị ngắt: {name}")
                Database(odoo.server, name).drop()
                lock_file(database_lock(name)).unlink(missing_ok=True)
