from datetime import UTC, datetime

from odoo.http import request
from odoo.tools import hmac

from .filing_form import epoch_ms

_SEAL_LENGTH = 16


def draft_values(base):
    """Return by what a device knows again what was typed on a page with short forms.

    Another account on the same device finds nothing, and the name tells nobody the
    private link of the page.

    :param str base: path of the page
    """
    # sudo: the secret of the database, which nobody reads
    scope, message = "dialogue_tthc_portal.draft", (request.env.uid, base)
    seal = hmac(request.env(su=True), scope, message)
    return {
        "draft_page": f"text-{seal[:_SEAL_LENGTH]}",
        "now_ms": epoch_ms(datetime.now(UTC)),
    }
