from odoo import fields, models
from odoo.exceptions import UserError

from .dialogue_session_figures import DESK_AND_AUDITOR
from .document_templates import TEMPLATES


class DialogueSession(models.Model):
    """Documents of a session, made by one button each."""

    _inherit = "dialogue.session"

    document_ids = fields.One2many(
        comodel_name="dialogue.document",
        inverse_name="session_id",
        string="Documents",
        # of its invitations the one that is handed in, signed and numbered
        domain=["|", ("attendance_id", "=", False), ("leading_id", "=", False)],
        groups=DESK_AND_AUDITOR,
    )

    def action_make_document(self):
        """Open a document of one session; a draft is made where there is none.

        Which one is in the context: ``document_key``, a key of ``TEMPLATES``.

        :return: an action
        :raise UserError: sessions have no such document
        """
        self.ensure_one()
        key = self.env.context.get("document_key")
        template = TEMPLATES.get(key)
        if not template or template.owner != self._name:
            raise UserError(
                self.env._("Choose which document of the session is to be made.")
            )
        return self._make_documents(key)._get_records_action()

    def action_make_invitations(self):
        """Make the invitations of all who are invited to one session.

        :return: an action that asks in which form
        """
        self.ensure_one()
        return self.attendance_ids.action_make_document()


class DialogueAttendance(models.Model):
    _inherit = "dialogue.attendance"

    def action_make_document(self):
        """Make the invitations of these invitees; one alone is opened at once.

        Whoever came without an invitation gets none.

        :return: an action
        :raise UserError: nobody is invited yet
        """
        invited = self.filtered(lambda attendance: not attendance.is_walk_in)
        if not invited:
            raise UserError(
                self.env._(
                    "Nobody is invited yet. Choose “Invite” in the session first."
                )
            )
        if len(invited) == 1:
            return invited._make_documents("invitation")._get_records_action()
        return self.env["dialogue.document.batch.ask"]._ask("invitation", invited)
