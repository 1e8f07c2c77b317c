import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

# letters in one transaction: written together, so that a template is read once
BATCH = 50


class DialogueLetter(models.Model):
    """A receipt that is owed to a petitioner and not written yet.

    It is kept together with the case. Whoever files waits for no letter, and one that
    cannot be written, because somebody spoilt its template, costs nobody their
    question: it stays here and is tried again. What is written goes into Odoo's queue
    of mails in the same transaction, so that each letter is written exactly once.
    """

    _name = "dialogue.letter"
    _description = "Letter to Be Written"
    _order = "id"

    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    template = fields.Char(
        required=True, readonly=True, help="External id of the template."
    )
    together_ids = fields.Json(
        readonly=True, help="Ids of the further cases that the letter confirms."
    )
    failed_on = fields.Datetime(
        readonly=True, help="When it was tried in vain; tried again an hour later."
    )

    @api.model
    def _put(self, xmlid, cases_together):
        """Owe a letter for each of several groups of cases.

        :param str xmlid: external id of a ``mail.template`` on ``dialogue.feedback``
        :param cases_together: list of ``dialogue.feedback``: the cases of one letter,
            the one that it is about first
        """
        # sudo: nobody has a right to these; the step that owes them was checked
        self.sudo().create(
            [
                {
                    "feedback_id": cases[0].id,
                    "template": xmlid,
                    "together_ids": cases[1:].ids,
                }
                for cases in cases_together
            ]
        )

    @api.model
    def _cron_write(self):
        """Write what is owed, and send what waits in the queue of mails."""
        job = self.env["ir.cron"]
        retry = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        owed = Domain("failed_on", "=", False) | Domain("failed_on", "<", retry)
        last_id = 0
        while letters := self.search(
            owed & Domain("id", ">", last_id), limit=BATCH
        ).try_lock_for_update():
            last_id = letters[-1].id
            letters._write_apart()
            if not job._commit_progress(len(letters)):
                break
        if self._is_mail_waiting():
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _is_mail_waiting(self):
        """Say whether a mail could leave now: the queue alone is asked once an hour."""
        now = fields.Datetime.now()
        mails = self.env["mail.mail"]
        due = Domain("scheduled_date", "=", False) | Domain("scheduled_date", "<=", now)
        return bool(mails.search_count(Domain("state", "=", "outgoing") & due, limit=1))

    def _write_apart(self):
        """Write these letters; one that fails takes no other with it."""
        try:
            with self.env.cr.savepoint():
                self._write_now()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # somebody was faster; the scheduler calls again
            raise
        except Exception:
            if len(self) > 1:
                for letter in self:
                    letter._write_apart()
                return
            _logger.exception("The letter of case %s failed", self.feedback_id.id)
            if not self.failed_on:
                self._tell_desk()
            self.failed_on = fields.Datetime.now()

    def _tell_desk(self):
        """Let the desk know, once, that a petitioner waits for this letter in vain."""
        case = self.feedback_id
        desk = case.company_id.dialogue_desk_user_id
        # a sealed case exists for its readers alone
        if desk and (not case.is_sealed or case._readable_by(desk)):
            case = case.with_context(lang=desk.lang)
            case.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=desk.id,
                summary=case.env._("The receipt could not be written"),
                note=case.env._(
                    "The mail template of receipts cannot be filled in. Ask your "
                    "administrator to mend it; the letter is tried again every hour."
                ),
            )

    def _write_now(self):
        """Put these letters into the queue of mails, and owe them no more."""
        for xmlid, letters in self.grouped("template").items():
            together = {
                letter.feedback_id.id: letter.together_ids or [] for letter in letters
            }
            letters.feedback_id.with_context(
                dialogue_together_ids=together
            )._mail_petitioner(xmlid)
        self.unlink()
