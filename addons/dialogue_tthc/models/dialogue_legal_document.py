from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class DialogueLegalDocument(models.Model):
    """A legal document as data: law changes, code does not."""

    _name = "dialogue.legal.document"
    _description = "Legal Document"
    _inherit = ["dialogue.validity.mixin"]
    _order = "issued_on desc NULLS LAST, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    number = fields.Char(string="Number and symbol", required=True, index=True)
    name = fields.Char(string="Abstract", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every department of this database uses it.",
    )
    issuer = fields.Char(string="Issuing body")
    issued_on = fields.Date()
    replaced_by_id = fields.Many2one(
        comodel_name="dialogue.legal.document",
        index="btree_not_null",
        check_company=True,
    )
    replaces_ids = fields.One2many(
        comodel_name="dialogue.legal.document",
        inverse_name="replaced_by_id",
    )
    is_superseded = fields.Boolean(
        compute="_compute_is_superseded",
        search="_search_is_superseded",
        help="Another document has taken its place, or its time is over.",
    )
    note = fields.Text(help="What to know when citing it.")

    _number_uniq = models.UniqueIndex(
        "(lower(number), lower(COALESCE(issuer, '')), "
        "COALESCE(issued_on, '-infinity'::date), COALESCE(company_id, 0))",
        "This document is in the list already.",
    )
    _issued_before_force = models.Constraint(
        "CHECK (issued_on IS NULL OR valid_from IS NULL OR issued_on <= valid_from)",
        "A document comes into force on the day of its signing at the earliest.",
    )

    @api.depends("replaced_by_id.valid_from", "valid_to")
    def _compute_is_superseded(self):
        today = fields.Date.context_today(self)
        for document in self:
            successor = document.replaced_by_id
            begun = not successor.valid_from or successor.valid_from <= today
            document.is_superseded = bool(
                (successor and begun)
                or (document.valid_to and document.valid_to < today)
            )

    def _search_is_superseded(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        replaced = Domain("replaced_by_id", "!=", False) & (
            Domain("replaced_by_id.valid_from", "=", False)
            | Domain("replaced_by_id.valid_from", "<=", today)
        )
        return replaced | Domain("valid_to", "<", today)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for document in self:
            document.display_name = f"{document.number} {document.name}"

    @api.constrains("replaced_by_id")
    def _check_no_circle(self):
        if self._has_cycle("replaced_by_id"):
            raise ValidationError(
                self.env._("A document cannot be replaced by itself, in a circle.")
            )
