import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..tools.legal_clock import standing
from .dialogue_clock import SUBJECTS

_logger = logging.getLogger(__name__)

DUE = "dialogue_tthc.mail_activity_clock_due"
PHONE = "dialogue_tthc.mail_activity_clock_phone"
# rungs that speak to officials; the others write letters
OFFICIALS = ("officer", "head", "leader", "desk")


class DialogueClock(models.Model):
    """How people are reminded: a notice for the record, an activity, a mail.

    Only what the database took as a new notice is told: two jobs at once, or one that
    is run again, tell nothing twice.
    """

    _inherit = "dialogue.clock"

    def _tell(self, speaking, today):
        """Remind of clocks of one company; see :meth:`_remind`.

        :param speaking: list of (clock, ``Reached``)
        :param today: the day that it is where the company is
        """
        if not speaking:
            return
        company = self.company_id
        lines = self._reminder_lines(speaking)
        told = self._note(lines)
        lines = [line for line in lines if line["key"] in told]
        to_people = {}
        for line in lines:
            if line["user"]:
                to_people.setdefault(line["clock"], self.env["res.users"])
                to_people[line["clock"]] |= line["user"]
        words = Words(self, today)
        self._plan_activities(to_people, DUE, words.summary)
        if not company.dialogue_is_digest:
            self._queue_mails(to_people, words)
        self._write_letters([line for line in lines if not line["user"]])

    # ------------------------------------------------------------------
    # Notices
    # ------------------------------------------------------------------

    def _reminder_lines(self, speaking):
        """Return whom each rung speaks to: one line for each person.

        :return: list of dict with ``clock``, ``rung``, ``audience``, ``user`` (none
            for a letter) and ``key``, which is unique as the notice is
        """
        readers, leaders = self._readers(), self._leaders(self.company_id)
        nobody, lines, silent = self.env["res.users"], [], []
        furthest = {}
        for clock, rung in speaking:
            key = (clock, clock._spoken_to(rung.audience))
            if key not in furthest or furthest[key].distance < rung.distance:
                furthest[key] = rung
        for (clock, audience), rung in furthest.items():
            users = nobody
            if audience in OFFICIALS:
                users = clock._people(audience, leaders, readers)
                if not users:
                    silent.append(clock.id)
                    continue
            lines += [
                {
                    "clock": clock,
                    "rung": rung,
                    "audience": audience,
                    "user": user,
                    "key": (clock.id, rung.day, audience, user.id or 0),
                }
                for user in (users or [nobody])
            ]
        if silent:
            # nobody may read them: the administrator is told, by number alone
            _logger.warning("Nobody can be reminded of these terms: %s", silent)
        return lines

    def _spoken_to(self, audience):
        """Return whom a rung of one clock speaks to, as things stand.

        A letter needs something to say: where there is nothing, the officer is asked
        to write a word instead.
        """
        if audience == "petitioner" and not (
            self.step == "supplement"
            or (self.step == "update" and self.feedback_id.state == "referred")
        ):
            return "officer"
        if audience == "body" and not self.referral_id:
            return "officer"
        return audience

    def _note(self, lines):
        """Write the notices, those that are new.

        :param lines: see :meth:`_reminder_lines`
        :return: set of the keys of the lines that are new
        """
        rows = {line["key"]: line for line in lines}.values()
        is_digest = self.company_id.dialogue_is_digest
        query = SQL(
            """
            INSERT INTO dialogue_clock_notice (
                   clock_id, due_on, day, distance, audience, user_id,
                   department_id, is_waiting_for_digest,
                   company_id, create_uid, write_uid, create_date, write_date
            )
            SELECT line.*, %(company)s, %(uid)s, %(uid)s, %(now)s, %(now)s
              FROM unnest(
                   %(clocks)s::int[], %(dues)s::date[], %(days)s::date[],
                   %(distances)s::int[], %(audiences)s::varchar[], %(users)s::int[],
                   %(departments)s::int[], %(waiting)s::bool[]
              ) AS line
                ON CONFLICT DO NOTHING
            RETURNING clock_id, day, audience, COALESCE(user_id, 0)
            """,
            company=self.company_id.id,
            uid=self.env.uid,
            now=fields.Datetime.now(),
            clocks=[line["clock"].id for line in rows],
            dues=[line["clock"].due_on for line in rows],
            days=[line["rung"].day for line in rows],
            distances=[line["rung"].distance for line in rows],
            audiences=[line["audience"] for line in rows],
            users=[line["user"].id or None for line in rows],
            departments=[line["clock"]._department().id or None for line in rows],
            waiting=[is_digest and bool(line["user"]) for line in rows],
        )
        self.flush_recordset()
        # by hand, because the database decides which of them are new
        told = set(self.env.execute_query(query))
        self.invalidate_recordset(["notice_ids"])
        return told

    # ------------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------------

    @api.model
    def _plan_activities(self, users_by_clock, xmlid, summary_of):
        """Plan one activity for each clock and user; it replaces the one before.

        :param dict users_by_clock: clock -> users
        :param str xmlid: external id of the ``mail.activity.type``
        :param summary_of: function of a clock and a language code
        """
        if not users_by_clock:
            return
        kind = self.env.ref(xmlid)
        clocks = self.browse(clock.id for clock in users_by_clock)
        clocks._reminders().filtered(
            lambda one: (
                one.activity_type_id == kind
                and one.user_id in users_by_clock[one.dialogue_clock_id]
            )
        ).unlink()
        model_ids = {model: self.env["ir.model"]._get_id(model) for model in SUBJECTS}
        vals_list = []
        for clock, users in users_by_clock.items():
            subject = clock._subject()
            vals_list += [
                {
                    "res_model_id": model_ids[subject._name],
                    "res_model": subject._name,
                    "res_id": subject.id,
                    "activity_type_id": kind.id,
                    "summary": summary_of(clock, user.lang),
                    "date_deadline": clock.due_on,
                    "user_id": user.id,
                    "automated": True,
                    "dialogue_clock_id": clock.id,
                }
                for user in users
            ]
        # sudo (inherited): whoever is reminded may read the record, that was asked
        self.env["mail.activity"]._plan_quietly(vals_list)

    # ------------------------------------------------------------------
    # Mails
    # ------------------------------------------------------------------

    def _queue_mails(self, users_by_clock, words):
        """Queue one mail for each clock and language, to those who have an address.

        The clocks are among these, which are of one company.

        The mails are not tied to the records: they show in no history.

        :param dict users_by_clock: clock -> users
        :param Words words: what is said
        """
        vals_list = []
        for clock, users in users_by_clock.items():
            by_lang = {}
            for user in users:
                if user.email:
                    by_lang.setdefault(user.lang, []).append(user.partner_id.id)
            for lang, partner_ids in by_lang.items():
                subject, body = words.mail(clock, lang)
                vals_list.append(
                    {"subject": subject, "body_html": body, "partners": partner_ids}
                )
        self._queue(self.company_id, vals_list)

    @api.model
    def _queue(self, company, vals_list):
        """Put mails of a company to its officials into the queue.

        :param vals_list: list of dict with ``subject``, ``body_html`` and
            ``partners``, a list of ids
        """
        if not vals_list:
            return
        sender = company.email_formatted or self.env.user.email_formatted
        self.env["mail.mail"].create(
            [
                {
                    # a line break, as in a task out of a minute, ends a header
                    "subject": " ".join(vals["subject"].split()),
                    "body_html": vals["body_html"],
                    "recipient_ids": [fields.Command.set(vals["partners"])],
                    "author_id": company.partner_id.id,
                    "email_from": sender,
                    "reply_to": sender,
                    "message_type": "email_outgoing",
                    "state": "outgoing",
                    "auto_delete": True,
                    "is_internal": True,
                }
                for vals in vals_list
            ]
        )

    # ------------------------------------------------------------------
    # Letters
    # ------------------------------------------------------------------

    def _write_letters(self, lines):
        """Write to petitioners and bodies; where no mail reaches them, plan a call."""
        to_phone, referrals, words = {}, self.env["dialogue.referral"], {}
        leaders = readers = None
        for line in lines:
            clock = line["clock"]
            if line["audience"] == "body":
                referrals |= clock.referral_id
            elif clock.step == "update":
                words[clock.feedback_id] = clock.feedback_id._progress_words()
            else:
                words[clock.feedback_id] = clock.feedback_id._missing_words(clock)
                if not clock.feedback_id.petitioner_id.email:
                    readers = readers or self._readers()
                    if leaders is None:
                        leaders = self._leaders(self.company_id)
                    to_phone[clock] = clock._people("desk", leaders, readers)
        self.env["dialogue.feedback"]._write_to_petitioners(words)
        if to_phone:
            summaries = {}

            def summary(_clock, lang):
                if lang not in summaries:
                    summaries[lang] = (
                        self.env.ref(PHONE).with_context(lang=lang).summary
                    )
                return summaries[lang]

            self._plan_activities(to_phone, PHONE, summary)
        if referrals:
            referrals._remind_body()


