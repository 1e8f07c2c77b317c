from odoo import fields, models

DEFAULT_TZ = "Asia/Ho_Chi_Minh"


class ResCompany(models.Model):
    _inherit = "res.company"

    dialogue_issuer = fields.Char(
        string="Issuing body",
        help="The department's name as its documents carry it.",
    )
    dialogue_superior = fields.Char(string="Name of the superior body")
    dialogue_superior_id = fields.Many2one(
        comodel_name="res.partner",
        string="Superior body",
        help="Cases beyond authority are reported to it.",
    )
    dialogue_abbreviation = fields.Char(
        string="Abbreviation", help="For document symbols, for example SKHCN."
    )
    dialogue_place = fields.Char(
        string="Place name", help="Stands before the date of documents."
    )
    dialogue_head_title = fields.Char(
        string="Position of the head", help="For example GIÁM ĐỐC."
    )
    dialogue_allow_self_approval = fields.Boolean(
        string="One person may write and approve an answer"
    )
    dialogue_desk_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Officer who classifies",
        domain="[('share', '=', False)]",
        help="Gets an activity for every new case.",
    )
    dialogue_approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Leader who approves",
        domain="[('share', '=', False)]",
        help="Gets an activity for every answer handed in.",
    )

    def _dialogue_tz(self):
        """Return the time zone of the department: days count where it is."""
        # sudo: everybody may know it, and portal users may not read the contact
        return self.sudo().partner_id.tz or DEFAULT_TZ

    def _dialogue_local(self, instant):
        """Return ``instant`` (naive UTC) as a time where the department is."""
        return fields.Datetime.context_timestamp(
            self.with_context(tz=self._dialogue_tz()), instant
        )
