import json
from datetime import datetime

from lxml import etree, html

from odoo.tests import tagged

from .common import MARKUP
from .common_public import PublicCommon

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/dialogue/answers.atom"
LIST = "/dialogue/answers.json"
SIMILAR = "/dialogue/similar"
KEYS = {
    "id",
    "code",
    "url",
    "title",
    "question",
    "answer",
    "answer_html",
    "legal_basis",
    "result",
    "authority",
    "sector",
    "sector_id",
    "procedure",
    "procedure_id",
    "year",
    "asked_on",
    "answered_on",
    "published_at",
    "changed_at",
    "petitioner",
    "is_looked_at_again",
}


@tagged("post_install", "-at_install")
class TestPublicFeeds(PublicCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mark = cls._publish(
            subject=f"Phí nhãn hiệu zqx {MARKUP}",
            question="Dòng một\x0b\nDòng hai & <b>",
        )
        cls.draft = cls._prepare(subject="Nháp zqx")

    def _feed(self, query=""):
        response = self.url_open(f"{FEED}{query}")
        self.assertEqual(response.status_code, 200)
        self.assertIn("application/atom+xml", response.headers["Content-Type"])
        return etree.fromstring(response.content)

    def test_the_feed_is_as_the_standard_wants_it(self):
        feed = self._feed()
        self.assertEqual(feed.tag, f"{ATOM}feed")
        for element in (feed, *feed.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                (child,) = element.findall(f"{ATOM}{name}")
                self.assertTrue(child.text)
            datetime.strptime(element.findtext(f"{ATOM}updated"), "%Y-%m-%dT%H:%M:%SZ")
            self.assertTrue(element.find(f"{ATOM}author/{ATOM}name").text)
            self.assertTrue(element.findtext(f"{ATOM}id").startswith("urn:uuid:"))
            links = [
                (link.get("rel"), link.get("type"))
                for link in element.findall(f"{ATOM}link")
            ]
            self.assertEqual(len(links), len(set(links)))
            self.assertIn(("alternate", "text/html"), links)
        ids = [element.text for element in feed.iter(f"{ATOM}id")]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertIn(
            ("self", "application/atom+xml"),
            [
                (link.get("rel"), link.get("type"))
                for link in feed.findall(f"{ATOM}link")
            ],
        )
        self.assertTrue(feed.get("{http://www.w3.org/XML/1998/namespace}lang"))

    def test_entries_are_what_is_public_and_keep_their_id(self):
        entry = self._feed("?q=zqx").find(f"{ATOM}entry")
        self.assertEqual(entry.findtext(f"{ATOM}title"), self.mark.title)
        self.assertIn("Dòng hai & <b>", entry.findtext(f"{ATOM}summary"))
        self.assertEqual(entry.find(f"{ATOM}content").get("type"), "html")
        content = html.fromstring(entry.findtext(f"{ATOM}content"))
        self.assertEqual(content.text_content(), "Trong 12 tháng.")
        before = entry.findtext(f"{ATOM}id")
        self.mark.with_user(self.leader).action_withdraw("Sai")
        self.assertFalse(self._feed("?q=zqx").findall(f"{ATOM}entry"))
        self.mark.with_user(self.desk).action_prepare_anew()
        self.mark.with_user(self.leader).action_publish()
        entry = self._feed("?q=zqx").find(f"{ATOM}entry")
        self.assertEqual(entry.findtext(f"{ATOM}id"), before)

    def test_the_list_has_its_keys_and_pages(self):
        answer = self.url_open(f"{LIST}?q=zqx").json()
        self.assertEqual(
            set(answer),
            {
                "page",
                "page_size",
                "total",
                "is_total_exact",
                "left_out",
                "next",
                "answers",
            },
        )
        self.assertEqual(answer["total"], 1)
        (row,) = answer["answers"]
        self.assertEqual(set(row), KEYS)
        self.assertEqual(row["title"], self.mark.title)
        self.assertEqual(row["answer"], "Trong 12 tháng.")
        self.assertIsNone(row["petitioner"])
        for query in ("?page=2", "?page=abc", "?page=-1", "?sector=x&year=y"):
            with self.subTest(query):
                response = self.url_open(f"{LIST}{query}")
                self.assertEqual(response.status_code, 200)
                self.assertEqual(response.json()["page_size"], 20)

    def test_a_name_is_in_it_only_with_consent(self):
        self.mark.feedback_id.write({"publish_choice": "named", "is_name_public": True})
        self.assertIsNone(
            self.url_open(f"{LIST}?q=zqx").json()["answers"][0]["petitioner"]
        )
        named = self._prepare(subject="Có tên zqn")
        named.feedback_id.write({"publish_choice": "named", "is_name_public": True})
        named.with_user(self.leader).action_publish()
        name = named.feedback_id.petitioner_id.name
        (row,) = self.url_open(f"{LIST}?q=zqn").json()["answers"]
        self.assertEqual(row["petitioner"], name)
        self.assertIn(name, self.url_open(named._public_path()).text)
        named.feedback_id.is_name_public = False
        for path in (f"{LIST}?q=zqn", f"{FEED}?q=zqn", named._public_path()):
            self.assertNotIn(name, self.url_open(path).text)

    def test_what_is_alike_is_offered(self):
        self._publish(subject="Kiểm định cột đo xăng dầu zqx")
        for text in ("kiểm định cột đo xăng dầu", "kiem dinh cot do xang dau o dau"):
            results = self.url_open(f"{SIMILAR}?q={text}").json()["results"]
            self.assertTrue(results)
            self.assertEqual(set(results[0]), {"title", "url", "date"})
            self.assertEqual(results[0]["title"], "Kiểm định cột đo xăng dầu zqx")
            self.assertTrue(results[0]["url"].startswith("/dialogue/answers/"))
        for query in ("", "?q=", "?q=%27%22", "?q=" + "x" * 2000, "?q[]=1"):
            response = self.url_open(f"{SIMILAR}{query}")
            self.assertEqual(response.json(), {"results": []})

    def test_no_session_is_begun_and_caches_ask_again(self):
        for path in (FEED, LIST, f"{SIMILAR}?q=zqx"):
            with self.subTest(path):
                self.opener.cookies.clear()
                response = self.url_open(path)
                self.assertNotIn("Set-Cookie", response.headers)
                self.assertEqual(response.headers["Cache-Control"], "public, no-cache")
                again = self.url_open(
                    path, headers={"If-None-Match": response.headers["ETag"]}
                )
                self.assertEqual(again.status_code, 304)
                self.assertFalse(again.content)

    def test_nothing_of_the_case_is_in_any_of_them(self):
        feedback = self.mark.feedback_id
        feedback.message_post(body="DẤU VẾT nội bộ", subtype_xmlid="mail.mt_note")
        feedback.sudo().write({"user_id": self.specialist.id})
        self.mark.sudo().write({"confirmed_by": self.desk.id})
        secrets = (
            "DẤU VẾT",
            self.enterprise.name,
            self.enterprise.email,
            self.petitioner_user.name,
            self.specialist.name,
            self.desk.name,
            self.leader.name,
            self.draft.title,
        )
        for path in (
            "/dialogue",
            "/dialogue/answers",
            self.mark._public_path(),
            FEED,
            LIST,
            f"{SIMILAR}?q=phí nhãn hiệu zqx",
        ):
            text = self.url_open(path).text
            if "json" in path or "similar" in path:
                text = json.dumps(json.loads(text), ensure_ascii=False)
            for secret in secrets:
                with self.subTest(path=path, secret=secret):
                    self.assertNotIn(secret, text)
