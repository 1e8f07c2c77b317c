"""A Chromium for the browser tests, and the wrapper by which Odoo starts it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .debian import not_debian
from .debian_packages import install
from .errors import TthcError
from .paths import cache_root

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
PACKAGES = ("chromium", "fonts-dejavu-core")
#: Odoo gives most flags itself; these keep it quiet on a closed network.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find_browser() -> Path | None:
    """Return the Chromium or Chrome on PATH, or None."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return None


def browser_folder() -> Path:
    """Return a folder for the front of PATH, in which Odoo finds its browser.

    :raise TthcError: there is no browser and it cannot be installed
    """
    browser = find_browser() or _install()
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
    folder = cache_root() / "browser"
    wrapper = folder / "google-chrome"
    script = f'#!/bin/sh\nexec "{browser}" {" ".join(flags)} "$@"\n'
    if not wrapper.exists() or wrapper.read_text(encoding="utf-8") != script:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f"google-chrome.{os.getpid()}"
        new.write_text(script, encoding="utf-8")
        new.chmod(0o755)
        os.replace(new, wrapper)
    return folder


def _install() -> Path:
    """Install Debian's Chromium when we are root; else say what is missing."""
    if not shutil.which("apt-get"):
        raise not_debian()
    if os.geteuid() != 0:
        raise TthcError(
            "thiếu trình duyệt Chromium cho các kiểm thử giao diện; hãy chạy:"
            f" sudo apt-get install {' '.join(PACKAGES)}",
            "Chromium is missing, which the browser tests need; run the line above.",
        )
    install(
        PACKAGES,
        "Cài Chromium (gói Debian, cho kiểm thử giao diện)",
        is_there=find_browser,
    )
    found = find_browser()
    assert found, PACKAGES
    return found
