"""Files that strangers send: what they are by their content, and safe names."""

import io
import re
import unicodedata
import zipfile

from PIL import Image

from odoo.tools.mimetypes import guess_mimetype

MAX_PIXELS = 64_000_000
NAME_MAX = 100

_OOXML = "application/vnd.openxmlformats-officedocument."
# what libmagic may call an Office file, depending on its version
_ZIP_TYPES = (
    "application/zip",
    "application/octet-stream",
    f"{_OOXML}wordprocessingml.document",
    f"{_OOXML}spreadsheetml.sheet",
)
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
        return "pdf"
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
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    for part, extension in _OFFICE_PARTS.items():
        if part in names:
            return extension
    return None


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
