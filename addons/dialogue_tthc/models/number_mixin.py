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
        unnumbered.flush_recordset()
        for record in unnumbered:
            record._draw_one_number()
        unnumbered.invalidate_recordset(["number"], flush=False)
        unnumbered.modified(["number"])

    def _draw_one_number(self):
        series = self._number_series()
        table = SQL.identifier(self._table)
        where = SQL(" AND ").join(
            SQL("%s = %s", SQL.identifier(column), value)
            for column, value in series.items()
        )
        ((last,),) = self.env.execute_query(
            SQL(
                "SELECT COALESCE(MAX(number), 0) FROM %s WHERE number > 0 AND %s",
                table,
                where,
            )
        )
        number = last + 1
        with self.env.cr.savepoint(flush=False) as savepoint:
            while True:
                try:
                    self.env.cr.execute(
                        SQL(
                            "UPDATE %s SET number = %s WHERE id = %s",
                            table,
                            number,
                            self.id,
                        ),
                        log_exceptions=False,
                    )
                    return
                except UniqueViolation:
                    savepoint.rollback()
                    number += 1
