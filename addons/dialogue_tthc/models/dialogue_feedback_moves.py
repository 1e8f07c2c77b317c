from odoo import models


class DialogueFeedback(models.Model):
    _inherit = "dialogue.feedback"
