from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

REMIND_AFTER = timedelta(hours=24)
KEEP_WAITING = timedelta(days=30)
# forms that nobody goes on with, and files of what became cases long ago
KEEP_DRAFTS = timedelta(days=180)
# without an account the browser has the text; here are files that anybody can send
KEEP_GUEST_DRAFTS = timedelta(days=2)
KEEP_FILES = timedelta(days=30)
DESK = "dialogue_tthc.dialogue_tthc_group_desk"
LINK = "dialogue_tthc.mail_template_filing_confirm"
REMINDER = "dialogue_tthc.mail_template_filing_reminder"
DISCARDED = "dialogue_tthc.mail_template_filing_discarded"


class DialogueFiling(models.Model):
    """How a question without an account is confirmed, or taken in all the same.

    Until its link is confirmed it is nobody's case, but the desk sees it: a mistyped
    mail address must not cost anybody their question.
    """

    _inherit = "dialogue.filing"

    # What the desk reads of it
    petitioner_name = fields.Char(string="From", compute="_compute_told")
    phone = fields.Char(compute="_compute_told")
    subject = fields.Char(compute="_compute_told")
    question = fields.Text(string="Questions", compute="_compute_told")

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_told(self):
        for filing in self:
            # sudo: whoever may read the filing may read what would be filed
            content = filing.sudo().content or {}
            petitioner = content.get("petitioner") or {}
            questions = content.get("questions") or []
            filing.petitioner_name = petitioner.get("name")
            filing.phone = petitioner.get("phone")
            filing.subject = questions[0]["subject"] if questions else False
            filing.question = "\n\n".join(
                f"{one['subject']}\n{one['question']}" for one in questions
            )

    @api.depends("subject")
    def _compute_display_name(self):
        for filing in self:
            filing.display_name = filing.subject or self.env._("Form")

    # ------------------------------------------------------------------
    # By whoever filed
    # ------------------------------------------------------------------

    def _confirm(self, is_owner=True):
        """Make the cases of what waits; confirmed twice they are the same ones.

        :param bool is_owner: whether the owner of the mail address confirms; without
            them nobody agreed to anything
        :return: the cases in the order of the form; none if it was dropped
        """
        self.ensure_one()
        filing = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        if filing.state == "waiting":
            now = fields.Datetime.now()
            filing.write({"state": "filed", "confirmed_on": is_owner and now})
            # a twin at the same moment waits here, and is asked again
            filing.env.flush_all()
            filing._make_cases(
                [(file.name, file.raw) for file in filing.attachment_ids],
                has_consent=is_owner,
            )
            filing.env.flush_all()
        return filing._cases()

    def _cases(self):
        """Return the cases made of this form, in its order."""
        return self.feedback_ids.sorted("id")

    def _mail_link(self, xmlid=LINK):
        """Mail the link that confirms what waits.

        Nothing that was typed stands in the mail: anybody can name any address, and
        nobody shall send their words to others through this.
        """
        self._mail(xmlid)
        self.mailed_on = fields.Datetime.now()

    def _mail(self, xmlid):
        for filing in self.filtered("email"):
            template = self.env.ref(xmlid).with_user(SUPERUSER_ID)
            template.with_context(lang=filing.lang).send_mail(
                filing.id,
                # no layout: it would name the subject
                email_values={"model": False, "res_id": False},
            )

    def _mail_again(self, email):
        """Send the link once more, perhaps to a corrected address.

        :param str email: normalized mail address
        """
        self.ensure_one()
        if self.email != email:
            self.email = email
        self._mail_link()
        self.env.flush_all()

    # ------------------------------------------------------------------
    # By the desk
    # ------------------------------------------------------------------

    def _check_desk(self):
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(DESK)):
            raise AccessError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )
        if any(filing.state != "waiting" for filing in self):
            raise UserError(self.env._("This form does not wait any more."))

    def action_take_in(self):
        """Make cases of a form that nobody confirmed, because the desk vouches for it.

        :return: an action that opens the first case
        """
        self.ensure_one()
        self._check_desk()
        # who took it in is written down below; nobody agreed to have a name published
        cases = self._confirm(is_owner=False)
        note = self.env._(
            "Taken in by the desk. The mail address was not confirmed by its owner."
        )
        for case in cases.with_user(self.env.user):
            case.message_post(body=plaintext2html(note), subtype_xmlid="mail.mt_note")
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.feedback",
            "res_id": cases[:1].id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_mail_again(self):
        """Send the link once more."""
        self._check_desk()
        if any(not filing.email for filing in self):
            raise UserError(self.env._("Enter the mail address first."))
        # sudo: when it was sent is closed; who may was checked just above
        self.sudo()._mail_link()

    def action_discard(self, reason):
        """Drop what waits; it stays in the list with its reason.

        Whoever sent it is told, and reads the reason by their link, too.

        :param str reason: why it is no question to answer
        """
        self._check_desk()
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say why this is not taken in."))
        # sudo: the state is closed; who may was checked just above
        filings_sudo = self.sudo()
        filings_sudo.write(
            {
                "state": "dropped",
                "dropped_on": fields.Datetime.now(),
                "drop_reason": reason.strip(),
                "fingerprint": False,
            }
        )
        filings_sudo._mail(DISCARDED)

    # ------------------------------------------------------------------
    # By time
    # ------------------------------------------------------------------

    def _drop(self):
        """Forget what nobody confirmed in time: text, files and address."""
        self.attachment_ids.unlink()
        self.write(
            {
                "state": "dropped",
                "dropped_on": fields.Datetime.now(),
                "drop_reason": self.env._("Not confirmed in time"),
                "fingerprint": False,
                "content": False,
                "typed": False,
                "email": False,
            }
        )

    def _remind(self):
        self.reminded_on = fields.Datetime.now()
        self._mail_link(REMINDER)

    @api.model
    def _cron_waiting(self, batch_size=100):
        """Remind once after a day, and drop what nobody confirmed in time."""
        now = fields.Datetime.now()
        waiting = Domain("state", "=", "waiting")
        late = waiting & Domain("submitted_on", "<", now - KEEP_WAITING)
        silent = (
            waiting
            & Domain("reminded_on", "=", False)
            & Domain("email", "!=", False)
            & Domain("mailed_on", "<", now - REMIND_AFTER)
            & Domain("submitted_on", ">=", now - KEEP_WAITING)
        )
        job = self.env["ir.cron"]
        job._commit_progress(
            remaining=self.search_count(late) + self.search_count(silent)
        )
        for domain, step in ((late, "_drop"), (silent, "_remind")):
            ids = self.search(domain, order="id").ids
            for start in range(0, len(ids), batch_size):
                batch = self.browse(ids[start : start + batch_size])
                # what was confirmed a moment ago is not dropped, nor reminded of
                batch = batch.try_lock_for_update().filtered_domain(domain)
                getattr(batch, step)()
                if not job._commit_progress(batch_size):
                    return

    @api.autovacuum
    def _gc_filings(self):
        """Forget forms that nobody goes on with, and what their cases have."""
        now = fields.Datetime.now()
        old = Domain("write_date", "<", now - KEEP_DRAFTS)
        old |= Domain("partner_id", "=", False) & Domain(
            "write_date", "<", now - KEEP_GUEST_DRAFTS
        )
        self.search(Domain("state", "=", "draft") & old, limit=10_000)._forget()
        filed = Domain("state", "=", "filed")
        filed &= Domain("submitted_on", "<", now - KEEP_FILES)
        self.search(
            filed & Domain("attachment_ids", "!=", False), limit=1_000
        ).attachment_ids.unlink()
        # who asked, and what, stands in the case alone
        self.search(filed & Domain("content", "!=", False), limit=10_000).content = None

    def _forget(self):
        """Delete forms that were not sent, with their files."""
        drafts = self.filtered(lambda filing: filing.state == "draft")
        drafts.attachment_ids.unlink()
        drafts.unlink()
