"""Read and write the translations of an addon. Needs polib, so runs inside Odoo's
environment: ``po_files.py check ADDON POT SAME`` or ``merge ADDON POT [ADDON ...]``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import polib

LANGUAGE = "vi"
_LETTER = re.compile(r"[^\W\d_]")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]\b|<[^>]*>|&\w+;|\{\w*\}|\$\{\w+\}")


def key(entry: polib.POEntry) -> tuple[str, str]:
    """Return what makes a term the same in two files."""
    return (entry.msgctxt or "", entry.msgid)


def shape(po: polib.POFile) -> list[tuple[object, ...]]:
    """Return what counts of a template: no header, no dates, no order."""
    return sorted(
        (key(entry), entry.comment, sorted(entry.occurrences))
        for entry in po
        if not entry.obsolete
    )


def may_be_same(term: str, allowed: set[str]) -> bool:
    """Tell whether ``term`` may read the same in Vietnamese."""
    bare = _PLACEHOLDER.sub(" ", term)
    return term.strip() in allowed or not _LETTER.search(bare)


def check(addon: Path, pot_file: Path, same_file: Path) -> list[str]:
    """Return what is wrong with the translations of ``addon``.

    :param pot_file: its terms, exported afresh
    :param same_file: the terms that may read the same in both languages
    """
    name = addon.name
    fresh = polib.pofile(str(pot_file))
    folder = addon / "i18n"
    template, translated = folder / f"{name}.pot", folder / f"{LANGUAGE}.po"
    if not template.exists() or not translated.exists():
        return [f"{name}: thiếu i18n/{name}.pot hoặc i18n/{LANGUAGE}.po (./tthc i18n)"]
    wrong = []
    if shape(polib.pofile(str(template))) != shape(fresh):
        wrong.append(f"{name}/i18n/{name}.pot đã cũ: chạy ./tthc i18n")
    lines = same_file.read_text(encoding="utf-8").splitlines()
    allowed = {line.strip() for line in lines if line.strip() and line[0] != "#"}
    there = {key(entry): entry for entry in polib.pofile(str(translated))}
    where = f"{name}/i18n/{LANGUAGE}.po"
    for entry in fresh:
        done = there.get(key(entry))
        if not done or done.obsolete:
            wrong.append(f"{where}: thiếu “{entry.msgid}”")
        elif not done.msgstr.strip():
            wrong.append(f"{where}:{done.linenum}: chưa dịch “{entry.msgid}”")
        elif done.fuzzy:
            wrong.append(f"{where}:{done.linenum}: còn ngờ (fuzzy) “{entry.msgid}”")
        elif done.msgstr == entry.msgid and not may_be_same(entry.msgid, allowed):
            wrong.append(f"{where}:{done.linenum}: giống hệt bản gốc “{entry.msgid}”")
    known = {key(entry) for entry in fresh}
    wrong += [
        f"{where}:{entry.linenum}: thừa “{entry.msgid}”"
        for entry in there.values()
        if key(entry) not in known
    ]
    return wrong


def merge(addon: Path, pot_file: Path, neighbours: list[Path]) -> str:
    """Write the template of ``addon`` anew and bring its vi.po in step with it.

    Translations are kept, new terms come empty or as Odoo's own addons translate
    them, terms that are no more are dropped.

    :param neighbours: addons of Odoo to look the same words up in
    :return: what was done, in one line
    """
    folder = addon / "i18n"
    folder.mkdir(exist_ok=True)
    template, translated = folder / f"{addon.name}.pot", folder / f"{LANGUAGE}.po"
    fresh = polib.pofile(str(pot_file))
    if not template.exists() or shape(polib.pofile(str(template))) != shape(fresh):
        template.write_text(pot_file.read_text(encoding="utf-8"), encoding="utf-8")
    old = polib.pofile(str(translated)) if translated.exists() else polib.POFile()
    have = {key(entry): entry for entry in old if entry.msgstr and not entry.obsolete}
    elsewhere = words_of(neighbours)
    po = polib.POFile()
    po.header, po.metadata = fresh.header, {**fresh.metadata, **old.metadata}
    po.metadata |= {"Language": LANGUAGE, "Plural-Forms": "nplurals=1; plural=0;"}
    new = empty = 0
    for entry in fresh:
        done = have.get(key(entry))
        entry.msgstr = done.msgstr if done else elsewhere.get(entry.msgid, "")
        entry.flags = list(done.flags) if done else []
        new += not done
        empty += not entry.msgstr
        po.append(entry)
    gone = len(have.keys() - {key(entry) for entry in fresh})
    text = str(po).rstrip("\n") + "\n"
    if not translated.exists() or translated.read_text(encoding="utf-8") != text:
        translated.write_text(text, encoding="utf-8")
    return (
        f"{addon.name}: {len(po)} từ, {new} mới, {gone} bỏ,"
        f" {empty} chưa dịch trong {LANGUAGE}.po"
    )


def words_of(addons: list[Path]) -> dict[str, str]:
    """Return the Vietnamese of the words that ``addons`` translate."""
    words: dict[str, str] = {}
    for addon in addons:
        path = addon / "i18n" / f"{LANGUAGE}.po"
        for entry in polib.pofile(str(path)) if path.exists() else ():
            if entry.msgstr and not entry.fuzzy and not entry.obsolete:
                words.setdefault(entry.msgid, entry.msgstr)
    return words


def main(words: list[str]) -> int:
    """Do what ``words`` say; return 1 when something is wrong."""
    action, addon, pot, *more = words
    if action == "merge":
        print(merge(Path(addon), Path(pot), [Path(path) for path in more]))
        return 0
    wrong = check(Path(addon), Path(pot), Path(more[0]))
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
