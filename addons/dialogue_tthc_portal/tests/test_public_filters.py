from lxml import html

from odoo.tests import tagged

from .common_public import PublicCommon

REGISTER = "/dialogue/answers"
LEFT_OUT = "//main//div[contains(@class, 'alert-warning')]/p"


@tagged("post_install", "-at_install")
class TestPublicFilters(PublicCommon):
    """What a search of the register is narrowed down by; what is not there is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["dialogue.sector"].create({"name": "Đo lường zq"})
        cls.mark, cls.hidden, cls.scale = cls.env["dialogue.procedure"].create(
            [
                {"name": "Nhãn hiệu zq", "sector_id": cls.sector.id},
                {"name": "Thủ tục chưa công khai zq", "sector_id": cls.sector.id},
                {"name": "Cột đo zq", "sector_id": cls.elsewhere.id},
            ]
        )
        cls.of_mark = cls._publish(subject="Phí nhãn hiệu", procedure_id=cls.mark.id)
        cls.of_scale = cls._publish(
            subject="Phí cột đo",
            procedure_id=cls.scale.id,
            sector_id=cls.elsewhere.id,
        )
        # filed under a sector that is not the one of its procedure
        cls.astray = cls._publish(
            subject="Phí cột đo nộp nhầm",
            procedure_id=cls.scale.id,
            sector_id=cls.sector.id,
        )
        cls._prepare(subject="Chưa công khai", procedure_id=cls.hidden.id)

    def _look(self, query):
        """Return (titles, chosen values of the form, sentences on what is left out)."""
        response = self.url_open(f"{REGISTER}{query}")
        self.assertEqual(response.status_code, 200)
        page = html.fromstring(response.text)
        return (
            set(page.xpath("//main//a[contains(@class, 'o_dialogue_link')]/text()")),
            {
                select.get("name"): "".join(select.xpath("option[@selected]/@value"))
                for select in page.xpath("//main//select")
            },
            page.xpath(LEFT_OUT),
        )

    def test_a_procedure_alone_brings_its_sector(self):
        titles, chosen, left_out = self._look(f"?procedure={self.mark.id}")
        self.assertEqual(titles, {self.of_mark.title})
        self.assertEqual(chosen["sector"], str(self.sector.id))
        self.assertEqual(chosen["procedure"], str(self.mark.id))
        self.assertFalse(left_out)
        answer = self.url_open(f"{REGISTER}.json?procedure={self.mark.id}").json()
        self.assertEqual([row["id"] for row in answer["answers"]], [self.of_mark.id])
        self.assertEqual(answer["left_out"], [])

    def test_all_answers_about_a_procedure_are_found(self):
        both = {self.of_scale.title, self.astray.title}
        for query in (
            f"?procedure={self.scale.id}",
            f"?procedure={self.scale.id}&sector=",
            f"?procedure={self.scale.id}&sector={self.elsewhere.id}",
        ):
            with self.subTest(query):
                self.assertEqual(self._look(query)[0], both)

    def test_another_sector_is_stronger_than_a_procedure_and_it_is_told(self):
        query = f"?sector={self.sector.id}&procedure={self.scale.id}"
        titles, chosen, left_out = self._look(query)
        self.assertLessEqual({self.of_mark.title, self.astray.title}, titles)
        self.assertEqual(chosen["sector"], str(self.sector.id))
        self.assertEqual(chosen["procedure"], "")
        self.assertEqual(len(left_out), 1)

    def test_what_is_not_public_is_told_apart_from_nothing_by_nothing(self):
        sentences = set()
        for number in (self.hidden.id, 2_000_000_000, 0, "x", "²"):
            titles, chosen, left_out = self._look(f"?procedure={number}")
            self.assertIn(self.of_scale.title, titles)
            self.assertEqual(chosen["sector"], "")
            (sentence,) = (element.text_content() for element in left_out)
            sentences.add(sentence)
        self.assertEqual(len(sentences), 1)
        self.assertNotIn(self.hidden.name, self.url_open(REGISTER).text)

    def test_each_filter_that_is_left_out_is_told(self):
        query = "?sector=x&procedure=x&year=1999&session=2000000000"
        self.assertEqual(len(self._look(query)[2]), 4)
        answer = self.url_open(f"{REGISTER}.json{query}").json()
        self.assertEqual(answer["left_out"], ["sector", "procedure", "year", "session"])
        response = self.url_open(f"{REGISTER}{query}")
        self.assertIn("X-Robots-Tag", response.headers)
        # a form that was sent with nothing chosen leaves nothing out
        self.assertFalse(self._look("?sector=&procedure=&year=&q=")[2])

    def test_the_page_of_an_answer_leads_to_its_procedure(self):
        page = html.fromstring(self.url_open(self.of_mark._public_path()).text)
        path = f"{REGISTER}?procedure={self.mark.id}"
        self.assertEqual(
            page.xpath(f"//main//a[@href='{path}']/text()"), ["Nhãn hiệu zq"]
        )
