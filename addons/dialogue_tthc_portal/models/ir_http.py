from werkzeug.exceptions import BadRequest

from odoo import models
from odoo.http import SessionExpiredException, request

# where a long text is sent, and the method of the controller that shows it again
FORMS = {
    "/my/feedback/submit": "account",
    "/dialogue/ask/submit": "guest",
}


class IrHttp(models.AbstractModel):
    """A form that was sent too late comes back with everything that was typed.

    Whoever wrote for an hour has a page whose seal is too old, or is signed out
    meanwhile. Nothing is filed by that request; its answer is the form once more.
    """

    _inherit = "ir.http"

    @classmethod
    def _get_default_lang(cls):
        # two queries of every page, for what hardly ever changes
        code = request.env["ir.default"]._visitors_lang()
        if not code:
            return super()._get_default_lang()
        return request.env["res.lang"]._get_data(code=code)

    @classmethod
    def _handle_error(cls, exception):
        if cls._is_sent_too_late(exception):
            return cls._show_again()
        return super()._handle_error(exception)

    @classmethod
    def _form_path(cls):
        # a slash at the end is served, too
        return request.httprequest.path.rstrip("/")

    @classmethod
    def _is_sent_too_late(cls, exception):
        """Say whether ``exception`` would cost somebody the text of a form."""
        if request.httprequest.method != "POST" or cls._form_path() not in FORMS:
            return False
        post = request.get_http_params()
        if not post.get("question"):
            return False
        if isinstance(exception, SessionExpiredException):
            return True
        return isinstance(exception, BadRequest) and not request.validate_csrf(
            post.get("csrf_token")
        )

    @classmethod
    def _show_again(cls):
        # here and not above: the controllers are loaded after the models
        from ..controllers.again import TypedAgain  # noqa: PLC0415

        if not request.env.uid:
            cls._auth_method_public()
        cls._handle_debug()
        cls._frontend_pre_dispatch()
        request.env.cr.rollback()
        response = TypedAgain().render(FORMS[cls._form_path()])
        # rendered here, where an error is still an error of this request
        response.flatten()
        cls._post_dispatch(response)
        return response
