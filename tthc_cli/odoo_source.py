"""Odoo 19 itself: Debian's package, unpacked into the cache and completed."""

from __future__ import annotations

import os
from pathlib import Path

from .console import Step, say
from .debian import PrivateApt, not_debian, unpack
from .locks import locked
from .paths import cache_root
from .stage import build_once, details, is_complete, remove

PACKAGE = "odoo-19"
#: Debian's Odoo links to the files of these packages. Newer releases of
#: fonts-font-awesome lack the web fonts that Odoo asks for, hence the suite.
LINKED = (
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-glyphicons-halflings",
)
FONT_AWESOME = "fonts-font-awesome"
#: Debian leaves this file out; without it every page logs an error in the browser.
MISSING_SCRIPT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
#: Raise it when what is done to the unpacked tree changes.
LAYOUT = 1


class OdooSource:
    """An Odoo in the cache.

    :param folder: where it is unpacked
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = details(folder)["version"]
        self.packages = folder / "usr/lib/python3/dist-packages"
        self.addons = self.packages / "odoo/addons"


def odoo_source(*, refresh: bool = False) -> OdooSource:
    """Return the Odoo in the cache; fetch it if there is none.

    :param refresh: True to take a newer one if Debian offers it
    :raise TthcError: Debian's packages cannot be had here
    """
    home = cache_root() / "odoo"
    if not refresh:
        cached = [OdooSource(path) for path in _cached(home)]
        if cached:
            return max(cached, key=lambda source: details(source.folder)["built"])
    before = set(_cached(home))
    with locked(home / ".fetch.lock", "tải Odoo 19"):
        if not refresh and (since := set(_cached(home)) - before):
            return OdooSource(since.pop())
        apt = PrivateApt(cache_root() / "apt")
        with Step("Đọc danh mục gói của Debian"):
            apt.update()
        version = apt.candidate(PACKAGE)
        if not version:
            raise not_debian()
        folder = home / f"{version}-l{LAYOUT}"
        build_once(
            folder,
            f"Tải và giải nén Odoo {version} (khoảng 130 MB)",
            lambda work, step: _build(apt, version, work, step),
        )
    return OdooSource(folder)


def _cached(home: Path) -> list[Path]:
    return [path for path in home.glob(f"*-l{LAYOUT}") if is_complete(path)]


def _build(apt: PrivateApt, version: str, work: Path, step: Step) -> dict[str, str]:
    files: list[Path] = []
    for package in (PACKAGE, *LINKED):
        step.note(f"tải {package}")
        files += apt.download(package)
    step.note(f"tải {FONT_AWESOME}")
    files += _font_awesome(apt)
    for file in files:
        step.note(f"giải nén {file.name.split('_')[0]}")
        unpack(file, work)
    complete_tree(work / "usr/lib/python3/dist-packages")
    for file in files:
        file.unlink()
    return {"version": version}


def _font_awesome(apt: PrivateApt) -> list[Path]:
    for suite in ("bookworm", "trixie"):
        if f" {suite} " in apt.sources.read_text(encoding="utf-8"):
            return apt.download(f"{FONT_AWESOME}/{suite}")
    return apt.download(FONT_AWESOME)


def complete_tree(packages: Path) -> None:
    """Make an unpacked Odoo whole: nothing twice, nothing that browsers miss.

    :param packages: the folder that holds ``odoo``
    """
    for double in ("addons", "doc", "setup"):
        remove(packages / double)
    script = packages / "odoo/addons" / MISSING_SCRIPT
    if script.parent.parent.is_dir() and not script.exists():
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text("", encoding="utf-8")


def dangling_links(folder: Path) -> list[Path]:
    """Return the links below ``folder`` that lead nowhere."""
    found = []
    for parent, _folders, files in os.walk(folder):
        for name in files:
            path = Path(parent, name)
            if path.is_symlink() and not path.exists():
                found.append(path)
    return found


def announce(source: OdooSource) -> None:
    """Tell which Odoo is in use."""
    say(f"Odoo {source.version}")
