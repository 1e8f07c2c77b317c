from urllib.parse import urlsplit

from odoo import fields, models
from odoo.tools import email_normalize, format_date, format_datetime, hmac

from ..tools.calendar_file import Entry, Person, calendar_file


class DialogueSession(models.Model):
    """When and where a session is, in words and as a calendar file.

    Letters, pages and calendars say it with the same words. The link to join an
    online session is given to those alone of whom the caller says that they may have
    it.
    """

    _inherit = "dialogue.session"

    def _public_path(self):
        """Return the path of the public page of one session."""
        self.ensure_one()
        return f"/dialogue/sessions/{self.id}"

    def _public_url(self):
        """Return the whole address of the public page of one session."""
        return self.get_base_url() + self._public_path()

    def _issuer_name(self):
        """Return the name under which the department of one session speaks."""
        return self.company_id.dialogue_issuer or self.company_id.name

    def _when_words(self):
        """Return day and hours of one session, where the department is."""
        if not self.date_start:
            return ""
        first = self.company_id._dialogue_local(self.date_start).date()
        end = self.date_end or self.date_start
        last = self.company_id._dialogue_local(end).date()
        if self.mode == "in_writing":
            return self.env._(
                "from %(first)s to %(last)s",
                first=self._day_words(first),
                last=self._day_words(last),
            )
        if first == last:
            return self.env._(
                "%(start)s to %(end)s, %(day)s",
                start=self._hour_words(self.date_start),
                end=self._hour_words(end),
                day=self._day_words(first),
            )
        return self.env._(
            "%(start)s, %(first)s to %(end)s, %(last)s",
            start=self._hour_words(self.date_start),
            first=self._day_words(first),
            end=self._hour_words(end),
            last=self._day_words(last),
        )

    def _day_words(self, day):
        return format_date(self.env, day, date_format="EEEE, dd/MM/yyyy")

    def _hour_words(self, moment):
        tz = self.company_id._dialogue_tz()
        return format_datetime(self.env, moment, tz=tz, dt_format="HH:mm")

    def _where_words(self):
        """Return in one line where one session is; never the link to join."""
        if self.mode == "in_writing":
            return self.env._("In writing")
        if self.mode == "online":
            return self.env._("Online")
        if self.mode == "hybrid":
            return self.env._("%s, or online", self.location or "")
        return self.location or ""

    def _join_link(self):
        """Return the link to join one session, if there is one for the browser."""
        link = (self.online_link or "").strip()
        is_online = self.mode in ("online", "hybrid")
        is_safe = urlsplit(link).scheme in ("http", "https")
        return link if is_online and is_safe else ""

    # ------------------------------------------------------------------
    # The calendar file
    # ------------------------------------------------------------------

    def _calendar_file(self, method, url, join_link="", attendee=None, answer=None):
        """Return the calendar file of one session; call it in sudo.

        :param str method: ``PUBLISH``, ``REQUEST`` or ``CANCEL``
        :param str url: where whoever gets the file reads more
        :param str join_link: the link to join, for those who may have it
        :param attendee: ``Person`` who is invited, or None
        :param answer: PARTSTAT of the attendee
        :return: bytes
        """
        self.ensure_one()
        start, end = self.date_start, self.date_end
        if self.mode == "in_writing":
            start = self.company_id._dialogue_local(start).date()
            end = self.company_id._dialogue_local(end).date()
        entry = Entry(
            uid=self._calendar_uid(),
            sequence=self.calendar_sequence,
            stamp=fields.Datetime.now(),
            start=start,
            end=end,
            summary=self.name,
            place=self._where_words(),
            text="\n".join(self._calendar_lines(method, url, join_link)),
            url=url,
            organizer=self._calendar_organizer(),
            attendee=attendee,
            answer=answer or "NEEDS-ACTION",
        )
        return calendar_file(entry, method)

    def _calendar_uid(self):
        """Return what makes the entry of one session one, in every calendar."""
        # sudo: the secret of the database; it leaves only inside the seal
        seal = hmac(self.env(su=True), "dialogue_tthc.calendar", self.id)
        return f"{seal[:32]}@dialogue"

    def _calendar_lines(self, method, url, join_link):
        lines = [self._issuer_name()]
        if method == "CANCEL":
            lines.append(self.env._("This session was cancelled."))
        elif self.question_deadline:
            lines.append(
                self.env._(
                    "Questions can be sent until %s.",
                    format_date(self.env, self.question_deadline),
                )
            )
        if join_link and method != "CANCEL":
            lines.append(self.env._("Join online: %s", join_link))
        if url:
            lines.append(self.env._("Details and reply: %s", url))
        return lines

    def _calendar_organizer(self):
        """Return the department: it invites, and no official by name."""
        company = self.company_id
        mail = email_normalize(company.email or "", strict=False)
        if not mail:
            # an invitation has an organizer; to this address nobody can write
            mail = f"noreply@{urlsplit(self.get_base_url()).hostname or 'localhost'}"
        return Person(self._issuer_name(), mail)


class DialogueAttendance(models.Model):
    _inherit = "dialogue.attendance"

    def _join_link(self):
        """Return the link to join the session, if this invitee said that they come."""
        if self.state not in ("confirmed", "attended"):
            return ""
        return self.session_id._join_link()

    def _calendar_file(self, method, url=None):
        """Return the calendar file for one invitee; call it in sudo.

        :param str method: ``REQUEST`` or ``CANCEL`` in a letter, which names the
            invitee; ``PUBLISH`` for a file that is fetched
        :param str url: where they read more; the private link if not given
        :return: bytes
        """
        self.ensure_one()
        mail = self.partner_id.email_normalized
        is_letter = method != "PUBLISH" and bool(mail)
        answers = {"confirmed": "ACCEPTED", "declined": "DECLINED"}
        return self.session_id._calendar_file(
            method,
            url or self._link_url("invitation"),
            join_link=self._join_link(),
            attendee=Person(self.name or "", mail) if is_letter else None,
            answer=answers.get(self.state),
        )
