from odoo import http
from odoo.http import request

from .case_page import CasePage, Door
from .feedback_form import REQUEST_MAX, clean_text
from .portal import LIST_URL
from .private_page import link_not_good, private


class OwnershipPages(CasePage):
    """Whose a case is: taken over by an account; and whether its name is public."""

    def _ownership_case(self, token):
        feedback_sudo = request.env["dialogue.feedback"]._link_find(token, "case")
        # a draft was not received yet: nobody has a link to it
        return feedback_sudo.filtered(lambda case: case.state != "draft")

    @http.route(
        "/dialogue/case/<string:token>/claim",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def case_claim(self, token, **post):
        """Let a signed-in petitioner take a case that belongs to no account yet."""
        feedback_sudo = self._ownership_case(token)
        if not feedback_sudo:
            return link_not_good()
        page = f"/dialogue/case/{token}"
        if not self._feedback_is_petitioner():
            # signed in, the page offers it again; officials have no use for it
            is_public = request.env.user._is_public()
            login = f"/web/login?redirect={page}"
            return private(request.redirect(login if is_public else page))
        partner = request.env.user.partner_id
        waits = self._hit(link=token)
        if waits:
            return self._case_render(Door(feedback_sudo, page, token), problem=waits)
        if feedback_sudo._claim(partner):
            return private(request.redirect(f"{LIST_URL}/{feedback_sudo.id}"))
        # somebody else's: the page of the link says no more than it did before
        return private(request.redirect(page))

    @http.route(
        "/dialogue/case/<string:token>/consent",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def case_consent(self, token, **post):
        """Take back the consent to publish the name, or anything (``nothing``)."""
        feedback_sudo = self._ownership_case(token)
        if not feedback_sudo:
            return link_not_good()
        door = Door(feedback_sudo, f"/dialogue/case/{token}", token)
        waits = self._hit(link=token)
        if waits:
            return self._case_render(door, problem=waits)
        return self._allow_less(door, post, "link")

    @http.route(
        f"{LIST_URL}/<int:feedback_id>/consent",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def feedback_consent(self, feedback_id, **post):
        """Take back the consent to publish the name, or anything (``nothing``)."""
        feedback = self._feedback_find(feedback_id)
        if not feedback:
            return request.redirect(LIST_URL)
        door = Door(feedback, feedback._portal_url())
        waits = self._hit()
        if waits:
            return self._case_render(door, problem=waits)
        return self._allow_less(door, post, "account")

    def _allow_less(self, door, post, by):
        is_nothing = bool(clean_text(post.get("nothing")))
        if not door.feedback._portal_allow_less(is_nothing, by):
            return request.redirect(door.base)
        return self._case_done(door, "nothing_public" if is_nothing else "unconsented")
