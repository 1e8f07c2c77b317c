from unittest import TestCase

from ..tools.personal_data import find_personal_data
from ..tools.plain_html import plain_html, text_of_html

FOUND = {
    "mail": (
        "Liên hệ nuocxanh@example.com để biết thêm",
        "NUOC.XANH+1@Mail.Example.COM.VN",
        "viết cho ten @ example.vn nhé",
        "ten(at)example.vn",
        "ten[at]example.vn",
        "ten\u200b@exam\u00adple.vn",
        "ｔｅｎ＠ｅｘａｍｐｌｅ．ｖｎ",
        "chị Bưởi<buoi@example.vn>",
    ),
    "phone": (
        "gọi 0912345678",
        "gọi 0912 345 678.",
        "0912.345.678",
        "0912-345-678",
        "091 2345 678",
        "09 12 34 56 78",
        "0 9 1 2 3 4 5 6 7 8",
        "(0219) 386 1234",
        "0219 3861 234",
        "0219.3861234",
        "024 3826 1234",
        "02438261234",
        "+84 912 345 678",
        "+84912345678",
        "(+84) 912 345 678",
        "+84 (0) 912 345 678",
        "84912345678",
        "0084 912 345 678",
        "SĐT0912345678",
        "０９１２３４５６７８",
        "0912\u200b345\u2060678",
        "0912\u00a0345\u00a0678",
        "0912\u2009345\u202f678",
        "0912–345–678",
        "0912 \N{MINUS SIGN} 345 678",
        "٠٩١٢٣٤٥٦٧٨",
        "0912345678/",
        "anh Hùng đ/c 0912345678 đ/c",
        "01/01/2026 0912345678",
        "Điều 12 0912345678",
        "𝟎𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
    ),
    "identity": (
        "CMND 073123456",
        "CMND số 073 123 456",
        "CCCD 002085001234",
        "CCCD: 002 085 001 234",
        "căn cước 0020.8500.1234",
        "CCCD002085001234",
        "００２０８５００１２３４",
        "0 0 2 0 8 5 0 0 1 2 3 4",
        "hộ chiếu và CMND 123.456.789 cấp năm 2010",
    ),
    "tax_code": (
        "MST 0101234567",
        "MST: 5100 123 456",
        "mã số thuế 5100123456",
        "mã số thuế 5100123456-001",
        "mã số thuế 5100123456 - 001",
        "5100123456001",
        "MST\u00a05100123456",
        "５１００１２３４５６",
    ),
}
NOT_FOUND = (
    "",
    None,
    "Bao lâu thì có kết quả?",
    "hồ sơ PAKN.2026.000123-7 của chúng tôi",
    "(PAKN.2026.000123-7)",
    "thủ tục 2.002131.000.00.00.H58",
    "thủ tục 2.002131, 1.004283 và 1.005449",
    "mã hồ sơ 000.00.19.H30-230614-0012",
    "mã hồ sơ H30.5-230614-0012",
    "Nghị định số 30/2020/NĐ-CP ngày 05/03/2020",
    "Quyết định 574/QĐ-TTg ngày 25/4/2017",
    "Luật số 07/2022/QH15",
    "văn bản 123456/UBND-KGVX",
    "từ ngày 01/01/2026 đến ngày 31/12/2026",
    "01/01/2026-31/12/2026",
    "05.01.2026 - 06.01.2026",
    "5 - 1 - 2026",
    "2026-01-05 2026-01-06",
    "giai đoạn 2021-2025, 2026 - 2030",
    "các năm 2020 2021 2022 2023",
    "ngày 05 tháng 01 năm 2026",
    "lệ phí 1.500.000 đồng",
    "vốn 1.500.000.000 đồng",
    "vốn 150.500.000.000đ",
    "vốn 150000000 VNĐ",
    "vốn 1500000000 đồng",
    "vốn 120 500 000 000 đồng",
    "khoảng 123.456.789 đồng",
    "1.500.000.000",
    "1,500,000,000",
    "từ 100.000.000 đến 200.000.000 đồng",
    "diện tích 123456789 m2",
    "Điều 12, khoản 3, điểm a",
    "từ 7h30 đến 11h30, từ 13:30-17:00",
    "năm 2026. 123456 hồ sơ",
    "tổng đài 1900 9095",
    "tổng đài 18001096",
    "20 hồ sơ trong 12 tháng",
    "mã bưu chính 310000",
    "https://dichvucong.gov.vn/p/home",
    "@ Sở Khoa học và Công nghệ",
    "12345678",
    "tọa độ 22,823 104,984",
)


