from odoo import api, models
from odoo.fields import Domain

from ..tools.folded_text import fold
from .dialogue_procedure import CODE_PATTERN, NATIONAL_PART

TEXTS = (
    "deciding_body",
    "doing_unit",
    "receiving_place",
    "fee_note",
    "legal_basis",
    "decision",
    "local_code",
    "level",
    "online_level",
    "valid_from",
    "valid_to",
    "time_limit_days",
)


class DialogueSheetProcedure(models.AbstractModel):
    """Procedures for the catalogue; one that is there already stays as it is."""

    _name = "dialogue.sheet.procedure"
    _inherit = ["dialogue.sheet.target"]
    _description = "Procedures from a Spreadsheet"

    _record_model = "dialogue.procedure"
    _long = ("legal_basis",)

    @api.model
    def _identity(self, imported, values):
        key = self._national_key(values.get("national_code"))
        return [key or values["name"], values.get("valid_from") or ""]

    @api.model
    def _national_key(self, code):
        code = (code or "").strip().upper()
        return code[:NATIONAL_PART] if CODE_PATTERN.fullmatch(code) else code

    @api.model
    def _shown_of(self, values):
        return values.get("national_code") or values.get("name"), values.get("name")

    @api.model
    def _complete(self, imported, drafts):
        ours = Domain("company_id", "in", [imported.company_id.id, False])
        sectors = self.env["dialogue.sector"].search(ours)
        known = {fold(sector.code): sector.id for sector in sectors if sector.code}
        known |= {fold(sector.name): sector.id for sector in sectors}
        self._find_named(
            drafts,
            "sector",
            known.get,
            lambda text: self.env._(
                "“%s” is no sector of the catalogue. Make it there first, or write it "
                "as it stands there.",
                text,
            ),
            is_needed=True,
        )
        for draft in drafts:
            self._check_days(draft)
            code = draft.values.get("national_code")
            if code and not CODE_PATTERN.fullmatch(code.upper()):
                draft.remark(
                    "national_code",
                    self.env._(
                        "“%s” does not look like a national procedure code, such as "
                        "2.002131. Compare it with the published decision.",
                        code,
                    ),
                )
        self._look_in_catalogue(ours, drafts)

    @api.model
    def _check_days(self, draft):
        first, last = draft.values.get("valid_from"), draft.values.get("valid_to")
        if first and last and first > last:
            draft.problem(
                self.env,
                "valid_to",
                self.env._(
                    "it lies before the day on which the procedure takes force."
                ),
            )

    @api.model
    def _look_in_catalogue(self, ours, drafts):
        """Find procedures that are in the catalogue, also by hand or shared."""
        procedures = self.env["dialogue.procedure"].with_context(active_test=False)
        known = {}
        for procedure in procedures.search(ours):
            first = procedure.valid_from and procedure.valid_from.isoformat()
            key = procedure.national_key or fold(procedure.name)
            known[key, first or False] = procedure.id
        for draft in drafts:
            key = self._national_key(draft.values.get("national_code")) or fold(
                draft.values.get("name")
            )
            res_id = known.get((key, draft.values.get("valid_from") or False))
            if res_id and not draft.problems:
                draft.found(
                    res_id,
                    self.env._(
                        "Row %s: it is already there: the catalogue has this "
                        "procedure, which stays as it is.",
                        draft.row.number,
                    ),
                )

    @api.model
    def _make(self, imported, rows):
        return self.env["dialogue.procedure"].create(
            [
                {
                    "company_id": imported.company_id.id,
                    "name": row.values["name"],
                    "sector_id": row.values["sector"],
                    "national_code": row.values.get("national_code") or False,
                    **{
                        name: row.values[name] for name in TEXTS if row.values.get(name)
                    },
                }
                for row in rows
            ]
        )
