import base64
import io
import logging
import zipfile

from pypdf import PdfReader, PdfWriter

from odoo import api, models
from odoo.exceptions import MissingError, UserError

from ..tools.office_pdf import OfficeError, to_pdf_files
from .asker import as_asker
from .document_templates import TEMPLATES

_logger = logging.getLogger(__name__)

# documents made between two commits: what a kill may cost
CHUNK = 10
# after so many beginnings that came to no end, a person is told instead
MOST_ATTEMPTS = 3
# of all files together: the result is put together in memory
MOST_BYTES = 200 * 1024 * 1024


class DialogueDocumentBatch(models.Model):
    """The job that makes many documents, some at a time."""

    _inherit = "dialogue.document.batch"

    @api.model
    def _cron_run(self):
        """Make what waits, oldest first, until the time of the job is over.

        Texts of documents that are issued already come first.
        """
        waiting = self.search([("state", "=", "waiting")], order="id")
        left = self.env["dialogue.document.batch.line"].search_count(
            [("batch_id", "in", waiting.ids), ("state", "=", "todo")]
        )
        self.env["ir.cron"]._commit_progress(remaining=left + len(waiting))
        Document = self.env["dialogue.document"]
        for step in (Document._freeze_waiting, *(batch._run for batch in waiting)):
            if not step():
                # begin anew rather than be called again at once: on a slow machine
                # ten calls in a row outlast the time that a job may take at all
                self._trigger()
                self.env["ir.cron"]._commit_progress(remaining=0)
                return

    def _run(self):
        """Make the documents of one batch.

        :return: False when the time is over
        """
        self.ensure_one()
        Cron = self.env["ir.cron"]
        while lines := self._begin_lines():
            self._run_lines(lines)
            done = lines.filtered(lambda line: line.state != "todo")
            if not Cron._commit_progress(len(done)):
                return False
        if not self._has_waiting_lines() and self.try_lock_for_update():
            self._end()
        return bool(Cron._commit_progress(1))

    def _has_waiting_lines(self):
        return any(line.state == "todo" for line in self.line_ids)

    def _begin_lines(self):
        """Return the next lines to make, locked, so that no other job makes them.

        That they are begun is kept before anything is made of them. What was begun
        before and came to no end is made alone, and given up after some times: one
        document that stops the server stops no other.
        """
        lines = self._next_lines()
        while lonely := lines.filtered("attempts")[:1]:
            if lonely.attempts < MOST_ATTEMPTS:
                lines = lonely
                break
            lonely.write({"state": "failed", "error": self._cut_off_error()})
            lines = self._next_lines()
        for line in lines:
            line.attempts += 1
        self.env["ir.cron"]._commit_progress()
        return lines.try_lock_for_update()

    def _next_lines(self):
        return self.env["dialogue.document.batch.line"].search(
            [("batch_id", "=", self.id), ("state", "=", "todo")], limit=CHUNK
        )

    def _cut_off_error(self):
        return self._in_its_language().env._(
            "The server broke off %s times while it made this. Try again at a quieter "
            "time, or tell your administrator.",
            MOST_ATTEMPTS,
        )

    def _end(self):
        """Put the result together, or tell why that is not possible."""
        if self.attempts >= MOST_ATTEMPTS:
            self._give_up(self._cut_off_error())
            return
        self.attempts += 1
        self.env["ir.cron"]._commit_progress()
        try:
            with self.env.cr.savepoint():
                self._finish()
        except UserError as error:
            self._give_up(str(error))
        # a file that cannot be read must not keep later ones waiting
        except Exception:
            _logger.exception("the documents of %s cannot be put together", self)
            self._give_up(
                self._in_its_language().env._(
                    "The documents were made, but not put together into one file. Try "
                    "again, or have one file made for each of them."
                )
            )

    def _give_up(self, sentence):
        self.write({"state": "failed", "error": sentence})
        self.line_ids.write({"file": False})
        self._tell(0)

    def _in_its_language(self):
        """Return this batch in the language of whoever asked for it."""
        return self.with_context(lang=self.create_uid.lang)

    def _run_lines(self, lines):
        """Make the files of some lines; what fails is told on its line."""
        made = {}
        for line in lines:
            try:
                with self.env.cr.savepoint():
                    asker = as_asker(self, self.create_uid, self.company_id)
                    document, content = asker._make_one(line.res_id)
            except UserError as error:
                line.write({"state": "failed", "error": str(error)})
            # one record that nobody thought of must not keep the others waiting
            except Exception:
                _logger.exception("document of %s cannot be made", line)
                line.write({"state": "failed", "error": self._unknown_error()})
            else:
                made[line] = (document, content)
        if self.form != "docx_zip":
            made = self._to_pdf(made)
        extension = "docx" if self.form == "docx_zip" else "pdf"
        for line, (document, content) in made.items():
            line.write(
                {
                    "state": "done",
                    "document_id": document.id,
                    "attempts": 0,
                    "file": base64.b64encode(content),
                    "file_name": document._file_name(extension),
                }
            )

    def _make_one(self, record_id):
        """Return the document of one record and its Word file; as the user."""
        owner = self.env[TEMPLATES[self.key].owner].browse(record_id).exists()
        if not owner:
            raise MissingError(self.env._("The record was deleted in the meantime."))
        owner.check_access("read")
        document = owner._make_documents(self.key)
        return document, document._render()

    def _unknown_error(self):
        return self._in_its_language().env._(
            "This one could not be made. Tell your administrator; the log of the "
            "server says more."
        )

    def _to_pdf(self, made):
        """Turn the Word files of lines into PDF.

        :param dict made: line -> (document, content)
        :return: the same, without the lines that failed or are to be made again
        """
        try:
            contents = to_pdf_files([content for _document, content in made.values()])
        except OfficeError as error:
            if error.reason != "missing" and len(made) > 1:
                # one of them is to blame: next time each is made alone
                return {}
            Document = self._in_its_language().env["dialogue.document"]
            for line in made:
                line.write(
                    {"state": "failed", "error": Document._office_sentence(error)}
                )
            return {}
        return {
            line: (document, content)
            for (line, (document, _docx)), content in zip(
                made.items(), contents, strict=True
            )
        }

    def _finish(self):
        """Put the result together; the files of the lines go."""
        done = self.line_ids.filtered(lambda line: line.state == "done")
        values = {"state": "failed"}
        if done:
            self._check_size(done)
            content, extension = self._result_of(done)
            # not with a dot: the name of a file would end there
            label = (
                self._in_its_language()
                .env["dialogue.document.template"]
                ._key_label(self.key)
            )
            values = {
                "state": "done",
                "result_file": base64.b64encode(content),
                "result_name": f"{label}-{self.id}.{extension}",
            }
        failed = self.line_ids.filtered(lambda line: line.state == "failed")
        if failed:
            reasons = dict.fromkeys(failed.mapped("error"))
            values["error"] = "\n".join(filter(None, reasons))
        self.write(values)
        self.line_ids.write({"file": False})
        _logger.info("%s documents made, %s not", len(done), len(failed))
        self._tell(len(done))

    def _check_size(self, lines):
        """Refuse what is too large to be put together in one file."""
        if lines._file_bytes() > MOST_BYTES:
            raise UserError(
                self._in_its_language().env._(
                    "Together the documents are larger than %(most)s MB: the pictures "
                    "in the template may be too large. Make them smaller, or choose "
                    "fewer records, and try again.",
                    most=MOST_BYTES // (1024 * 1024),
                )
            )

    def _tell(self, done):
        """Tell whoever asked that it is over.

        :param int done: how many documents are in the result
        """
        self.create_uid._bus_send(
            "simple_notification",
            {
                "type": "success" if done else "warning",
                "message": self._in_its_language().env._(
                    "%(done)s documents are ready, %(failed)s were not possible.",
                    done=done,
                    failed=len(self.line_ids) - done,
                ),
            },
        )

    def _result_of(self, lines):
        """Return the file that the user gets: its content and its extension."""
        result = io.BytesIO()
        if self.form == "pdf":
            writer = PdfWriter()
            for line in lines:
                reader = PdfReader(io.BytesIO(line._take_file()))
                writer.append(reader, import_outline=False)
            writer.compress_identical_objects()
            writer.write(result)
            return result.getvalue(), "pdf"
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
            for at, line in enumerate(lines, 1):
                archive.writestr(f"{at:03d} {line.file_name}", line._take_file())
        return result.getvalue(), "zip"

    def action_download(self):
        """Download the result.

        :return: an action
        """
        self.ensure_one()
        self.check_access("read")
        if not self.result_file:
            raise UserError(
                self.env._("It is not ready yet. Load the page again in a moment.")
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/result_file"
            "?filename_field=result_name&download=true",
            "target": "download",
        }

    def action_retry(self):
        """Try again what was not possible, for example after LibreOffice is there."""
        self.check_access("read")
        for batch in self.filtered(lambda batch: batch.state != "waiting"):
            # sudo: their own batch, as the rule on this model sees to
            batch_sudo = batch.sudo()
            batch_sudo.line_ids.write({"state": "todo", "error": False, "attempts": 0})
            batch_sudo.write({"state": "waiting", "error": False, "attempts": 0})
            batch_sudo._trigger()
        return True

    @api.autovacuum
    def _gc_results(self):
        """Delete results a month old: the documents themselves stay."""
        self.search([("create_date", "<", "today -30d")], limit=1000).unlink()
