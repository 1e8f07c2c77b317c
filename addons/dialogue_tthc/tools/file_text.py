"""Read the text of a file that a person hands in: .docx, .pdf or plain text."""

import codecs
import io

from .docx_text import DocxError, docx_text

MAX_FILE = 5 * 1024 * 1024
MAX_PAGES = 200
MAX_TEXT = 1_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FileTextError(ValueError):
    """Why a file has no text for us.

    ``reason`` is one of "empty", "too_large", "too_long", "wrong_type", "old_word",
    "password", "scanned", "broken".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def file_text(content: bytes) -> str:
    """The text of a file. What it is shows in its bytes, whatever its name says.

    :param content: the whole file, at most ``MAX_FILE`` bytes
    :raise FileTextError: with the reason, for every file that cannot be read
    """
    if not content.strip():
        raise FileTextError("empty")
    if len(content) > MAX_FILE:
        raise FileTextError("too_large")
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        text = _pdf_text(content)
    elif content.startswith(b"PK"):
        text = _word_text(content)
    elif content.startswith(_OLE):
        raise FileTextError("password" if _ENCRYPTED in content else "old_word")
    elif content.startswith(b"{\\rtf"):
        raise FileTextError("old_word")
    else:
        text = _plain_text(content)
    if not text.strip():
        raise FileTextError("empty")
    if len(text) > MAX_TEXT:
        raise FileTextError("too_long")
    return text


def _word_text(content: bytes) -> str:
    try:
        return docx_text(content)
    except DocxError as error:
        is_word = b"word/" in content
        raise FileTextError("broken" if is_word else "wrong_type") from error


def _plain_text(content: bytes) -> str:
    """Plain text in UTF-8 or UTF-16, or in the old Vietnamese Windows code page."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\0" in content:
        raise FileTextError("wrong_type")  # a picture, a program, a sheet
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1258", errors="replace")
    strange = sum(
        char == "\ufffd" or (char < " " and char not in "\t\r\n\f\v") for char in text
    )
    if strange * 50 > len(text):
        raise FileTextError("wrong_type")
    return text


def _pdf_text(content: bytes) -> str:
    from pypdf import PdfReader  # only those who read a PDF need it
    from pypdf.errors import PyPdfError

    parts: list[str] = []
    length = 0
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileTextError("password")
        if len(reader.pages) > MAX_PAGES:
            raise FileTextError("too_long")
        for page in reader.pages:
            parts.append(page.extract_text())
            length += len(parts[-1])
            if length > MAX_TEXT:
                raise FileTextError("too_long")
    except FileTextError:
        raise
    except PyPdfError as error:
        raise FileTextError("broken") from error
    except Exception as error:
        # a damaged PDF makes the library fail in ways of its own, without a common
        # class; whoever handed it in can only be told one thing
        raise FileTextError("broken") from error
    if length and not any(map(str.isalnum, "".join(parts))) or not length:
        raise FileTextError("scanned")
    return "\n\f\n".join(parts)
