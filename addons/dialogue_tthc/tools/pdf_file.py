"""Is a file a PDF that can be kept as the signed copy of a document?"""

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

MAX_PAGES = 2_000

_ACTIVE = re.compile(rb"/(JavaScript|Launch)\b")
_NUMBER = re.compile(rb"#([0-9A-Fa-f]{2})")


class PdfError(ValueError):
    """Why a file cannot be kept.

    ``reason`` is one of "empty", "not_pdf", "active", "password", "broken".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_plain_pdf(content: bytes) -> bool:
    """Say whether a letter is nothing else besides, and runs nothing when opened."""
    if not content.startswith(b"%PDF-") or zipfile.is_zipfile(io.BytesIO(content)):
        return False
    start = content[:1024].lower()
    if b"<html" in start or b"<script" in start or b"<svg" in start:
        return False
    # letters of a name may be written as numbers
    plain = _NUMBER.sub(lambda match: bytes([int(match[1], 16)]), content)
    return not _ACTIVE.search(plain)


def check_pdf(content: bytes) -> int:
    """Refuse what is no PDF, whatever it is called, and what cannot be opened.

    :return: the number of its pages
    :raise PdfError: with the reason
    """
    if not content:
        raise PdfError("empty")
    if not content.startswith(b"%PDF-"):
        raise PdfError("not_pdf")
    if not is_plain_pdf(content):
        raise PdfError("active")
    pages = _page_count(content)
    if not 0 < pages <= MAX_PAGES:
        raise PdfError("broken")
    return pages


def _page_count(content: bytes) -> int:
    from pypdf import PdfReader  # only those who attach a copy need it

    try:
        reader: PdfReader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfError("password")
        return len(reader.pages)
    except PdfError:
        raise
    # what a damaged file makes the library raise is not one family of errors
    except Exception as error:
        raise PdfError("broken") from error
