from odoo import fields, models


class DialogueDocument(models.Model):
    """What a leader approved is what is issued.

    The fields of an approved document are closed. But a report, notice or minutes also
    say what their session says, and that changes by the day: a case is overdue tomorrow
    that is not today. So what the session said at the approval is kept, and the text is
    made of that from then on. Plans, answers and referrals close their own text.
    """

    _inherit = "dialogue.document"

    approved_values = fields.Json(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="What the owner said when the document was approved.",
    )

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.name == "approve":
            for document in self.filtered(lambda one: one.session_id and one.has_text):
                # as the leader who approves it: what they may not read is not in it
                document.approved_values = document.sudo(False)._owner_values()
        elif move.target == "draft":
            self.filtered("approved_values").approved_values = False
        return result

    def _owner_values(self):
        """Return what the owner says today, or said when this was approved: a dict.

        :raise AccessError: the user may not read the owner
        """
        self.ensure_one()
        # sudo: whoever may read a document may read what was approved of it
        approved = self.sudo().approved_values
        if approved:
            return approved
        document = self._in_vietnamese()
        owner = document._document_owner()
        owner.check_access("read")
        return owner._document_values(document.template_key)
