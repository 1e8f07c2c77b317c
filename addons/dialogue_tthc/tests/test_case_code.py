from odoo.tests import BaseCase, tagged

from ..tools.case_code import check_digit, format_code, parse_code


@tagged("post_install", "-at_install")
class TestCaseCode(BaseCase):
    def test_published_example(self):
        self.assertEqual(format_code(2026, 123), "PAKN.2026.000123-7")

    def test_check_digit_agrees_with_stdnum(self):
        from stdnum.iso7064 import mod_11_10

        for number in range(0, 20000, 7):
            digits = f"2026{number:06d}"
            self.assertEqual(check_digit(digits), mod_11_10.calc_check_digit(digits))

    def test_code_is_read_as_people_type_it(self):
        for text in (
            "PAKN.2026.000123-7",
            "pakn 2026 000123 7",
            " PAKN.2026.000123-7 ",
            "PAKN20260001237",
        ):
            with self.subTest(text=text):
                self.assertEqual(parse_code(text), (2026, 123))

    def test_one_wrong_digit_is_found(self):
        code = "PAKN.2026.000123-7"
        for place, char in enumerate(code):
            if not char.isdigit():
                continue
            for other in "0123456789":
                if other != char:
                    wrong = code[:place] + other + code[place + 1 :]
                    self.assertIsNone(parse_code(wrong), wrong)

    def test_what_is_no_code(self):
        for text in ("", "PAKN", "PAKN.2026.123-7", "PAKN.٢٠٢٦.000123-7", "123" * 999):
            with self.subTest(text=text[:20]):
                self.assertIsNone(parse_code(text))
        with self.assertRaises(ValueError):
            check_digit("12a")
