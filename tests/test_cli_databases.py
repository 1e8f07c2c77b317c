"""Databases are marked, and only marked ones are dropped."""

import os
import re
import secrets
import shutil
import tempfile
from pathlib import Path

import pytest

from tthc_cli import postgres
from tthc_cli.databases import Database, Mark, ours
from tthc_cli.demo_users import DEMO_USERS, demo_table
from tthc_cli.errors import TthcError


@pytest.fixture
def server(tmp_path, monkeypatch):
    """The server that runs this very test run, with files in a folder of its own."""
    monkeypatch.setattr(postgres, "data_root", lambda: tmp_path)
    variables = {name: os.environ[name] for name in os.environ if name[:2] == "PG"}
    programs = Path(shutil.which("psql")).parent
    return postgres.Server(programs, variables, embedded=True)


@pytest.fixture
def database(server):
    found = Database(server, f"tthc_test_{secrets.token_hex(6)}")
    yield found
    name = found.name
    server.sql('DROP DATABASE IF EXISTS :"name" WITH (FORCE)', name=name)


def test_a_mark_survives_and_tells_ours_from_others(server, database):
    mark = Mark("kept", demo=True, odoo="19", addons={"dialogue_tthc": "abc"})
    assert database.create(mark) is False
    assert database.mark() == mark
    assert database.name in ours(server)
    database.drop()
    assert not database.exists()


def test_a_copy_takes_the_files_along(server, database):
    database.create(Mark("kept"))
    database.files.mkdir(parents=True)
    (database.files / "a").write_text("x", encoding="utf-8")
    copy = Database(server, f"{database.name}_copy")
    try:
        assert copy.create(Mark("kept"), template=database) is True
        assert (copy.files / "a").read_text(encoding="utf-8") == "x"
        assert not copy.mark().ready
    finally:
        copy.drop()
    assert not copy.files.exists()
    assert (database.files / "a").exists()


def test_copies_of_test_workers_go_with_it(server, database):
    database.create(Mark("test"))
    for worker in ("gw0", "gw1"):
        copy = f"{database.name}-{worker}"
        server.sql('CREATE DATABASE :"name"', name=copy)
    other = Database(server, f"{database.name}_other")
    other.create(Mark("kept"))
    try:
        database.drop()
        left = server.sql("SELECT datname FROM pg_database").splitlines()
        assert [name for name in left if database.name in name] == [other.name]
    finally:
        other.drop()


def test_somebody_elses_database_is_left_alone(server, database):
    server.sql('CREATE DATABASE :"name"', name=database.name)
    server.sql("CREATE TABLE theirs (a int)", database=database.name)
    assert database.mark() is None
    with pytest.raises(TthcError, match=database.name):
        database.drop()
    with pytest.raises(TthcError, match=database.name):
        database.create(Mark("run"))
    server.sql("COMMENT ON DATABASE :\"name\" IS 'mine'", name=database.name)
    with pytest.raises(TthcError):
        database.drop()
    assert database.exists()


def test_an_empty_database_is_taken_over_but_not_dropped(server, database):
    server.sql('CREATE DATABASE :"name"', name=database.name)
    with pytest.raises(TthcError):
        database.drop()
    assert database.create(Mark("run")) is False
    assert database.mark() == Mark("run")


def test_names_are_quoted(server):
    odd = Database(server, f"x\"y;'z-{secrets.token_hex(4)}")
    assert not odd.exists()
    odd.create(Mark("kept"))
    try:
        assert odd.mark() == Mark("kept")
    finally:
        odd.drop()
    assert not odd.exists()


def test_only_demo_users_that_are_there_are_told(server, database):
    database.create(Mark("run", demo=True))
    server.sql(
        "CREATE TABLE res_users (login text, active boolean);"
        "INSERT INTO res_users VALUES ('lanhdao', true), ('quantri', false)",
        database=database.name,
    )
    told = "\n".join(demo_table(database))
    assert "lanhdao" in told
    assert [login for login, _may in DEMO_USERS if login in told] == ["lanhdao"]
    server.sql("DELETE FROM res_users", database=database.name)
    assert demo_table(database) == []


def test_every_demo_user_is_told():
    """Also those of the portal; README lists the same."""
    addons = Path(__file__).parents[1] / "addons"
    text = "".join(path.read_text() for path in addons.glob("*/demo/*.xml"))
    logins = re.findall(r'<field name="login">(\w+)</field>', text)
    assert sorted(login for login, _may in DEMO_USERS) == sorted(logins)
    readme = (addons.parent / "README.md").read_text()
    assert re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE) == [
        login for login, _may in DEMO_USERS
    ]


def test_the_socket_of_a_deep_folder_fits(monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        deep = Path(folder, *["a" * 30] * 4)
        monkeypatch.setattr(postgres, "data_root", lambda: deep)
        monkeypatch.setattr(postgres.os, "geteuid", lambda: 1000)
        cluster = postgres.Cluster()
        assert cluster.folder == deep / "cluster"
        assert len(str(cluster.sockets)) < 60


def test_root_does_not_keep_the_cluster_where_others_cannot_enter(
    monkeypatch, tmp_path
):
    tmp_path.chmod(0o700)
    monkeypatch.setattr(postgres, "data_root", lambda: tmp_path / "data")
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)
    assert postgres.Cluster().folder.parent == postgres.SYSTEM_HOME