class TestPersonalData(TestCase):
    def test_each_kind_is_found(self):
        for kind, texts in FOUND.items():
            for text in texts:
                with self.subTest(text):
                    self.assertIn(
                        kind, [each.kind for each in find_personal_data(text)]
                    )

    def test_nothing_is_found_in_what_names_nobody(self):
        for text in NOT_FOUND:
            with self.subTest(text):
                self.assertEqual(find_personal_data(text), [])

    def test_it_says_what_and_where(self):
        text = (
            "Gọi 0912\u200b 345 678 hoặc ten@example.vn; CCCD ００２０８５００１２３４."
        )
        found = find_personal_data(text)
        self.assertEqual(
            [(each.kind, each.text) for each in found],
            [
                ("phone", "0912\u200b 345 678"),
                ("mail", "ten@example.vn"),
                ("identity", "００２０８５００１２３４"),
            ],
        )
        for each in found:
            self.assertEqual(text[each.start : each.end], each.text)

    def test_two_numbers_beside_each_other_are_both_found(self):
        for text in (
            "0912 345 678 - 0987 654 321",
            "0912345678/0987654321",
            "0912345678 0987654321",
            "số 3 - 0912 345 678 - 0987 654 321",
        ):
            with self.subTest(text):
                self.assertEqual(len(find_personal_data(text)), 2)

    def test_a_number_beside_what_is_harmless_is_found(self):
        text = (
            "PAKN.2026.000123-7, 30/2020/NĐ-CP, 05/03/2020: phí 1.500.000 đồng, gọi "
            "0912.345.678"
        )
        self.assertEqual(
            [each.text for each in find_personal_data(text)], ["0912.345.678"]
        )

    def test_a_long_text_takes_no_time(self):
        for text in ("1 " * 20000, "9" * 40000, "a" * 40000, "a." * 20000, "1-" * 9999):
            find_personal_data(text)


class TestPlainHtml(TestCase):
    def test_what_is_not_text_goes(self):
        for html in (
            "<script>alert(1)</script>",
            "<style>p {color: red}</style>",
            "<img src=x onerror=alert(1)>",
            "<svg><script>alert(1)</script><a>x</a></svg>",
            "<iframe src='https://example.com'>x</iframe>",
            "<!-- note --><?php x ?>",
            "<math><mi>x</mi></math>",
            "<template><b>x</b></template>",
        ):
            with self.subTest(html):
                self.assertEqual(plain_html(html), "")

    def test_attributes_go(self):
        html = '<p class="a" style="color:red" onclick="x()" data-x="1">Có</p>'
        self.assertEqual(plain_html(html), "<p>Có</p>")

    def test_links_lead_to_pages_only(self):
        for address in ("javascript:alert(1)", "data:text/html,x", "tel:0912345678"):
            with self.subTest(address):
                self.assertEqual(plain_html(f'<a href="{address}">x</a>'), "<a>x</a>")
        self.assertEqual(
            plain_html('<a href="https://example.vn/?a=1&b=2&quot;" target="x">x</a>'),
            '<a href="https://example.vn/?a=1&amp;b=2&quot;" '
            'rel="nofollow noopener">x</a>',
        )

    def test_text_stays_text(self):
        self.assertEqual(
            plain_html("<p>1 &lt; 2 &amp; <b>3</b> > 2</p>"),
            "<p>1 &lt; 2 &amp; <b>3</b> &gt; 2</p>",
        )
        self.assertEqual(
            plain_html("&lt;script&gt;alert(1)&lt;/script&gt;"),
            "&lt;script&gt;alert(1)&lt;/script&gt;",
        )

    def test_what_is_open_is_closed(self):
        self.assertEqual(
            plain_html("<ul><li>một<li><b>hai</ul><p>ba"),
            "<ul><li>một<li><b>hai</b></li></li></ul><p>ba</p>",
        )
        self.assertEqual(plain_html("</p></b>x"), "x")
        self.assertEqual(
            plain_html("<h1>Trả lời</h1><div>a<div>b</div></div>"),
            "<p>Trả lời</p><p>a</p><p>b</p>",
        )

    def test_the_text_keeps_numbers_whole(self):
        html = "<p>gọi 09<b>12</b>345&#8203;678</p><p>hoặc</p><br>sau"
        self.assertEqual(text_of_html(html), "gọi 0912345\u200b678\nhoặc\nsau")
        self.assertEqual(find_personal_data(text_of_html(html))[0].kind, "phone")

    def test_the_address_of_a_link_is_text_too(self):
        html = '<a href="https://example.vn/0912345678">đây</a>'
        self.assertEqual(find_personal_data(text_of_html(html))[0].kind, "phone")
