"""The terms of the addons and their Vietnamese: exported, checked, merged."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .addons import foreign_dependencies, our_addons
from .console import say
from .databases import Database
from .errors import CommandFailed, TthcError
from .install import temporary
from .odoo import Odoo, ready_odoo
from .paths import ADDONS
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
    # Addons of Odoo whose Vietnamese may serve for the same words.
    neighbours = ["base", "web", *foreign_dependencies(our_addons())]
    known = [odoo.source.addons / other for other in neighbours]
    with (
        temporary(odoo, "i18n", our_addons()) as database,
        tempfile.TemporaryDirectory(prefix="tthc-") as folder,
    ):
        for name in names or our_addons():
            pot = export_terms(odoo, database, name, Path(folder))
            say(_call(odoo, "merge", ADDONS / name, pot, *known).rstrip())
    return 0
