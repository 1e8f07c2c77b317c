from datetime import datetime, time

from odoo import models
from odoo.exceptions import UserError

from ..tools.legal_clock import shift_working_days
from .feedback_states import OPEN_STATES

# in working days: how long questions can be sent to a round in writing
ROUND_DAYS = 10


class DialogueSession(models.Model):
    """A round in writing takes the place of a session that was called off."""

    _inherit = "dialogue.session"

    def action_replace_in_writing(self):
        """Draw up a round in writing for a cancelled session.

        Its open questions go on there, so that they are asked once and lost nowhere.

        :return: an action that opens the new session
        :raise UserError: the session is not cancelled, or was replaced already
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "cancelled":
            raise UserError(
                self.env._("Cancel “%s” first; then it is replaced.", self.name)
            )
        if self.replaced_by_id:
            raise UserError(
                self.env._(
                    "“%(session)s” is replaced by “%(other)s” already.",
                    session=self.name,
                    other=self.replaced_by_id.name,
                )
            )
        round_ = self.copy(self._prepare_round_values())
        self.replaced_by_id = round_
        # sudo: a sealed question that this user may not read goes on as well
        self.sudo().feedback_ids.filtered(
            lambda case: case.state in OPEN_STATES
        ).session_id = round_
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": round_.id,
            "views": [(False, "form")],
        }

    def _prepare_round_values(self):
        company = self.company_id
        today = company._dialogue_today()
        last = shift_working_days(today, ROUND_DAYS, company._dialogue_calendar())
        return {
            "name": self.name,
            "mode": "in_writing",
            "date_start": company._dialogue_utc(datetime.combine(today, time(8))),
            "date_end": company._dialogue_utc(datetime.combine(last, time(17))),
            "question_deadline": last,
            "agenda_item_ids": False,
        }
