"""QR codes in Word documents that are filled in from a template.

A template prints an address as any other text, so its sandbox needs no pictures: what
it prints is a mark that nobody can guess, and the mark becomes the code afterwards.
"""

import secrets
from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm
from docx.text.run import Run

from .qr import qr_png

SUFFIX = "_qr"
# a third of a millimetre for each module of a private link: a phone reads that
SIDE = Mm(18)
# numbers of pictures that no template has
FIRST_SHAPE = 9000
_HEADS = ("/header", "/footer")


def take_codes(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Put marks in the place of addresses that are printed as QR codes.

    :param values: plain values by name; those named ``…_qr`` are addresses, or empty
    :return: the values with marks, and the addresses by mark
    """
    codes: dict[str, str] = {}
    marked = dict(values)
    for name, value in values.items():
        if name.endswith(SUFFIX) and isinstance(value, str) and value:
            mark = f"QR{secrets.token_hex(16)}"
            codes[mark] = value
            marked[name] = mark
    return marked, codes


def draw_codes(document: Document, codes: Mapping[str, str]) -> None:
    """Draw the codes where their marks stand, also in heads and feet of pages."""
    parts = [document.part]
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_HEADS):
            parts.append(relation.target_part)
    for number, (mark, address) in enumerate(codes.items(), FIRST_SHAPE):
        picture = document.part.package.get_or_add_image_part(BytesIO(qr_png(address)))
        for part in parts:
            for element in list(part.element.iter(qn("w:r"))):
                run = Run(element, SimpleNamespace(part=part))  # type: ignore[arg-type]
                if mark in run.text:
                    shown = CT_Inline.new_pic_inline(
                        number, part.relate_to(picture, RT.IMAGE), "QR", SIDE, SIDE
                    )
                    shown.docPr.set("descr", "QR")
                    _draw(run, mark, shown)


def _draw(run: Run, mark: str, picture: CT_Inline) -> None:
    """Put ``picture`` in the place of ``mark``; what stands around it stays."""
    first, *others = run.text.split(mark)
    run.clear().add_text(first)
    for text in others:
        run._r.add_drawing(deepcopy(picture))
        run.add_text(text)
