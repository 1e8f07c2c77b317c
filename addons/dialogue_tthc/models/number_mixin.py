from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.tools import SQL


class DialogueNumberMixin(models.AbstractModel):
    """Running numbers without gaps, by series (for example company and year).

    A model that inherits this mixin has a stored integer ``number`` and a unique
    index over its series and ``number``. That index decides who gets a number: a
    transaction that wants one which another still holds waits for it, and takes it
    if the other is rolled back. So numbers have no gaps and need no retry.
    """

    _name = "dialogue.number.mixin"
    _description = "Running Numbers Without Gaps"

    def _number_series(self):
        """Return the dict of column -> value that makes up this record's series."""
        raise NotImplementedError

    def _draw_number(self):
        """Give every record of ``self`` that has none the next number of its series."""
        unnumbered = self.filtered(lambda record: not record.number)
        # of these columns the database makes the series
        series = [*unnumbered[:1]._number_series(), "number"] if unnumbered else []
        unnumbered.flush_recordset(series)
        for own in unnumbered.grouped(
            lambda record: tuple(record._number_series().items())
        ).values():
            if len(own) > 1 and own._draw_row_of_numbers():
                continue
            for record in own:
                record._draw_one_number()
        unnumbered.modified(["number"])

    def _draw_row_of_numbers(self):
        """Give all records of ``self``, of one series, the next numbers at once.

        :return: whether they were free; others take numbers only when many are drawn
            at the same moment, and then one at a time finds its way
        """
        query = SQL(
            "UPDATE %(table)s SET number = row.number "
            "FROM unnest(%(ids)s::int[]) WITH ORDINALITY AS place(id, nth), "
            "LATERAL (SELECT %(last)s + nth AS number) AS row "
            "WHERE %(table)s.id = place.id",
            table=SQL.identifier(self._table),
            ids=self.ids,
            last=self[:1]._last_number(),
        )
        with self.env.cr.savepoint(flush=False) as savepoint:
            try:
                self.env.cr.execute(query, log_exceptions=False)
            except UniqueViolation:
                savepoint.rollback()
                return False
        self.invalidate_recordset(["number"], flush=False)
        return True

    def _last_number(self):
        """Return SQL of the last number of this record's series that is visible."""
        where = SQL(" AND ").join(
            SQL("%s = %s", SQL.identifier(column), value)
            for column, value in self._number_series().items()
        )
        return SQL(
            "(SELECT COALESCE(MAX(number), 0) FROM %s WHERE number > 0 AND %s)",
            SQL.identifier(self._table),
            where,
        )

    def _draw_one_number(self):
        # one more for each that somebody else, whom we do not see yet, has taken
        step = 1
        with self.env.cr.savepoint(flush=False) as savepoint:
            while True:
                query = SQL(
                    "UPDATE %s SET number = %s + %s WHERE id = %s RETURNING number",
                    SQL.identifier(self._table),
                    self._last_number(),
                    step,
                    self.id,
                )
                try:
                    self.env.cr.execute(query, log_exceptions=False)
                    break
                except UniqueViolation:
                    savepoint.rollback()
                    step += 1
            ((number,),) = self.env.cr.fetchall()
        self._fields["number"]._update_cache(self, number)
