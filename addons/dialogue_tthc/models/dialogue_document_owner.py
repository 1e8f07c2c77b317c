from odoo import api, models


class DialogueDocumentOwner(models.AbstractModel):
    """Records that official documents are made of.

    A model that inherits this mixin tells its templates what they may name: plain
    values only, texts as they stand on paper. Templates are written by people of the
    department; nothing but these values is within their reach.
    """

    _name = "dialogue.document.owner.mixin"
    _description = "Owner of Official Documents"

    def _document_values(self, key):
        """Return what the document ``key`` of this record says beside its head.

        :param str key: key of ``TEMPLATES``
        :return: dict of str, int, bool, list and dict, nothing else; dates as text.
            Every name is explained in :meth:`_document_placeholders`
        """
        self.ensure_one()
        return {}

    @api.model
    def _document_placeholders(self, key):
        """Return the names of :meth:`_document_values`: dict of name -> explanation.

        What stands inside a list or dict is named with a dot, such as ``tasks.due``
        for ``{{ task.due }}`` in ``{% for task in tasks %}``.
        """
        return {}
