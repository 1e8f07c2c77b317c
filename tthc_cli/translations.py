"""The terms of the addons and their Vietnamese: exported, checked, merged."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from .addons import foreign_dependencies, our_addons
from .console import say
from .databases import Database
from .errors import CommandFailed, TthcError
from .install import database_lock, fresh, sweep
from .locks import locked
from .odoo import Odoo, ready_odoo
from .paths import ADDONS, lock_file
from .process import output_of

_INSIDE = Path(__file__).parent / "inside/po_files.py"
#: One term a line that may read the same in both languages.
SAME = Path(__file__).parent / "same_in_vietnamese.txt"


def export_terms(odoo: Odoo, database: Database, name: str, folder: Path) -> Path:
    """Export the terms of the addon ``name`` into ``folder`` and return the file.

    :param database: one in which the addon is installed
    """
    pot = folder / f"{name}.pot"
    odoo.call(
        database.name, "i18n", "export", "-o", str(pot), name, title=f"Xuất từ {name}"
    )
    return pot


def _call(odoo: Odoo, *words: str | Path) -> str:
    """Call the part that reads .po files, which needs polib."""
    return output_of([odoo.python, _INSIDE, *words])


def check_translations(odoo: Odoo, name: str, pot: Path) -> str:
    """Return what is wrong with the translations of the addon ``name``, or ''.

    :param pot: its terms, exported afresh
    """
    try:
        _call(odoo, "check", ADDONS / name, pot, SAME)
    except CommandFailed as error:
        return error.output
    return ""


def update_translations(names: list[str]) -> int:
    """Write the .pot of the addons ``names`` anew and merge it into their vi.po.

    :raise TthcError: an addon of that name is not here
    """
    if unknown := set(names) - set(our_addons()):
        raise TthcError(
            f"không có addon {', '.join(sorted(unknown))}.", "there is no such addon."
        )
    odoo = ready_odoo()
    sweep(odoo)
    database = Database(odoo.server, f"tthc_i18n_{secrets.token_hex(4)}")
    lock = lock_file(database_lock(database.name))
    known = [odoo.source.addons / other for other in _neighbours(odoo)]
    with locked(lock, "xuất bản dịch"), tempfile.TemporaryDirectory() as folder:
        try:
            fresh(odoo, database, our_addons(), "test")
            for name in names or our_addons():
                pot = export_terms(odoo, database, name, Path(folder))
                say(_call(odoo, "merge", ADDONS / name, pot, *known).rstrip())
        finally:
            database.drop()
            lock.unlink(missing_ok=True)
    return 0


def _neighbours(odoo: Odoo) -> list[str]:
    """Return the addons of Odoo whose Vietnamese may serve for the same words."""
    return ["base", "web", *foreign_dependencies(our_addons())]
