from odoo import http
from odoo.http import request

from odoo.addons.auth_signup.controllers.main import AuthSignupHome

from .feedback_form import clean_text
from .limit import hit
from .organisation_form import OrganisationForm

SIGN_UP_URL = "/web/signup"
# an input that nobody sees; what fills it in is no person
TRAP = "homepage"


class SignUp(AuthSignupHome):
    """The page on which a petitioner makes an account.

    Odoo's own, with whom they write for. Its mail address is not proven by it: nothing
    that somebody else filed, and no organisation, is opened by an address. Whoever was
    invited by mail comes with a token and is asked for a password only.
    """

    def get_auth_signup_qcontext(self):
        qcontext = super().get_auth_signup_qcontext()
        is_open = qcontext.get("signup_enabled") and not qcontext.get("token")
        # Odoo serves the page with a slash at the end, too
        path = request.httprequest.path.rstrip("/")
        if path != SIGN_UP_URL or not is_open:
            return qcontext
        form = OrganisationForm(request.env, with_citizen=True)
        qcontext["form"] = form
        if request.httprequest.method == "POST" and "error" not in qcontext:
            error = self._sign_up_error(form)
            if error:
                qcontext["error"] = error
        return qcontext

    def _sign_up_error(self, form):
        """Return the sentence that says why no account can be made yet, or None."""
        form.take(request.params)
        if clean_text(request.params.get(TRAP)):
            return self.env._("This could not be sent. Load the page again.")
        if len(clean_text(request.params.get("name"))) > 100:
            form.errors["name"] = self.env._("Give a shorter name.")
        if form.errors:
            return self.env._("No account has been made yet. Please correct this:")
        return hit("join")

    def _prepare_signup_values(self, qcontext):
        values = super()._prepare_signup_values(qcontext)
        form = qcontext.get("form")
        if form:
            values.update(
                form.contact(),
                tz=request.env.company._dialogue_tz(),
                country_id=request.env.ref("base.vn").id,
            )
            if form.is_organisation:
                values["dialogue_stated"] = form.stated()
        return values

    @http.route()
    def web_auth_signup(self, *args, **kw):
        # who asks for an organisation sees next what becomes of that
        if not kw.get("redirect") and clean_text(kw.get("kind")) not in ("", "citizen"):
            kw["redirect"] = "/my/organisation"
        return super().web_auth_signup(*args, **kw)
