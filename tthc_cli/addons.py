"""Our addons: which there are, what they depend on, and whether they changed."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

from .errors import TthcError
from .paths import ADDONS

#: A change in these folders of an addon needs no update of the database.
_NO_UPDATE = {"tests", "static", "__pycache__", "readme"}


def our_addons() -> list[str]:
    """Return the names of the addons of this checkout, in the order of the alphabet.

    :raise TthcError: there is none
    """
    names = sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))
    if not names:
        raise TthcError(
            "thư mục addons không có addon nào.", "there is no addon in addons/."
        )
    return names


def manifest(name: str) -> dict[str, object]:
    """Return the manifest of the addon ``name``.

    :raise TthcError: it cannot be read
    """
    path = ADDONS / name / "__manifest__.py"
    try:
        values = ast.literal_eval(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError) as error:
        raise TthcError(
            f"không đọc được {path.relative_to(ADDONS.parent)}: {error}",
            f"{path.relative_to(ADDONS.parent)} cannot be read.",
        ) from error
    return dict(values)


def depends(name: str) -> list[str]:
    """Return what the addon ``name`` depends on, as its manifest says."""
    names = manifest(name).get("depends", [])
    return [str(other) for other in names] if isinstance(names, list | tuple) else []


def with_own_dependencies(names: list[str]) -> list[str]:
    """Return ``names`` and those of our addons that they depend on, sorted."""
    known = set(our_addons())
    wanted: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name in known and name not in wanted:
            wanted.add(name)
            left += depends(name)
    return sorted(wanted)


def foreign_dependencies(names: list[str]) -> list[str]:
    """Return what ``names`` need that is not ours, sorted."""
    known = set(our_addons())
    return sorted({other for name in names for other in depends(name)} - known)


def fingerprint(name: str) -> str:
    """Return a digest of what an update of the addon ``name`` would read."""
    digest = hashlib.sha256()
    folder = ADDONS / name
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if not path.is_file() or _NO_UPDATE & set(parts) or path.suffix == ".pyc":
            continue
        digest.update("/".join(parts).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def addons_of(paths: list[str]) -> list[str]:
    """Return the addons that ``paths`` lie in, or all if one lies elsewhere."""
    found: set[str] = set()
    for word in paths:
        path = Path(word.split("::")[0]).resolve()
        name = next((n for n in our_addons() if path.is_relative_to(ADDONS / n)), "")
        if not name:
            return our_addons()
        found.add(name)
    return sorted(found) or our_addons()
