from odoo import api, models

from ..tools.document_text import (
    day_words,
    each_text,
    hour_words,
    keep_together,
    whole_name,
)
from .dialogue_document_words import KEPT


class DialogueAttendance(models.Model):
    """What an invitation says (giấy mời): to whom, by whom, when and where."""

    _inherit = "dialogue.attendance"

    def _document_values(self, key):
        self.ensure_one()
        session = self.session_id
        deadline = session.question_deadline
        values = {
            **super()._document_values(key),
            "guest": self._guest_words(),
            "guest_name": self.name or "",
            "session_name": session._session_words(),
            "sectors": ", ".join(session.sector_ids.mapped("name")),
            "chair": self._person_words(session.chair_id),
            "time": session._time_words(),
            "place": session.location or "",
            "online_link": session.online_link or "",
            "agenda": [self._agenda_words(item) for item in session.agenda_item_ids],
            "question_deadline": day_words(deadline),
            "contact": self._contact_words(),
            "check_in_code": self._door_code(),
        }
        # an address stays as it is
        address = {"check_in_qr": self._door_address()}
        return each_text(values, keep_together) | address

    def _guest_words(self):
        """Return who is invited, with the one who comes in their name."""
        if not self.delegate_name:
            return self.name or ""
        person = whole_name(self.delegate_name)
        if self.delegate_function:
            person = f"{person}, {self.delegate_function}"
        return f"{person}, {self.name}"

    def _door_address(self):
        """Return the address that staff scan at the door; empty where there is none."""
        return ""

    def _agenda_words(self, item):
        begins = item.date_start and self.company_id._dialogue_local(item.date_start)
        name = f"{item.name}: {item.debt}" if item.debt else item.name
        text = f"{hour_words(begins)}: {name}" if begins else name
        return f"{text} ({item.presenter})" if item.presenter else text

    def _document_name(self, key):
        return f"Dự {self.session_id._session_words()}"

    def _usual_recipients(self, key):
        return ["Như trên", KEPT]

    def _prepare_owned_document(self, key):
        values = super()._prepare_owned_document(key)
        values["recipients"] = self._recipients_text(key)
        return {**values, **self._usual_signer(self.session_id.chair_id)}

    @api.model
    def _document_placeholders(self, key):
        return {
            **super()._document_placeholders(key),
            "guest": self.env._("Who is invited, with the one who comes in their name"),
            "guest_name": self.env._("Who is invited"),
            "session_name": self.env._("The session, as a sentence calls it"),
            "sectors": self.env._("Sectors of the session"),
            "chair": self.env._("Position and name of the chair"),
            "time": self.env._("From when to when, with the day of the week"),
            "place": self.env._("Where the session takes place"),
            "online_link": self.env._("Link to join; empty when there is none"),
            "agenda": self.env._("List: the items of the agenda with their time"),
            "question_deadline": self.env._(
                "Last day for questions in advance, in words; may be empty"
            ),
            "contact": self.env._("Division and telephone"),
            "check_in_code": self.env._("Short code to say at the door"),
            "check_in_qr": self.env._("QR code for the door; may be empty"),
        }
