"""Pictures without what the camera wrote beside them: place, time, owner, device."""

import io
import re

from PIL import Image, ImageOps

_FORMATS = {"jpg": "JPEG", "png": "PNG"}
_ORIENTATION = 0x0112
# for what must be encoded anew because it is turned the right way up
_QUALITY = 95

_JPEG_END = 0xD9
_JPEG_SCAN = 0xDA
_JPEG_COMMENT = 0xFE
_JPEG_APPLICATIONS = range(0xE0, 0xF0)
# what of the applications' parts the colours need, and how such a part begins
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
# the next mark after the points of a picture
_JPEG_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs "
    b"acTL fcTL fdAT".split()
)


def without_metadata(content: bytes, extension: str) -> bytes | None:
    """Return the picture alone, the right way up: no EXIF, GPS, XMP, text or comment.

    Also what hides behind the end of the picture is gone. Its points stay as they
    are, unless the camera was turned: then they are turned, and encoded anew.

    :param content: a picture as :func:`upload.detect_extension` accepted it
    :param extension: ``jpg`` or ``png``
    :return: the new file, or None if the picture cannot be read to its end
    """
    picture_format = _FORMATS[extension]
    try:
        with Image.open(io.BytesIO(content), formats=[picture_format]) as picture:
            picture.load()
            if picture.getexif().get(_ORIENTATION, 1) != 1:
                return _upright(picture, picture_format)
        return _plain_jpeg(content) if extension == "jpg" else _plain_png(content)
    # what a hostile file makes the library raise is not one family of errors
    except Exception:  # noqa: BLE001
        return None


def _upright(picture, picture_format):
    kept = {
        name: picture.info[name]
        for name in ("icc_profile", "transparency")
        if name in picture.info
    }
    upright = ImageOps.exif_transpose(picture)
    # without this the library writes what it has read
    upright.info = {}
    stream = io.BytesIO()
    if picture_format == "JPEG":
        kept.pop("transparency", None)
        kept |= {"quality": _QUALITY, "subsampling": 0}
    upright.save(stream, picture_format, **kept)
    return stream.getvalue()


def _plain_jpeg(content):
    """Copy the parts that make the picture, up to its end."""
    parts, place = [content[:2]], 2
    while content[place] == 0xFF:
        mark = content[place + 1]
        if mark == 0xFF:
            place += 1
            continue
        if mark == _JPEG_END:
            return b"".join([*parts, content[place : place + 2]])
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        part = content[place:end]
        if mark in _JPEG_APPLICATIONS:
            wanted = mark in _JPEG_KEPT and part[4:].startswith(_JPEG_KEPT[mark])
        else:
            wanted = mark != _JPEG_COMMENT
        if wanted:
            parts.append(part)
        place = end
        if mark == _JPEG_SCAN:
            place = _JPEG_MARK.search(content, end).start()
            parts.append(content[end:place])
    raise ValueError("no mark where a part should begin")


def _plain_png(content):
    """Copy the parts that make the picture, up to its end."""
    parts, place, kind = [_PNG_HEAD], len(_PNG_HEAD), b""
    while kind != b"IEND":
        end = place + 12 + int.from_bytes(content[place : place + 4])
        kind = content[place + 4 : place + 8]
        if len(kind) < 4:
            raise ValueError("no end")
        if kind in _PNG_KEPT:
            parts.append(content[place:end])
        place = end
    return b"".join(parts)
