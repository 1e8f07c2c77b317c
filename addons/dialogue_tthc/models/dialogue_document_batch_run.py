import base64
import io
import logging
import zipfile

from pypdf import PdfReader, PdfWriter

from odoo import api, models
from odoo.exceptions import MissingError, UserError

from ..tools.office_pdf import OfficeError, to_pdf_files
from .document_templates import TEMPLATES

_logger = logging.getLogger(__name__)

# documents made between two commits: what a kill may cost
CHUNK = 10


class DialogueDocumentBatch(models.Model):
    """The job that makes many documents, some at a time."""

    _inherit = "dialogue.document.batch"

    @api.model
    def _cron_run(self):
        """Make what waits, oldest first, until the time of the job is over."""
        waiting = self.search([("state", "=", "waiting")], order="id")
        left = self.env["dialogue.document.batch.line"].search_count(
            [("batch_id", "in", waiting.ids), ("state", "=", "todo")]
        )
        self.env["ir.cron"]._commit_progress(remaining=left + len(waiting))
        for batch in waiting:
            if not batch._run():
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
        while lines := self._next_lines():
            self._run_lines(lines)
            if not Cron._commit_progress(len(lines)):
                return False
        if not self._has_waiting_lines() and self.try_lock_for_update():
            self._finish()
        return bool(Cron._commit_progress(1))

    def _has_waiting_lines(self):
        return any(line.state == "todo" for line in self.line_ids)

    def _next_lines(self):
        """Return the next lines to make, locked, so that no other job makes them."""
        lines = self.env["dialogue.document.batch.line"].search(
            [("batch_id", "=", self.id), ("state", "=", "todo")], limit=CHUNK
        )
        return lines.try_lock_for_update()

    def _as_its_user(self):
        """Return this batch with the rights of the one who asked for it."""
        user = self.create_uid
        return (
            self.with_user(user)
            .with_company(self.company_id)
            .with_context(allowed_company_ids=self.company_id.ids, lang=user.lang)
        )

    def _run_lines(self, lines):
        """Make the files of some lines; what fails is told on its line."""
        made = {}
        for line in lines:
            try:
                with self.env.cr.savepoint():
                    document, content = self._as_its_user()._make_one(line.res_id)
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
        return self._as_its_user().env._(
            "This one could not be made. Tell your administrator; the log of the "
            "server says more."
        )

    def _to_pdf(self, made):
        """Turn the Word files of lines into PDF.

        :param dict made: line -> (document, content)
        :return: the same, without the lines that failed
        """
        try:
            contents = to_pdf_files([content for _document, content in made.values()])
        except OfficeError as error:
            Document = self._as_its_user().env["dialogue.document"]
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
            content, extension = self._result_of(done)
            # not with a dot: the name of a file would end there
            label = (
                self._as_its_user()
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
        self.create_uid._bus_send(
            "simple_notification",
            {
                "type": "success" if done else "warning",
                "message": self._as_its_user().env._(
                    "%(done)s documents are ready, %(failed)s were not possible.",
                    done=len(done),
                    failed=len(failed),
                ),
            },
        )

    def _result_of(self, lines):
        """Return the file that the user gets: its content and its extension."""
        result = io.BytesIO()
        if self.form == "pdf":
            writer = PdfWriter()
            for line in lines:
                reader = PdfReader(io.BytesIO(base64.b64decode(line.file)))
                writer.append(reader, import_outline=False)
            writer.compress_identical_objects()
            writer.write(result)
            return result.getvalue(), "pdf"
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
            for at, line in enumerate(lines, 1):
                archive.writestr(
                    f"{at:03d} {line.file_name}", base64.b64decode(line.file)
                )
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
            batch_sudo.line_ids.write({"state": "todo", "error": False})
            batch_sudo.write({"state": "waiting", "error": False})
            batch_sudo._trigger()
        return True

    @api.autovacuum
    def _gc_results(self):
        """Delete results a month old: the documents themselves stay."""
        self.search([("create_date", "<", "today -30d")], limit=1000).unlink()
