from odoo import api, fields, models
from odoo.fields import Domain


class DialogueSession(models.Model):
    _inherit = "dialogue.session"

    @api.model
    def _portal_open_sessions(self, company):
        """Return the sessions of ``company`` that take questions in advance, in sudo.

        They are announced, and the last day for questions has not passed. What a
        petitioner may know of them is their name, time and that day.

        :param res.company company: whose sessions
        """
        # sudo: announced sessions are public; the domain leaves out all others
        sessions_sudo = self.sudo()
        today = company._dialogue_local(fields.Datetime.now()).date()
        deadline = Domain("question_deadline", "=", False) | Domain(
            "question_deadline", ">=", today
        )
        return sessions_sudo.search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "announced")
            & deadline,
            order="date_start, id",
        )
