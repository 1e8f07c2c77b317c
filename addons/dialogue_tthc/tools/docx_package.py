"""Is a Word file (.docx) that somebody hands in as a template safe to work with?

A template is opened by us, printed by LibreOffice and sent on as the department's
document. So it may hold text, tables, pictures and styles, and nothing that runs, is
fetched from elsewhere, hides another file, or unpacks to a giant.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat

MAX_FILE = 5 * 1024 * 1024
# of one part of XML: a report of many pages has some hundred kilobytes
MAX_XML = 4 * 1024 * 1024
MAX_UNPACKED = 30 * 1024 * 1024
MAX_PARTS = 300

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BODY = "word/document.xml"
_TYPES = "[Content_Types].xml"
_MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
# folders of what is another file inside, or runs
_EMBEDDED = re.compile(
    r"(^|/)(embeddings|activex|ctrlprops|macros|attachedtoolbars)/"
    r"|(vbaproject|vbadata|oleobject|afchunk)[^/]*$"
    r"|(?<!printersettings)(?<!printersettings[0-9])\.(bin)$"
    r"|\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jar|html?|mht|rtf|docm?x?|dotm?x?)$",
    re.IGNORECASE,
)
# what a part may be called: everything else could be read as something that it is not
_XML = (".xml", ".rels")
_BINARY = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".odttf",
    ".ttf",
    ".fntdata",
    ".bin",
)
_EMBEDDING_TYPES = ("/oleobject", "/package", "/afchunk", "/control", "/vbaproject")
_MAY_BE_OUTSIDE = "/hyperlink"
_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*([a-z][a-z0-9+.-]*:|\\\\|//|/)", re.IGNORECASE)
# fields that read a file or an address, or start a program
_FIELDS = re.compile(
    r"\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|RD|DATABASE"
    r"|MACROBUTTON|AUTOTEXT|EMBED|GOTOBUTTON|HTMLACTIVEX|CONTROL)\b",
    re.IGNORECASE,
)
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})


class DocxPackageError(ValueError):
    """Why a file is no template that is safe.

    ``reason`` is one of "empty", "too_large", "not_word", "old_word", "macros",
    "outside", "embedded", "bomb", "broken", "tracked"; ``what`` names the culprit.
    """

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(f"{reason}: {what}")
        self.reason = reason
        self.what = what[:200]


def check_package(content: bytes) -> None:
    """Refuse everything that is not a plain Word document.

    :raise DocxPackageError: with the reason
    """
    if not content:
        raise DocxPackageError("empty")
    if len(content) > MAX_FILE:
        raise DocxPackageError("too_large")
    if content.startswith(_OLE) or content.startswith(b"{\\rtf"):
        raise DocxPackageError("old_word")
    if not content.startswith(b"PK\x03\x04"):
        raise DocxPackageError("not_word")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_archive(archive)
    except DocxPackageError:
        raise
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        expat.ExpatError,
        NotImplementedError,  # a way of packing that Python does not know
        RuntimeError,  # packed with a password
        OSError,
        EOFError,
        ValueError,
        zlib.error,
    ) as error:
        raise DocxPackageError("broken", str(error)) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if _BODY not in names or _TYPES not in names:
        raise DocxPackageError("not_word")
    if len({name.lower() for name in names}) < len(names):
        raise DocxPackageError("broken", "one part twice")
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
        raise DocxPackageError("bomb")
    for name in names:
        if not name.lower().endswith((*_XML, *_BINARY, "/")):
            raise DocxPackageError("embedded", name)
        if _EMBEDDED.search(name):
            is_macro = "vba" in name.lower() or "macros/" in name.lower()
            raise DocxPackageError("macros" if is_macro else "embedded", name)
    unpacked = 0
    for part in parts:
        is_xml = part.filename.lower().endswith(_XML)
        with archive.open(part) as file:
            # never trust the size that the archive tells
            data = file.read((MAX_XML if is_xml else MAX_UNPACKED) + 1)
        unpacked += len(data)
        if len(data) > (MAX_XML if is_xml else MAX_UNPACKED) or unpacked > MAX_UNPACKED:
            raise DocxPackageError("bomb", part.filename)
        if is_xml:
            _check_xml(part.filename, data)


def _check_xml(name: str, data: bytes) -> None:
    if name == _TYPES:
        _parse(data, _refuse_types)
    elif name.lower().endswith(".rels"):
        _parse(data, _refuse_relations)
    else:
        # wherever it lies: which part is the text is told by relations
        for code in _parse(data, _refuse_content):
            if found := _FIELDS.match(code):
                raise DocxPackageError("outside", found[1])


def _refuse_types(_tag: str, attributes: dict[str, str]) -> None:
    kind = attributes.get("ContentType", "").lower()
    if "macroenabled" in kind or "vbaproject" in kind:
        raise DocxPackageError("macros")
    is_body = attributes.get("PartName", "").lower() == f"/{_BODY}"
    if is_body != (kind == _MAIN):
        raise DocxPackageError("not_word", kind)
    named = attributes.get("PartName") or f".{attributes.get('Extension', '')}"
    if kind.endswith(("+xml", "/xml")) and not named.lower().endswith(_XML):
        raise DocxPackageError("embedded", named)


def _refuse_relations(_tag: str, attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").lower()
    target = attributes.get("Target", "")
    if kind.endswith(_EMBEDDING_TYPES):
        raise DocxPackageError("embedded", target)
    if kind.endswith("/officedocument") and target.lstrip("/") != _BODY:
        raise DocxPackageError("not_word", target)
    is_outside = attributes.get("TargetMode", "").lower() == "external"
    if is_outside and not (kind.endswith(_MAY_BE_OUTSIDE) and _LINK.match(target)):
        raise DocxPackageError("outside", target)
    if not is_outside and ("://" in target or target.startswith("\\\\")):
        raise DocxPackageError("outside", target)


def _refuse_content(tag: str, attributes: dict[str, str]) -> None:
    if tag in _TRACKED:
        raise DocxPackageError("tracked")
    if tag in ("altChunk", "OLEObject", "control", "subDoc"):
        raise DocxPackageError("embedded", tag)
    if tag == "fldSimple" and (found := _FIELDS.match(attributes.get("instr", ""))):
        raise DocxPackageError("outside", found[1])
    for name in ("src", "href"):
        if _ADDRESS.match(attributes.get(name, "")):
            raise DocxPackageError("outside", attributes[name])


def _parse(data: bytes, check: Callable[[str, dict[str, str]], None]) -> list[str]:
    """Read one part, ask ``check`` about each element; return its field codes."""
    parser = expat.ParserCreate(namespace_separator="}")
    codes: list[str] = [""]
    inside: list[str] = []

    def doctype(*_args: object) -> None:
        # Word writes no document type; entities are only good for attacks
        raise DocxPackageError("broken", "document type")

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        inside.append(tag.rpartition("}")[2])
        check(inside[-1], local)
        if inside[-1] == "fldChar":
            codes.append("")

    def text(piece: str) -> None:
        # a code may be cut into pieces
        if inside and inside[-1] == "instrText":
            codes[-1] += piece

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: inside.pop()
    parser.CharacterDataHandler = text
    parser.Parse(data, True)
    return codes
