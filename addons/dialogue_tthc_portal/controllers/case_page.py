from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import request

from .download import saved
from .draft_key import draft_values
from .feedback_form import TextForm
from .portal import DialoguePortal
from .private_page import link_not_good, private
from .rating_form import COMMENT_MAX, RatingForm


@dataclass(frozen=True)
class Door:
    """How somebody got to a case.

    :param feedback: the case: in the environment of the account that filed it, or in
        sudo where a private link was followed
    :param base: path of the page of the case; those of its files and steps follow it
    :param token: of the private link; None for an account
    """

    feedback: object
    base: str
    token: str | None = None


class CasePage(DialoguePortal):
    """What the page of a case does, whichever door somebody came through.

    The routes open the door (``feedback_page.py``, ``case_link.py``) and call these
    methods; rules are those of the models.
    """

    # ------------------------------------------------------------------
    # Showing
    # ------------------------------------------------------------------

    def _case_notice(self, key):
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
            "shared": self.env._("Your colleagues can read this now."),
            "unshared": self.env._("Nobody but you can read this now."),
            "unconsented": self.env._("Your name will not be published."),
            "nothing_public": self.env._("Nothing of this question will be public."),
            "withdraw": self.env._("Your question has been withdrawn."),
            "reopen": self.env._(
                "We look at your question again and write to you when there is a new "
                "answer."
            ),
            "appeal": self.env._("We look at your question a second time."),
            "rate": self.env._("Thank you for your rating."),
        }.get(key)

    def _case_values(self, door, **values):
        """Return the values of the page of one case.

        :param values: what one request adds: a notice, a problem, and ``forms``: for
            each form of the page what was typed and what is wrong
        """
        case = door.feedback._portal_page(door.base)
        forms = values.get("forms") or {}
        # what was typed is shown again, also where the step is no longer possible
        offered = {step["key"] for step in case["steps"]}
        case["steps"] += [
            step
            for step in door.feedback._portal_step_words()
            if step["key"] in forms and step["key"] not in offered
        ]
        return (
            self._prepare_portal_layout_values()
            | self._feedback_limits()
            | draft_values(door.base)
            | {
                "page_name": "dialogue_feedback",
                "case": case,
                "case_code": case["code"],
                "shows_text_form": (case["may_post"] or "text" in forms)
                and case["state"] != "waiting",
                "comment_max": COMMENT_MAX,
                "forms": {},
                "notice": None,
                "problem": None,
            }
            | values
        )

    def _case_render(self, door, **values):
        template = "case_by_link" if door.token else "portal_my_feedback"
        response = request.render(
            f"dialogue_tthc_portal.{template}", self._case_values(door, **values)
        )
        return private(response) if door.token else response

    def _case_done(self, door, notice):
        response = request.redirect(f"{door.base}?notice={notice}")
        return private(response) if door.token else response

    def _case_limit(self, door):
        """Count one change; return the sentence to show if there were too many."""
        return self._hit(link=door.token)

    def _case_file(self, door, attachment_id):
        attachment_sudo = door.feedback._portal_attachments().filtered(
            lambda attachment: attachment.id == attachment_id
        )
        if not attachment_sudo:
            if door.token:
                return link_not_good()
            raise NotFound()
        stream = attachment_sudo._to_http_stream()
        # always saved, never shown: nothing uploaded can run in our origin
        response = stream.get_response(as_attachment=True, max_age=0)
        return private(saved(response, attachment_sudo.name))

    def _case_receipt(self, door):
        values = self._case_values(door) | {
            "receipt": door.feedback._portal_receipt(),
            "lookup_url": door.feedback.get_base_url() + "/dialogue/lookup",
        }
        # it shows secret and link, so it stays out of every cache
        return private(request.render("dialogue_tthc_portal.receipt", values))

    # ------------------------------------------------------------------
    # What a petitioner sends on a case
    # ------------------------------------------------------------------

    def _case_info(self, door):
        if door.feedback.portal_state != "waiting":
            # sent twice, or somebody was faster: nothing typed gets lost
            return self._case_message(door)
        give = door.feedback._portal_give_info
        return self._case_send(door, "text", give, "info")

    def _case_message(self, door):
        may_post = door.feedback._portal_may_post()
        ended = self.env._("This case has ended. File a new question to add something.")
        post = door.feedback._portal_post
        return self._case_send(door, "text", post, "posted", not may_post and ended)

    def _case_step(self, door, step):
        """Make one of the petitioner's steps: ``withdraw``, ``reopen``, ``appeal``."""
        make = getattr(door.feedback, f"_petitioner_{step}")
        return self._case_send(
            door, step, lambda text, _files: make(text), step, takes_files=False
        )

    def _case_send(
        self, door, form_name, send, notice, obstacle=None, takes_files=True
    ):
        """Check and send a text; show the page again if it is not right.

        :param str form_name: which form of the page it came from
        :param send: function of the text and the files
        :param obstacle: a sentence that says why nothing can be sent, if so
        """
        uploads = request.httprequest.files.getlist("files") if takes_files else []
        # counted before files are looked at, which takes time and memory
        refusal = self._case_limit(door) or obstacle
        form = TextForm(request.env, request.params, [] if refusal else uploads)
        errors = form.errors
        is_files_lost = form.is_files_lost
        if refusal:
            errors = {"body": refusal}
            is_files_lost = any(upload.filename for upload in uploads)
        if not errors:
            try:
                with request.env.cr.savepoint():
                    send(form.values["body"], form.files)
            except UserError as error:
                errors = {"body": str(error)}
            else:
                return self._case_done(door, notice)
        return self._case_render(
            door,
            forms={
                form_name: {
                    "typed": form.values,
                    "errors": errors,
                    "is_files_lost": is_files_lost or bool(form.files),
                }
            },
        )

    def _case_rate(self, door):
        form, errors = self._case_vote(door)
        if not errors:
            return self._case_done(door, "rate")
        return self._case_render(
            door, forms={"rating": {"typed": form.values, "errors": errors}}
        )

    def _case_vote(self, door):
        """Enter the vote of this request.

        :return: the form, and a dict name of the input -> what is wrong
        """
        form = RatingForm(
            request.env,
            door.feedback,
            request.params,
            request.httprequest.form.getlist("reason_ids"),
        )
        errors = form.errors
        limit = self._case_limit(door)
        if limit:
            errors = {"form": limit}
        if not errors:
            try:
                with request.env.cr.savepoint():
                    door.feedback._petitioner_rate(form.values)
            except UserError as error:
                errors = {"form": str(error)}
        return form, errors
