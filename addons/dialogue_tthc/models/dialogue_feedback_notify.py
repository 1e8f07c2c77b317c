from odoo import api, models
from odoo.tools import email_normalize, plaintext2html

from .feedback_states import FIRST_RECEIPT
from .mail_message import ExchangeTicket, QuietTicket

# moves by which a case is nobody's but the desk's
BACK_AT_DESK = ("info_accepted", "return_to_desk", "take_back", "reopen")
ANSWERED_STATES = ("answered", "closed")
# states in which an officer of a division writes the answer
UNDER_WAY = ("assigned", "drafting")
INFO_RECEIVED = "dialogue_tthc.mail_template_feedback_info_received"
# what the petitioner is told of a move, or of the state that it leads to; one letter
# for each move. A referral is told by its own words (_tell_petitioners).
TEMPLATES = {
    "receive": "dialogue_tthc.mail_template_feedback_received",
    "ask_info": "dialogue_tthc.mail_template_feedback_need_info",
    "info_received": INFO_RECEIVED,
    "info_accepted": INFO_RECEIVED,
    "info_assigned": INFO_RECEIVED,
    "accept": "dialogue_tthc.mail_template_feedback_accepted",
    "refuse": "dialogue_tthc.mail_template_feedback_refused",
    "appeal": "dialogue_tthc.mail_template_feedback_appealed",
    "answered": "dialogue_tthc.mail_template_feedback_answered",
    "reopen": "dialogue_tthc.mail_template_feedback_reopened",
    "withdraw": "dialogue_tthc.mail_template_feedback_withdrawn",
    "withdraw_unanswered": "dialogue_tthc.mail_template_feedback_unanswered",
    "merge": "dialogue_tthc.mail_template_feedback_merged",
    "unmerge": "dialogue_tthc.mail_template_feedback_unmerged",
}
LETTER = "dialogue_tthc.mail_template_feedback_message"
LETTERS = "dialogue_tthc.mail_template_feedback_messages"
CLASSIFY = "dialogue_tthc.mail_activity_feedback_classify"
ANSWER = "dialogue_tthc.mail_activity_feedback_answer"
REVIEW = "dialogue_tthc.mail_activity_feedback_review"
INFO = "dialogue_tthc.mail_activity_feedback_info"
MESSAGE = "dialogue_tthc.mail_activity_feedback_message"
# what is planned before the answer, and the terms that say until when
FIRST_STEPS = {CLASSIFY: ("accept", "classify"), INFO: ("supplement",)}


