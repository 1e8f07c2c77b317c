from odoo import api, fields, models
from odoo.exceptions import UserError

# the models whose own steps move their document
OWNERS = ("dialogue.plan", "dialogue.referral", "dialogue.answer")
HEAD = ("symbol", "place", "issuer", "superior")


class DialogueDocument(models.Model):
    """What a document is used for, and the defaults of one that stands alone."""

    _inherit = "dialogue.document"

    # for the rules: a letter is read by those who may read what it answers
    answer_ids = fields.One2many(
        comodel_name="dialogue.answer", inverse_name="document_id", string="Answers"
    )
    referral_ids = fields.One2many(
        comodel_name="dialogue.referral",
        inverse_name="document_id",
        string="Referrals",
        groups="dialogue_tthc.dialogue_tthc_group_desk,"
        "dialogue_tthc.dialogue_tthc_group_auditor",
    )
    is_owned = fields.Boolean(
        string="Moved by its own record",
        compute="_compute_is_owned",
        compute_sudo=True,
        help="The document of a plan, a referral or an answer moves with it.",
    )
    next_number = fields.Integer(
        string="Next free number", compute="_compute_next_number", compute_sudo=True
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        return {**self._usual_head(values, fields), **values}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{**self._usual_head(vals, HEAD), **vals} for vals in vals_list]
        )

    @api.model
    def _usual_head(self, vals, names):
        """Return what the head of a document with ``vals`` usually says.

        :param dict vals: values as far as they are known
        :param names: names of the fields wanted; others are left out
        :return: dict of the fields of ``HEAD`` among ``names``; the symbol depends
            on the kind, so it is there only when the kind is known
        """
        company = self.env["res.company"].browse(
            vals.get("company_id") or self.env.company.id
        )
        kind = vals.get("kind")
        # sudo: the head of a department is no secret to whoever writes in its name
        usual = self._prepare_document_values(company.sudo(), kind or "", "")
        return {
            name: usual[name]
            for name in HEAD
            if name in names and (kind or name != "symbol")
        }

    def _check_text_open(self, vals):
        res = super()._check_text_open(vals)
        # sudo: the plan decides, also where its document is changed behind its back
        plans = self._find_owners(self.env["dialogue.plan"].sudo())
        plans.sudo(False)._check_text_open(set(vals))
        return res

    def _compute_is_owned(self):
        owned = self.browse()
        for model in OWNERS:
            for owner in self._find_owners(self.env[model]):
                owned |= owner.document_id
        for document in self:
            document.is_owned = document._origin in owned

    def _find_owners(self, model):
        """Return the records of ``model`` that keep one of these documents."""
        return model.with_context(active_test=False).search(
            [("document_id", "in", self.ids)]
        )

    @api.depends("company_id", "kind", "date", "state")
    def _compute_next_number(self):
        """Tell the number that would be drawn today; a look, not a promise."""
        year = fields.Date.context_today(self).year
        rows = self._read_group(
            [("company_id", "in", self.company_id.ids), ("year", "=", year)],
            ["company_id", "kind"],
            ["number:max"],
        )
        last = {(company, kind): number for company, kind, number in rows}
        for document in self:
            key = (document.company_id, document.kind)
            document.next_number = (last.get(key) or 0) + 1

    @api.onchange("kind")
    def _onchange_kind(self):
        """Propose the symbol that documents of this kind carry."""
        if self.kind:
            usual = self._prepare_document_values(self.company_id, self.kind, "")
            self.symbol = usual["symbol"]

    def _move(self, name, vals=None, note=None):
        if not self.env.su and any(document.is_owned for document in self):
            raise UserError(
                self.env._(
                    "This document belongs to a plan, a referral or an answer and "
                    "moves with it. Open that record and use its buttons."
                )
            )
        return super()._move(name, vals, note)

    def action_open_owner(self):
        """Open the plan, referral or answer that this document belongs to."""
        self.ensure_one()
        for model in OWNERS:
            if not self.env[model].has_access("read"):
                continue
            owner = self._find_owners(self.env[model])[:1]
            if owner:
                return owner._get_records_action()
        return False
