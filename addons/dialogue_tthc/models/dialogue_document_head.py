from odoo import api, fields, models

from .document_templates import KIND_TITLES, SELECTION, TEMPLATES

# the key of the documents of a kind, where their owner does not tell more
USUAL_KEYS = {
    "KH": "plan",
    "GM": "invitation",
    "CV": "answer",
    "PC": "forwarding",
    "BC": "escalation",
    "BB": "minutes",
    "TB": "notice",
}
# what a clerk fills in by hand: wide enough for it
BLANK_NUMBER = " " * 8
BLANK_DAY = " " * 6
# the head's own line, then that of the one who signs for the head
TWO_LINES = frozenset({"KT.", "TL.", "TUQ."})


class DialogueDocument(models.Model):
    """Of which record a document is made, and what its head says.

    The head is the same for all kinds: who issues, number, day, title, recipients and
    signature. What stands between is told by the record the document is made of, its
    owner, in ``owner._document_values(key)``.
    """

    _inherit = "dialogue.document"

    template_key = fields.Selection(
        selection=SELECTION,
        string="Made as",
        compute="_compute_template_key",
        store=True,
        readonly=False,
        precompute=True,
        help="The template that the text of this document is made from.",
    )
    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The session that this document invites to or reports on.",
    )
    attendance_id = fields.Many2one(
        comodel_name="dialogue.attendance",
        string="Invited",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The one person or body that this invitation is written to.",
    )

    @api.depends("kind", "session_id")
    def _compute_template_key(self):
        for document in self:
            key = USUAL_KEYS.get(document.kind, False)
            if document.session_id and key == "escalation":
                key = "session_report"
            # one that somebody chose among those of the kind stays
            chosen = document.template_key
            if not (chosen and TEMPLATES[chosen].kind == document.kind):
                document.template_key = key
            elif chosen == "escalation":
                document.template_key = key

    def _document_owner(self):
        """Return the record that this document is made of.

        :return: one ``dialogue.plan``, ``dialogue.referral``, ``dialogue.answer``,
            ``dialogue.session`` or ``dialogue.attendance``; an empty recordset of
            ``dialogue.plan`` for a document that stands alone
        """
        self.ensure_one()
        if self.attendance_id:
            return self.attendance_id
        if self.session_id:
            return self.session_id
        for model in ("dialogue.answer", "dialogue.referral", "dialogue.plan"):
            owner = self._find_owners(self.env[model])[:1]
            if owner:
                return owner
        return self.env["dialogue.plan"]

    def _head_values(self):
        """Return what every template may name about the head of this document.

        All of it is text as it stands on paper, in Vietnamese whatever the language
        of the user. In a draft, number and day are left blank.

        :return: dict with

            - ``superior``, ``issuer``: in capitals; the superior may be ""
            - ``number_line``: "Số: 05/KH-SKHCN"
            - ``place_date``: "Hà Giang, ngày 05 tháng 03 năm 2023"
            - ``kind_title``: "KẾ HOẠCH"; "" for an official letter
            - ``name``: the abstract (trích yếu)
            - ``recipients``: list of lines of "Nơi nhận", without dashes
            - ``signing_lines``: list such as ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
            - ``signer_name``
            - ``is_draft``: True until it is issued
        """
        self.ensure_one()
        day = self.date or self.company_id._dialogue_today()
        number = f"{self.number:02d}" if self.number else BLANK_NUMBER
        symbol = self.symbol or ""
        slash = "" if self.kind == "CV" and not symbol else "/"
        in_month = f"{day:%d}" if self.date else BLANK_DAY
        place = f"{self.place}, " if self.place else ""
        return {
            "superior": (self.superior or "").upper(),
            "issuer": (self.issuer or self.company_id.name or "").upper(),
            "number_line": f"Số: {number}{slash}{symbol}".rstrip(),
            "place_date": f"{place}ngày {in_month} tháng {day:%m} năm {day.year}",
            "kind_title": KIND_TITLES[self.kind],
            "name": self.name or "",
            "recipients": [
                line.strip().lstrip("-–•").strip()
                for line in (self.recipients or "").splitlines()
                if line.strip(" -–•")
            ],
            "signing_lines": self._signing_lines(),
            "signer_name": self.signer_name or "",
            "is_draft": self.state != "issued",
        }

    def _signing_lines(self):
        """Return the lines above the signature, in capitals."""
        title = (self.signer_title or "").upper()
        # sudo: the position of the head stands on each document
        head = (self.company_id.sudo().dialogue_head_title or "").upper()
        capacity = self.signing_capacity
        if capacity in TWO_LINES and head:
            return [f"{capacity} {head}", title]
        if capacity == "TM.":
            return [f"TM. {(self.issuer or '').upper()}", title]
        if capacity:
            return [f"{capacity} {title}".strip()]
        return [title] if title else []

    @api.model
    def _head_placeholders(self):
        """Return what the head offers to templates: dict of name -> explanation."""
        return {
            "superior": self.env._("Superior body, in capitals"),
            "issuer": self.env._("Issuing body, in capitals"),
            "number_line": self.env._("Number and symbol, such as “Số: 05/KH-SKHCN”"),
            "place_date": self.env._("Place and date in full"),
            "kind_title": self.env._("Kind of document in capitals; empty in a letter"),
            "name": self.env._("Abstract: what the document is about"),
            "recipients": self.env._("List: the lines under “Nơi nhận”"),
            "signing_lines": self.env._(
                "List: the lines above the signature, one or two"
            ),
            "signer_name": self.env._("Name of the signer"),
            "is_draft": self.env._("True until the document is issued"),
        }

    @api.model
    def _placeholders(self, key):
        """Return what a template of ``key`` may name.

        :param str key: key of ``TEMPLATES``
        :return: dict of name -> explanation in the language of the user
        """
        owner = self.env[TEMPLATES[key].owner]
        return {**self._head_placeholders(), **owner._document_placeholders(key)}
