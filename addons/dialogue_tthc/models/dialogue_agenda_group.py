from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dialogue_question_group import READERS
from .dialogue_session_moves import AHEAD


class DialogueAgendaItem(models.Model):
    """An item on which the questions of one group are answered."""

    _inherit = "dialogue.agenda.item"

    group_id = fields.Many2one(
        comodel_name="dialogue.question.group",
        string="Group of questions",
        readonly=True,
        index="btree_not_null",
        copy=False,
        check_company=True,
        groups=READERS,
    )

    _group_uniq = models.UniqueIndex(
        "(group_id) WHERE group_id IS NOT NULL",
        "This group of questions is on the agenda already.",
    )

    @api.constrains("group_id", "session_id")
    def _check_group(self):
        # sudo: only asks which session it is
        for item in self.sudo():
            if item.group_id and item.group_id.session_id != item.session_id:
                raise ValidationError(
                    self.env._(
                        "“%s” is a group of another session.", item.group_id.name
                    )
                )


class DialogueSession(models.Model):
    """The agenda of a session is built from its groups of questions."""

    _inherit = "dialogue.session"

    def action_build_agenda(self):
        """Let a person read what the agenda will call each group that was joined.

        The name of a group is what a petitioner wrote, and the agenda is read by
        everybody.

        :return: an action that opens the window, or None where only our own debts,
            which come first, were put on the agenda
        :raise UserError: the session has begun, or there is nothing to put on it
        """
        self.ensure_one()
        self.check_access("write")
        self._check_agenda_ahead()
        has_begun = self.has_carry_over
        if self.earlier_owed_count and not has_begun:
            self.action_carry_over()
        if self._groups_off_agenda():
            return self.env["ir.actions.actions"]._for_xml_id(
                "dialogue_tthc.dialogue_agenda_build_action"
            )
        if not self.has_carry_over or has_begun:
            raise UserError(
                self.env._(
                    "There is no group of questions to put on the agenda. "
                    "Put questions together first."
                )
            )
        return None

    def _check_agenda_ahead(self):
        for session in self:
            if session.state not in AHEAD:
                raise UserError(
                    self.env._(
                        "“%s” has begun: its agenda goes on from here.", session.name
                    )
                )

    def _groups_off_agenda(self):
        """Return the groups that a person joined and the agenda does not have yet."""
        joined = self.group_ids.filtered(lambda group: group.stage != "proposed")
        return joined - self.agenda_item_ids.group_id

    def _put_on_agenda(self, named):
        """Put groups of questions on the agenda, after what is there.

        :param named: list of (group, what the agenda calls it)
        :raise UserError: the session has begun, or a group is none of those that wait
        """
        self.ensure_one()
        self.check_access("write")
        self._check_agenda_ahead()
        waiting = self._groups_off_agenda()
        last = max(self.agenda_item_ids.mapped("sequence"), default=0)
        values = []
        for place, (group, name) in enumerate(named, 1):
            if group not in waiting:
                raise UserError(
                    self.env._("“%s” is on the agenda already.", group.name)
                )
            values.append(
                {
                    "session_id": self.id,
                    "group_id": group.id,
                    "name": name,
                    "presenter": group.department_id.name,
                    "sequence": last + place,
                }
            )
        self.env["dialogue.agenda.item"].create(values)
