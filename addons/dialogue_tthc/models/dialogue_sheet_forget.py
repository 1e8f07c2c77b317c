from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .dialogue_sheet_import import WORKING

REMIND = "dialogue_tthc.mail_activity_sheet_left"
# days after the last step
REMIND_AFTER = 20
KEEP_DONE = 30
# days after the reminder: at least, and with a reminder that nobody has ended
KEEP_REMINDED = 10
KEEP_LEFT = 40
# rows of which something is not in the register yet
LEFT = ("pending", "good", "warned", "bad", "news")


class DialogueSheetImport(models.Model):
    """How files and rows are forgotten: people are named in them.

    What was all taken in goes a month after the last step. Where something is left,
    somebody is reminded of it first, and it stays until they have ended the reminder,
    or for two months. What was there is said in the history, which stays.
    """

    _name = "dialogue.sheet.import"
    _inherit = ["dialogue.sheet.import", "mail.thread", "mail.activity.mixin"]

    reminded_on = fields.Date(readonly=True, copy=False)

    def _after_move(self, move, note=None):
        """End the wait for what is left: somebody goes on with it."""
        res = super()._after_move(move, note)
        self.activity_unlink([REMIND])
        self.filtered("reminded_on").reminded_on = False
        return res

    @api.model
    def _left_domain(self):
        """Return the domain of imports of which something may not be in our books."""
        is_open = Domain("state", "in", ("draft", "columns")) & Domain(
            "file", "!=", False
        )
        return is_open | Domain("row_ids.verdict", "in", LEFT)

    @api.autovacuum
    def _gc_sheets(self):
        """Forget files and rows whose time is over; remind of what is left."""
        today = fields.Date.context_today(self)
        now = fields.Datetime.now()

        def unmoved(days):
            return Domain("write_date", "<", fields.Datetime.subtract(now, days=days))

        def reminded(days):
            return Domain("reminded_on", "<=", fields.Date.subtract(today, days=days))

        kept = Domain("state", "not in", WORKING) & Domain("is_forgotten", "=", False)
        left = self._left_domain()
        self.search(
            kept & left & unmoved(REMIND_AFTER) & Domain("reminded_on", "=", False),
            limit=100,
        )._remind_of_left(today)
        over = ~left & unmoved(KEEP_DONE)
        # one that was done is kept by Odoo, archived
        waits = Domain("activity_ids", "any", [("active", "=", True)])
        over |= reminded(KEEP_REMINDED) & ~waits
        over |= reminded(KEEP_LEFT)
        self.search(kept & over, limit=100)._forget()

    def _remind_of_left(self, today):
        """Tell somebody of each import how many of its rows are not in our books."""
        for imported in self:
            user = imported._left_user()
            imported.reminded_on = today
            if not user:
                continue
            told = imported.with_context(lang=user.lang)
            last = fields.Date.add(today, days=KEEP_REMINDED)
            told.activity_schedule(
                REMIND,
                date_deadline=last,
                summary=told.env._(
                    "%(count)s rows of “%(file)s” are not taken in",
                    count=imported._left_count_of_rows(),
                    file=imported.display_name,
                ),
                note=told.env._(
                    "Take them in, or download the rows with errors, and mark this as "
                    "done. After %s the file and its rows are deleted once it is done, "
                    "and a month later in any case.",
                    format_date(told.env, last),
                ),
                user_id=user.id,
            )

    def _left_user(self):
        """Return who is told of what is left: who began it, or else the desk."""
        for user in (self.user_id, self.company_id.dialogue_desk_user_id):
            if user.active and self.with_user(user).has_access("write"):
                return user
        return self.env["res.users"]

    def _left_count_of_rows(self):
        return self.env["dialogue.sheet.row"].search_count(
            [("import_id", "=", self.id), ("verdict", "in", LEFT)]
        )

    def _forget(self):
        """Delete files and rows; how much was taken in, and was not, stays said."""
        self.activity_unlink([REMIND])
        bare = self.filtered(lambda imported: not imported.row_ids)
        begun = self - bare
        for imported in begun:
            lang = imported.company_id.partner_id.lang or imported.user_id.lang
            imported.message_post(
                body=imported.with_context(lang=lang).env._(
                    "The file and its rows were deleted: %(taken)s rows were taken in, "
                    "%(there)s were there already, %(left)s were not taken in.",
                    taken=imported.taken_count,
                    there=imported.there_count,
                    left=imported._left_count_of_rows(),
                )
            )
        begun.row_ids.filtered(lambda row: row.verdict != "taken").unlink()
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "file"),
                ("res_id", "in", begun.ids),
            ]
        ).unlink()
        begun.is_forgotten = True
        bare.unlink()
