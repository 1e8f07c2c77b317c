"""What the command says on a machine that lacks something."""

import importlib.machinery
import importlib.util
import os
import re
import socket
import sys

import pytest

from tthc_cli import (
    browser,
    debian,
    debian_packages,
    main,
    odoo,
    office,
    python_env,
    serve,
)
from tthc_cli.errors import DOCKER, CommandFailed, TthcError
from tthc_cli.paths import REPO


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A PATH with nothing on it but what the test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(name, script):
        file = tmp_path / name
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(0o755)

    return put


def _start_script():
    loader = importlib.machinery.SourceFileLoader("tthc_start", str(REPO / "tthc"))
    module = importlib.util.module_from_spec(
        importlib.util.spec_from_loader("tthc_start", loader)
    )
    loader.exec_module(module)
    return module


def test_without_apt_the_docker_way_is_shown(path):
    with pytest.raises(TthcError) as raised:
        debian.mirrors()
    assert DOCKER in str(raised.value)


def test_the_mirror_is_the_machines_own(path):
    path("dpkg-deb", "")
    path(
        "apt-get",
        "echo 'Debian|bookworm-security|http://one.invalid/debian-security/'\n"
        "echo 'Vendor|stable|http://two.invalid/apt/'\n"
        "echo 'Debian|bookworm|http://three.invalid/debian/'\n"
        "echo 'Debian|bookworm-updates|http://three.invalid/debian/'",
    )
    assert debian.mirrors() == ["http://three.invalid/debian/"]


def test_a_mirror_is_known_before_its_lists_were_read(path):
    path("dpkg-deb", "")
    path("apt-get", "echo '|bookworm|http://one.invalid/debian/'")
    assert debian.mirrors() == ["http://one.invalid/debian/"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("E: Could not resolve 'x.invalid'", "network"),
        ("E: The repository 'x sid Release' does not have a Release file.", "Debian"),
        ("E: Release file for x is expired", "expired"),
    ],
)
def test_what_apt_says_becomes_one_sentence(path, tmp_path, said, words):
    path("dpkg-deb", "")
    path(
        "apt-get",
        f'case "$*" in *indextargets*) echo "Debian|sid|http://x.invalid/" ;;'
        f' *) echo "{said}" >&2; exit 100 ;; esac',
    )
    with pytest.raises(TthcError) as raised:
        debian.PrivateApt(tmp_path / "apt").update()
    assert words in str(raised.value)
    assert DOCKER in str(raised.value)


def test_without_root_the_missing_package_is_named(path, monkeypatch):
    path("apt-get", "exit 1")
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    with pytest.raises(TthcError, match="chromium"):
        browser.browser_folder()


def test_the_browser_on_the_machine_is_used(path, tmp_path, monkeypatch):
    path("chromium", 'echo "$@"')
    monkeypatch.setattr(browser, "cache_root", lambda: tmp_path / "cache")
    wrapper = browser.browser_folder() / "google-chrome"
    text = wrapper.read_text(encoding="utf-8")
    assert str(tmp_path / "chromium") in text
    assert ("--no-sandbox" in text) == (os.geteuid() == 0)
    assert os.access(wrapper, os.X_OK)


def test_without_root_the_way_to_pdf_is_told(path, tmp_path, monkeypatch, capfd):
    path("apt-get", "exit 1")
    monkeypatch.setattr(office, "FONTS", tmp_path)
    monkeypatch.setattr(debian_packages.os, "geteuid", lambda: 1000)
    assert not office.ready_office()
    said = capfd.readouterr().err
    assert all(package in said for package in office.PACKAGES)


