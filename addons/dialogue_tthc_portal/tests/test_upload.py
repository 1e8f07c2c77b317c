import io
import zipfile
import zlib

from odoo.tests import BaseCase, tagged

from ..tools.upload import detect_extension, safe_name
from .common import EXE, HTML, PDF, SVG, make_office, make_picture


def make_office_of(parts):
    """Return the bytes of an Office file of these parts: name -> text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestUpload(BaseCase):
    def test_content_decides_the_type(self):
        cases = [
            (PDF, "pdf"),
            (make_picture("PNG"), "png"),
            (make_picture("JPEG"), "jpg"),
            (make_office("word/document.xml"), "docx"),
            (make_office("xl/workbook.xml"), "xlsx"),
        ]
        for content, extension in cases:
            with self.subTest(extension=extension):
                self.assertEqual(detect_extension(content), extension)

    def test_what_only_pretends_is_refused(self):
        cases = {
            "empty": b"",
            "program": EXE,
            "page": HTML,
            "drawing with script": SVG,
            "text": "xin chào".encode(),
            "gif": make_picture("GIF"),
            "cut picture": make_picture("PNG")[:12],
            "zip": make_office("readme.txt"),
            "macros": make_office("word/document.xml", "word/vbaProject.bin"),
            "presentation": make_office("ppt/presentation.xml"),
            "cut office": make_office()[:60],
            "page behind a pdf's back": HTML + PDF,
        }
        for name, content in cases.items():
            with self.subTest(name):
                self.assertIsNone(detect_extension(content))

    def test_what_does_something_when_opened_is_refused(self):
        def office(**parts):
            return make_office_of(
                {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", **parts}
            )

        def rels(kind, mode):
            return {
                "word/_rels/settings.xml.rels": f'<R><S Type="http://x/{kind}" '
                f'Target="http://x" TargetMode="{mode}"/></R>'
            }

        self.assertEqual(
            detect_extension(office(**rels("hyperlink", "External"))), "docx"
        )
        self.assertEqual(detect_extension(PDF + b"/Name#20x"), "pdf")
        macro = '<T ContentType="application/vnd.ms-office.vbaProject"/>'
        cases = {
            "template": office(**rels("attachedTemplate", "External")),
            "template, written with numbers": office(
                **rels("attachedTemplate", "&#69;xternal")
            ),
            "frame": office(**rels("frame", "External")),
            "object": office(**{"word/embeddings/oleObject1.bin": "x"}),
            "macros by another name": office(**{"[Content_Types].xml": macro}),
            "broken list": office(**{"[Content_Types].xml": "<x"}),
            "script": PDF + b"/S /JavaScript",
            "script, written with numbers": PDF + b"/S /Java#53cript",
        }
        for name, content in cases.items():
            with self.subTest(name):
                self.assertIsNone(detect_extension(content))

    def test_a_picture_that_would_fill_the_memory_is_refused(self):
        picture = bytearray(make_picture("PNG"))
        # width and height in the header: 60000 x 60000
        picture[16:24] = (60000).to_bytes(4) * 2
        self.assertIsNone(detect_extension(bytes(picture)))

    def test_a_picture_larger_than_a_telephone_takes_is_refused(self):
        picture = bytearray(make_picture("PNG"))
        for width, height, extension in ((6000, 5000, "png"), (6001, 5000, None)):
            picture[16:24] = width.to_bytes(4) + height.to_bytes(4)
            # the header's sum has to fit
            picture[29:33] = zlib.crc32(picture[12:29]).to_bytes(4)
            self.assertEqual(detect_extension(bytes(picture)), extension)

    def test_an_office_file_is_not_unpacked_without_end(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", b" " * (2 * 1024**2))
            archive.writestr("word/document.xml", "<x/>")
        self.assertIsNone(detect_extension(stream.getvalue()))

    def test_names_are_made_safe(self):
        cases = {
            "Đơn kiến nghị.pdf": "Đơn kiến nghị.pdf",
            "virus.pdf.exe": "virus.pdf.pdf",
            "../../etc/passwd": "passwd.pdf",
            "C:\\Users\\a\\Đơn.PDF": "Đơn.pdf",
            "<script>alert(1)</script>.pdf": "script.pdf",
            "a\x00b\nc.pdf": "ab c.pdf",
            "đơn\u202efdp.exe": "đơnfdp.pdf",
            ".pdf": "file.pdf",
            "": "file.pdf",
            "a" * 300 + ".pdf": "a" * 100 + ".pdf",
            "a|b?c*d:e\"f'.pdf": "abcdef.pdf",
        }
        for name, expected in cases.items():
            with self.subTest(name):
                self.assertEqual(safe_name(name, "pdf"), expected)
