from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from .feedback_form import FORM_MAX, REQUEST_MAX, clean_id, clean_text
from .filing import FilingPages
from .guest_form import GuestForm
from .private_page import link_not_good, private

ASK_URL = "/dialogue/ask"
SENT_KEY = "dialogue_filing_key"
# how long whoever sits at this browser may see and correct the mail address
CORRECT_WITHIN = timedelta(minutes=30)
# how long after the confirmation its link shows secret and private links
RECEIPT_SHOWN = timedelta(days=1)


class GuestPages(FilingPages):
    """Filing without an account: the form, the link that confirms it, the receipt."""

    def _guest_form(self):
        """Return an empty form for somebody without an account."""
        return GuestForm(request.env, request.env.company)

    def _render_guest_form(self, form, **values):
        status = values.pop("status", 200)
        values = self._filing_page_values(form, **values) | {
            "tz_name": request.env.company._dialogue_tz()
        }
        return request.render("dialogue_tthc_portal.guest_ask", values, status=status)

    @http.route(ASK_URL, type="http", auth="public", methods=["GET"], website=True)
    def guest_ask(self, session_id=None, **kwargs):
        if self._feedback_is_petitioner():
            number = clean_id(session_id)
            query = f"?session_id={number}" if number else ""
            return request.redirect(f"/my/feedback/new{query}")
        form = self._guest_form()
        if clean_id(session_id) in form.sessions().ids:
            form.values["session_id"] = clean_id(session_id)
        return self._render_guest_form(form)

    @http.route(
        f"{ASK_URL}/submit",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def guest_submit(self, **post):
        form = self._guest_form()
        filing = self._filing_send(form, post)
        if not filing:
            return self._render_guest_form(form)
        # the key of the form, and not its link: that one goes to the mail address only
        request.session[SENT_KEY] = form.key
        return request.redirect(f"{ASK_URL}/sent")

    # ------------------------------------------------------------------
    # Sent, not yet confirmed
    # ------------------------------------------------------------------

    def _guest_waiting(self):
        """Return what this browser sent last, if it still waits."""
        key = request.session.get(SENT_KEY) or ""
        filings = self._filing_room()._of_form(key, request.env["res.partner"])
        return filings.filtered(lambda filing: filing.state == "waiting")[:1]

    def _guest_is_fresh(self, filing):
        """Say whether it was sent just now: later, somebody else may sit here."""
        return bool(filing) and (
            filing.submitted_on > fields.Datetime.now() - CORRECT_WITHIN
        )

    def _render_guest_sent(self, filing, **values):
        is_fresh = self._guest_is_fresh(filing)
        return private(
            request.render(
                "dialogue_tthc_portal.guest_sent",
                {
                    "is_waiting": bool(filing),
                    "is_mailed": bool(filing.mailed_on),
                    "sent_key": request.session.get(SENT_KEY),
                    "is_fresh": is_fresh,
                    "email": is_fresh and filing.email,
                    "typed": is_fresh and filing.email,
                    "errors": {},
                    "notice": None,
                    **values,
                },
            )
        )

    @http.route(
        f"{ASK_URL}/sent", type="http", auth="public", methods=["GET"], website=True
    )
    def guest_sent(self, notice=None, **kwargs):
        notices = {
            "again": self.env._("A new mail with the link is on its way."),
        }
        return self._render_guest_sent(
            self._guest_waiting(), notice=notices.get(notice)
        )

    @http.route(
        f"{ASK_URL}/mail",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def guest_mail(self, **post):
        """Send the link again, perhaps to a corrected address."""
        filing = self._guest_waiting()
        if not self._guest_is_fresh(filing):
            return request.redirect(f"{ASK_URL}/sent")
        typed = clean_text(post.get("email"), 200)
        email = email_normalize(typed)
        errors = {}
        if not email:
            errors["email"] = self.env._(
                "“%s” is not a complete e-mail address.", typed
            )
        else:
            waits = self._hit("mail", mail=email)
            if waits:
                errors["email"] = waits
        if errors:
            return self._render_guest_sent(filing, typed=typed, errors=errors)
        filing._mail_again(email)
        return request.redirect(f"{ASK_URL}/sent?notice=again")

    # ------------------------------------------------------------------
    # The link that confirms
    # ------------------------------------------------------------------

    def _guest_sent_filing(self, token):
        filing_sudo = request.env["dialogue.filing"]._link_find(token, "filing")
        # a draft was not sent: nobody has a link to it
        return filing_sudo.filtered(lambda filing: filing.state != "draft")

    def _render_filing(self, filing_sudo, token, **values):
        content = filing_sudo.content or {}
        # an old mail is no key for two more years
        confirmed_on = filing_sudo.confirmed_on
        is_fresh = bool(confirmed_on) and (
            fields.Datetime.now() - confirmed_on < RECEIPT_SHOWN
        )
        cases = [
            {
                "code": case.code,
                "subject": case.subject,
                "secret": is_fresh and case._lookup_secret(),
                "url": is_fresh and case._link_path("case"),
            }
            for case in filing_sudo._cases()
        ]
        return private(
            request.render(
                "dialogue_tthc_portal.guest_filing",
                {
                    "url": f"/dialogue/filing/{token}",
                    "state": filing_sudo.state,
                    "drop_reason": filing_sudo.drop_reason,
                    "questions": content.get("questions") or [],
                    "petitioner": content.get("petitioner") or {},
                    "files": filing_sudo.attachment_ids.mapped("name"),
                    "cases": cases,
                    "is_fresh": is_fresh,
                    "error": None,
                    **values,
                },
            )
        )

    @http.route(
        "/dialogue/filing/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def guest_filing(self, token, **kwargs):
        """Show what will be sent, or what became of it; nothing changes by this."""
        filing_sudo = self._guest_sent_filing(token)
        if not filing_sudo:
            return link_not_good()
        return self._render_filing(filing_sudo, token)

    @http.route(
        "/dialogue/filing/<string:token>/confirm",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def guest_confirm(self, token, **post):
        filing_sudo = self._guest_sent_filing(token)
        if not filing_sudo:
            return link_not_good()
        waits = self._hit(link=token)
        if waits:
            return self._render_filing(filing_sudo, token, error=waits)
        try:
            with request.env.cr.savepoint():
                filing_sudo._confirm()
        except UserError as error:
            return self._render_filing(filing_sudo, token, error=str(error))
        return private(request.redirect(f"/dialogue/filing/{token}"))
