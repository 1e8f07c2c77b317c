from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ..tools.sheet_writer import Head, SheetColumn, SheetWriter, batches
from .feedback_columns import COLUMNS

# rows fetched at once: enough that the way to the database does not count
FETCHED = 1_000
CURSOR = SQL.identifier("dialogue_export_rows")
# what stands below a column
TOTALS = {"code": "count", "answered": "count", "satisfaction": "average"}


class DialogueExport(models.Model):
    """The working table (bảng tổng hợp ý kiến, kiến nghị) as a spreadsheet."""

    _inherit = "dialogue.export"

    @api.model
    def _request_table(self, domain, title, notes=(), *, withheld_too=False):
        """Ask for the table of some cases.

        :param domain: which cases, of those that the user may read
        :param str title: what they are
        :param notes: lines below the title
        :param bool withheld_too: see ``dialogue.feedback._working_table_query``
        :return: an action, see :meth:`_request`
        :raise UserError: there is no such case
        """
        domain = Domain(domain)
        Feedback = self.env["dialogue.feedback"].with_context(active_test=False)
        count = Feedback.search_count(domain)
        if not count:
            raise UserError(
                self.env._(
                    "There is no case to put into the table. Choose another period, "
                    "session or filter."
                )
            )
        return self._request(
            "table",
            title,
            {
                "domain": list(domain),
                "notes": list(notes),
                "withheld_too": bool(withheld_too),
            },
            count,
        )

    def _write_table(self, target, params, told=None):
        query = self.env["dialogue.feedback"]._working_table_query(
            params["domain"], withheld_too=params["withheld_too"]
        )
        columns = [
            SheetColumn(
                self.env._(column.title),
                column.width,
                column.kind,
                TOTALS.get(column.key),
            )
            for column in COLUMNS
        ]
        cut_mark = self.env._("… (the rest is in the case)")
        with SheetWriter(target, cut_mark) as writer:
            table = writer.table(
                self.env._("Petitions"), self._head(params["notes"]), columns
            )
            count = table.write_rows(self._ranked(self._fetched(query)), told)
            table.finish(self.env._("Total"))
        return count

    @api.model
    def _ranked(self, rows):
        """Return the rows with their rank in front; the rank is the first column."""
        for rank, values in enumerate(rows, start=1):
            yield (rank, *values)

    @api.model
    def _fetched(self, query):
        """Return the rows of a query one after the other; few of them are in memory."""
        cr = self.env.cr
        # all rows are wanted: without this the plan is one for the first few
        cr.execute("SET LOCAL cursor_tuple_fraction = 1")
        cr.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", CURSOR, query))
        fetch = SQL("FETCH %s FROM %s", FETCHED, CURSOR)

        def fetched():
            cr.execute(fetch)
            return cr.fetchall()

        yield from batches(fetched)
        cr.execute(SQL("CLOSE %s", CURSOR))

    def _head(self, notes):
        """Return what stands above a table of this request."""
        # sudo: the head of a department is no secret to whoever writes in its name
        company = self.sudo().company_id
        made = self.env._(
            "Figures as of %(time)s, made by %(name)s",
            name=self.env.user.name,
            time=format_datetime(
                self.env,
                fields.Datetime.now(),
                tz=company._dialogue_tz(),
                dt_format="HH:mm dd/MM/yyyy",
            ),
        )
        return Head(
            company.dialogue_superior or "",
            company.dialogue_issuer or company.name,
            self.name,
            (*notes, made),
        )
