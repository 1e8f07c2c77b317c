from odoo.tests import tagged
from odoo.tools import SQL

from ..models.dialogue_publication_search import COUNT_MAX
from .common_publication import PublicationCommon


@tagged("post_install", "-at_install")
class TestPublicationSearch(PublicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Publication = cls.env["dialogue.publication"]
        cls.mark = cls._publish(
            cls._create_answered(
                subject="Chi phí đăng ký nhãn hiệu là bao nhiêu?",
                question="Hợp tác xã muốn đăng ký nhãn hiệu tập thể.",
            )
        )
        cls.scale = cls._publish(
            cls._create_answered(
                subject="Kiểm định cột đo xăng dầu ở đâu?",
                question="Cửa hàng ở Mèo Vạc, cách tỉnh lỵ 150 km.",
                sector_id=cls.env["dialogue.sector"].create({"name": "Đo lường"}).id,
            )
        )
        cls.draft = cls._prepare(
            cls._create_answered(subject="Đăng ký nhãn hiệu chứng nhận ra sao?")
        )
        cls.own = cls.mark + cls.scale + cls.draft

    def _find(self, words="", **filters):
        domain = self.Publication._public_domain(words, **filters)
        return self.Publication.search(domain) & self.own

    def test_words_are_found_with_and_without_diacritics(self):
        for words in (
            "nhãn hiệu",
            "nhan hieu",
            "NHÃN HIỆU",
            "Nha\u0303n hiê\u0323u",
            "  hiệu   nhãn  ",
            "chi phi, dang ky!",
            "tập thể",
            "12 tháng",
            "sở hữu trí tuệ",
        ):
            with self.subTest(words):
                self.assertEqual(self._find(words) & self.mark, self.mark)
                self.assertNotIn(self.draft, self._find(words))
        self.assertEqual(self._find("mèo vạc"), self.scale)

    def test_a_code_is_found_however_it_is_typed(self):
        code = self.mark.code
        for words in (code, code.lower(), code.replace(".", " "), f" {code}. "):
            with self.subTest(words):
                self.assertEqual(self._find(words), self.mark)

    def test_all_words_have_to_occur(self):
        self.assertFalse(self._find("nhãn hiệu xăng dầu"))
        self.assertFalse(self._find("khôngcótừnày"))
        # words are whole: a syllable begins too many others
        self.assertFalse(self._find("xăng dầ"))

    def test_signs_find_nothing_and_break_nothing(self):
        for words in ("'", "' | 'x", "&", "!", ":*", "\\", "%", "_", "(", "?!", "''"):
            with self.subTest(words):
                self.assertFalse(self._find(words))
        for words in ("nhãn' | 'xăng", "nhãn & hiệu", "nhãn%hiệu", "nhãn:* hiệu"):
            with self.subTest(words):
                self.assertNotIn(self.scale, self._find(words))
        self._find("từ " * 5000)
        self._find("x" * 5000)

    def test_filters(self):
        self.assertEqual(self._find(sector_id=self.sector.id), self.mark)
        self.assertEqual(self._find(sector_id=self.scale.sector_id.id), self.scale)
        self.assertEqual(self._find(year=self.mark.year), self.mark + self.scale)
        self.assertFalse(self._find(year=1999))
        self.assertFalse(self._find(procedure_id=1))

    def test_only_the_choices_of_what_is_public_are_offered(self):
        empty = self.env["dialogue.sector"].create({"name": "Không có gì"})
        ids = [number for number, _name in self.Publication._public_sectors()]
        self.assertIn(self.sector.id, ids)
        self.assertNotIn(empty.id, ids)
        self.assertIn(self.mark.year, self.Publication._public_years())
        self.assertFalse(self.Publication._public_procedures(self.sector.id))
        procedure = self.env["dialogue.procedure"].create(
            {"name": "Đăng ký", "sector_id": self.sector.id}
        )
        self._publish(self._create_answered(procedure_id=procedure.id))
        self.assertEqual(
            self.Publication._public_procedures(self.sector.id),
            [(procedure.id, procedure.display_name)],
        )

    def test_a_page_beyond_the_last_has_nothing_on_it(self):
        domain = self.Publication._public_domain("nhãn hiệu")
        for page in (-1, 0, 1):
            found, total, is_more = self.Publication._public_page(domain, page, 20)
            self.assertIn(self.mark, found)
            self.assertGreaterEqual(total, 1)
            self.assertFalse(is_more)
        for page in (2, 99, 10**12):
            found, *counted = self.Publication._public_page(domain, page, 20)
            self.assertFalse(found)
            self.assertEqual(counted, [total, False])
        self.assertGreaterEqual(COUNT_MAX, 1000)

    def test_the_sector_of_a_procedure_is_told_if_something_is_public(self):
        Procedure = self.env["dialogue.procedure"]
        vals = {"name": "Đăng ký", "sector_id": self.sector.id}
        public, hidden = Procedure.create([vals, vals])
        self._publish(self._create_answered(procedure_id=public.id))
        self._prepare(self._create_answered(procedure_id=hidden.id))
        sector_of = self.Publication._public_sector_of
        self.assertEqual(sector_of(public.id), self.sector.id)
        for number in (hidden.id, 2_000_000_000):
            self.assertIsNone(sector_of(number))

    def test_what_is_alike_is_offered(self):
        for text in (
            "đăng ký nhãn hiệu hết bao nhiêu tiền",
            "chi phi dang ky nhan hieu",
            "Tôi muốn hỏi chi phí đăng ký nhãn hiệu cho cam sành?",
        ):
            with self.subTest(text):
                found = self.Publication._public_alike(text)
                self.assertIn(self.mark, found)
                self.assertNotIn(self.scale, found)
                self.assertNotIn(self.draft, found)
                self.assertLessEqual(len(found), 5)
        for text in ("", None, "xin", "?", "' & '", "mưa đá", "đăng"):
            with self.subTest(text):
                self.assertFalse(self.Publication._public_alike(text) & self.own)

    def test_the_likest_comes_first(self):
        same = self._publish(
            self._create_answered(subject="Kiểm định cột đo xăng dầu tại chỗ")
        )
        found = self.Publication._public_alike("kiểm định cột đo xăng dầu tại chỗ")
        self.assertEqual(found[0], same)
        self.assertIn(self.scale, found)

    def _plan(self, query):
        rows = self.env.execute_query(SQL("EXPLAIN %s", query))
        return "\n".join(line for (line,) in rows)

    def test_every_search_is_answered_from_an_index(self):
        self._multiply(self.mark, 4000)
        public = self.Publication._public_domain
        for index, domain in (
            ("words", public("mèo vạc")),
            ("words", public("khôngcótừnày")),
            ("words", public("mèo vạc", year=self.scale.year)),
            ("register", public()),
            ("register", public("nhãn hiệu")),
            ("sector_register", public(sector_id=self.scale.sector_id.id)),
            ("year_register", public(year=1999)),
        ):
            query = self.Publication._search(
                domain, order=self.Publication._order, limit=20
            )
            plan = self._plan(query.select())
            with self.subTest(index=index, plan=plan):
                self.assertIn(f"dialogue_publication_{index}_idx", plan)
                self.assertNotIn("Seq Scan", plan)
        self.assertEqual(
            self.Publication._public_page(public("nhãn hiệu"))[1:], (COUNT_MAX, True)
        )
        self.assertEqual(
            self.Publication._public_alike("kiểm định cột đo xăng dầu"), self.scale
        )

    def test_what_is_alike_is_looked_up_in_an_index(self):
        self._multiply(self.mark, 4000)
        for text, is_rare in (
            ("'kiem_dinh' & 'cot_do'", True),
            ("'kiem_dinh' | 'xang_dau'", True),
            ("'khong_co' | 'tu_nay'", True),
            # of what most titles have in common, the newest are taken
            ("'dang_ky' | 'nhan_hieu'", False),
        ):
            plan = self._plan(self.Publication._alike_query(text, "x", 5))
            with self.subTest(text=text, plan=plan):
                self.assertNotIn("Seq Scan", plan)
                self.assertEqual("dialogue_publication_alike_idx" in plan, is_rare)
