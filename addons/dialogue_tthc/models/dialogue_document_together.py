from odoo import api, fields, models
from odoo.exceptions import UserError

from .dialogue_document import TEXT_FIELDS

# what stands on all documents that have one number
SHARED = TEXT_FIELDS - {
    "attendance_id",
    "company_id",
    "kind",
    "session_id",
    "template_key",
}
# what an invitation says to one guest alone
TO_ONE = frozenset({"guest", "guest_name"})
# the moves that lead a document to each state
STEPS_TO = {
    "draft": ("return",),
    "submitted": ("submit",),
    "approved": ("submit", "approve"),
    "issued": ("submit", "approve", "issue"),
    "cancelled": ("cancel",),
}


class DialogueDocument(models.Model):
    """Documents that share one number: one invitation, written to many.

    The first of them, the leading one, is numbered like every document. The others
    bear its number and its day and take each step with it.
    """

    _inherit = "dialogue.document"

    leading_id = fields.Many2one(
        comodel_name="dialogue.document",
        string="Numbered with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="This document bears the number and the day of that one.",
    )
    copy_ids = fields.One2many(
        comodel_name="dialogue.document",
        inverse_name="leading_id",
        string="Numbered with this one",
    )
    copy_count = fields.Integer(string="Copies", compute="_compute_copy_count")
    is_signed_copy = fields.Boolean(
        string="Signed copy is there",
        compute="_compute_is_signed_copy",
        compute_sudo=True,
        help="It was attached here, or to the document that this one is a copy of.",
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, kind, year, number) WHERE number > 0 AND leading_id IS NULL",
        "Another document of this kind has this number in this year already.",
    )
    _attendance_uniq = models.UniqueIndex(
        "(attendance_id, template_key) "
        "WHERE attendance_id IS NOT NULL AND state <> 'cancelled'",
        "This guest has this document already.",
    )

    def _compute_copy_count(self):
        rows = self._read_group(
            [("leading_id", "in", self.ids), ("attendance_id", "!=", False)],
            ["leading_id"],
            ["__count"],
        )
        counts = {leading.id: count for leading, count in rows}
        for document in self:
            document.copy_count = counts.get(document._origin.id, 0)

    @api.depends("signed_file_id", "leading_id.signed_file_id")
    def _compute_is_signed_copy(self):
        for document in self:
            document.is_signed_copy = bool(document._signed_one().signed_file_id)

    def _signed_one(self):
        """Return whose signed copy is shown: of many alike one is signed."""
        self.ensure_one()
        if not self.signed_file_id and self._is_copy():
            return self.leading_id
        return self

    def _number_together(self):
        """Let these documents, all of one session and key, share one number.

        New drafts join the leading document of their session; when that was handed in
        already, they take its steps after it. One that was approved is joined only by
        those that say what was approved, but for whom they are written to: the others
        share a number of their own and go to the leader first.

        :raise UserError: they are of several kinds
        """
        if len(set(self.mapped("template_key"))) > 1:
            raise UserError(self.env._("Only documents of one kind share a number."))
        new = self.filtered(
            lambda document: (
                not document.leading_id
                and not document.copy_ids
                and document.state == "draft"
            )
        )
        new.check_access("write")
        for leading in new and new._leading_of_session():
            if leading.leading_id:
                # it has just joined another one
                continue
            # sudo: a closed field; they are drafts that the user has just made or may
            # write, and what a leader approved is compared without their rights
            joining_sudo = (new - leading).sudo()
            if leading.state in ("approved", "issued"):
                approved = leading.sudo()._said_to_all()
                joining_sudo = joining_sudo.filtered(
                    lambda one, approved=approved: one._said_to_all() == approved
                )
            for copy in joining_sudo:
                copy.write({"leading_id": leading.id, **leading._shared_head()})
            joining_sudo._follow_leading()
            new -= joining_sudo.sudo(False) | leading

    def _said_to_all(self):
        """Return what this invitation says, but for whom it is written to."""
        values = self._owner_values()
        return {name: said for name, said in values.items() if name not in TO_ONE}

    def _shared_head(self):
        """Return what documents with one number say alike: dict for ``write``."""
        return {name: self[name] for name in SHARED}

    def write(self, vals):
        result = super().write(vals)
        shared = SHARED & set(vals)
        # sudo: they say what their leading document says, which the user may change
        copies_sudo = self.sudo().copy_ids - self
        if shared and copies_sudo:
            copies_sudo.write({name: vals[name] for name in shared})
        return result

    def _leading_of_session(self):
        """Return the documents whose number these may get, the oldest first."""
        return self.search(
            [
                ("session_id", "=", self[:1].session_id.id),
                ("template_key", "=", self[:1].template_key),
                ("attendance_id", "!=", False),
                ("leading_id", "=", False),
                ("state", "!=", "cancelled"),
            ],
            order="id",
        )

    def _compute_is_owned(self):
        result = super()._compute_is_owned()
        for document in self:
            if document.leading_id:
                document.is_owned = True
        return result

    def action_open_owner(self):
        """Open the document that this one is numbered with, or its owner."""
        if self.leading_id:
            return self.leading_id._get_records_action()
        return super().action_open_owner()

    def unlink(self):
        staying = self.filtered("copy_ids").mapped("copy_ids") - self
        for leading in staying.leading_id & self:
            # sudo: a closed field of drafts; the right to delete is checked below
            copies_sudo = (staying & leading.copy_ids).sudo().sorted("id")
            copies_sudo[0].leading_id = False
            copies_sudo[1:].leading_id = copies_sudo[0]
        # what follows goes first
        copies = self.filtered("leading_id")
        super(DialogueDocument, copies).unlink()
        return super(DialogueDocument, self - copies).unlink()

    def action_issue(self, number=None, date=None):
        """Issue approved documents; those that are numbered with another go with it.

        See the parent for the parameters.
        """
        leading = self.filtered(lambda document: not document.leading_id)
        if self.leading_id - leading:
            raise UserError(self._together_sentence())
        return super(DialogueDocument, leading).action_issue(number, date)

    def _together_sentence(self):
        return self.env._(
            "This document is numbered together with others and moves with the first "
            "of them. Open that one and use its buttons."
        )

    def _move(self, name, vals=None, note=None):
        if not self.env.su and self.leading_id - self:
            raise UserError(self._together_sentence())
        leading = self.filtered(lambda document: not document.leading_id)
        result = super(DialogueDocument, leading)._move(name, vals, note)
        # sudo: they take the step of the document that the user was allowed to move
        leading.sudo().copy_ids._follow_leading()
        (self - leading).sudo()._follow_leading()
        return result

    # the step itself is made, without looking again for those that follow
    # pylint: disable-next=missing-return
    def _follow_leading(self):
        """Bring these documents (in sudo) to the state, number and day of the first.

        The history of the first tells it; it is not told again on each of them.
        """
        for leading in self.leading_id:
            copies = self.filtered(
                lambda copy, leading=leading: copy.leading_id == leading
            ).with_context(tracking_disable=True)
            for name in STEPS_TO[leading.state]:
                move = self._find_move(name)
                moving = copies.filtered(
                    lambda copy, move=move: copy.state in move.sources
                )
                if not moving:
                    continue
                if name == "issue":
                    moving.write({"date": leading.date, "number": leading.number})
                # pylint: disable-next=super-method-mismatch
                super(DialogueDocument, moving)._move(name)