class Words:
    """What is said of due days, in the language of each reader; looked up once.

    :param clocks: ``dialogue.clock`` of one company, in sudo
    :param today: the day that it is there
    """

    def __init__(self, clocks, today):
        self._clocks = clocks
        self._today = today
        self._company = clocks.company_id
        self._calendar = self._company._dialogue_calendar()
        self._base = self._company.get_base_url()
        self._langs = {}
        self._said = {}

    def _in(self, lang):
        """Return the environment of a language, and the names of the steps in it."""
        if lang not in self._langs:
            clocks = self._clocks.with_context(lang=lang)
            steps = clocks._fields["step"]._description_selection(clocks.env)
            self._langs[lang] = (clocks.env, dict(steps))
        return self._langs[lang]

    def line(self, clock, lang):
        """Return (step, due day, how far it is) of a clock, in words."""
        key = (clock.step, clock.due_on, lang)
        if key not in self._said:
            env, steps = self._in(lang)
            self._said[key] = (
                steps[clock.step],
                format_date(env, clock.due_on),
                self._far(env, clock.due_on),
            )
        return self._said[key]

    def _far(self, env, due):
        far = standing(due, self._today, self._calendar)
        if far.is_overdue:
            if far.days == 1:
                return env._("overdue by 1 working day")
            return env._("overdue by %s working days", far.days)
        if not far.days:
            return env._("due today")
        if far.days == 1:
            return env._("with 1 working day left")
        return env._("with %s working days left", far.days)

    def summary(self, clock, lang):
        """Return the summary of an activity."""
        step, due, far = self.line(clock, lang)
        env, _steps = self._in(lang)
        return env._("%(step)s: due on %(due)s, %(far)s", step=step, due=due, far=far)

    def title(self, clock):
        """Return (code or number, subject) of what a clock belongs to.

        Nobody who asked is named: neither holds more than the record itself shows.
        """
        subject = clock._subject()
        if subject._name == "dialogue.feedback":
            return subject.code or "", subject.subject
        if subject._name == "dialogue.commitment":
            return subject.feedback_id.code or "", subject.name
        if subject._name == "dialogue.referral":
            return subject.document_reference or "", subject.name
        return "", subject.name

    def url(self, clock):
        """Return the address at which the record opens."""
        subject = clock._subject()
        return f"{self._base}/mail/view?model={subject._name}&res_id={subject.id}"

    def mail(self, clock, lang):
        """Return (subject, body) of the mail about one clock."""
        env, _steps = self._in(lang)
        step, due, far = self.line(clock, lang)
        code, name = self.title(clock)
        body = Markup(
            '<p><strong>%s</strong> %s</p><p>%s</p><p><a href="%s">%s</a></p><p>%s</p>'
        ) % (
            code,
            name,
            env._("%(step)s: due on %(due)s, %(far)s", step=step, due=due, far=far),
            self.url(clock),
            env._("Open it"),
            self._company.dialogue_issuer or self._company.name,
        )
        return f"{code or name}: {step}, {far}", body
