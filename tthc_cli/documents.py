"""``tthc documents``: write the templates of the official documents anew."""

from __future__ import annotations

from .odoo import ready_odoo
from .paths import ADDONS, REPO
from .process import output_of

_PACKAGE = "tthc_cli.inside.document_templates"
FOLDER = ADDONS / "dialogue_tthc/static/documents"


def documents() -> int:
    """Write the shipped templates from what ``inside/document_templates`` says.

    :raise TthcError: the builder fails
    """
    output_of([ready_odoo().python, "-m", _PACKAGE, FOLDER], cwd=REPO)
    return 0
