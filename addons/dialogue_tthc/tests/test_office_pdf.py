import io
import os
import stat
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import skipUnless
from unittest.mock import patch

from pypdf import PdfReader

from odoo.tests import BaseCase, tagged

from ..tools import office_pdf
from ..tools.office_pdf import OfficeError, find_office, to_pdf, to_pdf_files
from .docx_common import make_docx

LETTERS = "ấ ầ ẩ ẫ ậ ắ ằ ẳ ẵ ặ ế ề ể ễ ệ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ứ ừ ử ữ ự ỳ ỷ ỹ ỵ"


def _fonts(content):
    """Return the families of the fonts in a PDF, and whether each is embedded."""
    found = {}
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            if "/DescendantFonts" in font:
                font = font["/DescendantFonts"][0].get_object()
            name = font["/BaseFont"].split("+")[-1].split("-")[0].split(",")[0]
            found[name] = "/FontFile2" in font["/FontDescriptor"]
    return found


@tagged("post_install", "-at_install")
class TestOfficePdf(BaseCase):
    @skipUnless(find_office(), "LibreOffice is not installed")
    def test_a_vietnamese_text_has_one_serif_family(self):
        content = to_pdf(make_docx(LETTERS, LETTERS.upper(), "Kính gửi: Ông Nguyễn"))
        self.assertEqual(_fonts(content), {"Tinos": True})
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        self.assertIn("Kính gửi: Ông Nguyễn", text)

    @skipUnless(find_office(), "LibreOffice is not installed")
    def test_several_at_once_do_not_meet(self):
        with ThreadPoolExecutor(3) as pool:
            made = list(pool.map(lambda n: to_pdf(make_docx(f"Văn bản {n}")), range(3)))
        for number, content in enumerate(made):
            text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
            self.assertIn(f"Văn bản {number}", text)

    @skipUnless(find_office(), "LibreOffice is not installed")
    def test_many_files_keep_their_order(self):
        made = to_pdf_files([make_docx(f"Thư {n}") for n in range(12)])
        for number, content in enumerate(made):
            text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
            self.assertIn(f"Thư {number}", text)

    def test_who_finds_all_places_taken_is_told_to_wait(self):
        with (
            patch.object(office_pdf, "SLOT_TIME", 0.3),
            patch.object(office_pdf, "to_pdf_files", lambda *_args: [b"%PDF-"]),
            office_pdf._slot(),
        ):
            self.assertEqual(to_pdf(b"x"), b"%PDF-")
            with office_pdf._slot():
                with self.assertRaises(OfficeError) as caught:
                    to_pdf(b"x")
                self.assertEqual(caught.exception.reason, "timeout")
            self.assertEqual(to_pdf(b"x"), b"%PDF-")

    def test_missing_office_is_told(self):
        with (
            patch.object(office_pdf, "find_office", lambda: None),
            self.assertRaises(OfficeError) as caught,
        ):
            to_pdf(make_docx("x"))
        self.assertEqual(caught.exception.reason, "missing")

    def _with_program(self, script):
        """Let a shell script stand for LibreOffice."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = Path(folder.name) / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        patcher = patch.object(office_pdf, "find_office", lambda: str(program))
        patcher.start()
        self.addCleanup(patcher.stop)
        return Path(folder.name)

    def test_what_hangs_is_ended_with_its_children(self):
        mark = self._with_program('sleep 60 & echo $! > "$(dirname $0)/child"; wait')
        begin = time.monotonic()
        with self.assertRaises(OfficeError) as caught:
            to_pdf(make_docx("x"), timeout=1)
        self.assertEqual(caught.exception.reason, "timeout")
        self.assertLess(time.monotonic() - begin, 20)
        child = int((mark / "child").read_text())
        for _try in range(50):
            state = Path(f"/proc/{child}/stat")
            # ended, or a zombie that its new parent has not taken yet
            if not state.exists() or " Z " in state.read_text():
                break
            time.sleep(0.1)
        else:
            self.fail("the child runs on")

    def test_no_result_is_told(self):
        for script in ("exit 1", "exit 0", 'echo no > "$(dirname $0)/x"'):
            self._with_program(script)
            with self.assertRaises(OfficeError) as caught:
                to_pdf(make_docx("x"))
            self.assertEqual(caught.exception.reason, "failed")

    def test_the_program_learns_nothing_of_ours(self):
        mark = self._with_program('env > "$(dirname $0)/env"; exit 1')
        with (
            patch.dict(os.environ, {"PGPASSWORD": "secret", "DB_PASSWORD": "secret"}),
            self.assertRaises(OfficeError),
        ):
            to_pdf(make_docx("x"))
        self.assertNotIn("secret", (mark / "env").read_text())

    def test_nothing_is_left_behind(self):
        def folders():
            return set(Path(tempfile.gettempdir()).glob("tthc-office-*"))

        before = folders()
        self._with_program("exit 1")
        with self.assertRaises(OfficeError):
            to_pdf(make_docx("x"))
        self.assertEqual(folders() - before, set())
