from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .case_page import CasePage, Door
from .feedback_form import REQUEST_MAX, clean_text
from .portal import LIST_URL


class FeedbackShare(CasePage):
    """The switch by which the author of a case shows it to colleagues."""

    @http.route(
        f"{LIST_URL}/<int:feedback_id>/share",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_share(self, feedback_id, **post):
        feedback = self._feedback_find(feedback_id)
        if not feedback:
            return request.redirect(LIST_URL)
        problem = self._hit()
        notice = "shared" if clean_text(post.get("is_shared")) else "unshared"
        if not problem:
            try:
                with request.env.cr.savepoint():
                    feedback._share(notice == "shared")
            except UserError:
                # the page says why: somebody was faster, or the switch is not there
                problem = self.env._("This cannot be shared with colleagues.")
        url = feedback._portal_url()
        if problem:
            return self._case_render(Door(feedback, url), problem=problem)
        return request.redirect(f"{url}?notice={notice}#share")
