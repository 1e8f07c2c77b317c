from collections import Counter

from odoo import api, models

from ..tools.document_text import day_words, each_text, keep_together
from .dialogue_document_words import KEPT

KEYS = {"superior": "escalation", "other_body": "forwarding"}
NO_SECTOR = "Lĩnh vực khác"


class DialogueReferral(models.Model):
    """What the report to the superior, or the forwarding slip, says."""

    _inherit = "dialogue.referral"

    def _document_values(self, key):
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.progress != "dropped")
        sectors = Counter(line.sector_id.name or NO_SECTOR for line in lines)
        session = self.session_id
        values = {
            **super()._document_values(key),
            "addressee": self.partner_id.name,
            "count": len(lines),
            "session_name": session._session_words() if session else "",
            "sectors": [
                f"{name}: {count} phản ánh, kiến nghị"
                for name, count in sectors.most_common()
            ],
            "cases": [
                {
                    "number": number,
                    "code": line.code or "",
                    "petitioner": line.petitioner_label or "",
                    "sector": line.sector_id.name or "",
                    "question": (line.question or "").strip(),
                    "proposal": (line.proposal or "").strip(),
                }
                for number, line in enumerate(lines, start=1)
            ],
            "reply_by": day_words(self.reply_expected_on),
            "annex_title": "PHẢN ÁNH, KIẾN NGHỊ VƯỢT THẨM QUYỀN GIẢI QUYẾT",
        }
        return each_text(values, keep_together)

    def unlink(self):
        # sudo: a draft is part of what is deleted; the check of that comes first
        drafts_sudo = self.sudo().document_id.filtered(lambda one: one.state == "draft")
        result = super().unlink()
        drafts_sudo.unlink()
        return result

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        if move.name == "cancel":
            # sudo: the document goes with the referral that the user may give up
            self.sudo().document_id.filtered(
                lambda one: one.state == "draft"
            ).action_cancel()
        return result

    def _usual_recipients(self, key):
        return ["Như trên", KEPT]

    @api.model
    def _document_placeholders(self, key):
        return {
            **super()._document_placeholders(key),
            "addressee": self.env._("The body that the cases go to"),
            "count": self.env._("How many cases there are"),
            "session_name": self.env._("The session that the cases come from, if any"),
            "sectors": self.env._("List: sectors and their number of cases"),
            **self._case_placeholders(),
            "cases.proposal": self.env._("What the department proposes"),
            "reply_by": self.env._("By which day a reply is asked for; may be empty"),
            "annex_title": self.env._("Title of the annex"),
        }

    def _draft_document(self):
        """Return the document of one referral, begun as a draft where there is none.

        :return: ``dialogue.document``
        """
        self.ensure_one()
        # sudo: the document is part of the referral; whoever calls this was allowed to
        # write or to send it
        referral_sudo = self.sudo()
        document = referral_sudo.document_id
        key = KEYS[self.kind]
        if document.state == "draft" and document.template_key != key:
            # the kind of the referral changed since
            document._move("cancel")
        if document.state in (False, "cancelled"):
            values = referral_sudo._prepare_new_document(key, self.name)
            referral_sudo.document_id = referral_sudo.env["dialogue.document"].create(
                values
            )
        elif document.state == "draft" and document.name != self.name:
            document.name = self.name
        return referral_sudo.document_id.sudo(False)

    def action_make_document(self):
        """Open the document of one referral; a draft is made where there is none.

        :return: an action
        """
        self.ensure_one()
        if self.document_id.state != "issued":
            self.check_access("write")
            self._draft_document()
        return self.document_id._get_records_action()
