from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from .feedback_states import ENDED_STATES, OWED_STATES

# what nobody rewrites once the case is at an end; the screens show it read-only
ENDED_FIELDS = frozenset(
    {
        "attachment_ids",
        "channel",
        "concerned_department_id",
        "cooperating_department_ids",
        "department_id",
        "is_name_hidden",
        "kind",
        "legal_article",
        "legal_document_id",
        "origin",
        "partner_id",
        "petitioner_id",
        "procedure_id",
        "question",
        "sector_id",
        "session_id",
        "subject",
        "user_id",
    }
)
# what a division at work needs: it can be replaced, and not be taken away
WORKED_ON_STATES = ("assigned", "drafting", "review")
WORK_FIELDS = ("department_id",)
# fields that close before the end: the states in which they are still open
OPEN_IN = {
    "question": ("draft", "received", "need_info"),
    "petitioner_id": ("draft", "received", "need_info", "accepted"),
    "partner_id": ("draft",),
}


class DialogueFeedback(models.Model):
    """What protects a case from those who may change it, and a sealed one from all."""

    _inherit = "dialogue.feedback"

    def write(self, vals):
        if not self.env.su:
            self._check_rewrite(vals)
        kept = (
            [
                (feedback, feedback.attachment_ids._kept_as_evidence())
                for feedback in self
            ]
            if "attachment_ids" in vals and not self.env.su
            else []
        )
        result = super().write(vals)
        for feedback, files in kept:
            # a file taken off is lost to the petitioner as if it were deleted
            if files - feedback.attachment_ids:
                raise UserError(
                    self.env._("The files of the petitioner stay with the case.")
                )
        if not {"is_sealed", "reader_ids"}.isdisjoint(vals):
            self._shut_out()
        return result

    def _check_rewrite(self, vals):
        """Refuse what would rewrite the past or hide a question that waits."""
        ended = not ENDED_FIELDS.isdisjoint(vals)
        for feedback in self:
            if (ended and feedback.state in ENDED_STATES) or any(
                name in vals and feedback.state not in states
                for name, states in OPEN_IN.items()
            ):
                raise UserError(
                    self.env._(
                        "Case “%s” is past the point where this may change. "
                        "What was asked, by whom and until when stays on record.",
                        feedback.display_name,
                    )
                )
            session = feedback.session_id
            if (
                feedback.origin == "at_session"
                and feedback.number
                and session
                and vals.get("session_id", session.id) != session.id
            ):
                raise UserError(
                    self.env._(
                        "Case “%(case)s” was asked at “%(session)s” and stays with it.",
                        case=feedback.display_name,
                        session=session.name,
                    )
                )
            if feedback.state in WORKED_ON_STATES and any(
                name in vals and not vals[name] for name in WORK_FIELDS
            ):
                raise UserError(
                    self.env._(
                        "A division works on case “%s”: it keeps a division. "
                        "Use “Return to the desk” to take it away.",
                        feedback.display_name,
                    )
                )
            if vals.get("active") is False and feedback.state in OWED_STATES:
                raise UserError(
                    self.env._(
                        "Case “%s” still waits for its answer and is not archived.",
                        feedback.display_name,
                    )
                )

    def _keeps_files(self):
        return bool(self.number)

    # ------------------------------------------------------------------
    # Sealed cases
    # ------------------------------------------------------------------

    def _readable_by(self, users):
        """Return those of ``users`` who may read this case."""
        self.ensure_one()
        return users.filtered(lambda user: self.with_user(user).has_access("read"))

    def _shut_out(self):
        """Take followers and activities away from those who are not named readers."""
        # sudo: whoever seals the case may have shut themselves out just now
        for feedback in self.sudo().filtered("is_sealed"):
            feedback.flush_recordset()
            partners = feedback.message_partner_ids
            readers = feedback._readable_by(partners.user_ids)
            feedback.message_unsubscribe((partners - readers.partner_id).ids)
            # activities are read by whoever has to do them, and name their record
            for record in (feedback, *feedback._sealed_with_it()):
                record.activity_ids.filtered(
                    lambda activity, record=record: (
                        not record.with_user(activity.user_id).has_access("read")
                    )
                ).unlink()

    def _sealed_with_it(self):
        """Return the tasks, referrals and letters that a case seals with itself.

        :return: list of records in sudo
        """
        referrals = self.referral_line_ids.referral_id
        letters = self.answer_ids.document_id | referrals.document_id
        return [*self.commitment_ids, *referrals, *letters]

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        # sudo: asks whether it is sealed, also for those who may not read it
        if not (self and self.sudo().is_sealed):
            return recipients
        users = self.env["res.users"].browse(
            recipient["uid"] for recipient in recipients if recipient.get("uid")
        )
        readers = self._readable_by(users)
        return [
            recipient for recipient in recipients if recipient.get("uid") in readers.ids
        ]

    # ------------------------------------------------------------------
    # Recipients
    # ------------------------------------------------------------------

    def message_post(self, *, partner_ids=None, outgoing_email_to=False, **kwargs):
        self._check_recipients(partner_ids, outgoing_email_to)
        return super().message_post(
            partner_ids=partner_ids, outgoing_email_to=outgoing_email_to, **kwargs
        )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        self._check_recipients(partner_ids)
        return super().message_subscribe(
            partner_ids=partner_ids, subtype_ids=subtype_ids
        )

    def _check_recipients(self, partner_ids, email=None):
        """Officials alone follow a case and get its messages.

        A petitioner among them would be named to everybody who reads the case.
        """
        if self.env.uid == SUPERUSER_ID or not (partner_ids or email):
            return
        # sudo: only asks whether they are officials
        partners_sudo = self.env["res.partner"].sudo().browse(partner_ids or [])
        if email or any(partner.partner_share for partner in partners_sudo):
            raise UserError(
                self.env._(
                    "Only officials get messages of a case here. Use the button that "
                    "writes to the petitioner."
                )
            )
