from odoo import fields, http
from odoo.http import request
from odoo.tools import format_datetime

from .feedback_form import REQUEST_MAX, clean_id, clean_text
from .filing import FilingPages
from .filing_form import FilingForm, epoch_ms
from .portal import LIST_URL


class FeedbackNew(FilingPages):
    """The form by which an account files its questions."""

    def _feedback_form(self):
        """Return an empty form for the current user; nobody's for who is signed out."""
        user = request.env.user
        partner = user.partner_id.browse() if user._is_public() else user.partner_id
        return FilingForm(request.env, partner, request.env.company)

    def _render_feedback_form(self, form, **values):
        status = values.pop("status", 200)
        values = (
            self._prepare_portal_layout_values()
            | self._filing_page_values(form, **values)
            | {"page_name": "dialogue_feedback_new"}
        )
        return request.render(
            "dialogue_tthc_portal.portal_my_feedback_new", values, status=status
        )

    @http.route(
        f"{LIST_URL}/new", type="http", auth="user", methods=["GET"], website=True
    )
    def portal_feedback_new(self, session_id=None, **kwargs):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        form = self._feedback_form()
        draft = self._filing_room()._draft_of(request.env.user.partner_id)
        if draft:
            form.go_on_with(draft)
        if clean_id(session_id) in form.sessions().ids:
            form.values["session_id"] = clean_id(session_id)
        return self._render_feedback_form(form, is_kept=bool(draft))

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
        filing = self._filing_send(form, post)
        if not filing:
            return self._render_feedback_form(form)
        feedback_sudo = filing._cases()[:1]
        return request.redirect(f"{feedback_sudo._portal_url()}?notice=filed")

    @http.route(
        f"{LIST_URL}/draft",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=REQUEST_MAX,
    )
    def portal_feedback_draft(self, **post):
        """Keep what was typed so far, or throw it away; nothing is sent by this."""
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        form = self._feedback_form()
        form.read_typed(post)
        room, partner = self._filing_room(), request.env.user.partner_id
        waits = self._hit("draft")
        if clean_text(post.get("discard")):
            if waits:
                form.errors = {"form": waits}
                return self._render_feedback_form(form)
            room._of_form(form.key, partner)._forget()
            return request.redirect(f"{LIST_URL}/new")
        if waits:
            return request.make_json_response({"saved": False}, status=429)
        newer = self._gone_on_elsewhere(form.key, post)
        if newer:
            form.go_on_with(newer)
            other = {"saved": False, "at": str(form.saved_at), "other": form.pairs()}
            return request.make_json_response(other)
        draft = room._keep(form.key, partner, form.values)
        now = format_datetime(
            request.env,
            fields.Datetime.now(),
            tz=request.env.company._dialogue_tz(),
            dt_format="HH:mm",
        )
        # as the page gets it that shows this draft, see data-saved-at
        at = str(epoch_ms(draft.write_date)) if draft else None
        return request.make_json_response({"saved": now, "at": at})

    def _gone_on_elsewhere(self, form_key, post):
        """Return the draft that another device has saved since this page had it.

        :param post: mapping with ``base``: when the draft was saved that the page goes
            on from, see :func:`epoch_ms`; a page that does not say it is believed
        """
        room = self._filing_room()
        if "base" not in post:
            return room
        filings = room._of_form(form_key, request.env.user.partner_id)
        draft = filings.filtered(lambda filing: filing.state == "draft")[:1]
        is_known = str(epoch_ms(draft.write_date)) == post["base"] if draft else True
        return room if is_known else draft
