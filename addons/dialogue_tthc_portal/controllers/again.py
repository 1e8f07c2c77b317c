from odoo.http import request

from .feedback_new import FeedbackNew
from .guest import GuestPages


class TypedAgain:
    """The form of a question once more, for whoever sent it too late.

    The key of an account's form stays, so that what was filed just before is found
    again. That of a guest does not: a page of somebody else could have sent it.
    """

    def render(self, kind):
        """Return the page with what was typed, a new seal, and what to do.

        :param str kind: ``account`` or ``guest``
        """
        post = request.get_http_params()
        pages = FeedbackNew() if kind == "account" else GuestPages()
        if kind == "account":
            form = pages._feedback_form()
            render = pages._render_feedback_form
        else:
            form = pages._guest_form()
            render = pages._render_guest_form
        key = form.key
        form.read_typed(post)
        if kind == "guest":
            form.key = key
        uploads = request.httprequest.files.getlist("files")
        form.is_files_lost = any(upload.filename for upload in uploads)
        is_signed_out = kind == "account" and request.env.user._is_public()
        return render(form, is_again=True, is_signed_out=is_signed_out, status=400)
