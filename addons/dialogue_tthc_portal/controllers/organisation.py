from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.dialogue_tthc.models.dialogue_membership_moves import MANAGER_STEPS

from .feedback_form import FORM_MAX, clean_text
from .organisation_form import OrganisationForm
from .portal import DialoguePortal

ORGANISATION_URL = "/my/organisation"
REASON_MAX = 500


class OrganisationPage(DialoguePortal):
    """For whom a person acts: what they asked for, and who else acts for it."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if not counters:
            values["dialogue_organisation"] = (
                request.env.user.partner_id._portal_organisation_words()
                if self._feedback_is_petitioner()
                else False
            )
        return values

    def _organisation_notice(self, key):
        """Return the sentence that confirms what was just done, or None."""
        return {
            "requested": self.env._(
                "We have received your request and check it. You get a mail as soon as "
                "it is decided."
            ),
            "withdrawn": self.env._("Your request has been taken back."),
            "left": self.env._("You do not act for the organisation any more."),
            "approve": self.env._("The person now belongs to your organisation."),
            "refuse": self.env._("The request has been turned down."),
            "end": self.env._(
                "The person does not belong to your organisation any more."
            ),
            "make_manager": self.env._("The person is a manager now, as you are."),
            "sharing": self.env._("Your choice has been saved."),
        }.get(key)

    def _render_organisation(self, form=None, **values):
        partner = request.env.user.partner_id
        page = partner._portal_organisation_page()
        form = form or OrganisationForm(request.env, page["stated"])
        return request.render(
            "dialogue_tthc_portal.portal_my_organisation",
            self._prepare_portal_layout_values()
            | page
            | {
                "page_name": "dialogue_organisation",
                "form": form,
                "errors": form.errors,
                "is_form_open": bool(form.errors) or page["status"] == "none",
                "member_errors": {},
                "typed_reason": "",
                "notice": None,
                "problem": None,
            }
            | values,
        )

    @http.route(
        ORGANISATION_URL, type="http", auth="user", methods=["GET"], website=True
    )
    def portal_my_organisation(self, notice=None, **kwargs):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        return self._render_organisation(notice=self._organisation_notice(notice))

    @http.route(
        f"{ORGANISATION_URL}/request",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def portal_organisation_request(self, **post):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        form = OrganisationForm(request.env)
        if not form.take(post):
            return self._render_organisation(form)
        user = request.env.user
        problem = self._hit("join")
        if problem:
            return self._render_organisation(form, problem=problem, is_form_open=True)
        request.env["dialogue.membership"]._request(user.partner_id, form.stated())
        return request.redirect(f"{ORGANISATION_URL}?notice=requested")

    @http.route(
        f"{ORGANISATION_URL}/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def portal_organisation_withdraw(self, **post):
        return self._organisation_leave("_dialogue_request", "withdrawn")

    @http.route(
        f"{ORGANISATION_URL}/leave",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def portal_organisation_leave(self, **post):
        return self._organisation_leave("_dialogue_membership", "left")

    def _organisation_leave(self, which, notice):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        own = getattr(request.env.user.partner_id, which)()
        if not own:
            return request.redirect(ORGANISATION_URL)
        problem = self._hit()
        if problem:
            return self._render_organisation(problem=problem)
        # in the environment of the person, who is asked for there
        request.env["dialogue.membership"].browse(own.id)._leave()
        return request.redirect(f"{ORGANISATION_URL}?notice={notice}")

    @http.route(
        f"{ORGANISATION_URL}/sharing",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def portal_organisation_sharing(self, **post):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        problem = self._hit()
        if problem:
            return self._render_organisation(problem=problem)
        is_shared = bool(clean_text(post.get("is_sharing_default")))
        request.env.user.partner_id._portal_set_sharing(is_shared)
        return request.redirect(f"{ORGANISATION_URL}?notice=sharing")

    @http.route(
        f"{ORGANISATION_URL}/members/<int:membership_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=FORM_MAX,
    )
    def portal_organisation_member(self, membership_id, **post):
        if not self._feedback_is_petitioner():
            return request.redirect("/my")
        step = clean_text(post.get("step"))
        reason = clean_text(post.get("reason"), REASON_MAX)
        membership = request.env["dialogue.membership"]._portal_managed(membership_id)
        if not membership or step not in MANAGER_STEPS:
            return request.redirect(ORGANISATION_URL)
        problem = self._hit()
        if not problem:
            try:
                with request.env.cr.savepoint():
                    membership._decide_as_manager(step, reason)
            except AccessError:
                return request.redirect(ORGANISATION_URL)
            except UserError as error:
                problem = str(error)
            else:
                return request.redirect(f"{ORGANISATION_URL}?notice={step}")
        return self._render_organisation(
            member_errors={membership_id: problem}, typed_reason=reason
        )
