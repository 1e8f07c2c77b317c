from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class DialogueAgendaBuild(models.TransientModel):
    """What the agenda calls each group of questions, read by a person before all do."""

    _name = "dialogue.agenda.build"
    _description = "Agenda from the Groups"

    session_id = fields.Many2one(comodel_name="dialogue.session", required=True)
    line_ids = fields.One2many(
        comodel_name="dialogue.agenda.build.line",
        inverse_name="build_id",
        string="Items",
    )

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        if self.env.context.get("active_model") == "dialogue.session":
            session = (
                self.env["dialogue.session"]
                .browse(self.env.context.get("active_id") or [])
                .exists()
            )
            session.check_access("write")
            defaults["session_id"] = session.id
            defaults["line_ids"] = [
                Command.create(
                    {
                        "group_id": group.id,
                        "group_name": group.name,
                        "name": group.name,
                    }
                )
                for group in session._groups_off_agenda()
            ]
        return defaults

    def action_apply(self):
        """Put the groups on the agenda under these names.

        :raise UserError: no group is left, or the session refuses
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Leave at least one group on the list."))
        # a case that was sealed since took its words off the group
        if any(line.group_id.name != line.group_name for line in self.line_ids):
            raise UserError(
                self.env._(
                    "A group was changed meanwhile. Close this window, open it again "
                    "and read the names once more."
                )
            )
        self.session_id._put_on_agenda(
            [(line.group_id, line.name) for line in self.line_ids]
        )
        return {"type": "ir.actions.act_window_close"}


class DialogueAgendaBuildLine(models.TransientModel):
    """One group, and what the agenda calls it."""

    _name = "dialogue.agenda.build.line"
    _description = "Group for the Agenda"
    _order = "id"

    build_id = fields.Many2one(
        comodel_name="dialogue.agenda.build",
        required=True,
        index=True,
        ondelete="cascade",
    )
    group_id = fields.Many2one(comodel_name="dialogue.question.group", required=True)
    feedback_count = fields.Integer(
        related="group_id.feedback_count", related_sudo=False
    )
    group_name = fields.Char(string="Name when the window was opened")
    name = fields.Char(string="Item of the agenda", required=True)

    @api.constrains("group_id")
    def _check_group(self):
        # a link tells the name of what it leads to; constraints run in sudo
        self.sudo(False).group_id.check_access("read")
