from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import plaintext2html

from .dialogue_feedback import BEHAVIOUR_KINDS
from .dialogue_question_group import READERS


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
        groups=READERS,
    )
    proposed_group_id = fields.Many2one(
        comodel_name="dialogue.question.group",
        string="May belong to",
        readonly=True,
        index="btree_not_null",
        copy=False,
        check_company=True,
        groups=READERS,
        help="The group that asks the same as it seems: a person decides.",
    )

    @api.constrains("group_id", "proposed_group_id", "session_id", "is_sealed", "kind")
    def _check_group(self):
        for feedback in self.sudo():
            group = feedback.group_id or feedback.proposed_group_id
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
        is_elsewhere = "session_id" in vals and "group_id" not in vals
        left = []
        if is_alone or not {"group_id", "session_id"}.isdisjoint(vals):
            # sudo: it leaves its group whoever may read that
            left = [
                (feedback, feedback.subject, feedback.group_id)
                for feedback in self.sudo()
                if feedback.group_id
            ]
        if is_alone or is_elsewhere:
            vals = {**vals, "group_id": False}
        elif "group_id" in vals:
            for feedback, _words, group in left:
                if group.id != vals["group_id"]:
                    # a person took it out: it is not proposed for that one again
                    group.unlike_feedback_ids += feedback
        if is_alone or "session_id" in vals or vals.get("group_id"):
            # sudo: a mark that no form sets; with this there is nothing to decide
            marked = self.sudo().filtered("proposed_group_id")
            marked.proposed_group_id = False
        result = super().write(vals)
        if is_alone:
            for _feedback, words, group in left:
                group._forget(words)
        return result

    def _prepared_answer(self):
        """Return the answer that is ready for all of these cases, and who wrote it.

        :return: (plain text, name of the division), or None
        """
        # sudo: it was written for these questions; whoever answers them may be of
        # another division, which does not see the group
        cases_sudo = self.sudo()
        group = cases_sudo.group_id
        is_one = len(group) == 1 and all(case.group_id for case in cases_sudo)
        if not is_one or group.stage != "ready":
            return None
        return group.draft_answer, group.department_id.name

    def _prepare_draft_values(self):
        # who was answered already was not content with these words
        prepared = not self.answered_on and self._prepared_answer()
        body = {"body": plaintext2html(prepared[0])} if prepared else {}
        return {**super()._prepare_draft_values(), **body}

    def _check_handled(self):
        """Whoever only prepares the answer to a group reads its cases, no more.

        The rules on writing say whose a case is; whether they may write its fields is
        another question.
        """
        super()._check_handled()
        if self.env.su:
            return
        own = self.env["ir.rule"]._compute_domain(self._name, "write")
        # sudo: the rules are compared with fields that the user need not read
        if len(self.sudo().filtered_domain(own)) < len(self):
            raise AccessError(
                self.env._(
                    "Your division prepares the answer to this question at the "
                    "session. The case itself is with others."
                )
            )

    # ------------------------------------------------------------------
    # What came in later
    # ------------------------------------------------------------------

    def action_join_group(self):
        """Say that the questions do belong to the groups proposed for them."""
        self.check_access("write")
        for feedback in self:
            if feedback.proposed_group_id:
                feedback.group_id = feedback.proposed_group_id

    def action_leave_proposal(self):
        """Say that the questions ask something else: they are not proposed again."""
        self.check_access("write")
        for feedback in self.filtered("proposed_group_id"):
            # sudo: marks that no form sets; whoever may change the case decides
            feedback_sudo = feedback.sudo()
            group_sudo = feedback_sudo.proposed_group_id
            group_sudo.unlike_feedback_ids += feedback_sudo
            feedback_sudo.proposed_group_id = False


class DialogueQuestionGroup(models.Model):
    _inherit = "dialogue.question.group"

    def _forget(self, words):
        """Take the words of a case that left off the group (in sudo) and the agenda.

        A group that was only this case is gone with it.

        :param str words: subject of that case
        """
        # the agenda may say it in other words, which are the case's all the same; those
        # of another petitioner come there when a person has read them
        items = self.session_id.agenda_item_ids.filtered(
            lambda item: item.group_id == self or item.name == words
        )
        items.name = self.env._("Other questions")
        if self.name != words:
            return
        rest = self.feedback_ids[:1].subject
        if rest or self.draft_answer:
            self.name = rest or self.env._("Other questions")
        else:
            self.unlink()
