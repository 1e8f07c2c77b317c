import io
import zlib

from pypdf import PdfWriter

from odoo.tests import BaseCase, tagged

from ..tools.pdf_file import MAX_OBJECTS, PdfError, check_pdf, is_plain_pdf

SCRIPT = b"<</Type/Action/S/JavaScript/JS(app.alert)>>"


def packed(objects, names=b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"):
    """Return a PDF with a stream of ``objects``, its dictionary saying ``names``."""
    data = zlib.compress(objects)
    return (
        b"%PDF-1.5\n1 0 obj\n<<"
        + names
        + b"/Length "
        + str(len(data)).encode()
        + b">>\nstream\n"
        + data
        + b"\nendstream\nendobj\n%%EOF"
    )


@tagged("post_install", "-at_install")
class TestPdfFile(BaseCase):
    """A letter runs nothing when it is opened, wherever the script hides."""

    def test_an_ordinary_letter_is_plain(self):
        writer = PdfWriter()
        writer.add_blank_page(595, 842)
        written = io.BytesIO()
        writer.write(written)
        self.assertTrue(is_plain_pdf(written.getvalue()))
        self.assertEqual(check_pdf(written.getvalue()), 1)
        self.assertTrue(is_plain_pdf(packed(b"1 0 <</Type/Catalog/Pages 2 0 R>>")))

    def test_scripts_and_files_in_the_open(self):
        for name in (b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"XFA"):
            with self.subTest(name):
                self.assertFalse(is_plain_pdf(b"%PDF-1.4\n<</S/" + name + b" 1 0 R>>"))
        self.assertFalse(is_plain_pdf(b"%PDF-1.4\n<</S/J#61vaScript>>"))

    def test_scripts_in_a_stream_of_objects(self):
        self.assertFalse(is_plain_pdf(packed(SCRIPT)))
        self.assertFalse(is_plain_pdf(packed(SCRIPT.replace(b"/S/J", b"/S/#4A"))))
        self.assertFalse(
            is_plain_pdf(packed(SCRIPT, b"/Type/Obj#53tm/Filter/FlateDecode"))
        )
        with self.assertRaises(PdfError) as caught:
            check_pdf(packed(SCRIPT))
        self.assertEqual(caught.exception.reason, "active")

    def test_what_cannot_be_looked_into_is_not_plain(self):
        plain = b"1 0 <</Type/Catalog>>"
        for names in (
            b"/Type/ObjStm/Filter/LZWDecode",
            b"/Type/ObjStm/Filter[/FlateDecode/FlateDecode]",
            b"/Type/ObjStm/Filter 7 0 R",
            b"/Type/ObjStm/Filter/FlateDecode/DecodeParms 8 0 R",
            b"/Type/ObjStm/Filter/FlateDecode" + b" " * 5_000,
        ):
            with self.subTest(names[:60]):
                self.assertFalse(
                    is_plain_pdf(b"%PDF-1.5\n" + b"%" * 5_000 + packed(plain, names))
                )
        broken = packed(plain).replace(b"stream\nx", b"stream\n\0")
        self.assertFalse(is_plain_pdf(broken))

    def test_a_small_file_does_not_become_a_large_one(self):
        self.assertFalse(is_plain_pdf(packed(b" " * (MAX_OBJECTS + 1))))
