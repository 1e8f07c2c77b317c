"""Turn Word files into PDF by LibreOffice, away from everything else it may do.

Each call has a folder of its own with a profile of its own, so calls at the same time
do not meet, and nothing of the machine's user is read or changed. The profile forbids
macros and fetching; the fonts of this one process have Tinos stand for Times New Roman:
Liberation Serif, which LibreOffice prefers, lacks 36 Vietnamese letters.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

PROGRAMS = ("soffice", "libreoffice")
# seconds: to start with a fresh profile, and for each file; ten files stay below the
# two minutes that a job may take
START_TIME = 40
FILE_TIME = 4
# how many people of one machine may wait for a PDF at once: each starts a LibreOffice
# within their request
SLOTS = 2
# seconds to wait for a place
SLOT_TIME = 15
# far beyond any letter, report or table of ours
MAX_PDF = 100 * 1024 * 1024

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""
# the machine's fonts without the family that would stand in for Times New Roman
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<cachedir>{cache}</cachedir>
<selectfont><rejectfont>
<pattern><patelt name="family"><string>Liberation Serif</string></patelt></pattern>
</rejectfont></selectfont>
<match target="pattern">
<test name="family" qual="any"><string>Times New Roman</string></test>
<edit name="family" mode="append" binding="strong"><string>Tinos</string></edit>
</match>
</fontconfig>
"""


class OfficeError(Exception):
    """Why there is no PDF.

    ``reason`` is one of "missing" (LibreOffice is not installed), "timeout", "failed".
    """

    def __init__(self, reason: str, details: str = "") -> None:
        super().__init__(details or reason)
        self.reason = reason


def find_office() -> str | None:
    """Return the program that turns Word files into PDF, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def to_pdf(content: bytes, timeout: float | None = None) -> bytes:
    """Return a Word file as PDF.

    :param content: a .docx of our own making
    :param timeout: seconds after which it is given up
    :raise OfficeError: LibreOffice is missing, too slow, or cannot read it
    """
    with _slot():
        return to_pdf_files([content], timeout)[0]


@contextlib.contextmanager
def _slot() -> Iterator[None]:
    """Hold one of the places of this machine; it is free again however this ends.

    :raise OfficeError: "timeout" when none became free in time
    """
    end = time.monotonic() + SLOT_TIME
    while (place := _take_place()) is None:
        if time.monotonic() >= end:
            raise OfficeError("timeout", "all places are taken")
        time.sleep(0.2)
    try:
        yield
    finally:
        os.close(place)


def _take_place() -> int | None:
    """Return the open file that stands for a place, or None where all are taken."""
    # without following a link that somebody laid there
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    for number in range(SLOTS):
        name = f"tthc-office-{os.getuid()}-{number}.lock"
        place = os.open(Path(tempfile.gettempdir()) / name, flags, 0o600)
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(place)
        else:
            return place
    return None


def to_pdf_files(
    contents: Sequence[bytes], timeout: float | None = None
) -> list[bytes]:
    """Return several Word files as PDF, in their order; LibreOffice starts once.

    :raise OfficeError: as :func:`to_pdf`; then there is none at all
    """
    program = find_office()
    if not program:
        raise OfficeError("missing")
    if not contents:
        return []
    limit = timeout or START_TIME + FILE_TIME * len(contents)
    # what a killed process may still be writing must not hinder the clean-up
    with tempfile.TemporaryDirectory(
        prefix="tthc-office-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        sources = []
        for at, content in enumerate(contents):
            source = folder / f"{at}.docx"
            source.write_bytes(content)
            sources.append(source)
        said = _convert(program, folder, sources, limit)
        return [_result(source, said) for source in sources]


def _convert(program: str, folder: Path, sources: list[Path], limit: float) -> str:
    """Run LibreOffice on ``sources``; return what it said."""
    settings = folder / "profile" / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    fonts = folder / "fonts.conf"
    cache = Path(tempfile.gettempdir()) / f"tthc-fonts-{os.getuid()}"
    fonts.write_text(_FONTS.format(cache=cache), encoding="utf-8")
    command = [
        *_limits(limit),
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
        "--norestore",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        *map(str, sources),
    ]
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(fonts),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    # a session of its own: the program is a script that starts others
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired as error:
            raise OfficeError("timeout") from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return said.decode(errors="replace")


def _limits(seconds: float) -> list[str]:
    """Return what starts a program that may compute and write so much and no more."""
    prlimit = shutil.which("prlimit")
    if not prlimit:
        return []
    return [prlimit, f"--cpu={int(seconds) + 1}", f"--fsize={MAX_PDF}"]


def _result(source: Path, said: str) -> bytes:
    result = source.with_suffix(".pdf")
    if not result.is_file():
        raise OfficeError("failed", said[-500:])
    if result.stat().st_size > MAX_PDF:
        raise OfficeError("failed", "too large")
    content = result.read_bytes()
    if not content.startswith(b"%PDF-"):
        raise OfficeError("failed", said[-500:])
    return content
