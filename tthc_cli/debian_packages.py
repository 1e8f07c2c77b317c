"""Debian packages on the machine itself: installed when we are root."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence

from .console import Step
from .debian import no_network
from .errors import CommandFailed
from .locks import locked
from .paths import lock_file
from .process import environment, output_of


def may_install() -> bool:
    """Say whether packages can be installed: by root, with apt."""
    return os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install(
    packages: Sequence[str], title: str, *, is_there: Callable[[], object]
) -> None:
    """Install ``packages`` unless another call did so in the meantime.

    :param title: what the person is told while it runs
    :param is_there: says whether what the packages bring is there
    :raise TthcError: no package archive can be reached
    """
    with locked(lock_file("apt"), title):
        if is_there():
            return
        env = environment({"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"})
        with Step(title):
            options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
            try:
                output_of(["apt-get", "update"], env=env)
                output_of(["apt-get", "install", *options, *packages], env=env)
            except CommandFailed as error:
                raise no_network(error.output) from error
