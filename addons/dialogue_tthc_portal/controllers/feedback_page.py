from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from .feedback_form import REQUEST_MAX, TextForm
from .portal import LIST_URL, DialoguePortal


class FeedbackPage(DialoguePortal):
    """The page of one case, and what its petitioner sends from there."""

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
