from odoo.addons.dialogue_tthc.models.dialogue_membership import ORGANISATION_KINDS
from odoo.addons.dialogue_tthc.models.dialogue_petitioner import KINDS

from .feedback_form import clean_text
from .filing_form import KEY_MAX, line_of

NAME_MAX = 200
CODE_MAX = 30
PART_MAX = 120
PHONE_MAX = 30
CITIZEN = "citizen"
# those whose tax code the form asks for; many associations have none
TAXED_KINDS = ("enterprise", "cooperative", "household")
LIMITS = {
    "organisation": NAME_MAX,
    "tax_code": CODE_MAX,
    "position": PART_MAX,
    "phone": PHONE_MAX,
    "street": NAME_MAX,
    "ward": PART_MAX,
    "province": PART_MAX,
}


class OrganisationForm:
    """What a person says about whom they act for: typed, checked, to be written.

    :ivar dict values: what was typed, to show again
    :ivar dict errors: name of the input -> sentence, in the order of the page
    """

    def __init__(self, env, values=None, *, with_citizen=False):
        self.env = env
        self.with_citizen = with_citizen
        self.errors = {}
        self.values = {
            "kind": CITIZEN if with_citizen else "enterprise",
            **dict.fromkeys(LIMITS, ""),
            **(values or {}),
        }

    def kinds(self):
        """Return the kinds to choose from, as pairs (key, label)."""
        labels = self.env["dialogue.petitioner"]._fields["kind"]
        labels = dict(labels._description_selection(self.env))
        keys = [key for key, _label in KINDS if key in ORGANISATION_KINDS]
        kinds = [(key, labels[key]) for key in keys]
        if self.with_citizen:
            kinds.append((CITIZEN, self.env._("Myself, as a citizen")))
        return kinds

    def labels(self):
        """Return the labels of the inputs: name -> words."""
        return {
            "organisation": self.env._("Name of the organisation"),
            "tax_code": self.env._("Tax code"),
            "position": self.env._("Your position"),
            "phone": self.env._("Phone"),
            "street": self.env._("House number, street or village"),
            "ward": self.env._("Ward or commune"),
            "province": self.env._("Province or city"),
        }

    def take(self, post):
        """Take in and check what was sent.

        :param post: mapping of the request's values
        :return: whether everything is right
        """
        self.values = {
            "kind": clean_text(post.get("kind"), KEY_MAX),
            **{name: line_of(post.get(name), limit) for name, limit in LIMITS.items()},
        }
        if self.values["kind"] not in dict(self.kinds()):
            self.errors["kind"] = self.env._("Choose for whom you write.")
        elif self.is_organisation:
            self._check_organisation()
        for name, limit in LIMITS.items():
            if len(self.values[name]) > limit:
                self.errors[name] = self.env._(
                    "Keep it under %(limit)s characters; it has %(length)s now.",
                    limit=limit,
                    length=len(self.values[name]),
                )
        return not self.errors

    def _check_organisation(self):
        values = self.values
        needed = {
            "organisation": self.env._("Give the name of the organisation."),
            "tax_code": self.env._("Give the tax code of the organisation."),
            "ward": self.env._("Give the ward or commune."),
            "province": self.env._("Give the province or city."),
        }
        for name, sentence in needed.items():
            if not values[name] and (
                name != "tax_code" or values["kind"] in TAXED_KINDS
            ):
                self.errors[name] = sentence
        warning = self.env["dialogue.petitioner"]._tax_code_warning(
            values["kind"], values["tax_code"]
        )
        if warning:
            self.errors["tax_code"] = warning

    @property
    def is_organisation(self):
        return self.values["kind"] in ORGANISATION_KINDS

    def stated(self):
        """Return the checked values of ``dialogue.membership``."""
        values = self.values
        return {**values, "name": values["organisation"]}

    def contact(self):
        """Return the checked values of the person's own contact."""
        values = self.values
        vals = {"phone": values["phone"], "dialogue_kind": False}
        if not self.is_organisation:
            vals.update(
                dialogue_kind=CITIZEN,
                street=values["street"],
                street2=values["ward"],
                city=values["province"],
            )
        return vals
