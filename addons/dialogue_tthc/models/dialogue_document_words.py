from odoo import api, models

from ..tools.document_text import (
    balanced,
    day_words,
    each_text,
    ended_list,
    in_sentence,
    keep_together,
    lower_first,
    whole_name,
)
from .document_templates import TEMPLATES

# of a title, in points: the page without its margins, and a little less
TITLE_WIDTH = 430
# the recipient that every document has; the clerical office keeps a copy
KEPT = "Lưu: VT"
LANGUAGE = "vi_VN"
# what an appendix calls the document that it goes with
NAMES = {
    "GM": "Giấy mời",
    "BC": "Báo cáo",
    "KH": "Kế hoạch",
    "TB": "Thông báo",
    "PC": "Phiếu chuyển",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "CV": "Công văn",
}


class DialogueDocument(models.Model):
    """What the head of a document says beside its fields, ready to be set."""

    _inherit = "dialogue.document"

    def _head_values(self):
        values = super()._head_values()
        recipients = values["recipients"] or [KEPT]
        return {
            **values,
            "recipients": each_text(ended_list(recipients), keep_together),
            "issuer_name": self._issuer_name(),
            "about": keep_together(f"V/v {lower_first(values['name'])}"),
            "title_lines": balanced(keep_together(values["name"]), TITLE_WIDTH),
            "goes_with": keep_together(self._goes_with()),
            "signer_name": whole_name(values["signer_name"]),
        }

    @api.model
    def _head_placeholders(self):
        return {
            **super()._head_placeholders(),
            "issuer_name": self.env._("Issuing body, as it stands in a sentence"),
            "about": self.env._("Abstract of a letter, beginning with “V/v”"),
            "title_lines": self.env._(
                "List: the abstract in lines of nearly one length"
            ),
            "goes_with": self.env._(
                "The document that an appendix goes with: number, day and issuing body"
            ),
        }

    def _issuer_name(self):
        """Return the issuing body as it stands in a sentence."""
        self.ensure_one()
        # sudo: the name of a department is no secret
        company_sudo = self.company_id.sudo()
        usual = company_sudo.dialogue_issuer or company_sudo.name
        return in_sentence(self.issuer or usual, usual, company_sudo.name)

    def _goes_with(self):
        """Return what the appendix of this document names in brackets.

        The table of petitions goes with the report on its session, where there is one.
        """
        main = (self._find_main() if self._is_appendix() else self) or self
        day = main.date and f"{main.date:%d}"
        month = main.date or main.company_id._dialogue_today()
        number = f"{main.number:02d}" if main.number else "…"
        symbol = f"/{main.symbol}" if main.symbol else ""
        return (
            f"{NAMES[main.kind]} số {number}{symbol} ngày {day or '…'} tháng "
            f"{month:%m} năm {month.year} của {main._issuer_name()}"
        )


class DialogueDocumentOwner(models.AbstractModel):
    """What owners of documents share: whom documents go to, how people are named."""

    _inherit = "dialogue.document.owner.mixin"

    def _usual_recipients(self, _key):
        """Return the lines of "Nơi nhận" that document ``key`` usually has."""
        return [KEPT]

    def _recipients_text(self, key):
        return "\n".join(ended_list(self._usual_recipients(key)))

    def _prepare_new_document(self, key, name, department=None):
        """Return the values of the document ``key`` of this record, for ``create``.

        :param str name: its abstract
        :param hr.department department: the division that drafts it
        """
        return {
            **self.env["dialogue.document"]._prepare_document_values(
                self.company_id, TEMPLATES[key].kind, name, department=department
            ),
            **self._usual_signer(self.company_id.sudo().dialogue_approver_id),
            "template_key": key,
            "recipients": self._recipients_text(key),
        }

    def _usual_signer(self, user):
        """Return how ``user`` signs, for a draft; whoever approves signs in the end."""
        if not user:
            return {}
        # sudo: position and name of an official stand on each document
        Document = self.env["dialogue.document"].with_user(user)
        return Document._prepare_signer_values(self.company_id.sudo())

    @api.model
    def _case_placeholders(self):
        """Return what is in each line of a table of cases."""
        return {
            "cases": self.env._("List: one line for each case"),
            "cases.number": self.env._("Number of the line"),
            "cases.code": self.env._("Code of the case"),
            "cases.petitioner": self.env._("Who asked, as far as readers may know"),
            "cases.sector": self.env._("Sector of the case"),
            "cases.question": self.env._("What was asked"),
        }

    def _in_vietnamese(self):
        """Return ``self`` in the language of documents, where it is installed."""
        # sudo: which languages there are is no secret
        installed = self.env["res.lang"].sudo()._get_data(code=LANGUAGE)
        return self.with_context(lang=LANGUAGE) if installed else self

    def _person_words(self, user):
        """Return position and name of an official, as a sentence names them."""
        # sudo: the position of an official is no secret
        title = user.sudo().employee_id.job_title
        name = whole_name(user.sudo().name or "")
        return f"{title} {name}" if title else name

    def _contact_words(self, department=None):
        """Return whom to turn to: the division and the telephone of the department."""
        # sudo: what stands on every letter head
        company = self.company_id.sudo()
        usual = company.dialogue_issuer or company.name
        name = department.sudo().name if department else usual
        phone = company.phone and f"điện thoại {company.phone}"
        named = in_sentence(name, company.name)
        return ", ".join(part for part in (named, phone) if part)

    def _day_of(self, moment):
        """Return a moment (UTC) as a day in words, where the department is."""
        return day_words(moment and self.company_id._dialogue_local(moment).date())
