from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .dialogue_session_survey import OPEN_DAYS


class DialogueSurveyMark(models.Model):
    """That a browser answered the survey of a session; neither what nor whose."""

    _name = "dialogue.survey.mark"
    _description = "Browser that Answered the Exit Survey"
    _log_access = False

    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    mark = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)

    _mark_uniq = models.UniqueIndex("(session_id, mark)")

    @api.autovacuum
    def _gc_marks(self):
        """Forget which browsers answered, when the survey is over."""
        over = fields.Datetime.now() - timedelta(days=OPEN_DAYS + 2)
        self.search(Domain("session_id.date_end", "<", over), limit=100_000).unlink()
