from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .dialogue_feedback_due import ANSWERED_STATES
from .dialogue_publication import CHECKED_FIELDS
from .feedback_states import DESK, LEADER
from .moves_mixin import Move

# print of the text on the screen of whoever makes it public
SEEN = "dialogue_seen_print"


class DialoguePublication(models.Model):
    """How a public copy becomes public and ceases to be so.

    The desk prepares, a leader decides. The steps of the case, and what the
    petitioner wants, come in through ``dialogue_feedback_publication.py`` alone.
    """

    _inherit = "dialogue.publication"

    _moves = (
        Move(
            "publish",
            ("draft",),
            "published",
            LEADER,
            ("complete", "permission", "answered", "look_at_findings"),
        ),
        Move("withdraw", ("published",), "withdrawn", LEADER, ("withdrawal_reason",)),
        Move("prepare_anew", ("withdrawn",), "draft", DESK),
    )

    text_print = fields.Char(string="Print of the text", compute="_compute_text_print")

    @api.depends(*CHECKED_FIELDS)
    def _compute_text_print(self):
        for publication in self:
            publication.text_print = publication._text_print()

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_publish(self):
        """Make the copies public, each at its address.

        The form says which text stood on it, so that nothing else becomes public.
        """
        seen = self.env.context.get(SEEN)
        if seen and seen != self.text_print:
            raise UserError(
                self.env._(
                    "The text was changed while you were reading it. Read it again "
                    "before you make it public."
                )
            )
        self._move("publish")

    def action_withdraw(self, reason):
        """Take copies back: nobody outside reads them any more.

        :param str reason: why, for the history of the case
        """
        self._move("withdraw", {"withdrawal_reason": reason})

    def action_prepare_anew(self):
        """Prepare copies that were taken back once more, with the answer that holds."""
        self._move("prepare_anew")

    def action_take_over(self):
        """Take question and answer over from the case once more.

        What was typed so far is replaced.
        """
        self.check_access("write")
        for publication in self:
            if publication.state != "draft":
                raise self._is_frozen()
            # sudo: closed fields, all of them from the case that the copy is of
            publication.sudo().write(
                publication.feedback_id.sudo()._prepare_publication_values()
            )

    def action_open_feedback(self):
        """Open the case.

        :return: an action
        """
        self.ensure_one()
        return self.feedback_id._get_records_action()

    # ------------------------------------------------------------------
    # Needs
    # ------------------------------------------------------------------

    def _need_complete(self, _move):
        self._check_is_complete()

    def _need_permission(self, _move):
        for publication in self:
            problem = publication.feedback_id._publication_problem()
            if problem:
                raise UserError(problem)

    def _need_answered(self, _move):
        for publication in self:
            feedback = publication.feedback_id
            if feedback._answering_case().state not in ANSWERED_STATES:
                raise UserError(
                    self.env._(
                        "Case “%s” was opened again. Wait for its new answer.",
                        feedback.display_name,
                    )
                )
            if publication._is_outdated():
                raise UserError(
                    self.env._(
                        "Case “%s” was answered anew since this was prepared. Take the "
                        "answer over again first.",
                        feedback.display_name,
                    )
                )

    def _need_look_at_findings(self, _move):
        for publication in self:
            if publication.has_findings and not publication.is_confirmed:
                raise UserError(
                    self.env._(
                        "The public text of case “%s” still contains what looks like "
                        "personal data. Take it out, or look at each and tick that it "
                        "may be public.",
                        publication.feedback_id.display_name,
                    )
                )

    def _need_withdrawal_reason(self, _move):
        for publication in self:
            publication.feedback_id._require(
                publication.withdrawal_reason,
                self.env._("Say why it is taken back."),
            )

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def _before_move(self, move):
        res = super()._before_move(move)
        now = fields.Datetime.now()
        if move.name == "publish":
            for publication in self:
                publication.write(
                    {
                        "published_on": now,
                        "changed_on": now,
                        "withdrawal_reason": False,
                        "is_looked_at_again": False,
                        "petitioner_name": publication.feedback_id._public_name(),
                    }
                )
        else:
            self.write({"changed_on": now, "petitioner_name": False})
        return res

    def _after_move(self, move, note=None):
        res = super()._after_move(move, note)
        words = {
            "publish": self.env._("Made public, with this text:"),
            "withdraw": self.env._("Taken back from the public. Reason:"),
            "prepare_anew": self.env._("Is prepared for the public once more."),
        }[move.name]
        for publication in self:
            publication._write_history(move, words)
            if move.name == "prepare_anew" and publication._is_outdated():
                publication.action_take_over()
        self.feedback_id._follow_publications()
        return res

    def _write_history(self, move, words):
        """Keep in the history of the case what became of its public copy."""
        more = Markup("")
        if move.name == "publish":
            more = self._public_text()
        elif move.name == "withdraw":
            more = Markup("<p>%s</p>") % self.withdrawal_reason
        body = Markup("<p>%s</p>%s") % (words, more)
        self.feedback_id.message_post(body=body, subtype_xmlid="mail.mt_note")

    def _follow_feedback(self):
        """Let one copy (in sudo) follow its case; see ``_follow_publicity`` there."""
        if self.state != "published":
            return
        feedback = self.feedback_id
        # the history of the case is read by officials, whoever acts now
        words = self.with_context(lang=feedback.company_id.partner_id.lang).env
        problem = feedback.with_env(words)._publication_problem()
        if problem:
            self._move("withdraw", {"withdrawal_reason": problem})
        elif self._is_outdated():
            reason = words._("A new answer took the place of the public one.")
            self._move("withdraw", {"withdrawal_reason": reason})
            self._move("prepare_anew")
        else:
            self._follow_openly(feedback)

    def _follow_openly(self, feedback):
        """Take a name away, and say whether the case is looked at again."""
        is_again = feedback._answering_case().state not in ANSWERED_STATES
        vals = {}
        if self.petitioner_name and not feedback._may_name_petitioner():
            vals["petitioner_name"] = False
        if self.is_looked_at_again != is_again:
            vals["is_looked_at_again"] = is_again
        if vals:
            self.write({**vals, "changed_on": fields.Datetime.now()})
