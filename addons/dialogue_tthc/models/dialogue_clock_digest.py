from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from .dialogue_clock import RUNNING
from .dialogue_clock_tell import Words

# so many lines of each kind are told; the rest is a number and the list itself
MOST_LINES = 100
TEMPLATE = "dialogue_tthc.clock_digest"


class DialogueClock(models.Model):
    """The morning mail: one for a division instead of one for each due day.

    It goes to those of the division who were reminded this morning; leaders get one
    for all divisions. Each reads only what they may read. A mail and the mark on its
    notices commit together: so a killed job loses nothing and sends nothing twice.
    """

    _inherit = "dialogue.clock"

    @api.model
    def _send_digests(self):
        """Queue the morning mails of all notices that wait, and commit each.

        :return: whether there were any
        """
        # sudo: the job's; each reader is asked for what they may read
        notices = self.env["dialogue.clock.notice"].sudo()
        waiting = Domain("is_waiting_for_digest", "=", True)
        groups = notices._read_group(
            waiting & Domain("audience", "!=", "leader"),
            ["company_id", "department_id"],
        )
        digests = [
            (
                company,
                department,
                waiting
                & Domain("company_id", "=", company.id)
                & Domain("department_id", "=", department.id)
                & Domain("audience", "!=", "leader"),
            )
            for company, department in groups
        ] + [
            (
                company,
                self.env["hr.department"],
                waiting
                & Domain("company_id", "=", company.id)
                & Domain("audience", "=", "leader"),
            )
            for (company,) in notices._read_group(
                waiting & Domain("audience", "=", "leader"), ["company_id"]
            )
        ]
        for company, department, domain in digests:
            # another job has what is locked
            self._send_digest(
                company, department, notices.search(domain).try_lock_for_update()
            )
            self.env["ir.cron"]._commit_progress(remaining=1)
            self.env.invalidate_all()
        return bool(digests)

    @api.model
    def _send_digest(self, company, department, notices):
        """Queue the mail of one division (or of the leaders), and mark the notices."""
        notices = notices.filtered("is_waiting_for_digest")
        if not notices:
            return
        clocks = notices.clock_id.filtered(
            lambda clock: clock.state == RUNNING and clock.due_on
        )
        if clocks:
            self._queue(
                company, self._digest_mails(company, department, notices, clocks)
            )
        notices.write({"is_waiting_for_digest": False})

    def _digest_mails(self, company, department, notices, clocks):
        """Return the mails of one digest: one for all who read the same lines."""
        today = company._dialogue_today()
        readers, words = clocks._readers(), Words(clocks, today)
        clocks = clocks.sorted(lambda clock: (clock.due_on, clock.id))
        same = {}
        for user in notices.user_id:
            if not user.email:
                continue
            seen = tuple(
                clock.id for clock in clocks if readers.may(user, clock._subject())
            )
            if seen:
                same.setdefault((user.lang, seen), []).append(user.partner_id.id)
        return [
            {
                **clocks.browse(seen)._digest(company, department, words, lang, today),
                "partners": partner_ids,
            }
            for (lang, seen), partner_ids in same.items()
        ]

    def _digest(self, company, department, words, lang, today):
        """Return subject and body of the mail that lists these clocks."""
        env = self.with_context(lang=lang).env
        parts = [
            (env._("Overdue"), lambda due: due < today),
            (env._("Due today"), lambda due: due == today),
            (env._("Due soon"), lambda due: due > today),
        ]
        sections = []
        for title, belongs in parts:
            own = self.filtered(lambda clock, belongs=belongs: belongs(clock.due_on))
            if own:
                rest = len(own) - MOST_LINES
                sections.append(
                    {
                        "title": f"{title}: {len(own)}",
                        "lines": [
                            clock._digest_line(words, lang)
                            for clock in own[:MOST_LINES]
                        ],
                        "more": rest > 0
                        and env._("And %s more: see the list of cases.", rest),
                    }
                )
        name = department.name or company.dialogue_issuer or company.name
        day = format_date(env, today)
        body = env["ir.qweb"]._render(
            TEMPLATE,
            {
                "name": name,
                "heading": env._("Due days on %s", day),
                "sections": sections,
                "company": company,
            },
        )
        return {
            "subject": env._("Due days on %(day)s: %(name)s", day=day, name=name),
            "body_html": body,
        }

    def _digest_line(self, words, lang):
        code, name = words.title(self)
        return {
            "code": code,
            "name": name,
            "summary": words.summary(self, lang),
            "url": words.url(self),
        }
