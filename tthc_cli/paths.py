"""Where things are: the checkout, the cache that checkouts share, and the data."""

from __future__ import annotations

import os
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
ADDONS = REPO / "addons"


def cache_root() -> Path:
    """Return the folder of what can be fetched again: Odoo, packages, tools."""
    if home := os.environ.get("TTHC_HOME"):
        return Path(home).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser().absolute() / "tthc"


def data_root() -> Path:
    """Return the folder of what cannot be fetched again: databases and files."""
    if home := os.environ.get("TTHC_HOME"):
        return Path(home).expanduser().absolute() / "data"
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser().absolute() / "tthc"


def lock_file(name: str) -> Path:
    """Return the path of the lock called ``name``."""
    return data_root() / "locks" / f"{name}.lock"


def log_file(name: str) -> Path:
    """Return the path of the log called ``name``; its folder exists."""
    path = data_root() / "log" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
