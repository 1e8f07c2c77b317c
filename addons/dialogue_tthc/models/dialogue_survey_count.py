from odoo import fields, models

from .dialogue_session_survey import QUESTIONS


class DialogueSurveyCount(models.Model):
    """How often one score was given to one question of the survey of a session."""

    _name = "dialogue.survey.count"
    _description = "Sum of the Exit Survey"
    _log_access = False

    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    question = fields.Selection(selection=QUESTIONS, required=True, readonly=True)
    score = fields.Integer(required=True, readonly=True)
    times = fields.Integer(required=True, readonly=True)
    shown = fields.Integer(
        readonly=True, help="How often, as of the last figures that people may see."
    )

    _score_uniq = models.UniqueIndex("(session_id, question, score)")
