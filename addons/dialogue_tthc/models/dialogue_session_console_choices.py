from odoo import models
from odoo.fields import Domain

from ..tools.folded_text import folded_words

BODIES_MAX = 200
# cases whose subjects teach the console the words of a sector
ASKED_BEFORE = 300


class DialogueSession(models.Model):
    """What can be chosen at the console, also while the line is down."""

    _inherit = "dialogue.session"

    def _console_choices(self):
        """Return what can be chosen at the console, for this session's company."""
        of_company = Domain("company_id", "in", (self.company_id.id, False))
        selection = self.env["dialogue.feedback"]._fields["kind"]
        capture = self.env["dialogue.session.capture"]._fields
        departments = self.env["hr.department"].search(of_company)
        reasons = self.env["dialogue.refusal.reason"].search(of_company)
        return {
            "outcomes": capture["outcome"]._description_selection(self.env),
            "verdicts": capture["verdict"]._description_selection(self.env),
            "kinds": selection._description_selection(self.env),
            "speaker_kinds": capture["speaker_kind"]._description_selection(self.env),
            "sectors": self._console_sectors(),
            "departments": [
                {"id": department.id, "name": department.name}
                for department in departments
            ],
            "reasons": [
                {"id": each.id, "name": each.name, "guidance": each.guidance or ""}
                for each in reasons
            ],
            "bodies": self._console_bodies(),
            "superior": self.company_id.dialogue_superior_id.name or "",
        }

    def _console_bodies(self):
        """Return the bodies that cases were sent to before, and the superior."""
        rows = self.env["dialogue.referral"]._read_group(
            [("company_id", "=", self.company_id.id)],
            ["partner_id"],
            limit=BODIES_MAX,
        )
        bodies = self.env["res.partner"].union(*(body for (body,) in rows))
        others = self.env["res.partner"].search(
            Domain("is_company", "=", True)
            & Domain("company_id", "in", (self.company_id.id, False))
            & Domain("id", "not in", bodies.ids),
            limit=BODIES_MAX - min(len(bodies), BODIES_MAX - 1),
            order="name",
        )
        return [{"id": body.id, "name": body.name} for body in bodies | others]

    def _console_sectors(self):
        """Return the sectors with the pairs of syllables that speak for each.

        They are in its name, in its procedures and in what was asked about it before.
        The console guesses the sector of a question by them while it is typed, also
        without a line. A pair says the less, the more sectors have it.
        """
        sectors = (
            self.env["dialogue.sector"]
            .with_company(self.company_id)
            .search([("company_id", "in", (self.company_id.id, False))])
        )
        asked = {}
        for case in self.env["dialogue.feedback"].search_fetch(
            [("company_id", "=", self.company_id.id), ("sector_id", "!=", False)],
            ["sector_id", "subject"],
            order="id desc",
            limit=ASKED_BEFORE,
        ):
            asked.setdefault(case.sector_id, []).append(case.subject)
        pairs, spread = {}, {}
        for sector in sectors:
            words = set()
            procedures = sector.procedure_ids.mapped("name")
            for text in (sector.name, *procedures, *asked.get(sector, ())):
                syllables = folded_words(text)
                words.update(map(" ".join, zip(syllables, syllables[1:], strict=False)))
            pairs[sector] = words
            for word in words:
                spread[word] = spread.get(word, 0) + 1
        return [
            {
                "id": sector.id,
                "name": sector.name,
                "department_id": sector.department_id.id,
                "is_of_session": sector in self.sector_ids,
                "pairs": {
                    word: round(1 / spread[word], 3)
                    for word in sorted(pairs[sector])
                    if spread[word] * 3 <= max(len(sectors), 3)
                },
            }
            for sector in sectors
        ]
