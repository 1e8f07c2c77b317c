from odoo import models
from odoo.tools import format_date

from odoo.addons.dialogue_tthc.models.dialogue_answer import FROZEN_STATES
from odoo.addons.dialogue_tthc.models.feedback_states import OWED_STATES

# the terms that are the petitioner's business, in the order in which they are told;
# how long each desk has among officials is not
PORTAL_STEPS = ("supplement", "accept", "answer", "update")


class DialogueFeedback(models.Model):
    """What the page of a case shows beyond the fields a portal user may read.

    Each method picks single values out of records that stay closed, and returns
    plain values: templates never get hold of a record with more rights than the
    user has.
    """

    _inherit = "dialogue.feedback"

    # ------------------------------------------------------------------
    # Where it stands
    # ------------------------------------------------------------------

    def _portal_state_hint(self):
        """Return one sentence that says what the state means and what comes next."""
        self.ensure_one()
        state = self.portal_state
        if state == "merged" and self._portal_answer_records():
            state = "answered"
        return {
            "received": self.env._(
                "We have received it and are looking at who should handle it."
            ),
            "waiting": self.env._(
                "We need something more from you before we can go on."
            ),
            "handling": self.env._("The division in charge is working on your answer."),
            "referred": self.env._(
                "It is beyond our authority. We have passed it on to the authority in "
                "charge and will bring you its answer."
            ),
            "answered": self.env._("You can read the answer below."),
            "closed": self.env._("It has been answered and is finished."),
            "refused": self.env._(
                "We cannot handle it. Below you read why and where to turn."
            ),
            "withdrawn": self._portal_withdrawn_hint(),
            "merged": self.env._(
                "Others have asked the same. You get the same answer, here on this "
                "page."
            ),
        }[state]

    def _portal_withdrawn_hint(self):
        # sudo: one flag of the petitioner's own case
        if self.sudo().is_unanswered:
            return self.env._(
                "We did not get what we had asked you for, so we have ended it without "
                "an answer. If you still need one, please send a new petition together "
                "with what we asked for, and mention this code."
            )
        return self.env._("It was withdrawn at your request.")

    def _portal_timeline(self):
        """Return the steps of the case, from receipt to its end.

        :return: list of dict with ``label``, ``status`` (``done``, ``now`` or
            ``next``), ``date`` (naive UTC datetime or None) and ``detail`` (str)
        """
        self.ensure_one()
        state = self.portal_state
        steps = [self._portal_step("received", "done", self.received_on)]
        if state == "received":
            steps[0]["status"] = "now"
        if state in ("refused", "withdrawn", "merged"):
            steps.append(self._portal_step(state, "now"))
            if state == "merged":
                steps.append(self._portal_step("answered", "next"))
                answer = self._portal_answer_records()[:1]
                if answer:
                    steps[-2]["status"] = steps[-1]["status"] = "done"
                    steps[-1]["date"] = answer.issued_on
            return steps
        if self.accepted_on or state == "received":
            status = "done" if self.accepted_on else "next"
            steps.append(self._portal_step("accepted", status, self.accepted_on))
        if state == "waiting":
            steps.append(self._portal_step("waiting", "now"))
        ended = state in ("answered", "closed")
        if state == "referred":
            steps.append(self._portal_step("referred", "now"))
        else:
            status = "done" if ended else "now" if state == "handling" else "next"
            steps.append(self._portal_step("handling", status))
        steps.append(
            self._portal_step(
                "answered",
                "done" if ended else "next",
                self.answered_on if ended else None,
            )
        )
        return steps

    def _portal_step(self, name, status, date=None):
        label = {
            "received": self.env._("Receipt"),
            "accepted": self.env._("Acceptance for handling"),
            "waiting": self.env._("Waiting for your information"),
            "handling": self.env._("Preparation of the answer"),
            "referred": self.env._("Passing on to the authority in charge"),
            "answered": self.env._("Answer"),
            "refused": self.env._("Not accepted"),
            "withdrawn": self.env._("Withdrawn"),
            "merged": self.env._("Joined with a similar case"),
        }[name]
        word = {
            "done": self.env._("Done"),
            "now": self.env._("Now"),
            "next": self.env._("Not yet"),
        }[status]
        return {
            "name": name,
            "label": label,
            "status": status,
            "word": word,
            "date": date,
        }

    def _portal_context(self):
        """Return single names that belong to the case: who answers, which session.

        Which division has it is told, who in it is not; of a sealed case neither.

        :return: dict with ``authority``, ``department``, ``session``,
            ``refusal_reason`` (str or False)
        """
        self.ensure_one()
        # sudo: four names, all of them public or meant for the petitioner
        feedback_sudo = self.sudo()
        session_sudo = feedback_sudo.session_id
        company_sudo = feedback_sudo.company_id
        return {
            "authority": company_sudo.dialogue_issuer or company_sudo.name,
            "department": not feedback_sudo.is_sealed
            and feedback_sudo.department_id.name,
            # a session that is not announced yet is internal
            "session": session_sudo.state not in (False, "draft") and session_sudo.name,
            "refusal_reason": self.portal_state == "refused"
            and feedback_sudo.refusal_reason_id.name,
        }

    def _portal_parts(self):
        """Return the cases that this one was split into, if they are the user's."""
        self.ensure_one()
        # sudo: only the ids; which of them the user may see, the search decides
        return self.with_context(active_test=False).search(
            [("id", "in", self.sudo().child_ids.ids)], order="id"
        )

    # ------------------------------------------------------------------
    # Due days
    # ------------------------------------------------------------------

    def _portal_clocks(self):
        """Return the due days of the case with their explanation, as plain values.

        :return: list of dict: ``step``, ``name``, ``day`` (str, may be empty),
            ``light``, ``icon``, ``word``, ``note``, ``is_provisional``, ``hint``,
            ``pause`` (why it stands still, or ""), ``extension`` (dict of ``apology``
            and ``words``, or None) and ``ledger`` (values of the shared template)
        """
        self.ensure_one()
        names = {
            # each says who has something to do
            "supplement": self.env._("You send what we need"),
            "accept": self.env._("The authority says whether it accepts the question"),
            "answer": self.env._("The authority answers"),
            "update": self.env._("The authority says how far it is"),
        }
        # sudo: that the case is the user's was checked by whoever found it; of its
        # terms single values are picked, without names or reasons of officials
        clocks_sudo = self.env["dialogue.clock"]._open(self, PORTAL_STEPS)
        clocks_sudo = clocks_sudo.sorted(lambda clock: PORTAL_STEPS.index(clock.step))
        shown = []
        for clock, line in zip(clocks_sudo, clocks_sudo._lines(), strict=True):
            paused = clock.event_ids.filtered(lambda event: event.kind == "paused")[:1]
            is_paused = clock.state == "paused" and bool(paused)
            shown.append(
                {
                    **line,
                    "id": False,
                    "name": names[clock.step],
                    "pause": clock._pause_words(paused) if is_paused else "",
                    "extension": self._portal_extension(clock),
                    "ledger": clock._ledger_values(for_petitioner=True),
                }
            )
        return shown

    def _portal_extension(self, clock):
        """Return what the petitioner was told when a term was made longer, or None.

        :param clock: one ``dialogue.clock`` in sudo
        """
        event = clock.event_ids.filtered(lambda event: event.kind == "extended")[:1]
        if not event:
            return None
        return {
            "apology": clock._apology(event),
            "words": self.env._(
                "The term was extended; before, it ended on %s.",
                format_date(self.env, event.old_due_on),
            ),
        }

    def _portal_due_words(self):
        """Say for each case how far away its answer is, where one is owed.

        :return: dict id -> dict of ``light``, ``icon``, ``word``, ``note``
        """
        words = self.env["dialogue.ledger"]
        standings = {}
        # sudo: which department has it and whether its term stands still; of the
        # user's own cases, and only the words leave this method
        for company, cases_sudo in self.sudo().grouped("company_id").items():
            horizon, calendar = (
                company._dialogue_horizon(),
                company._dialogue_calendar(),
            )
            for case in cases_sudo:
                if case.date_deadline and case.state in OWED_STATES:
                    standings[case.id] = words._standing_words(
                        case.date_deadline, horizon, calendar, case.paused_on
                    )
        return standings

    # ------------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------------

    def _portal_answer_records(self):
        """Return the issued answers to this case, the valid one first, in sudo."""
        self.ensure_one()
        # sudo: issued answers are what the case is for; drafts are left out here
        feedback_sudo = self.sudo()
        valid = feedback_sudo._valid_answer()
        earlier = feedback_sudo.answer_ids.filtered(
            lambda answer: answer.state in FROZEN_STATES and answer != valid
        )
        if valid.state not in FROZEN_STATES:
            valid = valid.browse()
        return valid + earlier.sorted("version", reverse=True)

    def _portal_answers(self):
        """Return the issued answers as plain values, the valid one first.

        :return: list of dict: ``is_valid``, ``verdict`` (label), ``body`` (markup),
            ``legal_basis``, ``legal_documents`` (list of str), ``promised_action``,
            ``promised_on``, ``promised_by``, ``issued_on``, ``reference`` and ``date``
            of the letter, ``files``
        """
        return [
            answer._portal_values(self, is_valid=not position)
            for position, answer in enumerate(self._portal_answer_records())
        ]

    # ------------------------------------------------------------------
    # Messages and files
    # ------------------------------------------------------------------

    def _portal_messages(self):
        """Return the exchange with the petitioner as plain values, oldest first.

        :return: list of dict with ``date``, ``is_own``, ``author``, ``body`` (markup)
            and ``files``
        """
        self.ensure_one()
        own = self.env.ref("dialogue_tthc.partner_petitioner")
        authority = self._portal_context()["authority"]
        return [
            {
                "date": message.date,
                "is_own": message.author_id == own,
                # officials speak for their authority; none is named
                "author": self.env._("You") if message.author_id == own else authority,
                "body": message.body,
                "files": self._portal_files(message.attachment_ids),
            }
            for message in self._petitioner_messages()
        ]

    def _portal_attachments(self):
        """Return every file the petitioner may have of this case, in sudo."""
        self.ensure_one()
        # sudo: their own files, those of issued answers, those of the exchange
        messages = self._petitioner_messages()
        return (
            self.sudo().attachment_ids
            | self._portal_answer_records()._portal_attachments()
            | messages.attachment_ids
        ).filtered(lambda attachment: attachment.type == "binary")

    def _portal_own_files(self):
        """Return the petitioner's files that came with the case itself."""
        in_messages = self._petitioner_messages().attachment_ids
        # sudo: the petitioner's own files
        return self._portal_files(self.sudo().attachment_ids - in_messages)

    def _portal_files(self, attachments):
        """Return files as plain values.

        :param attachments: ``ir.attachment`` in sudo
        :return: list of dict with ``name``, ``size`` (bytes) and ``path``, which
            follows the path of the page
        """
        return [
            {
                "name": attachment.name,
                "size": attachment.file_size,
                "path": f"/file/{attachment.id}",
            }
            for attachment in attachments.sorted("id")
        ]
