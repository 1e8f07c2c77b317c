from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .dialogue_feedback import BEHAVIOUR_KINDS


class DialogueFeedback(models.Model):
    """The group in which a question is prepared, and what keeps it out of any."""

    _inherit = "dialogue.feedback"

    group_id = fields.Many2one(
        comodel_name="dialogue.question.group",
        string="Group of questions",
        index="btree_not_null",
        copy=False,
        check_company=True,
        domain="[('session_id', '=', session_id)]",
        groups="dialogue_tthc.dialogue_tthc_group_specialist,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )

    @api.constrains("group_id", "session_id", "is_sealed", "kind")
    def _check_group(self):
        for feedback in self.sudo():
            group = feedback.group_id
            if group and group.session_id != feedback.session_id:
                raise ValidationError(
                    self.env._(
                        "“%(case)s” belongs to another session than “%(group)s”.",
                        case=feedback.display_name,
                        group=group.name,
                    )
                )
            if group and feedback._is_handled_alone():
                raise ValidationError(
                    self.env._(
                        "A sealed case, and one about an official, is handled by "
                        "itself, in no group."
                    )
                )

    def _is_handled_alone(self):
        return self.is_sealed or self.kind in BEHAVIOUR_KINDS

    def write(self, vals):
        is_alone = vals.get("is_sealed") or vals.get("kind") in BEHAVIOUR_KINDS
        if is_alone or ("session_id" in vals and "group_id" not in vals):
            # sudo: it leaves its group whoever may read that
            left = [
                (feedback.subject, feedback.group_id)
                for feedback in self.sudo()
                if feedback.group_id
            ]
            vals = {**vals, "group_id": False}
        else:
            left = []
        result = super().write(vals)
        if is_alone:
            for words, group in left:
                group._forget(words)
        return result


class DialogueQuestionGroup(models.Model):
    _inherit = "dialogue.question.group"

    def _forget(self, words):
        """Take the words of a case that left off the group (in sudo) and the agenda.

        A group that was only this case is gone with it.

        :param str words: subject of that case
        """
        if self.name != words:
            return
        items = self.session_id.agenda_item_ids.filtered(
            lambda item: item.name == words
        )
        rest = self.feedback_ids[:1].subject
        new = rest or self.env._("Other questions")
        items.name = new
        if rest or self.draft_answer:
            self.name = new
        else:
            self.unlink()
