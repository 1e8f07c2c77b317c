import io
import zipfile

import docx
from pypdf import PdfWriter

from odoo.tests import BaseCase, tagged

from ..tools import file_text as module
from ..tools.file_text import FileTextError, file_text
from ..tools.plan_text import parse_plan

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(paragraphs, numbering="", doctype="", styles=""):
    """A bare .docx: ``paragraphs`` is the XML inside the body."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{WORD}"><w:body>'
            f"{paragraphs}</w:body></w:document>",
        )
        for name, inner in (("numbering", numbering), ("styles", styles)):
            if inner:
                archive.writestr(
                    f"word/{name}.xml", f'<w:{name} xmlns:w="{WORD}">{inner}</w:{name}>'
                )
    return packed.getvalue()


def paragraph(text, level=None, number=1):
    listed = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        "</w:numPr></w:pPr>"
        if level is not None
        else ""
    )
    return f"<w:p>{listed}<w:r><w:t>{text}</w:t></w:r></w:p>"


def level(at, form, text):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


@tagged("post_install", "-at_install")
class TestFileText(BaseCase):
    def assertRefused(self, reason, content):
        with self.assertRaises(FileTextError) as caught:
            file_text(content)
        self.assertEqual(caught.exception.reason, reason)

    def test_word_file_of_word_itself(self):
        document = docx.Document()
        head = document.add_table(rows=1, cols=2)
        head.cell(0, 0).text = "UBND TỈNH A\nSỞ Y TẾ\nSố: 5/KH-SYT"
        head.cell(0, 1).text = (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "Độc lập - Tự do - Hạnh phúc\nA, ngày 5 tháng 3 năm 2026"
        )
        document.add_paragraph("KẾ HOẠCH")
        document.add_paragraph("Đối thoại năm 2026")
        document.add_paragraph("I. MỤC ĐÍCH")
        document.add_paragraph("Lắng nghe ý kiến.", style="List Bullet")
        document.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
        tasks = document.add_table(rows=2, cols=3)
        for cell, text in zip(
            tasks._cells,
            ["STT", "Nội dung", "Đơn vị chủ trì", "1", "Mời đại biểu", "Văn phòng"],
            strict=True,
        ):
            cell.text = text
        packed = io.BytesIO()
        document.save(packed)
        plan = parse_plan(file_text(packed.getvalue()))
        self.assertEqual(
            (plan.superior, plan.issuer, plan.number, plan.symbol, plan.date),
            ("UBND TỈNH A", "SỞ Y TẾ", "5", "KH-SYT", "2026-03-05"),
        )
        self.assertEqual(plan.purposes, ["Lắng nghe ý kiến."])
        self.assertEqual(plan.assignments, [("Văn phòng", "Mời đại biểu")])

    def test_marks_of_word_lists_are_written_out(self):
        numbering = (
            '<w:abstractNum w:abstractNumId="7">'
            + level(0, "upperRoman", "%1.")
            + level(1, "decimal", "%2.")
            + level(2, "lowerLetter", "%3)")
            + level(3, "decimal", "%2.%4.")
            + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
            + level(0, "bullet", "\uf0b7")
            + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        )
        text = file_text(
            word_file(
                paragraph("Mục đích", 0)
                + paragraph("Một", 0, 2)
                + paragraph("Nội dung", 0)
                + paragraph("Thành phần", 1)
                + paragraph("Hai", 2)
                + paragraph("Ba", 2)
                + paragraph("Thời gian", 1)
                + paragraph("Sáng", 3)
                + paragraph("Không dấu"),
                numbering,
            )
        )
        self.assertEqual(
            text.splitlines(),
            [
                "I. Mục đích",
                "- Một",
                "II. Nội dung",
                "1. Thành phần",
                "a) Hai",
                "b) Ba",
                "2. Thời gian",
                "2.1. Sáng",
                "Không dấu",
            ],
        )

    def test_deleted_text_stays_deleted(self):
        text = file_text(
            word_file(
                "<w:p><w:r><w:t>Còn</w:t></w:r><w:del><w:r><w:delText>Bỏ</w:delText>"
                "</w:r></w:del><w:ins><w:r><w:t> thêm</w:t></w:r></w:ins></w:p>"
            )
        )
        self.assertEqual(text, "Còn thêm")

    def test_plain_text_in_its_encodings(self):
        plan = "KẾ HOẠCH\nĐối thoại với doanh nghiệp năm 2026"
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            self.assertEqual(file_text(plan.encode(encoding)), plan)
        self.assertEqual(file_text("Kê hoach".encode("cp1258")), "Kê hoach")

    def test_refused_files(self):
        self.assertRefused("empty", b"")
        self.assertRefused("empty", b" \r\n\t ")
        self.assertRefused("empty", word_file("<w:p/>"))
        self.assertRefused("wrong_type", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        self.assertRefused("wrong_type", bytes(range(128, 256)) * 40)
        self.assertRefused("old_word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99)
        self.assertRefused("old_word", b"{\\rtf1\\ansi K\\'ea}")
        self.assertRefused(
            "password",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le"),
        )
        self.assertRefused("too_large", b"a" * (module.MAX_FILE + 1))
        self.assertRefused("too_long", b"a" * (module.MAX_TEXT + 1))

    def test_sheet_and_other_zips_are_no_word_file(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        self.assertRefused("wrong_type", packed.getvalue())

    def test_broken_word_files(self):
        whole = word_file(paragraph("Kế hoạch"))
        self.assertRefused("broken", whole[: len(whole) // 2] + b"word/")
        self.assertRefused("broken", word_file("<w:p>"))
        deep = "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000
        self.assertRefused("broken", word_file(deep))

    def test_word_bomb_is_not_unpacked(self):
        bomb = word_file(paragraph("a" * 60_000_000))
        self.assertLess(len(bomb), 100_000)
        self.assertRefused("broken", bomb)

    def test_word_entities_are_refused(self):
        for inner in (
            '<!ENTITY x SYSTEM "file:///etc/hostname">',
            '<!ENTITY x "ha">',
        ):
            doctype = f"<!DOCTYPE w:document [{inner}]>"
            self.assertRefused("broken", word_file(paragraph("&x;"), doctype=doctype))

    def test_pdf_without_text_locked_or_broken(self):
        writer = PdfWriter()
        writer.add_blank_page(200, 200)
        blank = io.BytesIO()
        writer.write(blank)
        self.assertRefused("scanned", blank.getvalue())
        writer.encrypt("bí mật", algorithm="RC4-128")
        locked = io.BytesIO()
        writer.write(locked)
        self.assertRefused("password", locked.getvalue())
        self.assertRefused("broken", b"%PDF-1.7\n" + b"\xff" * 500)
        self.assertRefused("broken", blank.getvalue()[:120])
