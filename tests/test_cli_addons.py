"""Which addons there are, what they need, and when they count as changed."""

import pytest

from tthc_cli import addons
from tthc_cli.errors import TthcError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, needs in (("lower", ["mail"]), ("upper", ["lower", "portal"])):
        (tmp_path / name / "tests").mkdir(parents=True)
        text = repr({"name": name, "depends": needs})
        (tmp_path / name / "__manifest__.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(addons, "ADDONS", tmp_path)
    return tmp_path


def test_dependencies_are_ours_or_foreign(folder):
    assert addons.our_addons() == ["lower", "upper"]
    assert addons.with_own_dependencies(["upper"]) == ["lower", "upper"]
    assert addons.with_own_dependencies(["lower"]) == ["lower"]
    assert addons.foreign_dependencies(["lower", "upper"]) == ["mail", "portal"]


def test_the_paths_of_a_test_run_choose_the_addons(folder):
    lower = str(folder / "lower/tests/test_a.py::TestA::test_b")
    assert addons.addons_of([lower]) == ["lower"]
    assert addons.addons_of([lower, str(folder / "upper")]) == ["lower", "upper"]
    assert addons.addons_of([str(folder.parent)]) == ["lower", "upper"]


def test_only_what_an_update_reads_changes_the_fingerprint(folder):
    before = addons.fingerprint("lower")
    (folder / "lower/tests/test_a.py").write_text("a = 1", encoding="utf-8")
    (folder / "lower/static").mkdir()
    (folder / "lower/static/a.js").write_text("1", encoding="utf-8")
    assert addons.fingerprint("lower") == before
    (folder / "lower/models.py").write_text("a = 1", encoding="utf-8")
    changed = addons.fingerprint("lower")
    assert changed != before
    (folder / "lower/models.py").rename(folder / "lower/model.py")
    assert addons.fingerprint("lower") != changed


def test_a_manifest_that_cannot_be_read_is_named(folder):
    (folder / "upper/__manifest__.py").write_text("{", encoding="utf-8")
    with pytest.raises(TthcError, match="upper/__manifest__.py"):
        addons.depends("upper")
    for name in ("lower", "upper"):
        (folder / name / "__manifest__.py").unlink()
    with pytest.raises(TthcError):
        addons.our_addons()
