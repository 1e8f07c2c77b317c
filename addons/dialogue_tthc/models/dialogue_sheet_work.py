import logging

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, mute_logger

from .asker import as_asker
from .dialogue_sheet_import import WORKING

_logger = logging.getLogger(__name__)

JOB = "dialogue_tthc.ir_cron_sheet_import"
# rows that are done while somebody waits; more of them are done by the job
AT_ONCE = 300
# bytes of a file that is read while somebody waits: some thousand rows, a second or two
READ_AT_ONCE = 200 * 1024
# rows in one transaction
BATCH = 500


class DialogueSheetImport(models.Model):
    """The work on many rows: by the job, a batch at a time, each committed alone.

    A batch that is ended in the middle is done anew. What it had made is gone with its
    transaction, and the marks of the rows with it, so that nothing is made twice.
    """

    _inherit = "dialogue.sheet.import"

    # ------------------------------------------------------------------
    # By people
    # ------------------------------------------------------------------

    def action_check(self):
        """Look at every row: what is good, what is not and why. Nothing is made."""
        self.ensure_one()
        self._check_movable_by_desk()
        self._move("check", {"problem": False, "user_id": self.env.uid})
        # sudo: rows and what is remembered are made by this step alone
        imported_sudo = self.sudo()
        imported_sudo._check_columns()
        imported_sudo._remember_keys()
        imported_sudo.is_unread = len(self.file) * 3 // 4 > READ_AT_ONCE
        if not self.is_unread:
            imported_sudo._make_rows()
        self._go_on()

    def action_take_in(self):
        """Take in the good rows; the others stay as they are."""
        self.ensure_one()
        self._move("start", {"problem": False, "user_id": self.env.uid})
        self._go_on()

    def action_stop(self):
        """Stop the work after the batch under way; what is taken in stays."""
        self.ensure_one()
        self.check_access("write")
        # the job holds the row while it does a batch: wait for it instead of telling
        # people to click again
        self.env.execute_query(
            SQL(
                "SELECT id FROM dialogue_sheet_import WHERE id = %s FOR NO KEY UPDATE",
                self.id,
            )
        )
        self._move("stop" if self.state == "running" else "stop_check")

    def _need_good_rows(self, _move):
        for imported in self:
            if not imported.to_take_count:
                raise UserError(
                    self.env._(
                        "No row of this file can be taken in. Correct the rows in the "
                        "file and choose it again."
                    )
                )

    def _go_on(self):
        """Do a few rows at once; wake the job for many."""
        if self.is_unread or self.row_count > AT_ONCE:
            # sudo: the job is the system's; what it does it does as the person who
            # asked, see _as_person
            self.env.ref(JOB).sudo()._trigger()
            return
        person = self._as_person()
        while person._do_batch(AT_ONCE):
            pass

    # ------------------------------------------------------------------
    # One batch
    # ------------------------------------------------------------------

    def _as_person(self):
        """Return the import as the person who asked for it sees it, with their rights.

        :raise AccessError: they may not import any more
        :raise UserError: they are gone
        """
        imported = as_asker(self, self.user_id, self.company_id)
        imported.check_access("write")
        if not imported._may_move(imported._find_move("start")):
            raise AccessError(
                imported.env._("Your role does not allow this step. Ask your desk.")
            )
        return imported

    def _room_of_target(self):
        return self.env[f"dialogue.sheet.{self.target}"]

    def _do_batch(self, size=BATCH):
        """Look at the next rows, or take them in; go to the next state at the end.

        :param int size: rows at most
        :return: number of rows that were done; 0 when there is nothing more to do
        """
        self.ensure_one()
        if self.state == "checking" and self.is_unread:
            # sudo: as in action_check
            imported_sudo = self.sudo()
            imported_sudo._make_rows()
            imported_sudo.is_unread = False
            return 1
        # sudo: rows are closed to everybody; what is made of them is made with the
        # rights of the person
        rows_sudo = self.env["dialogue.sheet.row"].sudo()
        wanted = ("pending",) if self.state == "checking" else ("good", "warned")
        batch = rows_sudo.search(
            [("import_id", "=", self.id), ("verdict", "in", wanted)],
            order="number, id",
            limit=size,
        )
        if self.state == "checking":
            if batch:
                self._room_of_target()._judge(self, batch)
            else:
                self.sudo()._move("checked")
        elif self.state == "running":
            if batch:
                self._take_in(batch)
            else:
                self.sudo()._move("finish", {"done_on": fields.Datetime.now()})
        return len(batch)

    def _take_in(self, rows):
        """Make records of good rows; one that cannot be made holds up no other.

        :param rows: ``dialogue.sheet.row`` in sudo
        """
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self._room_of_target()._take(self, rows)
                self.env.flush_all()
        except (AccessError, UserError, ValidationError, UniqueViolation) as error:
            self.env.invalidate_all()
            if len(rows) > 1:
                middle = len(rows) // 2
                self._take_in(rows[:middle])
                self._take_in(rows[middle:])
            elif isinstance(error, UniqueViolation):
                # somebody else takes in the same row right now, and was faster
                rows.write(
                    {
                        "verdict": "there",
                        "message": self.env._(
                            "Row %s: it has just been taken in by another import.",
                            rows.number,
                        ),
                    }
                )
            else:
                rows.write(
                    {
                        "verdict": "bad",
                        "message": self.env._(
                            "Row %(row)s: %(problem)s",
                            row=rows.number,
                            problem=str(error),
                        ),
                    }
                )

    # ------------------------------------------------------------------
    # By the job
    # ------------------------------------------------------------------

    @api.model
    def _cron_work(self, size=BATCH):
        """Go on with all imports that people asked for; commit every batch.

        When the time of the job is over it stops; Odoo calls it again.

        :param int size: rows in one transaction
        """
        # sudo: the job finds every import; it works as the person who asked
        waiting = self.sudo().search([("state", "in", WORKING)], order="id")
        job = self.env["ir.cron"]
        job._commit_progress(
            remaining=sum(imported._left_count() for imported in waiting)
        )
        for imported in waiting:
            while imported._work_and_commit(size):
                if not job._commit_progress():
                    return

    def _left_count(self):
        wanted = ("pending",) if self.state == "checking" else ("good", "warned")
        # one more: the step to the next state
        return 1 + self.env["dialogue.sheet.row"].search_count(
            [("import_id", "=", self.id), ("verdict", "in", wanted)]
        )

    def _work_and_commit(self, size):
        """Do one batch of one import, in a transaction of its own.

        :return: whether there is more to do
        """
        job = self.env["ir.cron"]
        self.env.invalidate_all()
        imported = self.try_lock_for_update(allow_referencing=True)
        # another job may work on it, or people may have stopped it
        if not imported or imported.state not in WORKING:
            return False
        was_unread = imported.is_unread
        try:
            done = imported._as_person()._do_batch(size)
        except Exception as error:
            self.env.cr.rollback()
            self.env.invalidate_all()
            _logger.exception("The import %s stopped", self.id)
            self._give_up(error)
            job._commit_progress(1)
            return False
        if was_unread:
            # how much there is to do is only known now
            job._commit_progress(1, remaining=self._left_count())
        else:
            job._commit_progress(done or 1)
        return bool(done)

    def _give_up(self, error):
        """Stop one import where it is and tell why; it can be gone on with."""
        told = (
            str(error)
            if isinstance(error, UserError)
            else self.with_context(lang=self.user_id.lang).env._(
                "Something went wrong that we did not expect. What was taken in so far "
                "stays; try to go on, or tell your administrator."
            )
        )
        self._move(
            "stop" if self.state == "running" else "stop_check", {"problem": told}
        )
