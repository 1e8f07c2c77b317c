"""What is built once is whole or not there, whoever interrupts it."""

import os
import subprocess
import sys

import pytest

from tthc_cli import locks, stage


def _write(work, step):
    (work / "file").write_text("whole", encoding="utf-8")
    return {"version": "1"}


def test_builds_once_and_remembers_the_details(tmp_path):
    folder = tmp_path / "thing"
    stage.build_once(folder, "thing", _write)
    (folder / "file").write_text("kept", encoding="utf-8")
    stage.build_once(folder, "thing", _write)
    assert (folder / "file").read_text(encoding="utf-8") == "kept"
    assert stage.details(folder)["version"] == "1"


@pytest.mark.parametrize("in_place", [True, False])
def test_a_failed_build_leaves_nothing_that_looks_whole(tmp_path, in_place):
    folder = tmp_path / "thing"

    def fail(work, step):
        _write(work, step)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage.build_once(folder, "thing", fail, in_place=in_place)
    assert not stage.is_complete(folder)
    stage.build_once(folder, "thing", _write, in_place=in_place)
    assert (folder / "file").exists()


@pytest.mark.parametrize("in_place", [True, False])
def test_what_a_killed_build_left_is_built_anew(tmp_path, in_place):
    folder = tmp_path / "thing"
    for left in (folder, tmp_path / ".thing.staging"):
        left.mkdir()
        (left / "half").touch()
    stage.build_once(folder, "thing", _write, in_place=in_place)
    assert sorted(os.listdir(folder)) == [stage.MARKER, "file"]


def test_removing_takes_the_marker_first(tmp_path, monkeypatch):
    folder = tmp_path / "thing"
    stage.build_once(folder, "thing", _write)

    def killed(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage.shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        stage.remove(folder)
    assert not stage.is_complete(folder)


def test_a_lock_is_seen_by_another_process_and_freed_by_its_end(tmp_path):
    path = tmp_path / "a.lock"
    code = (
        "import sys; from pathlib import Path; from tthc_cli.locks import try_lock\n"
        "with try_lock(Path(sys.argv[1])) as free: print(free)"
    )

    def is_free():
        words = [sys.executable, "-c", code, str(path)]
        return subprocess.check_output(words, text=True).strip() == "True"

    with locks.locked(path, "test"):
        assert not is_free()
    assert is_free()
    with locks.locked(path, "one", shared=True), locks.locked(path, "two", shared=True):
        assert not is_free()
