from odoo import api, models
from odoo.tools import SQL

from ..tools.day_text import day_text
from .feedback_columns import DATE, chosen
from .feedback_source import CaseSource

TABLE_ORDER = "received_on, id"


class DialogueFeedback(models.Model):
    """Cases as rows of the working table (bảng tổng hợp ý kiến, kiến nghị).

    The rows are those that the user may read, by the rules of the case; the columns
    and what is masked in them are in ``feedback_columns.py``.
    """

    _inherit = "dialogue.feedback"

    @api.model
    def _working_table_query(
        self, domain, keys=None, order=TABLE_ORDER, *, withheld_too=False
    ) -> SQL:
        """Return the query of the rows of the table.

        The user's rules are part of it, whoever runs it afterwards.

        :param domain: which cases; archived ones count, as in every figure
        :param keys: keys of ``feedback_columns.COLUMNS``, all without; the rank is
            not among the values that are returned
        :param str order: as for ``search``
        :param bool withheld_too: also name those who asked not to be named, to
            readers who may know them
        :return: SQL; a text is str or NULL, a date ``date`` or NULL
        :raise AccessError: the user may not read cases at all
        """
        cases = self.with_context(active_test=False)
        query = cases._search(domain, order=order)
        source = CaseSource(cases, query, withheld_too=withheld_too)
        values = [column.sql(source) for column in chosen(keys) if column.sql]
        # every stored field that the SQL names was written by then
        self.env.flush_all()
        return query.select(*values)

    def _working_table_rows(self, keys=None):
        """Return these cases as rows of the table, as far as the user may read them.

        :param keys: keys of ``feedback_columns.COLUMNS``, all without
        :return: list of dicts key -> int, str, ``date`` or None, in the order of the
            table; the rank counts from 1
        """
        columns = chosen(keys)
        found = self.env.execute_query(
            self._working_table_query([("id", "in", self.ids)], keys)
        )
        rows = []
        for rank, values in enumerate(found, start=1):
            left = iter(values)
            rows.append(
                {column.key: next(left) if column.sql else rank for column in columns}
            )
        return rows

    def _working_table_texts(self, keys=None):
        """Return these cases as rows of words, for a document.

        :param keys: see :meth:`_working_table_rows`
        :return: list of dicts key -> str; a day is written day/month/year
        """
        columns = chosen(keys)
        texts = []
        for row in self._working_table_rows(keys):
            texts.append({})
            for column in columns:
                value = row[column.key]
                if value is not None and column.kind == DATE:
                    value = day_text(value)
                texts[-1][column.key] = "" if value is None else str(value)
        return texts
