from datetime import datetime
from unittest.mock import patch
from urllib.parse import urlsplit

from lxml import etree, html

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.dialogue_tthc.models import dialogue_publication_search

from ..controllers import public_register, register_part
from ..tools.register_place import parse_place, place_text
from .common_public import PublicCommon

REGISTER = "/dialogue/answers"
LIST = f"{REGISTER}.json"
FEED = f"{REGISTER}.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
WRONG_PLACES = (
    "x",
    "1",
    "20260301080000250000",
    "20260301080000250000-",
    "20260301080000250000-0",
    "20260301080000250000--1",
    "20260301080000250000-2147483648",
    "20261301080000250000-1",
    "00000101000000000000-1",
    "２0260301080000250000-1",
    "20260301080000250000-1 OR 1=1",
    "20260301080000250000-1\n",
    "2026-03-01,1",
)


@tagged("post_install", "-at_install")
class TestPublicPages(PublicCommon):
    """Of seven answers, two are on a page and four are counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.copies = [cls._publish(subject=f"Phí {number} zqx") for number in range(7)]
        cls.copies.reverse()
        cls._publish(subject="Khác")
        for place, name, value in (
            (dialogue_publication_search, "COUNT_MAX", 4),
            (register_part, "PER_PAGE", 2),
            (public_register, "PER_PAGE", 2),
        ):
            patcher = patch.object(place, name, value)
            patcher.start()
            cls.addClassCleanup(patcher.stop)

    def _path(self, address):
        parts = urlsplit(address)
        return f"{parts.path}?{parts.query}"

    def _page(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text), response

    def _titles(self, page):
        return page.xpath("//main//li//a[contains(@class, 'o_dialogue_link')]/text()")

    def test_the_list_is_read_to_its_end_and_nothing_twice(self):
        address, found = f"{LIST}?q=zqx&year={self.copies[0].year}", []
        while address:
            answer = self.url_open(self._path(address)).json()
            self.assertEqual((answer["total"], answer["is_total_exact"]), (4, False))
            found += [row["id"] for row in answer["answers"]]
            address = answer["next"]
            self.assertLess(len(found), 20)
        self.assertEqual(found, [copy.id for copy in self.copies])
        self.assertIsNone(answer["page"])

    def test_a_numbered_page_of_the_list_is_given_once(self):
        pages = [
            self.url_open(f"{LIST}?q=zqx&page={number}").json()
            for number in range(1, 5)
        ]
        self.assertEqual([len(page["answers"]) for page in pages], [2, 2, 0, 0])
        self.assertEqual([page["page"] for page in pages], [1, 2, 3, 4])
        # what has no number goes on all the same
        self.assertEqual({page["next"] for page in pages[1:]}, {pages[1]["next"]})
        rest = self.url_open(self._path(pages[3]["next"])).json()
        self.assertEqual(
            [row["id"] for row in rest["answers"]], [c.id for c in self.copies[4:6]]
        )

    def test_past_the_end_the_list_is_empty(self):
        last = self.copies[-1]
        before = place_text((last.published_on, last.id))
        for query in (f"?q=zqx&before={before}", "?q=khac&page=2"):
            answer = self.url_open(f"{LIST}{query}").json()
            with self.subTest(query):
                self.assertEqual((answer["answers"], answer["next"]), ([], None))
        answer = self.url_open(f"{LIST}?q=khac").json()
        self.assertEqual((len(answer["answers"]), answer["next"]), (1, None))

    @mute_logger("odoo.http")
    def test_a_place_that_is_none_is_refused(self):
        for text in WRONG_PLACES:
            with self.subTest(text):
                self.assertIsNone(parse_place(text))
                response = self.url_open(LIST, params={"before": text})
                self.assertEqual(response.status_code, 400)
                self.assertEqual(set(response.json()), {"error"})
                response = self.url_open(REGISTER, params={"before": text})
                self.assertEqual(response.status_code, 404)
                self.assertIn(f'href="{REGISTER}"', response.text)
        self.assertIsNone(parse_place(None))

    def test_a_place_is_written_as_it_is_read(self):
        for moment in (
            datetime(2026, 3, 1, 8, 0, 0, 250000),
            datetime(1, 1, 1),
            datetime(9999, 12, 31, 23, 59, 59, 999999),
        ):
            place = (moment, 2**31 - 1)
            self.assertEqual(parse_place(place_text(place)), place)
            self.assertRegex(place_text(place), r"^[0-9-]+$")

    def test_the_register_is_read_to_its_end_and_nothing_twice(self):
        found, addresses = [], []
        for path in (f"{REGISTER}?q=zqx", f"{REGISTER}/page/2?q=zqx"):
            page, _response = self._page(path)
            self.assertIn("follow after the last page", page.text_content())
            (numbers,) = page.xpath("//main//ul[contains(@class, 'pagination')]")
            self.assertIn("flex-wrap", numbers.get("class"), "fits on a phone")
            found += self._titles(page)
            self.assertFalse(addresses, "only the last page goes on without a number")
            addresses = page.xpath("//main//a[@rel='next']/@href")
        self.assertEqual(len(addresses), 1)
        while addresses:
            self.assertIn("q=zqx", addresses[0])
            page, response = self._page(addresses[0])
            self.assertIn("X-Robots-Tag", response.headers)
            self.assertIn(
                f"{REGISTER}?q=zqx", page.xpath("//main//a[@class]/@href"), "way back"
            )
            self.assertFalse(page.xpath("//main//ul[contains(@class, 'pagination')]"))
            found += self._titles(page)
            addresses = page.xpath("//main//a[@rel='next']/@href")
            self.assertLess(len(found), 20)
        self.assertEqual(found, [copy.title for copy in self.copies])

    def test_a_page_past_the_end_repeats_nothing_and_leads_back(self):
        place = place_text((self.copies[-1].published_on, self.copies[-1].id))
        for path, has_older in (
            (f"{REGISTER}/page/3?q=zqx", True),
            (f"{REGISTER}?q=zqx&page=99", True),
            (f"{REGISTER}/page/999999999999?q=zqx", True),
            (f"{REGISTER}/page/2?q=khac", False),
            (f"{REGISTER}?q=zqx&before={place}", False),
        ):
            page, response = self._page(path)
            with self.subTest(path):
                self.assertEqual(self._titles(page), [])
                self.assertIn("X-Robots-Tag", response.headers)
                links = page.xpath("//main//div[@role='status']//a/@href")
                words = "khac" if "khac" in path else "zqx"
                self.assertIn(f"{REGISTER}?q={words}", links)
                self.assertEqual(len(links), 2 if has_older else 1)

    def test_where_all_is_counted_nothing_is_said_of_older_ones(self):
        page, _response = self._page(f"{REGISTER}?q=khac")
        self.assertFalse(page.xpath("//main//a[contains(@href, 'before=')]"))

    def test_a_filtered_feed_has_its_own_address_and_name(self):
        year, sector = self.copies[0].year, self.sector.id
        ids = []
        for query in ("", "?q=zqx", f"?q=ph%C3%AD+zqx&sector={sector}&year={year}"):
            response = self.url_open(f"{FEED}{query}")
            feed = etree.fromstring(response.content)
            links = {
                link.get("rel"): self._link(link)
                for link in feed.findall(f"{ATOM}link")
            }
            with self.subTest(query):
                self.assertEqual(links["self"], f"{FEED}{query}")
                self.assertEqual(links["alternate"], f"{REGISTER}{query}")
            ids.append(feed.findtext(f"{ATOM}id"))
            self.assertTrue(ids[-1].startswith("urn:uuid:"))
        self.assertEqual(len(set(ids)), 3)
        self.assertEqual(
            ids[0], self.env["dialogue.publication"]._public_uuid(), "as it always was"
        )
        # what makes no sense makes no feed of its own
        feed = etree.fromstring(self.url_open(f"{FEED}?sector=abc&x=1").content)
        self.assertEqual(feed.findtext(f"{ATOM}id"), ids[0])

    def _link(self, link):
        parts = urlsplit(link.get("href"))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def test_a_filtered_register_names_its_own_feed_and_list(self):
        page, _response = self._page(f"{REGISTER}?q=zqx")
        self.assertEqual(
            page.xpath("//head/link[@type='application/atom+xml']/@href"),
            [f"{FEED}?q=zqx"],
        )
        for path in (f"{FEED}?q=zqx", f"{LIST}?q=zqx"):
            self.assertIn(path, page.xpath("//main//a/@href"))
