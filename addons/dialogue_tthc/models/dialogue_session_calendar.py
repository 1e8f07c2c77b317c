from datetime import datetime, time

from odoo import models
from odoo.fields import Command


class DialogueSession(models.Model):
    """The calendar entry of a session: it follows, and never leads."""

    _inherit = "dialogue.session"

    def _event_fields(self):
        """Return the names of the fields that the calendar entry shows."""
        return {
            "name",
            "date_start",
            "date_end",
            "location",
            "online_link",
            "mode",
            "chair_id",
            "secretary_id",
        }

    def _event_room(self):
        # sudo: the entry belongs to the chair, the desk may lack the right to change
        # it; only values of the session go in, and the session was checked.
        # A clean context, for the defaults of the caller's form are not ours. Nobody
        # gets mail from the calendar: invitations are official letters.
        context = {
            "lang": self.env.lang,
            "tz": self.env.context.get("tz"),
            "dont_notify": True,
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "no_mail_to_attendees": True,
            "skip_attendee_notification": True,
            "skip_contact_description": True,
        }
        return self.env(context=context)["calendar.event"].sudo()

    def _prepare_event_values(self):
        """Return the values of the ``calendar.event`` of one session.

        Officials alone are attendees. ``confidential`` shows it to colleagues and
        hides it from everybody outside.
        """
        officials = (self.chair_id | self.secretary_id).partner_id
        values = {
            "name": self.name,
            "location": self.location or False,
            "videocall_location": self.online_link
            if self.mode in ("online", "hybrid")
            else False,
            "user_id": self.chair_id.id,
            "partner_ids": [Command.set(sorted(officials.ids))],
            "privacy": "confidential",
        }
        if self.mode == "in_writing":
            # a round in writing takes days, and nobody's hours
            first = self.company_id._dialogue_local(self.date_start).date()
            last = self.company_id._dialogue_local(self.date_end).date()
            values |= {
                "allday": True,
                "show_as": "free",
                "start_date": first,
                "stop_date": last,
                # the hours at which Odoo itself keeps whole days
                "start": datetime.combine(first, time(8)),
                "stop": datetime.combine(last, time(18)),
            }
        else:
            values |= {
                "allday": False,
                "show_as": "busy",
                "start": self.date_start,
                "stop": self.date_end,
            }
        return values

    def _sync_event(self):
        """Bring the calendar in step: make, change or remove the entry."""
        room = self._event_room()
        for session in self.sudo():
            event = room.browse(session.event_id.id)
            if session.state in ("draft", "cancelled"):
                event.unlink()
                continue
            if not (session.date_start and session.date_end and session.active):
                continue
            values = session._prepare_event_values()
            if event:
                # only what changed: a new time makes Odoo ask attendees again
                event.write(session._changed_event_values(event, values))
            else:
                event = room.create(values)
                # only now: given at creation, Odoo would plan an activity with it
                event.write(
                    {
                        "res_model_id": self.env["ir.model"]._get_id(self._name),
                        "res_id": session.id,
                    }
                )
                session.event_id = event

    def _changed_event_values(self, event, values):
        def current(name):
            value = event[name]
            if name == "partner_ids":
                return [Command.set(sorted(value.ids))]
            return value.id if name == "user_id" else value

        return {name: value for name, value in values.items() if current(name) != value}
