from odoo import fields, models


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
    next_number = fields.Integer(
        string="Next free number", related="document_id.next_number"
    )
    number = fields.Integer(
        help="The number that the clerical office gave. "
        "Leave empty to take the next free one.",
    )
    date = fields.Date(
        string="Day of issue", default=fields.Date.context_today, required=True
    )

    def action_issue(self):
        """Issue the document with the number and day typed here."""
        self.ensure_one()
        self.document_id.action_issue(self.number or None, self.date)
        return {"type": "ir.actions.act_window_close"}
