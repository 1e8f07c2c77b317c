from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

PARTS = ("running", "coming", "past")


class DialogueSession(models.Model):
    """The lists of sessions that everybody may read: plain values.

    A draft is in none of them, nor what was cancelled, for it was not held.
    """

    _inherit = "dialogue.session"

    @api.model
    def _public_parts(self):
        """Return which sessions are in which part of the lists, and in what order.

        What was announced and whose time is over is past, also while nobody has
        recorded that it was held: its page is to be found on the day after.

        :return: dict: each of ``PARTS`` -> (domain, order)
        """
        public = self._public_domain()
        is_over = Domain("date_end", "<", fields.Datetime.now())
        announced = Domain("state", "=", "announced")
        ended = Domain("state", "in", ("concluding", "closed"))
        newest_first = "date_start desc, id desc"
        return {
            "running": (public & Domain("state", "=", "in_progress"), newest_first),
            "coming": (public & announced & ~is_over, "date_start, id"),
            "past": (public & (ended | (announced & is_over)), newest_first),
        }

    @api.model
    def _public_sessions(self, names=PARTS, limit=20, offset=0):
        """Return sessions as plain values, one part of the list after the other.

        :param names: of the parts, in their order
        :return: (list of dict, how many there are in all); each dict has ``part``,
            ``name``, ``path``, ``authority``, ``when``, ``place``,
            ``questions_until`` (of those that come; may be empty) and ``result_day``
            (empty while no result is published)
        """
        # sudo: announced sessions are public; the domains leave out all others, and
        # only what was announced of them leaves this method. Where officials keep a
        # record, in their archive or not, is nothing to the public.
        sessions_sudo = self.sudo().with_context(active_test=False)
        parts = self._public_parts()
        lines, total = [], 0
        for name in names:
            domain, order = parts[name]
            begin = max(offset - total, 0)
            total += sessions_sudo.search_count(domain)
            missing = limit - len(lines)
            if missing > 0:
                found = sessions_sudo.search(
                    domain, order=order, limit=missing, offset=begin
                )
                lines += [session._public_line(name) for session in found]
        return lines, total

    def _public_line(self, part):
        """Return one session as a line of a list; call it in sudo."""
        deadline = part == "coming" and self.question_deadline
        return {
            "part": part,
            "name": self.name,
            "path": self._public_path(),
            "authority": self._issuer_name(),
            "when": self._when_words(),
            "place": self._where_words(),
            "questions_until": format_date(self.env, deadline) if deadline else "",
            "result_day": format_date(self.env, self.result_published_on)
            if self.result_published_on
            else "",
        }

    @api.model
    def _public_announced(self, limit=10):
        """Return the sessions that are announced and not over yet, the next one first.

        :return: see ``_public_sessions``
        """
        return self._public_sessions(("coming",), limit)

    @api.model
    def _public_held(self, limit=5):
        """Return the sessions that run, then those that are over, the newest first.

        :return: see ``_public_sessions``
        """
        return self._public_sessions(("running", "past"), limit)
