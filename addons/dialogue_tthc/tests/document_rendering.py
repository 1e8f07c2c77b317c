"""Fill in the shipped templates and look at what comes out, as Word file and as PDF."""

import io
import re

import pdfplumber
from docx import Document

from odoo.tools import file_path

from ..tools.docx_template import render_docx
from ..tools.office_pdf import find_office, to_pdf_files

MM = 72 / 25.4
HAS_OFFICE = bool(find_office())


def template_path(key):
    """Return where the shipped template ``key`` is."""
    return file_path(f"dialogue_tthc/static/documents/{key}.docx")


def fill_in(key, values):
    """Return the template ``key`` filled in with ``values``: a .docx as bytes."""
    with open(template_path(key), "rb") as template:
        return render_docx(template.read(), values)


def opened(content):
    """Return a Word file as a ``docx.Document``."""
    return Document(io.BytesIO(content))


def as_pdf(*contents):
    """Return Word files as PDF files opened by pdfplumber."""
    return [pdfplumber.open(io.BytesIO(pdf)) for pdf in to_pdf_files(contents)]


def words_of(text):
    """Return ``text`` on one line, every blank the same."""
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " ")).strip()


def paragraphs_of(document):
    """Return the texts of a Word file from top to bottom, tables line by line."""
    texts = []
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            for row in part.rows:
                for cell in row.cells:
                    texts += paragraphs_of(cell)
        else:
            texts.append(words_of(part.text))
    return [text for text in texts if text]


def lines_of(page):
    """Return the lines of a page of a PDF: dicts of text, x0, x1, top, bottom."""
    return [
        {**line, "text": words_of(line["text"])}
        for line in page.extract_text_lines(return_chars=False)
    ]


def rules_of(page):
    """Return the straight lines drawn on a page, each once: tuples (x0, x1, top)."""
    return sorted(
        {(round(line["x0"], 1), round(line["x1"], 1), round(line["top"], 1))
         for line in page.lines}
    )  # fmt: skip
