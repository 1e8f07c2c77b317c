from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.dialogue_tthc.tools.case_code import parse_code
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .feedback_form import clean_text
from .portal import LIST_URL, DialoguePortal

SEARCH_MAX = 100


class FeedbackList(DialoguePortal):
    """The list of a petitioner's cases."""

    _feedback_per_page = 20

    def _feedback_sortings(self):
        """Return the orders of the list: key -> label and order."""
        return {
            "newest": {
                "label": self.env._("Newest first"),
                "order": "received_on desc, id desc",
            },
            "oldest": {"label": self.env._("Oldest first"), "order": "received_on, id"},
            "deadline": {
                "label": self.env._("Soonest answer first"),
                "order": "date_deadline, id desc",
            },
            "subject": {"label": self.env._("By subject"), "order": "subject, id desc"},
        }

    def _feedback_filters(self):
        """Return the filters of the list: key -> label and domain."""
        groups = {
            "waiting": (self.env._("Waiting for you"), ["waiting"]),
            "open": (
                self.env._("Not answered yet"),
                ["received", "waiting", "handling", "referred"],
            ),
            "answered": (self.env._("Answered"), ["answered", "closed"]),
            "ended": (
                self.env._("Ended otherwise"),
                ["refused", "withdrawn", "merged"],
            ),
        }
        return {
            "all": {"label": self.env._("All"), "domain": Domain.TRUE},
            **self._feedback_sharing_filters(),
            **{
                key: {"label": label, "domain": Domain("portal_state", "in", states)}
                for key, (label, states) in groups.items()
            },
        }

    def _feedback_sharing_filters(self):
        """Return the filters for who has colleagues; nobody else can be shared with."""
        if not request.env.user.partner_id._dialogue_organisation():
            return {}
        return {
            "own": {
                "label": self.env._("Sent by me"),
                "domain": Domain("is_own", "=", True),
            },
            "shared": {
                "label": self.env._("Of colleagues"),
                "domain": Domain("is_own", "=", False),
            },
        }

    def _feedback_search_domain(self, search):
        """Return the domain of the cases in which the text ``search`` occurs."""
        if not search:
            return Domain.TRUE
        year, number = parse_code(search) or (0, 0)
        if 0 < number < 2**31:
            return Domain("year", "=", year) & Domain("number", "=", number)
        return Domain.OR(
            Domain(name, "ilike", search) for name in ("code", "subject", "question")
        )

    @http.route(
        [LIST_URL, f"{LIST_URL}/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def portal_my_feedback(
        self, page=1, sortby=None, filterby=None, search=None, **kwargs
    ):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        sortings = self._feedback_sortings()
        sortby = sortby if sortby in sortings else "newest"
        filters = self._feedback_filters()
        filterby = filterby if filterby in filters else "all"
        search = clean_text(search, SEARCH_MAX)
        domain = filters[filterby]["domain"] & self._feedback_search_domain(search)

        Feedback = request.env["dialogue.feedback"].with_context(active_test=False)
        url_args = {"sortby": sortby, "filterby": filterby, "search": search}
        total = Feedback.search_count(domain)
        pager = portal_pager(
            url=LIST_URL,
            url_args=url_args,
            total=total,
            page=page if isinstance(page, int) else 1,
            step=self._feedback_per_page,
        )
        feedbacks = Feedback.search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._feedback_per_page,
            offset=max(pager["offset"], 0),
        )
        values = self._prepare_portal_layout_values() | {
            "page_name": "dialogue_feedback",
            "feedbacks": feedbacks,
            "due_words": feedbacks._portal_due_words(),
            "authors": feedbacks._portal_author_names(),
            "pager": pager,
            "total_label": self.env._("Found: %s", total),
            "empty_help": self.env._(
                "Does a procedure hold you up, is a rule unclear, or do you know how "
                "something could be done better? Write to us. You get a code at once "
                "and see here where it stands."
            ),
            "sortings": sortings,
            "sortby": sortby,
            "filters": filters,
            "filterby": filterby,
            "search": search,
            "is_filtered": bool(search or filterby != "all"),
            "default_url": LIST_URL,
        }
        return request.render("dialogue_tthc_portal.portal_my_feedbacks", values)
