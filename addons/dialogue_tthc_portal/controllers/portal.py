from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request

from odoo.addons.dialogue_tthc.tools.case_code import parse_code
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.upload import ACCEPT
from .feedback_form import (
    FILE_COUNT_MAX,
    FILE_MAX,
    FILES_MAX,
    QUESTION_MAX,
    REQUEST_MAX,
    SUBJECT_MAX,
    FeedbackForm,
    TextForm,
    clean_text,
)

LIST_URL = "/my/feedback"
SEARCH_MAX = 100


class DialoguePortal(CustomerPortal):
    """The pages of a petitioner: their cases, one case, and a new one.

    A record comes from ``_portal_find`` or a search under the portal rule only; what
    is not the user's and what does not exist get the same answer. Officials work in
    the back office and are sent there.
    """

    _feedback_per_page = 20

    def _feedback_is_petitioner(self):
        """Say whether these pages are meant for the current user."""
        return request.env.user._is_portal()

    # ------------------------------------------------------------------
    # Home
    # ------------------------------------------------------------------

    def _prepare_portal_layout_values(self):
        values = super()._prepare_portal_layout_values()
        values["is_petitioner"] = self._feedback_is_petitioner()
        # days count where the department is, wherever the browser is
        values["tz_name"] = request.env.company._dialogue_tz()
        return values

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        # the page itself shows the number too: it must not take JavaScript to see it
        if not counters or "dialogue_feedback_count" in counters:
            values["dialogue_feedback_count"] = (
                request.env["dialogue.feedback"]
                .with_context(active_test=False)
                .search_count([])
                if self._feedback_is_petitioner()
                else 0
            )
        return values

    # ------------------------------------------------------------------
    # List
    # ------------------------------------------------------------------

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
            **{
                key: {"label": label, "domain": Domain("portal_state", "in", states)}
                for key, (label, states) in groups.items()
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

    # ------------------------------------------------------------------
    # One case
    # ------------------------------------------------------------------

    def _feedback_notice(self, key):
        """Return the sentence that confirms what was just done, or None."""
        return {
            "filed": self.env._(
                "We have received your question. You find its code and the answer on "
                "this page."
            ),
            "info": self.env._(
                "Thank you. We have received your information and go on."
            ),
            "posted": self.env._("Your message has been sent."),
        }.get(key)

    def _feedback_page_values(self, feedback, **values):
        """Return the values of the page of one case.

        :param feedback: the case, in the environment of the portal user
        :param values: what one request adds: typed text, errors, a notice
        """
        may_post = feedback._portal_may_post()
        return (
            self._prepare_portal_layout_values()
            | self._feedback_limits()
            | {
                "page_name": "dialogue_feedback",
                "feedback": feedback,
                "hint": feedback._portal_state_hint(),
                "timeline": feedback._portal_timeline(),
                "clocks": feedback._portal_clocks(),
                "about": feedback._portal_context(),
                "parts": feedback._portal_parts(),
                "answers": feedback._portal_answers(),
                "own_files": feedback._portal_own_files(),
                "messages": feedback._portal_messages(),
                "may_post": may_post,
                # what was typed is shown again, also where nothing can be sent
                "shows_text_form": (may_post or bool(values.get("errors")))
                and feedback.portal_state != "waiting",
                "typed": {},
                "errors": {},
                "is_files_lost": False,
                "notice": None,
            }
            | values
        )

    def _feedback_limits(self):
        """Return what the pages say about sizes and files."""
        return {
            "accept": ACCEPT,
            "subject_max": SUBJECT_MAX,
            "question_max": QUESTION_MAX,
            "file_count_max": FILE_COUNT_MAX,
            "file_max": FILE_MAX,
            "files_max": FILES_MAX,
            "files_hint": self.env._(
                "Up to %(count)s files, each up to %(each)s MB and together up to "
                "%(all)s MB: PDF, JPG, PNG, DOCX or XLSX. Do not send pictures of "
                "identity cards.",
                count=FILE_COUNT_MAX,
                each=FILE_MAX // 1024**2,
                all=FILES_MAX // 1024**2,
            ),
            "files_too_large": self.env._(
                "These files are too many or too large. Please choose fewer or smaller "
                "ones."
            ),
        }

    def _feedback_find(self, feedback_id):
        """Return the user's case with this id, or an empty set."""
        Feedback = request.env["dialogue.feedback"]
        if not self._feedback_is_petitioner():
            return Feedback
        return Feedback._portal_find(feedback_id)

    @http.route(
        f"{LIST_URL}/<int:feedback_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def portal_my_feedback_page(self, feedback_id, notice=None, **kwargs):
        feedback = self._feedback_find(feedback_id)
        if not feedback:
            return request.redirect(LIST_URL)
        return self._render_feedback_page(
            feedback, notice=self._feedback_notice(notice)
        )

    def _render_feedback_page(self, feedback, **values):
        return request.render(
            "dialogue_tthc_portal.portal_my_feedback",
            self._feedback_page_values(feedback, **values),
        )

    @http.route(
        f"{LIST_URL}/<int:feedback_id>/file/<int:attachment_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def portal_feedback_file(self, feedback_id, attachment_id, **kwargs):
        feedback = self._feedback_find(feedback_id)
        if not feedback:
            raise NotFound()
        attachment_sudo = feedback._portal_attachments().filtered(
            lambda attachment: attachment.id == attachment_id
        )
        if not attachment_sudo:
            raise NotFound()
        stream = attachment_sudo._to_http_stream()
        # always saved, never shown: nothing uploaded can run in our origin
        response = stream.get_response(as_attachment=True, max_age=0)
        response.headers["Content-Disposition"] = content_disposition(
            attachment_sudo.name
        )
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    # ------------------------------------------------------------------
    # What a petitioner sends on a case
    # ------------------------------------------------------------------

    @http.route(
        f"{LIST_URL}/<int:feedback_id>/info",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_info(self, feedback_id, **post):
        feedback = self._feedback_find(feedback_id)
        if not feedback:
            return request.redirect(LIST_URL)
        if feedback.portal_state != "waiting":
            # sent twice, or somebody was faster: nothing typed gets lost
            return self._feedback_send(feedback, post, "post", "posted")
        return self._feedback_send(feedback, post, "info", "info")

    @http.route(
        f"{LIST_URL}/<int:feedback_id>/message",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_message(self, feedback_id, **post):
        feedback = self._feedback_find(feedback_id)
        if not feedback:
            return request.redirect(LIST_URL)
        return self._feedback_send(feedback, post, "post", "posted")

    def _feedback_send(self, feedback, post, kind, notice):
        """Check and send a text with files; show the page again if it is not right."""
        form = TextForm(request.env, post, request.httprequest.files.getlist("files"))
        send = {"info": feedback._portal_give_info, "post": feedback._portal_post}
        errors = form.errors
        if not errors and kind == "post" and not feedback._portal_may_post():
            errors = {
                "body": self.env._(
                    "This case has ended. File a new question to add something."
                )
            }
        if not errors:
            try:
                with request.env.cr.savepoint():
                    send[kind](form.values["body"], form.files)
            except UserError as error:
                errors = {"body": str(error)}
            else:
                return request.redirect(f"{feedback._portal_url()}?notice={notice}")
        return self._render_feedback_page(
            feedback,
            typed=form.values,
            errors=errors,
            is_files_lost=form.is_files_lost or bool(form.files),
        )

    # ------------------------------------------------------------------
    # New case
    # ------------------------------------------------------------------

    def _feedback_form(self):
        """Return an empty form for the current user."""
        return FeedbackForm(
            request.env, request.env.user.partner_id, request.env.company
        )

    def _render_feedback_form(self, form):
        values = (
            self._prepare_portal_layout_values()
            | self._feedback_limits()
            | {
                "page_name": "dialogue_feedback_new",
                "form": form,
                "values": form.values,
                "errors": form.errors,
                "account": form.account,
                "kinds": form.kinds(),
                "sectors": form.sectors(),
                "procedures": form.procedures(),
                "sessions": form.sessions(),
            }
        )
        return request.render("dialogue_tthc_portal.portal_my_feedback_new", values)

    @http.route(
        f"{LIST_URL}/new", type="http", auth="user", methods=["GET"], website=True
    )
    def portal_feedback_new(self, **kwargs):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        return self._render_feedback_form(self._feedback_form())

    @http.route(
        f"{LIST_URL}/submit",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_submit(self, **post):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        form = self._feedback_form()
        if form.take(post, request.httprequest.files.getlist("files")):
            try:
                with request.env.cr.savepoint():
                    feedback_sudo = request.env["dialogue.feedback"]._portal_file(
                        request.env.user.partner_id,
                        form.vals,
                        form.petitioner_vals,
                        form.files,
                        form.key,
                    )
            except UserError as error:
                form.errors["form"] = str(error)
                form.is_files_lost = bool(form.files)
            else:
                return request.redirect(f"{feedback_sudo._portal_url()}?notice=filed")
        return self._render_feedback_form(form)
