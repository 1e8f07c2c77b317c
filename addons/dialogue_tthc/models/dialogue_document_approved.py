import base64

from odoo import fields, models


class DialogueDocument(models.Model):
    """What a leader approved is what is issued.

    The fields of an approved document are closed. But a report, notice or minutes also
    say what their session says, and that changes by the day: a case is overdue tomorrow
    that is not today. So what the session said at the approval is kept, and the text is
    made of that from then on. Plans, answers and referrals close their own text. The
    template is kept for all: another one that is uploaded after the approval counts for
    documents approved after it.
    """

    _inherit = "dialogue.document"

    approved_values = fields.Json(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="What the owner said when the document was approved.",
    )
    approved_template = fields.Binary(
        attachment=True,
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="The template in use when the document was approved.",
    )

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.name == "approve":
            self._keep_approved()
        elif move.target == "draft":
            self.filtered("approved_values").approved_values = False
            self.filtered("approved_template").approved_template = False
        return result

    def _keep_approved(self):
        """Keep what the owners say and the templates in use (in sudo)."""
        Template = self.env["dialogue.document.template"]
        templates = {}
        for document in self.filtered("template_key"):
            if document.session_id and document.has_text:
                # as the leader who approves it: what they may not read is not in it
                document.approved_values = document.sudo(False)._owner_values()
            # one for all that are numbered together
            if not document._is_copy():
                used = (document.company_id, document.template_key)
                if used not in templates:
                    content = Template._content_of(*used)
                    templates[used] = content and base64.b64encode(content)
                document.approved_template = templates[used]

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

    def _template_content(self):
        """Return the template that the text is made from: bytes, or None.

        That is the one in use when the document was approved, before that the one in
        use today.
        """
        self.ensure_one()
        first = self.leading_id if self._is_copy() else self
        # sudo: whoever may make a document uses the template of its department
        kept = first.sudo().with_context(bin_size=False).approved_template
        if kept:
            return base64.b64decode(kept)
        Template = self.env["dialogue.document.template"]
        return Template._content_of(self.company_id, self.template_key)
