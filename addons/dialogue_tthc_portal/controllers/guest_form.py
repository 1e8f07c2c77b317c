from odoo.tools import email_normalize

from odoo.addons.dialogue_tthc.models.dialogue_petitioner import KINDS

from .feedback_form import ADDRESS_MAX, PHONE_MAX, clean_text
from .filing_form import KEY_MAX, FilingForm

NAME_MAX = 200
CODE_MAX = 20
# those who speak for themselves: no representative, no tax code
PERSON = "citizen"


class GuestForm(FilingForm):
    """The same form for somebody without an account, who says who they are."""

    lines = {
        **{
            name: limit for name, limit in FilingForm.lines.items() if name != "address"
        },
        "name": NAME_MAX,
        "representative": NAME_MAX,
        "tax_code": CODE_MAX,
        "street": ADDRESS_MAX,
        "ward": ADDRESS_MAX,
        "province": ADDRESS_MAX,
        "phone": PHONE_MAX,
        "email": NAME_MAX,
    }
    required = ("name", "ward", "province", "email")

    def __init__(self, env, company):
        super().__init__(env, env["res.partner"], company)
        self.values["petitioner_kind"] = "enterprise"

    def petitioner_kinds(self):
        """Return who may ask, as pairs (key, label)."""
        field = self.env["dialogue.petitioner"]._fields["kind"]
        return field._description_selection(self.env)

    def _read_who(self, post):
        self.values["petitioner_kind"] = clean_text(
            post.get("petitioner_kind"), KEY_MAX
        )
        # no address of its own: it is put together from three inputs
        self.values["address"] = ""

    def email(self):
        """Return the mail address in its one way of writing, or False."""
        return email_normalize(self.values["email"])

    def _missing(self):
        return {
            "name": self.env._("Give your name, or the name of the organisation."),
            "ward": self.env._("Give the ward or commune."),
            "province": self.env._("Give the province or city."),
            "email": self.env._(
                "Give a mail address: we send you a link by which you confirm."
            ),
        }

    def _check_email(self):
        if self.values["email"] and not self.email() and "email" not in self.errors:
            self.errors["email"] = self.env._(
                "“%s” is not a complete e-mail address.", self.values["email"]
            )

    def _check_who(self):
        self._check_email()
        kind = self.values["petitioner_kind"]
        if kind not in dict(KINDS):
            self.errors["petitioner_kind"] = self.env._("Choose who is asking.")
        if kind != PERSON and "tax_code" not in self.errors:
            warning = self.env["dialogue.petitioner"]._tax_code_warning(
                kind, self.values["tax_code"]
            )
            if warning:
                self.errors["tax_code"] = warning

    def _petitioner(self):
        values = self.values
        is_person = values["petitioner_kind"] == PERSON
        address = (values["street"], values["ward"], values["province"])
        return {
            "kind": values["petitioner_kind"],
            "name": values["name"],
            "representative": not is_person and values["representative"],
            "tax_code": not is_person and values["tax_code"],
            "address": ", ".join(part for part in address if part),
            "phone": values["phone"] or False,
            "email": self.email(),
        }
