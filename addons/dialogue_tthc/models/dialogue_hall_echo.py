from odoo import fields, models


class DialogueHallEcho(models.Model):
    """One browser in the hall that asks the same; nobody reads which."""

    _name = "dialogue.hall.echo"
    _description = "Me Too from the Hall"
    _log_access = False

    question_id = fields.Many2one(
        comodel_name="dialogue.hall.question",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sender_key = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)

    _sender_uniq = models.UniqueIndex(
        "(question_id, sender_key)", "Each browser counts once."
    )
