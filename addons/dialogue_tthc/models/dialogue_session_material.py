from odoo import api, fields, models
from odoo.exceptions import UserError

AUDIENCES = [
    ("invitees", "Invitees only"),
    ("public", "Everybody"),
]


class DialogueSessionMaterial(models.Model):
    """One file that the department hands out at a session, and to whom.

    Minutes and the signed conclusion come late, so files are handed out after the
    session, too.
    """

    _name = "dialogue.session.material"
    _description = "Session Material"
    _order = "session_id, sequence, id"

    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Title", required=True)
    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char()
    audience = fields.Selection(
        selection=AUDIENCES,
        string="For",
        default="invitees",
        required=True,
        help="Who gets it on the pages of the session.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        materials = super().create(vals_list)
        materials._check_not_cancelled()
        return materials

    def write(self, vals):
        if "session_id" in vals and any(
            material.session_id.id != vals["session_id"] for material in self
        ):
            raise UserError(
                self.env._("A file stays with its session. Add it to the other one.")
            )
        self._check_not_cancelled()
        return super().write(vals)

    def _check_not_cancelled(self):
        for session in self.session_id:
            if session.state == "cancelled":
                raise UserError(
                    self.env._(
                        "“%s” was cancelled; nothing is handed out there.", session.name
                    )
                )

    def _download_name(self):
        """Return the name under which one file is saved."""
        return self.file_name or self.name

    def _size(self):
        """Return the size of each file in bytes; call it in sudo.

        :return: dict id -> int
        """
        rows = self.env["ir.attachment"].search_read(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "file"),
                ("res_id", "in", self.ids),
            ],
            ["res_id", "file_size"],
        )
        return {row["res_id"]: row["file_size"] for row in rows}
