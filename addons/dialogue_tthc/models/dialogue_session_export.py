from odoo import models


class DialogueSession(models.Model):
    """The spreadsheets of a session."""

    _inherit = "dialogue.session"

    def action_export_table(self):
        """Make the working table of one session.

        :return: an action: the download, or the progress
        """
        self.ensure_one()
        return self.env["dialogue.export"]._request_table(
            self._report_cases_domain(),
            self.env._("Table of opinions and petitions"),
            self._figure_notes(),
        )

    def action_export_figures(self):
        """Make the figures of one session, as its report has them.

        :return: an action: the download
        """
        return self.env["dialogue.export"]._request_session(self)
