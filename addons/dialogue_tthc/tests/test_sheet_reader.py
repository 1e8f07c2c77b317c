import io
import zipfile
from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools import sheet_reader
from ..tools.sheet_cells import (
    NO_VALUE,
    CellError,
    clean,
    day_of,
    digits_of,
    kept,
    restored,
    shown,
)
from ..tools.sheet_columns import find_header, heading_key, recognise
from ..tools.sheet_file import SheetError, check_file
from ..tools.sheet_reader import Book, column_letters, column_number
from ..tools.sheet_tables import TARGETS
from .sheet_common import workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _with_part(content, name, data):
    """Return a workbook with one more part, or another one of that name."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, data)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestSheetReader(BaseCase):
    def _rows(self, content, sheet="Sheet1", **kwargs):
        with Book(content) as book:
            return list(book.rows(sheet, **kwargs))

    def _reason(self, content):
        with self.assertRaises(SheetError) as caught:
            self._rows(content)
        return caught.exception.reason

    # Files

    def test_other_files_are_refused_by_their_bytes(self):
        plain = workbook(["a"])
        cases = {
            "old_excel": OLE + b"\0" * 600,
            "password": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "text": "Ngày gửi;Nội dung\n1;2".encode(),
            "wrong_type": b"%PDF-1.7 ...",
            "empty": b"  ",
            "broken": b"PK\x03\x04 no archive",
            "macros": _with_part(plain, "xl/vbaProject.bin", b"x"),
            "binary_excel": _with_part(plain, "xl/workbook.bin", b"x"),
            "open_document": _with_part(
                plain, "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"
            ),
        }
        for reason, content in cases.items():
            with self.subTest(reason=reason):
                self.assertEqual(self._reason(content), reason)

    def test_page_that_calls_itself_xls_is_an_old_file(self):
        self.assertEqual(self._reason(b"<html><table><tr>"), "old_excel")

    def test_word_file_is_no_workbook(self):
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w") as parts:
            parts.writestr("word/document.xml", "<a/>")
        self.assertEqual(self._reason(output.getvalue()), "wrong_type")

    def test_cut_off_workbook_is_broken(self):
        content = workbook(*([n, "x" * 50] for n in range(500)))
        for length in (100, len(content) // 2, len(content) - 30):
            with self.subTest(length=length):
                self.assertEqual(self._reason(content[:length]), "broken")

    def test_bombs_are_refused_before_they_are_unpacked(self):
        bomb = _with_part(workbook(["a"]), "xl/media/a.xml", b"0" * (101 * 1024 * 1024))
        self.assertLess(len(bomb), 1024 * 1024)
        self.assertEqual(self._reason(bomb), "too_large")
        self.assertEqual(self._reason(b"PK" + b"0" * (50 * 1024 * 1024)), "too_large")

    def test_entities_are_refused(self):
        evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'
        content = _with_part(workbook(["a"]), "xl/sharedStrings.xml", evil)
        self.assertEqual(self._reason(content), "broken")

    def test_entities_are_refused_in_a_part_of_any_name(self):
        data = b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>"
        content = _with_part(workbook(["a"]), "xl/worksheets/other.txt", data)
        self.assertEqual(self._reason(content), "broken")

    def test_small_file_of_millions_of_elements_is_refused(self):
        many = b"<x/>" * 700_000
        sheet = b"<worksheet><sheetData><row><c/></row></sheetData>%s</worksheet>"
        row = b"<worksheet><sheetData><row>%s</row></sheetData></worksheet>"
        for data in (sheet % many, row % many, b"<sst>%s</sst>" % many):
            for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.txt"):
                with self.subTest(data=data[:40], name=name):
                    content = _with_part(workbook(["a"]), name, data)
                    self.assertLess(len(content), 50_000)
                    self.assertEqual(self._reason(content), "too_large")
        content = _with_part(workbook(["a"]), "xl/styles.xml", b"<s>%s</s>" % many)
        self.assertEqual(self._reason(content), "too_large")

    def test_large_table_is_no_bomb(self):
        cells = b"<c><v>1</v></c>" * 15
        data = b"<worksheet><sheetData>%s</sheetData></worksheet>" % (
            (b"<row>%s</row>" % cells) * 10_000
        )
        content = _with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", data)
        check_file(content)

    def test_one_table_under_two_names_is_refused(self):
        def second(page):
            page.parent.create_sheet("Sổ 2")

        content = workbook(["a"], change=second)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            name = "xl/_rels/workbook.xml.rels"
            data = parts.read(name).replace(b"sheet2.xml", b"sheet1.xml")
        self.assertEqual(self._reason(_with_part(content, name, data)), "broken")

    def test_row_beyond_every_sheet_ends_the_reading(self):
        plain = workbook(["a"])
        with zipfile.ZipFile(io.BytesIO(plain)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml")
        far = sheet.replace(
            b"</sheetData>",
            b'<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>'
            b"</sheetData>",
        )
        rows = self._rows(_with_part(plain, "xl/worksheets/sheet1.xml", far))
        self.assertEqual(rows, [(1, ["a"])])

    def test_too_many_rows_and_columns_are_told(self):
        self.assertEqual(self._reason(workbook(range(101))), "too_wide")
        limit = sheet_reader.MAX_ROWS
        self.addCleanup(setattr, sheet_reader, "MAX_ROWS", limit)
        sheet_reader.MAX_ROWS = 3
        self.assertEqual(self._reason(workbook(*([n] for n in range(4)))), "too_long")

    # Cells

    def test_merged_cells_hold_further_down(self):
        def merge(page):
            page.merge_cells("A1:A3")
            page.merge_cells("B1:C1")

        content = workbook(["x", "title"], [None, 2], [None, 3], change=merge)
        self.assertEqual(
            self._rows(content), [(1, ["x", "title"]), (2, ["x", 2]), (3, ["x", 3])]
        )
        with Book(content) as book:
            self.assertEqual(book.head("Sheet1")[0], ["x", "title", "title"])

    def test_formula_without_a_value_is_told(self):
        rows = self._rows(workbook(["=1+1", "b"]))
        self.assertEqual(rows, [(1, [NO_VALUE, "b"])])

    def test_empty_rows_are_left_out_and_numbers_stay(self):
        rows = self._rows(workbook(["a"], [], ["  "], ["b "]))
        self.assertEqual(rows, [(1, ["a"]), (4, ["b"])])

    def test_hidden_sheets_are_named(self):
        def hide(page):
            page.parent.create_sheet("Nháp").sheet_state = "hidden"

        with Book(workbook(["a"], change=hide)) as book:
            self.assertEqual(book.sheets, {"Sheet1": False, "Nháp": True})

    def test_days_in_every_way(self):
        march = date(2023, 3, 5)
        for value in (
            march,
            datetime(2023, 3, 5, 8, 30),
            "05/03/2023",
            "5/3/23",
            "5-3-2023",
            "05.03.2023",
            "05/03/2023 08:30",
            "5 / 3 / 2023",
            "2023-03-05",
            "ngày 05 tháng 3 năm 2023",
            44990,
            44990.5,
            "44990",
        ):
            with self.subTest(value=value):
                self.assertEqual(day_of(value), march)
        for value in ("31/02/2026", "13/13/2023", "hôm qua", 12, "3/2023", True):
            with self.subTest(value=value), self.assertRaises(CellError):
                day_of(value)
        self.assertIsNone(day_of(None))
        self.assertEqual(day_of("1/1/98"), date(1998, 1, 1))

    def test_lost_zero_is_put_back(self):
        self.assertEqual(digits_of(100109106, 10), ("0100109106", True))
        self.assertEqual(digits_of("0100109106", 10), ("0100109106", False))
        self.assertEqual(digits_of(912345678.0, 10), ("0912345678", True))

    def test_what_nobody_sees_is_taken_away(self):
        self.assertEqual(clean(" a\u200b\xa0b_x000D_ "), "a b")
        self.assertIsNone(clean("\ufeff  "))
        self.assertEqual(shown(3.0), "3")

    def test_cells_come_back_from_json(self):
        for value in (None, "=1", 1, 1.5, True, date(2023, 3, 5), NO_VALUE):
            self.assertEqual(restored(kept(value)), value)

    def test_columns_have_letters(self):
        for number in (1, 26, 27, 702, 703):
            self.assertEqual(column_number(column_letters(number)), number)

    # Headings

    def test_headings_with_and_without_diacritics_and_by_other_names(self):
        headings = [
            "STT",
            "Số phiếu",
            "NGAY TIEP NHAN",
            "Tên doanh nghiệp/tổ chức, cá nhân",
            "MST",
            "Nội dung phản ánh, kiến nghị của doanh nghiệp",
            "Nội dung trả lời (nếu có)",
            "Ngày văn bản",
            "Xyz",
        ]
        self.assertEqual(
            recognise(headings, "feedback"),
            [
                None,
                "former_code",
                "received_on",
                "name",
                "tax_code",
                "question",
                "answer",
                "answered_on",
                None,
            ],
        )

    def test_every_column_is_recognised_by_its_own_heading(self):
        for target, columns in TARGETS.items():
            titles = [column.title for column in columns]
            with self.subTest(target=target):
                self.assertEqual(
                    recognise(titles, target), [column.key for column in columns]
                )

    def test_header_is_found_below_titles_and_in_the_lower_of_two_lines(self):
        rows = [
            ["UBND TỈNH HÀ GIANG"] * 4,
            ["BẢNG TỔNG HỢP Ý KIẾN, KIẾN NGHỊ"] * 4,
            ["STT", "Người gửi", "Người gửi", "Nội dung"],
            ["STT", "Tên tổ chức", "Địa chỉ", "Nội dung"],
            ["1", "Công ty A", "Hà Giang", "Bao lâu?"],
        ]
        self.assertEqual(find_header(rows, "feedback"), 3)
        self.assertIsNone(find_header([["a", "b"], ["c"]], "feedback"))
        self.assertEqual(heading_key("Ngày gửi (*)\n(dd/mm/yyyy)"), "ngay gui")