class DialogueFeedback(models.Model):
    """Who is told what: the petitioner by mail, the officials by activities.

    The petitioner is never a follower, an author or a recipient on the case itself,
    because everybody who may read the case sees those.
    """

    _inherit = "dialogue.feedback"

    # ------------------------------------------------------------------
    # Exchange with the petitioner
    # ------------------------------------------------------------------

    def _post_from_petitioner(self, body_text, files=()):
        """Record words of the petitioner in the exchange, without their name.

        :param str body_text: plain text as typed
        :param files: iterable of (name: str, content: bytes)
        :return: the ``mail.message``
        """
        self.ensure_one()
        attachments = self._attach(files)
        author = self.env.ref("dialogue_tthc.partner_petitioner")
        message = self._post_exchange(body_text, author, attachments)
        # followers get no notice of the exchange, and nobody may follow at all
        self.activity_unlink([MESSAGE])
        self._schedule_for(MESSAGE, self._keeper, self.company_id._dialogue_today())
        return message

    def _post_to_petitioner(self, body_text):
        """Record words of the department in the exchange.

        The term of the next word to the petitioner begins anew.

        :param str body_text: plain text
        :return: the ``mail.message``
        """
        self.ensure_one()
        # the job writes too, and has no language
        reason = self._in_company_lang().env._("The department wrote to the petitioner")
        self.env["dialogue.clock"]._restart(self, "update", reason)
        return self._post_exchange(body_text, self.company_id.partner_id)

    def _write_to_petitioner(self, body_text):
        """Record words of the department in the exchange, and mail them.

        A petitioner who wrote on paper has an address perhaps, and no portal.

        :param str body_text: plain text
        """
        self.ensure_one()
        self._post_to_petitioner(body_text)
        self.with_context(dialogue_message=body_text)._mail_petitioner(LETTER)

    @api.model
    def _write_to_petitioners(self, words):
        """Write about several cases at once: who has many of them gets one letter.

        Each case keeps its own words in the exchange.

        :param dict words: case -> plain text; the cases are of one company
        """
        for case, text in words.items():
            case._post_to_petitioner(text)
        cases = self.browse(case.id for case in words)
        # sudo: only to tell who gets which letter; colleagues at one address do not
        # read what another one asked
        readers = cases.grouped(
            lambda case: (
                email_normalize(case.sudo().petitioner_id.email or ""),
                case.sudo().petitioner_id.name,
                case._petitioner_lang(),
            )
        )
        texts = {case.id: text for case, text in words.items()}
        for (address, _name, _lang), together in readers.items():
            if len(together) == 1:
                message = texts[together.id]
                together.with_context(dialogue_message=message)._mail_petitioner(LETTER)
            elif address:
                told = {case.id: texts[case.id] for case in together}
                together[0].with_context(dialogue_told=told)._mail_petitioner(LETTERS)

    def _told_together(self):
        """Return what one letter about several cases says.

        :return: list of (``dialogue.feedback``, plain text)
        """
        told = self.env.context.get("dialogue_told") or {}
        # each of them has its own links, below its own words
        cases = self.with_context(dialogue_told=None)
        return [(cases.browse(number), text) for number, text in told.items()]

    def _post_exchange(self, body_text, author, attachments=None):
        # sudo: the message is written in the name of the department or of the
        # unnamed petitioner; who may call this was checked by the move or the route
        return (
            self.sudo()
            .with_context(
                mail_post_autofollow_author_skip=True,
                dialogue_exchange_ticket=ExchangeTicket(),
            )
            .message_post(
                body=plaintext2html(body_text),
                author_id=author.id,
                email_from=self.company_id.partner_id.email_formatted
                or self.company_id.name,
                message_type="comment",
                subtype_xmlid="dialogue_tthc.mt_petitioner",
                attachment_ids=attachments.ids if attachments else None,
            )
        )

    def _petitioner_messages(self):
        """Return the messages the petitioner may see, oldest first.

        :return: ``mail.message`` in sudo; nothing internal is among them
        """
        self.ensure_one()
        subtype = self.env.ref("dialogue_tthc.mt_petitioner")
        # sudo: exactly the messages of the exchange, which are meant for both sides
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("subtype_id", "=", subtype.id),
                ],
                order="date, id",
            )
        )

    def _tell_petitioner(self, move):
        """Mail the petitioners what a move means for them: one letter, or none."""
        if isinstance(self.env.context.get("dialogue_quiet"), QuietTicket):
            return
        xmlid = TEMPLATES.get(move.name) or TEMPLATES.get(move.target)
        if not xmlid:
            return
        if move.name == "receive":
            self._tell_of_receipt(xmlid)
            return
        told = self
        if move.name == "merge":
            told -= self._tell_of_given_answer()
        elif move.target == "answered":
            told |= self._with_merged()
        told._mail_petitioner(xmlid)

    def _tell_of_given_answer(self):
        """Mail the answer to petitioners whose cases joined one answered before.

        :return: the cases of ``self`` that joined such a one
        """
        joined = self.filtered(
            lambda case: case.merged_into_id.state in ANSWERED_STATES
        )
        joined._with_merged()._mail_petitioner(TEMPLATES["answered"])
        return joined

    def _with_merged(self):
        """Return ``self`` and all cases that were merged into it, at any depth."""
        found = level = self.with_context(active_test=False)
        while level:
            level = level.merged_ids - found
            found |= level
        return found

    def _petitioner_lang(self):
        """Return the language code to write to the petitioner in."""
        return (
            self.petitioner_id.partner_id.lang
            # sudo: of the form, which is closed, the language that it was filled in
            or self.sudo().filing_id.lang
            or self.company_id.partner_id.lang
            or self.env.lang
        )

    def _in_company_lang(self):
        """Return ``self`` in the language that the department writes in."""
        # sudo: specialists may not read the contact of the department
        lang = self.sudo().company_id.partner_id.lang or self.env.lang
        return self.with_context(lang=lang)

    def _valid_answer(self):
        """Return the answer that holds for this case, also through a merge.

        :return: one ``dialogue.answer`` or none
        """
        feedback = self
        while feedback.state == "merged" and feedback.merged_into_id:
            feedback = feedback.merged_into_id
        return feedback.answer_id

    # ------------------------------------------------------------------
    # Activities of the officials
    # ------------------------------------------------------------------

    def _plan_activity(self, move):
        """Close the activities of the step just left and plan the next one."""
        if move.name != FIRST_RECEIPT:
            self.activity_unlink([CLASSIFY, ANSWER, REVIEW, INFO])
        if move.name.startswith("info_"):
            self.activity_unlink([MESSAGE])
        if move.target == "received" or move.name in BACK_AT_DESK:
            # nothing else of the company is asked when a case is filed
            self.company_id.fetch(["dialogue_desk_user_id"])
            self._schedule_for(
                CLASSIFY,
                lambda case: case.company_id.dialogue_desk_user_id,
                steps=FIRST_STEPS[CLASSIFY],
            )
        elif move.target in UNDER_WAY:
            self._schedule_answer()
        elif move.target == "review":
            self._schedule_for(
                REVIEW, lambda case: case.company_id.dialogue_approver_id
            )
        elif move.target == "need_info":
            self._schedule_for(INFO, self._keeper, steps=FIRST_STEPS[INFO])

    def write(self, vals):
        result = super().write(vals)
        if not {"department_id", "user_id"}.isdisjoint(vals):
            # whoever has the case now is told, by the day that holds now
            self.filtered(lambda case: case.state in UNDER_WAY)._schedule_answer()
        elif vals.get("date_deadline"):
            self._move_answer(vals["date_deadline"])
        return result

    def _move_answer(self, day):
        """Put the planned answers and their reviews on another day; who does stays.

        A change of the calendar moves thousands at once, so nobody is mailed: the
        reminders follow the new day.

        :param day: the day on which the answers are due now
        """
        planned = self._planned(ANSWER, REVIEW)
        planned.date_deadline = day
        missing = self - self.browse(planned.mapped("res_id"))
        missing.filtered(lambda case: case.state in UNDER_WAY)._schedule_answer()

    def _move_first_steps(self):
        """Put what is planned before the answer on the days that its terms have now."""
        for xmlid, steps in FIRST_STEPS.items():
            days = self._due_days(steps)
            planned = self._planned(xmlid).filtered(
                lambda one, days=days: one.date_deadline != days.get(one.res_id)
            )
            for day, own in planned.grouped(
                lambda one, days=days: days.get(one.res_id)
            ).items():
                if day:
                    own.date_deadline = day

    def _planned(self, *xmlids):
        """Return (in sudo) the activities of these kinds on the cases.

        :param xmlids: external ids of ``mail.activity.type``
        """
        # sudo: the ids of kinds of activities are no secret, and known without asking
        data_sudo = self.env["ir.model.data"].sudo()
        kinds = [data_sudo._xmlid_to_res_id(xmlid) for xmlid in xmlids]
        # sudo: the activity follows the case, whoever it is for
        activities = self.env["mail.activity"].sudo()
        return activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "in", kinds),
            ]
        )

    def _schedule_answer(self):
        """Plan the answer by the due day: for the officer, or whoever heads them."""
        self.activity_unlink([ANSWER])
        # sudo: who heads a division is no secret, but only HR reads employees
        self._schedule_for(
            ANSWER,
            lambda case: case.user_id or case.sudo().department_id.manager_id.user_id,
        )

    @api.model
    def _keeper(self, feedback):
        """Return whom a case is with: its officer, or the desk."""
        return feedback.user_id or feedback.company_id.dialogue_desk_user_id

    def _schedule_for(self, xmlid, user_of, day=None, steps=()):
        """Plan an activity for somebody on each case.

        :param str xmlid: external id of the ``mail.activity.type``
        :param user_of: function of one case that returns a user or none
        :param day: by when; if not given the due day of the first of ``steps``, else
            of the answer, else today
        :param steps: keys of ``dialogue_term.STEPS``
        """
        # a sealed case exists for its readers alone
        told = {
            feedback: user
            for feedback in self
            if (user := user_of(feedback))
            and (not feedback.is_sealed or feedback._readable_by(user))
        }
        days = self._due_days(steps) if steps and told else {}
        for feedback, user in told.items():
            # the summary is kept in the language of whoever reads it
            feedback.with_context(lang=user.lang).activity_schedule(
                xmlid,
                date_deadline=day
                or days.get(feedback.id)
                or feedback.date_deadline
                or feedback.company_id._dialogue_today(),
                user_id=user.id,
            )

    def _due_days(self, steps):
        """Return the nearest due day among open terms of these steps.

        :return: dict case id -> date; without the cases that have none
        """
        clocks = self.env["dialogue.clock"]._open(self, steps)
        days = {}
        for clock in clocks.filtered("due_on").sorted("due_on"):
            days.setdefault(clock.feedback_id.id, clock.due_on)
        return days
