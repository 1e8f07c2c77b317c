"""Write the document templates into a folder: ``python -m … FOLDER``."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from . import letters, papers
from .parts import Paper

#: key of a template in the addon -> what writes it
PAPERS: dict[str, Callable[[], Paper]] = {
    "plan": letters.plan,
    "invitation": letters.invitation,
    "answer": letters.answer,
    "forwarding": letters.forwarding,
    "escalation": papers.escalation,
    "minutes": papers.minutes,
    "notice": papers.notice,
    "session_report": papers.session_report,
    "summary": papers.summary,
}
# the same text makes the same file, whenever and wherever it is written
_MADE_ON = datetime(2020, 3, 5)
_LEFT_OUT = "docProps/thumbnail.jpeg"


def content(key: str) -> bytes:
    """Return the template ``key`` as the content of a .docx file."""
    document = PAPERS[key]().document
    about = document.core_properties
    about.title, about.author, about.comments = key, "", ""
    about.created = about.modified = _MADE_ON
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if str(relation.target_part.partname).lstrip("/") == _LEFT_OUT:
            del package.rels[name]
    raw = io.BytesIO()
    document.save(raw)
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as read,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as write,
    ):
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, _MADE_ON.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, read.read(name))
    return fixed.getvalue()


def main(folder: Path) -> None:
    """Write every template into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for key in PAPERS:
        (folder / f"{key}.docx").write_bytes(content(key))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
