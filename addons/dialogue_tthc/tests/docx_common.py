import io
import zipfile

from docx import Document

HOLDERS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_docx(*paragraphs, header=None, rows=(), font="Times New Roman"):
    """Return a Word file with these paragraphs, one run each, and one table."""
    document = Document()
    document.styles["Normal"].font.name = font
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return _bytes(document)


def make_cut_docx(*pieces):
    """Return a Word file with one paragraph of which each piece is a run of its own."""
    document = Document()
    paragraph = document.add_paragraph()
    for at, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = bool(at % 2)
    return _bytes(document)


def change_docx(content, changes=None, more=None):
    """Return a Word file with some of its parts changed or added.

    :param dict changes: name of a part -> function from its old bytes to its new
    :param dict more: name of a new part -> bytes
    """
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            data = old.read(part)
            change = (changes or {}).get(part.filename)
            new.writestr(part.filename, change(data) if change else data)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return result.getvalue()


def add_relation(content, kind, target, mode=' TargetMode="External"'):
    """Return a Word file whose text refers to ``target``."""
    relation = (
        f'<Relationship Id="rId900" Type="{HOLDERS}/{kind}" Target="{target}"{mode}/>'
    )
    return change_docx(
        content,
        {
            "word/_rels/document.xml.rels": lambda data: data.replace(
                b"</Relationships>", f"{relation}</Relationships>".encode()
            )
        },
    )


def texts_of(content):
    """Return the paragraphs of a Word file, then the cells of its tables."""
    document = Document(io.BytesIO(content))
    found = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        found += [cell.text for row in table.rows for cell in row.cells]
    return found


def _bytes(document):
    result = io.BytesIO()
    document.save(result)
    return result.getvalue()
