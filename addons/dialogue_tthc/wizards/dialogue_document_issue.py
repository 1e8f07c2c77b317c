from odoo import api, fields, models


class DialogueDocumentIssue(models.TransientModel):
    """Ask for number and day of a document that is about to be issued."""

    _name = "dialogue.document.issue"
    _description = "Issue a Document"

    document_id = fields.Many2one(
        comodel_name="dialogue.document",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    name = fields.Char(related="document_id.name")
    symbol = fields.Char(related="document_id.symbol")
    template_key = fields.Selection(related="document_id.template_key")
    number = fields.Integer(
        compute="_compute_number",
        store=True,
        readonly=False,
        help="The next free number; type the one that the clerical office gave, "
        "if it is another.",
    )
    proposed_number = fields.Integer(compute="_compute_number", store=True)
    date = fields.Date(
        string="Day of issue", default=fields.Date.context_today, required=True
    )

    @api.depends("document_id")
    def _compute_number(self):
        for wizard in self:
            wizard.proposed_number = wizard.document_id.next_number
            wizard.number = wizard.proposed_number

    def action_issue(self):
        """Issue the document with the number and day typed here.

        A proposed number that is left alone is drawn anew: somebody else may have
        taken it since, and the next one is as good.
        """
        self.ensure_one()
        typed = self.number if self.number != self.proposed_number else None
        self.document_id.action_issue(typed or None, self.date)
        return {"type": "ir.actions.act_window_close"}
