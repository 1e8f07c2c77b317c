from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    dialogue_issuer = fields.Char(related="company_id.dialogue_issuer", readonly=False)
    dialogue_abbreviation = fields.Char(
        related="company_id.dialogue_abbreviation", readonly=False
    )
    dialogue_place = fields.Char(related="company_id.dialogue_place", readonly=False)
    dialogue_superior = fields.Char(
        related="company_id.dialogue_superior", readonly=False
    )
    dialogue_superior_id = fields.Many2one(
        related="company_id.dialogue_superior_id", readonly=False
    )
    dialogue_head_title = fields.Char(
        related="company_id.dialogue_head_title", readonly=False
    )
    dialogue_allow_self_approval = fields.Boolean(
        related="company_id.dialogue_allow_self_approval", readonly=False
    )
    dialogue_desk_user_id = fields.Many2one(
        related="company_id.dialogue_desk_user_id", readonly=False
    )
    dialogue_approver_id = fields.Many2one(
        related="company_id.dialogue_approver_id", readonly=False
    )
