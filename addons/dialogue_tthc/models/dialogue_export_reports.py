from urllib.parse import urlencode

from odoo import api, models

from ..report.dialogue_period_report import MEASURES
from ..tools.sheet_writer import NUMBER, SHARE, SheetColumn, SheetWriter

PERIOD_PATH = "/odoo/pakn-report"
# the title of a figure, its value, and what the value is
FIGURE_WIDTHS = (6, 64, 14)


class DialogueExport(models.Model):
    """The report of a period, and the figures of a session, as spreadsheets."""

    _inherit = "dialogue.export"

    # ------------------------------------------------------------------
    # A period
    # ------------------------------------------------------------------

    @api.model
    def _request_period(self, of):
        """Ask for the report of one period.

        :param Period of: the period
        :return: an action, see :meth:`_request`
        """
        Report = self.env["dialogue.period.report"]
        self.env["dialogue.feedback.report"].check_access("read")
        return self._request(
            "period",
            self.env._(
                "Reception and handling of petitions, %s", Report._period_title(of)
            ),
            {
                "kind": of.kind,
                "year": of.year,
                "number": of.number,
                "is_calendar": of.is_calendar,
            },
            1,
        )

    def _write_period(self, target, params, told=None):
        Report = self.env["dialogue.period.report"]
        of = Report._period(**params)
        tables, total = Report._tables(of)
        links = {
            place: self._cell_address(of, measure.key)
            for place, measure in enumerate(MEASURES, start=2)
            if total[measure.key]
        }
        with SheetWriter(target) as writer:
            for found in tables:
                table = writer.table(
                    found["title"],
                    self._head((Report._period_note(of), found["title"])),
                    self._period_columns(found["title"]),
                )
                for rank, row in enumerate(found["rows"], start=1):
                    self._write_period_row(table, of, found["dimension"], rank, row)
                table.finish(self.env._("Total"), links=links)

    @api.model
    def _period_columns(self, title):
        columns = [
            SheetColumn(self.env._("Row no."), 5, NUMBER),
            SheetColumn(title, 30),
        ]
        for measure in MEASURES:
            words = self.env._(measure.title)
            if measure.group:
                words = f"{self.env._(measure.group)}: {words}"
            columns.append(SheetColumn(words, 11, NUMBER, "sum"))
        places = {measure.key: place for place, measure in enumerate(MEASURES, start=2)}
        columns.append(
            SheetColumn(
                self.env._("Share satisfied"),
                11,
                SHARE,
                ratio=(places["satisfied"], places["rated"]),
            )
        )
        return columns

    @api.model
    def _write_period_row(self, table, of, dimension, rank, row):
        counts = row["counts"]
        share = counts["satisfied"] / counts["rated"] if counts["rated"] else None
        numbers = [counts[measure.key] for measure in MEASURES]
        at = table.row
        table.write_rows([(rank, row["label"], *numbers, share)])
        for place, measure in enumerate(MEASURES, start=2):
            if counts[measure.key]:
                table.link(
                    at,
                    place,
                    self._cell_address(of, measure.key, dimension, row["value"]),
                    counts[measure.key],
                )

    @api.model
    def _cell_address(self, of, key, dimension=None, value=None):
        """Return the address that opens the cases behind a cell, for officials.

        Without a dimension it is that of a total.
        """
        query = urlencode(
            {
                "kind": of.kind,
                "year": of.year,
                "number": of.number,
                "calendar": int(of.is_calendar),
                "cell": key,
                "by": dimension or "",
                "row": value or "",
            }
        )
        # sudo: the address of the server
        return f"{self.sudo().get_base_url()}{PERIOD_PATH}?{query}"

    # ------------------------------------------------------------------
    # A session
    # ------------------------------------------------------------------

    @api.model
    def _request_session(self, session):
        """Ask for the figures of one session.

        :param dialogue.session session: the session
        :return: an action, see :meth:`_request`
        """
        session.ensure_one()
        session.check_access("read")
        name = self.env._("Figures of the session “%s”", session.name)
        return self._request("session", name, {"session_id": session.id}, 1)

    def _write_session(self, target, params, told=None):
        session = self.env["dialogue.session"].browse(params["session_id"])
        session.check_access("read")
        rank, label, value = FIGURE_WIDTHS
        columns = [
            SheetColumn(self.env._("Row no."), rank, NUMBER),
            SheetColumn(self.env._("Figure"), label),
            SheetColumn(self.env._("Value"), value, NUMBER),
        ]
        with SheetWriter(target) as writer:
            table = writer.table(
                self.env._("Figures"), self._head(session._figure_notes()), columns
            )
            for group in session._report_figures():
                table.write_title(group["title"])
                for number, row in enumerate(group["rows"], start=1):
                    table.write_figure(number, row["label"], row["value"], row["unit"])
            table.finish(None, is_landscape=False)
