"""A Chromium for the browser tests, and the wrapper by which Odoo starts it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .console import Step
from .debian import no_network, not_debian
from .errors import CommandFailed, TthcError
from .locks import locked
from .paths import cache_root, lock_file
from .process import environment, output_of

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
    with locked(lock_file("apt"), "cài Chromium"):
        if found := find_browser():
            return found
        env = environment({"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"})
        with Step("Cài Chromium (gói Debian, cho kiểm thử giao diện)"):
            options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
            try:
                output_of(["apt-get", "update"], env=env)
                output_of(["apt-get", "install", *options, *PACKAGES], env=env)
            except CommandFailed as error:
                raise no_network(error.output) from error
        found = find_browser()
        assert found, PACKAGES
        return found
