import logging
from tempfile import TemporaryFile

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .dialogue_export import XLSX

_logger = logging.getLogger(__name__)


class _Deleted(Exception):
    """Whoever asked does not want it any more."""


# after so many beginnings that came to no end, a person is told instead
MOST_ATTEMPTS = 3


class DialogueExport(models.Model):
    """How large spreadsheets are made: one after the other, in the background.

    The scheduler runs this job once at a time, so what is still "being made" when it
    begins was cut off: the server stopped, or took too long over it. It is begun
    anew, and told as failed when that does not help.
    """

    _inherit = "dialogue.export"

    @api.model
    def _cron_make(self):
        """Make what waits."""
        self._note_cut_off()
        cron = self.env["ir.cron"]
        waiting = self.search([("state", "=", "waiting")], order="id")
        cron._commit_progress(remaining=len(waiting))
        for export in waiting:
            # it may have been deleted while another was made
            if export.exists():
                export._make()
            if not cron._commit_progress(1):
                break

    @api.model
    def _note_cut_off(self):
        cut_off = self.search([("state", "=", "running")])
        given_up = cut_off.filtered(lambda export: export.attempts >= MOST_ATTEMPTS)
        (cut_off - given_up).write({"state": "waiting", "done_count": 0})
        for export in given_up:
            export._fail(
                export._for_asker().env._(
                    "The server broke off %s times while it made this. Choose a "
                    "shorter period, or try again at a quieter time.",
                    MOST_ATTEMPTS,
                )
            )

    def _for_asker(self):
        """Return this request in the language of whoever asked."""
        return self.with_context(lang=self.lang or self.user_id.lang)

    def _make(self):
        """Make one file and keep it, or keep why it could not be made."""
        self.write({"state": "running", "attempts": self.attempts + 1, "done_count": 0})
        # from here on a kill leaves a request that is under way
        self._commit()
        try:
            with TemporaryFile() as file:
                self._make_apart(file)
                self._keep(file)
        except _Deleted:
            return
        except (AccessError, UserError) as error:
            self._fail(str(error))
        except Exception:
            _logger.exception("the spreadsheet %s could not be made", self.id)
            self.env.cr.rollback()
            self._fail(
                self._for_asker().env._(
                    "Something went wrong while this was made. Try again; if it fails "
                    "again, tell your administrator."
                )
            )
        self._tell()

    def _make_apart(self, file):
        """Write the file from one look at the data, while its progress is committed."""
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr))._as_asker()._write_file(
                file, self._note_progress
            )
            # nothing was changed there
            cr.rollback()

    def _note_progress(self, count):
        # asked in SQL: the cache of this environment does not see what others delete
        if not self.exists():
            raise _Deleted
        self.done_count = count
        self._commit()

    def _commit(self):
        self.env["ir.cron"]._commit_progress()

    def _keep(self, file):
        file.seek(0)
        if not self.exists():
            raise _Deleted
        attachment = self.env["ir.attachment"].create(
            {
                "name": self._file_name(),
                "raw": file.read(),
                "mimetype": XLSX,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write(
            {
                "state": "done",
                "done_count": self.row_count,
                "attachment_id": attachment.id,
                "prepared_on": fields.Datetime.now(),
                "failure": False,
            }
        )

    def _fail(self, words):
        self.exists().write({"state": "failed", "failure": words})

    def _tell(self):
        """Tell whoever asked, if they are at their screen, how it went."""
        if not self.exists():
            return
        localized = self._for_asker()
        is_done = self.state == "done"
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "success" if is_done else "danger",
                "title": self.name,
                "message": localized.env._("Your spreadsheet is ready.")
                if is_done
                else self.failure,
            },
        )
