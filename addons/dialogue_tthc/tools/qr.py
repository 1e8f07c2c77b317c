"""QR codes as pictures: for pages without a file, and for documents."""

import base64
from functools import lru_cache
from io import BytesIO

from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

# modules of white around the code, without which no reader finds it
QUIET = 4
# dots of a printed picture for each module
DOTS = 8


@lru_cache(maxsize=64)
def qr_address(text: str) -> str:
    """Return the QR code of ``text`` as the data address of an SVG picture."""
    rows = _modules(text)
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(rows)
        for column, is_dark in enumerate(modules)
        if is_dark
    )
    size = len(rows)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path d="{path}"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()


def qr_png(text: str) -> bytes:
    """Return the QR code of ``text`` as a PNG picture, black on white."""
    rows = _modules(text)
    picture = Image.new("1", (len(rows), len(rows)), 1)
    picture.putdata([not is_dark for modules in rows for is_dark in modules])
    content = BytesIO()
    side = len(rows) * DOTS
    picture.resize((side, side), Image.Resampling.NEAREST).save(content, "PNG")
    return content.getvalue()


def _modules(text: str) -> list[list[bool]]:
    """Return the rows of a QR code, its quiet zone included; dark ones are true."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    sides = range(-QUIET, count + QUIET)
    inside = range(count)
    return [
        [
            row in inside and column in inside and bool(code.isDark(row, column))
            for column in sides
        ]
        for row in sides
    ]