def test_office_is_installed_with_its_fonts(path, tmp_path, monkeypatch, capfd):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    monkeypatch.setattr(office, "FONTS", fonts)
    monkeypatch.setattr(debian_packages.os, "geteuid", lambda: 0)
    path("soffice", "")
    path(
        "apt-get",
        f'case "$*" in *fonts-croscore*) : > {fonts}/Tinos-Regular.ttf ;; esac',
    )
    assert office.ready_office()
    # what the archive cannot give stops nothing else
    (fonts / "Tinos-Regular.ttf").unlink()
    path("apt-get", "exit 100")
    assert not office.ready_office()
    assert "libreoffice-writer-nogui" in capfd.readouterr().err


def test_a_busy_port_is_told_in_one_sentence():
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(TthcError, match=str(port)):
            serve.check_port(port)
    serve.check_port(port)
    for impossible in (0, -1, 99999):
        with pytest.raises(TthcError):
            serve.check_port(impossible)


def test_another_python_is_looked_for(path, tmp_path, monkeypatch, capsys):
    start = _start_script()
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 1))
    called = []
    monkeypatch.setattr(start.os, "execv", lambda *words: called.append(words))
    monkeypatch.setattr(start, "find_other_python", lambda: None)
    assert start.main() == 2
    assert DOCKER in capsys.readouterr().err
    monkeypatch.undo()
    # One that does not start, as a version manager's may, is passed over.
    monkeypatch.setenv("PATH", str(tmp_path))
    path("python3.13", "exit 127")
    path("python3.12", "echo 3.12")
    assert start.find_other_python() == str(tmp_path / "python3.12")


def test_this_python_is_supported():
    assert sys.version_info[:2] in _start_script().SUPPORTED


def test_trouble_starts_at_the_first_error():
    log = ["2026-01-01 00:00:00,000 1 INFO db x: fine", "Traceback (most", "  y"]
    assert odoo.trouble_in(log) == log[1:]
    assert odoo.trouble_in(log[:1]) == []
    demo = ["t 0 1 WARNING db m: Module x demo data failed to install, so"]
    assert odoo.trouble_in(demo) == demo
    short = odoo.shorten([str(number) for number in range(100)])
    assert short.startswith("0\n1\n2\n") and short.endswith("\n99")
    assert len(short.splitlines()) <= 20


def test_an_error_is_one_sentence_without_a_traceback(monkeypatch, capsys):
    def fail(arguments, rest):
        raise CommandFailed("apt-get", 100, "\n".join(map(str, range(99))))

    monkeypatch.setattr(main, "dispatch", fail)
    assert main.main(["stop"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Lỗi: ") and "Traceback" not in said


def test_unknown_words_go_to_pytest_and_nowhere_else(monkeypatch):
    given = []
    monkeypatch.setattr(main, "dispatch", lambda a, rest: given.append(rest) or 0)
    assert main.main(["test", "addons/x", "-k", "plan or case", "-x"]) == 0
    assert given == [["addons/x", "-k", "plan or case", "-x"]]
    with pytest.raises(SystemExit):
        main.main(["run", "--prot", "8070"])


def test_every_package_is_pinned_once():
    names = [*python_env.RUNTIME, *python_env.LINT, "requirements-postgres.txt"]
    for name in names:
        lines = (REPO / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if not line.startswith("#")]
        assert pins, name
        for pin in pins:
            assert re.fullmatch(r"[\w.-]+==[\w.]+( ; python_version [<>=]+ .+)?", pin)


def test_another_pin_is_another_environment():
    one = python_env.key_of(python_env.RUNTIME, "19.0")
    assert one == python_env.key_of(python_env.RUNTIME, "19.0")
    assert one != python_env.key_of(python_env.RUNTIME, "19.1")
    assert one != python_env.key_of(python_env.LINT, "19.0")


def test_a_python_without_its_library_is_told(monkeypatch, capsys):
    def fail(arguments, rest):
        raise ModuleNotFoundError("No module named 'venv'", name="venv")

    monkeypatch.setattr(main, "dispatch", fail)
    assert main.main(["run"]) == 1
    assert "“venv”" in capsys.readouterr().err
