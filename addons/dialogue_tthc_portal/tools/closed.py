"""Which models are closed to strangers wherever Odoo opens them by their name."""

from odoo.fields import Domain

PREFIX = "dialogue."


def is_closed_model(name: str | None) -> bool:
    """Say whether ``name`` is a model of the dialogue."""
    return bool(name) and name.startswith(PREFIX)


def open_models_domain(field: str) -> Domain:
    """Return the domain of records that belong to no model of the dialogue.

    :param field: name of the field that holds the name of a model, or nothing
    """
    return Domain(field, "=", False) | Domain(field, "not =like", f"{PREFIX}%")
