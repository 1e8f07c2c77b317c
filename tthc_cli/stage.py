"""Build a folder once, for all checkouts; whoever is interrupted leaves no half."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from .console import Step
from .locks import locked

MARKER = ".complete"


def is_complete(folder: Path) -> bool:
    """Tell whether ``folder`` was built to its end."""
    return (folder / MARKER).is_file()


def details(folder: Path) -> dict[str, str]:
    """Return what its builder recorded about a complete ``folder``."""
    return dict(json.loads((folder / MARKER).read_text(encoding="utf-8")))


def build_once(
    folder: Path,
    title: str,
    builder: Callable[[Path, Step], dict[str, str] | None],
    *,
    in_place: bool = False,
) -> Path:
    """Make sure that ``folder`` is complete, building it if it is not.

    The builder fills a staging folder beside it, which is moved in place at the end.
    With ``in_place`` it fills the folder itself (virtual environments cannot be
    moved); the marker, written last, then tells a whole one from a half one.

    :param builder: fills the folder that it is given; what it returns is recorded
    :return: ``folder``
    """
    if is_complete(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.parent / f".{folder.name}.lock", title):
        if is_complete(folder):
            return folder
        with Step(title) as step:
            remove(folder)
            work = folder if in_place else folder.parent / f".{folder.name}.staging"
            remove(work)
            work.mkdir()
            try:
                recorded = builder(work, step) or {}
            except BaseException:
                shutil.rmtree(work, ignore_errors=True)
                raise
            recorded["built"] = time.strftime("%Y-%m-%dT%H:%M:%S%z")
            marker = work / f"{MARKER}.new"
            marker.write_text(json.dumps(recorded), encoding="utf-8")
            os.replace(marker, work / MARKER)
            if not in_place:
                os.rename(work, folder)
    return folder


def remove(folder: Path) -> None:
    """Delete ``folder`` and all below it; nothing happens if it is not there.

    Its marker goes first: a deletion that is interrupted leaves no false whole.
    """
    (folder / MARKER).unlink(missing_ok=True)
    if folder.exists():
        shutil.rmtree(folder)
