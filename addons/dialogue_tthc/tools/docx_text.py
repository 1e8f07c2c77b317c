"""Read the text of a Word file (.docx), with the standard library alone.

Word keeps the numbers and dashes of its lists apart from the text. They are put
back here, because they are what tells a heading from a task. Cells that stand side
by side come out on one line, parted by a tab (two columns) or by bars (more).
"""

import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

# What one part of the file may unpack to. A plan has some dozen kilobytes; more
# than this is a bomb, or no plan.
MAX_PART = 10 * 1024 * 1024

_SKIPPED = {"pPr", "rPr", "del", "moveFrom", "instrText", "delText", "Fallback"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


class DocxError(ValueError):
    """The bytes are no Word file that can be read."""


class _Level:
    """One level of a list: how its marks look and where they begin."""

    def __init__(self, element: Element) -> None:
        values = {child.tag: child.get("val", "") for child in element}
        self.format = values.get("numFmt", "decimal")
        self.text = values.get("lvlText", "")
        start = values.get("start", "1")
        self.start = int(start) if start.isdecimal() and len(start) < 6 else 1


class _Numbering:
    """The lists of a document, with a count for each of their levels."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        self.levels: dict[str, dict[int, _Level]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        for element in numbering if numbering is not None else ():
            if element.tag == "abstractNum":
                abstract[element.get("abstractNumId", "")] = {
                    _index(level.get("ilvl")): _Level(level)
                    for level in element
                    if level.tag == "lvl"
                }
            elif element.tag == "num":
                target = element.find("abstractNumId")
                if target is not None:
                    number = element.get("numId", "")
                    self.levels[number] = abstract.get(target.get("val", ""), {})
        for style in styles if styles is not None else ():
            found = style.find("pPr/numPr") if style.tag == "style" else None
            if found is not None:
                self.by_style[style.get("styleId", "")] = _list_place(found)

    def mark(self, properties: Element | None) -> str:
        """The mark of the next paragraph with these properties, or ""."""
        if properties is None:
            return ""
        listed = properties.find("numPr")
        style = properties.find("pStyle")
        if listed is not None:
            number, depth = _list_place(listed)
        elif style is not None and style.get("val", "") in self.by_style:
            number, depth = self.by_style[style.get("val", "")]
        else:
            return ""
        levels = self.levels.get(number, {})
        if depth not in levels:
            return ""
        if levels[depth].format == "bullet":
            return "-" if depth == 0 else "+"
        counts = self.counts.setdefault(number, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        text = levels[depth].text
        for at, level in levels.items():
            if f"%{at + 1}" in text:
                count = counts.get(at, level.start)
                text = text.replace(f"%{at + 1}", _counted(count, level.format))
        return text


def docx_text(content: bytes) -> str:
    """The text of a Word file, one paragraph a line.

    :raise DocxError: no Word file, a broken one, or one that unpacks to a giant
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            body = _part(archive, "word/document.xml")
            numbering = _Numbering(
                _part(archive, "word/numbering.xml", required=False),
                _part(archive, "word/styles.xml", required=False),
            )
        if body is None:
            raise DocxError("no document")
        return "\n".join(_lines(body, numbering))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        expat.ExpatError,
        NotImplementedError,  # a way of packing that Python does not know
        RuntimeError,  # packed with a password; RecursionError: endless nesting
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise DocxError(str(error)) from error


def _part(archive: zipfile.ZipFile, name: str, required: bool = True) -> Element | None:
    """One XML file of the archive as a tree, its names without namespaces."""
    if name not in archive.namelist():
        if required:
            raise DocxError(f"no {name}")
        return None
    with archive.open(name) as file:
        data = file.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise DocxError(f"{name} is too large")
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(*_args: object) -> None:
        # Word writes no document type; entities are only good for attacks
        raise DocxError("document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: builder.start(
        _local(tag), {_local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: builder.end(_local(tag))
    parser.CharacterDataHandler = builder.data
    parser.Parse(data, True)
    return builder.close()


def _lines(element: Element, numbering: _Numbering) -> list[str]:
    """The lines of everything inside an element."""
    lines: list[str] = []
    for child in element:
        if child.tag == "p":
            lines += _paragraph(child, numbering)
        elif child.tag == "tbl":
            for row in child.iter("tr"):
                lines += _row(row, numbering)
        elif child.tag not in _SKIPPED:
            lines += _lines(child, numbering)
    return lines


def _paragraph(paragraph: Element, numbering: _Numbering) -> list[str]:
    """A paragraph with its mark, then the text boxes that hang on it."""
    mark = numbering.mark(paragraph.find("pPr"))
    boxes: list[Element] = []
    text = "".join(_runs(paragraph, boxes))
    lines = f"{mark} {text}".strip(" ").split("\n") if text.strip() else [""]
    for box in boxes:
        lines += _lines(box, numbering)
    return lines


def _runs(element: Element, boxes: list[Element]) -> list[str]:
    parts: list[str] = []
    for child in element:
        if child.tag == "t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag == "txbxContent":
            boxes.append(child)
        elif child.tag not in _SKIPPED:
            parts += _runs(child, boxes)
    return parts


def _row(row: Element, numbering: _Numbering) -> list[str]:
    """The lines of a table's row: of two columns side by side, of more in bars."""
    cells = [
        [line for line in _lines(cell, numbering) if line.strip()]
        for cell in row
        if cell.tag == "tc"
    ]
    if len(cells) > 2:
        return ["| " + " | ".join(" ".join(cell) for cell in cells) + " |"]
    height = max(map(len, cells), default=0)
    padded = [cell + [""] * (height - len(cell)) for cell in cells]
    return ["\t".join(side_by_side) for side_by_side in zip(*padded, strict=True)]


def _list_place(properties: Element) -> tuple[str, int]:
    """Which list and which of its levels."""
    values = {child.tag: child.get("val", "") for child in properties}
    return values.get("numId", ""), _index(values.get("ilvl"))


def _index(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 3 else 0


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _counted(count: int, form: str) -> str:
    """A count as the list writes it: 3, 03, III, c."""
    if form.endswith("Roman") and 0 < count < 400:
        text = ""
        for value, letters in (
            (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
            (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
        ):  # fmt: skip
            text += letters * (count // value)
            count %= value
    elif form.endswith("Letter") and 0 < count <= 26:
        text = chr(ord("A") + count - 1)
    elif form == "decimalZero":
        return f"{count:02d}"
    elif form == "none":
        return ""
    else:
        return str(count)
    return text.lower() if form.startswith("lower") else text
