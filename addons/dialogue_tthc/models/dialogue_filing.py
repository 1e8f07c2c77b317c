import hashlib
import json

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import email_normalize, mute_logger

from .dialogue_session import ENDED_STATES
from .dialogue_session_moves import RUNNING_STATES

STATES = [
    ("draft", "Being written"),
    ("waiting", "Waiting for confirmation"),
    ("filed", "Filed"),
    ("dropped", "Dropped"),
]
# how many forms one account may have begun
DRAFTS_MAX = 20
# what two requests that send the same thing at the same moment collide on
TWINS = ("dialogue_filing_draft_uniq", "dialogue_filing_fingerprint_uniq")


class DialogueFiling(models.Model):
    """One form that somebody began to fill in, until it has become cases.

    A form belongs to the account that began it, or to whoever holds its random key.
    What is sent twice on one form is filed once; another text on the same form is
    another filing, because nothing that was asked may get lost. Without an account it
    waits until its mail address is confirmed.
    """

    _name = "dialogue.filing"
    _description = "Form of a Question"
    _inherit = ["dialogue.link.mixin"]
    _order = "submitted_on desc, id desc"
    _check_company_auto = True

    # Whose
    form_key = fields.Char(
        required=True,
        readonly=True,
        index=True,
        groups=fields.NO_ACCESS,
        help="Random key of the form; it opens what was kept with it.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Account",
        readonly=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    email = fields.Char(
        string="E-mail",
        help="To which the link for confirming is sent. A new address gets a new link "
        "at once.",
    )
    lang = fields.Char(readonly=True)
    # What
    typed = fields.Json(readonly=True, groups=fields.NO_ACCESS, help="As typed so far.")
    content = fields.Json(
        readonly=True, groups=fields.NO_ACCESS, help="Checked, ready to be filed."
    )
    fingerprint = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Form, text and files, so that what is sent twice is filed once.",
    )
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="dialogue_filing_attachment_rel",
        string="Files",
        readonly=True,
        bypass_search_access=True,
    )
    # Progress
    state = fields.Selection(
        selection=STATES, string="Status", default="draft", required=True, readonly=True
    )
    submitted_on = fields.Datetime(string="Sent on", readonly=True)
    mailed_on = fields.Datetime(string="Link sent on", readonly=True)
    reminded_on = fields.Datetime(readonly=True)
    confirmed_on = fields.Datetime(readonly=True)
    dropped_on = fields.Datetime(readonly=True)
    drop_reason = fields.Char(string="Reason", readonly=True)
    feedback_ids = fields.One2many(
        comodel_name="dialogue.feedback",
        inverse_name="filing_id",
        string="Cases",
        groups=fields.NO_ACCESS,
    )

    _draft_uniq = models.UniqueIndex(
        "(form_key, COALESCE(partner_id, 0)) WHERE state = 'draft'"
    )
    _fingerprint_uniq = models.UniqueIndex(
        "(COALESCE(partner_id, 0), fingerprint) WHERE fingerprint IS NOT NULL",
        "This was already sent.",
    )
    _waiting_idx = models.Index("(submitted_on) WHERE state = 'waiting'")

    def write(self, vals):
        if not self.env.su:
            self._check_correction(vals)
        if "email" in vals:
            moved = self.filtered(lambda filing: filing.email != vals["email"])
            # whoever got a link by mistake must not confirm with it
            moved._link_renew()
        res = super().write(vals)
        if "email" in vals and not self.env.su:
            # sudo: when it was sent is closed; that it waits was checked above
            moved.sudo().filtered("email")._mail_link()
        return res

    def _check_correction(self, vals):
        """Let the desk correct the mail address of what waits, and nothing else."""
        if set(vals) - {"email"}:
            raise AccessError(
                self.env._("Of a form that waits, only the mail address is corrected.")
            )
        if any(filing.state != "waiting" for filing in self):
            raise UserError(self.env._("This form does not wait any more."))
        if vals["email"] and not email_normalize(vals["email"]):
            raise UserError(
                self.env._("“%s” is not a complete e-mail address.", vals["email"])
            )

    # ------------------------------------------------------------------
    # What is kept while somebody writes
    # ------------------------------------------------------------------

    @api.model
    def _room(self, company):
        """Return this model as the one who writes on behalf of petitioners.

        Superuser and not sudo(): ``create_uid`` and authors must name nobody who asked
        not to be named. What is opened is found by its owner and key alone.
        """
        return self.with_user(SUPERUSER_ID).with_company(company)

    def _of_form(self, form_key, partner):
        """Return what there is of one form: the newest first, any state.

        :param str form_key: random key of the form
        :param res.partner partner: the account that it belongs to; empty for a form
            without an account, which belongs to whoever holds the key
        """
        return self.search(
            [
                ("form_key", "=", form_key),
                ("partner_id", "=", partner.id),
                ("company_id", "=", self.env.company.id),
            ],
            order="id desc",
        )

    def _draft_of(self, partner):
        """Return the newest form that this account has begun and not sent."""
        return self.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "draft"),
            ],
            order="write_date desc, id desc",
            limit=1,
        )

    def _keep(self, form_key, partner, typed, files=(), kept_ids=None):
        """Keep what was typed and chosen so far; nothing is sent by this.

        What was sent already stays sent: a page that is left saves its text once
        more.

        :param dict typed: what was typed, to be shown again
        :param files: list of (name: str, content: bytes) that were added
        :param kept_ids: ids of the files of this form to go on with; None for all
        :return: the draft, or none if the same text was sent before
        """
        filings = self._of_form(form_key, partner)
        draft = filings.filtered(lambda filing: filing.state == "draft")[:1]
        if not draft and not files and any(f.typed == typed for f in filings):
            return draft
        kept = filings._files_to_keep(kept_ids)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                if not draft:
                    self._make_room(partner)
                    draft = self._begin(form_key, partner)
                draft.write({"typed": typed})
                draft._put_files(kept, files)
                self.env.flush_all()
        except UniqueViolation as error:
            raise self._twin(error) from error
        return draft

    def _make_room(self, partner):
        """Forget the oldest drafts: a program could begin forms without end."""
        if partner:
            self.search(
                [("partner_id", "=", partner.id), ("state", "=", "draft")],
                order="write_date desc, id desc",
                offset=DRAFTS_MAX - 1,
            )._forget()

    def _begin(self, form_key, partner, **vals):
        return self.create(
            {
                "form_key": form_key,
                "partner_id": partner.id,
                "company_id": self.env.company.id,
                "lang": self.env.lang,
                **vals,
            }
        )

    def _files_to_keep(self, kept_ids=None):
        """Return the files of these forms that go on, each content once.

        :param kept_ids: ids as they came from outside; None for all of the newest
        """
        if kept_ids is None:
            return self[:1].attachment_ids
        wanted = self.attachment_ids.filtered(lambda file: file.id in kept_ids)
        return wanted.sorted("id")

    def _put_files(self, kept, files):
        """Let exactly these files be those of this form.

        :param ir.attachment kept: files of this or an earlier filing of the form
        :param files: list of (name: str, content: bytes) to add
        """
        self.ensure_one()
        own = kept & self.attachment_ids
        gone = self.attachment_ids - own
        # what belongs to an earlier filing of the form stays there
        copies = [(file.name, file.raw) for file in kept - own]
        added = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content in [*copies, *files]
            ]
        )
        if added or gone:
            self.attachment_ids = own + added
        gone.unlink()

    # ------------------------------------------------------------------
    # What is sent
    # ------------------------------------------------------------------

    def _submit(self, form_key, partner, content, **kept):
        """File what was sent, once; without an account let it wait and mail a link.

        :param str form_key: random key of the form
        :param res.partner partner: the account, or none
        :param dict content: what to file, see :meth:`_make_cases`
        :param kept: ``typed`` (dict, as typed), ``files`` (list of (name, content)
            that were added), ``kept_ids`` (ids of the form's files to go on with)
            and ``is_mailed`` (False: no link is mailed now)
        :return: the filing; ``feedback_ids`` are the cases, if there are any yet
        """
        files = kept.get("files") or []
        filings = self._of_form(form_key, partner)
        earlier = filings._files_to_keep(kept.get("kept_ids") or ())
        fingerprint = self._fingerprint_of(form_key, content, earlier, files)
        same = filings.filtered(lambda filing: filing.fingerprint == fingerprint)
        if same:
            return same
        draft = filings.filtered(lambda filing: filing.state == "draft")[:1]
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                vals = {
                    "content": content,
                    "fingerprint": fingerprint,
                    "lang": self.env.lang,
                    "submitted_on": fields.Datetime.now(),
                    "typed": kept.get("typed"),
                    **self._first_stop(partner, content),
                }
                filing = draft or self._begin(form_key, partner, **vals)
                if draft:
                    draft.write(vals)
                # the database decides here and now who of two twins goes on
                self.env.flush_all()
                filing._take_in_hand(earlier, files, kept.get("is_mailed", True))
                self.env.flush_all()
        except UniqueViolation as error:
            raise self._twin(error) from error
        return filing

    @api.model
    def _first_stop(self, partner, content):
        """Return where a form that was sent stands then: values of it.

        What an account sends is filed; the rest waits for its address to be confirmed.
        """
        if partner:
            return {"state": "filed"}
        return {"state": "waiting", "email": content["petitioner"].get("email")}

    def _take_in_hand(self, earlier, files, is_mailed):
        """Make cases of what an account sent; mail the link that confirms the rest."""
        if self.partner_id:
            self._put_files(earlier, ())
            self._make_cases(
                [*((file.name, file.raw) for file in self.attachment_ids), *files]
            )
            return
        self._put_files(earlier, files)
        if is_mailed:
            self._mail_link()

    @staticmethod
    def _twin(error):
        """Return what to raise when the database refused a second one of the same."""
        if error.diag.constraint_name not in TWINS:
            return error
        # the twin of this request was faster; asked again, it will be found
        return ConcurrencyError("the same form is under way")

    @api.model
    def _fingerprint_of(self, form_key, content, kept, files):
        """Return what makes two filings the same: form, text and files.

        The text is part of it: who goes back in the browser, writes something else
        and sends that has not sent the same thing twice.
        """
        names = [f"{file.checksum}{file.name}" for file in kept]
        names += [
            f"{hashlib.sha1(content, usedforsecurity=False).hexdigest()}{name}"
            for name, content in files
        ]
        told = [form_key, content, sorted(names)]
        text = json.dumps(told, default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _make_cases(self, files, has_consent=True):
        """Make cases of the content, each with its code, files and petitioner.

        The content is a dict of ``questions`` (list of dicts with ``subject`` and
        ``question``), ``case`` (values of all of them), ``petitioner`` (values of
        ``dialogue.petitioner``) and ``consent`` (the words to which the petitioner
        agreed, if their name may be published).

        :param files: list of (name: str, content: bytes)
        :param bool has_consent: whether who asked said what the form says of consent
        :return: the cases, the first one first
        """
        self.ensure_one()
        content = self.content
        first, *more = content["questions"]
        petitioner_vals = {**content["petitioner"], "partner_id": self.partner_id.id}
        if not self.partner_id:
            petitioner_vals["email"] = self.email
        feedback = self.env["dialogue.feedback"]._file(
            {
                **self._case_values(content["case"]),
                **first,
                "channel": "portal",
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "filing_id": self.id,
            },
            petitioner_vals,
            files,
            more,
        )
        cases = feedback + feedback.child_ids.sorted("id")
        if not has_consent:
            # what they allow without their name may be read of the form
            named = cases.filtered(lambda case: case.publish_choice == "named")
            named.publish_choice = "anonymous"
        elif content.get("consent"):
            door = "account" if self.partner_id else "guest"
            cases._give_consent(content["consent"], door)
        return cases

    def _case_values(self, vals):
        """Return values of a case without what is gone since they were chosen."""
        Feedback = self.env["dialogue.feedback"]
        values = {}
        for name, value in vals.items():
            field = Feedback._fields[name]
            if field.type == "many2one":
                value = self.env[field.comodel_name].browse(value or []).exists().id
            values[name] = value
        session = self.env["dialogue.session"].browse(values.get("session_id") or [])
        if session.state in ENDED_STATES:
            # confirmed too late for it: answered all the same
            session = session.browse()
            values["session_id"] = False
        if not session:
            values["origin"] = "outside"
        elif values.get("origin") == "before" and session.state in RUNNING_STATES:
            values["origin"] = "after"
        return values
