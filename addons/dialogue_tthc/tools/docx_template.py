"""Fill in Word templates, and tell what is wrong with one before it is used.

A template is text of people of the department: it runs in a sandbox (see
:mod:`.docx_sandbox`) that reaches plain values alone. A value is always text: markup
and braces in it come out as they were typed. One whose name ends with ``_qr`` is drawn
as a QR code, when everything else is filled in.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from io import BytesIO
from types import CodeType
from typing import Any

from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError, TemplateSyntaxError, UndefinedError
from lxml import etree

from .document_rules import fit_rules
from .docx_codes import draw_codes, take_codes
from .docx_names import NameCheck
from .docx_package import DocxPackageError, check_package
from .docx_sandbox import DocumentEnvironment, NotAList, NotAllowed, TooLong, plain
from .docx_tags import PLACE_LENGTH, Fault, read_paragraphs, tag_faults

MAX_FAULTS = 20

_NO_SUCH = re.compile(r"No (?:filter|test) named '(.*)'")
# what Python makes of brackets or blocks in one another without end
_TOO_DEEP = (RecursionError, SyntaxError, MemoryError)
_FOOTNOTES = "wordprocessingml.footnotes+xml"
_MARKUP = re.compile(r"<[^>]+>")


class TemplateFaults(ValueError):
    """A template cannot be filled in; ``faults`` tells why, each with its place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class _Template(DocxTemplate):
    """docxtpl, strict about what it makes, and each part filled in once."""

    def render_xml_part(
        self, src_xml: str, part: Any, context: Any, jinja_env: Any = None
    ) -> str:
        # each paragraph on a line of its own, so that a line number is a place
        source = _by_paragraph(src_xml)
        self.lines = source.split("\n")
        code = _compiled(source)
        xml = jinja_env.template_class.from_code(jinja_env, code, {}).render(context)
        # the parent would also read signs of its own in what values say
        xml = self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", xml))
        # and mends what is broken without a word
        etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False))
        return str(xml)

    def render_footnotes(self, context: Any, jinja_env: Any = None) -> None:
        # once: the parent fills in again for each section, also what a value said
        for part in self.docx.part.package.parts:
            if part.content_type.endswith(_FOOTNOTES):
                blob = part.blob
                text = blob.decode() if isinstance(blob, bytes) else blob
                xml = self.patch_xml(re.sub(r"^<\?xml[^>]*>\s*", "", text))
                xml = self.render_xml_part(xml, part, context, jinja_env)
                part._blob = xml.encode()

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Leave title and author of the file as they are."""

    def place(self, line: int | None) -> str:
        """Return the text of the paragraph on ``line`` of the part being filled in."""
        lines = getattr(self, "lines", [])
        if not line or not 0 < line <= len(lines):
            return ""
        text = " ".join(_MARKUP.sub("", lines[line - 1]).split())
        return text if len(text) <= PLACE_LENGTH else f"{text[:PLACE_LENGTH]}…"


def render_docx(content: bytes, values: Mapping[str, object]) -> bytes:
    """Fill in a template.

    :param content: the template, found good by :func:`check_template`
    :param values: plain values: str, int, bool, list and dict
    :return: the document as .docx
    :raise TemplateFaults: it names what there is not, or makes no document
    :raise TypeError: a value is not plain
    """
    return _fill_in(content, plain(values))


def check_template(
    content: bytes,
    names: Collection[str],
    examples: Collection[Mapping[str, object]] = (),
) -> list[Fault]:
    """Tell what is wrong with a template that somebody hands in.

    :param content: the whole file, whatever it is
    :param names: what it may name, such as ``tasks`` and ``tasks.due`` for ``task.due``
        inside ``{% for task in tasks %}``; a name without dotted ones is free inside
    :param examples: values to fill it in with, for what shows only then
    :return: faults with their places, at most ``MAX_FAULTS``; none if it is good
    :raise DocxPackageError: it is no Word file that is safe to work with
    """
    check_package(content)
    paragraphs, strays = read_paragraphs(content)
    faults = strays + tag_faults(paragraphs)
    if not faults:
        faults = _language_faults(content, frozenset(names))
    if not faults:
        for values in examples:
            try:
                _fill_in(content, plain(values))
            except TemplateFaults as error:
                faults += error.faults
                break
    return list(dict.fromkeys(faults))[:MAX_FAULTS]


def _fill_in(content: bytes, values: dict[str, Any]) -> bytes:
    template = _Template(BytesIO(content))
    result = BytesIO()
    values, codes = take_codes(values)
    try:
        template.render(values, DocumentEnvironment())
        draw_codes(template.docx, codes)
        fit_rules(template.docx)
        template.save(result)
    except TooLong as error:
        raise TemplateFaults([Fault("too_long", "", str(error))]) from error
    except UndefinedError as error:
        line = _line_in_template(error)
        reason = "not_list" if isinstance(error, NotAList) else "unknown"
        fault = Fault(reason, template.place(line), _missing(error))
        raise TemplateFaults([fault]) from error
    except TemplateSyntaxError as error:
        raise TemplateFaults([_syntax_fault(error, template)]) from error
    except TemplateError as error:
        raise TemplateFaults([Fault("syntax", "")]) from error
    except TypeError as error:
        # a text is compared with a number
        raise TemplateFaults([Fault("syntax", "")]) from error
    except (etree.XMLSyntaxError, AttributeError, ValueError, KeyError) as error:
        # a loop or choice cuts a table or paragraph in two
        raise TemplateFaults([Fault("structure", "", str(error)[:200])]) from error
    except _TOO_DEEP as error:
        raise TemplateFaults([Fault("syntax", "")]) from error
    return result.getvalue()


@lru_cache(maxsize=32)
def _compiled(source: str) -> CodeType:
    # half of the time of a document; hundreds are made of one template
    return DocumentEnvironment().compile(source)


def _by_paragraph(xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def _language_faults(content: bytes, names: frozenset[str]) -> list[Fault]:
    """Return constructs that are not allowed and names that there are not."""
    template = _Template(BytesIO(content))
    template.render_init()
    faults: list[Fault] = []
    try:
        for xml in _parts(template):
            source = _by_paragraph(template.patch_xml(xml))
            template.lines = source.split("\n")
            try:
                tree = DocumentEnvironment().parse(source)
            except TemplateSyntaxError as error:
                faults.append(_syntax_fault(error, template))
                continue
            for line, name in NameCheck(names).check(tree):
                faults.append(Fault("unknown", template.place(line), name))
    except (etree.XMLSyntaxError, AttributeError, ValueError, KeyError) as error:
        raise DocxPackageError("broken", str(error)) from error
    except _TOO_DEEP:
        faults.append(Fault("syntax", ""))
    return faults


def _parts(template: _Template) -> list[str]:
    """Return the XML of all parts that are filled in, as docxtpl reads them."""
    parts = [template.get_xml()]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        parts += [
            template.get_part_xml(part)
            for _key, part in template.get_headers_footers(uri)
        ]
    for part in template.docx.part.package.parts:
        if part.content_type.endswith(_FOOTNOTES):
            parts.append(template.get_part_xml(part))
    return parts


def _syntax_fault(error: TemplateSyntaxError, template: _Template) -> Fault:
    place = template.place(error.lineno)
    if isinstance(error, NotAllowed):
        return Fault("not_allowed", place, error.message or "")
    if found := _NO_SUCH.match(error.message or ""):
        return Fault("not_allowed", place, found[1])
    return Fault("syntax", place)


def _line_in_template(error: BaseException) -> int | None:
    """Return the line of the template where it was running when it failed."""
    line = None
    traceback = error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _missing(error: UndefinedError) -> str:
    quoted = re.findall(r"'([^']*)'", error.message or "")
    return quoted[-1] if quoted else (error.message or "")
