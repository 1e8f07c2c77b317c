from odoo import api, models
from odoo.exceptions import UserError

from .document_templates import TEMPLATES


class DialogueDocumentOwner(models.AbstractModel):
    """Records that official documents are made of.

    A model that inherits this mixin tells its templates what they may name: plain
    values only, texts as they stand on paper. Templates are written by people of the
    department; nothing but these values is within their reach.
    """

    _name = "dialogue.document.owner.mixin"
    _description = "Owner of Official Documents"

    # the field of ``dialogue.document`` that holds a record of this model; "" where
    # the record holds its document, in ``document_id``
    _document_link = ""

    def _document_values(self, key):
        """Return what the document ``key`` of this record says beside its head.

        A file is read by everybody who may read its document, so cases under seal
        never stand in the documents of a session, and names that are withheld never
        in one that goes to divisions.

        :param str key: key of ``TEMPLATES``
        :return: dict of str, int, bool, list and dict, nothing else; dates as text.
            Every name is explained in :meth:`_document_placeholders`
        """
        self.ensure_one()
        return {}

    @api.model
    def _document_placeholders(self, key):
        """Return the names of :meth:`_document_values`: dict of name -> explanation.

        What stands inside a list or dict is named with a dot: ``tasks.due`` is
        written ``{{ task.due }}`` inside ``{% for task in tasks %}``. A name whose
        inside is not listed may be used as it likes.
        """
        return {}

    def _document_name(self, key):
        """Return the abstract (trích yếu) that document ``key`` usually has."""
        self.ensure_one()
        return self.display_name

    def _prepare_owned_document(self, key):
        """Return the values of the document ``key`` of this record, for ``create``."""
        self.ensure_one()
        values = self.env["dialogue.document"]._prepare_document_values(
            self.company_id, TEMPLATES[key].kind, self._document_name(key)
        )
        return {**values, "template_key": key, self._document_link: self.id}

    def _find_documents(self, key):
        """Return the documents ``key`` of these records that were not given up."""
        return self.env["dialogue.document"].search(
            [
                (self._document_link, "in", self.ids),
                ("template_key", "=", key),
                ("state", "!=", "cancelled"),
            ]
        )

    def _make_documents(self, key):
        """Return document ``key`` of each of these records, made where there is none.

        Sessions and attendances are pointed at by their documents. The other owners
        point at their one document themselves, from when it exists.

        :param str key: key of ``TEMPLATES``
        :return: ``dialogue.document``, one for each record and in their order
        :raise UserError: a record has none, and gets it by a step of its own
        """
        link = self._document_link
        if not link:
            for record in self:
                if not record.document_id:
                    raise UserError(
                        self.env._(
                            "“%s” gets its document when it is issued or sent.",
                            record.display_name,
                        )
                    )
            return self.document_id
        found = {document[link]: document for document in self._find_documents(key)}
        missing = [record for record in self if record not in found]
        created = self.env["dialogue.document"].create(
            [record._prepare_owned_document(key) for record in missing]
        )
        found.update(zip(missing, created, strict=True))
        return self.env["dialogue.document"].union(*(found[record] for record in self))

    def _linked_documents(self):
        """Return all documents that point at these records, in sudo."""
        # sudo: what is deleted takes its drafts along, also unreadable ones
        return (
            self.env["dialogue.document"]
            .sudo()
            .search([(self._document_link, "in", self.ids)])
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_documented(self):
        if self._document_link:
            self._check_no_document_issued()

    def unlink(self):
        if self._document_link:
            self._unlink_drafts()
        return super().unlink()

    def _check_no_document_issued(self):
        """Refuse to delete what an issued document was made of.

        :raise UserError: there is such a document
        """
        issued = self._linked_documents().filtered(lambda one: one.state == "issued")
        if issued:
            raise UserError(
                self.env._(
                    "“%s” was issued for it and stays in the record, so this cannot "
                    "be deleted.",
                    issued[0].display_name,
                )
            )

    def _unlink_drafts(self):
        """Delete the documents of these records that were never issued."""
        self.check_access("unlink")
        self._check_no_document_issued()
        self._linked_documents().unlink()
