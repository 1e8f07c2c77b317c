from odoo import models
from odoo.exceptions import UserError

from .document_templates import TEMPLATES

# the document that each appendix goes with
GOES_WITH = {"summary": "session_report"}


class DialogueDocument(models.Model):
    """An appendix draws no number: it bears number and day of what it goes with.

    An approved appendix is issued together with its document, one that is approved
    later is issued after it. So no number of a series is spent on a paper that never
    stands alone.
    """

    _inherit = "dialogue.document"

    def _is_appendix(self):
        """Say whether this document bears the number of another one."""
        self.ensure_one()
        return bool(self.template_key and not TEMPLATES[self.template_key].is_numbered)

    def _find_main(self):
        """Return the document that this appendix goes with, issued or not yet."""
        self.ensure_one()
        if self.leading_id or not self.session_id:
            return self.leading_id
        return self.search(
            [
                ("session_id", "=", self.session_id.id),
                ("template_key", "=", GOES_WITH[self.template_key]),
                ("state", "!=", "cancelled"),
            ],
            order="id",
            limit=1,
        )

    def action_issue(self, number=None, date=None):
        """Issue approved documents; appendices after those that they go with.

        See the parent for the parameters.

        :raise UserError: a number is given to an appendix, or its document is not
            issued yet
        """
        move = self._find_move("issue")
        appendices = self.filtered(lambda document: document._is_appendix())
        for appendix in appendices:
            appendix._check_move_sources(move)
        if appendices and number:
            raise UserError(
                self.env._(
                    "The table of petitions bears the number of the report on its "
                    "session. Leave the number empty."
                )
            )
        result = None
        if self - appendices:
            others = self - appendices
            result = super(DialogueDocument, others).action_issue(number, date)
        for appendix in appendices:
            # it may have been issued with its document just now
            if appendix.state != "issued":
                appendix._issue_appendix()
        return result

    def _issue_appendix(self):
        """Issue an appendix under number and day of its document.

        :raise UserError: that document is not issued yet
        """
        main = self._find_main()
        if main.state != "issued":
            raise UserError(
                self.env._(
                    "“%s” goes with the report on its session and bears its number. "
                    "Issue that report first.",
                    self.name,
                )
            )
        self._move(
            "issue",
            {"number": main.number, "date": main.date, "leading_id": main.id},
        )

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        keys = set(self.mapped("template_key")) & set(GOES_WITH.values())
        if move.name == "issue" and keys:
            appendices = self.search(
                [
                    ("session_id", "in", self.session_id.ids),
                    ("template_key", "in", list(GOES_WITH)),
                    ("state", "=", "approved"),
                ]
            )
            for appendix in appendices:
                appendix._issue_appendix()
        return result
