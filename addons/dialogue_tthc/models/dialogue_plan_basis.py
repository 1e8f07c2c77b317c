from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.day_text import day_text


class DialoguePlanBasis(models.Model):
    """A document that a plan rests on (căn cứ). It is never later than the plan."""

    _name = "dialogue.plan.basis"
    _description = "Basis of a Plan"
    _order = "sequence, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="dialogue.plan",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Text(
        string="Basis", required=True, help="The sentence as it stands in the plan."
    )
    number = fields.Char(string="Number and symbol")
    date = fields.Date(string="Dated")
    issuer = fields.Char(string="Issuing body")

    @api.constrains("date", "plan_id")
    def _check_date(self):
        """A basis bears no later day than the plan that rests on it."""
        for basis in self:
            latest = basis.plan_id._latest_basis_day()
            if basis.date and basis.date > latest:
                raise ValidationError(
                    self.env._(
                        "The basis “%(basis)s” is dated %(date)s, but the plan is of "
                        "%(latest)s at the latest. Check the date of the basis.",
                        basis=basis.number or basis.name,
                        date=day_text(basis.date),
                        latest=day_text(latest),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        bases = super().create(vals_list)
        bases.plan_id._check_text_open()
        return bases

    def write(self, vals):
        self.plan_id._check_text_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        self.plan_id._check_text_open()
