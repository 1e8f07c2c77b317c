"""Files that strangers send: what they are by their content, and safe names."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator

from lxml import etree
from PIL import Image

from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.dialogue_tthc.tools.pdf_file import is_plain_pdf

# a telephone takes some 12 million; each is decoded, at three bytes and more
MAX_PIXELS = 30_000_000
NAME_MAX = 100

_OOXML = "application/vnd.openxmlformats-officedocument."
# what libmagic may call an Office file, depending on its version
_ZIP_TYPES = (
    "application/zip",
    "application/octet-stream",
    f"{_OOXML}wordprocessingml.document",
    f"{_OOXML}spreadsheetml.sheet",
)
# what makes an Office file or a letter do something when it is opened
_ACTIVE_PARTS = re.compile(
    r"vbaproject\.bin$|vbadata\.xml$|(^|/)activex/|(^|/)embeddings/.*\.bin$"
    r"|\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|html?|svg|jar|lnk|msi)$",
    re.IGNORECASE,
)
# what an Office file fetches from elsewhere as soon as it is opened
_FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
# an Office file unpacks to some ten times its size; a bomb to a thousand times
_UNPACKED_MAX = 300 * 1024 * 1024
_UNPACKED_TIMES = 150
_UNPACKED_FREE = 20 * 1024 * 1024
_PARTS_MAX = 10_000
# of the parts that are read: the list of what is inside and those of what it refers to
_READ_MAX = 4 * 1024 * 1024
_IMAGES = {"image/jpeg": ("jpg", "JPEG"), "image/png": ("png", "PNG")}
_OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"


def detect_extension(content: bytes) -> str | None:
    """Return what ``content`` is, whatever it is called.

    :return: ``pdf``, ``jpg``, ``png``, ``docx`` or ``xlsx``; None for all else, and
        for what only pretends to be one of them, is broken or carries macros
    """
    if not content:
        return None
    mimetype = guess_mimetype(content)
    if mimetype == "application/pdf" and content.startswith(b"%PDF-"):
        return "pdf" if is_plain_pdf(content) else None
    if mimetype in _IMAGES:
        extension, picture_format = _IMAGES[mimetype]
        return extension if _is_picture(content, picture_format) else None
    if mimetype in _ZIP_TYPES and content.startswith(b"PK\x03\x04"):
        return _office_extension(content)
    return None


def _is_picture(content: bytes, picture_format: str) -> bool:
    try:
        with Image.open(io.BytesIO(content), formats=[picture_format]) as picture:
            width, height = picture.size
    # what a hostile header makes the library raise is not one family of errors
    except Exception:  # noqa: BLE001
        return False
    return 0 < width * height <= MAX_PIXELS


def _office_extension(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if not _is_unpackable(parts, len(content)):
                return None
            if _is_active_office(archive, parts):
                return None
    # what a hostile archive makes the library raise is not one family of errors
    except Exception:  # noqa: BLE001
        return None
    names = {part.filename for part in parts}
    if any(_ACTIVE_PARTS.search(name) for name in names):
        return None
    for part, extension in _OFFICE_PARTS.items():
        if part in names:
            return extension
    return None


def _is_active_office(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    """Say whether it has macros inside, or fetches something when it is opened."""
    types = archive.getinfo("[Content_Types].xml")
    references = [part for part in parts if part.filename.lower().endswith(".rels")]
    if sum(part.file_size for part in (types, *references)) > _READ_MAX:
        return True
    kinds = " ".join(
        value.lower()
        for element in _elements(archive.read(types))
        for value in element.attrib.values()
    )
    if "macroenabled" in kinds or "vbaproject" in kinds:
        return True
    return any(
        element.get("TargetMode", "").lower() == "external"
        and element.get("Type", "").lower().endswith(_FETCHED)
        for part in references
        for element in _elements(archive.read(part))
    )


def _elements(content: bytes) -> Iterator[etree._Element]:
    """Return the elements of a part; read as Office does, whatever its encoding."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(content, parser).iter(etree.Element)


def _is_unpackable(parts: list[zipfile.ZipInfo], size: int) -> bool:
    """Say whether an archive of ``size`` bytes may be opened without harm."""
    unpacked = sum(part.file_size for part in parts)
    return len(parts) <= _PARTS_MAX and (
        unpacked <= _UNPACKED_FREE
        or unpacked <= min(_UNPACKED_MAX, size * _UNPACKED_TIMES)
    )


def safe_name(name: str, extension: str) -> str:
    """Return a name for a file that harms nobody, ending in its true extension.

    Folders, control and invisible characters (also those that turn the direction of
    writing) and the characters that file systems or pages give a meaning are gone.

    :param name: as the browser sent it
    :param extension: as :func:`detect_extension` found it
    """
    stem = re.split(r"[\\/]", unicodedata.normalize("NFC", name or ""))[-1]
    stem = "".join(
        " " if character.isspace() else character
        for character in stem
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    stem = re.sub(r"[<>:\"'`|?*&%;$#{}]", "", stem)
    stem, _dot, last = stem.rpartition(".") if "." in stem else (stem, "", "")
    stem = " ".join(stem.split()).strip(". ")[:NAME_MAX].strip(". ")
    return f"{stem or 'file'}.{extension}"
