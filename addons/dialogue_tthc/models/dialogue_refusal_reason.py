from odoo import fields, models


class DialogueRefusalReason(models.Model):
    """A coded reason not to accept a case, with words of guidance."""

    _name = "dialogue.refusal.reason"
    _description = "Refusal Reason"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(comodel_name="res.company", index="btree_not_null")
    guidance = fields.Text(
        translate=True, help="Proposed to the desk; tells where to turn to."
    )
    legal_basis = fields.Char()
    valid_from = fields.Date()
    valid_to = fields.Date()
