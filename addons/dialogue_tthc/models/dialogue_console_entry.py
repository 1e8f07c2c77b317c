from odoo import fields, models
from odoo.tools import SQL


class DialogueConsoleEntry(models.Model):
    """One act at the console of a session, by the key that the browser gave it.

    What a browser sends twice, because the line broke before it heard back, is done
    once: the second time it is told what came of the first. Only ids are kept here;
    what they name is read with the rights of whoever asks.
    """

    _name = "dialogue.console.entry"
    _description = "Act at the Console"
    _order = "id"
    _rec_name = "key"

    session_id = fields.Many2one(
        comodel_name="dialogue.session", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    key = fields.Char(required=True)
    act = fields.Char(required=True)
    digest = fields.Char(help="Of what was entered, to tell whether it is the same.")
    result = fields.Json()

    _session_key_uniq = models.UniqueIndex(
        "(session_id, key)", "This was sent already and is done once."
    )

    def _take(self, session, key, act):
        """Take the key for ``act``, in sudo.

        Of two transactions that take one key at the same time the second waits for
        the first, and is then begun anew by the server (a serialization failure), so
        that it sees what the first has done.

        :return: (entry: ``dialogue.console.entry``, is_new: bool)
        """
        self.env.cr.execute(
            SQL(
                "INSERT INTO dialogue_console_entry "
                "(session_id, company_id, key, act, create_uid, create_date) "
                "VALUES (%s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC') "
                "ON CONFLICT (session_id, key) DO NOTHING RETURNING id",
                session.id,
                session.company_id.id,
                key,
                act,
                self.env.uid,
            ),
            log_exceptions=False,
        )
        taken = self.env.cr.fetchone()
        if taken:
            return self.browse(taken), True
        return self._find(session, key), False

    def _find(self, session, key):
        return self.search([("session_id", "=", session.id), ("key", "=", key)])
