from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from ..models.dialogue_publication_search import COUNT_MAX
from .common_publication import PublicationCommon


@tagged("post_install", "-at_install")
class TestPublicationPages(PublicationCommon):
    """The public register is read to its end, and nothing of it twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Publication = cls.env["dialogue.publication"]
        cls.mark = cls._publish(cls._create_answered(subject="Nhãn hiệu zqx"))

    def _read_all(self, domain, place, size):
        """Return all that comes after ``place``, page by page."""
        pages, is_more = [], True
        while is_more:
            found, is_more = self.Publication._public_older(domain, place, size)
            pages.append(found)
            place = found[-1:]._public_place()
        return pages

    def test_everything_is_read_once_however_much_there_is(self):
        self._multiply(self.mark, COUNT_MAX + 500)
        domain = self.Publication._public_domain("zqx")
        everything = self.Publication.search(domain)
        self.assertEqual(len(everything), COUNT_MAX + 501)
        place = self.Publication._public_counted_end(domain)
        self.assertEqual(place[1], everything[COUNT_MAX - 1].id)
        pages = self._read_all(domain, place, 200)
        self.assertEqual(
            [copy.id for page in pages for copy in page], everything[COUNT_MAX:].ids
        )
        self.assertEqual([len(page) for page in pages], [200, 200, 101])

    def test_those_of_one_moment_are_told_apart(self):
        self._multiply(self.mark, 10)
        self.env.cr.execute(
            "UPDATE dialogue_publication SET published_on = '2026-03-01 08:00:00.25'"
        )
        self.env.invalidate_all()
        domain = self.Publication._public_domain("zqx")
        everything = self.Publication.search(domain)
        pages = self._read_all(domain, (datetime(2027, 1, 1), 1), 3)
        self.assertEqual([copy.id for page in pages for copy in page], everything.ids)

    def test_what_becomes_public_meanwhile_moves_no_place(self):
        self._multiply(self.mark, 10)
        domain = self.Publication._public_domain("zqx")
        everything = self.Publication.search(domain)
        place = everything[4]._public_place()
        newest = self._publish(self._create_answered(subject="Mới zqx"))
        everything[4].with_user(self.leader).action_withdraw("Sai")
        found, is_more = self.Publication._public_older(domain, place, 20)
        self.assertEqual(found, everything[5:])
        self.assertFalse(is_more)
        self.assertNotIn(newest, found)

    def test_after_the_last_there_is_nothing(self):
        domain = self.Publication._public_domain("zqx")
        found, is_more = self.Publication._public_older(
            domain, self.mark._public_place(), 20
        )
        self.assertFalse(found)
        self.assertFalse(is_more)
        self.assertIsNone(self.Publication._public_counted_end(domain))

    def test_only_what_is_public_is_on_any_page(self):
        draft = self._prepare(self._create_answered(subject="Nháp zqx"))
        draft.sudo().published_on = self.mark.published_on - timedelta(days=1)
        domain = self.Publication._public_domain("zqx")
        found, _more = self.Publication._public_older(
            domain, (datetime(2999, 1, 1), 1), 20
        )
        self.assertEqual(found, self.mark)

    def test_only_answers_of_the_session_are_found(self):
        session = self.env["dialogue.session"].create({"name": "Đối thoại"})
        asked = self._create_answered(subject="Tại buổi zqx", session_id=session.id)
        publication = self._publish(asked)
        self._prepare(self._create_answered(subject="Nháp zqx", session_id=session.id))
        domain = self.Publication._public_domain(session_id=session.id)
        self.assertEqual(self.Publication.search(domain), publication)
        asked.sudo().active = False
        self.assertEqual(self.Publication.search(domain), publication)

    def test_every_page_is_read_from_an_index(self):
        self._multiply(self.mark, 4000)
        rare = self.env["dialogue.sector"].create({"name": "Hiếm"})
        vals = {"name": "Hiếm", "sector_id": rare.id}
        procedure = self.env["dialogue.procedure"].create(vals)
        self.env.cr.execute(
            "UPDATE dialogue_publication SET procedure_id = %s, sector_id = %s "
            "WHERE id %% 20 = 0",
            [procedure.id, rare.id],
        )
        self.env.cr.execute("ANALYZE dialogue_publication")
        public = self.Publication._public_domain
        place = (self.mark.published_on - timedelta(minutes=3000), 1)
        plans = []
        search = type(self.Publication)._search

        def explained(self, domain, *args, **kwargs):
            query = search(self, domain, *args, **kwargs)
            if query.limit:
                plans.extend(self.env.execute_query(SQL("EXPLAIN %s", query.select())))
            return query

        self.patch(type(self.Publication), "_search", explained)
        for index, domain in (
            ("register", public()),
            ("register", public("nhãn hiệu")),
            ("sector_register", public(sector_id=rare.id)),
            ("year_register", public(year=1999)),
            ("procedure_register", public(procedure_id=procedure.id)),
        ):
            plans.clear()
            self.Publication._public_older(domain, place, 20)
            plan = "\n".join(line for (line,) in plans)
            with self.subTest(index=index, plan=plan):
                self.assertIn(f"dialogue_publication_{index}_idx", plan)
                self.assertRegex(plan, r"Index Cond: .*ROW\(published_on, id\) <")
                self.assertNotIn("Seq Scan", plan)
