"""The plan of Hà Giang, taken over and printed, reads as its original does."""

import difflib
import unittest
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import tagged

from .common import DialogueCommon
from .document_rendering import (
    HAS_OFFICE,
    MM,
    as_pdf,
    fill_in,
    opened,
    paragraphs_of,
    words_of,
)

# where the columns of head and end part: a little left of the right one
HEAD_EDGE, END_EDGE = 100 * MM, 105 * MM
ORIGINAL = Path(__file__).with_name("plans") / "ke-hoach-skhcn-ha-giang-2023.txt"

# Where the published text ends a line in the middle of a paragraph: the end of each
# such line. They are one paragraph in ours; a page breaks the lines of the title anew.
JOINED = (
    "Tổ chức tiếp xúc, đối thoại trực tiếp của",
    "trả lời bằng văn bản cụ thể,",
)
# What our print has and the published text has not, and why.
OURS_ONLY = {
    "UBND TỈNH HÀ GIANG": "the head is a table that the web page left out; NĐ 30",
    "SỞ KHOA HỌC VÀ CÔNG NGHỆ": "the same",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": "the same",
    "Độc lập - Tự do - Hạnh phúc": "the same",
    "DỰ THẢO": "it has no number yet",
}
# What reads otherwise, and why: a line of the published text -> the line of our print.
OTHERWISE = {
    # NĐ 30, Phụ lục I: the last basis ends with a full stop
    "Thực hiện Kế hoạch 90/KH-UBND ngày 30/3/2017 của UBND tỉnh về tiếp xúc, đối "
    "thoại trực tiếp;": "Thực hiện Kế hoạch 90/KH-UBND ngày 30/3/2017 của UBND tỉnh "
    "về tiếp xúc, đối thoại trực tiếp.",
    # a slip of the typist: a blank before the semicolon
    "- Các đơn vị trực thuộc Sở ;": "- Các đơn vị trực thuộc Sở;",
}


def original_paragraphs():
    """Return the paragraphs of the published text, without marks of emphasis."""
    text = ORIGINAL.read_text(encoding="utf-8").replace("**", "")
    lines = [words_of(line) for line in text.splitlines() if line.strip()]
    paragraphs = []
    for line in lines:
        if paragraphs and paragraphs[-1].endswith(JOINED):
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
    return paragraphs


@tagged("post_install", "-at_install")
class TestDocumentPlan(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the month of the plan, which its draft names
        with freeze_time("2023-03-15 03:00:00"):
            wizard = (
                cls.env["dialogue.plan.import"]
                .with_user(cls.desk)
                .create({"text": ORIGINAL.read_text(encoding="utf-8")})
            )
            wizard.action_read()
            cls.plan = cls.env["dialogue.plan"].browse(
                wizard.action_create_plan()["res_id"]
            )
            cls.file = fill_in(
                "plan",
                {
                    **cls.plan.document_id._head_values(),
                    **cls.plan._document_values("plan"),
                },
            )
        cls.expected = [OTHERWISE.get(text, text) for text in original_paragraphs()]

    def test_the_accepted_differences_are_of_this_text(self):
        for text in OTHERWISE:
            self.assertIn(text, original_paragraphs())

    def test_word_file_reads_paragraph_by_paragraph_as_the_original(self):
        printed = self._as_the_original(paragraphs_of(opened(self.file)))
        self.assertEqual(printed, self.expected, "\n".join(
            difflib.unified_diff(self.expected, printed, lineterm="", n=0)
        ))  # fmt: skip

    @unittest.skipUnless(HAS_OFFICE, "LibreOffice is not installed.")
    def test_pdf_reads_word_by_word_as_the_original(self):
        (pdf,) = as_pdf(self.file)
        self.addCleanup(pdf.close)
        text = " ".join(self._page_text(page) for page in pdf.pages)
        at = 0
        for paragraph in self.expected:
            found = text.find(paragraph, at)
            self.assertGreaterEqual(found, at, f"{paragraph}\nnot in\n{text[at:]}")
            # nothing of ours stands between two paragraphs of the original
            between = text[at:found].strip()
            for own in OURS_ONLY:
                between = between.replace(own, "").strip()
            self.assertEqual(between, "", paragraph)
            at = found + len(paragraph)
        self.assertEqual(text[at:].strip(), "")

    def _as_the_original(self, paragraphs):
        """Return our paragraphs without those that are ours only, the title joined."""
        texts = [text for text in paragraphs if text not in OURS_ONLY]
        self.assertEqual(len(paragraphs) - len(texts), len(OURS_ONLY))
        at = texts.index("KẾ HOẠCH") + 1
        title = f"{texts[at]} {texts[at + 1]}"
        return [*texts[:at], title, *texts[at + 2 :]]

    @staticmethod
    def _page_text(page):
        """Return the text of a page without its number, its columns one by one.

        Head (above the title) and end (from the recipients on) have two columns.
        """
        words = page.extract_words()
        tops = {word["text"]: word["top"] - 1 for word in reversed(words)}
        title = tops.get("HOẠCH", 54) if page.page_number == 1 else 54
        end = tops.get("nhận:", page.height)
        head = (0, 54, page.width, title)
        bands = [
            *columns(head, HEAD_EDGE),
            (0, title, page.width, end),
            *columns((0, end, page.width, page.height), END_EDGE),
        ]
        return words_of(
            " ".join(
                page.crop(band).extract_text() for band in bands if band[3] > band[1]
            )
        )


def columns(band, edge):
    """Return the two columns of a band across a page, parted at ``edge``."""
    left, top, right, bottom = band
    return (left, top, edge, bottom), (edge, top, right, bottom)
