"""The check of the translations sees what is missing; the merge loses nothing."""

import polib
import pytest

from tthc_cli.inside import po_files


def _po(path, *entries):
    po = polib.POFile()
    po.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for msgid, msgstr, *flags in entries:
        entry = polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags)
        entry.comment, entry.occurrences = "module: a", [("model:x", "")]
        po.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(path))
    return path


@pytest.fixture
def addon(tmp_path):
    folder = tmp_path / "a"
    _po(folder / "i18n/a.pot", ("Case", ""), ("Email", ""), ("%(n)s / <b>1</b>", ""))
    return folder


@pytest.fixture
def same(tmp_path):
    path = tmp_path / "same.txt"
    path.write_text("# comment\nEmail\n", encoding="utf-8")
    return path


def test_a_complete_translation_passes(addon, same):
    entries = [("Case", "Vụ việc"), ("Email", "Email")]
    entries.append(("%(n)s / <b>1</b>", "%(n)s / <b>1</b>"))
    _po(addon / "i18n/vi.po", *entries)
    assert po_files.check(addon, addon / "i18n/a.pot", same) == []


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        (("Case", ""), "chưa dịch"),
        (("Case", "Case"), "giống hệt"),
        (("Case", "Vụ việc", "fuzzy"), "fuzzy"),
        (("Old", "Cũ"), "thừa"),
    ],
)
def test_each_gap_is_named(addon, same, entry, word):
    rest = [("Email", "Email"), ("%(n)s / <b>1</b>", "%(n)s / <b>1</b>")]
    _po(addon / "i18n/vi.po", entry, *rest)
    found = po_files.check(addon, addon / "i18n/a.pot", same)
    assert any(word in line for line in found), found
    assert any("Case" in line for line in found)


def test_a_stale_template_is_told(addon, same, tmp_path):
    _po(addon / "i18n/vi.po", ("Case", "Vụ việc"), ("Email", "Email"))
    fresh = _po(tmp_path / "fresh.pot", ("Case", ""), ("Email", ""))
    found = po_files.check(addon, fresh, same)
    assert any("a.pot" in line for line in found)
    assert po_files.check(tmp_path / "none", fresh, same)


def test_a_merge_keeps_adds_and_drops(addon, tmp_path):
    _po(addon / "i18n/vi.po", ("Case", "Vụ việc"), ("Old", "Cũ"))
    fresh = _po(tmp_path / "fresh.pot", ("Case", ""), ("New", ""), ("Followers", ""))
    neighbour = tmp_path / "mail"
    _po(neighbour / "i18n/vi.po", ("Followers", "Người theo dõi"), ("Case", "Khác"))
    told = po_files.merge(addon, fresh, [neighbour, tmp_path / "none"])
    merged = {e.msgid: e.msgstr for e in polib.pofile(str(addon / "i18n/vi.po"))}
    assert merged == {"Case": "Vụ việc", "New": "", "Followers": "Người theo dõi"}
    assert "2 mới" in told and "1 bỏ" in told and "1 chưa dịch" in told
    before = (addon / "i18n/vi.po").read_bytes()
    po_files.merge(addon, fresh, [neighbour])
    assert (addon / "i18n/vi.po").read_bytes() == before
