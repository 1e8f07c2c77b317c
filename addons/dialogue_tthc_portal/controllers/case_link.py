from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .case_page import CasePage, Door
from .feedback_form import REQUEST_MAX, clean_text
from .private_page import link_not_good, private
from .rating_form import COMMENT_MAX

CASE_URL = "/dialogue/case/<string:token>"
RATING_URL = "/dialogue/rating/<string:token>"


class CaseLink(CasePage):
    """The page of one case, and the rating of its answer, by private links.

    A GET shows and changes nothing: programs that look through mails follow links.
    """

    def _link_door(self, token, scope="case"):
        """Return the :class:`Door` that ``token`` opens, or None."""
        feedback_sudo = request.env["dialogue.feedback"]._link_find(token, scope)
        # a draft was not received yet: nobody has a link to it
        if not feedback_sudo or feedback_sudo.state == "draft":
            return None
        return Door(feedback_sudo, f"/dialogue/{scope}/{token}", token)

    @http.route(CASE_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_case(self, token, notice=None, **kwargs):
        door = self._link_door(token)
        if not door:
            return link_not_good()
        return self._case_render(door, notice=self._case_notice(notice))

    @http.route(
        f"{CASE_URL}/file/<int:attachment_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def dialogue_case_file(self, token, attachment_id, **kwargs):
        door = self._link_door(token)
        return self._case_file(door, attachment_id) if door else link_not_good()

    @http.route(
        f"{CASE_URL}/receipt", type="http", auth="public", methods=["GET"], website=True
    )
    def dialogue_case_receipt(self, token, **kwargs):
        door = self._link_door(token)
        return self._case_receipt(door) if door else link_not_good()

    @http.route(
        f"{CASE_URL}/info",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_case_info(self, token, **post):
        door = self._link_door(token)
        return self._case_info(door) if door else link_not_good()

    @http.route(
        f"{CASE_URL}/message",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_case_message(self, token, **post):
        door = self._link_door(token)
        return self._case_message(door) if door else link_not_good()

    @http.route(
        f"{CASE_URL}/withdraw",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_case_withdraw(self, token, **post):
        door = self._link_door(token)
        return self._case_step(door, "withdraw") if door else link_not_good()

    @http.route(
        f"{CASE_URL}/reopen",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_case_reopen(self, token, **post):
        door = self._link_door(token)
        return self._case_step(door, "reopen") if door else link_not_good()

    @http.route(
        f"{CASE_URL}/appeal",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_case_appeal(self, token, **post):
        door = self._link_door(token)
        return self._case_step(door, "appeal") if door else link_not_good()

    @http.route(
        f"{CASE_URL}/rate",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_case_rate(self, token, **post):
        door = self._link_door(token)
        return self._case_rate(door) if door else link_not_good()

    # ------------------------------------------------------------------
    # The rating by itself
    # ------------------------------------------------------------------

    @http.route(RATING_URL, type="http", auth="public", methods=["GET"], website=True)
    def dialogue_rating(self, token, notice=None, **kwargs):
        door = self._link_door(token, "rating")
        if not door:
            return link_not_good()
        return self._rating_render(door, notice=self._rating_notice(notice))

    @http.route(
        f"{RATING_URL}/vote",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_rating_vote(self, token, **post):
        door = self._link_door(token, "rating")
        if not door:
            return link_not_good()
        form, errors = self._case_vote(door)
        if not errors:
            return self._case_done(door, "rate")
        return self._rating_render(
            door, forms={"rating": {"typed": form.values, "errors": errors}}
        )

    @http.route(
        f"{RATING_URL}/solved",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def dialogue_rating_solved(self, token, **post):
        door = self._link_door(token, "rating")
        if not door:
            return link_not_good()
        limit = self._case_limit(door)
        try:
            if limit:
                raise UserError(limit)
            with request.env.cr.savepoint():
                door.feedback._petitioner_say_solved(
                    clean_text(post.get("solved_later"))
                )
        except UserError as error:
            return self._rating_render(
                door, forms={"solved": {"errors": {"form": str(error)}}}
            )
        return self._case_done(door, "solved")

    def _rating_notice(self, key):
        return {
            "rate": self.env._("Thank you for your rating."),
            "solved": self.env._("Thank you for telling us."),
        }.get(key)

    def _rating_render(self, door, **values):
        """Show the page of the rating: the head of the case, and nothing else of it."""
        response = request.render(
            "dialogue_tthc_portal.rating_page",
            self._prepare_portal_layout_values()
            | self._rating_values(door)
            | {"forms": {}, "notice": None}
            | values,
        )
        return private(response)

    def _rating_values(self, door):
        return {
            "base": door.base,
            **door.feedback._portal_rating_page(),
            "comment_max": COMMENT_MAX,
        }
