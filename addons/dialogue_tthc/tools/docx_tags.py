"""The tags of a Word template (``{{ … }}``, ``{% … %}``), paragraph by paragraph.

What is wrong with a template is told with its place: the text of the paragraph as its
author sees it in Word. So the tags are read here before Jinja sees any.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

PLACE_LENGTH = 120
MAX_TAGS = 5_000

# parts that are filled in, and what people call them
_RENDERED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml$")
_OPENING = re.compile(r"\{[{%#]")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BLOCK = re.compile(r"\{%[-+]?(?:tr|tc|p|r)?\s+(?P<name>\w+)|\{%[-+]?\s*(?P<bare>\w+)")
_RAW_RUN = re.compile(r"\{\{(?:tr|tc|p|r)\s")
_ENDS = {"endif": "if", "endfor": "for"}
_INSIDE = {"elif": ("if",), "else": ("if", "for")}
# those that docxtpl turns into properties of a table's cell
_CELL_TAGS = frozenset({"colspan", "cellbg", "vm", "hm"})
_TEXT = frozenset({"t"})


class Fault(NamedTuple):
    """Something that is wrong with a template.

    :param reason: "unclosed", "stray", "not_allowed", "unbalanced", "syntax",
        "unknown", "not_list", "structure", "too_long"
    :param place: text of the paragraph where it is, or ""
    :param what: the tag or name itself
    """

    reason: str
    place: str
    what: str = ""


class Paragraph(NamedTuple):
    """One paragraph of a template, as its author sees it."""

    part: str
    text: str

    @property
    def place(self) -> str:
        """The text, short enough for a message."""
        text = " ".join(self.text.split())
        return text if len(text) <= PLACE_LENGTH else f"{text[:PLACE_LENGTH]}…"


def read_paragraphs(content: bytes) -> tuple[list[Paragraph], list[Fault]]:
    """Read the paragraphs of all parts that are filled in.

    :param content: a package that :func:`~.docx_package.check_package` found safe
    :return: the paragraphs, and faults for tags where none can be filled in
    """
    paragraphs: list[Paragraph] = []
    faults: list[Fault] = []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if _RENDERED.match(name)]
        # the body first: that is where people look
        for name in sorted(names, key=lambda name: (name != "word/document.xml", name)):
            found, strays = _read_part(name, archive.read(name))
            paragraphs += found
            faults += strays
    return paragraphs, faults


def tag_faults(paragraphs: list[Paragraph]) -> list[Fault]:
    """Return what is wrong with the tags themselves: unclosed, unknown, unbalanced."""
    faults: list[Fault] = []
    count = 0
    part = ""
    open_blocks: list[tuple[str, Paragraph, str]] = []
    for paragraph in paragraphs:
        if paragraph.part != part:
            faults += _left_open(open_blocks)
            open_blocks, part = [], paragraph.part
        rest = _TAG.sub("", paragraph.text)
        if _OPENING.search(rest) or paragraph.text.endswith("{"):
            faults.append(Fault("unclosed", paragraph.place))
            continue
        for tag in _TAG.findall(paragraph.text):
            count += 1
            if _OPENING.search(tag[2:]):
                faults.append(Fault("unclosed", paragraph.place, tag))
            elif _RAW_RUN.match(tag):
                faults.append(Fault("not_allowed", paragraph.place, tag))
            elif tag.startswith("{%"):
                faults += _block_faults(tag, paragraph, open_blocks)
    faults += _left_open(open_blocks)
    if count > MAX_TAGS:
        faults.append(Fault("too_long", ""))
    return faults


def _block_faults(
    tag: str, paragraph: Paragraph, open_blocks: list[tuple[str, Paragraph, str]]
) -> Iterator[Fault]:
    """Follow one ``{% … %}``; ``open_blocks`` is changed."""
    match = _BLOCK.match(tag)
    name = (match["name"] or match["bare"]) if match else ""
    if name in ("if", "for"):
        open_blocks.append((name, paragraph, tag))
    elif name in _ENDS:
        if not open_blocks or open_blocks[-1][0] != _ENDS[name]:
            yield Fault("unbalanced", paragraph.place, tag)
        else:
            open_blocks.pop()
    elif name in _INSIDE:
        if not open_blocks or open_blocks[-1][0] not in _INSIDE[name]:
            yield Fault("unbalanced", paragraph.place, tag)
    elif name not in _CELL_TAGS:
        yield Fault("not_allowed", paragraph.place, tag)


def _left_open(open_blocks: list[tuple[str, Paragraph, str]]) -> list[Fault]:
    return [
        Fault("unbalanced", paragraph.place, tag)
        for _name, paragraph, tag in open_blocks
    ]


def _read_part(name: str, data: bytes) -> tuple[list[Paragraph], list[Fault]]:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    inside: list[str] = []
    # paragraphs may stand in one another: text boxes
    texts: list[list[str]] = []
    found: list[Paragraph] = []
    faults: list[Fault] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside.append(tag.rpartition("}")[2])
        if inside[-1] == "p":
            texts.append([])
        faults.extend(
            Fault("stray", "", value[:PLACE_LENGTH])
            for value in attributes.values()
            if _OPENING.search(value)
        )

    def end(_tag: str) -> None:
        if inside.pop() == "p" and texts:
            found.append(Paragraph(name, "".join(texts.pop())))

    def text(piece: str) -> None:
        if inside and inside[-1] in _TEXT and texts:
            texts[-1].append(piece)
        elif "{" in piece:
            faults.append(Fault("stray", "", piece[:PLACE_LENGTH]))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(data, True)
    return found, faults
