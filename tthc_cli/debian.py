"""Packages of Debian: fetched by the machine's own apt, without touching the machine.

An own folder holds the sources list, the package lists and the downloads, so neither
root nor a change of the machine's apt is needed. The mirror is the one that the
machine is configured with, and apt checks the signatures with the machine's keyring.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from .errors import CommandFailed, TthcError
from .process import environment, output_of

KEYRINGS = (
    "/usr/share/keyrings/debian-archive-keyring.gpg",
    "/usr/share/keyrings/debian-archive-keyring.pgp",
)
#: The newest suite has Odoo; the older ones have files that it links to.
SUITES = ("sid", "bookworm", "trixie")
_NO_NETWORK = re.compile(
    r"Could not (resolve|connect)|Temporary failure|Connection (failed|timed out)"
    r"|Unable to connect|Failed to fetch|Network is unreachable",
)


def not_debian() -> TthcError:
    """Return the error for a machine whose packages are not Debian's."""
    return TthcError(
        "máy này không dùng gói của Debian nên không tự cài được Odoo 19.",
        "this machine does not take Debian packages, so Odoo 19 cannot be set up here.",
        docker=True,
    )


def no_network(details: str = "") -> TthcError:
    """Return the error for a package archive that does not answer."""
    return TthcError(
        "không kết nối được kho gói phần mềm; hãy kiểm tra mạng rồi chạy lại"
        " (phần đã tải được giữ nguyên).",
        "a package archive cannot be reached; check the network and try again"
        " (what was fetched is kept).",
        docker=True,
        details=last_words(details),
    )


def last_words(output: str) -> str:
    """Return the last line of ``output`` that tells something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("E:", "ERROR:", "npm error"))]
    return (errors or lines or [""])[-1][:300]


def mirrors() -> list[str]:
    """Return the Debian archives that the machine's apt is configured with.

    :raise TthcError: there is no apt, or it knows no archive
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise not_debian()
    # Origin is known only where the machine has fetched its lists; the form of the
    # line is for apt, the names in it are apt's.
    form = "$(ORIGIN)|$(RELEASE)|$(REPO_URI)"
    try:
        listed = output_of(
            ["apt-get", "indextargets", "--format", form, "Created-By: Packages"]
        )
    except CommandFailed as error:
        raise not_debian() from error
    found: list[str] = []
    for line in listed.splitlines():
        origin, release, uri = line.split("|", 2)
        is_archive = "security" not in release and "debian-security" not in uri
        if is_archive and origin in {"Debian", "", "$(ORIGIN)"} and uri not in found:
            found.append(uri)
    if not found:
        raise not_debian()
    return found


def _why(said: str) -> TthcError:
    """Return the error for what apt ``said`` when it could not read the lists."""
    if "404" in said or "does not have a Release file" in said:
        return not_debian()
    if _NO_NETWORK.search(said):
        return no_network(said)
    errors = [line for line in said.splitlines() if line.startswith("E:")]
    return TthcError(
        "apt không đọc được kho gói Debian.",
        "apt cannot read Debian's archive.",
        docker=True,
        details="\n".join(errors[:3]) or last_words(said),
    )


class PrivateApt:
    """An apt of our own, in one folder, that reads the suites that we need.

    :param folder: where its lists and downloads go; made if needed
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.downloads = folder / "downloads"
        for name in ("lists/partial", "cache/archives/partial", "downloads"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        self.sources = folder / "sources.list"

    def _apt(self, program: str, *words: str, cwd: Path | None = None) -> str:
        options = {
            "Dir::State::Lists": self.folder / "lists",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::SourceList": self.sources,
            "Dir::Etc::SourceParts": "-",
            "Dir::Etc::Preferences": "-",
            "Dir::Etc::PreferencesParts": "-",
            "APT::Default-Release": "",
            "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Debug::NoLocking": "1",
        }
        command = [program]
        for name, value in options.items():
            command += ["-o", f"{name}={value}"]
        env = environment({"LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"})
        return output_of([*command, *words], cwd=cwd, env=env, name=program)

    def update(self) -> None:
        """Read the package lists of the suites, from the first mirror that has them.

        :raise TthcError: no mirror has them, or none can be reached
        """
        keyring = next((path for path in KEYRINGS if os.path.exists(path)), "")
        option = f"[signed-by={keyring}] " if keyring else ""
        failures = []
        for mirror in mirrors():
            for suites in (SUITES[:2], SUITES[:1] + SUITES[2:]):
                lines = [f"deb {option}{mirror} {suite} main\n" for suite in suites]
                self.sources.write_text("".join(lines), encoding="utf-8")
                try:
                    self._apt("apt-get", "update", "--error-on=any")
                except CommandFailed as error:
                    failures.append(error.output)
                else:
                    return
        raise _why("\n".join(failures))

    def candidate(self, package: str) -> str:
        """Return the newest version of ``package`` in the lists, or ''."""
        policy = self._apt("apt-cache", "policy", package)
        found = re.search(r"Candidate: (\S+)", policy)
        return found[1] if found and found[1] != "(none)" else ""

    def download(self, *packages: str) -> list[Path]:
        """Fetch ``packages`` (``name`` or ``name/suite``) and return their files.

        What an earlier, interrupted call fetched whole is not fetched again.

        :raise TthcError: one cannot be had
        """
        before = {path: path.stat().st_mtime_ns for path in self._files()}
        try:
            self._apt("apt-get", "download", *packages, cwd=self.downloads)
        except CommandFailed as error:
            if "No space left" in error.output:
                raise no_space(self.folder) from error
            raise no_network(error.output) from error
        names = {package.split("/")[0] for package in packages}
        files = [path for path in self._files() if path.name.split("_")[0] in names]
        assert files or before, packages
        return files

    def _files(self) -> list[Path]:
        return sorted(self.downloads.glob("*.deb"))


def unpack(package: Path, folder: Path) -> None:
    """Unpack the files of one Debian package into ``folder``."""
    try:
        output_of(["dpkg-deb", "-x", package, folder], name="dpkg-deb")
    except CommandFailed as error:
        if "No space left" in error.output:
            raise no_space(folder) from error
        raise


def no_space(folder: Path) -> TthcError:
    """Return the error for a full disk."""
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    return TthcError(
        f"hết chỗ trên đĩa tại {folder} (còn {free // 2**20} MB; cần khoảng 2 GB).",
        f"the disk is full at {folder} ({free // 2**20} MB left; about 2 GB needed).",
    )
