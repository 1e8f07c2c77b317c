from io import BytesIO

from docx import Document
from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from odoo.tests import BaseCase, tagged

from ..tools.docx_template import check_template, render_docx
from ..tools.qr import DOTS, QUIET, qr_png
from .docx_common import make_docx, texts_of

ADDRESS = "https://example.org/dialogue/check-in/5.20261120.pYb1mEo7v"


def pictures_of(content):
    """Return the bytes of the pictures of a .docx."""
    part = Document(BytesIO(content)).part
    return [
        relation.target_part.blob
        for relation in part.rels.values()
        if relation.reltype.endswith("/image")
    ]


@tagged("post_install", "-at_install")
class TestDocxCodes(BaseCase):
    """An address named so is drawn as a QR code, whoever wrote the template."""

    def _render(self, *paragraphs, **values):
        return render_docx(make_docx(*paragraphs), {"door_qr": ADDRESS, **values})

    def test_the_code_stands_where_its_name_stood(self):
        content = self._render("Xuất trình mã {{ door_qr }} tại cửa", "Hết")
        self.assertEqual(texts_of(content), ["Xuất trình mã  tại cửa", "Hết"])
        self.assertEqual(pictures_of(content), [qr_png(ADDRESS)])
        self.assertEqual(len(Document(BytesIO(content)).inline_shapes), 1)

    def test_its_dots_are_those_of_the_code(self):
        code = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(ADDRESS)
        code.make()
        count = code.getModuleCount()
        picture = Image.open(BytesIO(qr_png(ADDRESS)))
        self.assertEqual(picture.width, (count + 2 * QUIET) * DOTS)
        for row in range(-QUIET, count + QUIET):
            for column in range(-QUIET, count + QUIET):
                is_inside = 0 <= row < count and 0 <= column < count
                is_dark = is_inside and code.isDark(row, column)
                dot = picture.getpixel(((column + QUIET) * DOTS, (row + QUIET) * DOTS))
                self.assertEqual(not dot, bool(is_dark))

    def test_a_template_without_it_is_as_good(self):
        content = self._render("Kính mời")
        self.assertEqual(texts_of(content), ["Kính mời"])
        self.assertFalse(pictures_of(content))

    def test_where_there_is_no_door_there_is_no_code(self):
        content = self._render(
            "{% if door_qr %}Mã {{ door_qr }}{% endif %}", door_qr=""
        )
        self.assertEqual(texts_of(content), [""])
        self.assertFalse(pictures_of(content))

    def test_a_repeated_code_is_drawn_each_time(self):
        content = self._render("{{ door_qr }} và {{ door_qr }}")
        self.assertEqual(texts_of(content), [" và "])
        self.assertEqual(len(Document(BytesIO(content)).inline_shapes), 2)

    def test_it_is_drawn_in_the_head_of_a_page(self):
        document = Document(BytesIO(make_docx("Kính mời")))
        document.sections[0].header.paragraphs[0].text = "{{ door_qr }}"
        template = BytesIO()
        document.save(template)
        content = render_docx(template.getvalue(), {"door_qr": ADDRESS})
        header = Document(BytesIO(content)).sections[0].header
        self.assertEqual(header.paragraphs[0].text, "")
        self.assertIn("<w:drawing", header._element.xml)

    def test_only_addresses_are_drawn_and_nothing_that_somebody_typed(self):
        content = self._render("{{ name }}", name="QR0123456789abcdef {{ door_qr }}")
        self.assertEqual(texts_of(content), ["QR0123456789abcdef {{ door_qr }}"])
        self.assertFalse(pictures_of(content))

    def test_an_own_template_may_name_it(self):
        template = make_docx("{% if door_qr %}{{ door_qr }}{% endif %}")
        faults = check_template(template, {"door_qr"}, [{"door_qr": "x"}])
        self.assertFalse(faults)
        # and cannot look inside
        inside = make_docx("{{ door_qr.png }}")
        (fault,) = check_template(inside, {"door_qr"}, [{"door_qr": "x"}])
        self.assertEqual(fault.reason, "unknown")
