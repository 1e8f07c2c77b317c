from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import BaseCase, tagged

from ..tools.sheet_writer import (
    DATE,
    NUMBER,
    SHARE,
    Head,
    SheetColumn,
    SheetWriter,
    batches,
)

HEAD = Head("UBND TỈNH HÀ GIANG", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "BẢNG", ("Quý I",))
COLUMNS = (
    SheetColumn("Mã", 12, total="count"),
    SheetColumn("Ngày", 12, DATE),
    SheetColumn("Tổng", 8, NUMBER, "sum"),
    SheetColumn("Hài lòng", 8, NUMBER, "sum"),
    SheetColumn("Tỷ lệ", 8, SHARE, ratio=(3, 2)),
)
FIRST = 6  # below two lines of bodies, title, note and heading


@tagged("post_install", "-at_install")
class TestSheetWriter(BaseCase):
    def _written(self, rows, columns=COLUMNS, **options):
        target = BytesIO()
        with SheetWriter(target) as writer:
            table = writer.table("Bảng: [1/2]", HEAD, columns)
            table.write_rows(rows)
            table.finish("Cộng", **options)
        return load_workbook(BytesIO(target.getvalue())).active

    def test_values_keep_their_kind(self):
        sheet = self._written([("A", date(2026, 3, 10), 4, 1, 0.25)])
        values = [cell.value for cell in sheet[FIRST]]
        self.assertEqual(values[0], "A")
        self.assertEqual(values[1].date(), date(2026, 3, 10))
        self.assertEqual(sheet.cell(FIRST, 2).number_format, "dd/mm/yyyy")
        self.assertEqual(values[2:], [4, 1, 0.25])
        self.assertEqual(sheet.cell(FIRST, 5).number_format, "0.0%")

    def test_what_people_typed_is_never_a_formula_or_a_link(self):
        typed = (
            '=HYPERLINK("http://example.com","x")',
            "+84 912 345 678",
            "-1+1",
            "@SUM(A1)",
            "\t=1+1",
            "\r=1+1",
            "{=1}",
            "http://example.com/x",
            "mailto:a@example.com",
            "internal:Sheet2!A1",
            "00123",
        )
        sheet = self._written([(text, None, 0, 0, None) for text in typed])
        for row, text in enumerate(typed, start=FIRST):
            with self.subTest(text=text):
                cell = sheet.cell(row, 1)
                self.assertIn(cell.data_type, ("s", "inlineStr"))
                self.assertEqual(cell.value.strip(), text.strip())
                self.assertIsNone(cell.hyperlink)
                self.assertEqual(bool(cell.quotePrefix), text[0] in "=+-@\t\r")

    def test_texts_of_any_length_and_letter_are_written(self):
        sheet = self._written([("ờ" * 40_000, None, 1, 1, None)])
        text = sheet.cell(FIRST, 1).value
        # cut with a mark, so that nobody takes the part for the whole
        self.assertEqual((len(text), text[-2:]), (32_001, "ờ…"))
        sheet = self._written([("ờ" * 32_000, None, 1, 1, None)])
        self.assertEqual(sheet.cell(FIRST, 1).value[-1], "ờ")
        sheet = self._written([("a\x00b\x0bc\ud800"[:4], None, 1, 1, None)])
        self.assertTrue(sheet.cell(FIRST, 1).value.startswith("a"))

    def test_totals_are_formulas_that_follow_a_filter(self):
        sheet = self._written(
            [("A", None, 4, 1, None), ("B", None, 6, 4, None)],
        )
        last = FIRST + 2
        self.assertEqual(
            [cell.value for cell in sheet[last]],
            [
                "=SUBTOTAL(103,A6:A7)",
                None,
                "=SUBTOTAL(109,C6:C7)",
                "=SUBTOTAL(109,D6:D7)",
                '=IF(C8=0,"",D8/C8)',
            ],
        )

    def test_totals_show_their_value_also_where_nobody_counts(self):
        target = BytesIO()
        with SheetWriter(target) as writer:
            table = writer.table("1", HEAD, COLUMNS)
            table.write_rows([("A", None, 4, 1, None), ("B", None, 6, 4, None)])
            table.finish("Cộng")
        sheet = load_workbook(BytesIO(target.getvalue()), data_only=True).active
        self.assertEqual(
            [cell.value for cell in sheet[FIRST + 2]], [2, None, 10, 5, 0.5]
        )

    def test_screen_and_paper(self):
        sheet = self._written([("A", None, 1, 1, None)])
        self.assertEqual(sheet.title, "Bảng   1 2")
        self.assertEqual(sheet["A1"].value, "UBND TỈNH HÀ GIANG")
        self.assertEqual(sheet["A3"].value, "BẢNG")
        self.assertEqual(sheet.freeze_panes, "C6")
        self.assertEqual(sheet.auto_filter.ref, "A5:E6")
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(str(sheet.page_setup.paperSize), "9")
        self.assertEqual(sheet.print_title_rows, "$5:$5")
        self.assertEqual(sheet.column_dimensions["A"].width, 12.7109375)
        self.assertEqual(sheet.page_setup.fitToHeight, 0)

    def test_an_empty_table_has_its_heading_and_its_totals(self):
        sheet = self._written([])
        self.assertEqual(sheet["A5"].value, "Mã")
        self.assertEqual(sheet.cell(FIRST + 1, 3).value, "=SUBTOTAL(109,C6:C6)")

    def test_batches_end_with_the_first_empty_one(self):
        left = [[1, 2], [3], []]
        self.assertEqual(list(batches(lambda: left.pop(0))), [1, 2, 3])
