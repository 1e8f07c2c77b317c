"""What official documents look like: NĐ 30/2020, Phụ lục I, measured."""

import io
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from odoo.tests import BaseCase, tagged

from ..models.document_templates import TEMPLATES
from .document_rendering import (
    HAS_OFFICE,
    MM,
    as_pdf,
    fill_in,
    lines_of,
    opened,
    paragraphs_of,
    rules_of,
    template_path,
    words_of,
)
from .document_samples import SAMPLES

BUILDER = "tthc_cli.inside.document_templates"
# text -> (smallest size, largest size, bold, italic, alignment)
TYPES = {
    "UBND TỈNH HÀ GIANG": (12, 13, False, False, ALIGN.CENTER),
    "SỞ KHOA HỌC VÀ CÔNG NGHỆ": (12, 13, True, False, ALIGN.CENTER),
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, 13, True, False, ALIGN.CENTER),
    "Độc lập - Tự do - Hạnh phúc": (13, 14, True, False, ALIGN.CENTER),
    "Số: 12/KH-SKHCN": (13, 13, False, False, ALIGN.CENTER),
    "Hà Giang, ngày 05 tháng 03 năm 2026": (13, 14, False, True, ALIGN.CENTER),
    "KẾ HOẠCH": (13, 14, True, False, ALIGN.CENTER),
    "Sở Khoa học và Công nghệ năm 2026": (13, 14, True, False, ALIGN.CENTER),
    "Sở Khoa học và Công nghệ xây dựng kế hoạch như sau:": (
        13, 14, False, False, ALIGN.JUSTIFY,
    ),
    "I. Mục đích, yêu cầu": (13, 14, True, False, ALIGN.JUSTIFY),
    "Nơi nhận:": (12, 12, True, True, ALIGN.LEFT),
    "- Lưu: VT, VP.": (11, 11, False, False, ALIGN.LEFT),
    "KT. GIÁM ĐỐC": (13, 14, True, False, ALIGN.CENTER),
    "PHÓ GIÁM ĐỐC": (13, 14, True, False, ALIGN.CENTER),
    "Vũ Văn Mẫu": (13, 14, True, False, ALIGN.CENTER),
}  # fmt: skip
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
SECTIONS = {
    **dict.fromkeys(TEMPLATES, (PORTRAIT,)),
    "invitation": (PORTRAIT, PORTRAIT),
    "escalation": (PORTRAIT, LANDSCAPE),
    "summary": (LANDSCAPE,),
}


def _paragraphs(container):
    for part in container.iter_inner_content():
        if hasattr(part, "rows"):
            for row in part.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell)
        else:
            yield part


