"""A server process of its own, on a copy of the database, that can be killed."""

import os
import random
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from odoo import sql_db
from odoo.tests.common import get_db_name
from odoo.tools import config

from tthc_cli.databases import Database, Mark
from tthc_cli.errors import TthcError
from tthc_cli.locks import locked
from tthc_cli.paths import REPO, data_root
from tthc_cli.postgres import Server
from tthc_cli.process import follow_parent
from tthc_cli.serve import HOST, check_port

#: Seconds for what takes a few on a machine that has nothing else to do.
PATIENCE = 240
#: Below those that the system gives away by itself while the server is dead.
PORTS = range(20000, 30000)


def until(condition, what, patience=PATIENCE):
    """Wait until ``condition()`` is true and return what it gave.

    :param what: what is waited for, for the message
    """
    end = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < end, f"after {patience} s still not: {what}"
        time.sleep(0.05)
    return found


@contextmanager
def copied_database():
    """Yield a copy of the database of this test run, and drop it afterwards.

    If the run is killed, the next one drops it, as it does with those of its own.
    """
    variables = {name: os.environ[name] for name in os.environ if name[:2] == "PG"}
    postgres = Server(
        Path(shutil.which("psql")).parent,
        variables,
        embedded=Path(config["data_dir"]) == data_root(),
    )
    database = Database(postgres, f"tthc_killed_{secrets.token_hex(4)}")
    with locked(database.lock, f"dùng {database.name}"):
        try:
            # PostgreSQL copies nothing that somebody is connected to
            sql_db.close_db(get_db_name())
            database.create(Mark("test"), template=Database(postgres, get_db_name()))
            yield database
        finally:
            database.drop()
            database.lock.unlink(missing_ok=True)


class LiveServer:
    """Odoo on ``database``; its port stays when it is started again.

    :param log: the file that takes what it says
    """

    def __init__(self, database, log):
        self.database = database
        self.log = log
        self.process = None
        self.port = _free_port()
        self.url = f"http://{HOST}:{self.port}"

    def start(self):
        """Start it, and wait until it answers."""
        name = self.database.name
        options = {
            "--database": name,
            "--db-filter": f"^{name}$",
            "--http-port": str(self.port),
            "--max-cron-threads": "0",
            "--log-level": "info",
        }
        words = [f"{option}={value}" for option, value in options.items()]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "odoo", *words],
                cwd=REPO,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=follow_parent,
            )
        until(self._answers, f"the server answers, see {self.log}")

    def _answers(self):
        code = self.process.poll()
        assert code is None, self.log.read_text(errors="replace")[-3000:]
        try:
            # the login page makes it load the registry
            return requests.get(f"{self.url}/web/login", timeout=PATIENCE).ok
        except requests.ConnectionError:
            return False

    def is_running(self):
        """Tell whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """End it where it is, with SIGKILL; nothing happens if it does not run."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def rows(self, query):
        """Return what ``query`` finds in its database: lists of texts."""
        said = self.database.server.sql(query, database=self.database.name)
        return [line.split("\t") for line in said.splitlines()]


class Caller:
    """Somebody who calls the methods of models over the network, by name."""

    def __init__(self, server, login, password):
        self.server = server
        self.opener = requests.Session()
        self._post(
            "/web/session/authenticate",
            {"db": server.database.name, "login": login, "password": password},
        )

    def call(self, model, method, *args):
        """Return what ``method`` of ``model`` gives."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self._post("/web/dataset/call_kw", params)

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.opener.post(
            self.server.url + path, json=body, timeout=PATIENCE
        ).json()
        assert "error" not in answer, answer["error"]
        return answer.get("result")


def _free_port():
    """Return a port that nobody listens on now."""
    for port in random.sample(PORTS, 100):
        with suppress(TthcError):
            check_port(port)
            return port
    raise AssertionError("no port is free")
