from odoo.exceptions import UserError
from odoo.http import request

from .feedback_form import clean_id
from .filing_form import HONEYPOT, QUESTIONS_MAX, epoch_ms
from .portal import DialoguePortal


class FilingPages(DialoguePortal):
    """What the form of a question does, with an account and without."""

    def _filing_room(self):
        return request.env["dialogue.filing"]._room(request.env.company)

    def _filing_page_values(self, form, **values):
        """Return the values of the page of a form."""
        return (
            self._feedback_limits()
            | {
                "form": form,
                "values": form.values,
                "errors": form.errors,
                "questions_max": QUESTIONS_MAX,
                "honeypot": HONEYPOT,
                "is_kept": False,
                "is_again": False,
                "is_signed_out": False,
                "typed_by": None,
            }
            | values
        )

    def _filing_kept_ids(self):
        """Return the ids of the kept files that the page says to go on with."""
        form = request.httprequest.form
        dropped = {clean_id(value) for value in form.getlist("drop_file")}
        kept = {clean_id(value) for value in form.getlist("kept_file")}
        return kept - dropped

    def _filing_send(self, form, post):
        """Take in a form that was sent.

        What is not right, or too much, comes back with everything that was typed; files
        that are right are kept with the form.

        :param form: the empty form
        :param post: mapping of the request's values
        :return: the ``dialogue.filing`` that was sent, or None: show the form
        """
        uploads = request.httprequest.files.getlist("files")
        form.read_typed(post)
        room = self._filing_room()
        kept_ids = self._filing_kept_ids()
        kept = request.env["ir.attachment"]
        if kept_ids:
            filings = room._of_form(form.key, form.partner_sudo)
            kept = filings._files_to_keep(kept_ids)
        # counted before files are looked at, which takes time and memory
        busy = self._hit()
        if busy:
            form.errors = {"form": busy}
            form.is_files_lost = any(upload.filename for upload in uploads)
            form.show_files(room._of_form(form.key, form.partner_sudo)[:1])
            return None
        is_adding = bool(post.get("add_question"))
        if is_adding:
            form.add_question()
            form.take_files(uploads, kept)
        is_right = not is_adding and form.take(post, uploads, kept)
        waits = self._hit("file") if is_right else None
        if waits:
            form.errors = {"form": waits}
            form.files = []
            form.is_files_lost = any(upload.filename for upload in uploads)
        elif is_right:
            # too many mails to one address cost nobody their question: without the
            # mail it waits all the same, and the desk sees it
            is_mailed = not self._hit("mail", mail=form.email(), address=None)
            try:
                # all or nothing: it has a savepoint of its own
                return room._submit(
                    form.key,
                    form.partner_sudo,
                    form.content(),
                    typed=self._filing_typed(form),
                    files=form.files,
                    kept_ids=kept_ids,
                    is_mailed=is_mailed,
                )
            except UserError as error:
                form.errors["form"] = str(error)
        self._filing_keep(form, kept_ids)
        return None

    def _filing_keep(self, form, kept_ids):
        """Keep text and files of a form that comes back.

        Without an account the browser keeps the text; here are only files.
        """
        if form.files and self._hit("keep"):
            form.files = []
            form.is_files_lost = True
        room = self._filing_room()
        filings = room._of_form(form.key, form.partner_sudo)
        if not (form.partner_sudo or form.files or filings.attachment_ids):
            return
        draft = room._keep(
            form.key, form.partner_sudo, self._filing_typed(form), form.files, kept_ids
        )
        form.show_files(draft)
        form.saved_at = epoch_ms(draft.write_date) if draft else None

    def _filing_typed(self, form):
        """Return what is kept of the text as typed: nothing without an account."""
        return form.values if form.partner_sudo else {}
