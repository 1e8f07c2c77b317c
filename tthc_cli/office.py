"""LibreOffice and Tinos: without them official documents come as Word files only."""

from __future__ import annotations

import shutil
from pathlib import Path

from .console import warn
from .debian_packages import install, may_install
from .errors import TthcError

PROGRAMS = ("soffice", "libreoffice")
#: LibreOffice's own Liberation Serif lacks 36 Vietnamese letters; Tinos has them all.
PACKAGES = ("libreoffice-writer-nogui", "fonts-croscore")
FONTS = Path("/usr/share/fonts")


def has_office() -> bool:
    """Say whether the machine can make PDF files with the right letters."""
    return any(map(shutil.which, PROGRAMS)) and any(FONTS.rglob("Tinos-Regular.*"))


def ready_office() -> bool:
    """Install LibreOffice and Tinos when we are root; else say what is missing.

    :return: whether they are there; everything but PDF works without
    """
    if has_office():
        return True
    if may_install():
        try:
            install(
                PACKAGES, "Cài LibreOffice (gói Debian, để in PDF)", is_there=has_office
            )
        except TthcError as error:
            warn(str(error))
        if has_office():
            return True
    warn(
        "! chưa có LibreOffice và phông Tinos nên văn bản chỉ tải về được ở dạng Word;"
        f" để có PDF, hãy chạy: sudo apt-get install {' '.join(PACKAGES)}"
    )
    return False
