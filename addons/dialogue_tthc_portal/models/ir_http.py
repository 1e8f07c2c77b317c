from urllib.parse import urlsplit

from werkzeug.exceptions import BadRequest

from odoo import models
from odoo.http import SessionExpiredException, request


class IrHttp(models.AbstractModel):
    """A text that was sent too late comes back with everything that was typed.

    Whoever wrote for an hour has a page whose seal is too old, or is signed out
    meanwhile. Nothing is done by that request; its answer is the form once more.
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
        """Say whether ``exception`` would cost somebody what they wrote."""
        # here and not above: the controllers are loaded after the models
        from ..controllers.again import is_text_sent  # noqa: PLC0415

        if request.httprequest.method != "POST" or not cls._is_from_own_page():
            return False
        if not isinstance(exception, (SessionExpiredException, BadRequest)):
            return False
        post = request.get_http_params()
        if not is_text_sent(cls._form_path(), post):
            return False
        return isinstance(exception, SessionExpiredException) or (
            not request.validate_csrf(post.get("csrf_token"))
        )

    @classmethod
    def _is_from_own_page(cls):
        """Say whether a page of ours may have sent this request.

        A page of somebody else could otherwise have its own text shown here, with a
        button that sends it. Browsers say where they come from; what says nothing is
        no browser, or an old one that gets its text back, too.
        """
        headers = request.httprequest.headers
        site = headers.get("Sec-Fetch-Site")
        if site:
            return site in ("same-origin", "none")
        # a page of a private link tells no origin, which is sent as this word
        origin = headers.get("Origin", "null")
        return origin == "null" or urlsplit(origin).netloc == request.httprequest.host

    @classmethod
    def _show_again(cls):
        # here and not above: see there
        from ..controllers.again import TypedAgain  # noqa: PLC0415

        if not request.env.uid:
            cls._auth_method_public()
        cls._handle_debug()
        cls._frontend_pre_dispatch()
        request.env.cr.rollback()
        response = TypedAgain().render(cls._form_path())
        # rendered here, where an error is still an error of this request
        response.flatten()
        cls._post_dispatch(response)
        return response