@tagged("post_install", "-at_install")
class TestDocumentFiles(BaseCase):
    """The Word files, measured by python-docx."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = {key: fill_in(key, values) for key, values in SAMPLES.items()}
        cls.documents = {key: opened(file) for key, file in cls.files.items()}

    def test_every_template_ships(self):
        self.assertEqual(set(SAMPLES), set(TEMPLATES))

    def test_templates_are_those_that_the_builder_writes(self):
        top = Path(__file__).resolve().parents[3]
        if not (top / BUILDER.replace(".", "/")).is_dir():
            self.skipTest("The addon is installed without its repository.")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-m", BUILDER, folder], cwd=top, check=True)
            for key in TEMPLATES:
                built = Path(folder, f"{key}.docx").read_bytes()
                kept = Path(template_path(key)).read_bytes()
                self.assertEqual(_parts(kept), _parts(built), key)

    def test_page_is_a4_with_the_margins_of_the_decree(self):
        for key, document in self.documents.items():
            sizes = []
            for section in document.sections:
                sizes.append((section.page_width.mm, section.page_height.mm))
                self.assertTrue(20 <= section.top_margin.mm <= 25, key)
                self.assertTrue(20 <= section.bottom_margin.mm <= 25, key)
                self.assertTrue(29.9 <= section.left_margin.mm <= 35, key)
                self.assertTrue(14.9 <= section.right_margin.mm <= 20, key)
            rounded = tuple((round(width), round(height)) for width, height in sizes)
            self.assertEqual(rounded, SECTIONS[key], key)

    def test_page_number_is_centred_and_left_out_on_the_first_page(self):
        for key, document in self.documents.items():
            for section in document.sections:
                self.assertTrue(section.different_first_page_header_footer, key)
                (number,) = section.header.paragraphs
                self.assertIn("PAGE", number._p.xml)
                self.assertEqual(number.style.paragraph_format.alignment, ALIGN.CENTER)
                self.assertIn(number.style.font.size.pt, (13, 14))
                self.assertFalse(number.style.font.italic)
                self.assertFalse(section.first_page_header.paragraphs[0].text, key)

    def test_each_part_has_its_type(self):
        found = {
            words_of(paragraph.text): paragraph.style
            for paragraph in _paragraphs(self.documents["plan"])
        }
        for text, (least, most, bold, italic, align) in TYPES.items():
            with self.subTest(text):
                style = found[text]
                self.assertTrue(least <= style.font.size.pt <= most)
                self.assertEqual(bool(style.font.bold), bold)
                self.assertEqual(bool(style.font.italic), italic)
                self.assertEqual(style.paragraph_format.alignment, align)

    def test_one_family_of_type_and_nothing_set_by_hand(self):
        for key, document in self.documents.items():
            for paragraph in _paragraphs(document):
                self.assertEqual(paragraph.style.font.name, "Times New Roman", key)
                for run in paragraph.runs:
                    self.assertIsNone(run.font.size, (key, run.text))
                    self.assertIsNone(run.font.name, (key, run.text))

    def test_body_is_indented_and_parted(self):
        body = self.documents["plan"].styles["Nội dung"].paragraph_format
        self.assertTrue(Mm(9.9) <= body.first_line_indent <= Mm(12.8))
        self.assertGreaterEqual(body.space_after, Pt(6))
        self.assertTrue(1 <= body.line_spacing <= 1.5)

    def test_text_ends_with_its_mark(self):
        for key, document in self.documents.items():
            with self.subTest(key):
                closing = [
                    paragraph.text
                    for paragraph in _paragraphs(document)
                    if paragraph.style.name == "Kết thúc"
                ]
                if key == "summary":
                    self.assertFalse(closing)
                else:
                    self.assertEqual([text[-3:] for text in closing], ["./."])

    def test_a_letter_has_its_abstract_under_the_number(self):
        head = self.documents["answer"].tables[0].rows[1].cells[0]
        texts = [words_of(paragraph.text) for paragraph in head.paragraphs]
        self.assertEqual(texts[0], "Số: 12/SKHCN-QLCN")
        self.assertTrue(texts[1].startswith("V/v trả lời"))
        styles = {one.style.name for one in _paragraphs(self.documents["answer"])}
        self.assertNotIn("Tên loại", styles)

    def test_a_draft_says_so_and_an_issued_document_does_not(self):
        draft = opened(fill_in("plan", {**SAMPLES["plan"], "is_draft": True}))
        self.assertIn("DỰ THẢO", paragraphs_of(draft))
        self.assertNotIn("DỰ THẢO", paragraphs_of(self.documents["plan"]))

    def test_minutes_bear_two_signatures_and_no_day(self):
        texts = paragraphs_of(self.documents["minutes"])
        at = texts.index("THƯ KÝ")
        self.assertEqual(
            texts[at : at + 4], ["THƯ KÝ", "Hoàng Thị Mẫu", "CHỦ TỌA", "Vũ Văn Mẫu"]
        )
        self.assertNotIn(SAMPLES["minutes"]["place_date"], texts)

    def test_heads_of_tables_are_repeated(self):
        for key in ("escalation", "summary", "notice", "session_report", "forwarding"):
            tables = [
                table
                for table in self.documents[key].tables
                if table.rows[0].cells[0].text == "STT"
            ]
            self.assertTrue(tables, key)
            for table in tables:
                self.assertIn("w:tblHeader", table.rows[0]._tr.xml, key)
                self.assertIn("w:cantSplit", table.rows[1]._tr.xml, key)

    def test_an_appendix_counts_its_own_pages(self):
        for key in ("escalation", "invitation"):
            section = self.documents[key].sections[1]
            self.assertIn('w:pgNumType w:start="1"', section._sectPr.xml)

    def test_nothing_of_the_template_is_left(self):
        for key, document in self.documents.items():
            for text in paragraphs_of(document):
                self.assertNotRegex(text, r"\{[{%]|[%}]\}", key)


@unittest.skipUnless(HAS_OFFICE, "LibreOffice is not installed.")
@tagged("post_install", "-at_install")
class TestDocumentPages(BaseCase):
    """The pages that LibreOffice makes of them, measured by pdfplumber."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files = [fill_in(key, values) for key, values in SAMPLES.items()]
        cls.pdfs = dict(zip(SAMPLES, as_pdf(*files), strict=True))
        for pdf in cls.pdfs.values():
            cls.addClassCleanup(pdf.close)
        cls.first = cls.pdfs["plan"].pages[0]
        cls.lines = {line["text"]: line for line in lines_of(cls.first)}

    def test_pages_are_a4(self):
        for key, pdf in self.pdfs.items():
            sizes = [
                (round(page.width / MM), round(page.height / MM)) for page in pdf.pages
            ]
            self.assertEqual(sorted(set(sizes)), sorted(set(SECTIONS[key])), key)

    def test_text_stays_between_the_margins(self):
        for key, pdf in self.pdfs.items():
            for page in pdf.pages:
                words = page.extract_words()
                self.assertGreaterEqual(min(w["x0"] for w in words), 29.5 * MM, key)
                right = page.width - 14.5 * MM
                self.assertLessEqual(max(word["x1"] for word in words), right, key)
                bottom = page.height - 19.5 * MM
                self.assertLessEqual(max(word["bottom"] for word in words), bottom)

    def test_page_number_stands_in_the_top_margin_from_page_2_on(self):
        for key, pdf in self.pdfs.items():
            # the appendix counts anew: in landscape, or on the second page
            number, former = 0, None
            for page in pdf.pages:
                width = page.width
                is_new = width != former or key == "invitation"
                number, former = (1 if is_new else number + 1), width
                above = page.crop((0, 0, width, 19 * MM)).extract_words()
                if number == 1:
                    self.assertEqual(above, [], key)
                    continue
                (printed,) = above
                self.assertEqual(printed["text"], str(number), key)
                middle = (width + (30 - 15) * MM) / 2
                self.assertAlmostEqual(
                    (printed["x0"] + printed["x1"]) / 2, middle, delta=2
                )

    def test_fonts_are_embedded_and_of_one_family(self):
        for key, pdf in self.pdfs.items():
            families = {
                char["fontname"].partition("+")[2].partition("-")[0]
                for page in pdf.pages
                for char in page.chars
            }
            self.assertEqual(families, {"Tinos"}, key)

    def test_head_stands_left_and_right(self):
        issuer = self._word_line("SỞ KHOA HỌC VÀ CÔNG NGHỆ")
        motto = self._word_line("Độc lập - Tự do - Hạnh phúc")
        self.assertLess(issuer["x1"], self.first.width / 2)
        self.assertGreater(motto["x0"], self.first.width / 2)
        self.assertAlmostEqual(issuer["top"], motto["top"], delta=4)

    def test_rules_have_the_length_of_the_decree(self):
        rules = rules_of(self.first)
        self.assertEqual(len(rules), 3)
        issuer = self._word_line("SỞ KHOA HỌC VÀ CÔNG NGHỆ")
        motto = self._word_line("Độc lập - Tự do - Hạnh phúc")
        title = self.lines["Tổ chức tiếp xúc, đối thoại trực tiếp của"]
        last = self.lines["Sở Khoa học và Công nghệ năm 2026"]
        for text, above, least, most in (
            (motto, motto, 0.97, 1.03),
            (issuer, issuer, 1 / 3, 1 / 2),
            (title, last, 1 / 3, 1 / 2),
        ):
            middle = (text["x0"] + text["x1"]) / 2
            (rule,) = (
                rule
                for rule in rules
                if abs((rule[0] + rule[1]) / 2 - middle) < 2
                and 0 < rule[2] - above["bottom"] < 10
            )
            share = (rule[1] - rule[0]) / (text["x1"] - text["x0"])
            self.assertTrue(least <= share <= most, (text["text"], share))

    def test_there_is_room_for_seal_and_signature(self):
        page = self.pdfs["plan"].pages[-1]
        lines = {line["text"]: line for line in lines_of(page)}
        title = next(line for text, line in lines.items() if "PHÓ GIÁM ĐỐC" in text)
        name = lines["Vũ Văn Mẫu"]
        self.assertTrue(30 <= (name["top"] - title["bottom"]) / MM <= 40)

    def test_head_of_a_long_table_is_on_each_page(self):
        pages = self.pdfs["summary"].pages
        self.assertGreater(len(pages), 2)
        for page in pages:
            self.assertIn("Hạn trả lời", words_of(page.extract_text()))

    def test_no_page_is_empty_however_full_the_one_before(self):
        agenda = SAMPLES["invitation"]["agenda"][:1]
        files = [
            fill_in("invitation", {**SAMPLES["invitation"], "agenda": agenda * count})
            for count in range(1, 9)
        ]
        for pdf in as_pdf(*files):
            with pdf:
                for page in pdf.pages:
                    self.assertGreater(len(page.extract_words()), 1)

    def test_signature_is_never_alone_on_a_page(self):
        for key in ("plan", "answer", "notice", "session_report"):
            text = words_of(self.pdfs[key].pages[-1].extract_text())
            self.assertIn("./.", text, key)

    def _word_line(self, text):
        """Return where ``text`` stands, also beside another text."""
        words = self.first.extract_words()
        parts = text.split(" ")
        for at in range(len(words)):
            found = words[at : at + len(parts)]
            if [word["text"] for word in found] == parts:
                return {
                    "text": text,
                    "x0": found[0]["x0"],
                    "x1": found[-1]["x1"],
                    "top": found[0]["top"],
                    "bottom": found[0]["bottom"],
                }
        raise AssertionError(f"{text} is not on the page")


def _parts(content):
    """Return the parts of a Word file that say or set something."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if name.startswith("word/")
        }
