from odoo import http
from odoo.http import request
from odoo.tools import email_normalize

from .feedback_form import REQUEST_MAX, clean_text
from .portal import DialoguePortal
from .private_page import private

LOOKUP_URL = "/dialogue/lookup"
CODE_MAX = 40
SECOND_MAX = 200


class Lookup(DialoguePortal):
    """How somebody without an account gets back to a case: with what is on the receipt.

    Whatever is wrong has one answer, so that nobody learns which cases there are.
    """

    @http.route(LOOKUP_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_lookup(self, **kwargs):
        return self._lookup_render()

    @http.route(
        f"{LOOKUP_URL}/open",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_lookup_open(self, **post):
        code = clean_text(post.get("code"), CODE_MAX)
        secret = clean_text(post.get("secret"), SECOND_MAX)
        error = self._hit("lookup")
        if not error:
            feedback_sudo = request.env["dialogue.feedback"]._find_by_secret(
                code, secret
            )
            if feedback_sudo:
                return private(request.redirect(feedback_sudo._link_path("case")))
            error = self.env._(
                "No case opens with this code and this secret. Please compare both "
                "with your receipt, sign by sign."
            )
        return self._lookup_render("open", error, {"code": code, "secret": secret})

    @http.route(
        f"{LOOKUP_URL}/mail",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_lookup_mail(self, **post):
        code = clean_text(post.get("code"), CODE_MAX)
        email = clean_text(post.get("email"), SECOND_MAX)
        error = self._hit("mail", mail=email_normalize(email) or email)
        if error:
            return self._lookup_render("mail", error, {"code": code, "email": email})
        request.env["dialogue.feedback"]._mail_link_again(code, email)
        return private(request.redirect(f"{LOOKUP_URL}?notice=mailed"))

    def _lookup_render(self, what=None, error=None, typed=None):
        notice = self.env._(
            "If there is a case with this code and this mail address, the link is on "
            "its way to that address. Please look into your mails in some minutes."
        )
        is_mailed = request.params.get("notice") == "mailed" and not error
        values = self._prepare_portal_layout_values() | {
            "page_name": "dialogue_lookup",
            "notice": notice if is_mailed else None,
            "forms": {what: {"errors": {"form": error}, "typed": typed}}
            if error
            else {},
        }
        return private(request.render("dialogue_tthc_portal.lookup", values))
