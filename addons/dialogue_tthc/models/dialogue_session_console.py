import hashlib
import json
import re

from odoo import fields, models
from odoo.exceptions import UserError

from .dialogue_session_capture import CAPTURED_IN
from .dialogue_session_moves import RUNNING_STATES

# as browsers make them: letters, digits and dashes
_KEY = re.compile(r"[0-9A-Za-z-]{8,64}")


class DialogueSession(models.Model):
    """The acts of whoever keeps the record at the meeting: each is done once.

    Every act is a public method that takes a key; sent again with the same key, by
    whomever, it returns what came of it the first time. ``vals`` comes from a browser
    and is checked. Whoever may change the session may act; a question is named by its
    id, or, as long as the browser knows no id, by the key of the act that made it.

    All return a dict: ``is_new`` (bool), ``questions`` and ``people``, lists as in
    :meth:`console_load`, of what the act made or changed.
    """

    _inherit = "dialogue.session"

    agenda_item_id = fields.Many2one(
        comodel_name="dialogue.agenda.item",
        string="Item under way",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    agenda_item_since = fields.Datetime(
        string="Item begun at", readonly=True, copy=False
    )

    # ------------------------------------------------------------------
    # Questions
    # ------------------------------------------------------------------

    def action_console_record(self, key, vals):
        """Take down one question and what was decided, see :meth:`_capture`."""
        return self._console_once(key, "record", vals)

    def action_console_decide(self, key, vals):
        """Decide what was left open: ``question``, and the decision."""
        return self._console_once(key, "decide", vals)

    def action_console_edit(self, key, vals):
        """Correct ``subject``, ``text`` or ``sector_id`` of a ``question``."""
        return self._console_once(key, "edit", vals)

    def action_console_split(self, key, vals):
        """Make questions of their own of the ``parts`` (texts) of a ``question``."""
        return self._console_once(key, "split", vals)

    def action_console_join(self, key, vals):
        """Join a ``question`` with the one ``into`` which it is asked again."""
        return self._console_once(key, "join", vals)

    def action_console_echo(self, key, vals):
        """Note that somebody else asks the same ``question``.

        With a name (``attendance_id`` or ``speaker_name``) they get the answer as
        well; without, one more raised hand is counted.
        """
        return self._console_once(key, "echo", vals)

    # ------------------------------------------------------------------
    # People, floor and agenda
    # ------------------------------------------------------------------

    def action_console_check_in(self, key, vals):
        """Check somebody in: ``attendance_id``, or ``speaker_name`` of a walk-in."""
        return self._console_once(key, "check_in", vals)

    def action_console_check_out(self, key, vals):
        """Take a wrong check-in of ``attendance_id`` back."""
        return self._console_once(key, "check_out", vals)

    def action_console_hand(self, key, vals):
        """Put ``attendance_id`` on the speaking list, or take them off (``up``)."""
        return self._console_once(key, "hand", vals)

    def action_console_floor(self, key, vals):
        """Give the floor to a ``side``, ``attendance_id`` or ``speaker_name``."""
        return self._console_once(key, "floor", vals)

    def action_console_silence(self, key, vals):
        """End the speech that is under way."""
        return self._console_once(key, "silence", vals)

    def action_console_agenda(self, key, vals):
        """Go to ``agenda_item_id``, or to no item."""
        return self._console_once(key, "agenda", vals)

    # ------------------------------------------------------------------
    # Once
    # ------------------------------------------------------------------

    def _console_once(self, key, act, vals):
        """Carry out one act, or tell what came of it when it was sent before.

        :raise AccessError: the user may not change this session
        :raise UserError: the act is refused; the key stays free for another try
        """
        self.ensure_one()
        self.check_access("write")
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise UserError(
                self.env._(
                    "This page is out of date: load it again, then enter this anew."
                )
            )
        if not isinstance(vals, dict):
            raise UserError(self.env._("This entry is empty. Enter it anew."))
        # sudo: entries are closed to everybody; the right to act was checked above
        entries_sudo = self.env["dialogue.console.entry"].sudo()
        entry_sudo, is_new = entries_sudo._take(self, key, act)
        if is_new:
            self._check_entered_by(vals)
            self._check_capturing(CAPTURED_IN if act == "record" else RUNNING_STATES)
            made = getattr(self, f"_console_{act}")(vals)
            entry_sudo.digest = self._console_digest(vals)
            entry_sudo.result = {
                "feedback_ids": made.ids if made._name == "dialogue.feedback" else [],
                "attendance_ids": (
                    made.ids if made._name == "dialogue.attendance" else []
                ),
            }
        elif entry_sudo.act != act:
            raise UserError(
                self.env._(
                    "This page is out of date: load it again, then enter this anew."
                )
            )
        elif entry_sudo.digest != self._console_digest(vals):
            raise UserError(
                self.env._(
                    "This entry is on record already, in other words. Correct it in "
                    "the list, and drop this one."
                )
            )
        return {
            "is_new": is_new,
            **self._console_parts(**(entry_sudo.result or {})),
        }

    def _check_entered_by(self, vals):
        """Record as nobody's what somebody else typed in the same browser."""
        by = vals.get("by")
        if by and by != self.env.uid:
            raise UserError(
                self.env._(
                    "Somebody else entered this. Sign in as them and try again, or "
                    "drop it and enter it as yourself."
                )
            )

    def _console_digest(self, vals):
        """Return what tells whether an entry that comes again is the same one."""
        said = {name: vals[name] for name in vals.keys() - {"ago", "by"}}
        text = json.dumps(said, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
