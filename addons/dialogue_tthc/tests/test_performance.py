from unittest.mock import patch

from lxml import etree

from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools import SQL

from .common_journey import DialogueJourneyCommon

FEW, MANY = 100, 10_000


@tagged("post_install", "-at_install")
class TestPerformance(DialogueJourneyCommon):
    """What a page costs does not depend on how many cases there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._bring_to("answered")

    def _fill(self, first, last):
        """Copy the answered case to the numbers ``first``..``last`` of another year."""
        columns = [
            name
            for name, field in self.template._fields.items()
            if field.store
            and field.column_type
            and name not in ("id", "number", "year", "code")
        ]
        names = SQL(", ").join(map(SQL.identifier, columns))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO dialogue_feedback (%s, year, number, code)
                SELECT %s, 1990, n, 'PAKN.1990.' || n
                  FROM dialogue_feedback, generate_series(%s, %s) AS n
                 WHERE id = %s
                """,
                names,
                names,
                first,
                last,
                self.template.id,
            )
        )
        self.env.cr.execute(SQL("ANALYZE dialogue_feedback"))
        self.env.invalidate_all()

    def _specification(self, records, view_type):
        """Return what the browser asks for: the fields of the view, subviews too."""
        arch = etree.fromstring(records.get_view(view_type=view_type)["arch"])
        return self._fields_of(arch, records)

    def _fields_of(self, node, model):
        specification = {}
        for child in node.iterchildren():
            if child.tag != "field":
                specification.update(self._fields_of(child, model))
                continue
            field = model._fields[child.get("name")]
            spec = {}
            if field.type in ("one2many", "many2many"):
                comodel = model.env[field.comodel_name]
                spec = {"fields": self._fields_of(child, comodel), "limit": 40}
            elif field.type == "many2one":
                spec = {"fields": {"display_name": {}}}
            specification[field.name] = spec
        return specification

    def _count(self, call):
        """Return the queries that ``call`` makes with cold record caches.

        :return: list of the beginnings of the statements, in order
        """
        call()  # rights and views are warm in a running server
        self.env.flush_all()
        self.env.invalidate_all()
        made = []
        execute = Cursor.execute

        def noting(cr, query, *args, **kwargs):
            made.append(" ".join(str(getattr(query, "code", query)).split())[:200])
            return execute(cr, query, *args, **kwargs)

        with patch.object(Cursor, "execute", noting):
            call()
        return made

    def _costs(self, user):
        cases = self.env["dialogue.feedback"].with_user(user)
        one = self.template.with_user(user)
        in_list = self._specification(cases, "list")
        in_form = self._specification(cases, "form")
        in_kanban = self._specification(cases, "kanban")
        today = [("is_open", "=", False)]
        return {
            "list": self._count(lambda: cases.web_search_read([], in_list, limit=80)),
            "filter": self._count(
                lambda: cases.web_search_read(today, in_list, limit=80)
            ),
            "kanban": self._count(
                lambda: cases.web_search_read([], in_kanban, limit=80)
            ),
            "form": self._count(lambda: one.web_read(in_form)),
        }

    def test_query_counts_do_not_grow(self):
        self._fill(1, FEW)
        few = {user.login: self._costs(user) for user in self._readers()}
        self._fill(FEW + 1, MANY)
        for user in self._readers():
            many = self._costs(user)
            for page, queries in few[user.login].items():
                with self.subTest(login=user.login, page=page):
                    self.assertTrue(queries)
                    self.assertLess(len(queries), 60)
                    self.assertEqual(
                        len(queries), len(many[page]), "\n".join(many[page])
                    )

    def _readers(self):
        return self.desk, self.leader, self.specialist, self.auditor

    def test_list_order_is_carried_by_an_index(self):
        self._fill(1, MANY)
        query = self.env["dialogue.feedback"]._search(
            [], limit=80, order=self.env["dialogue.feedback"]._order
        )
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("dialogue_feedback_recent_idx", plan)
        self.assertNotIn("Seq Scan on dialogue_feedback", plan)
