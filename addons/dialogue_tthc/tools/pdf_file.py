"""Is a file a PDF that can be kept as the signed copy of a document?"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

MAX_PAGES = 2_000
# what all streams of objects of one file may hold, unpacked: scans have a few kilobytes
MAX_OBJECTS = 20_000_000

_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA)\b"
)
_NUMBER = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"\bstream\r?\n")
# how far before its stream the dictionary of a stream is looked for
_DICTIONARY = 4_000


class PdfError(ValueError):
    """Why a file cannot be kept.

    ``reason`` is one of "empty", "not_pdf", "active", "password", "broken".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_plain_pdf(content: bytes) -> bool:
    """Say whether a letter is nothing else besides, and runs nothing when opened.

    What cannot be looked into is not plain.
    """
    if not content.startswith(b"%PDF-") or zipfile.is_zipfile(io.BytesIO(content)):
        return False
    start = content[:1024].lower()
    if b"<html" in start or b"<script" in start or b"<svg" in start:
        return False
    if _ACTIVE.search(_with_names(content)):
        return False
    try:
        return not any(
            _ACTIVE.search(_with_names(objects)) for objects in _packed(content)
        )
    except (ValueError, zlib.error):
        return False


def _with_names(content: bytes) -> bytes:
    """Return ``content`` with the letters of names that are written as numbers."""
    return _NUMBER.sub(lambda match: bytes([int(match[1], 16)]), content)


def _packed(content: bytes) -> Iterator[bytes]:
    """Yield what the streams of objects hold, in which actions can hide.

    :raise ValueError: packed in another way, or too much
    :raise zlib.error: not what it says, for example because it is encrypted
    """
    left = MAX_OBJECTS
    for match in _STREAM.finditer(content):
        before = content[max(0, match.start() - _DICTIONARY) : match.start()]
        _object, begins, written = before.rpartition(b" obj")
        if not begins and match.start() > _DICTIONARY:
            raise ValueError("too far from its beginning")
        dictionary = _with_names(written)
        if b"/ObjStm" not in dictionary:
            continue
        unpacker = zlib.decompressobj()
        if b"/Filter" not in dictionary:
            yield content[match.end() : match.end() + left]
            continue
        # with parameters what is unpacked is not yet what it says
        if b"/DecodeParms" in dictionary or (
            re.findall(rb"/\w+Decode\b", dictionary) != [b"/FlateDecode"]
        ):
            raise ValueError("another way of packing")
        # one byte more than there may be says that there is too much
        objects = unpacker.decompress(content[match.end() :], left + 1)
        left -= len(objects)
        if left < 0:
            raise ValueError("too much")
        yield objects


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
