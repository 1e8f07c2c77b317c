from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .feedback_form import REQUEST_MAX, FeedbackForm
from .portal import LIST_URL, DialoguePortal


class FeedbackNew(DialoguePortal):
    """The form by which a case is filed."""

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
