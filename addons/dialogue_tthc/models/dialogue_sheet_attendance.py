from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..tools.folded_text import fold
from ..tools.sheet_columns import guess_petitioner_kind
from .dialogue_session import ENDED_STATES


class DialogueSheetAttendance(models.AbstractModel):
    """Contacts to invite to one session: found among ours, or made new.

    A contact is found by its tax code, or by its name together with its mail address
    or phone number: a name alone can be anybody's. What ours say of it stays as it is.
    """

    _name = "dialogue.sheet.attendance"
    _inherit = ["dialogue.sheet.target"]
    _description = "Contacts to Invite from a Spreadsheet"

    _record_model = "dialogue.attendance"

    @api.model
    def _identity(self, imported, values):
        told = [values.get(name, "") for name in ("name", "tax_code", "email", "phone")]
        return [imported.session_id.id, *told]

    @api.model
    def _shown_of(self, values):
        return values.get("name"), values.get("delegate_name") or values.get("address")

    @api.model
    def _complete(self, imported, drafts):
        for draft in drafts:
            values = draft.values
            if not values.get("petitioner_kind"):
                values["petitioner_kind"] = guess_petitioner_kind(values["name"])
            email = values.get("email")
            if email and not email_normalize(email):
                draft.problem(
                    self.env,
                    "email",
                    self.env._("“%s” is not a complete e-mail address.", email),
                )
            elif not email:
                draft.remark(
                    "email",
                    self.env._("no letter reaches them by mail: phone or write them."),
                )
            warning = self.env["dialogue.petitioner"]._tax_code_warning(
                values["petitioner_kind"], values.get("tax_code")
            )
            if warning:
                draft.remark("tax_code", warning)
        self._look_on_list(imported, [draft for draft in drafts if not draft.problems])

    @api.model
    def _look_on_list(self, imported, drafts):
        """Find those who are on the list of the session already."""
        find = self._finder(imported, [draft.values for draft in drafts])
        invited = dict(
            self.env["dialogue.attendance"]._read_group(
                [
                    ("session_id", "=", imported.session_id.id),
                    ("partner_id", "!=", False),
                ],
                ["partner_id"],
                ["id:min"],
            )
        )
        by_partner = {partner.id: res_id for partner, res_id in invited.items()}
        for draft in drafts:
            partner_id = find(draft.values)
            if partner_id in by_partner:
                draft.found(
                    by_partner[partner_id],
                    self.env._(
                        "Row %s: it is already there: they are on the list of the "
                        "session.",
                        draft.row.number,
                    ),
                )

    @api.model
    def _finder(self, imported, values_list):
        """Return a function of the values of a row: the id of a contact, or None."""
        codes = {_code(values.get("tax_code")) for values in values_list} - {""}
        names = {values["name"] for values in values_list}
        wanted = Domain("vat", "in", list(codes)) | Domain("name", "in", list(names))
        partners = self.env["res.partner"].search_fetch(
            Domain("company_id", "in", [imported.company_id.id, False]) & wanted,
            ["name", "vat", "email_normalized", "phone"],
            order="id desc",
        )
        # the oldest ones last: they win
        by_code = {_code(p.vat): p.id for p in partners if p.vat}
        by_mail = {
            (fold(p.name), p.email_normalized): p.id
            for p in partners
            if p.email_normalized
        }
        by_phone = {(fold(p.name), _code(p.phone)): p.id for p in partners if p.phone}

        def find(values):
            name = fold(values["name"])
            code, phone = _code(values.get("tax_code")), _code(values.get("phone"))
            if code and code in by_code:
                return by_code[code]
            mail = email_normalize(values.get("email") or "")
            return by_mail.get((name, mail)) or by_phone.get((name, phone))

        return find

    @api.model
    def _make(self, imported, rows):
        session = imported.session_id
        session.check_access("write")
        if session.state in ENDED_STATES:
            raise UserError(
                self.env._(
                    "“%s” has ended; nobody can be invited to it any more.",
                    session.name,
                )
            )
        ids = self._partner_ids(imported, [row.values for row in rows])
        known = {
            partner.id: attendance
            for partner, attendance in self.env["dialogue.attendance"]._read_group(
                [("session_id", "=", session.id), ("partner_id", "in", ids)],
                ["partner_id"],
                ["id:recordset"],
            )
        }
        vals_list = {}
        for row, partner_id in zip(rows, ids, strict=True):
            if partner_id not in known:
                # two rows of one contact are one invitation
                vals_list.setdefault(
                    partner_id,
                    {
                        "session_id": session.id,
                        "partner_id": partner_id,
                        "role": row.values.get("role") or "guest",
                        "delegate_name": row.values.get("delegate_name") or False,
                        "delegate_function": row.values.get("delegate_function")
                        or False,
                    },
                )
        made = self.env["dialogue.attendance"].create(list(vals_list.values()))
        known |= {attendance.partner_id.id: attendance for attendance in made}
        attendances = self.env["dialogue.attendance"]
        return attendances.concat(*(known[partner_id][:1] for partner_id in ids))

    @api.model
    def _partner_ids(self, imported, values_list):
        """Return the id of the contact of each row; those that are new are made.

        Rows with one tax code, or one name and address, are one contact.
        """
        find = self._finder(imported, values_list)
        keys, new = [], {}
        for place, values in enumerate(values_list):
            res_id = find(values)
            reach = _code(values.get("email")) or _code(values.get("phone"))
            key = (
                ("id", res_id)
                if res_id
                else ("code", _code(values.get("tax_code")))
                if values.get("tax_code")
                else ("name", fold(values["name"]), reach or place)
            )
            keys.append(key)
            if not res_id:
                new.setdefault(key, values)
        made = self.env["res.partner"].create(
            [self._prepare_partner_values(imported, values) for values in new.values()]
        )
        ids = dict(zip(new, made.ids, strict=True))
        return [ids.get(key) or key[1] for key in keys]

    @api.model
    def _prepare_partner_values(self, imported, values):
        kind = values["petitioner_kind"]
        return {
            "name": values["name"],
            "company_id": imported.company_id.id,
            "is_company": kind != "citizen",
            "dialogue_kind": kind,
            "vat": values.get("tax_code") or False,
            "phone": values.get("phone") or False,
            "email": values.get("email") or False,
            "street": values.get("address") or False,
        }


def _code(text):
    """Return a code or number as it is compared: letters and digits alone."""
    return "".join(letter for letter in text or "" if letter.isalnum()).upper()
