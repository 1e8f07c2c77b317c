from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .case_page import CasePage, Door
from .feedback_form import REQUEST_MAX
from .portal import LIST_URL

PAGE_URL = f"{LIST_URL}/<int:feedback_id>"


class FeedbackPage(CasePage):
    """The page of one case for the account that filed it."""

    def _account_door(self, feedback_id, acts=False):
        """Return the :class:`Door` to the user's case with this id, or None.

        :param bool acts: whether something is to be done: by its petitioner alone
        """
        feedback = self._feedback_find(feedback_id, with_shared=not acts)
        if not feedback or (acts and not feedback._portal_may_act()):
            return None
        return Door(feedback, feedback._portal_url())

    @http.route(PAGE_URL, type="http", auth="user", methods=["GET"], website=True)
    def portal_my_feedback_page(self, feedback_id, notice=None, **kwargs):
        door = self._account_door(feedback_id)
        if not door:
            return request.redirect(LIST_URL)
        return self._case_render(door, notice=self._case_notice(notice))

    @http.route(
        f"{PAGE_URL}/file/<int:attachment_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def portal_feedback_file(self, feedback_id, attachment_id, **kwargs):
        door = self._account_door(feedback_id)
        if not door:
            raise NotFound()
        return self._case_file(door, attachment_id)

    @http.route(
        f"{PAGE_URL}/receipt", type="http", auth="user", methods=["GET"], website=True
    )
    def portal_feedback_receipt(self, feedback_id, **kwargs):
        door = self._account_door(feedback_id, acts=True)
        if not door:
            return request.redirect(LIST_URL)
        return self._case_receipt(door)

    @http.route(
        f"{PAGE_URL}/info",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_info(self, feedback_id, **post):
        door = self._account_door(feedback_id, acts=True)
        return self._case_info(door) if door else request.redirect(LIST_URL)

    @http.route(
        f"{PAGE_URL}/message",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_message(self, feedback_id, **post):
        door = self._account_door(feedback_id, acts=True)
        return self._case_message(door) if door else request.redirect(LIST_URL)

    @http.route(
        f"{PAGE_URL}/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_withdraw(self, feedback_id, **post):
        door = self._account_door(feedback_id, acts=True)
        return self._case_step(door, "withdraw") if door else request.redirect(LIST_URL)

    @http.route(
        f"{PAGE_URL}/reopen",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_reopen(self, feedback_id, **post):
        door = self._account_door(feedback_id, acts=True)
        return self._case_step(door, "reopen") if door else request.redirect(LIST_URL)

    @http.route(
        f"{PAGE_URL}/appeal",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_appeal(self, feedback_id, **post):
        door = self._account_door(feedback_id, acts=True)
        return self._case_step(door, "appeal") if door else request.redirect(LIST_URL)

    @http.route(
        f"{PAGE_URL}/rate",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_rate(self, feedback_id, **post):
        door = self._account_door(feedback_id, acts=True)
        return self._case_rate(door) if door else request.redirect(LIST_URL)
