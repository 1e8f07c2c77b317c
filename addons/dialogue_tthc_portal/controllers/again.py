from odoo.http import request

from .feedback_form import clean_id
from .feedback_new import FeedbackNew
from .guest import GuestPages
from .hall_form import new_form_key
from .private_page import private
from .text_forms import short_form

# where a long text is sent, and whose form shows it again
FORMS = {
    "/my/feedback/submit": "account",
    "/dialogue/ask/submit": "guest",
}
# the name under which a page says whose it was
WRITTEN_BY = "written_by"


def is_text_sent(path, post):
    """Say whether a request brings a text that would be lost with it.

    :param str path: where it was sent
    :param post: mapping of its values
    """
    if path in FORMS:
        return bool(post.get("question"))
    found = short_form(path)
    return bool(found) and bool(found[0].read_typed(post))


class TypedAgain:
    """What was typed once more, for whoever sent it too late.

    Nothing is looked up by it: the answer is made of the request alone, so it is the
    same whether there is such a case or not. It goes to whoever had the page, unless
    somebody else has signed in there since: theirs it is not. No controller, which
    would become a part of all others.
    """

    def __init__(self):
        self.env = request.env

    def render(self, path):
        """Return the page with what was typed, a new seal, and what to do."""
        if self._is_of_somebody_else():
            return private(
                request.render("dialogue_tthc_portal.typed_by_other", status=400)
            )
        if path in FORMS:
            return self._render_filing(FORMS[path])
        return self._render_text(path, *short_form(path))

    # ------------------------------------------------------------------
    # Whose
    # ------------------------------------------------------------------

    def _written_by(self):
        return clean_id(request.get_http_params().get(WRITTEN_BY))

    def _is_of_somebody_else(self):
        """Say whether one account wrote it and another is signed in now."""
        user = request.env.user
        return not user._is_public() and self._written_by() not in (0, user.id)

    # ------------------------------------------------------------------
    # The form of a question
    # ------------------------------------------------------------------

    def _render_filing(self, kind):
        """Return the form of a question.

        The key of an account's form stays, so that what was filed just before is found
        again. That of a guest does not: a page of somebody else could have sent it.

        :param str kind: ``account`` or ``guest``
        """
        pages = FeedbackNew() if kind == "account" else GuestPages()
        if kind == "account":
            form = pages._feedback_form()
            render = pages._render_feedback_form
        else:
            form = pages._guest_form()
            render = pages._render_guest_form
        key = form.key
        form.read_typed(request.get_http_params())
        if kind == "guest":
            form.key = key
        form.is_files_lost = self._had_files()
        is_signed_out = kind == "account" and request.env.user._is_public()
        return render(
            form,
            is_again=True,
            is_signed_out=is_signed_out,
            typed_by=self._written_by(),
            status=400,
        )

    # ------------------------------------------------------------------
    # A short form
    # ------------------------------------------------------------------

    def _render_text(self, path, form, step):
        kept = form.read_kept(request.httprequest.form)
        typed = form.read_typed(request.get_http_params())
        if step == "ask":
            # its own: see above
            kept.append(("form_key", new_form_key()))
        labels = self._labels(step)
        is_account = path.startswith("/my/")
        values = GuestPages()._feedback_limits() | {
            "action": path,
            "heading": self._heading(step, dict(kept)),
            "texts": [
                # shortened by whoever sent it, as on the form itself
                {"name": name, "label": labels[name], "text": text, "max": limit}
                for name, limit in form.texts.items()
                if (text := typed.get(name))
            ],
            "kept": kept,
            "takes_files": form.takes_files,
            "is_files_lost": self._had_files(),
            "is_signed_out": is_account and request.env.user._is_public(),
            "typed_by": self._written_by(),
            "prefix": "again_",
            "errors": {},
        }
        return private(
            request.render("dialogue_tthc_portal.typed_again", values, status=400)
        )

    def _had_files(self):
        uploads = request.httprequest.files.getlist("files")
        return any(upload.filename for upload in uploads)

    def _heading(self, step, kept):
        """Return what the text is sent for."""
        is_coming = kept.get("answer") == "confirm"
        return {
            "info": self.env._("Your information for us"),
            "message": self.env._("Your message"),
            "withdraw": self.env._("I want to withdraw it"),
            "reopen": self.env._("Ask to look at it again"),
            "appeal": self.env._("Ask for a second look"),
            "rate": self.env._("Your rating"),
            "vote": self.env._("Your rating"),
            "reply": self.env._("Your reply: I come")
            if is_coming
            else self.env._("Your reply: I cannot come"),
            "ask": self.env._("A question from the hall"),
        }[step]

    def _labels(self, step):
        """Return what to call each text."""
        reasons = {
            "withdraw": self.env._("Why do you withdraw it?"),
            "reopen": self.env._("What is still open?"),
            "appeal": self.env._("Why do you not agree?"),
        }
        return {
            "body": reasons.get(step) or self.env._("Your text"),
            "comment": self.env._("In your own words"),
            "reason": self.env._("Reason"),
            "opinion": self.env._("What you would have said there"),
            "delegate_name": self.env._("Full name of who comes"),
            "delegate_function": self.env._("Position"),
            "delegate_phone": self.env._("Phone"),
            "question": self.env._("What you want to ask"),
            "name": self.env._("Your name"),
        }
