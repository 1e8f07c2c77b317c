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
    dialogue_morning_from = fields.Float(
        related="company_id.dialogue_morning_from", readonly=False
    )
    dialogue_morning_to = fields.Float(
        related="company_id.dialogue_morning_to", readonly=False
    )
    dialogue_afternoon_from = fields.Float(
        related="company_id.dialogue_afternoon_from", readonly=False
    )
    dialogue_afternoon_to = fields.Float(
        related="company_id.dialogue_afternoon_to", readonly=False
    )
    dialogue_late_receipt_counts_next_day = fields.Boolean(
        related="company_id.dialogue_late_receipt_counts_next_day", readonly=False
    )
    dialogue_is_referral_paused = fields.Boolean(
        related="company_id.dialogue_is_referral_paused", readonly=False
    )
    dialogue_soon_days = fields.Integer(
        related="company_id.dialogue_soon_days", readonly=False
    )
    dialogue_is_digest = fields.Boolean(
        related="company_id.dialogue_is_digest", readonly=False
    )
