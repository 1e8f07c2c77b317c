from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .dialogue_referral import SENT_STATES

APPROVE = "dialogue_tthc.mail_activity_referral_approve"
FOLLOW_UP = "dialogue_tthc.mail_activity_referral_follow_up"
SIGNER_FIELDS = ("signer_name", "signer_title", "signing_capacity")


class DialogueReferral(models.Model):
    """The moves of a referral, from the draft to the last petitioner's answer."""

    _inherit = "dialogue.referral"

    def action_submit(self):
        """Hand the referrals to a leader."""
        self._move("submit", {"return_reason": False})

    def action_return(self, reason):
        """Give the referrals back to the desk.

        :param str reason: what should be changed
        """
        self._move("return", {"return_reason": reason}, note=reason)

    def action_send(self, number=None, date=None, signer=None):
        """Approve and send: the document gets its number, the cases are referred.

        :param int number: number from the clerical office, for one referral only;
            without it the next free one is drawn
        :param date: day of the document, today if not given
        :param dict signer: ``signer_name``, ``signer_title``, ``signing_capacity``;
            the leader who sends, if not given
        :raise UserError: a case cannot be referred as it stands, the number is taken
        """
        if number and len(self) > 1:
            raise UserError(
                self.env._(
                    "Give a number to one referral at a time, or let it be drawn."
                )
            )
        self._move("send")
        for referral in self:
            document = referral._issue_document(number, date, signer)
            lines = referral.line_ids.filtered(lambda line: line.progress == "planned")
            lines.feedback_id._refer(referral.kind)
            # sudo: closed fields; the move above checked the right
            referral.sudo().sent_on = document.date
            lines.sudo().write({"progress": "waiting"})
            referral._tell_petitioners(lines.feedback_id)
            referral._plan_follow_up()

    def action_remind(self, note=None):
        """Record that the body was reminded of the reply that it owes.

        :param str note: how and whom, for the history
        """
        self.check_access("write")
        for referral in self:
            if referral.state not in SENT_STATES or not referral.waiting_count:
                raise UserError(
                    self.env._("“%s” waits for no reply.", referral.display_name)
                )
            referral._count_reminder()
            body = self.env._(
                "Reminder %(number)s sent to %(body)s.",
                number=referral.reminder_count,
                body=referral.partner_id.name,
            )
            if isinstance(note, str) and note.strip():
                body = f"{body} {note.strip()}"
            referral.message_post(body=body, subtype_xmlid="mail.mt_note")

    def action_record_reply(self):
        """Bring the replies entered so far back, each as an answer to be approved.

        Cases without a reply go on waiting, and can follow with a later letter.
        """
        for referral in self:
            ready = referral.line_ids.filtered(lambda line: line._is_ready())
            referral._move("record_reply")
            ready._bring_back()
            referral.message_post(
                body=self.env._(
                    "Replies brought back on: %s",
                    ", ".join(ready.feedback_id.mapped("code")),
                ),
                subtype_xmlid="mail.mt_note",
            )

    def action_finish(self):
        """Close referrals of which every case has its answer."""
        self._move("finish")

    def action_cancel(self):
        """Give the referrals up before they are sent; the cases stay as they are."""
        self._move("cancel")

    # ------------------------------------------------------------------
    # Ways to what belongs to it
    # ------------------------------------------------------------------

    def action_add_cases(self):
        """Choose further cases for this draft.

        :return: an action that opens ``dialogue.feedback.refer``
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_refer_action"
        )
        return {
            **action,
            "context": {
                "default_draft_id": self.id,
                "default_kind": self.kind,
                "default_partner_id": self.partner_id.id,
            },
        }

    def action_issue_replies(self):
        """Ask for number and day of the answers that bring the replies back.

        :return: an action that opens ``dialogue.answer.issue``
        """
        replied = self.line_ids.filtered(lambda line: line.progress == "replied")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_answer_issue_action"
        )
        return {
            **action,
            "context": {
                "active_model": "dialogue.feedback",
                "active_ids": replied.feedback_id.ids,
            },
        }

    def action_view_feedback(self):
        """List the cases of these referrals.

        :return: an action on ``dialogue.feedback``
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases"),
            "res_model": "dialogue.feedback",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.line_ids.feedback_id.ids)],
        }

    def action_view_document(self):
        """Open the official document of one referral."""
        self.ensure_one()
        return self.document_id._get_records_action()

    # ------------------------------------------------------------------
    # What moves need, set and start
    # ------------------------------------------------------------------

    def _need_lines(self, _move):
        for referral in self:
            if "planned" not in referral.line_ids.mapped("progress"):
                raise UserError(
                    self.env._(
                        "“%s” has no case yet. Open a case and choose Refer, "
                        "or add cases here.",
                        referral.name,
                    )
                )

    def _need_return_reason(self, _move):
        if any(not (referral.return_reason or "").strip() for referral in self):
            raise UserError(self.env._("Say what should be changed in the referral."))

    def _need_ready_cases(self, _move):
        """Every case must stand where it can be referred; others are named."""
        feedbacks = self.line_ids.filtered(
            lambda line: line.progress == "planned"
        ).feedback_id
        sources = feedbacks._find_move("refer").sources
        unready = feedbacks.filtered(lambda feedback: feedback.state not in sources)
        if unready:
            raise UserError(
                self.env._(
                    "These cases cannot be sent as they stand: %s. "
                    "Finish what they wait for, or take them off the referral.",
                    ", ".join(unready.mapped("display_name")),
                )
            )

    def _need_replies(self, _move):
        for referral in self:
            ready = referral.line_ids.filtered(lambda line: line._is_ready())
            if not ready:
                raise UserError(
                    self.env._("Enter the reply on at least one case first.")
                )
            ready._check_reply()

    def _need_all_answered(self, _move):
        for referral in self:
            live = referral._live_lines()
            if live:
                raise UserError(
                    self.env._(
                        "These cases have no answer yet: %s.",
                        ", ".join(live.feedback_id.mapped("code")),
                    )
                )

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        if move.name == "cancel":
            planned = self.line_ids.filtered(lambda line: line.progress == "planned")
            planned.progress = "dropped"
            planned.feedback_id._forget_referral()
        if move.target not in SENT_STATES:
            self.activity_unlink([APPROVE, FOLLOW_UP])
        if move.name == "submit":
            for referral in self:
                approver = referral.company_id.dialogue_approver_id
                if approver:
                    referral.activity_schedule(APPROVE, user_id=approver.id)
        return result

    def _issue_document(self, number=None, date=None, signer=None):
        """Make the report or forwarding slip of one referral and issue it.

        See :meth:`action_send` for the parameters.

        :return: the issued ``dialogue.document``
        """
        self.ensure_one()
        Document = self.env["dialogue.document"]
        given = signer if isinstance(signer, dict) else {}
        # sudo: the document is part of a sending that a leader was allowed to make
        document = self._draft_document().sudo()
        document.write(
            {
                **Document._prepare_signer_values(self.company_id),
                **{key: given[key] for key in SIGNER_FIELDS if key in given},
            }
        )
        document._move("submit")
        document._move("approve")
        document.action_issue(number=number, date=date)
        return document

    def _tell_petitioners(self, feedbacks):
        """Tell in the exchange of each case to whom it was sent."""
        referral = self._in_company_lang()
        values = {
            "body": self.partner_id.name,
            "document": self.document_id.reference,
            "date": format_date(referral.env, self.sent_on),
        }
        if self.kind == "superior":
            text = referral.env._(
                "This matter is beyond our authority. We reported it to %(body)s "
                "with document %(document)s of %(date)s and will bring the reply "
                "back to you.",
                **values,
            )
        else:
            text = referral.env._(
                "We forwarded this matter to %(body)s, the competent body, with "
                "document %(document)s of %(date)s and will bring the reply back "
                "to you.",
                **values,
            )
        for feedback in feedbacks:
            feedback._write_to_petitioner(text)

    def _plan_follow_up(self):
        """Plan that the officer in charge asks for the reply when it is expected.

        Where no day was named, it is asked for when the body is to be reminded; where
        no term says so, after the usual time.
        """
        self.activity_unlink([APPROVE, FOLLOW_UP])
        user = self.user_id or self.company_id.dialogue_desk_user_id
        if user:
            usual = self.env.ref(FOLLOW_UP).sudo()._get_date_deadline()
            self.activity_schedule(
                FOLLOW_UP,
                date_deadline=self.reply_expected_on
                or self._reminder_due_on()
                or usual,
                user_id=user.id,
            )
