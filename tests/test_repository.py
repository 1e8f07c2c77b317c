"""Rules that hold for the repository as a whole, and that no linter looks after."""

import ast
import re
import subprocess

import pytest

from tthc_cli.addons import our_addons
from tthc_cli.main import parser
from tthc_cli.paths import REPO

ADDONS = REPO / "addons"
SERIES = "19.0"
# A path on somebody's machine; put together so that this file does not hold one.
FOREIGN_PATH = re.compile(r"(?<![\w./-])/(?:" + "work|root|home" + r")/[\w.-]+")
COMMAND = re.compile(r"\./tthc((?:[ \t]+[^\s`|;&#)]+)*)")


def kept_files():
    """Return the paths of the files that git keeps, as far as they are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPO,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("This is no git checkout.")
    paths = (REPO / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def texts():
    """Yield path and text of every kept file that is a text."""
    for path in kept_files():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def manifests():
    """Return the manifest of each addon, as a dict by the addon's name."""
    return {
        name: ast.literal_eval((ADDONS / name / "__manifest__.py").read_text("utf-8"))
        for name in our_addons()
    }


def options_of(command):
    """Return the options of one of our commands."""
    actions = parser()._subparsers._group_actions[0].choices[command]._actions
    return {option for action in actions for option in action.option_strings}


def test_manifests_agree_with_each_other():
    found = manifests()
    assert set(found) >= {"dialogue_tthc", "dialogue_tthc_portal"}
    for key in ("author", "website", "license"):
        values = {manifest.get(key) for manifest in found.values()}
        assert len(values) == 1, f"{key}: {values}"
        assert values.pop()


def test_manifests_say_what_odoo_and_people_need():
    for name, manifest in manifests().items():
        assert manifest["license"] == "LGPL-3", name
        assert manifest["website"].startswith("https://"), name
        assert re.fullmatch(rf"{SERIES}\.\d+\.\d+\.\d+", manifest["version"]), name
        assert manifest["summary"], name


def test_manifests_list_files_that_exist_and_all_of_them():
    for name, manifest in manifests().items():
        folder = ADDONS / name
        listed = [*manifest.get("data", ()), *manifest.get("demo", ())]
        assert len(listed) == len(set(listed)), name
        for file in listed:
            assert (folder / file).is_file(), f"{name}/{file}"
        there = {
            path.relative_to(folder).as_posix()
            for room in ("security", "data", "report", "wizards", "views", "demo")
            for kind in ("xml", "csv")
            for path in (folder / room).glob(f"*.{kind}")
        }
        assert not there - set(listed), f"{name} does not load some files"


def test_every_addon_has_a_readme_and_a_translation():
    for name in our_addons():
        for file in ("README.rst", f"i18n/{name}.pot", "i18n/vi.po"):
            assert (ADDONS / name / file).is_file(), f"{name}/{file}"


def test_every_test_module_is_collected():
    """Odoo's own runner finds only what tests/__init__.py imports."""
    for name in our_addons():
        folder = ADDONS / name / "tests"
        imported = set(
            re.findall(r"\btest_\w+", (folder / "__init__.py").read_text("utf-8"))
        )
        assert imported == {path.stem for path in folder.glob("test_*.py")}, name


def test_no_file_names_a_place_on_somebodys_machine():
    for path, text in texts():
        found = FOREIGN_PATH.search(text)
        assert not found, f"{path.relative_to(REPO)}: {found[0]}"


def test_packages_come_from_the_public_registries():
    """No host of a private registry is written down: it is the machine's to say."""
    for path, text in texts():
        place = path.relative_to(REPO).as_posix()
        assert path.name not in (".npmrc", "pip.conf", ".pypirc"), place
        if path.name == "package-lock.json":
            # where a package comes from is the business of whoever installs it
            assert '"resolved"' not in text, place
        if re.fullmatch(r".*requirements.*\.txt", path.name):
            assert "-index" not in text, place
            assert "://" not in text, place


def test_readme_commands_exist():
    text = (REPO / "README.md").read_text("utf-8")
    calls = [call.split() for call in COMMAND.findall(text)]
    names = parser()._subparsers._group_actions[0].choices
    assert {"run", "test", "lint"} <= {call[0] for call in calls if call}
    for name, *words in filter(None, calls):
        assert name in names, f"./tthc {name}"
        known = options_of(name)
        if name in ("test", "psql", "odoo"):
            continue  # what these do not know they hand on
        for word in words:
            option = word.split("=")[0]
            assert not option.startswith("--") or option in known, f"{name} {word}"


def test_readme_links_to_files_that_exist():
    text = (REPO / "README.md").read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        if not re.match(r"\w+:", link):
            assert (REPO / link.strip()).exists(), link
