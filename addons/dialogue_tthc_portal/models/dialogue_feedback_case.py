from odoo import models
from odoo.tools import format_date

from odoo.addons.dialogue_tthc.models.dialogue_feedback_rating import CHOICES
from odoo.addons.dialogue_tthc.models.dialogue_feedback_solved import SOLVED
from odoo.addons.dialogue_tthc.tools.qr import qr_address

# all of PORTAL_READABLE: what the page shows of a case is what a portal user may read
PAGE_FIELDS = (
    "code",
    "subject",
    "question",
    "kind",
    "sector_id",
    "procedure_id",
    "portal_state",
    "is_name_hidden",
    "received_on",
    "refusal_guidance",
)
ANSWERED = "dialogue_tthc.mail_template_feedback_answered"
# promises of a session are public once it has ended
CONCLUDED_STATES = ("closed",)


class DialogueFeedback(models.Model):
    """The page of a case as plain values, for an account and for a private link alike.

    An account reaches its case by its own rights, a link by the seal of its token; the
    page is built of the same values in both cases, so that no template ever gets hold
    of a record.
    """

    _inherit = "dialogue.feedback"

    def _portal_page(self, base):
        """Return everything that the page of this case shows.

        :param str base: path of the page; those of its files and steps begin with it
        :return: dict of plain values
        """
        self.ensure_one()
        shown = self.read(PAGE_FIELDS)[0]
        may_act = self._portal_may_act()
        return {
            "base": base,
            "id": self.id,
            "code": shown["code"],
            "subject": shown["subject"],
            "question": shown["question"],
            "kind": self._portal_label("kind"),
            "sector": shown["sector_id"] and shown["sector_id"][1],
            "procedure": shown["procedure_id"] and shown["procedure_id"][1],
            "state": shown["portal_state"],
            "state_label": self._portal_label("portal_state"),
            "is_name_hidden": shown["is_name_hidden"],
            "received_on": shown["received_on"],
            # sudo: a word between the author and the department
            "info_request": may_act and self.sudo().info_request,
            "refusal_guidance": shown["refusal_guidance"],
            "hint": self._portal_state_hint(),
            "timeline": self._portal_timeline(),
            "clocks": self._portal_clocks(),
            "about": self._portal_context(),
            "whole": self._portal_whole(),
            "parts": self._portal_part_links(),
            "answers": self._portal_answers(),
            "commitments": self._portal_commitments(),
            "own_files": self._portal_own_files(),
            "messages": self._portal_messages(),
            "share": self._portal_share_values(),
            "may_act": may_act,
            "may_post": may_act and self._portal_may_post(),
            "steps": self._portal_steps() if may_act else [],
            "rating": self._portal_rating() if may_act else None,
            # sudo: the time zone of the department
            "tz_name": self.sudo().company_id._dialogue_tz(),
        }

    def _portal_label(self, name):
        """Return the words for the value of a selection that portal users may read."""
        return dict(self._fields[name]._description_selection(self.env))[self[name]]

    # ------------------------------------------------------------------
    # Cases that belong together
    # ------------------------------------------------------------------

    def _portal_part_links(self):
        """Return the cases that this one was split into, see :meth:`_portal_links`."""
        return self._portal_parts()._portal_links(self)

    def _portal_whole(self):
        """Return the case that this one was split from, see :meth:`_portal_links`."""
        # sudo: only the id; whether an account may see it, the search decides
        whole = self.with_context(active_test=False).search(
            [("id", "=", self.sudo().parent_id.id)]
        )
        return whole._portal_links(self)

    def _portal_links(self, feedback):
        """Return name and address of cases, by the door through which one came.

        :param feedback: the case on whose page they stand, of the same petitioner
        :return: list of dict with ``name`` and ``url``
        """
        # sudo: whose the cases are
        petitioner = feedback.sudo().petitioner_id
        return [
            {
                "name": f"{case.code} {case.subject}",
                "url": case._link_path("case") if self.env.su else case._portal_url(),
            }
            for case in self
            if case.sudo().petitioner_id == petitioner
        ]

    # ------------------------------------------------------------------
    # What was promised
    # ------------------------------------------------------------------

    def _portal_commitments(self):
        """Return what the department promised about this case, and what became of it.

        What an answer promises, and what the conclusion of a session that has ended
        says about the case; who does it and how it is shown to be done is internal.

        :return: list of dict with ``name``, ``words``, ``icon``, ``is_done``
        """
        self.ensure_one()
        # sudo: of promises single values that were told or announced
        feedback_sudo = self.sudo()
        answers = self._portal_answer_records()
        shown = []
        others = answers.feedback_id.commitment_ids - feedback_sudo.commitment_ids
        # of a case that this one was answered with: what the answer says, and no more
        promises = feedback_sudo.commitment_ids | others.filtered("answer_id")
        for promise in promises.sorted(lambda one: (one.date_deadline, one.id)):
            if promise.answer_id:
                name = (
                    promise.answer_id in answers and promise.answer_id.promised_action
                )
            else:
                name = promise.session_id.state in CONCLUDED_STATES and promise.name
            if name:
                shown.append({"name": name, **self._portal_promise_words(promise)})
        return shown

    def _portal_promise_words(self, promise):
        """Return what became of one promise, as its ``kept`` says."""
        values = {
            "due": format_date(self.env, promise.date_deadline),
            "done": promise.done_on and format_date(self.env, promise.done_on),
        }
        words = {
            "kept": self.env._("Done on %(done)s; promised for %(due)s.", **values),
            "kept_late": self.env._(
                "Done late, on %(done)s; promised for %(due)s.", **values
            ),
            "reported": self.env._(
                "Reported done on %(done)s and being checked; promised for %(due)s.",
                **values,
            ),
            "open": self.env._("Being done; promised for %(due)s.", **values),
            "overdue": self.env._(
                "Not done yet, although promised for %(due)s.", **values
            ),
            "given_up": self.env._("Will not be done; promised for %(due)s.", **values),
        }
        is_done = promise.kept in ("kept", "kept_late", "reported")
        return {
            "words": words[promise.kept],
            "is_done": is_done,
            "icon": "fa-check-circle" if is_done else "fa-hourglass-half",
        }

    # ------------------------------------------------------------------
    # What the petitioner may do
    # ------------------------------------------------------------------

    def _portal_steps(self):
        """Return the steps that the petitioner may take now.

        :return: list of dict, see :meth:`_portal_step_words`
        """
        # sudo: where the case stands and which steps were taken
        feedback_sudo = self.sudo()
        return [
            step
            for step in self._portal_step_words()
            if not feedback_sudo._petitioner_obstacle(step["key"])
        ]

    def _portal_step_words(self):
        """Return the words for each step that a petitioner can take at some time.

        :return: list of dict with ``key`` (last part of the path), ``title``, ``hint``,
            ``label`` of the reason and ``button``
        """
        self.ensure_one()
        # sudo: the day leaves, nothing else
        until = self.sudo()._reopen_until()
        steps = {
            "reopen": {
                "title": self.env._("The answer does not settle it"),
                "hint": until
                and self.env._(
                    "You can ask us to look at it again once, until %s. Say what is "
                    "still open.",
                    format_date(self.env, until),
                ),
                "label": self.env._("What is still open?"),
                "button": self.env._("Ask to look at it again"),
            },
            "appeal": {
                "title": self.env._("I do not agree that it was not accepted"),
                "hint": self.env._(
                    "You can ask us once to look at it a second time. Say why you do "
                    "not agree."
                ),
                "label": self.env._("Why do you not agree?"),
                "button": self.env._("Ask for a second look"),
            },
            "withdraw": {
                "title": self.env._("I want to withdraw it"),
                "hint": self.env._(
                    "It then ends without an answer. It stays on record with its code."
                ),
                "label": self.env._("Why do you withdraw it?"),
                "button": self.env._("Withdraw"),
            },
        }
        return [{"key": key, **step} for key, step in steps.items()]

    def _portal_rating(self):
        """Return the form of the rating, or None while there is nothing to rate.

        :return: dict with ``choices`` (name -> list of (key, label)), ``reasons``
            (list of (id, name)), ``vote`` (what was chosen so far), ``is_rated``,
            ``may_change``, ``until`` (words), ``asks_solved`` and ``solved_later``
        """
        self.ensure_one()
        rating = self._rating()
        if not self._ratable_answer():
            return None
        Rating = self.env["dialogue.rating"]
        until = self._rating_until()
        may_change = not self._rating_obstacle()
        return {
            "choices": {
                name: Rating._fields[name]._description_selection(self.env)
                for name in CHOICES
            },
            "reasons": [
                (reason.id, reason.name) for reason in self._dissatisfaction_reasons()
            ],
            "vote": {
                "level": rating.level,
                "speed": rating.speed,
                "clarity": rating.clarity,
                "solved": rating.solved,
                "reason_ids": rating.reason_ids.ids,
                "comment": rating.comment,
            },
            "is_rated": bool(rating.level),
            "may_change": may_change,
            "until": until
            and may_change
            and self.env._("You can change it until %s.", format_date(self.env, until)),
            # sudo: whether the question was mailed
            "asks_solved": bool(self.sudo().solved_asked_on),
            "solved_later": rating.solved_later,
        }

    def _portal_rating_page(self):
        """Return what the page of the rating shows, which needs no account either.

        :return: dict with ``rated`` (``code`` and ``subject``), ``rating`` (see above)
            and ``obstacle`` (why it cannot be rated now, or None)
        """
        self.ensure_one()
        shown = self.read(("code", "subject"))[0]
        return {
            "rated": {"code": shown["code"], "subject": shown["subject"]},
            "rating": self._portal_rating(),
            "obstacle": self._rating_obstacle(),
        }

    # ------------------------------------------------------------------
    # Receipt and letters
    # ------------------------------------------------------------------

    def _portal_receipt(self):
        """Return what stands on the receipt beside the values of the page.

        Who acts for an organisation prints it without the keys, which would outlast
        their office.

        :return: dict with ``secret``, ``link`` (whole address of the private link) and
            ``qr`` (picture of it as a data address); None of each without the keys
        """
        self.ensure_one()
        # sudo: whose the case is, to compare; a private link comes in sudo itself
        owner_sudo = self.sudo().partner_id
        if not self.env.su and owner_sudo != self.env.user.partner_id:
            return dict.fromkeys(("secret", "link", "qr"))
        link = self._link_url("case")
        return {
            "secret": self._lookup_secret(),
            "link": link,
            "qr": qr_address(link),
        }

    def _letter_links(self):
        if self.env.context.get("dialogue_told"):
            # the letter is about several cases and has a link for each of them
            return []
        case = {
            "label": self.env._("Open the page of your petition"),
            "url": self._link_url("case"),
        }
        letter = self.env.context.get("dialogue_letter")
        if letter not in (ANSWERED, SOLVED) or not self._ratable_answer():
            return [case]
        rating = {
            "label": self.env._("Say whether it is solved")
            if letter == SOLVED
            else self.env._("Rate the answer"),
            "url": self._link_url("rating"),
        }
        return [rating, case] if letter == SOLVED else [case, rating]
