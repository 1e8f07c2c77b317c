from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import tagged

from ..controllers.public_page import whole_number
from .common import MARKUP
from .common_public import PublicCommon

REGISTER = "/dialogue/answers"


@tagged("post_install", "-at_install")
class TestPublicRegister(PublicCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls.env["dialogue.procedure"].create(
            {"name": "Đăng ký nhãn hiệu tập thể", "sector_id": cls.sector.id}
        )
        cls.mark = cls._publish(
            subject="Chi phí đăng ký nhãn hiệu zqx",
            question="Hợp tác xã muốn đăng ký.\nXin hỏi phí.",
            procedure_id=cls.procedure.id,
        )
        cls.other = cls._publish(
            subject="Nhãn hiệu zqx tập thể", procedure_id=cls.procedure.id
        )
        cls.draft = cls._prepare(subject="Nháp zqx chưa công khai")
        cls.gone = cls._publish(subject="Đã rút zqx")
        cls.gone.with_user(cls.leader).action_withdraw("Sai")

    def _titles(self, query=""):
        page = html.fromstring(self.url_open(f"{REGISTER}{query}").text)
        return page.xpath("//main//li//a[contains(@class, 'o_dialogue_link')]/text()")

    def test_everybody_reads_the_same(self):
        for user in (None, self.petitioner_user, self.stranger):
            self._login(user)
            for path in ("/dialogue", REGISTER, self.mark._public_path()):
                with self.subTest(path=path, login=user and user.login):
                    response = self.url_open(path)
                    self.assertEqual(response.status_code, 200)
                    self.assertIn(self.mark.title, response.text)
                    for publication in self.draft + self.gone:
                        self.assertNotIn(publication.title, response.text)
        for user in (self.desk, self.administrator, self.employee_only):
            user.password = user.login
            self._login(user)
            with self.subTest(user.login):
                self.assertEqual(self.url_open(REGISTER).status_code, 200)

    def test_an_answer_has_its_page(self):
        text = self.url_open(self.mark._public_path()).text
        page = html.fromstring(text)
        self.assertEqual(page.xpath("//h1/text()"), [self.mark.title])
        for words in (
            "Xin hỏi phí.",
            "Trong 12 tháng.",
            self.mark.code,
            "Sở Khoa học và Công nghệ",
            self.procedure.name,
            self.other.title,
        ):
            self.assertIn(words, text)
        self.assertNotIn(self.enterprise.name, text)
        self.assertNotIn(self.petitioner_user.name, text)

    def test_what_is_not_public_is_not_there(self):
        answers = [
            self.url_open(f"{REGISTER}/{number}")
            for number in (
                self.draft.id,
                self.gone.id,
                2_000_000_000,
                0,
                99999999999999999999,
            )
        ]
        for answer in answers:
            self.assertEqual(answer.status_code, 404)
            self.assertEqual(
                html.fromstring(answer.text).xpath("//main//text()"),
                html.fromstring(answers[0].text).xpath("//main//text()"),
            )
            self.assertEqual(answer.headers["X-Robots-Tag"], "noindex")

    def test_search_and_filters(self):
        both = {self.mark.title, self.other.title}
        for query in (
            "?q=nhãn hiệu zqx",
            "?q=NHAN HIEU zqx",
            f"?q=zqx&sector={self.sector.id}",
            f"?q=zqx&sector={self.sector.id}&procedure={self.procedure.id}",
            f"?q=zqx&year={self.mark.year}",
        ):
            with self.subTest(query):
                self.assertEqual(set(self._titles(query)), both)
        self.assertEqual(self._titles("?q=chi phí zqx"), [self.mark.title])
        self.assertEqual(self._titles(f"?q={self.mark.code}"), [self.mark.title])
        self.assertEqual(self._titles("?q=khôngcótừnày"), [])

    def test_what_makes_no_sense_is_passed_over(self):
        for query in (
            "?sector=abc&year=x&procedure=-1",
            "?sector=999999999&year=99999&procedure=1",
            "?sector=²&year=１",
            "?page=abc",
            "?page=-3",
            "/page/999999999999",
            "?q=zqx&publications=1&words=3&domain=x",
            "?q=%00%27%22%5C",
            "?q[]=1",
            "?sector=&year=&procedure=&q=",
        ):
            with self.subTest(query):
                self.assertEqual(self.url_open(f"{REGISTER}{query}").status_code, 200)

    def test_nothing_found_says_what_to_do(self):
        text = self.url_open(f"{REGISTER}?q=khôngcótừnày").text
        self.assertIn("/dialogue/ask", text)

    def test_twenty_on_a_page(self):
        for number in range(21):
            self._publish(subject=f"Câu hỏi thứ {number} wvb")
        self.assertEqual(len(self._titles("?q=wvb")), 20)
        self.assertEqual(len(self._titles("/page/2?q=wvb")), 1)
        self.assertEqual(self._titles("/page/9?q=wvb"), [])

    def test_markup_stays_text(self):
        publication = self._publish(subject=MARKUP, question=MARKUP)
        publication.company_id.dialogue_issuer = MARKUP
        for path in ("/dialogue", REGISTER, publication._public_path()):
            with self.subTest(path):
                text = self.url_open(path).text
                self.assertNotIn("<script>alert", text)
        text = self.url_open(f"{REGISTER}?q=<script>alert(1)</script>").text
        self.assertNotIn("<script>alert", text)

    def test_only_announced_sessions_are_shown(self):
        Session = self.env["dialogue.session"]
        begin = fields.Datetime.now() + timedelta(days=20)
        announced, draft = Session.create(
            [
                {
                    "name": f"Đối thoại {name}",
                    "date_start": begin,
                    "date_end": begin + timedelta(hours=3),
                    "location": "Hội trường",
                    "online_link": "https://secret.example.com",
                    "chair_id": self.leader.id,
                    "sector_ids": self.sector.ids,
                }
                for name in ("zq1", "zq2")
            ]
        )
        self.env.cr.execute(
            "UPDATE dialogue_session SET state = 'announced', number = 99 "
            "WHERE id = %s",
            (announced.id,),
        )
        self.env.invalidate_all()
        text = self.url_open("/dialogue").text
        self.assertIn(announced.name, text)
        self.assertIn(f"/dialogue/sessions/{announced.id}", text)
        self.assertIn("Hội trường", text)
        self.assertNotIn(draft.name, text)
        self.assertNotIn("secret.example.com", text)

    def test_pages_are_kept_by_nobody_else(self):
        for path in ("/dialogue", REGISTER, self.mark._public_path()):
            headers = self.url_open(path).headers
            self.assertEqual(headers["Cache-Control"], "private, no-cache")
        self.assertNotIn("X-Robots-Tag", self.url_open(REGISTER).headers)
        self.assertIn("X-Robots-Tag", self.url_open(f"{REGISTER}?q=x").headers)

    def test_a_page_takes_few_queries_however_many_answers(self):
        publications = self.env["dialogue.publication"]._for_everybody()
        domain = publications._public_domain("zqx")

        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            publications._public_page(domain)[0]._public_values()
            return self.cr.sql_log_count - before

        count()
        few = count()
        for number in range(5):
            self._publish(subject=f"Thêm {number} zqx", procedure_id=self.procedure.id)
        self.env.flush_all()
        self.assertEqual(count(), few)

    def test_numbers_of_addresses(self):
        self.assertEqual(whole_number("12"), 12)
        for text in ("", None, "0", "-1", "1.0", "²", "１", "9" * 30, "2147483648", 3):
            self.assertIsNone(whole_number(text))
