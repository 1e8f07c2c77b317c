"""What a file is that is handed in as a spreadsheet, and whether it can be opened.

That shows in its bytes, whatever its name says; its size is looked at before anything
is unpacked.
"""

import io
import zipfile
from xml.parsers import expat

MAX_FILE = 10 * 1024 * 1024
MAX_UNZIPPED = 100 * 1024 * 1024
MAX_PARTS = 1000
_CHUNK = 1024 * 1024
# the library keeps about 200 bytes for every element that it has seen; parts with
# fewer tags are read as they are, larger ones are counted first
MAX_TAGS = 500_000
# the elements that the library forgets one by one: rows, and texts used many times
_HELD_IN = {"worksheet": "row", "sst": "si"}
MAX_HELD = 600_000
MAX_INSIDE = 100_000
MAX_OUTSIDE = 300_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = (
    b"<!DOCTYPE",
    *("<!DOCTYPE".encode(f"utf-16-{end}") for end in ("le", "be")),
)


class SheetError(ValueError):
    """Why a file is no workbook for us.

    ``reason`` is one of "empty", "too_large", "too_long", "too_wide", "wrong_type",
    "old_excel", "open_document", "text", "binary_excel", "macros", "password",
    "broken".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def has_any(source, needles: tuple[bytes, ...]) -> bool:
    """Say whether one of ``needles`` is in a file; at most 16 bytes each."""
    tail = b""
    while chunk := source.read(_CHUNK):
        chunk = tail + chunk
        if any(needle in chunk for needle in needles):
            return True
        tail = chunk[-32:]
    return False


def check_file(content: bytes) -> None:
    """Refuse what is no plain .xlsx workbook of a bearable size.

    :param content: the whole file
    :raise SheetError: with the reason
    """
    if not content.strip():
        raise SheetError("empty")
    if len(content) > MAX_FILE:
        raise SheetError("too_large")
    if content.startswith(_OLE):
        raise SheetError("password" if _ENCRYPTED in content else "old_excel")
    if not content.startswith(b"PK"):
        raise SheetError(_kind_of_other(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check_parts(parts)
    except SheetError:
        raise
    except Exception as error:
        # a damaged archive fails in many ways: bad headers, lengths, checksums
        raise SheetError("broken") from error


def _kind_of_other(content: bytes) -> str:
    start = content[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")) or (
        start.startswith(b"<?xml") and b"workbook" in start
    ):
        # what old programs save as .xls is often a page or an old kind of XML
        return "old_excel"
    if b"\0" in content[:2048] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "wrong_type"
    if start.startswith((b"%pdf", b"{\\rtf", b"<")):
        return "wrong_type"
    return "text"


def _check_parts(parts: zipfile.ZipFile) -> None:
    """Refuse other kinds of files, and archives that would become too large.

    Python never unpacks more of a part than the size that is declared for it.
    """
    infos = parts.infolist()
    names = {info.filename for info in infos}
    if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > MAX_UNZIPPED:
        raise SheetError("too_large")
    if any(info.flag_bits & 0x1 for info in infos):
        raise SheetError("password")
    if "mimetype" in names and b"opendocument" in parts.read("mimetype")[:100]:
        raise SheetError("open_document")
    if "xl/workbook.bin" in names:
        raise SheetError("binary_excel")
    if not any(name.startswith("xl/") for name in names):
        raise SheetError("wrong_type")
    types = parts.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types or any(
        name.lower().endswith("vbaproject.bin") for name in names
    ):
        raise SheetError("macros")
    # every part, whatever it is called: readers go by what the workbook says it is
    for info in infos:
        with parts.open(info) as part:
            # office files have none; one could name itself a million times over
            if has_any(part, _DOCTYPES):
                raise SheetError("broken")
        with parts.open(info) as part:
            tags = sum(
                chunk.count(b"<") for chunk in iter(lambda: part.read(_CHUNK), b"")
            )
        if tags > MAX_TAGS:
            with parts.open(info) as part:
                _check_elements(part)


def _check_elements(part) -> None:
    """Refuse a large part of which more would be kept in memory than a table needs.

    Nothing is kept while it is looked at.
    """
    depth = held = inside = outside = 0
    holder, held_at = None, 0

    def begin(name: str, _attributes: dict) -> None:
        nonlocal depth, held, inside, outside, holder, held_at
        depth += 1
        name = name.rpartition(":")[2]
        if depth == 1:
            holder = _HELD_IN.get(name)
        if held_at:
            inside += 1
        elif name == holder:
            held += 1
            inside, held_at = 0, depth
        else:
            outside += 1
        if (
            holder is None
            or held > MAX_HELD
            or inside > MAX_INSIDE
            or outside > MAX_OUTSIDE
        ):
            raise SheetError("too_large")

    def end(_name: str) -> None:
        nonlocal depth, held_at
        if depth == held_at:
            held_at = 0
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.ParseFile(part)
    except expat.ExpatError as error:
        raise SheetError("broken") from error
